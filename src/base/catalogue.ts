/**
 * Catalogues of texts in the reader's language. Each is written in English beside the code that it belongs to, and registers here. Another
 * language overwrites all of them in place, those that are registered already and those that come later.
 */

const registered = new Map<string, object>();
let translation: Readonly<Record<string, object>> = {};

/** Registers a catalogue under its name and returns it. */
export function catalogue<Texts extends object>(name: string, texts: Texts): Texts {
  registered.set(name, texts);
  overwrite(texts, translation[name]);
  return texts;
}

/** Puts another language over all catalogues from now on. */
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
    // Overwritten in place: modules hold on to these objects
    if (typeof text === 'object' && typeof own[name] === 'object') overwrite(own[name] as object, text as object);
    else own[name] = text;
  }
}
