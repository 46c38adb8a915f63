import { Heap } from '../../base/heap.ts';

/**
 * Order of things that happen in the same millisecond: what the user does, then the programs, then the kubelet, last the
 * beats of its loops. Each loop has a place of its own, so that it makes no difference whether its idle beats are
 * carried out or skipped.
 */
export const PRIORITY = { action: 0, world: 1, normal: 2, probe: 3, relist: 4, syncTick: 5, housekeeping: 6, statusTick: 7 } as const;
export type Priority = (typeof PRIORITY)[keyof typeof PRIORITY];

interface Entry {
  timeMs: number;
  priority: Priority;
  /** Order among entries of the same time and priority, whenever they were put in. */
  rank: number;
  sequence: number;
  run: () => void;
  cancelled: boolean;
  /** Of a steady entry: until when, as things stand now, beats like this one change nothing. */
  steadyUntilMs: (() => number) | undefined;
}

/** Takes an entry back that has not run yet. */
export type Cancel = () => void;

const before = (a: Entry, b: Entry): boolean =>
  a.timeMs !== b.timeMs
    ? a.timeMs < b.timeMs
    : a.priority !== b.priority
      ? a.priority < b.priority
      : a.rank !== b.rank
        ? a.rank < b.rank
        : a.sequence < b.sequence;

/**
 * The one clock and the one event queue, ordered by (time, priority, sequence). Times are integer milliseconds since
 * the creation of the Pod.
 *
 * *Steady* entries are beats of loops that have nothing to do at the moment (a probe that keeps succeeding, the resync of
 * an idle Pod). They are kept apart for two reasons: such a loop can see until when nothing else happens (`nextEventMs`) and go
 * there in one step, and the run can end when only steady entries are left. Since things may have happened after an entry was put
 * in, it is asked anew until when it changes nothing.
 */
export class EventQueue {
  #nowMs = 0;
  #sequence = 0;
  /** The last priority that has had its turn in the present millisecond. */
  #reached = -1;
  readonly #events = new Heap<Entry>(before);
  readonly #steady = new Heap<Entry>(before);
  readonly #steadyOnes = new Set<Entry>();

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Runs `run` at a time; a time in the past means now. */
  at(timeMs: number, run: () => void, priority: Priority = PRIORITY.normal, rank = 0): Cancel {
    return this.#push(this.#events, timeMs, priority, rank, run);
  }

  /** Runs `run` at a time, as a beat that is expected to change nothing. */
  steadyAt(timeMs: number, run: () => void, steadyUntilMs: () => number, priority: Priority = PRIORITY.normal, rank = 0): Cancel {
    return this.#push(this.#steady, timeMs, priority, rank, run, steadyUntilMs);
  }

  /** When the next thing happens that may change something; Infinity if nothing is left but steady beats. */
  get nextEventMs(): number {
    let nextMs = head(this.#events)?.timeMs ?? Number.POSITIVE_INFINITY;
    for (const entry of this.#steadyOnes) if (entry.timeMs < nextMs) nextMs = Math.min(nextMs, Math.max(entry.timeMs, entry.steadyUntilMs?.() ?? 0));
    return nextMs;
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
    if (queue === this.#steady) this.#steadyOnes.delete(next);
    this.#reached = next.timeMs > this.#nowMs ? next.priority : Math.max(this.#reached, next.priority);
    this.#nowMs = next.timeMs;
    next.run();
    return true;
  }

  /** Moves the clock to the end of a run. */
  finish(timeMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, timeMs);
  }

  #push(heap: Heap<Entry>, timeMs: number, priority: Priority, rank: number, run: () => void, steadyUntilMs?: () => number): Cancel {
    this.#sequence += 1;
    const entry: Entry = {
      timeMs: Math.max(timeMs, this.#nowMs),
      priority,
      rank,
      sequence: this.#sequence,
      run,
      cancelled: false,
      steadyUntilMs,
    };
    heap.push(entry);
    if (steadyUntilMs !== undefined) this.#steadyOnes.add(entry);
    return () => {
      entry.cancelled = true;
      if (steadyUntilMs !== undefined) this.#steadyOnes.delete(entry);
    };
  }
}

/** The next entry that was not cancelled; cancelled ones before it are dropped. */
function head(heap: Heap<Entry>): Entry | undefined {
  for (let entry = heap.peek(); entry !== undefined; entry = heap.peek()) {
    if (!entry.cancelled) return entry;
    heap.pop();
  }
  return undefined;
}
