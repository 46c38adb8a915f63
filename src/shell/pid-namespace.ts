/** A namespace of process ids: of one container, of all those of a Pod, or of a container and of who debugs it. */
import type { Kernel } from './kernel.ts';
import type { Process } from './process.ts';

/** The runtime starts a container with processes of its own, gone before its program runs: recorded of the first one beside a sandbox's. */
const RUNTIME_PIDS = 5;

export class PidNamespace {
  readonly #kernels = new Set<Kernel>();
  #next = 1;

  join(kernel: Kernel): void {
    this.#kernels.add(kernel);
  }

  leave(kernel: Kernel): void {
    this.#kernels.delete(kernel);
  }

  get kernels(): readonly Kernel[] {
    return [...this.#kernels];
  }

  takePid(): number {
    const pid = this.#next;
    this.#next += 1;
    return pid;
  }

  /** The pid of a container's main process: 1 if it is the first in here. */
  takeMainPid(): number {
    if (this.#next > 1) this.#next += RUNTIME_PIDS;
    return this.takePid();
  }

  find(pid: number): Process | undefined {
    for (const kernel of this.#kernels) {
      const process = kernel.processes.get(pid);
      if (process) return process;
    }
    return undefined;
  }

  /** All processes, by their pids. */
  processes(): Process[] {
    return this.kernels.flatMap((kernel) => [...kernel.processes.values()]).sort((a, b) => a.pid - b.pid);
  }
}
