/** Help in the language of the page. What the server itself says stays as it is. */
import { catalogue } from '../../base/catalogue.ts';

/** Sentences with parts: `{0}` stands for the first. */
export type PartedSentence = 'Write `{0}`: capitals count.' | 'Write `{0}`, or leave the field out.' | '`{0}` counts from 0.' | 'Write `{0}: …`.';

/** Another language's sentences, by the English ones; empty for English. */
const translated: Partial<Record<string, string>> = catalogue('help', {});

export function inLanguage(sentence: string): string {
  return translated[sentence] ?? sentence;
}

export function say(sentence: PartedSentence, part: string): string {
  return inLanguage(sentence).replace('{0}', () => part);
}
