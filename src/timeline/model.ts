/**
 * What the timeline shows, in columns: lanes from top to bottom, in each lane a few tracks of marks sorted by time. A mark
 * is a row number; its text, its times and the trace records it stands for are looked up by that number.
 *
 *     lane app.process   track hooks    [postStart]        [preStop ]
 *                        track main     [booting          ][serving     ][draining]
 *                        track signals                    |SIGTERM
 *                        track grace          <>====------|
 *
 * Times are milliseconds since the creation of the Pod, as in the trace.
 */
import type { ProbeType } from '../model/kubernetes.ts';
import type { RecordId } from '../model/trace.ts';
import type { ContainerRole } from './source.ts';
import type { Summary } from './summary.ts';

/** How much is shown: one strip per container, everything, or everything with names and counters. */
export type Density = 'overview' | 'normal' | 'detail';

/**
 * `actions`, `pod`, `pod.phase`, `pod.conditions`, `pod.traffic`, `pod.events`; for a container `<c>` (its group row),
 * `<c>.process`, `<c>.startup`, `<c>.liveness`, `<c>.readiness`, `<c>.status`. Part of the link format. On demand also `node/kubelet`,
 * `node/pleg`, `node/worker`, `node/status`, `node/recorder`, which no link names.
 */
export type LaneId = string;

/** The group row of what the kubelet's parts did. No container can be called so. */
export const KUBELET_GROUP: LaneId = 'node/kubelet';

export type LaneKind = 'actions' | 'group' | 'phase' | 'conditions' | 'traffic' | 'events' | 'process' | 'probe' | 'status' | 'kubelet';

/**
 * Kinds of marks, and what the columns `value` and `limit` mean for them. NaN where there is nothing to say.
 *
 * | kind | value | limit |
 * | --- | --- | --- |
 * | `action*` | index of the action | |
 * | `pill*` | restart count (API status) | |
 * | `run` | instance, 1-based | exit code |
 * | `booting` | part of the boot reached at the end, 0 to 1 | when it would have served |
 * | `backOff` | whole length of the back-off in ms | when it is over |
 * | `hook*` | 0 ok, 1 failed, 2 cut off, NaN still running | |
 * | `grace`, `graceUsedUp` | end of the preStop hook, NaN without one | grace period in ms |
 * | `signal`, `signalKill` | 1 if something handles it, else 0 | |
 * | `probe*` | results in a row after the first attempt of the train | threshold |
 * | `event*` | `count` of the Event object | the same number for the same reason about the same container |
 * | `disagreement` | its position in the list of disagreements | |
 * | `kubelet*` | its position in the list of notes | `kubeletIdle`: ms from one turn to the next |
 */
export const MARK_KINDS = [
  'actionKubectl',
  'actionWorld',
  'actionRefused',
  'pillWaiting',
  'pillRunning',
  'pillBackOff',
  'pillFailed',
  'pillDone',
  'pillUnknown',
  'conditionTrue',
  'conditionFalse',
  'conditionUnknown',
  'trafficServed',
  'trafficRefused',
  'trafficClosing',
  'eventWarning',
  'eventNormal',
  'eventKilling',
  'run',
  'pull',
  'pullFailed',
  'booting',
  'serving',
  'running',
  'draining',
  'backOff',
  'hookPostStart',
  'hookPreStop',
  'grace',
  'graceUsedUp',
  'signal',
  'signalKill',
  'baselineDelay',
  'baselineProbing',
  'baselineOnHold',
  'probeOk',
  'probeFailed',
  'probeTimeout',
  'probeError',
  'disagreement',
  'sync',
  'syncFailed',
  'syncWait',
  'kubeletIdle',
  'kubeletWait',
  'kubeletDone',
  'kubeletQueued',
  'kubeletNothing',
  'kubeletLost',
] as const;

export type MarkKind = (typeof MARK_KINDS)[number];

/** The number that stands for a kind in `Track.kind`. */
export const MARK: Readonly<Record<MarkKind, number>> = Object.fromEntries(MARK_KINDS.map((kind, code) => [kind, code])) as Record<MarkKind, number>;

/** Bits of `Track.flags`. */
export const FLAG = {
  /** A probe attempt that made the worker's result change. */
  met: 1,
  /** A probe attempt that a sync triggered, not the worker's own ticker. */
  manual: 2,
} as const;

export type TrackName =
  | 'actions'
  | 'runs'
  | 'pills'
  | 'condition'
  | 'traffic'
  | 'warnings'
  | 'normal'
  | 'main'
  | 'hooks'
  | 'signals'
  | 'grace'
  | 'baseline'
  | 'attempts'
  | 'truths'
  | 'syncs'
  | 'waits'
  | 'notes';

/** Marks of one row of a lane, sorted by start; all columns have `length` entries. */
export interface Track {
  readonly name: TrackName;
  /** What the row is called where a lane has several of the same kind: the condition's type. */
  readonly title: string;
  readonly length: number;
  readonly kind: Uint8Array;
  readonly startMs: Float64Array;
  /** Equal to `startMs` for a mark that is a moment; the last attempt's time for a train of probe attempts. */
  readonly endMs: Float64Array;
  /** Largest end up to and including this mark (for probes: until the result is known), for binary search. */
  readonly reachMs: Float64Array;
  readonly value: Float64Array;
  readonly limit: Float64Array;
  /** How long a probe attempt took; 0 for every other mark. */
  readonly tookMs: Float64Array;
  /** The longest of them. */
  readonly longestTookMs: number;
  /** Bits of `FLAG`. */
  readonly flags: Uint8Array;
  /** Attempts in a train of probe results; 1 for every other mark. */
  readonly repeat: Uint32Array;
  /** Time between the attempts of a train; 0 for a single one. */
  readonly periodMs: Float64Array;
  /** Index into `TimelineModel.strings`: the label. */
  readonly text: Uint32Array;
  /** Index into `TimelineModel.strings`: reason or message, for the tooltip. */
  readonly note: Uint32Array;
  /** The record that opens the mark. */
  readonly record: Int32Array;
  /** The record that closes it, -1 if none does (a moment, or still open at the end of the run). */
  readonly endRecord: Int32Array;
  /** Further records that the mark stands for, by mark. */
  readonly alsoRecords: ReadonlyMap<number, readonly RecordId[]>;
  readonly summary: Summary;
}

export interface Lane {
  readonly id: LaneId;
  readonly index: number;
  readonly kind: LaneKind;
  /** `phase`, `API status`; for a group row `Pod cart` or the container's name. */
  readonly label: string;
  /** Small print of a group row: namespace, image, `sidecar`. Empty elsewhere. */
  readonly detail: string;
  /** The lane id of the group row that it belongs to; empty for `actions`. */
  readonly group: LaneId;
  readonly container?: string;
  /** What the container is in its Pod; absent in the Pod's own lanes. */
  readonly role?: ContainerRole;
  readonly probe?: ProbeType;
  /** Whether it is a strip: the lane of a sidecar or init container with nothing in it that needs room. */
  readonly compact: boolean;
  readonly tracks: readonly Track[];
  /** Of lanes of two runs side by side (`pair.ts`): the run that the lane shows, and the lane's id there. */
  readonly home?: { readonly model: TimelineModel; readonly lane: LaneId; readonly side: Side };
}

/** Which of two runs. */
export type Side = 'a' | 'b';

/** Where the marks of a record are: row r of the three columns, rows `first[id]` to `first[id + 1]`. */
export interface RecordIndex {
  readonly first: Uint32Array;
  readonly lane: Uint16Array;
  readonly track: Uint16Array;
  readonly mark: Uint32Array;
}

export interface TimelineModel {
  readonly density: Density;
  readonly podName: string;
  /** End of the simulated time. */
  readonly endMs: number;
  /** When the object left the API; absent if it is still there at the end. */
  readonly deletedMs?: number;
  /** When deletion was asked for. */
  readonly deletingMs?: number;
  /** Set if a limit cut the run short. */
  readonly cut?: { readonly atMs: number; readonly message: string };
  readonly lanes: readonly Lane[];
  /** Labels and notes; entry 0 is the empty text. */
  readonly strings: readonly string[];
  readonly recordIndex: RecordIndex;
}

/** One mark. `attempt` counts from 0 inside a train of probe attempts and is 0 for every other mark. */
export interface MarkRef {
  readonly lane: number;
  readonly track: number;
  readonly mark: number;
  readonly attempt: number;
}
