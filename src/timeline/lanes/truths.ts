/** Where node, API and Events disagree, as marks of the lane that says less than what happens on the node. */
import { type Disagreement, withoutSpan } from '../../model/disagreement.ts';
import type { LaneId } from '../model.ts';
import { timelineTexts } from '../texts/en.ts';
import type { MarkInput } from '../tracks.ts';

/** The disagreements as marks, by lane. */
export function truthMarks(disagreements: readonly Disagreement[]): Map<LaneId, MarkInput[]> {
  const lanes = new Map<LaneId, MarkInput[]>();
  disagreements.forEach((disagreement, position) => {
    const { kind, fromMs, toMs, record } = disagreement;
    const lane = laneOfDisagreement(disagreement);
    const marks = lanes.get(lane) ?? [];
    marks.push({
      kind: 'disagreement',
      startMs: fromMs,
      endMs: toMs,
      value: position,
      text: timelineTexts.disagreements[kind],
      note: withoutSpan(disagreement),
      record,
    });
    lanes.set(lane, marks);
  });
  return lanes;
}

function laneOfDisagreement({ kind, container }: Disagreement): LaneId {
  if (kind === 'exit-without-event' || kind === 'hook-cut-without-event') return 'pod.events';
  return container === undefined ? 'pod.phase' : `${container}.status`;
}
