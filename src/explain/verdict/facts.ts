/** What a verdict says, before it is put into words. */
import type { PullFault } from '../messages.ts';
import type { Tale } from './chapters.ts';

/** A container and what it went through. */
export interface ToldContainer {
  name: string;
  tale: Tale;
}

/** What went before the stop: the deletion waited, the Pod had been out of rotation, or clients were refused. */
export type Prelude = { what: 'waited'; ms: number } | { what: 'out'; times: number; ms: number } | { what: 'refused'; ms: number };

/** Who took the Pod away, if that was not a deletion like any other. */
export interface TakenBy {
  who: 'Eviction API' | 'drain' | 'scheduler' | 'taint eviction controller';
  /** Those that it could not stay with, as `kubectl taint` takes them; empty if another took it, or if they are not known. */
  taints: string[];
  /** Nobody heard of the node any more: its own taint drove the Pod away. */
  nodeIsLost: boolean;
}

/** How a deleted Pod went. `takesMs`: from the decision to stop until the last process was gone. */
export type Stop = { takesMs: number } & (
  | { how: 'hook cut' }
  | { how: 'hook ended its container'; exitCode: number }
  | { how: 'hook failed' }
  /** `containers` are named where there are others. */
  | { how: 'SIGKILL'; containers: string[]; because: 'hook cut' | 'hook took the time' | 'SIGTERM did nothing'; hookMs: number }
  | { how: 'unclean'; container: string; exitCode: number }
  /** `order`: which container went when, where sidecars make it worth telling. */
  | { how: 'clean'; order?: string[] }
);

/** What a first start had to wait for, beside the usual. */
export type LateStart =
  | { what: 'image'; container: string; failedPulls: number; startMs: number }
  | { what: 'creation'; container: string; startMs: number; message: string }
  | { what: 'Event'; reason: string; startMs: number };

/** Why an image was not pulled, as the line tells it. */
export interface FailedPull {
  image: string;
  fault: PullFault;
  /** Absent where they are not counted. */
  attempts?: number;
}

/** The numbers of the line; what is absent is not worth telling. */
export interface LineFacts {
  traffic?: { container: string; sentMs: number; answeredMs: number };
  timeToReadyMs?: number;
  readyMs: number;
  restarts: number;
  outageMs?: number;
  detectionMs?: number;
  grace?: { usedMs: number; ofMs: number };
}
