/** The orders in which the gallery shows its entries, and what a search finds. Pure. */
import type { GalleryEntry } from '../../store/services.ts';
import { galleryTexts as words } from '../texts/en-gallery.ts';

export type Shelf = keyof typeof words.shelf;

export const SHELVES = Object.keys(words.shelf) as Shelf[];

/** Entries under a heading. */
export interface Section {
  title: string;
  entries: readonly GalleryEntry[];
}

export const SURPRISE = 'surprise';

/** The sections of a shelf that holds entries. */
export function sectionsOf(shelf: Shelf, entries: readonly GalleryEntry[]): Section[] {
  switch (shelf) {
    case 'path':
      return chaptersOf(entries);
    case 'topics':
      return Object.entries(words.topics).map(([area, title]) => ({ title, entries: entries.filter((entry) => entry.area === area) }));
    case 'myths':
      return [
        { title: words.myths, entries: entries.filter(({ myth }) => myth !== undefined) },
        { title: words.surprises, entries: entries.filter(({ tags, myth }) => tags.includes(SURPRISE) && myth === undefined) },
      ];
    case 'levels':
      return [{ title: words.levels, entries: entries.filter(({ level }) => level !== undefined).sort((a, b) => (a.level ?? 0) - (b.level ?? 0)) }];
    default:
      return [];
  }
}

/** Chapters of the learning path, by the places of the entries: `3.04` is the fourth of the third. */
function chaptersOf(entries: readonly GalleryEntry[]): Section[] {
  const placed = entries.flatMap((entry) => (entry.place === undefined ? [] : [{ place: entry.place, entry }])).sort((a, b) => (a.place < b.place ? -1 : 1));
  return words.chapters.map((title, index) => ({
    title,
    entries: placed.filter(({ place }) => Number.parseInt(place, 10) === index + 1).map(({ entry }) => entry),
  }));
}

/** A symptom, and how many entries show it. */
export interface SymptomCount {
  symptom: string;
  count: number;
}

/** What runs show, most frequent first, and what people say. */
export function symptomsOf(entries: readonly GalleryEntry[]): { found: SymptomCount[]; told: SymptomCount[] } {
  const found = new Map<string, number>();
  const told = new Map<string, number>();
  const add = (counts: Map<string, number>, symptom: string) => counts.set(symptom, (counts.get(symptom) ?? 0) + 1);
  for (const entry of entries) {
    for (const symptom of entry.found) add(found, symptom);
    // One word is a reason or a word of STATUS, and stands with those of the runs.
    for (const symptom of entry.symptoms) add(/^[!-~]+$/.test(symptom) ? found : told, symptom);
  }
  const counted = (counts: Map<string, number>) =>
    [...counts].map(([symptom, count]) => ({ symptom, count })).sort((a, b) => b.count - a.count || (a.symptom < b.symptom ? -1 : 1));
  return { found: counted(found), told: counted(told) };
}

export interface Hit {
  entry: GalleryEntry;
  /** Symptoms and tags that matched and do not stand on the card anyway. */
  because: string[];
}

const WEIGHT = { exact: 12, title: 6, label: 4, name: 3, sentences: 2 };

/** Entries in which every word of the query is found, best first; all of them for an empty one. Where none has them as written, without their endings. */
export function searched(entries: readonly GalleryEntry[], query: string): Hit[] {
  const needles = wordsIn(query);
  const hits = found(entries, needles);
  return hits.length > 0 ? hits : found(entries, needles.map(stemOf));
}

/** `evicted`, `evicting` and `evictions` are all about `evict`. */
const stemOf = (word: string): string => word.replace(/(?<=[a-z]{4})(?:ions?|ing|e?[ds])$/, '');

function found(entries: readonly GalleryEntry[], needles: readonly string[]): Hit[] {
  const hits = entries.flatMap((entry) => {
    const weighed = needles.map((needle) => weigh(entry, needle));
    if (weighed.some(({ weight }) => weight === 0)) return [];
    return [{ entry, because: [...new Set(weighed.flatMap(({ because }) => because))], weight: weighed.reduce((sum, { weight }) => sum + weight, 0) }];
  });
  return hits.sort((a, b) => b.weight - a.weight || (a.entry.title < b.entry.title ? -1 : 1)).map(({ entry, because }) => ({ entry, because }));
}

export function wordsIn(query: string): string[] {
  return query.toLowerCase().split(/\s+/).filter(Boolean);
}

function weigh(entry: GalleryEntry, needle: string): { weight: number; because: string[] } {
  const has = (text: string) => text.toLowerCase().includes(needle);
  const labels = [...entry.symptoms, ...entry.found, ...entry.tags, ...(entry.myth === undefined ? [] : [entry.myth])];
  const because = labels.filter((label) => has(label) && label !== SURPRISE);
  const isOnCard = has(entry.title) || has(entry.sentences);
  const isLabel = because.length > 0 || (entry.symptomsInEnglish ?? []).some(has);
  const weight =
    (because.some((label) => label.toLowerCase() === needle) ? WEIGHT.exact : 0) +
    (has(entry.title) ? WEIGHT.title : 0) +
    (isLabel ? WEIGHT.label : 0) +
    (has(entry.name) ? WEIGHT.name : 0) +
    (has(entry.sentences) ? WEIGHT.sentences : 0);
  return { weight, because: isOnCard ? [] : because.slice(0, 3) };
}

/** A text in pieces, those that the words of a query name marked. */
export function highlighted(text: string, needles: readonly string[]): { text: string; marked: boolean }[] {
  if (needles.length === 0) return [{ text, marked: false }];
  const pattern = new RegExp(`(${needles.map((needle) => needle.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`, 'gi');
  return text
    .split(pattern)
    .map((piece, index) => ({ text: piece, marked: index % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}
