/**
 * A recording as something one can ask: which Pod was visible after line n, which runs did a container have, how far
 * does the recording reach. Knows nothing of claims.
 *
 * Order matters more than time: several lines may carry the same `t`. So a moment of the run is a line number `n`, and
 * "the state at n" is what lines 0…n have told. `indexAt(t)` leads from a time to the last line at or before it.
 */
import { parseRfc3339Ms } from '../base/parse-timestamp.ts';
import type { LineOf, MetaLine, RecordingLine, TimedKind, TimedLine, WatchedPod } from './lines.ts';
import { containerStatuses, isTerminal } from './pods.ts';
import { type ContainerRun, RunLedger, runsFromStatuses } from './runs.ts';
import { inOrder } from './text.ts';

/** What the recording itself cannot tell about the run. A `Scenario` of the model will do. */
export interface RunFacts {
  /** How long the run was meant to last. */
  durationMs?: number | undefined;
  staticPod: boolean;
  /** The actions that belong to the run, by what they do. */
  actions: readonly { do: string }[];
}

/** A line with its number. */
export interface Numbered<Line extends TimedLine = TimedLine> {
  n: number;
  t: number;
  line: Line;
}

/** A Pod line with its number. */
export interface PodSighting {
  n: number;
  t: number;
  pod: WatchedPod;
  /** The Pod is gone from the API; `pod` is its last state. */
  gone: boolean;
}

const SECOND_MS = 1000;

/** How long a finished Pod must have been quiet before its end counts as final. */
const QUIET_MS = 10 * SECOND_MS;

const NO_FACTS: RunFacts = { staticPod: false, actions: [] };

type ByKind = { readonly [Kind in TimedKind]?: readonly Numbered<LineOf<Kind>>[] };

function linesByKind(lines: readonly Numbered[]): ByKind {
  const groups = new Map<TimedKind, Numbered[]>();
  for (const numbered of lines) {
    const sameKind = groups.get(numbered.line.kind);
    if (sameKind) sameKind.push(numbered);
    else groups.set(numbered.line.kind, [numbered]);
  }
  return Object.fromEntries(groups) as ByKind;
}

export class Run {
  readonly meta: MetaLine | undefined;
  readonly lines: readonly Numbered[];
  readonly pods: readonly PodSighting[];
  readonly facts: RunFacts;
  /** The end of the recording is the end of the run. */
  readonly complete: boolean;
  /** Time of the last observation. */
  readonly endMs: number;
  /** Whether nothing can happen any more after the end of the recording. */
  readonly settled: boolean;
  readonly #createdAtMs: number | undefined;
  readonly #byKind: ByKind;
  readonly #merged = new Map<string, readonly Numbered[]>();
  readonly #runs = new Map<string, readonly ContainerRun[]>();

  constructor(recording: readonly RecordingLine[], { facts = NO_FACTS, complete = false }: { facts?: RunFacts; complete?: boolean } = {}) {
    const [first, ...rest] = inOrder(recording);
    this.meta = first?.kind === 'Meta' ? first : undefined;
    const timed = (first && !this.meta ? [first, ...rest] : rest).filter((line): line is TimedLine => line.kind !== 'Meta');
    this.lines = timed.map((line, n) => ({ n, t: line.t, line }));
    this.#byKind = linesByKind(this.lines);
    this.facts = facts;
    this.complete = complete;
    this.pods = this.of('Pod').map(({ n, t, line }) => ({ n, t, pod: line.object, gone: line.type === 'DELETED' }));
    this.#createdAtMs = parseRfc3339Ms(this.meta?.createdAt ?? this.pods[0]?.pod.metadata?.creationTimestamp ?? '');
    this.endMs = this.#end();
    this.settled = this.#isSettled();
  }

  of<Kind extends TimedKind>(kind: Kind): readonly Numbered<LineOf<Kind>>[] {
    return this.#byKind[kind] ?? [];
  }

  /** All lines of these kinds, in order. */
  ofKinds(kinds: readonly TimedKind[]): readonly Numbered[] {
    const [only] = kinds;
    if (kinds.length === 1 && only) return this.#byKind[only] ?? [];
    const key = kinds.join();
    const known = this.#merged.get(key);
    if (known) return known;
    const merged = kinds.flatMap((kind): readonly Numbered[] => this.#byKind[kind] ?? []).sort((a, b) => a.n - b.n);
    this.#merged.set(key, merged);
    return merged;
  }

  /** Whether lines of this kind were looked for: if there are none, either it did not happen or nobody looked. */
  records(kind: TimedKind): boolean {
    if (this.meta?.records) return this.meta.records.includes(kind);
    return this.meta?.source === 'simulator' || this.#byKind[kind] !== undefined;
  }

  /** The number of the last line at or before `t`; -1 before the first. */
  indexAt(t: number): number {
    return countWhere(this.lines, (line) => line.t <= t) - 1;
  }

  /** The newest Pod line up to line `n`, or undefined before the Pod exists. */
  podAt(n: number): PodSighting | undefined {
    return this.pods[countWhere(this.pods, (sighting) => sighting.n <= n) - 1];
  }

  /** A time stamp inside an object (whole seconds) on the recording's own clock. */
  clock(timestamp: string | null | undefined): number | undefined {
    const epochMs = parseRfc3339Ms(timestamp ?? '');
    return epochMs === undefined || this.#createdAtMs === undefined ? undefined : epochMs - this.#createdAtMs;
  }

  /** Whether everything up to `t` is known: recorded, or nothing can happen any more. */
  reaches(t: number): boolean {
    return this.settled || this.endMs + SECOND_MS >= t;
  }

  /** Whether the whole run is known. */
  get whole(): boolean {
    return this.complete || this.reaches(this.facts.durationMs ?? this.endMs);
  }

  /** The runs of a container in order, from Process lines if there are any, else as far as the Pod's statuses tell. */
  runs(container: string): readonly ContainerRun[] {
    const known = this.#runs.get(container);
    if (known) return known;
    const runs = this.records('Process') ? this.#processRuns(container) : runsFromStatuses(this.pods, container, (timestamp) => this.clock(timestamp));
    this.#runs.set(container, runs);
    return runs;
  }

  /** The nth run, 1-based, or the last. Runs read off the status may have gaps, there the instance number decides. */
  run(container: string, which: number | 'last'): ContainerRun | undefined {
    const runs = this.runs(container);
    if (which === 'last') return runs.at(-1);
    return this.records('Process') ? runs[which - 1] : runs.find((run) => run.instance === which);
  }

  /** All containers that appear. */
  containers(): string[] {
    const names = new Set(this.of('Process').map(({ line }) => line.container));
    for (const { pod } of this.pods) for (const { name } of containerStatuses(pod)) names.add(name);
    return [...names];
  }

  #processRuns(container: string): readonly ContainerRun[] {
    const ledger = new RunLedger();
    for (const { line, n } of this.of('Process')) if (line.container === container) ledger.take(line, n);
    return ledger.runs;
  }

  #end(): number {
    const last = this.lines.at(-1)?.t ?? 0;
    const isOpenSimulation = this.meta?.source === 'simulator' && this.#byKind.End === undefined;
    return isOpenSimulation ? Math.max(last, this.facts.durationMs ?? 0) : last;
  }

  #isSettled(): boolean {
    const last = this.pods.at(-1);
    if (!last || this.facts.staticPod || this.#doesAnythingRun(last.pod)) return false;
    if (last.gone) return true;
    const done = new Set(
      this.of('Action')
        .map(({ line }) => line.index)
        .filter((index) => index > 0),
    ).size;
    return isTerminal(last.pod) && done >= this.facts.actions.length && this.endMs >= last.t + QUIET_MS;
  }

  #doesAnythingRun(pod: WatchedPod): boolean {
    if (!this.records('Process')) return containerStatuses(pod).some((status) => status.state?.running);
    return this.containers().some((container) => this.runs(container).some((run) => !run.exit));
  }
}

/** How many items at the beginning of a list fulfil a test that no later one fulfils. */
function countWhere<Item>(items: readonly Item[], test: (item: Item) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(items[middle] as Item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
