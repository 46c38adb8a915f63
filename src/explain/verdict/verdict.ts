/** A run in one sentence, and one line of numbers under it: what somebody who knows would say before any chart. */
import type { Scenario } from '../../model/scenario.ts';
import type { Trace } from '../../model/trace.ts';
import { type ContainerHistory, containerOfEvent, type History, historyOf, hookOf, passed, type Run } from '../history.ts';
import { isReady, statusesOf } from '../pods.ts';
import { pullError } from '../tell/images.ts';
import { unfitWords } from '../tell/scheduling.ts';
import type { Measures, Tone, Verdict } from '../types.ts';
import { at, capital, firstLine, joined, listed, plural, span, times } from '../words.ts';
import { chaptersOf, endingOf, isTrouble, restartWords, storyOf } from './chapters.ts';
import { lastPod, measuresOf, readySpans, stopRequestedMs } from './measures.ts';

interface Headline {
  headline: string;
  tone: Tone;
  /** What the line begins with, if it is not the numbers. */
  because?: string;
}

/** @param scenario what was run: only its kind of object and the delay of its endpoints are used, so it may be absent. */
export function verdictOf(trace: Trace, scenario?: Scenario): Verdict {
  const history = historyOf(trace);
  const measures = measuresOf(trace, scenario?.cluster.latency.endpointsMs);
  const { headline, tone, because } = headlineOf(history, scenario, measures);
  const cut = trace.cut ? `The run was cut at ${at(trace.cut.atMs)}: ${trace.cut.message.replace(/\.$/, '')}.` : '';
  const line = [because ?? '', numbersOf(history, measures), cut].filter((part) => part !== '').join(' ');
  return { headline: trace.cut ? `Cut at ${at(trace.cut.atMs)}, until then: ${headline}` : headline, line, measures, tone };
}

function headlineOf(history: History, scenario: Scenario | undefined, measures: Measures): Headline {
  return (
    refused(history) ??
    neverRan(history) ??
    troubled(history) ??
    unfinished(history) ??
    terminated(history, measures) ??
    finished(history, scenario) ??
    readiness(history) ??
    well(history)
  );
}

function refused(history: History): Headline | undefined {
  const error = history.actions.find(({ index }) => index === 0)?.error;
  if (!error || history.pods.length > 0) return undefined;
  return { headline: 'Refused by the API server: there is no Pod', tone: 'bad', because: sentence(firstLine(error.message, 240)) };
}

/** Nothing of the app ran: where it got stuck. */
function neverRan(history: History): Headline | undefined {
  const last = lastPod(history);
  const apps = history.containers.filter(({ role }) => role === 'app');
  const never = apps.filter(({ runs }) => runs.length === 0).map(({ name }) => name);
  if (!last || never.length === 0) return undefined;
  if (last.status.phase === 'Failed' && last.status.reason !== undefined)
    return {
      headline: `The Pod failed before ${listed(never)} started: ${last.status.reason}`,
      tone: 'bad',
      ...(last.status.message !== undefined && { because: sentence(firstLine(last.status.message, 200)) }),
    };
  if (last.spec.nodeName === undefined) {
    const message = last.status.conditions?.find(({ type }) => type === 'PodScheduled')?.message;
    return { headline: 'Never scheduled: no node fits', tone: 'bad', ...(message !== undefined && { because: sentence(unfitWords(message)) }) };
  }
  const stuck = history.containers.find(({ role, runs }) => (role === 'app' ? runs.length === 0 : false)) ?? apps[0];
  if (!stuck) return undefined;
  const blocker = history.containers.find((container) => container.role !== 'app' && blocks(history, container));
  return (
    (blocker && blockedBy(history, blocker, stuck)) ??
    stuckIn(history, stuck) ??
    (last.metadata.deletionTimestamp === undefined
      ? { headline: `${listed(never)} never started`, tone: 'bad' }
      : { headline: `Deleted before ${listed(never)} started`, tone: 'neutral' })
  );
}

function blocks(history: History, { role, runs, spec, probes }: ContainerHistory): boolean {
  const last = runs.at(-1);
  const isStarted = !spec?.startupProbe || probes.startup.some((record) => record.instance === last?.instance && passed(record));
  if (role === 'sidecar') return last === undefined || !isStarted || endingOf(history, last).what !== 'running';
  return last === undefined || last.exit?.exitCode !== 0;
}

function blockedBy(history: History, blocker: ContainerHistory, stuck: ContainerHistory): Headline | undefined {
  const failures = blocker.runs.filter(({ exit }) => exit !== undefined && exit.exitCode !== 0).length;
  const kind = blocker.role === 'sidecar' ? 'Sidecar' : 'Init container';
  const story = storyOf(history, blocker);
  if (failures > 0 && !blocker.runs.some(({ kill }) => kill))
    return { headline: `${kind} ${blocker.name} failed ${times(failures)}, so ${stuck.name} never started`, tone: 'bad' };
  if (story !== undefined) return { headline: `${kind} ${blocker.name}: ${story}, so ${stuck.name} never started`, tone: 'bad' };
  const isUp = blocker.runs.length > 0 && blocker.runs.at(-1)?.exit === undefined;
  if (isUp)
    return {
      headline: `${kind} ${blocker.name} has not ${blocker.role === 'sidecar' ? 'passed its startup probe' : 'ended'}, so ${stuck.name} never started`,
      tone: 'bad',
    };
  return stuckIn(history, blocker);
}

function stuckIn(history: History, container: ContainerHistory): Headline | undefined {
  const { name } = container;
  const failed = container.images.filter(({ result }) => result === 'failed');
  const lastPull = failed.at(-1);
  if (lastPull)
    return {
      headline: `The image of ${name} was never pulled`,
      tone: 'bad',
      because: sentence(`${lastPull.image}: ${pullError(lastPull.message ?? '')}; ${plural(failed.length, 'attempt')}`),
    };
  const lastOfVolume = history.volumeImages.findLast(({ what }) => what === 'pullEnd');
  if (lastOfVolume?.result === 'failed')
    return {
      headline: 'The image of a volume was never pulled',
      tone: 'bad',
      because: sentence(`${lastOfVolume.image}: ${pullError(lastOfVolume.message ?? '')}`),
    };
  const waiting = lastWaiting(history, name);
  switch (waiting?.reason) {
    case 'ErrImageNeverPull':
      return { headline: `The image of ${name} is not on the node, and must not be pulled`, tone: 'bad' };
    case 'InvalidImageName':
      return { headline: `The image name of ${name} is not valid`, tone: 'bad', because: sentence(container.spec?.image ?? '') };
    case 'CreateContainerConfigError':
    case 'CreateContainerError':
      return { headline: `${name} could not be created: ${waiting.reason}`, tone: 'bad', because: sentence(firstLine(waiting.message ?? '', 200)) };
    case 'RunContainerError':
    case 'CrashLoopBackOff': {
      const why = history.events.findLast((record) => record.object.reason === 'Failed' && containerOfEvent(record) === name);
      const program = /exec: "([^"]+)"/.exec(why?.object.message ?? '')?.[1];
      return {
        headline: `${name} cannot start${program === undefined ? '' : `: ${program} is not in its image`}`,
        tone: 'bad',
        because: `${plural(why?.object.count ?? 1, 'attempt')}, with the waits of a crash loop.`,
      };
    }
    default: {
      const mount = history.events.findLast(({ object }) => object.reason === 'FailedMount' || object.reason === 'FailedCreatePodSandBox');
      if (mount)
        return { headline: `Stuck in ContainerCreating: ${mount.object.reason}`, tone: 'bad', because: sentence(firstLine(mount.object.message, 200)) };
      const holder = history.containers.find(({ runs }) => runs.some((run) => hookOf(run, 'postStart', 'start') && !hookOf(run, 'postStart', 'end')));
      return holder && { headline: `postStart of ${holder.name} holds ${name} back`, tone: 'bad' };
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

/** Something went wrong with a container; the most troubled one is told of. */
function troubled(history: History): Headline | undefined {
  const told = history.containers.flatMap((container) => {
    const story = storyOf(history, container);
    const weight = chaptersOf(history, container)
      .filter(isTrouble)
      .reduce((sum, { count }) => sum + count, 0);
    return story === undefined ? [] : [{ container, story, weight }];
  });
  told.sort((a, b) => b.weight - a.weight);
  const [first, second, ...others] = told;
  if (!first) return undefined;
  const isJob = history.pod?.spec.restartPolicy !== 'Always';
  const apps = history.containers.filter(({ role }) => role === 'app');
  if (isJob && first.weight === 1 && told.length === 1 && apps.length === 1 && first.container.role === 'app') {
    const only = finished(history, undefined);
    if (only && only.tone === 'bad' && first.container.runs.length === 1 && !first.story.startsWith('killed')) return only;
  }
  const named = history.containers.length > 1 ? `${first.container.name}: ${first.story}` : capital(first.story);
  const isOver = first.story.includes('then a clean run') || first.story.includes('then done');
  const whole = [second, ...others].reduce((text, each) => (each ? withNext(text, each) : text), named);
  return { headline: `${whole}${isOver ? '' : endWords(history)}`, tone: isOver ? 'neutral' : 'bad' };
}

const LONGEST_HEADLINE = 110;

/** Another container in trouble: its story, or its name where the story is too long. */
function withNext(text: string, { container: { name }, story }: { container: ContainerHistory; story: string }): string {
  const told = `${text}; ${name}: ${story}`;
  if (told.length <= LONGEST_HEADLINE && !text.endsWith(TOO)) return told;
  return text.endsWith(TOO) ? `${text.slice(0, -TOO.length).replace(/ (?:is|are)$/, '')}, ${name} are${TOO}` : `${text}; ${name} is${TOO}`;
}

const TOO = ' in trouble, too';

/** What a Pod came to that was not deleted, if that is not clear from its containers. */
function endWords(history: History): string {
  const last = lastPod(history);
  if (!last || last.metadata.deletionTimestamp !== undefined || !['Succeeded', 'Failed'].includes(last.status.phase)) return '';
  return `, and the Pod ends ${last.status.phase}${last.status.reason === undefined ? '' : ` (${last.status.reason})`}`;
}

/** The work is done, but something beside it keeps the Pod. */
function unfinished(history: History): Headline | undefined {
  if (history.pod?.spec.restartPolicy === 'Always' || lastPod(history)?.status.phase !== 'Running') return undefined;
  const apps = history.containers.filter(({ role }) => role === 'app');
  const done = apps.filter(({ runs }) => runs.at(-1)?.exit?.exitCode === 0).map(({ name }) => name);
  const going = apps.filter(({ runs }) => runs.length > 0 && runs.at(-1)?.exit === undefined).map(({ name }) => name);
  if (done.length === 0 || going.length === 0) return undefined;
  return { headline: `${listed(done)} is done, but ${listed(going)} keeps the Pod Running`, tone: 'bad' };
}

/** Nothing went wrong before the Pod was to go: how it went. */
function terminated(history: History, { refusedMs = 0 }: Measures): Headline | undefined {
  const marked = history.pods.find(({ object }) => object.metadata.deletionTimestamp !== undefined);
  const gone = history.pods.find(({ type }) => type === 'DELETED');
  if (!marked && !gone) return undefined;
  const stops = history.containers
    .filter(({ role }) => role !== 'init')
    .flatMap(({ runs }) => runs.flatMap((run) => (run.kill && run.exit ? [{ run, exit: run.exit, kill: run.kill }] : [])));
  const last = stops.toSorted((a, b) => a.exit.t - b.exit.t).at(-1);
  if (gone && last && last.exit.t > gone.t) {
    return { headline: `The object went at ${at(gone.t)}, the process lived ${span(last.exit.t - gone.t)} longer`, tone: 'bad' };
  }
  const alive = history.containers.filter(({ runs }) => runs.some(({ exit }) => exit === undefined));
  if (!gone && alive.length > 0)
    return {
      headline: `Still Terminating when the run ends: ${listed(alive.map(({ name }) => name))} ${alive.length === 1 ? 'has' : 'have'} not left`,
      tone: 'bad',
    };
  const done = last ? undefined : finished(history, undefined);
  if (!last) return { headline: done ? `${done.headline}, then it was deleted` : 'Deleted before anything had to be stopped', tone: done?.tone ?? 'neutral' };
  const gaps = gapsOf(history);
  const first = stops.toSorted((a, b) => a.kill.t - b.kill.t)[0];
  const waited = first && marked ? first.kill.t - marked.t : 0;
  const refused = refusedMs >= NOTICED_MS ? `${span(refusedMs)} of refused requests, then ` : '';
  const story = waited > 2000 ? `The deletion waited ${span(waited)}, then ` : gaps.length > 0 ? `${outWords(gaps)}, then ` : refused;
  const forced = stops.filter(({ run }) => run.signals.some(({ signal }) => signal === 'SIGKILL'));
  const hook = stops.find(({ run }) => ['cut', 'failed'].includes(hookOf(run, 'preStop', 'end')?.result ?? ''));
  const takes = span(last.exit.t - last.kill.t);
  const result = hook && hookOf(hook.run, 'preStop', 'end')?.result;
  if (forced.length > 0)
    return {
      headline: `${story}${forcedWords(
        history,
        forced.map(({ run }) => run),
        takes,
      )}`,
      tone: 'bad',
    };
  if (result === 'cut') return { headline: `${story}preStop was cut after ${takes}, and SIGTERM ended the rest`, tone: 'neutral' };
  if (hook && result === 'failed' && hook.exit.id < (hookOf(hook.run, 'preStop', 'end')?.id ?? 0))
    return { headline: `${story}preStop ended its own container: exit code ${hook.exit.exitCode ?? 0} after ${takes}`, tone: 'neutral' };
  if (result === 'failed') return { headline: `${story}preStop failed, which did not hold up the stop: ${takes}`, tone: 'neutral' };
  const unclean = stops.find(({ exit }) => exit.exitCode !== 0);
  const stop = unclean
    ? `stopped in ${takes}, ${unclean.run.container} with exit code ${unclean.exit.exitCode ?? 0}`
    : `a clean stop${orderWords(history, stops, takes)}`;
  const tone = refused !== '' ? 'bad' : story !== '' || unclean ? 'neutral' : 'good';
  return { headline: story === '' ? capital(stop) : `${story}${stop}`, tone };
}

/** Shorter than this nobody sees it. */
const NOTICED_MS = 200;

/** Sidecars stop in an order of their own: when the containers are gone, the last of the list first. */
function orderWords(history: History, stops: readonly { run: Run; exit: { id: number } }[], takes: string): string {
  const isSidecar = (run: Run) => history.containers.some(({ name, role }) => name === run.container && role === 'sidecar');
  if (!stops.some(({ run }) => isSidecar(run))) return `: exit code 0 after ${takes}`;
  const names = new Set(stops.toSorted((a, b) => a.exit.id - b.exit.id).map(({ run }) => run.container));
  return ` after ${takes}: ${[...names].join(', then ')}`;
}

function forcedWords(history: History, runs: readonly Run[], takes: string): string {
  const name = history.containers.length > 1 ? `${listed(runs.map(({ container }) => container))}: ` : '';
  const [run] = runs;
  const end = run && hookOf(run, 'preStop', 'end');
  if (end?.result === 'cut') return `${name}preStop was cut, then SIGKILL after ${takes}`;
  const hookMs = end && run?.kill ? end.t - run.kill.t : 0;
  const wasLeaving = run?.signals.some(({ handled, signal }) => handled && signal !== 'SIGKILL');
  if (hookMs >= 1000 && wasLeaving) return `${name}preStop took ${span(hookMs)} of the grace, so SIGKILL came before the shutdown was done`;
  return `${name}SIGTERM did not end it, SIGKILL did after ${takes}`;
}

/** A Pod that is done, one way or the other. */
function finished(history: History, scenario: Scenario | undefined): Headline | undefined {
  const last = lastPod(history);
  const phase = last?.status.phase;
  if (!last || (phase !== 'Succeeded' && phase !== 'Failed')) return undefined;
  const what = scenario && ['Job', 'CronJob'].includes(scenario.podSource.kind) ? 'The Pod of the Job' : 'The Pod';
  const exits = history.containers.filter(({ role }) => role === 'app').flatMap(({ runs }) => runs.at(-1)?.exit ?? []);
  const end = Math.max(0, ...exits.map(({ t }) => t));
  if (phase === 'Succeeded') return { headline: `${what} completed after ${span(end)}`, tone: 'good' };
  if (last.status.reason !== undefined)
    return {
      headline: `${what} failed: ${last.status.reason}`,
      tone: 'bad',
      ...(last.status.message !== undefined && { because: sentence(firstLine(last.status.message, 200)) }),
    };
  const bad = exits.find(({ exitCode }) => exitCode !== 0);
  const how = bad?.reason === 'OOMKilled' ? 'was OOMKilled' : `left with exit code ${bad?.exitCode ?? 1}`;
  return { headline: bad ? `${what} failed: ${bad.container} ${how}` : `${what} failed`, tone: 'bad' };
}

/** It runs, and nothing was restarted: is it ready, and did it stay so? */
function readiness(history: History): Headline | undefined {
  const spans = readySpans(history);
  const end = stopRequestedMs(history);
  const [first] = spans;
  if (!first) {
    const last = lastPod(history);
    const reason = last?.status.conditions?.find(({ type }) => type === 'Ready');
    if (!last) return undefined;
    const hanging = history.containers.find(({ runs }) => runs.some((run) => hookOf(run, 'postStart', 'start') && !hookOf(run, 'postStart', 'end')));
    if (hanging) return { headline: `Never Ready: postStart of ${hanging.name} does not end`, tone: 'bad' };
    return {
      headline: reason?.reason === 'ReadinessGatesNotReady' ? 'Never Ready: nobody opens the readiness gate' : 'Runs, but is never Ready',
      tone: 'bad',
      ...(reason?.message !== undefined && { because: sentence(reason.message) }),
    };
  }
  const gaps = gapsOf(history);
  if (gaps.length === 0) return undefined;
  if (spans.at(-1)?.toMs !== history.trace.endMs && end === history.trace.endMs)
    return { headline: `Out of rotation ${times(gaps.length)} and not back: ${span(gaps.at(-1) ?? 0)} so far`, tone: 'bad' };
  return { headline: `${outWords(gaps)}, without a restart`, tone: 'neutral' };
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

function outWords(gaps: readonly number[]): string {
  return `Out of rotation ${times(gaps.length)}, ${span(gaps.reduce((sum, ms) => sum + ms, 0))} in all`;
}

function well(history: History): Headline {
  const [first] = readySpans(history);
  const last = lastPod(history);
  const late = lateStart(history);
  if (last && first && late && isReady(last)) return { headline: late, tone: 'neutral' };
  const blind = history.containers.flatMap(({ name, probes }) =>
    probes.liveness.length > 0 && probes.liveness.every(({ result }) => result === 'error') ? [name] : [],
  );
  if (last && first && isReady(last) && blind.length > 0)
    return { headline: `Ready after ${span(first.fromMs)}, but the liveness probe of ${listed(blind)} never worked`, tone: 'neutral' };
  if (last && first && isReady(last)) return { headline: `Ready after ${span(first.fromMs)}, and it stays so`, tone: 'good' };
  return { headline: `The Pod is ${last?.status.phase ?? 'not there'} when the run ends`, tone: 'neutral' };
}

/** What a first start had to wait for, beside the usual. */
function lateStart(history: History): string | undefined {
  for (const { name, runs, images } of history.containers) {
    const start = runs[0]?.start;
    if (!start) continue;
    const failed = images.filter(({ result, id }) => result === 'failed' && id < start.id);
    if (failed.length > 0) return `The image of ${name} came after ${plural(failed.length, 'failed pull')}: started at ${at(start.t)}`;
    const error = history.events.findLast((record) => record.id < start.id && record.object.reason === 'Failed' && containerOfEvent(record) === name);
    if (error) return `${name} could not be created before ${at(start.t)}: ${firstLine(error.object.message.replace(/^Error: /, ''), 80)}`;
    const mount = history.events.findLast((record) => record.id < start.id && ['FailedMount', 'FailedScheduling'].includes(record.object.reason));
    if (mount) return `Waited until ${at(start.t)}: ${mount.object.reason}`;
  }
  return undefined;
}

/** `For 74.5 s the Service sent traffic to app; it answered for 24.1 s. 3 restarts.` */
function numbersOf(history: History, measures: Measures): string {
  if (!history.pod) return '';
  const { trafficMs, answeredMs, timeToReadyMs, readyMs, restarts, outageMs, graceUsedMs, graceMs } = measures;
  const app = history.containers.find(({ role }) => role === 'app')?.name ?? 'it';
  const traffic =
    trafficMs !== undefined && answeredMs !== undefined && trafficMs > 0
      ? `For ${span(trafficMs)} the Service sent traffic to ${app}; it answered for ${span(answeredMs)}`
      : undefined;
  const ready = timeToReadyMs === undefined ? 'Never Ready' : `Ready after ${span(timeToReadyMs)}, for ${span(readyMs)} in all`;
  const outage = outageMs !== undefined && outageMs >= 500 && traffic === undefined ? `down for ${span(outageMs)}` : undefined;
  const grace =
    graceUsedMs !== undefined && graceMs !== undefined && history.pods.some(({ object }) => object.metadata.deletionTimestamp !== undefined)
      ? `${span(graceUsedMs)} of ${span(graceMs)} grace`
      : undefined;
  const { detectionMs = 0 } = measures;
  const detection = detectionMs < 100 ? undefined : `fault noticed after ${span(detectionMs)}`;
  const counts = joined(restarts > 0 && restartWords(restarts), outage, detection, grace).replaceAll('; ', ', ');
  return `${traffic ?? ready}.${counts === '' ? '' : ` ${capital(counts)}.`}`;
}

/** Names of images and hosts keep their letters. */
function sentence(text: string): string {
  const isName = /^\S*[/:@.]/.test(text);
  return text === '' ? '' : `${(isName ? text : capital(text)).replace(/[.;]$/, '')}.`;
}
