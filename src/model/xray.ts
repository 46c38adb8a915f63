/** What the kubelet's own parts did between the records of a trace. Collected only on demand, because most of the time they found nothing. */
import type { RuleId } from './rules.ts';
import type { RecordId } from './trace.ts';

/** Lifecycle event generator, pod worker, status manager, event recorder. */
export type KubeletPart = 'pleg' | 'worker' | 'status' | 'recorder';

/** Times are milliseconds since the creation of the Pod. */
export interface KubeletNote {
  part: KubeletPart;
  /**
   * `idle`: again and again nothing was found, once every `periodMs` · `wait`: it waited · `done`: something was found, written or emitted ·
   * `queued`: it has something that goes out later · `nothing`: it looked, and there was nothing to do · `lost`: it threw something away.
   */
  what: 'idle' | 'wait' | 'done' | 'queued' | 'nothing' | 'lost';
  fromMs: number;
  /** Equal to `fromMs` for a moment. */
  toMs: number;
  /** Only for `idle`. */
  periodMs?: number;
  /** A few words for the label: `app died`, `version 4`. */
  text: string;
  /** One sentence. */
  detail: string;
  /** The record that led to it; -1 if that was a timer. */
  cause: RecordId;
  rule: RuleId;
}
