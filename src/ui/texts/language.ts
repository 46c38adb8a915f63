/**
 * The language that the page speaks. Catalogues are written in English, each beside the feature that it belongs to, and register with
 * `catalogue`; another language is one chunk of its own that overwrites their texts in place, before the page is drawn.
 */

import { translate } from '../../base/catalogue.ts';
import type { Language, Translated } from '../../base/language.ts';

export { catalogue } from '../../base/catalogue.ts';
export type { Language, Translated };

/** Each language by its own name. */
export const LANGUAGES: Readonly<Record<Language, string>> = { en: 'English', 'zh-Hans': '简体中文' };

/** From now on the page speaks another language. */
export function speak(language: Language, texts: Readonly<Record<string, object>>, root: { lang: string } = document.documentElement): void {
  root.lang = language;
  translate(texts);
}

/** What the reader chose, else the first language of the browser's that there is. */
export function chosenLanguage(stored: string | undefined, preferred: readonly string[]): Language {
  if (stored === 'en' || stored === 'zh-Hans') return stored;
  for (const tag of preferred) {
    if (/^en\b/i.test(tag)) return 'en';
    if (/^zh\b/i.test(tag) && !/-(hant|tw|hk|mo)\b/i.test(tag)) return 'zh-Hans';
  }
  return 'en';
}
