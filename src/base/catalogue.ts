/**
 * Texts that are spoken in the reader's language. They are written in English, each beside what it belongs to, and register here; another
 * language overwrites them in place, those that are here and those that come later.
 */

const registered = new Map<string, object>();
let translation: Readonly<Record<string, object>> = {};

/** Registers a catalogue under its name and returns it. */
export function catalogue<Texts extends object>(name: string, texts: Texts): Texts {
  registered.set(name, texts);
  overwrite(texts, translation[name]);
  return texts;
}

/** From now on all catalogues say what these texts say. */
export function translate(texts: Readonly<Record<string, object>>): void {
  translation = texts;
  for (const [name, own] of registered) overwrite(own, texts[name]);
}

/** The names of all catalogues that were loaded so far; for tests. */
export function catalogueNames(): string[] {
  return [...registered.keys()];
}

function overwrite(texts: object, translated: object | undefined): void {
  for (const [name, text] of Object.entries(translated ?? {})) {
    const own = texts as Record<string, unknown>;
    // Objects stay the ones that they are: modules hold on to them
    if (typeof text === 'object' && typeof own[name] === 'object') overwrite(own[name] as object, text as object);
    else own[name] = text;
  }
}
