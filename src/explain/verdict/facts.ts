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

/** What the readiness of a container waited for; what is absent did not happen, or at the start already. */
export interface WayToReady {
  container: string;
  startMs: number;
  servesMs?: number;
  /** When postStart was done. */
  hookMs?: number;
  /** The probe that it waited for: without one the container is ready as soon as it runs. */
  passed?: { probe: 'readiness' | 'startup'; atMs: number };
  /** Whether the Pod waits for a readiness gate as well. */
  isGated: boolean;
}

/** The numbers of the line; what is absent is not worth telling. */
export interface LineFacts {
  traffic?: { container: string; sentMs: number; answeredMs: number };
  /** Where the headline says how long it took to be Ready, and that it stayed so: how it came to that. */
  way?: WayToReady;
  timeToReadyMs?: number;
  readyMs: number;
  restarts: number;
  outageMs?: number;
  detectionMs?: number;
  grace?: { usedMs: number; ofMs: number };
}
