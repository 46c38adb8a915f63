/** Where the page has its simulation from. */
import type { Expectation } from './worker/protocol.ts';

let started: Worker | undefined;

/** A new worker that simulates. */
export const createWorker = () => new Worker(new URL('./worker/sim.worker.ts', import.meta.url), { type: 'module', name: 'simulation' });

/** Starts to load the simulation: of all that a page loads it is the largest part, and takes longest to begin. */
export function startWorker(expectation?: Expectation): void {
  started = createWorker();
  if (expectation) started.postMessage(expectation);
}

/** The worker that was started ahead, once; after that a new one with each call. */
export function takeWorker(): Worker {
  const worker = started ?? createWorker();
  started = undefined;
  return worker;
}
