/** Where node, API and Events disagree, as marks of the lane that says less than what happens on the node. */
import { type Disagreement, type DisagreementKind, withoutSpan } from '../../model/disagreement.ts';
import type { LaneId } from '../model.ts';
import type { MarkInput } from '../tracks.ts';

/** What the mark is called. */
const NAMES: Readonly<Record<DisagreementKind, string>> = {
  'exit-not-reported': 'exit not in the API',
  'process-not-reported': 'start not in the API',
  'old-instance-shown': 'old instance in the API',
  'kill-not-reported': 'kill not in the API',
  'phase-withheld': 'final phase not in the API',
  'ready-without-listener': 'Ready, nobody listens',
  'object-gone': 'process without a Pod in the API',
  'hook-cut-without-event': 'cut preStop without an Event',
  'exit-without-event': 'exit without an Event',
  'back-off-shown-as-exit': 'back-off shown as exit',
};

/** The marks of each lane that has some. */
export function truthMarks(disagreements: readonly Disagreement[]): Map<LaneId, MarkInput[]> {
  const lanes = new Map<LaneId, MarkInput[]>();
  disagreements.forEach((disagreement, position) => {
    const { kind, fromMs, toMs, record } = disagreement;
    const lane = laneOfDisagreement(disagreement);
    const marks = lanes.get(lane) ?? [];
    marks.push({ kind: 'disagreement', startMs: fromMs, endMs: toMs, value: position, text: NAMES[kind], note: withoutSpan(disagreement), record });
    lanes.set(lane, marks);
  });
  return lanes;
}

function laneOfDisagreement({ kind, container }: Disagreement): LaneId {
  if (kind === 'exit-without-event' || kind === 'hook-cut-without-event') return 'pod.events';
  return container === undefined ? 'pod.phase' : `${container}.status`;
}
