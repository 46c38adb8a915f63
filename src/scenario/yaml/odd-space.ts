import type { Said } from '../texts/en.ts';

/** Characters that look like a space, or like nothing, as web pages and word processors have them. */
export const ODD_SPACE = /[\u00a0\u2000-\u200b\u202f\u3000\ufeff]/;

/** Where YAML has indentation, or a space after `:` or `-`. A byte order mark at the beginning is none. */
export const ODD_SPACE_IN_STRUCTURE = new RegExp(`(?!^\\uFEFF)(?:^[ \\t]*|[:-])${ODD_SPACE.source}`, 'm');

export const ODD_SPACE_HELP = 'There are spaces here that only look like spaces, as web pages have them: type them anew.' satisfies Said;
