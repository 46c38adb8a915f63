/** The run in one sentence, and the numbers under it: what a reader wants to know before any chart. */
import type { Pod } from '../../model/kubernetes.ts';
import type { Trace, TraceRecord } from '../../model/trace.ts';
import { texts } from '../texts/index.ts';

export interface Outcome {
  headline: string;
  /** Short facts, most important first; the first is always worth its room. */
  facts: string[];
}

/** What became of one container, counted. */
interface ContainerFacts {
  name: string;
  starts: number;
  /** Exit codes in order. */
  exits: number[];
  killedBy: Map<string, number>;
  oomKills: number;
  /** Ended by itself with an exit code other than 0. */
  crashes: number;
  completions: number;
  /** SIGKILL after a stop signal that did not work. */
  forced: number;
  /** Hooks that did not end well, and how. */
  hooks: Map<string, string>;
}

const words = texts.outcome;

export function outcomeOf(trace: Trace): Outcome {
  const refused = trace.records.find((record) => record.kind === 'Action' && record.index === 0 && record.error !== undefined);
  if (refused?.kind === 'Action' && refused.error) return { headline: words.refused, facts: [refused.error.message] };
  const containers = containerFacts(trace);
  return { headline: headlineOf(trace, containers), facts: factsOf(trace, containers) };
}

/** What happened to the containers, the first few; else what became of the Pod as a whole. */
function headlineOf(trace: Trace, containers: ContainerFacts[]): string {
  const last = lastPod(trace);
  const stories = containers.map((container) => ({ name: container.name, clauses: clausesOf(container) })).filter(({ clauses }) => clauses.length > 0);
  if (stories.length > 0) return words.all(stories.slice(0, 2).map(({ name, clauses }) => words.container(name, clauses)));
  const failedPull = trace.records.find((record) => record.kind === 'Image' && record.result === 'failed');
  const neverStarted = containers.filter(({ starts }) => starts === 0).map(({ name }) => name);
  if (failedPull?.kind === 'Image' && neverStarted.includes(failedPull.container)) return words.imageMissing(failedPull.container);
  if (last?.status.phase === 'Failed' && last.status.reason) return words.evicted(last.status.reason);
  if (last && last.spec.nodeName === undefined && neverStarted.length === containers.length) return words.neverScheduled;
  if (neverStarted.length > 0) return words.neverStarted(neverStarted, last && waitingReason(last, neverStarted[0] ?? ''));
  if (last?.status.phase === 'Succeeded' && last.metadata.deletionTimestamp === undefined) return words.cleanEnd;
  if (trace.records.some((record) => record.kind === 'Pod' && record.type === 'DELETED')) return words.deleted;
  const losses = readySpans(trace).filter(({ lost }) => lost).length;
  if (losses > 0) return words.lostReady(losses);
  const main = new Set(last?.spec.containers.map(({ name }) => name));
  const mainContainers = containers.filter(({ name }) => main.has(name));
  const completed = mainContainers.filter(({ starts, exits }) => starts === exits.length).map(({ name }) => name);
  const running = mainContainers.filter(({ starts, exits }) => starts > exits.length).map(({ name }) => name);
  return words.allWell(completed, running);
}

/** Why the API says that a container does not run. */
function waitingReason(pod: Pod, container: string): string | undefined {
  const status = [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])].find(({ name }) => name === container);
  return status?.lastState.terminated?.reason ?? status?.state.terminated?.reason ?? status?.state.waiting?.reason;
}

/** Predicates of one container, the causes of its restarts first. */
function clausesOf(container: ContainerFacts): string[] {
  const clauses: string[] = [];
  for (const [why, count] of container.killedBy) clauses.push(why === 'postStart' ? words.postStartKilled(count) : words.killedBy(why, count));
  if (container.oomKills > 0) clauses.push(words.oom(container.oomKills));
  if (container.crashes > 0)
    clauses.push(container.starts === 1 ? words.failedOnce(container.exits.find((code) => code !== 0) ?? 1) : words.crashed(container.crashes));
  if (container.completions > 0 && container.starts > 1 && clauses.length === 0)
    clauses.push(words.completedAgain(Math.min(container.completions, container.starts - 1)));
  for (const [hook, result] of container.hooks)
    if (!(hook === 'postStart' && container.killedBy.has('postStart'))) clauses.push(result === 'cut' ? words.hookCut(hook) : words.hookFailed(hook));
  if (container.forced > 0 && container.killedBy.size === 0) clauses.push(words.sigkill);
  return clauses;
}

function containerFacts(trace: Trace): ContainerFacts[] {
  const byName = new Map<string, ContainerFacts>();
  const of = (name: string): ContainerFacts => {
    const known = byName.get(name);
    if (known) return known;
    const fresh: ContainerFacts = { name, starts: 0, exits: [], killedBy: new Map(), oomKills: 0, crashes: 0, completions: 0, forced: 0, hooks: new Map() };
    byName.set(name, fresh);
    return fresh;
  };
  for (const { name } of lastPod(trace)?.spec.containers ?? []) of(name);
  // A run that was told to stop did not crash, whatever its exit code.
  const stopped = new Set<string>();
  const run = (record: { container: string; instance: number }) => `${record.container} ${record.instance}`;
  for (const record of trace.records) count(record);
  return [...byName.values()];

  function count(record: TraceRecord): void {
    switch (record.kind) {
      case 'Process':
        if (record.what === 'start') of(record.container).starts += 1;
        if (record.what === 'exit') countExit(record);
        break;
      case 'Decision':
        if (record.decision.what === 'kill' && ['liveness', 'startup', 'postStart'].includes(record.decision.reason)) {
          const { killedBy } = of(record.container);
          killedBy.set(record.decision.reason, (killedBy.get(record.decision.reason) ?? 0) + 1);
        }
        break;
      case 'Signal':
        stopped.add(run(record));
        if (record.signal === 'SIGKILL') of(record.container).forced += 1;
        break;
      case 'Hook':
        if (record.what === 'end' && record.result !== undefined && record.result !== 'ok') of(record.container).hooks.set(record.hook, record.result);
        break;
      default:
    }
  }

  function countExit(record: TraceRecord & { kind: 'Process' }): void {
    const container = of(record.container);
    container.exits.push(record.exitCode ?? 0);
    if (record.reason === 'OOMKilled') container.oomKills += 1;
    else if (record.exitCode === 0) container.completions += 1;
    else if (!stopped.has(run(record))) container.crashes += 1;
  }
}

function factsOf(trace: Trace, containers: ContainerFacts[]): string[] {
  const restarts = containers.reduce((sum, { starts }) => sum + Math.max(0, starts - 1), 0);
  const codes = [...new Set(containers.flatMap(({ exits }) => exits))].filter((code) => code !== 0);
  const last = lastPod(trace);
  const isDeleted = trace.records.some((record) => record.kind === 'Pod' && record.type === 'DELETED');
  return [
    words.restarts(restarts),
    ...(codes.length > 0 ? [words.exits(codes)] : []),
    words.ready(readySpans(trace).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)),
    ...(last ? [words.ended(last.status.phase, isDeleted)] : []),
  ];
}

/** The stretches in which the API said that the Pod is Ready. `lost`: it ended though nobody had deleted the Pod and it was to go on. */
function readySpans(trace: Trace): { fromMs: number; toMs: number; lost: boolean }[] {
  const spans: { fromMs: number; toMs: number; lost: boolean }[] = [];
  let sinceMs: number | undefined;
  for (const record of trace.records) {
    if (record.kind !== 'Pod') continue;
    const { metadata, status } = record.object;
    const isReady = record.type !== 'DELETED' && status.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') === true;
    if (isReady && sinceMs === undefined) sinceMs = record.t;
    if (isReady || sinceMs === undefined) continue;
    spans.push({ fromMs: sinceMs, toMs: record.t, lost: record.type !== 'DELETED' && metadata.deletionTimestamp === undefined && status.phase === 'Running' });
    sinceMs = undefined;
  }
  if (sinceMs !== undefined) spans.push({ fromMs: sinceMs, toMs: trace.endMs, lost: false });
  return spans;
}

function lastPod(trace: Trace): Pod | undefined {
  const record = trace.records.findLast((each) => each.kind === 'Pod');
  return record?.kind === 'Pod' ? record.object : undefined;
}
