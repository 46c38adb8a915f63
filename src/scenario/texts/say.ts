/** Says what is wrong with a text, in the language of the page. */
import { catalogue } from '../../base/catalogue.ts';
import type { Said } from './en.ts';

/** Another language's words, by the English ones; empty for English. */
const translated: Partial<Record<string, string>> = catalogue('problem', {});

declare const told: unique symbol;

/** Words as a reader sees them. A text that is neither in the catalogue nor somebody else's is none: it does not compile where words are told. */
export type Told = string & { readonly [told]: true };

/** Words with their parts put in. */
export function say(words: Said, ...parts: readonly (string | number | boolean)[]): Told {
  return inLanguage(words).replace(/\{(\d)\}/g, (_, place: string) => String(parts[Number(place)])) as Told;
}

/** What the API server, kubectl or YAML says, which is the same in every language; or words that were told already. */
export function verbatim(words: string): Told {
  return words as Told;
}

/** Words that may be in the catalogue; what is not stays as it is. */
export function inLanguage(words: string): string {
  return translated[words] ?? words;
}

export function didYouMean(name: string): Told {
  return say('Did you mean `{0}`?', name);
}
