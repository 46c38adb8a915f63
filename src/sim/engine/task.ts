import { type Cancel, type EventQueue, PRIORITY } from './queue.ts';

/**
 * What a coroutine waits for: a time, signals, or whichever comes first. `steadyUntilMs` marks a time that is a beat of a loop
 * with nothing to do as long as it says so (see {@link EventQueue}); `probeRank` one of a probe worker, which has its place after all else in
 * that millisecond, whether or not beats before it were skipped.
 */
export interface Wait {
  untilMs?: number;
  signals?: readonly Signal[];
  steadyUntilMs?: () => number;
  probeRank?: number;
}

/** A coroutine of the simulation: the counterpart of a goroutine. It gives up control only at a `yield`. */
export type Routine<T = void> = Generator<Wait, T, void>;

/** Something that coroutines wait for. Firing wakes all who wait now; it is not remembered. */
export class Signal {
  readonly #waiting = new Set<() => void>();

  fire(): void {
    const woken = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of woken) wake();
  }

  wait(wake: () => void): void {
    this.#waiting.add(wake);
  }

  forget(wake: () => void): void {
    this.#waiting.delete(wake);
  }
}

/** Coroutines that live and die together: everything that one kubelet process runs. */
export class Scope {
  readonly #queue: EventQueue;
  readonly #tasks = new Set<Task>();
  #closed = false;

  constructor(queue: EventQueue) {
    this.#queue = queue;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Starts a coroutine; its first step runs at once. */
  spawn(routine: Routine): void {
    if (this.#closed) return;
    const task = new Task(this.#queue, routine, () => this.#tasks.delete(task));
    this.#tasks.add(task);
    task.resume();
  }

  /** Runs a callback at a time unless the scope is closed by then. */
  at(timeMs: number, run: () => void): void {
    this.#queue.at(timeMs, () => {
      if (!this.#closed) run();
    });
  }

  /** Ends all its coroutines where they stand, as the death of a process does: no clean-up runs. */
  close(): void {
    this.#closed = true;
    for (const task of this.#tasks) task.drop();
    this.#tasks.clear();
  }
}

class Task {
  readonly #queue: EventQueue;
  readonly #routine: Routine;
  readonly #done: () => void;
  #dropped = false;
  /** Takes back the timer and the signals of the current wait. */
  #disarm: (() => void) | undefined;

  constructor(queue: EventQueue, routine: Routine, done: () => void) {
    this.#queue = queue;
    this.#routine = routine;
    this.#done = done;
  }

  resume(): void {
    if (this.#dropped) return;
    const step = this.#routine.next();
    if (step.done === true) {
      this.#done();
      return;
    }
    const { untilMs, signals, steadyUntilMs, probeRank } = step.value;
    let cancelTimer: Cancel | undefined;
    const disarm = () => {
      cancelTimer?.();
      for (const signal of signals ?? []) signal.forget(wake);
      this.#disarm = undefined;
    };
    const wake = () => {
      disarm();
      this.#queue.at(this.#queue.nowMs, () => this.resume());
    };
    for (const signal of signals ?? []) signal.wait(wake);
    if (untilMs !== undefined && untilMs !== Number.POSITIVE_INFINITY) {
      const due = () => {
        disarm();
        this.resume();
      };
      const priority = probeRank === undefined ? PRIORITY.normal : PRIORITY.probe;
      cancelTimer =
        steadyUntilMs !== undefined
          ? this.#queue.steadyAt(untilMs, due, steadyUntilMs, priority, probeRank)
          : this.#queue.at(untilMs, due, priority, probeRank);
    }
    this.#disarm = disarm;
  }

  drop(): void {
    this.#dropped = true;
    this.#disarm?.();
  }
}
