/** A sweep on several workers at once, apart from the one that runs what is on screen. */
import type { WorkerLike } from './client.ts';
import type { RunChoices, SimulationReply, SweptRun } from './protocol.ts';

export interface SweepOffer {
  /** Numbers and times of the text, as paths. */
  variables: { path: string; value: number | string }[];
  /** The values of each axis; absent if one makes no sense. */
  axes?: (number | string)[][];
  reason?: string;
}

export interface SweepOrder {
  text: string;
  choices: RunChoices;
  /** `PATH=FROM..TO/STEP`. */
  axes: string[];
  /** How many combinations there are. */
  count: number;
}

const MOST_WORKERS = 8;
/** A run that takes longer counts as one that never ends. */
const HANG_MS = 20_000;

/** Asks a worker of its own what can be varied. Rejects if the worker fails. */
export function sweepOffer(createWorker: () => WorkerLike, text: string, axes: string[]): Promise<SweepOffer> {
  const worker = createWorker();
  return new Promise<SweepOffer>((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.kind === 'sweepOffer' ? resolve(data) : reject(new Error(data.kind === 'failed' ? data.message : data.kind)));
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ kind: 'sweepOffer', id: 0, text, axes });
  }).finally(() => worker.terminate());
}

/** Makes all runs; `made` hears of each as it is there, `done` when all are. Returns what stops the work. */
export function startSweep(
  createWorker: () => WorkerLike,
  { text, choices, axes, count }: SweepOrder,
  made: (index: number, run: SweptRun) => void,
  done: () => void,
): () => void {
  let next = 0;
  let open = 0;
  const working = new Set<() => void>();
  const employ = () => {
    let worker = createWorker();
    let watch: ReturnType<typeof setTimeout> | undefined;
    let index = 0;
    const stop = () => {
      clearTimeout(watch);
      worker.onmessage = null;
      worker.onerror = null;
      worker.terminate();
      working.delete(stop);
    };
    const finish = (run: SweptRun) => {
      clearTimeout(watch);
      made(index, run);
      open -= 1;
      send();
    };
    const giveUp = (reason: string) => {
      worker.onmessage = null;
      worker.onerror = null;
      worker.terminate();
      worker = createWorker();
      listen();
      finish({ text, reason });
    };
    const listen = () => {
      worker.onmessage = ({ data }: MessageEvent<SimulationReply>) => {
        if (data.kind === 'sweepRun') finish(data.run);
        else giveUp(data.kind === 'failed' ? data.message : data.kind);
      };
      worker.onerror = (event) => giveUp(event.message);
    };
    const send = () => {
      if (next >= count) {
        stop();
        if (open === 0) done();
        return;
      }
      index = next;
      next += 1;
      open += 1;
      watch = setTimeout(() => giveUp('the run took too long'), HANG_MS);
      worker.postMessage({ kind: 'sweepRun', id: index, text, choices, axes, index });
    };
    working.add(stop);
    listen();
    send();
  };
  const workers = Math.min(MOST_WORKERS, Math.max(1, (globalThis.navigator?.hardwareConcurrency ?? 2) - 1), count);
  for (let worker = 0; worker < workers; worker += 1) employ();
  return () => {
    next = count;
    for (const stop of [...working]) stop();
  };
}
