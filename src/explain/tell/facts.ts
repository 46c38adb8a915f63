/** What the steps of a path say, before it is put into words. Times are milliseconds since the creation of the Pod. */
import type { ProbeType } from '../../model/kubernetes.ts';

/** The place of a back-off in the series 10, 20, 40 … s up to the limit; `wait`: its number in the series, from 1. */
export type Doubling = { what: 'first' | 'longest' } | { what: 'doubled'; times: number; wait: number } | { what: 'other'; wait: number };

/** Why a container stays down. */
export type NotRestarted =
  | { because: 'deletion' }
  | { because: 'ephemeral' }
  | { because: 'policy'; of: 'Pod' | 'container'; policy: string; exitCode?: number };

/** Reasons of Events that say less, or something else, than what they mean. */
export const EVENT_REASONS = [
  'Scheduled',
  'Created',
  'Started',
  'Killing',
  'Unhealthy',
  'ProbeWarning',
  'FailedPostStartHook',
  'FailedPreStopHook',
  'ResizeStarted',
  'ResizeCompleted',
  'ResizeDeferred',
  'SandboxChanged',
  'DeadlineExceeded',
  'NodeNotReady',
  'TaintManagerEviction',
] as const;

export type EventMeaning =
  | (typeof EVENT_REASONS)[number]
  | 'BackOff of a pull'
  | 'BackOff of a container'
  | 'Unhealthy by an error'
  | 'Failed to start'
  | 'Pulled without a pull'
  | 'Killing on deletion'
  | 'Eviction called off';

export interface StartFacts {
  atMs: number;
  container: string;
  instance: number;
  bootMs?: number;
  opens?: { port: number; atMs: number };
  /** How it came to a restart. */
  restart?: { waitedMs: number; backOffMs?: number; isAfterKill: boolean };
}

export interface ExitFacts {
  atMs: number;
  container: string;
  exitCode: number;
  /** What the number means. */
  code?: { what: 'oom' | 'completed' | 'not found' | 'not runnable' } | { what: 'signal' | 'looks like a signal'; number: number; name: string };
  /** Whose work it was. */
  who?:
    | { what: 'signal'; signal: string; afterMs: number; graceSeconds?: number }
    | { what: 'preStop' | 'oom' }
    | { what: 'action'; atMs: number }
    | { what: 'itself'; afterMs: number };
  /** What a program did that was told to stop. */
  serving?: 'booting' | 'serving';
}

/** A hook from start to end. */
export interface HookFacts {
  handler: string;
  takesMs: number;
  /** Absent: it does not end in this run. */
  result?: 'ok' | 'cut' | 'failed';
  failure?: { what: 'tcpSocket' | 'refused' } | { what: 'exit'; exitCode: number; output?: string } | { what: 'other'; message: string };
}

/** What a preStop hook leaves of the grace period. */
export interface PreStopEnd {
  leftSeconds?: number;
  /** Whether that is the least the kubelet gives. */
  isLeast?: boolean;
  /** The kubelet was stopped while the hook ran: nobody waits for it any more. */
  withKubelet?: boolean;
}

/** What went wrong in an attempt. */
export type AttemptFailure =
  | { what: 'timeout'; seconds: number }
  | { what: 'refused' | 'failed' }
  | { what: 'answered'; status: string }
  | { what: 'command'; output: string }
  | { what: 'other'; message: string };

export interface ProbeFailure {
  probe: ProbeType;
  container: string;
  /** `GET /healthz`; absent if the Pod does not say. */
  handler?: string;
  failure: AttemptFailure;
  /** When the attempts of the row were made; empty for a single one. */
  atMs: number[];
  /** Attempts in the record itself. */
  count: number;
  /** Its number among the failures in a row, from 1. */
  run: number;
  threshold: number;
  /** Whether it reaches failureThreshold. */
  isMet: boolean;
  /** When the program would serve, if it still boots. */
  servesMs?: number;
}

export interface ProbeSuccess {
  probe: ProbeType;
  handler?: string;
  takesMs: number;
  threshold: number;
  isMet: boolean;
  /** Its number among the successes in a row, from 1, where that counts. */
  run?: number;
  isManual: boolean;
  isWarning: boolean;
}
