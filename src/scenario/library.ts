/**
 * The library of scenarios: the one module that reaches `scenarios/*.yaml`. The list and the default are part of the page;
 * the other texts are loaded when they are opened. (In plain Node, tests and the command line read the folder themselves.)
 */
export { LIBRARY } from './library.generated.ts';

/** What a list of the library shows of a scenario. */
export interface LibraryEntry {
  /** Slug: `metadata.name` and the file's name. */
  name: string;
  title: string;
  /** Titles in other languages: `zh-CN`. */
  titles: Readonly<Record<string, string>>;
  /** The label `podloupe.dev/area`, or empty. */
  area: string;
  tags: readonly string[];
  symptoms: readonly string[];
}

const TEXTS = import.meta.glob<string>('/scenarios/*.yaml', { query: '?raw', import: 'default' });

/** The text of a scenario of the library; undefined if there is none of that name. */
export async function libraryText(name: string): Promise<string | undefined> {
  const path = `/scenarios/${name}.yaml`;
  return Object.hasOwn(TEXTS, path) ? TEXTS[path]?.() : undefined;
}
