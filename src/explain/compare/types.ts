/** Two runs, A and B, in words: plain data. */
import type { Aspect, Happening } from '../../model/comparison.ts';

/** A number of both runs, as a row of a table shows it. */
export interface MeasureRow {
  measure: 'ready' | 'restarts' | 'outage' | 'detection' | 'grace';
  name: string;
  /** `31 s`, `3`, `never`; `–` where the run does not tell. */
  a: string;
  b: string;
  /** `+12 s`, `−3`; `=` where they are the same, empty where one run does not tell. */
  difference: string;
}

/** One thing that the runs do not have in common. */
export interface Difference {
  aspect: Aspect;
  /** A container, a condition, … as compared. */
  subject: string;
  /** When it begins, in whichever run is first: milliseconds since the creation of the Pod. */
  t: number;
  /** `app process`, `Events of app`, `condition Ready`. */
  where: string;
  /** What each run does there; absent: nothing. */
  a?: Told;
  b?: Told;
}

export interface Told {
  /** `exits with 137 at 15.3 s`. */
  words: string;
  /** The first of what the words tell. */
  first: Happening;
}

export interface ComparedWords {
  /** What is different in B, in one sentence. */
  sentence: string;
  /** The first difference for a flag in the picture, longest form first; absent if there is none. */
  fork?: { timeMs: number; forms: string[] };
  rows: MeasureRow[];
  /** Earliest first; of those at the same time what happened on the node first. */
  differences: Difference[];
}
