/** A thread of a sweep: takes jobs, answers with rows. */
import { parentPort } from 'node:worker_threads';
import { type SweepJob, sweepRow } from './sweep-run.ts';

export function serveSweep(): void {
  parentPort?.on('message', ({ at, job }: { at: number; job: SweepJob }) => parentPort?.postMessage({ at, row: sweepRow(job) }));
}
