import type { RecordId } from '../../../model/trace.ts';

/** What a worker has settled on (`pkg/kubelet/prober/results/results_manager.go`). */
export type WorkerResult = 'success' | 'failure' | 'unknown';

export interface ResultUpdate {
  containerId: string;
  result: WorkerResult;
  cause: RecordId;
}

/** The results of one type of probe, by container id. A new or changed value is published; a removal never is. */
export class Results {
  readonly #results = new Map<string, { result: WorkerResult; cause: RecordId }>();
  readonly #publish: (update: ResultUpdate) => void;

  constructor(publish: (update: ResultUpdate) => void) {
    this.#publish = publish;
  }

  get(containerId: string): WorkerResult | undefined {
    return this.#results.get(containerId)?.result;
  }

  /** The record that led to the result. */
  causeOf(containerId: string): RecordId | undefined {
    return this.#results.get(containerId)?.cause;
  }

  set(containerId: string, result: WorkerResult, cause: RecordId): void {
    if (this.#results.get(containerId)?.result === result) return;
    this.#results.set(containerId, { result, cause });
    this.#publish({ containerId, result, cause });
  }

  remove(containerId: string): void {
    this.#results.delete(containerId);
  }
}
