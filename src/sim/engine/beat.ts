import type { Cancel, EventQueue, Priority } from './queue.ts';

/**
 * A loop that beats at fixed times, `firstMs + n * periodMs`, and usually has nothing to do. If idle beats are
 * skipped, only a beat that was asked for (`arm`) is carried out. Otherwise every beat is, and the handler must do
 * nothing at one that was not asked for. Both ways give the same run.
 */
export class Beat {
  readonly periodMs: number;
  readonly #firstMs: number;
  readonly #queue: EventQueue;
  readonly #priority: Priority;
  readonly #run: () => void;
  #armedMs: number | undefined;
  #cancel: Cancel | undefined;
  #stopped = false;

  constructor(queue: EventQueue, options: { firstMs: number; periodMs: number; priority: Priority; skipIdle: boolean; run: () => void }) {
    this.#queue = queue;
    this.#firstMs = options.firstMs;
    this.periodMs = options.periodMs;
    this.#priority = options.priority;
    this.#run = options.run;
    if (!options.skipIdle) this.#beatForever(this.next(queue.nowMs));
    this.#skipIdle = options.skipIdle;
  }

  readonly #skipIdle: boolean;

  /** The first beat at or after a time. */
  next(fromMs: number): number {
    return this.#firstMs + Math.max(0, Math.ceil((fromMs - this.#firstMs) / this.periodMs)) * this.periodMs;
  }

  /** The last beat before or at a time; -Infinity if there was none. */
  last(untilMs: number): number {
    const turns = Math.floor((untilMs - this.#firstMs) / this.periodMs);
    return turns < 0 ? Number.NEGATIVE_INFINITY : this.#firstMs + turns * this.periodMs;
  }

  /** Asks for the first beat at or after a time (default: now). */
  arm(fromMs: number = this.#queue.nowMs): void {
    if (!this.#skipIdle || this.#stopped) return;
    const first = this.next(Math.max(fromMs, this.#queue.nowMs));
    const beatMs = first === this.#queue.nowMs && this.#queue.isPast(this.#priority) ? first + this.periodMs : first;
    if (this.#armedMs !== undefined && this.#armedMs <= beatMs) return;
    this.#cancel?.();
    this.#armedMs = beatMs;
    this.#cancel = this.#queue.at(
      beatMs,
      () => {
        this.#armedMs = undefined;
        this.#run();
      },
      this.#priority,
    );
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  #beatForever(atMs: number): void {
    this.#cancel = this.#queue.at(
      atMs,
      () => {
        if (this.#stopped) return;
        this.#beatForever(atMs + this.periodMs);
        this.#run();
      },
      this.#priority,
    );
  }
}
