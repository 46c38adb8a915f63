/**
 * A state machine as a history: which state began when, and because of which record. What the States view draws live (the
 * current state, arrows taken so far, the next one) is read off that history at a moment; nothing is stored about the moment.
 *
 *     visits   idle ─────── preStop ──── SIGTERM ── exited
 *     time     0            57.3         62.3       63.0
 *                              ▲ 59.0: preStop for 1.7 s, next SIGTERM in 3.3 s, idle → preStop taken
 */
import type { RecordId } from '../../model/trace.ts';

/** A stay in a state, until the next visit begins. */
export interface Visit<State extends string = string> {
  readonly state: State;
  readonly fromMs: number;
  /** The record that led into the state. */
  readonly record: RecordId;
  readonly facts?: VisitFacts;
}

/** Numbers that belong to one visit, where its state has them. */
export interface VisitFacts {
  exitCode?: number;
  /** `Error`, `OOMKilled`, `StartError`, … */
  reason?: string;
  /** Back-off: its whole length, and when it is over. */
  delayMs?: number;
  untilMs?: number;
  /** Probe: failures in a row. */
  failures?: number;
  /** The stop signal, and whether anything in the process reacts to it. */
  signal?: string;
  isHandled?: boolean;
}

export interface Machine<State extends string = string> {
  /** In order of time. A visit may last no time at all: the arrows into it and out of it were taken. */
  readonly visits: readonly Visit<State>[];
  /** When the subject of the machine is gone; absent if the run ends first. */
  readonly overMs?: number;
}

/** An arrow that the history took at least once. */
export interface TakenArrow {
  readonly from: string;
  readonly to: string;
  /** How often it was taken up to the moment. */
  readonly count: number;
  /** The visit that the newest passage led into. */
  readonly newest: Visit;
}

/** A machine at a moment. */
export interface LiveMachine {
  /** Absent before the first visit and after the machine is over. */
  readonly current?: Visit;
  /** How long it has been in the current state. */
  readonly forMs: number;
  /** The visit that comes next; absent at the end and while the future is hidden. */
  readonly next?: Visit;
  readonly inMs: number;
  /** Arrows taken so far, by `arrowKey`. */
  readonly taken: ReadonlyMap<string, TakenArrow>;
  /** States that were visited so far. */
  readonly seen: ReadonlySet<string>;
}

export function arrowKey(from: string, to: string): string {
  return `${from}>${to}`;
}

/** The machine at `timeMs`; with `hideFuture` nothing after that moment is told. */
export function machineAt({ visits, overMs }: Machine, timeMs: number, hideFuture = false): LiveMachine {
  const taken = new Map<string, TakenArrow>();
  const seen = new Set<string>();
  let begun = 0;
  for (; begun < visits.length; begun += 1) {
    const visit = visits[begun] as Visit;
    if (visit.fromMs > timeMs) break;
    seen.add(visit.state);
    const before = visits[begun - 1];
    if (before === undefined) continue;
    const key = arrowKey(before.state, visit.state);
    taken.set(key, { from: before.state, to: visit.state, count: (taken.get(key)?.count ?? 0) + 1, newest: visit });
  }
  const isOver = overMs !== undefined && timeMs >= overMs;
  const current = isOver ? undefined : visits[begun - 1];
  const next = hideFuture || isOver ? undefined : visits[begun];
  return {
    ...(current !== undefined && { current }),
    forMs: current === undefined ? 0 : timeMs - current.fromMs,
    ...(next !== undefined && { next }),
    inMs: next === undefined ? 0 : next.fromMs - timeMs,
    taken,
    seen,
  };
}

/** Collects visits; entering the state that it is in already changes nothing. */
export class History<State extends string> {
  readonly visits: Visit<State>[] = [];

  get state(): State | undefined {
    return this.visits.at(-1)?.state;
  }

  get facts(): VisitFacts {
    return this.visits.at(-1)?.facts ?? {};
  }

  enter(state: State, record: { t: number; id: RecordId }, facts?: VisitFacts): void {
    if (state === this.state) return;
    this.visits.push({ state, fromMs: record.t, record: record.id, ...(facts !== undefined && { facts }) });
  }
}
