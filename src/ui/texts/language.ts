/**
 * The language that the page speaks. Catalogues are written in English, each beside the feature that it belongs to, and register here; another
 * language is one chunk of its own that overwrites their texts in place, before the page is drawn and whenever a further catalogue arrives.
 */

import type { Language, Translated } from '../../base/language.ts';

export type { Language, Translated };

/** Each language by its own name. */
export const LANGUAGES: Readonly<Record<Language, string>> = { en: 'English', 'zh-Hans': '简体中文' };

const registered = new Map<string, object>();
let translation: Readonly<Record<string, object>> = {};

/** Registers a catalogue under its name and returns it. */
export function catalogue<Texts extends object>(name: string, texts: Texts): Texts {
  registered.set(name, texts);
  overwrite(texts, translation[name]);
  return texts;
}

/** From now on the page speaks another language. */
export function speak(language: Language, texts: Readonly<Record<string, object>>, root: { lang: string } = document.documentElement): void {
  translation = texts;
  root.lang = language;
  for (const [name, catalogue] of registered) overwrite(catalogue, texts[name]);
}

/** The names of all catalogues that were loaded so far; for tests. */
export function catalogueNames(): string[] {
  return [...registered.keys()];
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

function overwrite(texts: object, translated: object | undefined): void {
  for (const [name, text] of Object.entries(translated ?? {})) {
    const own = texts as Record<string, unknown>;
    // Objects stay the ones that they are: modules hold on to them
    if (typeof text === 'object' && typeof own[name] === 'object') overwrite(own[name] as object, text as object);
    else own[name] = text;
  }
}
