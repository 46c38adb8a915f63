/** Says what is wrong with a text, in the language of the page. */
import { catalogue } from '../../base/catalogue.ts';
import type { Said } from './en.ts';

/** Another language's words, by the English ones; empty for English. */
const translated: Partial<Record<string, string>> = catalogue('problem', {});

/** Words with their parts put in. */
export function say(words: Said, ...parts: readonly (string | number | boolean)[]): string {
  return inLanguage(words).replace(/\{(\d)\}/g, (_, place: string) => String(parts[Number(place)]));
}

/** Words that may be in the catalogue; what is not stays as it is. */
export function inLanguage(words: string): string {
  return translated[words] ?? words;
}

export function didYouMean(name: string): string {
  return say('Did you mean `{0}`?', name);
}
