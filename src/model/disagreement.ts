/** Where two of the three truths (what happens on the node, what the API says, which Events exist) say different things. */
import type { RecordId } from './trace.ts';

export type DisagreementKind =
  | 'exit-not-reported'
  | 'process-not-reported'
  | 'old-instance-shown'
  | 'kill-not-reported'
  | 'phase-withheld'
  | 'ready-without-listener'
  | 'object-gone'
  | 'hook-cut-without-event'
  | 'exit-without-event'
  | 'back-off-shown-as-exit';

/** A stretch in which two of the three truths say different things. Times are milliseconds since the creation of the Pod. */
export interface Disagreement {
  kind: DisagreementKind;
  container?: string;
  fromMs: number;
  toMs: number;
  sentence: string;
  /** The record with which it begins. */
  record: RecordId;
}

/** The sentence without its times, for places that show these beside it. */
export function withoutSpan({ sentence }: Disagreement): string {
  return sentence.replace(/^From [\d.]+ to [\d.]+ s /, '').replace(/^the /, 'The ');
}
