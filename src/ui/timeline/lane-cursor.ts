/** Where the keyboard is in the lanes, and where its keys lead. */
import {
  type FoldedStretch,
  type LaneId,
  markAt,
  markFrom,
  type MarkRef,
  nextMark,
  previousMark,
  type TimelineModel,
  timeOfMark,
} from '../../timeline/index.ts';

/** On a lane's label, or on one of its marks. On a mark that is folded away, it is on all that is folded there. */
export interface LaneCursor {
  lane: LaneId;
  mark: MarkRef | undefined;
}

/**
 * The mark right (1) or left (-1) of the cursor; undefined: the lane's label. From a label it goes to the mark at the playhead, from folded marks to the
 * first one beyond all of them.
 */
export function markBeside(
  model: TimelineModel,
  { lane, mark }: LaneCursor,
  direction: 1 | -1,
  { fold, playheadMs }: { fold: FoldedStretch | undefined; playheadMs: number },
): MarkRef | undefined {
  if (fold) return direction > 0 ? markFrom(model, lane, fold.toMs, 1) : markFrom(model, lane, fold.fromMs, -1);
  if (mark) return direction > 0 ? nextMark(model, lane, mark) : previousMark(model, lane, mark);
  return direction > 0 ? (markAt(model, lane, playheadMs) ?? nextMark(model, lane)) : undefined;
}

/** The cursor in another lane: on its label if it was on a label, else on the mark that this lane has at the same time, or on its first one. */
export function inLane(model: TimelineModel, lane: LaneId, { mark }: LaneCursor): LaneCursor {
  return { lane, mark: mark && (markAt(model, lane, timeOfMark(model, mark)) ?? nextMark(model, lane)) };
}
