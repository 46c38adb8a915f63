/**
 * How time is laid out along the axis: evenly, except for stretches that are folded. A folded stretch has less room than it lasted; inside
 * it time still runs from left to right, only faster, so that every time has one place and every place one time:
 *
 *     time    0 ------ a ======================== b ----- end
 *     place   0 ------ a ===== a + room ----- end
 *
 * Places are counted in milliseconds too: outside of folds one of them is as wide as a millisecond of time.
 */

/** A stretch of the run that takes less room on the axis than it lasted. */
export interface FoldedStretch {
  /** Identifies it among the stretches of its run. */
  readonly key: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Its width, as the length of time that is equally wide outside of it. */
  readonly roomMs: number;
  /** What stands in its place, the longest form first: `×14, every 5 min`, `×14`. */
  readonly forms: readonly string[];
}

export interface TimeAxis {
  /** From left to right; none touches another. */
  readonly folds: readonly FoldedStretch[];
  /** The place of a time. */
  placeMs(timeMs: number): number;
  /** The time at a place. */
  timeMs(placeMs: number): number;
}

/** The axis without folds: every time is its own place. */
export const PLAIN_AXIS: TimeAxis = { folds: [], placeMs: (timeMs) => timeMs, timeMs: (placeMs) => placeMs };

/** `folds` from left to right, none touching another. */
export function createTimeAxis(folds: readonly FoldedStretch[]): TimeAxis {
  if (folds.length === 0) return PLAIN_AXIS;
  return {
    folds,
    placeMs(timeMs) {
      let placeMs = timeMs;
      for (const { fromMs, toMs, roomMs } of folds) {
        if (timeMs <= fromMs) break;
        const spanMs = toMs - fromMs;
        placeMs -= Math.min(1, (timeMs - fromMs) / spanMs) * (spanMs - roomMs);
      }
      return placeMs;
    },
    timeMs(placeMs) {
      let timeMs = placeMs;
      for (const { fromMs, toMs, roomMs } of folds) {
        if (timeMs <= fromMs) break;
        const spanMs = toMs - fromMs;
        timeMs += Math.min(1, (timeMs - fromMs) / roomMs) * (spanMs - roomMs);
      }
      return timeMs;
    },
  };
}

/** The fold that a time lies in; its edges lie outside. */
export function foldAt({ folds }: TimeAxis, timeMs: number): FoldedStretch | undefined {
  return folds.find(({ fromMs, toMs }) => timeMs > fromMs && timeMs < toMs);
}

/** An axis between two others, for the animation: folds get narrower or wider. `share`: how far it is, 0 to 1. */
export function axisBetween(from: TimeAxis, to: TimeAxis, share: number): TimeAxis {
  const stretches = new Map([...from.folds, ...to.folds].map((fold) => [fold.key, fold]));
  const roomIn = (axis: TimeAxis, { key, fromMs, toMs }: FoldedStretch) => axis.folds.find((fold) => fold.key === key)?.roomMs ?? toMs - fromMs;
  const folds = [...stretches.values()].map((fold) => {
    const [before, after] = [roomIn(from, fold), roomIn(to, fold)];
    return { ...fold, roomMs: before + (after - before) * share };
  });
  return createTimeAxis(folds.sort((a, b) => a.fromMs - b.fromMs));
}
