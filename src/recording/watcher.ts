/**
 * When an action of the scenario is due, seen while the run goes on: line by line, with the same answer that a reading
 * of the finished recording gives.
 */
import { parseDurationMs } from '../base/duration.ts';
import type { ActionTime } from '../model/scenario.ts';
import type { ProbeRecord, TraceRecord } from '../model/trace.ts';
import { type Claim, type ClaimOf, actionIndex, claimOf } from './grammar.ts';
import type { ProbeLine, TimedKind, TimedLine, WatchedPod } from './lines.ts';
import { Memory } from './memory.ts';
import { type Nth, type Point, parsePoint } from './points.ts';
import { isKubeletStart, spotterOf } from './spotters.ts';
import { type CountClaim, type MomentClaim, countRuleOf, isAboutMoments, isCount, momentRuleOf } from './states.ts';
import { OPERATORS } from './values.ts';
import { isRefusal } from './whole.ts';

/** A line of a recording or a record of a trace. A train of probes counts as the attempts that it has when it is observed. */
export type Observed = TimedLine | TraceRecord;

export interface Watcher {
  /** When the trigger came, as far as known: milliseconds since the creation, possibly in the future. Undefined: not yet. */
  readonly dueMs: number | undefined;
  /** Takes what happened next and returns `dueMs`. */
  observe(observed: Observed): number | undefined;
}

export interface WatchOptions {
  /** All actions of the scenario, by what they do. */
  actions: readonly { do: string }[];
  /** What has happened until now. A point may lie there. */
  past?: Iterable<Observed>;
  /** From when on a claim counts that is true: an action is not looked at before the one before it is done. */
  nowMs?: number;
}

/**
 * Watches for the `at` of an action. A point is due at its occurrence plus offset, also if that was before now. A claim is
 * due at the first moment from now on at which it holds, now included. `#last` and `kubelet.healthy` mean the last
 * occurrence so far, so what is due may still become later.
 *
 * @throws {Error} if the trigger is malformed; `checkTrigger` tells beforehand where and why.
 */
export function createWatcher(at: ActionTime, { actions, past = [], nowMs = 0 }: WatchOptions): Watcher {
  const trigger = triggerOf(at, actions, nowMs);
  let n = 0;
  const take = (observed: Observed, isPast: boolean) => {
    if (!trigger.kinds.has(observed.kind)) return;
    for (const line of linesOf(observed)) {
      trigger.take(line, n, isPast);
      n += 1;
    }
  };
  for (const observed of past) take(observed, true);
  trigger.begin();
  return {
    get dueMs() {
      return trigger.dueMs;
    },
    observe(observed) {
      take(observed, false);
      return trigger.dueMs;
    },
  };
}

/** What one kind of `at` makes of the lines. */
interface TriggerState {
  /** The only kinds of lines that matter. */
  readonly kinds: ReadonlySet<string>;
  readonly dueMs: number | undefined;
  take(line: TimedLine, n: number, isPast: boolean): void;
  /** The past is over. */
  begin(): void;
}

function triggerOf(at: ActionTime, actions: WatchOptions['actions'], nowMs: number): TriggerState {
  switch (at.kind) {
    case 'before-create':
      return fixed(0);
    case 'time':
      return fixed(at.ms);
    case 'point':
      return pointTrigger(at.point, at.offsetMs, actions);
    case 'claim': {
      const { anyOf } = at.claim as { anyOf?: unknown[] };
      return anyOf ? firstOf(anyOf.map((entry) => claimTrigger(claimOf(entry), nowMs))) : claimTrigger(claimOf(at.claim), nowMs);
    }
  }
}

function fixed(dueMs: number): TriggerState {
  return { kinds: new Set(), dueMs, take: () => undefined, begin: () => undefined };
}

function firstOf(triggers: readonly TriggerState[]): TriggerState {
  return {
    kinds: new Set(triggers.flatMap(({ kinds }) => [...kinds])),
    get dueMs() {
      const due = triggers.flatMap(({ dueMs }) => (dueMs === undefined ? [] : [dueMs]));
      return due.length > 0 ? Math.min(...due) : undefined;
    },
    take(line, n, isPast) {
      for (const trigger of triggers) if (trigger.kinds.has(line.kind)) trigger.take(line, n, isPast);
    },
    begin() {
      for (const trigger of triggers) trigger.begin();
    },
  };
}

// ---- points ----------------------------------------------------------------------------------------------------------

function pointTrigger(text: string, extraMs: number, actions: WatchOptions['actions']): TriggerState {
  const point = parsePoint(text);
  if (!point) throw new Error(`${JSON.stringify(text)} is not a point in time`);
  const offsetMs = point.offsetMs + extraMs;
  if (point.kind === 'create') return fixed(offsetMs);
  const spotter = spotterOf(point, actions);
  const nth = nthOf(point);
  let dueMs: number | undefined;
  let best = 0;
  return {
    kinds: new Set<TimedKind>(point.kind === 'kubelet.healthy' ? [...spotter.kinds, 'Action'] : spotter.kinds),
    get dueMs() {
      return dueMs;
    },
    take(line, n) {
      if (line.kind === 'Action' && point.kind === 'kubelet.healthy') {
        if (isKubeletStart(line, actions)) dueMs = undefined;
        return;
      }
      const number = spotter.take(line, n);
      if (number === undefined || (nth === 'last' ? number < best : number !== nth)) return;
      best = number;
      dueMs = line.t + offsetMs;
    },
    begin: () => undefined,
  };
}

function nthOf(point: Point): Nth {
  if (point.kind === 'kubelet.healthy') return 'last';
  return point.kind === 'condition' || point.kind === 'container' ? point.nth : 1;
}

// ---- claims ----------------------------------------------------------------------------------------------------------

function claimTrigger(claim: Claim, nowMs: number): TriggerState {
  if (claim.kind === 'apiError') return refusalTrigger(claim);
  if (!isAboutMoments(claim)) throw new Error(`${claim.kind} says nothing about a moment, so it cannot trigger an action`);
  return isCount(claim) ? countTrigger(claim, nowMs) : momentTrigger(claim, nowMs);
}

function momentTrigger(claim: MomentClaim, nowMs: number): TriggerState {
  const rule = momentRuleOf(claim);
  const memory = new Memory();
  let latestPod: WatchedPod | undefined;
  const circumstances = { latestPod: () => latestPod, hasProcessLines: true };
  let dueMs: number | undefined;
  const lines = rule.lines(claim.args);
  return {
    kinds: new Set<TimedKind>(claim.kind === 'env' ? [...lines, 'Pod'] : lines),
    get dueMs() {
      return dueMs;
    },
    take(line, n, isPast) {
      if (dueMs !== undefined) return;
      if (line.kind === 'Pod') latestPod = line.object;
      memory.take(line, n);
      if (isPast) return;
      const isRemoval = line.kind === 'Pod' && line.type === 'DELETED';
      const holds =
        (isRemoval && rule.at(memory.viewBeforeRemoval(), claim.args, circumstances).holds) || rule.at(memory.view(), claim.args, circumstances).holds;
      if (holds) dueMs = line.t;
    },
    begin() {
      if (rule.at(memory.view(), claim.args, circumstances).holds) dueMs = nowMs;
    },
  };
}

function countTrigger(claim: CountClaim, nowMs: number): TriggerState {
  const rule = countRuleOf(claim);
  const weigh = rule.weigher(claim.args);
  const { op, value } = claim.args;
  let total = 0;
  let dueMs: number | undefined;
  return {
    kinds: new Set<TimedKind>(rule.lines),
    get dueMs() {
      return dueMs;
    },
    take(line, _, isPast) {
      if (dueMs !== undefined) return;
      total += weigh(line);
      if (!isPast && OPERATORS[op](total, value)) dueMs = line.t;
    },
    begin() {
      if (OPERATORS[op](total, value)) dueMs = nowMs;
    },
  };
}

/** The moment at which the API refused an action. */
function refusalTrigger({ args }: ClaimOf<'apiError'>): TriggerState {
  let dueMs: number | undefined;
  return {
    kinds: new Set<TimedKind>(['Action']),
    get dueMs() {
      return dueMs;
    },
    take(line) {
      if (line.kind === 'Action' && line.index === actionIndex(args.action) && isRefusal(line, args)) dueMs ??= line.t;
    },
    begin: () => undefined,
  };
}

// ---- records of a trace ----------------------------------------------------------------------------------------------

/** The lines that something observed stands for: itself, or the starts of a train's attempts. */
function linesOf(observed: Observed): Iterable<TimedLine> {
  return observed.kind === 'Probe' && 'count' in observed ? startsOf(observed) : [observed as TimedLine];
}

function* startsOf({ t, container, instance, probe, count, periodMs }: ProbeRecord): Generator<ProbeLine> {
  for (let attempt = 0; attempt < count; attempt += 1) yield { kind: 'Probe', t: t + attempt * periodMs, container, instance, probe, what: 'start' };
}

/** The `at` of an action as written: a duration, a point, `before-create` or a claim. Undefined if it is none of them. */
export function actionTimeOf(at: unknown): ActionTime | undefined {
  if (at === 'before-create') return { kind: 'before-create' };
  if (typeof at === 'object' && at !== null) return { kind: 'claim', claim: at };
  if (typeof at !== 'string') return undefined;
  const ms = parseDurationMs(at);
  if (ms !== undefined) return { kind: 'time', ms };
  return parsePoint(at) ? { kind: 'point', point: at, offsetMs: 0 } : undefined;
}
