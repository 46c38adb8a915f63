/** How much of a run is chance: the same text with many seeds, and where each of its moments falls. */
import type { RecordId, Trace } from '../../model/trace.ts';
import type { Measures } from '../types.ts';
import { measuresOf } from '../verdict/measures.ts';
import { type Landmark, landmarksOf } from './landmarks.ts';

/** A moment of the run on screen, and when it comes in the others. */
export interface Band {
  name: string;
  /** Its record in the run on screen. */
  record: RecordId;
  timeMs: number;
  earliestMs: number;
  latestMs: number;
  /** In how many of the runs it comes at all. */
  seen: number;
}

/** A run with a seed, as one would choose among them. */
export interface SeededRun {
  seed: number;
  measures: Measures;
}

export interface Spread {
  runs: number;
  /** Moments that do not always come at the same time, or not always at all; in order of time. */
  bands: Band[];
  /** The run in which the Pod did best, and the one in which it did worst; absent if all did alike. */
  lucky?: SeededRun;
  unlucky?: SeededRun;
}

/** Times that differ by less than this count as equal: a reader cannot see the difference on the axis. */
const ALIKE_MS = 50;

/** Collects the runs of the other seeds, one at a time, so that no more than one trace has to be kept. */
export class SpreadCollector {
  readonly #shown: Landmark[];
  readonly #others = new Map<string, { earliestMs: number; latestMs: number; seen: number }>();
  readonly #runs: SeededRun[] = [];

  /** @param shown the run on screen. */
  constructor(shown: Trace) {
    this.#shown = landmarksOf(shown);
  }

  /** One more run of the same text. */
  add(seed: number, trace: Trace): void {
    this.#runs.push({ seed, measures: measuresOf(trace) });
    for (const { name, timeMs } of landmarksOf(trace)) {
      const before = this.#others.get(name);
      this.#others.set(name, {
        earliestMs: Math.min(before?.earliestMs ?? timeMs, timeMs),
        latestMs: Math.max(before?.latestMs ?? timeMs, timeMs),
        seen: (before?.seen ?? 0) + 1,
      });
    }
  }

  get spread(): Spread {
    const runs = this.#runs.length;
    const bands = this.#shown
      .map(({ name, record, timeMs }): Band => {
        const other = this.#others.get(name);
        return {
          name,
          record,
          timeMs,
          earliestMs: Math.min(timeMs, other?.earliestMs ?? timeMs),
          latestMs: Math.max(timeMs, other?.latestMs ?? timeMs),
          seen: other?.seen ?? 0,
        };
      })
      .filter(({ earliestMs, latestMs, seen }) => latestMs - earliestMs > ALIKE_MS || seen < runs);
    const ranked = this.#runs.toSorted((a, b) => harm(a.measures) - harm(b.measures) || a.seed - b.seed);
    const [lucky, unlucky] = [ranked[0], ranked.at(-1)];
    const differ = lucky !== undefined && unlucky !== undefined && harm(unlucky.measures) - harm(lucky.measures) > ALIKE_MS;
    return { runs, bands, ...(differ && { lucky, unlucky }) };
  }
}

/** What a restart weighs, and a Pod that is never Ready. */
const RESTART_MS = 60_000;
const NEVER_MS = 600_000;

/** How badly a run went, in milliseconds that somebody waits. */
function harm({ restarts, outageMs = 0, timeToReadyMs = NEVER_MS }: Measures): number {
  return restarts * RESTART_MS + outageMs + timeToReadyMs;
}
