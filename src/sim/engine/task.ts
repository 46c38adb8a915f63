import { type Cancel, type EventQueue, PRIORITY } from './queue.ts';

/**
 * What a coroutine waits for: a time, signals, or whichever comes first. `steadyUntilMs` marks the time as a steady beat (see
 * {@link EventQueue}) and says until when it is one. `probeRank` marks it as a beat of a probe worker: these come after everything else in
 * their millisecond, in the order of their ranks, whether or not beats before them were skipped.
 */
export interface Wait {
  untilMs?: number;
  signals?: readonly Signal[];
  steadyUntilMs?: () => number;
  probeRank?: number;
}

/**
 * A coroutine of the simulation: the counterpart of a goroutine. It gives up control only at a `yield`. Write it as a
 * method or a function of its module, not as a closure: V8 keeps a `function*` that is made anew at each call, and all it closes over, until
 * a full garbage collection.
 */
export type Routine<T = void> = Generator<Wait, T, void>;

/** Something that coroutines can wait for. Firing wakes those who wait now; nothing remembers it for later. */
export class Signal {
  /** In the order in which they came; a list, because nearly always it is one or nobody. */
  #waiting: (() => void)[] = [];

  fire(): void {
    if (this.#waiting.length === 0) return;
    const woken = this.#waiting;
    this.#waiting = [];
    for (const wake of woken) wake();
  }

  wait(wake: () => void): void {
    this.#waiting.push(wake);
  }

  forget(wake: () => void): void {
    const place = this.#waiting.indexOf(wake);
    if (place >= 0) this.#waiting.splice(place, 1);
  }
}

const NO_SIGNALS: readonly Signal[] = [];

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

  /** Ends all coroutines where they stand, as the death of a process does: no clean-up runs. */
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
  /** What the coroutine waits for at present. */
  #signals: readonly Signal[] = NO_SIGNALS;
  #cancelTimer: Cancel | undefined;

  constructor(queue: EventQueue, routine: Routine, done: () => void) {
    this.#queue = queue;
    this.#routine = routine;
    this.#done = done;
  }

  readonly resume = (): void => {
    if (this.#dropped) return;
    const step = this.#routine.next();
    if (step.done === true) {
      this.#done();
      return;
    }
    const { untilMs, signals = NO_SIGNALS, steadyUntilMs, probeRank } = step.value;
    this.#signals = signals;
    for (const signal of signals) signal.wait(this.#woken);
    if (untilMs === undefined || untilMs === Number.POSITIVE_INFINITY) return;
    const priority = probeRank === undefined ? PRIORITY.normal : PRIORITY.probe;
    this.#cancelTimer =
      steadyUntilMs !== undefined
        ? this.#queue.steadyAt(untilMs, this.#due, steadyUntilMs, priority, probeRank)
        : this.#queue.at(untilMs, this.#due, priority, probeRank);
  };

  drop(): void {
    this.#dropped = true;
    this.#disarm();
  }

  readonly #due = (): void => {
    this.#disarm();
    this.resume();
  };

  readonly #woken = (): void => {
    this.#disarm();
    this.#queue.at(this.#queue.nowMs, this.resume);
  };

  /** Cancels timer and signals of a wait that is over. */
  #disarm(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    for (const signal of this.#signals) signal.forget(this.#woken);
    this.#signals = NO_SIGNALS;
  }
}
