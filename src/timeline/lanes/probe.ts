/** A probe's lane: what its worker is doing (the baseline), and its attempts. */
import type { ProbeType } from '../../model/kubernetes.ts';
import type { ProbeRecord } from '../../model/trace.ts';
import { FLAG, type MarkKind } from '../model.ts';
import type { ContainerSource } from '../source.ts';
import { timelineTexts } from '../texts/en.ts';
import type { MarkInput } from '../tracks.ts';
import { SpanCollector } from './spans.ts';

const BASELINE = {
  waiting: { kind: 'baselineDelay', text: 'waiting' },
  probing: { kind: 'baselineProbing', text: 'probing' },
  'on-hold': { kind: 'baselineOnHold', text: 'onHold' },
} as const satisfies Record<string, { kind: MarkKind; text: keyof typeof timelineTexts.probe }>;

export function baselineMarks({ probeStates }: ContainerSource, probe: ProbeType, endMs: number): MarkInput[] {
  const spans = new SpanCollector();
  for (const record of probeStates) {
    if (record.probe !== probe) continue;
    const { state } = record;
    spans.observe(record.t, record.id, state === 'none' ? undefined : state, () => {
      const { kind, text } = BASELINE[state as keyof typeof BASELINE];
      return { kind, text: timelineTexts.probe[text] };
    });
  }
  return spans.finish(endMs);
}

/** One mark per train; what repeats is drawn from `repeat` and `periodMs` when it comes on screen. */
export function* attemptMarks({ probes }: ContainerSource, probe: ProbeType): Generator<MarkInput> {
  for (const record of probes) {
    // An attempt that was still under way has no result to show.
    if (record.probe !== probe || record.unfinished === true) continue;
    yield {
      kind: attemptKind(record),
      startMs: record.t,
      endMs: record.t + (record.count - 1) * record.periodMs,
      value: record.run,
      limit: record.threshold,
      tookMs: record.takesMs,
      flags: (record.met ? FLAG.met : 0) | (record.trigger === 'manual' ? FLAG.manual : 0),
      repeat: record.count,
      periodMs: record.count > 1 ? record.periodMs : 0,
      text: record.result,
      note: record.message,
      record: record.id,
    };
  }
}

function attemptKind({ result, timedOut }: ProbeRecord): MarkKind {
  switch (result) {
    case 'success':
    case 'warning':
      return 'probeOk';
    case 'failure':
      return timedOut ? 'probeTimeout' : 'probeFailed';
    case 'error':
      return 'probeError';
  }
}
