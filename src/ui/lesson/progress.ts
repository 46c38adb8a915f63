/** What the reader has seen and solved. It stays in this browser. Pure but for the shelf it is given. */
import type { Services } from '../../store/services.ts';
import { GOOD_POINTS, type Outcome } from './guesses.ts';

export interface Progress {
  /** Names of entries. */
  seen: readonly string[];
  /** Stars by name of entry; 0 for one that was predicted and not changed. */
  solved: Readonly<Record<string, number>>;
  /** Answers, the points for them, and how many good ones in a row. */
  answers: number;
  points: number;
  streak: number;
}

const KEY = 'progress';
const NOTHING: Progress = { seen: [], solved: {}, answers: 0, points: 0, streak: 0 };

type Shelf = Pick<Services, 'preference' | 'setPreference'>;

/** The progress that the browser has kept; none if what it has cannot be read. */
export function readProgress(shelf: Pick<Shelf, 'preference'>): Progress {
  try {
    const kept = JSON.parse(shelf.preference(KEY) ?? '{}') as Partial<Record<keyof Progress, unknown>>;
    const count = (value: unknown) => (Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : 0);
    const solved = Object.entries((kept.solved ?? {}) as object).filter(([, stars]) => Number.isSafeInteger(stars));
    return {
      seen: Array.isArray(kept.seen) ? kept.seen.filter((name) => typeof name === 'string') : [],
      solved: Object.fromEntries(solved) as Record<string, number>,
      answers: count(kept.answers),
      points: count(kept.points),
      streak: count(kept.streak),
    };
  } catch {
    return NOTHING;
  }
}

export function withSeen(progress: Progress, name: string): Progress {
  return progress.seen.includes(name) ? progress : { ...progress, seen: [...progress.seen, name] };
}

/** Stars are never lost again. */
export function withSolved(progress: Progress, name: string, stars: number): Progress {
  return { ...progress, solved: { ...progress.solved, [name]: Math.max(stars, progress.solved[name] ?? 0) } };
}

export function withOutcomes(progress: Progress, outcomes: readonly Outcome[]): Progress {
  return outcomes.reduce(
    (before, { points }) => ({
      ...before,
      answers: before.answers + 1,
      points: before.points + points,
      streak: points >= GOOD_POINTS ? before.streak + 1 : 0,
    }),
    progress,
  );
}

/** Changes what is kept and gives it back. */
export function keepProgress(shelf: Shelf, change: (progress: Progress) => Progress): Progress {
  const before = readProgress(shelf);
  const after = change(before);
  if (after !== before) shelf.setPreference(KEY, JSON.stringify(after));
  return after;
}

/** Three for the fewest edits, two for a few more, one for every other solution; without limits one. */
export function starsFor(edits: number, limits: readonly number[]): number {
  const met = limits.filter((limit) => edits <= limit).length;
  return limits.length === 0 ? 1 : Math.min(3, 1 + met);
}
