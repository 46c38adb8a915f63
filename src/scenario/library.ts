/**
 * The library of scenarios: the one module that reaches `scenarios/*.yaml`. The list and the default are part of the page;
 * the other texts are loaded when they are opened. (In plain Node, tests and the command line read the folder themselves.)
 */
import { LIBRARY } from './library.generated.ts';
import { nearestName } from '../base/nearest-name.ts';

export { recordingOfEntry } from './recorded.ts';
export { LIBRARY };

/** What a list of the library shows of a scenario. */
export interface LibraryEntry {
  /** Slug: `metadata.name` and the file's name. */
  name: string;
  /** A question. */
  title: string;
  /** The first paragraph of the summary: two sentences of Markdown. */
  sentences: string;
  /** The label `podloupe.dev/area`, or empty. */
  area: string;
  tags: readonly string[];
  /** In the words of those who have the trouble. */
  symptoms: readonly string[];
  /** The same as they are in English, where `symptoms` are translated: people search for what they read in their logs. */
  symptomsInEnglish?: readonly string[];
  /** Further symptoms, from its own run: Events' reasons, STATUS words, exit codes, signals. */
  found: readonly string[];
  /** Whether it is one of the questions that people ask most. */
  isQuestion?: true;
  /** Its place in the learning path: chapter and position, `3.04`. */
  place?: string;
  /** Which level of the game it is, from 1 on, and with how many edits it is worth three stars and two. */
  level?: number;
  stars?: readonly number[];
  /** A wrong belief that its run refutes. */
  myth?: string;
  /** What comes of it: the further paragraphs of the summary, in another language; in English they stand in its text. */
  answer?: readonly string[];
  /** What is to be reached by a change, in another language. */
  goal?: string;
}

/** What an entry says in another language. */
export interface EntryTexts {
  title: string;
  sentences: string;
  answer: string[];
  goal: string;
  myth?: string;
}

const TEXTS = import.meta.glob<string>('/scenarios/*.yaml', { query: '?raw', import: 'default' });
const TRANSLATIONS = import.meta.glob<Record<string, EntryTexts>>('./translations/*.json', { import: 'default' });

/** Symptoms of a language, by the English words. */
const SYMPTOMS = import.meta.glob<Readonly<Record<string, string>>>('./translations/symptoms/*.json', { import: 'default' });

/** What the stories of a language say, by entry, and there by the English words. */
type StoryTexts = Readonly<Record<string, Readonly<Record<string, string>>>>;
const STORIES = import.meta.glob<StoryTexts>('./translations/stories/*.json', { import: 'default' });

/** The text of a scenario of the library; undefined if there is none of that name. */
export async function libraryText(name: string): Promise<string | undefined> {
  const path = `/scenarios/${name}.yaml`;
  return Object.hasOwn(TEXTS, path) ? TEXTS[path]?.() : undefined;
}

/** The entries in a language (`zh-Hans`, or what the browser calls it: `zh-CN`); what is not translated stays English. */
export async function libraryIn(language: string): Promise<readonly LibraryEntry[]> {
  const file = fileOf(language);
  const [translated, told = {}] = await Promise.all([TRANSLATIONS[`./translations/${file}.json`]?.(), SYMPTOMS[`./translations/symptoms/${file}.json`]?.()]);
  if (!translated) return LIBRARY;
  return LIBRARY.map((entry) => ({
    ...entry,
    ...translated[entry.name],
    symptoms: entry.symptoms.map((symptom) => told[symptom] ?? symptom),
    symptomsInEnglish: entry.symptoms,
  }));
}

/**
 * What the story of an entry says in a language, by its English words: what somebody has changed in the text stays as they wrote it.
 * Undefined if it is not translated.
 */
export async function storyIn(language: string, name: string): Promise<Readonly<Record<string, string>> | undefined> {
  const texts = await STORIES[`./translations/stories/${fileOf(language)}.json`]?.();
  return texts && Object.hasOwn(texts, name) ? texts[name] : undefined;
}

/** The name of the files of a language. */
function fileOf(language: string): string {
  return /^zh\b/.test(language) ? 'zh-Hans' : language;
}

const MOST_NEAR = 3;

/** The entries that somebody may mean with a name that the library has not, most likely first: a slip of the finger, or some of its words. */
export function nearestEntries(name: string): LibraryEntry[] {
  const slip = nearestName(
    name,
    LIBRARY.map((entry) => entry.name),
  );
  const words = name.toLowerCase().split('-');
  const shared = (entry: LibraryEntry) => entry.name.split('-').filter((word) => words.includes(word)).length + (entry.name === slip ? words.length + 1 : 0);
  return LIBRARY.filter((entry) => shared(entry) > 0)
    .sort((a, b) => shared(b) - shared(a))
    .slice(0, MOST_NEAR);
}
