/** Findings about probes: what they ask, when they really run, and what they do while a Pod terminates. */
import type { ProbeType } from '../../../../model/kubernetes.ts';
import type { AttemptFailure } from '../../../tell/facts.ts';
import { failureWords, at, capital, joined, listed, moments, plural, span, times } from '../words.ts';

export const probeTexts = {
  slow: {
    title: ({ handler, timeoutSeconds, isDefault, neededMs, varies }: SlowAnswer) =>
      `timeoutSeconds is ${timeoutSeconds}${isDefault ? ', the default' : ''}. ${handler} takes ${neededMs === undefined ? 'longer' : `${varies ? 'up to ' : ''}${span(neededMs)}`}.`,
    detail: (probe: ProbeType, attempts: number) =>
      `${plural(attempts, 'attempt')} of the ${probe} probe ran into it; an answer that comes too late is a failure.`,
    timeout: 'timeout',
    answer: 'answer',
    change: (probe: ProbeType, seconds: number) => `Raise timeoutSeconds of the ${probe}Probe to ${seconds}`,
  },
  unknownPort: {
    title: (probe: ProbeType, port: string, container: string) => `The ${probe} probe asks port "${port}", which ${container} does not have.`,
    detail: (probe: ProbeType, container: string) => `An attempt that cannot be made is an error, neither failure nor success: ${effectOf(probe, container)}.`,
    nameIt: (port: number, name: string) => `Name port ${port} "${name}"`,
    ask: (name: string) => `Ask port "${name}"`,
  },
  missingCommand: {
    title: (probe: ProbeType, command: string | undefined) => `The ${probe} probe runs ${command ?? 'a command'}, which is not in the image.`,
    detail: (probe: ProbeType, container: string) => `A command that cannot be run is an error, neither failure nor success: ${effectOf(probe, container)}.`,
    change: (port: number) => `Let the kubelet ask itself: tcpSocket on ${port}`,
  },
  closedPort: {
    title: (probe: ProbeType, port: number, container: string, opened: readonly number[]) =>
      `The ${probe} probe asks port ${port}, where nobody listens: ${container} listens on ${listed(opened.map(String))}.`,
    detail: (isGrpc: boolean) =>
      `${isGrpc ? 'A gRPC client dials until its deadline, so the Event speaks of a timeout' : 'The Event says connection refused'}, whatever the program does.`,
    change: (port: number) => `Ask port ${port}`,
  },
  sameQuestion: {
    title: (handler: string, container: string, kills: number) =>
      `Liveness and readiness ask the same: ${handler}. When it says no, ${container} is restarted ${times(kills)}.`,
    detail: 'A check that depends on others (a database, a full queue) belongs into the readiness probe alone: a restart does not repair them.',
    count: 'liveness kills of a serving container',
    change: 'Let liveness ask only whether the port is open',
  },
  missing: {
    title: (container: string, bootMs: number) => `Without a readinessProbe ${container} counts as ready at once. It serves ${span(bootMs)} after its start.`,
    detail: (hasClients: boolean, ms: number) =>
      hasClients
        ? `The Service sends traffic for ${span(ms)} while nobody listens.`
        : `The Pod is Ready for ${span(ms)} while nobody listens; a Service would send traffic.`,
    ready: 'ready after',
    serves: 'serves after',
    change: (container: string) => `Add a readinessProbe to ${container}`,
  },
  nervous: {
    title: (container: string) => `One failed attempt takes ${container} out of its Services: failureThreshold is 1.`,
    detail: (dips: number) => `${capital(times(dips))} a readiness attempt failed that the next ones did not confirm.`,
    count: 'single failures',
    change: 'Raise failureThreshold of the readinessProbe to 3',
  },
  neverPasses: {
    title: (probe: ProbeType, handler: string, failure: AttemptFailure) => `The ${probe} probe never succeeds: ${handler} ${failureWords(failure)}.`,
    detail: {
      readiness: (container: string, _threshold: number) =>
        `${container} runs, but never counts in READY, and no Service sends the Pod traffic. Nothing restarts it, and no Event but Unhealthy says why.`,
      liveness: (container: string, threshold: number) =>
        `After ${plural(threshold, 'failure')} in a row the kubelet restarts ${container}, and the next instance gets the same answer: a restart repairs only what a restart can repair.`,
    },
    count: 'failed attempts',
    answers: (container: string, path: string) => `Say that ${container} answers 200 on ${path}`,
  },
  neverRestarts: {
    title: (container: string, fromMs: number, forMs: number) =>
      `Readiness of ${container} fails from ${at(fromMs)} on, for ${span(forMs)}. Nothing restarts it: it has no livenessProbe.`,
    detail:
      'A failing readinessProbe takes the Pod out of its Services and does nothing else; RESTARTS does not move. A livenessProbe restarts, so let it ask only what a restart repairs: if it asks for the database, all replicas restart together when the database is down.',
    change: (container: string) => `Add a livenessProbe to ${container}, if a restart repairs what fails`,
  },
};

export interface SlowAnswer {
  handler: string;
  timeoutSeconds: number;
  isDefault: boolean;
  /** How long an answer takes, if the scenario says so; `varies`: not every one. */
  neededMs?: number;
  varies: boolean;
}

/** What comes of a probe that can never be made. */
function effectOf(probe: ProbeType, container: string): string {
  switch (probe) {
    case 'liveness':
      return 'it never kills';
    case 'readiness':
      return `${container} never becomes Ready`;
    case 'startup':
      return `${container} is never started, and the other probes wait for ever`;
  }
}

export const tickTexts = {
  lateFirst: {
    title: ({ probe, container, afterMs, delaySeconds, periodSeconds }: LateFirstProbe) =>
      `The first ${probe} probe of ${container} comes ${span(afterMs)} after its start${delaySeconds > 0 ? `, not after ${delaySeconds} s` : ''}: its worker ticks every ${periodSeconds} s.`,
    detail: (beforeMs: number, budget: ProbeBudget | undefined) =>
      `The ticks count from the moment the kubelet adds the Pod, ${span(beforeMs)} before this start, and initialDelaySeconds only skips ticks.${
        budget
          ? ` Budget: the first tick, ${plural(budget.periods, 'period')} of ${budget.periodSeconds} s and a timeout of ${budget.timeoutSeconds} s, ${span(budget.ms)} from the start.`
          : ''
      }`,
    first: 'first attempt',
    boot: 'boot',
    change: (periodSeconds: number, attempts: number | undefined) =>
      `Ask every ${periodSeconds} s${attempts === undefined ? '' : `, up to ${attempts} times: the same budget`}`,
  },
  delayOver: {
    title: ({ probe, firstMs, expectedMs, delaySeconds, passedMs }: DelayOver) =>
      `${probe}Probe begins at ${at(firstMs)}, not at ${at(expectedMs)}: its initialDelaySeconds of ${delaySeconds} is over before startup succeeds at ${at(passedMs)}.`,
    detail:
      'The kubelet counts the delay from the start of the container, not from the success of the startup probe. Behind a startupProbe it counts only if it is longer than the boot.',
    change: (probe: ProbeType) => `Take initialDelaySeconds of the ${probe}Probe away: the startupProbe holds it back`,
  },
  offBeat: {
    title: (container: string, attempts: number, periodSeconds: number, atMs: readonly number[]) =>
      `${plural(attempts, 'readiness attempt')} of ${container} ${attempts === 1 ? 'does' : 'do'} not wait for the period of ${periodSeconds} s: ${moments(atMs)}.`,
    detail: (container: string, opensWithStartup: boolean) =>
      `${opensWithStartup ? 'When the startup probe succeeds, and with' : 'With'} each status update while ${container} is started but not ready, the kubelet probes at once, and the period counts anew from there. So Ready comes early, and Unhealthy more often than the period says.`,
    count: 'attempts beside the beat',
  },
  gateLeak: {
    title: (container: string, afterMs: number, kills: number) =>
      `After a liveness kill ${container} is probed ${span(afterMs)} into its new start, before its startup probe has passed${kills > 0 ? `: killed ${times(kills)} while it boots` : ''}.`,
    detail:
      'Kill and start happen in one sync, and v1.36 hands started: true on to the new container, until the next tick of its startup probe (kubernetes#141155). A container that exits by itself does not leak.',
    count: 'starts without the gate',
    change: (seconds: number) => `Set initialDelaySeconds of the livenessProbe to ${seconds}: the delay does not leak`,
  },
};

export interface LateFirstProbe {
  probe: ProbeType;
  container: string;
  /** From the start of the container to the first attempt. */
  afterMs: number;
  delaySeconds: number;
  periodSeconds: number;
}

/** How long a startup probe gives: the first tick, further periods, and the time-out of the last attempt. */
export interface ProbeBudget {
  periods: number;
  periodSeconds: number;
  timeoutSeconds: number;
  ms: number;
}

export interface DelayOver {
  probe: ProbeType;
  firstMs: number;
  /** When it would begin if the delay counted from the success of the startup probe. */
  expectedMs: number;
  delaySeconds: number;
  /** When the startup probe succeeded. */
  passedMs: number;
}

export const terminatingTexts = {
  title: (container: string, attempts: number) =>
    `Readiness of ${container} fails ${times(attempts)} while the Pod terminates. That is normal, and nothing is restarted.`,
  /** `ended`: its probes that ended with the deletion; `sidecars`: those that keep theirs. */
  detail: (container: string, ended: readonly ProbeType[], sidecars: readonly string[]) =>
    `${joined(
      'Readiness is probed until all containers are gone',
      ended.length > 0 && `${listed(ended)} of ${container} ended with the deletion`,
      sidecars.length > 0 && `${listed(sidecars)}, as ${sidecars.length === 1 ? 'a sidecar, keeps all its' : 'sidecars, keep all their'} probes`,
    )}. The endpoint is out of rotation anyway.`,
  count: 'failures while Terminating',
};
