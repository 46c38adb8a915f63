/** A run in one sentence, and the line under it. */
import type { Chapter, Tale, Trouble } from '../../verdict/chapters.ts';
import type { FailedPull, LateStart, LineFacts, Prelude, Stop, TakenBy, ToldContainer, WayToReady } from '../../verdict/facts.ts';
import { at, capital, counted, joined, listed, often, plural, pullFault, sentence, span, times, total } from './words.ts';

export const verdictTexts = {
  cut: (atMs: number, headline: string) => `Cut at ${at(atMs)}, until then: ${headline}`,
  cutBecause: (atMs: number, message: string) => `The run was cut at ${at(atMs)}: ${message.replace(/\.$/, '')}.`,

  refused: 'Refused by the API server: there is no Pod',
  failedBeforeStart: (containers: readonly string[], reason: string) => `The Pod failed before ${listed(containers)} started: ${reason}`,
  unscheduled: 'Never scheduled: no node fits',
  /** `collectedMs`: when the garbage collector of Pods took it away. */
  nodeUnknown: (node: string, collectedMs: number | undefined) =>
    `Bound to ${node}, a node that does not exist${collectedMs === undefined ? '' : `: garbage-collected at ${at(collectedMs)}`}`,
  neverStarted: (containers: readonly string[]) => `${listed(containers)} never started`,
  deletedBeforeStart: (containers: readonly string[]) => `Deleted before ${listed(containers)} started`,
  blocked: {
    failed: (kind: Blocker, name: string, failures: number, stuck: string) => `${BLOCKERS[kind]} ${name} failed ${times(failures)}, so ${stuck} never started`,
    troubled: (kind: Blocker, name: string, tale: Tale, stuck: string) => `${BLOCKERS[kind]} ${name}: ${taleWords(tale)}, so ${stuck} never started`,
    running: (kind: Blocker, name: string, stuck: string) =>
      `${BLOCKERS[kind]} ${name} has not ${kind === 'sidecar' ? 'passed its startup probe' : 'ended'}, so ${stuck} never started`,
  },
  neverPulled: (container: string) => `The image of ${container} was never pulled`,
  volumeNeverPulled: 'The image of a volume was never pulled',
  pull: ({ image, fault, attempts }: FailedPull) =>
    sentence(`${image}: ${pullFault(fault)}${attempts === undefined ? '' : `; ${plural(attempts, 'attempt')}`}`),
  notOnNode: (container: string) => `The image of ${container} is not on the node, and must not be pulled`,
  invalidName: (container: string) => `The image name of ${container} is not valid`,
  notCreated: (container: string, reason: string) => `${container} could not be created: ${reason}`,
  cannotStart: (container: string, program: string | undefined) =>
    `${container} cannot start${program === undefined ? '' : `: ${program} is not in its image`}`,
  startAttempts: (count: number) => `${plural(count, 'attempt')}, with the waits of a crash loop.`,
  stuckCreating: (reason: string) => `Stuck in ContainerCreating: ${reason}`,
  heldByHook: (holder: string, stuck: string) => `postStart of ${holder} holds ${stuck} back`,

  troubled: (told: readonly ToldContainer[], isNamed: boolean, end: { phase: string; reason?: string } | undefined) => {
    const [first, ...others] = told;
    const named = first ? (isNamed ? `${first.name}: ${taleWords(first.tale)}` : capital(taleWords(first.tale))) : '';
    const whole = withOthers(named, others);
    return end === undefined ? whole : `${whole}, and the Pod ends ${end.phase}${end.reason === undefined ? '' : ` (${end.reason})`}`;
  },
  unfinished: (done: readonly string[], going: readonly string[]) => `${listed(done)} is done, but ${listed(going)} keeps the Pod Running`,

  outlivedObject: (goneMs: number, longerMs: number) => `The object went at ${at(goneMs)}, the process lived ${span(longerMs)} longer`,
  stillTerminating: (containers: readonly string[], nodeIsLost: boolean) =>
    nodeIsLost
      ? `Still Terminating when the run ends, on a lost node where ${listed(containers)} ${containers.length === 1 ? 'goes' : 'go'} on`
      : `Still Terminating when the run ends: ${listed(containers)} ${containers.length === 1 ? 'has' : 'have'} not left`,
  /** What is left when the containers are gone: an object that somebody holds. */
  held: (headline: string, finalizers: readonly string[]) => `${headline}, but the object stays: finalizer ${listed(finalizers)}`,
  thenDeleted: (headline: string) => `${headline}, then it was deleted`,
  nothingToStop: 'Deleted before anything had to be stopped',
  stopped: (before: Prelude | undefined, stop: Stop, by: TakenBy | undefined) => {
    const words = stopWords(stop, by !== undefined);
    if (by) return `${takenWords(by)}${before ? `: ${uncapital(preludeWords(before))}` : ''}, then ${words}`;
    if (before) return `${preludeWords(before)}, then ${words}`;
    return stop.how === 'clean' || stop.how === 'unclean' ? capital(words) : words;
  },

  completed: (isOfJob: boolean, afterMs: number) => `${subject(isOfJob)} completed after ${span(afterMs)}`,
  completedAllTheSame: (afterMs: number) =>
    `The kubelet ended the Pod after ${span(afterMs)}, and its phase is Succeeded all the same: every container left with 0`,
  failed: (isOfJob: boolean, reason: string) => `${subject(isOfJob)} failed: ${reason}`,
  failedBy: (isOfJob: boolean, bad: { container: string; isOom: boolean; exitCode: number } | undefined) =>
    bad ? `${subject(isOfJob)} failed: ${bad.container} ${bad.isOom ? 'was OOMKilled' : `left with exit code ${bad.exitCode}`}` : `${subject(isOfJob)} failed`,

  hookNeverEnds: (container: string) => `Never Ready: postStart of ${container} does not end`,
  gateClosed: 'Never Ready: nobody opens the readiness gate',
  neverReady: 'Runs, but is never Ready',
  outForGood: (count: number, lastMs: number) => `Out of rotation ${times(count)} and not back: ${span(lastMs)} so far`,
  outAndBack: (count: number, ms: number, restarts: number) =>
    `${out(count, ms)}, ${restarts === 0 ? 'without a restart' : `with ${plural(restarts, 'restart')}`}`,

  late: (late: LateStart) => {
    switch (late.what) {
      case 'image':
        return `The image of ${late.container} came after ${plural(late.failedPulls, 'failed pull')}: started at ${at(late.startMs)}`;
      case 'creation':
        return `${late.container} could not be created before ${at(late.startMs)}: ${late.message}`;
      case 'Event':
        return `Waited until ${at(late.startMs)}: ${late.reason}`;
    }
  },
  blindLiveness: (readyMs: number, containers: readonly string[]) =>
    `Ready after ${span(readyMs)}, but the liveness probe of ${listed(containers)} never worked`,
  notEvicted: (isDrain: boolean, count: number) =>
    isDrain ? `The drain does not end: ${plural(count, 'eviction')} refused so far` : `Not evicted: refused ${times(count)}`,
  ready: (readyMs: number) => `Ready after ${span(readyMs)}, and it stays so`,
  phase: (phase: string | undefined) => `The Pod is ${phase ?? 'not there'} when the run ends`,

  /** `For 74.5 s the Service sent traffic to app; it answered for 24.1 s. 3 restarts.` */
  line: ({ traffic, way, timeToReadyMs, readyMs, restarts, outageMs, detectionMs, grace }: LineFacts) => {
    const ready = timeToReadyMs === undefined ? 'Never Ready' : `Ready after ${span(timeToReadyMs)}, for ${total(readyMs)} in all`;
    const first = traffic
      ? `For ${total(traffic.sentMs)} the Service sent traffic to ${traffic.container}; it answered for ${total(traffic.answeredMs)}`
      : way
        ? wayWords(way)
        : ready;
    const counts = joined(
      restarts > 0 && plural(restarts, 'restart'),
      outageMs !== undefined && `down for ${total(outageMs)}`,
      detectionMs !== undefined && `fault noticed after ${span(detectionMs)}`,
      grace && `${span(grace.usedMs)} of ${span(grace.ofMs)} grace`,
    ).replaceAll('; ', ', ');
    return `${first}.${counts === '' ? '' : ` ${capital(counts)}.`}`;
  },
  /** What Kubernetes said, as a sentence of the line. */
  said: sentence,
  sentences: (parts: readonly string[]) => parts.join(' '),
};

/** `app started at 0.4 s; it serves from 20.4 s on; its readiness probe passes from 40.3 s on` */
function wayWords({ container, startMs, servesMs, hookMs, passed, isGated }: WayToReady): string {
  return [
    `${container} started at ${at(startMs)}`,
    hookMs !== undefined && `postStart was done at ${at(hookMs)}`,
    servesMs !== undefined && `it serves from ${at(servesMs)} on`,
    passed ? `its ${passed.probe} probe passes from ${at(passed.atMs)} on` : 'there is no readiness probe',
    isGated && 'a readiness gate has to open, too',
  ]
    .filter((part) => part !== false)
    .join('; ');
}

type Blocker = 'init' | 'sidecar';
const BLOCKERS: Record<Blocker, string> = { init: 'Init container', sidecar: 'Sidecar' };

function subject(isOfJob: boolean): string {
  return isOfJob ? 'The Pod of the Job' : 'The Pod';
}

function out(count: number, ms: number): string {
  return `Out of rotation ${times(count)}, ${total(ms)} in all`;
}

function preludeWords(before: Prelude): string {
  switch (before.what) {
    case 'waited':
      return `The deletion waited ${span(before.ms)}`;
    case 'out':
      return out(before.times, before.ms);
    case 'refused':
      return `${span(before.ms)} of refused requests`;
  }
}

/** Short, so that how it stopped is still in sight. */
function takenWords({ who, taints, nodeIsLost }: TakenBy): string {
  if (who === 'drain') return 'Evicted by a drain';
  if (who === 'Eviction API') return 'Evicted by the Eviction API';
  if (who === 'scheduler') return 'Preempted for a Pod of higher priority';
  if (nodeIsLost) return 'Driven away from a lost node';
  return taints.length === 0 ? 'Driven away by a taint' : `Driven away by ${listed(taints)}`;
}

/** `1.2 s of …` stays as it is. */
const uncapital = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function stopWords(stop: Stop, isBrief: boolean): string {
  const takes = span(stop.takesMs);
  switch (stop.how) {
    case 'hook cut':
      return `preStop was cut after ${takes}, and SIGTERM ended the rest`;
    case 'hook ended its container':
      return `preStop ended its own container: exit code ${stop.exitCode} after ${takes}`;
    case 'hook failed':
      return `preStop failed, which did not hold up the stop: ${takes}`;
    case 'SIGKILL': {
      const name = stop.containers.length > 0 ? `${listed(stop.containers)}: ` : '';
      if (stop.because === 'hook cut') return `${name}preStop was cut, then SIGKILL after ${takes}`;
      if (stop.because === 'hook took the time') return `${name}preStop took ${span(stop.hookMs)} of the grace, so SIGKILL came before the shutdown was done`;
      return `${name}SIGTERM did not end ${stop.containers.length > 1 ? 'them' : 'it'}, SIGKILL did after ${takes}`;
    }
    case 'unclean':
      return `stopped in ${takes}, ${stop.container} with exit code ${stop.exitCode}`;
    case 'clean':
      if (isBrief && !stop.order) return `a clean stop after ${takes}`;
      return stop.order ? `a clean stop after ${takes}: ${stop.order.join(', then ')}` : `a clean stop: exit code 0 after ${takes}`;
  }
}

/** `killed twice while booting, one crash, then a clean run`. */
function taleWords(tale: Tale): string {
  switch (tale.what) {
    case 'clean exits':
      return `exits with 0 ${times(tale.count)} and is restarted each time`;
    case 'crash loop':
      return `crash loop: exit code ${tale.code}${often(tale.count)}${tale.isSlowing ? ', with longer and longer waits' : ''}`;
    case 'OOM loop':
      return `OOM loop: it ran out of memory ${times(tale.count)}`;
    case 'troubles': {
      const told = tale.troubles.map(troubleWords);
      if (tale.outcome === undefined) return listed(told);
      const then = { 'clean run': 'then a clean run', done: 'then done', SIGKILL: 'then stopped by SIGKILL' }[tale.outcome];
      return told.length > 2 ? `${told.slice(0, 2).join(', ')} and more, ${then}` : `${told.join(', ')}, ${then}`;
    }
  }
}

function troubleWords({ ending, count }: Chapter<Trouble>): string {
  switch (ending.what) {
    case 'killed': {
      if (ending.by === 'postStart') return `killed ${times(count)} because postStart fails`;
      if (ending.by === 'definition') return `replaced ${times(count)} after a change of its definition`;
      return ending.booting ? `killed ${times(count)} while booting` : `killed ${times(count)} by its ${ending.by} probe`;
    }
    case 'oom':
      return `OOMKilled ${times(count)}`;
    case 'crash':
      return `${counted(count)} ${count === 1 ? 'crash' : 'crashes'}`;
    case 'signal':
      return `ended ${times(count)} by ${ending.name}`;
  }
}

const LONGEST_HEADLINE = 110;
/** That many containers are named; of more, the rest is a number. */
const MOST_NAMES = 4;

/** With the other containers in trouble: their stories, or their names where the stories are too long. */
function withOthers(text: string, others: readonly ToldContainer[]): string {
  const [next, ...more] = others;
  if (!next) return text;
  const told = `${text}; ${next.name}: ${taleWords(next.tale)}`;
  if (told.length <= LONGEST_HEADLINE) return withOthers(told, more);
  const names = others.map(({ name }) => name);
  const shown = names.length > MOST_NAMES ? `${names.slice(0, MOST_NAMES - 1).join(', ')} and ${names.length - MOST_NAMES + 1} more` : names.join(', ');
  return `${text}; ${shown} ${names.length > 1 ? 'are' : 'is'} in trouble, too`;
}
