import { Heap } from '../../base/heap.ts';

/**
 * Order of things that happen in the same millisecond: what the user does, then the programs, then the kubelet, last the
 * beats of its loops. Each loop has a place of its own, so that it makes no difference whether its idle beats are
 * carried out or skipped.
 */
export const PRIORITY = { action: 0, world: 1, normal: 2, relist: 3, syncTick: 4, housekeeping: 5, statusTick: 6 } as const;
export type Priority = (typeof PRIORITY)[keyof typeof PRIORITY];

interface Entry {
  timeMs: number;
  priority: Priority;
  sequence: number;
  run: () => void;
  cancelled: boolean;
}

/** Takes an entry back that has not run yet. */
export type Cancel = () => void;

const before = (a: Entry, b: Entry): boolean =>
  a.timeMs !== b.timeMs ? a.timeMs < b.timeMs : a.priority !== b.priority ? a.priority < b.priority : a.sequence < b.sequence;

/**
 * The one clock and the one event queue, ordered by (time, priority, sequence). Times are integer milliseconds since
 * the creation of the Pod.
 *
 * *Steady* entries are beats of loops that have nothing to do at the moment (a probe that keeps succeeding, the resync of
 * an idle Pod). They are kept apart, so that such a loop can see how far nothing else happens (`nextEventMs`) and go
 * there in one step, and so that the run can end when only they are left.
 */
export class EventQueue {
  #nowMs = 0;
  #sequence = 0;
  /** The latest priority that has had its turn at the present millisecond. */
  #reached = -1;
  readonly #events = new Heap<Entry>(before);
  readonly #steady = new Heap<Entry>(before);

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Runs `run` at a time; one that has passed means now. */
  at(timeMs: number, run: () => void, priority: Priority = PRIORITY.normal): Cancel {
    return this.#push(this.#events, timeMs, priority, run);
  }

  /** The same for a beat that is expected to change nothing. */
  steadyAt(timeMs: number, run: () => void): Cancel {
    return this.#push(this.#steady, timeMs, PRIORITY.normal, run);
  }

  /** When the next thing happens that may change something; Infinity if nothing is left but steady beats. */
  get nextEventMs(): number {
    return head(this.#events)?.timeMs ?? Number.POSITIVE_INFINITY;
  }

  /** Whether a beat of this priority that falls on the present millisecond has had its turn (carried out or skipped). */
  isPast(priority: Priority): boolean {
    return this.#reached >= priority;
  }

  /** Carries out the next entry not later than `untilMs`. False if there is none. */
  step(untilMs: number): boolean {
    const event = head(this.#events);
    const steady = head(this.#steady);
    const queue = steady !== undefined && (event === undefined || before(steady, event)) ? this.#steady : this.#events;
    const next = queue === this.#steady ? steady : event;
    if (next === undefined || next.timeMs > untilMs) return false;
    queue.pop();
    this.#reached = next.timeMs > this.#nowMs ? next.priority : Math.max(this.#reached, next.priority);
    this.#nowMs = next.timeMs;
    next.run();
    return true;
  }

  /** Moves the clock to the end of a run. */
  finish(timeMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, timeMs);
  }

  #push(heap: Heap<Entry>, timeMs: number, priority: Priority, run: () => void): Cancel {
    this.#sequence += 1;
    const entry: Entry = { timeMs: Math.max(timeMs, this.#nowMs), priority, sequence: this.#sequence, run, cancelled: false };
    heap.push(entry);
    return () => {
      entry.cancelled = true;
    };
  }
}

/** The next entry that still counts. Cancelled ones are dropped when they come up. */
function head(heap: Heap<Entry>): Entry | undefined {
  for (let entry = heap.peek(); entry !== undefined; entry = heap.peek()) {
    if (!entry.cancelled) return entry;
    heap.pop();
  }
  return undefined;
}
