/**
 * The reader's own work, kept in this browser. A draft begins with the first edit of whatever was open (a link, an entry
 * of the library), so opening something never replaces what was saved before.
 */
import type { Shelf } from './shelf.ts';

export interface Draft {
  id: string;
  title: string;
  text: string;
  /** Milliseconds since 1970. */
  savedAtMs: number;
}

const KEY = 'drafts';
const MOST_DRAFTS = 12;
const MOST_CHARACTERS = 400_000;

/** Newest first. What cannot be read is treated as absent and left where it is. */
export function readDrafts(shelf: Shelf): Draft[] {
  const stored = shelf.read(KEY);
  if (stored === undefined) return [];
  try {
    const parsed: unknown = JSON.parse(stored);
    return Array.isArray(parsed) ? parsed.filter(isDraft) : [];
  } catch {
    return [];
  }
}

/** Saves a draft in front of the others; the oldest give way when there are too many. False if the browser refused. */
export function saveDraft(shelf: Shelf, draft: Draft): boolean {
  const all = [draft, ...readDrafts(shelf).filter(({ id }) => id !== draft.id)];
  let room = MOST_CHARACTERS;
  const kept = all.slice(0, MOST_DRAFTS).filter(({ text }, index) => {
    room -= text.length;
    return index === 0 || room > 0;
  });
  return shelf.write(KEY, JSON.stringify(kept));
}

/** Drafts that the journal has and the shelf has lost: newer than the shelf's version, or, if it has none, newer than all that it has. */
export function lostDrafts(kept: readonly Draft[], journal: readonly Draft[]): Draft[] {
  const newestMs = Math.max(0, ...kept.map(({ savedAtMs }) => savedAtMs));
  return journal
    .filter(({ id, savedAtMs }) => savedAtMs > (kept.find((each) => each.id === id)?.savedAtMs ?? newestMs))
    .sort((a, b) => a.savedAtMs - b.savedAtMs);
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false;
  const draft = value as Partial<Record<keyof Draft, unknown>>;
  return typeof draft.id === 'string' && typeof draft.title === 'string' && typeof draft.text === 'string' && typeof draft.savedAtMs === 'number';
}
