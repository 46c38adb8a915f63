/**
 * Crash loops of two runs on one axis. A stretch of time is folded if nothing is lost of either run: in one run there are loops that are alike, and
 * meanwhile in the other nothing happens, or there are such loops, too.
 *
 *     A   start exit … start exit | ×20, every 5 min | start exit … start exit
 *     B   serving                 |                  | serving
 *
 * Loops of both runs need not keep step. But a fold begins and ends where in neither of them a process of a loop runs, so that none is cut in two.
 */
import type { Trace } from '../model/trace.ts';
import { crashLoops, happeningTimes, LEAST_LOOPS, type LoopSeries, type LoopTimes, withoutOverlaps } from './crash-loops.ts';
import type { Side } from './model.ts';
import { OTHER } from './pair.ts';
import { lowerBound } from './tracks.ts';

/** What a run has meanwhile: loops that are alike, or nothing that happens; undefined where neither is so. */
type Meanwhile = LoopSeries | 'calm' | 'over' | undefined;

interface Run {
  readonly endMs: number;
  readonly series: readonly LoopSeries[];
  readonly happeningsMs: Float64Array;
}

/**
 * Finds the series of a pair, from left to right; no two of them overlap. Where both runs have loops, a series is the present run's.
 * @param partMs where both runs part: this loop is drawn
 */
export function pairedLoops(present: Trace, other: Trace, presentIs: Side, partMs?: number): LoopSeries[] {
  const [own, others] = [readRun(present), readRun(other)];
  const otherIs = presentIs === 'a' ? 'b' : 'a';
  return withoutOverlaps([
    ...own.series.flatMap((series) => partsOf(series, presentIs, (loop) => (isIn(loop, partMs) ? undefined : meanwhile(others, loop)))),
    ...others.series
      .flatMap((series) =>
        partsOf(series, otherIs, (loop) => {
          const what = isIn(loop, partMs) ? undefined : meanwhile(own, loop);
          return typeof what === 'object' ? undefined : what;
        }),
      )
      .map((series) => ({ ...series, key: OTHER + series.key })),
  ]);
}

function readRun(trace: Trace): Run {
  return { endMs: trace.endMs, series: crashLoops(trace), happeningsMs: Float64Array.from(happeningTimes(trace)) };
}

/** A stretch from the beginning of a loop to that of the next. */
interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

function isIn({ fromMs, toMs }: Stretch, timeMs: number | undefined): boolean {
  return timeMs !== undefined && timeMs >= fromMs && timeMs <= toMs;
}

function meanwhile({ endMs, series, happeningsMs }: Run, { fromMs, toMs }: Stretch): Meanwhile {
  if (endMs <= fromMs) return 'over';
  // Where a run ends must be seen
  if (endMs < toMs) return undefined;
  if (lowerBound(happeningsMs, fromMs) === lowerBound(happeningsMs, toMs)) return 'calm';
  return series.find((each) => each.fromMs <= fromMs && toMs <= each.toMs);
}

/** The parts of a series that may be folded. */
function partsOf(series: LoopSeries, side: Side, meanwhileIn: (stretch: Stretch) => Meanwhile): LoopSeries[] {
  const { loops, toMs } = series;
  const stretches = loops.map((loop, index) => ({ fromMs: loop.fromMs, toMs: loops[index + 1]?.fromMs ?? toMs }));
  const found: LoopSeries[] = [];
  for (let first = 0; first < stretches.length; ) {
    const what = meanwhileIn(stretches[first] as Stretch);
    let end = first + 1;
    while (end < stretches.length && meanwhileIn(stretches[end] as Stretch) === what) end += 1;
    const part = what === undefined ? undefined : betweenRuns(stretches.slice(first, end), what);
    if (part !== undefined && part.length >= LEAST_LOOPS) {
      const [from, to] = [(part[0] as Stretch).fromMs, (part.at(-1) as Stretch).toMs];
      const within = ({ startMs }: LoopTimes) => startMs >= from && startMs < to;
      const others = typeof what === 'object' ? what.loops.filter(within).length : 0;
      const key = found.length === 0 ? series.key : `${series.key}.${found.length + 1}`;
      const periodMs = (to - from) / part.length;
      found.push({ ...series, key, fromMs: from, toMs: to, count: part.length, periodMs, loops: loops.filter(within), pair: { side, others } });
    }
    first = end;
  }
  return found;
}

/** Leaves out stretches at both ends whose edge lies in a run of the other's loops. */
function betweenRuns(stretches: readonly Stretch[], what: LoopSeries | 'calm' | 'over'): readonly Stretch[] {
  if (typeof what === 'string') return stretches;
  const isBetween = (timeMs: number) => !what.loops.some(({ startMs, exitMs }) => timeMs >= startMs && timeMs <= exitMs);
  const first = stretches.findIndex(({ fromMs }) => isBetween(fromMs));
  const last = stretches.findLastIndex(({ toMs }) => isBetween(toMs));
  return first < 0 ? [] : stretches.slice(first, last + 1);
}
