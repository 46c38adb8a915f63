/** A run in one sentence, and one line of numbers under it: what an expert would say before looking at any chart. */
import type { Pod } from '../../model/kubernetes.ts';
import type { Scenario, Taint } from '../../model/scenario.ts';
import { taintsAfter, taintText, tolerationOf } from '../../model/taints.ts';
import { type DecisionRecord, type PodRecord, type ProcessRecord, refusalText, type Trace } from '../../model/trace.ts';
import { isEndlessDrain, refusalsOf } from '../evictions.ts';
import { type ContainerHistory, containerOfEvent, type History, historyOf, hookOf, passed, type Run } from '../history.ts';
import { firstLine, pullFaultOf, unfitText } from '../messages.ts';
import { isReady, statusesOf } from '../pods.ts';
import { verdictTexts } from '../texts/en/verdict.ts';
import type { Translation } from '../texts/translation.ts';
import type { Measures, Tone, Verdict } from '../types.ts';
import { chaptersOf, endingOf, isTrouble, type Tale, taleOf } from './chapters.ts';
import type { LateStart, Prelude, Stop, TakenBy, WayToReady } from './facts.ts';
import { lastPod, measuresOf, readySpans, stopRequestedMs } from './measures.ts';

interface Headline {
  headline: string;
  tone: Tone;
  /** What the line begins with, if it is not the numbers. */
  because?: string;
  /** When the Pod became Ready and that it stayed so is said: the line tells how it came to that. */
  saysReady?: true;
}

type Words = Translation['verdict'];

/**
 * @param scenario what was run: only its kind of object and the delay of its endpoints are used, so it may be absent.
 * @param translation absent: English.
 */
export function verdictOf(trace: Trace, scenario?: Scenario, translation?: Translation): Verdict {
  const words = translation?.verdict ?? verdictTexts;
  const history = historyOf(trace);
  const measures = measuresOf(trace, scenario?.cluster.latency.endpointsMs);
  const { headline, tone, because, saysReady } = headlineOf(words, history, scenario, measures);
  const cut = trace.cut ? words.cutBecause(trace.cut.atMs, trace.cut.message) : '';
  const line = words.sentences([because ?? '', numbersOf(words, history, measures, saysReady), cut].filter((part) => part !== ''));
  return { headline: trace.cut ? words.cut(trace.cut.atMs, headline) : headline, line, measures, tone };
}

function headlineOf(words: Words, history: History, scenario: Scenario | undefined, measures: Measures): Headline {
  return (
    refused(words, history) ??
    neverRan(words, history, scenario) ??
    troubled(words, history) ??
    unfinished(words, history) ??
    terminated(words, history, scenario, measures) ??
    finished(words, history, scenario) ??
    notEvicted(words, history) ??
    readiness(words, history, measures) ??
    well(words, history)
  );
}

function refused(words: Words, history: History): Headline | undefined {
  const error = history.actions.find(({ index }) => index === 0)?.error;
  if (!error || history.pods.length > 0) return undefined;
  return { headline: words.refused, tone: 'bad', because: words.said(firstLine(error.message, 240)) };
}

/** Nothing of the app ran: where it got stuck. */
function neverRan(words: Words, history: History, scenario: Scenario | undefined): Headline | undefined {
  const last = lastPod(history);
  const apps = history.containers.filter(({ role }) => role === 'app');
  const never = apps.filter(({ runs }) => runs.length === 0).map(({ name }) => name);
  if (!last || never.length === 0) return undefined;
  const node = last.spec.nodeName;
  if (scenario && node !== undefined && node !== scenario.cluster.node.name) {
    const goneMs = history.pods.find(({ type }) => type === 'DELETED')?.t;
    return { headline: words.nodeUnknown(node, last.status.phase === 'Failed' ? goneMs : undefined), tone: 'bad' };
  }
  if (last.status.phase === 'Failed' && last.status.reason !== undefined)
    return {
      headline: words.failedBeforeStart(never, last.status.reason),
      tone: 'bad',
      ...(last.status.message !== undefined && { because: words.said(firstLine(last.status.message, 200)) }),
    };
  if (node === undefined) {
    const message = last.status.conditions?.find(({ type }) => type === 'PodScheduled')?.message;
    return { headline: words.unscheduled, tone: 'bad', ...(message !== undefined && { because: words.said(unfitText(message)) }) };
  }
  const stuck = history.containers.find(({ role, runs }) => (role === 'app' ? runs.length === 0 : false)) ?? apps[0];
  if (!stuck) return undefined;
  const blocker = history.containers.find((container) => container.role !== 'app' && blocks(history, container));
  return (
    (blocker && blockedBy(words, history, blocker, stuck)) ??
    stuckIn(words, history, stuck) ??
    (last.metadata.deletionTimestamp === undefined
      ? { headline: words.neverStarted(never), tone: 'bad' }
      : { headline: words.deletedBeforeStart(never), tone: 'neutral' })
  );
}

function blocks(history: History, { role, runs, spec, probes }: ContainerHistory): boolean {
  const last = runs.at(-1);
  const isStarted = !spec?.startupProbe || probes.startup.some((record) => record.instance === last?.instance && passed(record));
  if (role === 'sidecar') return last === undefined || !isStarted || endingOf(history, last).what !== 'running';
  return last === undefined || last.exit?.exitCode !== 0;
}

function blockedBy(words: Words, history: History, blocker: ContainerHistory, stuck: ContainerHistory): Headline | undefined {
  const failures = blocker.runs.filter(({ exit }) => exit !== undefined && exit.exitCode !== 0).length;
  const kind = blocker.role === 'sidecar' ? 'sidecar' : 'init';
  const tale = taleOf(history, blocker);
  if (failures > 0 && !blocker.runs.some(({ kill }) => kill)) return { headline: words.blocked.failed(kind, blocker.name, failures, stuck.name), tone: 'bad' };
  if (tale) return { headline: words.blocked.troubled(kind, blocker.name, tale, stuck.name), tone: 'bad' };
  const isUp = blocker.runs.length > 0 && blocker.runs.at(-1)?.exit === undefined;
  if (isUp) return { headline: words.blocked.running(kind, blocker.name, stuck.name), tone: 'bad' };
  return stuckIn(words, history, blocker);
}

function stuckIn(words: Words, history: History, container: ContainerHistory): Headline | undefined {
  const { name } = container;
  const failed = container.images.filter(({ result }) => result === 'failed');
  const lastPull = failed.at(-1);
  if (lastPull)
    return {
      headline: words.neverPulled(name),
      tone: 'bad',
      because: words.pull({ image: lastPull.image, fault: pullFaultOf(lastPull.message), attempts: failed.length }),
    };
  const lastOfVolume = history.volumeImages.findLast(({ what }) => what === 'pullEnd');
  if (lastOfVolume?.result === 'failed')
    return { headline: words.volumeNeverPulled, tone: 'bad', because: words.pull({ image: lastOfVolume.image, fault: pullFaultOf(lastOfVolume.message) }) };
  const waiting = lastWaiting(history, name);
  switch (waiting?.reason) {
    case 'ErrImageNeverPull':
      return { headline: words.notOnNode(name), tone: 'bad' };
    case 'InvalidImageName':
      return { headline: words.invalidName(name), tone: 'bad', because: words.said(container.spec?.image ?? '') };
    case 'CreateContainerConfigError':
    case 'CreateContainerError':
      return { headline: words.notCreated(name, waiting.reason), tone: 'bad', because: words.said(firstLine(waiting.message ?? '', 200)) };
    case 'RunContainerError':
    case 'CrashLoopBackOff': {
      const why = history.events.findLast((record) => record.object.reason === 'Failed' && containerOfEvent(record) === name);
      const program = /exec: "([^"]+)"/.exec(why?.object.message ?? '')?.[1];
      return { headline: words.cannotStart(name, program), tone: 'bad', because: words.startAttempts(why?.object.count ?? 1) };
    }
    default: {
      // Of a pull secret that cannot be read the kubelet makes the error both reason and message
      if (waiting?.reason !== undefined && waiting.reason === waiting.message)
        return { headline: words.neverPulled(name), tone: 'bad', because: words.said(waiting.reason) };
      const mount = history.events.findLast(({ object }) => object.reason === 'FailedMount' || object.reason === 'FailedCreatePodSandBox');
      if (mount) return { headline: words.stuckCreating(mount.object.reason), tone: 'bad', because: words.said(firstLine(mount.object.message, 200)) };
      const holder = history.containers.find(({ runs }) => runs.some((run) => hookOf(run, 'postStart', 'start') && !hookOf(run, 'postStart', 'end')));
      return holder && { headline: words.heldByHook(holder.name, name), tone: 'bad' };
    }
  }
}

function lastWaiting(history: History, name: string): { reason?: string; message?: string } | undefined {
  for (const record of history.pods.toReversed()) {
    const waiting = statusesOf(record.object).find((status) => status.name === name)?.state.waiting;
    if (waiting?.reason !== undefined && waiting.reason !== 'ContainerCreating' && waiting.reason !== 'PodInitializing') return waiting;
  }
  return undefined;
}

/** Something went wrong with a container; the most troubled one is told of first. */
function troubled(words: Words, history: History): Headline | undefined {
  const told = history.containers.flatMap((container) => {
    const tale = taleOf(history, container);
    const weight = chaptersOf(history, container)
      .filter(isTrouble)
      .reduce((sum, { count }) => sum + count, 0);
    return tale === undefined ? [] : [{ container, name: container.name, tale, weight }];
  });
  told.sort((a, b) => b.weight - a.weight);
  const [first] = told;
  if (!first) return undefined;
  const isJob = history.pod?.spec.restartPolicy !== 'Always';
  const apps = history.containers.filter(({ role }) => role === 'app');
  const isOver = first.tale.what === 'troubles' && (first.tale.outcome === 'clean run' || first.tale.outcome === 'done');
  if (isJob && first.weight === 1 && told.length === 1 && apps.length === 1 && first.container.role === 'app') {
    const only = finished(words, history, undefined);
    if (only && only.tone === 'bad' && first.container.runs.length === 1 && !beginsWithKill(first.tale)) return only;
  }
  return { headline: words.troubled(told, history.containers.length > 1, isOver ? undefined : endOf(history)), tone: isOver ? 'neutral' : 'bad' };
}

function beginsWithKill(tale: Tale): boolean {
  const first = tale.what === 'troubles' ? tale.troubles[0]?.ending : undefined;
  return first?.what === 'killed' && first.by !== 'definition';
}

/** The end of a Pod that was not deleted, if that is not clear from its containers. */
function endOf(history: History): { phase: string; reason?: string } | undefined {
  const last = lastPod(history);
  if (!last || last.metadata.deletionTimestamp !== undefined || !['Succeeded', 'Failed'].includes(last.status.phase)) return undefined;
  const { phase, reason } = last.status;
  return { phase, ...(reason !== undefined && { reason }) };
}

/** The work is done, but something beside it keeps the Pod. */
function unfinished(words: Words, history: History): Headline | undefined {
  if (history.pod?.spec.restartPolicy === 'Always' || lastPod(history)?.status.phase !== 'Running') return undefined;
  const apps = history.containers.filter(({ role }) => role === 'app');
  const done = apps.filter(({ runs }) => runs.at(-1)?.exit?.exitCode === 0).map(({ name }) => name);
  const going = apps.filter(({ runs }) => runs.length > 0 && runs.at(-1)?.exit === undefined).map(({ name }) => name);
  if (done.length === 0 || going.length === 0) return undefined;
  return { headline: words.unfinished(done, going), tone: 'bad' };
}

/** Nothing went wrong before the Pod was to go: how it went. */
function terminated(words: Words, history: History, scenario: Scenario | undefined, { refusedMs = 0 }: Measures): Headline | undefined {
  const marked = history.pods.find(({ object }) => object.metadata.deletionTimestamp !== undefined);
  const gone = history.pods.find(({ type }) => type === 'DELETED');
  if (!marked && !gone) return undefined;
  const stops = history.containers
    .filter(({ role }) => role !== 'init')
    .flatMap(({ runs }) => runs.flatMap((run) => (run.kill && run.exit ? [{ run, exit: run.exit, kill: run.kill }] : [])));
  const last = stops.toSorted((a, b) => a.exit.t - b.exit.t).at(-1);
  if (gone && last && last.exit.t > gone.t) return { headline: words.outlivedObject(gone.t, last.exit.t - gone.t), tone: 'bad' };
  const by = marked && takenBy(history, scenario, marked);
  const alive = history.containers.filter(({ runs }) => runs.some(({ exit }) => exit === undefined)).map(({ name }) => name);
  if (!gone && alive.length > 0) return { headline: words.stillTerminating(alive, by?.nodeIsLost ?? false), tone: 'bad' };
  if (!last) {
    const done = finished(words, history, undefined);
    return { headline: done ? words.thenDeleted(done.headline) : words.nothingToStop, tone: done?.tone ?? 'neutral' };
  }
  const first = stops.toSorted((a, b) => a.kill.t - b.kill.t)[0];
  const isRefused = refusedMs >= NOTICED_MS;
  const before = preludeOf(history, first && marked ? first.kill.t - marked.t : 0, isRefused ? refusedMs : 0);
  const stop = stopOf(history, stops, last);
  const holding = gone ? undefined : history.pods.at(-1)?.object.metadata.finalizers;
  if (holding && holding.length > 0) return { headline: words.held(words.stopped(before, stop, by), holding), tone: 'bad' };
  return { headline: words.stopped(before, stop, by), tone: toneOf(before !== undefined || by?.who === 'taint eviction controller', stop, isRefused) };
}

/** By the condition DisruptionTarget, which is there before the deletion. */
function takenBy(history: History, scenario: Scenario | undefined, { id, object }: PodRecord): TakenBy | undefined {
  const before = history.actions.filter((action) => action.id < id);
  switch (object.status.conditions?.find(({ type }) => type === 'DisruptionTarget')?.reason) {
    case 'EvictionByEvictionAPI':
      return {
        who: before.findLast(({ what }) => what === 'node-drain' || what === 'evict')?.what === 'node-drain' ? 'drain' : 'Eviction API',
        taints: [],
        nodeIsLost: false,
      };
    case 'PreemptionByScheduler':
      return { who: 'scheduler', taints: [], nodeIsLost: false };
    case 'DeletionByTaintManager': {
      const given = scenario ? taintsAfter(scenario, before) : [];
      const found = given.filter((taint) => taint.effect === 'NoExecute' && !staysWith(taint, object, scenario));
      const nodeIsLost = found.length === 0 && history.events.some((event) => event.id < id && event.object.reason === 'NodeNotReady');
      return { who: 'taint eviction controller', taints: found.map(taintText), nodeIsLost };
    }
    default:
      return undefined;
  }
}

/** Whether the Pod tolerates a taint for ever. */
function staysWith(taint: Taint, { spec }: Pod, scenario: Scenario | undefined): boolean {
  const toleration = tolerationOf(taint, spec, scenario?.cluster.featureGates ?? {});
  return toleration !== undefined && toleration.tolerationSeconds === undefined;
}

/** What is shorter than this goes unnoticed. */
const NOTICED_MS = 200;

function preludeOf(history: History, waitedMs: number, refusedMs: number): Prelude | undefined {
  if (waitedMs > 2000) return { what: 'waited', ms: waitedMs };
  const gaps = gapsOf(history);
  if (gaps.length > 0) return { what: 'out', times: gaps.length, ms: sumOf(gaps) };
  return refusedMs > 0 ? { what: 'refused', ms: refusedMs } : undefined;
}

/** @param isTroubled whether something went before that is no trouble yet, but not as it should be either */
function toneOf(isTroubled: boolean, { how }: Stop, isRefused: boolean): Tone {
  if (how === 'SIGKILL' || (isRefused && (how === 'clean' || how === 'unclean'))) return 'bad';
  return !isTroubled && how === 'clean' ? 'good' : 'neutral';
}

interface StoppedRun {
  run: Run;
  kill: DecisionRecord;
  exit: ProcessRecord;
}

function stopOf(history: History, stops: readonly StoppedRun[], last: StoppedRun): Stop {
  const takesMs = last.exit.t - last.kill.t;
  const forced = stops.filter(({ run }) => run.signals.some(({ signal }) => signal === 'SIGKILL'));
  if (forced.length > 0) return { takesMs, ...forcedStop(history, forced) };
  const hooked = stops.find(({ run }) => ['cut', 'failed'].includes(hookOf(run, 'preStop', 'end')?.result ?? ''));
  const end = hooked && hookOf(hooked.run, 'preStop', 'end');
  if (end?.result === 'cut') return { takesMs, how: 'hook cut' };
  if (hooked && end && hooked.exit.id < end.id) return { takesMs, how: 'hook ended its container', exitCode: hooked.exit.exitCode ?? 0 };
  if (end) return { takesMs, how: 'hook failed' };
  const unclean = stops.find(({ exit }) => exit.exitCode !== 0);
  if (unclean) return { takesMs, how: 'unclean', container: unclean.run.container, exitCode: unclean.exit.exitCode ?? 0 };
  return { takesMs, how: 'clean', ...orderOf(history, stops) };
}

/** Sidecars stop in an order of their own: when the containers are gone, the last of the list first. */
function orderOf(history: History, stops: readonly StoppedRun[]): { order?: string[] } {
  const isSidecar = (run: Run) => history.containers.some(({ name, role }) => name === run.container && role === 'sidecar');
  if (!stops.some(({ run }) => isSidecar(run))) return {};
  return { order: [...new Set(stops.toSorted((a, b) => a.exit.id - b.exit.id).map(({ run }) => run.container))] };
}

function forcedStop(history: History, forced: readonly StoppedRun[]) {
  const [{ run, kill } = {}] = forced;
  const end = run && hookOf(run, 'preStop', 'end');
  const hookMs = end && kill ? end.t - kill.t : 0;
  const wasLeaving = run?.signals.some(({ handled, signal }) => handled && signal !== 'SIGKILL') === true;
  const because = end?.result === 'cut' ? 'hook cut' : hookMs >= 1000 && wasLeaving ? 'hook took the time' : 'SIGTERM did nothing';
  return { how: 'SIGKILL', containers: history.containers.length > 1 ? forced.map((each) => each.run.container) : [], because, hookMs } as const;
}

/** A Pod that is done, one way or the other. */
function finished(words: Words, history: History, scenario: Scenario | undefined): Headline | undefined {
  const last = lastPod(history);
  const phase = last?.status.phase;
  if (!last || (phase !== 'Succeeded' && phase !== 'Failed')) return undefined;
  const isOfJob = scenario !== undefined && ['Job', 'CronJob'].includes(scenario.podSource.kind);
  const exitsOf = (roles: readonly ContainerHistory['role'][]) =>
    history.containers.filter(({ role }) => roles.includes(role)).flatMap(({ runs }) => runs.at(-1)?.exit ?? []);
  const exits = exitsOf(['app']);
  // Sidecars are stopped when the others are done, and the Pod is done when they are
  const end = Math.max(0, ...exitsOf(['app', 'sidecar']).map(({ t }) => t));
  if (phase === 'Succeeded' && endedByKubelet(history, last)) return { headline: words.completedAllTheSame(end), tone: 'neutral' };
  if (phase === 'Succeeded') return { headline: words.completed(isOfJob, end), tone: 'good' };
  if (last.status.reason !== undefined)
    return {
      headline: words.failed(isOfJob, last.status.reason),
      tone: 'bad',
      ...(last.status.message !== undefined && { because: words.said(firstLine(last.status.message, 200)) }),
    };
  const bad = exits.find(({ exitCode }) => exitCode !== 0);
  const told = bad && { container: bad.container, isOom: bad.reason === 'OOMKilled', exitCode: bad.exitCode ?? 1 };
  return { headline: words.failedBy(isOfJob, told), tone: 'bad' };
}

/**
 * An eviction, a preemption or a shutdown of the node says Failed, but the phase is worked out anew from the exit codes once the containers are down
 * (`pkg/kubelet/kubelet_pods.go: generateAPIPodStatus`).
 */
function endedByKubelet({ events }: History, { status }: Pod): boolean {
  const isDisrupted = status.conditions?.some(({ type, reason }) => type === 'DisruptionTarget' && reason === 'TerminationByKubelet') ?? false;
  return isDisrupted || events.some(({ object }) => object.reason === 'Evicted');
}

/** It runs, and nothing was restarted: is it ready, and did it stay so? */
function readiness(words: Words, history: History, { restarts }: Measures): Headline | undefined {
  const spans = readySpans(history);
  const end = stopRequestedMs(history);
  const [first] = spans;
  if (!first) {
    const last = lastPod(history);
    const reason = last?.status.conditions?.find(({ type }) => type === 'Ready');
    if (!last) return undefined;
    const hanging = history.containers.find(({ runs }) => runs.some((run) => hookOf(run, 'postStart', 'start') && !hookOf(run, 'postStart', 'end')));
    if (hanging) return { headline: words.hookNeverEnds(hanging.name), tone: 'bad' };
    return {
      headline: reason?.reason === 'ReadinessGatesNotReady' ? words.gateClosed : words.neverReady,
      tone: 'bad',
      ...(reason?.message !== undefined && { because: words.said(reason.message) }),
    };
  }
  const gaps = gapsOf(history);
  if (gaps.length === 0) return undefined;
  if (spans.at(-1)?.toMs !== history.trace.endMs && end === history.trace.endMs)
    return { headline: words.outForGood(gaps.length, gaps.at(-1) ?? 0), tone: 'bad' };
  return { headline: words.outAndBack(gaps.length, sumOf(gaps), restarts), tone: 'neutral' };
}

/** How long the Pod was not Ready between its first Ready and its end, one number for each time. */
function gapsOf(history: History): number[] {
  const spans = readySpans(history);
  const end = stopRequestedMs(history);
  return spans.flatMap(({ toMs }, index) => {
    const back = Math.min(spans[index + 1]?.fromMs ?? end, end);
    return toMs < back ? [back - toMs] : [];
  });
}

function sumOf(lengths: readonly number[]): number {
  return lengths.reduce((sum, ms) => sum + ms, 0);
}

/** The Pod runs on although somebody asked for its eviction. */
function notEvicted(words: Words, history: History): Headline | undefined {
  const refusals = refusalsOf(history);
  const last = refusals.at(-1);
  if (last?.error === undefined) return undefined;
  return { headline: words.notEvicted(isEndlessDrain(last), refusals.length), tone: 'bad', because: words.said(refusalText({ error: last.error })) };
}

function well(words: Words, history: History): Headline {
  const [first] = readySpans(history);
  const last = lastPod(history);
  if (!last || !first || !isReady(last)) return { headline: words.phase(last?.status.phase), tone: 'neutral' };
  const late = lateStart(history);
  if (late) return { headline: words.late(late), tone: 'neutral' };
  const blind = history.containers.flatMap(({ name, probes }) =>
    probes.liveness.length > 0 && probes.liveness.every(({ result }) => result === 'error') ? [name] : [],
  );
  if (blind.length > 0) return { headline: words.blindLiveness(first.fromMs, blind), tone: 'neutral', saysReady: true };
  return { headline: words.ready(first.fromMs), tone: 'good', saysReady: true };
}

/** Of the container that was the last to be ready: what its readiness waited for. */
function wayToReady({ containers, pod }: History): WayToReady | undefined {
  const ways = containers.flatMap(({ name, role, runs: [run], spec, probes }): WayToReady[] => {
    if (role === 'init' || !run) return [];
    const startMs = run.start.t;
    const notable = (ms: number | undefined) => (ms !== undefined && ms - startMs >= NOTICED_MS ? ms : undefined);
    const servesMs = notable(run.serving.find(({ what }) => what === 'serving')?.t);
    const hookMs = notable(hookOf(run, 'postStart', 'end')?.t);
    const probe = (['readiness', 'startup'] as const).find((type) => spec?.[`${type}Probe`] !== undefined);
    const pass = probe && probes[probe].find(passed);
    return [
      {
        container: name,
        startMs,
        ...(servesMs !== undefined && { servesMs }),
        ...(hookMs !== undefined && { hookMs }),
        ...(probe && pass && { passed: { probe, atMs: pass.t + pass.takesMs } }),
        isGated: pod?.spec.readinessGates !== undefined,
      },
    ];
  });
  const lastMs = ({ startMs, hookMs, passed: pass }: WayToReady) => pass?.atMs ?? hookMs ?? startMs;
  return ways.toSorted((a, b) => lastMs(a) - lastMs(b)).at(-1);
}

function lateStart(history: History): LateStart | undefined {
  for (const { name, runs, images } of history.containers) {
    const start = runs[0]?.start;
    if (!start) continue;
    const failed = images.filter(({ result, id }) => result === 'failed' && id < start.id);
    if (failed.length > 0) return { what: 'image', container: name, failedPulls: failed.length, startMs: start.t };
    const error = history.events.findLast((record) => record.id < start.id && record.object.reason === 'Failed' && containerOfEvent(record) === name);
    if (error) return { what: 'creation', container: name, startMs: start.t, message: firstLine(error.object.message.replace(/^Error: /, ''), 80) };
    const mount = history.events.findLast((record) => record.id < start.id && ['FailedMount', 'FailedScheduling'].includes(record.object.reason));
    if (mount) return { what: 'Event', reason: mount.object.reason, startMs: start.t };
  }
  return undefined;
}

/** A fault that is noticed sooner than this is noticed at once. */
const DETECTION_MS = 100;
const OUTAGE_MS = 500;

/** The numbers that the line tells; clients say more than the conditions do. */
function numbersOf(words: Words, history: History, measures: Measures, saysReady = false): string {
  if (!history.pod) return '';
  const { trafficMs, answeredMs, timeToReadyMs, readyMs, restarts, outageMs, graceUsedMs, graceMs, detectionMs = 0 } = measures;
  const container = history.containers.find(({ role }) => role === 'app')?.name ?? '';
  const traffic = trafficMs !== undefined && answeredMs !== undefined && trafficMs > 0 ? { traffic: { container, sentMs: trafficMs, answeredMs } } : undefined;
  const isDeleted = history.pods.some(({ object }) => object.metadata.deletionTimestamp !== undefined);
  const way = saysReady ? wayToReady(history) : undefined;
  return words.line({
    ...traffic,
    ...(way && { way }),
    ...(timeToReadyMs !== undefined && { timeToReadyMs }),
    readyMs,
    restarts,
    ...(outageMs !== undefined && outageMs >= OUTAGE_MS && !traffic && { outageMs }),
    ...(detectionMs >= DETECTION_MS && { detectionMs }),
    ...(graceUsedMs !== undefined && graceMs !== undefined && isDeleted && { grace: { usedMs: graceUsedMs, ofMs: graceMs } }),
  });
}
