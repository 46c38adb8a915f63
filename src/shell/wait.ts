/** What programs wait for, and how they end: the vocabulary of generators that are processes. */
import type { Process } from './process.ts';

/** What a process waits for. It is woken by whatever comes first and looks for itself whether that was enough. */
export interface Wait {
  untilMs?: number;
  queue?: WaitQueue;
  /** A caught signal wakes it too (EINTR). */
  interruptible?: boolean;
}

export type Gen<T> = Generator<Wait, T, void>;

/** A program: runs in a process of its own and returns its exit code. */
export type Program = (process: Process) => Gen<number>;

/** Ends the process that throws it: exit(3). */
export class ExitProgram {
  readonly code: number;

  constructor(code: number) {
    this.code = code;
  }
}

/** Unwinds the generator of a process that is dead already: it killed itself. */
export class ProcessGone {}

export class WaitQueue {
  readonly #waiting = new Set<Process>();

  add(process: Process): void {
    this.#waiting.add(process);
  }

  delete(process: Process): void {
    this.#waiting.delete(process);
  }

  /** Wakes everybody. */
  notify(): void {
    for (const process of [...this.#waiting]) process.wake();
  }
}
