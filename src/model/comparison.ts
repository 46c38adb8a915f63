/** Where two runs part: what a comparison of recordings finds, what words tell and lanes show. Plain data. */

/** What is compared, one sequence of happenings for each subject: a container, a condition, … */
export type Aspect = 'states' | 'events' | 'conditions' | 'kubectl' | 'processes' | 'probes' | 'actions';

/** One item of a sequence. */
export interface Happening {
  /** `exit 137`, `waiting CrashLoopBackOff #2`, `Warning BackOff "…"`: what it is, the same words in every run. */
  label: string;
  /** Milliseconds since the Pod was created. */
  t: number;
  /** How often, for Events and probes. */
  count?: number;
}

/** A place where two runs differ: one of them lacks something, or has it at another time or another number of times. */
export interface Parting {
  aspect: Aspect;
  /** A container, a condition, …. */
  subject: string;
  /** When it begins, in whichever run is first. */
  t: number;
  /** What each run has there; empty: nothing. */
  a: Happening[];
  b: Happening[];
}
