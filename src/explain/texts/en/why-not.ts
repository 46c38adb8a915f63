/** Why something did not happen: the questions, and the answers that there are to each. */
import type { PullFault } from '../../messages.ts';
import { at, listed, plural, pullFault, span, times } from './words.ts';

export const whyNotTexts = {
  restart: {
    question: (container: string) => `Why was ${container} not restarted?`,
    neverStarted: (container: string) => `${container} was never started in this run.`,
    itWas: (instance: number, atMs: number) => `It was: its ${instance}. run began at ${at(atMs)}.`,
    neverEnded: (container: string) => `${container} never ended.`,
    deleted: 'The Pod is being deleted: nothing is restarted any more.',
    initDone: (container: string) => `${container} is an init container and has done its work: exit code 0.`,
    never: (container: string, exitCode: number) => `restartPolicy is Never: whatever the exit code (${exitCode}), ${container} stays down.`,
    onFailure: (container: string) => `restartPolicy is OnFailure, and ${container} left with exit code 0.`,
    deadline: 'activeDeadlineSeconds is over: the Pod has failed and nothing of it is started again.',
    waits: (delayMs: number, untilMs: number, endMs: number) =>
      `It is waiting: its back-off of ${span(delayMs)} lasts until ${at(untilMs)}, and the run ends at ${at(endMs)}.`,
    runEnds: (endMs: number) => `The run ends at ${at(endMs)}, before the kubelet came to it.`,
  },
  traffic: {
    question: 'Why did no Service send traffic to the Pod?',
    itDid: (atMs: number) => `It did, from ${at(atMs)} on.`,
    noService: 'There is no Service in this scenario.',
    noAddress: 'The Pod never got an address: it never ran on a node.',
    noMatch: (services: readonly string[], labels: readonly string[]) =>
      `The selector of Service ${listed(services)} does not match the labels of the Pod${labels.length > 0 ? ` (${listed(labels)})` : ', which has none'}.`,
    neverReady: 'The Pod was never Ready, so its endpoint stayed out of rotation.',
  },
  evicted: {
    question: 'Why was the Pod not evicted?',
    nobody: 'Nobody tried to in vain.',
    refused: (count: number, said: string) => `The API server refused it ${times(count)}: “${said}”.`,
  },
  event: {
    question: (container: string) => `Why is there no Event for the exit of ${container}?`,
    neverEnded: (container: string) => `${container} never ended by itself in this run.`,
    none: (next: { reason: string; atMs: number } | undefined) =>
      `The kubelet records no Event for the end of a container, nor for an OOM kill or a signal; the exit code stands in lastState and state.${
        next ? ` What shows is the next thing the kubelet does: ${next.reason} at ${at(next.atMs)}.` : ''
      }`,
  },
  preStop: {
    question: (container: string) => `Why did preStop of ${container} not run?`,
    noHook: (container: string) => `${container} has no preStop hook.`,
    itDid: (atMs: number) => `It did, at ${at(atMs)}.`,
    notStopped: (container: string) => `${container} was not stopped in this run.`,
    leftByItself: (container: string, exitCode: number) =>
      `${container} left by itself (exit code ${exitCode}). The kubelet runs preStop only when it is the one who stops a container.`,
    skipped: {
      'the container ended by itself: the hook runs only when the kubelet ends it':
        'It was skipped: the container ended by itself: the hook runs only when the kubelet ends it.',
      'the grace period is 0': 'It was skipped: the grace period is 0.',
    },
    noTime: (graceSeconds: number) => `It was killed with ${graceSeconds} s of grace; with 0 s there is no time for a hook.`,
  },
  livenessKill: {
    question: (container: string) => `Why did the failing liveness probe not restart ${container}?`,
    noProbe: (container: string, hasFailedReadiness: boolean) =>
      `${container} has no liveness probe${hasFailedReadiness ? ': a failing readiness probe only takes it out of its Services' : ''}.`,
    itDid: (atMs: number) => `It did, at ${at(atMs)}.`,
    errors: (attempts: number, error: string) =>
      `Its ${plural(attempts, 'attempt')} could not be made (${error}). An error is neither a failure nor a success, so it never counts.`,
    stopped: (threshold: number, atMs: number, policy: string) =>
      `It reached failureThreshold ${threshold} at ${at(atMs)}; under restartPolicy ${policy} the Pod was stopped instead.`,
    tooFew: (most: number, threshold: number) =>
      `It failed at most ${most} times in a row; failureThreshold is ${threshold}, and one success starts the count again.`,
    neverFailed: 'It never failed in this run.',
  },
  heldBack: {
    question: (container: string) => `Why do the liveness and readiness probes of ${container} not run?`,
    noStartup: (container: string) => `${container} has no startup probe that could hold them back.`,
    leaked: (atMs: number) =>
      `They did, at ${at(atMs)}: after a kill in the same sync the new instance inherits started=true until the startup probe's next tick.`,
    notYet: (attempts: { failed: number; threshold: number } | undefined) =>
      `The startup probe has not succeeded yet${attempts ? `: ${attempts.failed} of ${attempts.threshold} attempts failed` : ''}. Until then the other probes wait, and the container is not started.`,
    waited: (atMs: number) => `They waited for the startup probe, which succeeded at ${at(atMs)}.`,
  },
  ready: {
    question: (atMs: number) => `Why is the Pod not Ready at ${at(atMs)}?`,
    noPod: 'There is no Pod.',
    itIs: 'It is Ready.',
    noNode: 'It has no node: it was not scheduled.',
    gate: (message: string) => `All containers are ready, but a readiness gate is not: ${message}.`,
    unready: (reasons: readonly Unready[]) => `${reasons.map((reason) => unreadyWords(reason).replace(/^the /, 'The ')).join('. ')}.`,
    said: (message: string | undefined) => message ?? 'The kubelet has not said so yet.',
  },
  started: {
    question: (container: string) => `Why was ${container} not started?`,
    itWas: (atMs: number) => `It was, at ${at(atMs)}.`,
    noNode: 'The Pod has no node.',
    notPulled: (fault: PullFault) => `Its image could not be pulled: ${pullFault(fault)}.`,
    failed: (message: string) => `It could not be created or started: ${message}.`,
    event: (reason: string, message: string) => `${reason}: ${message}.`,
    hook: (holder: string) => `Containers start one after the other, and postStart of ${holder} has not ended.`,
    comesAfter: (blocker: string, isInit: boolean) => `It comes after ${blocker}, which has not ${isInit ? 'completed' : 'started'}.`,
    runEnds: (endMs: number) => `The run ends at ${at(endMs)}, before its turn came.`,
  },
};

/** Why a container is not ready. */
export type Unready = { container: string } & (
  | { what: 'not started' | 'in postStart' | 'startup' | 'readiness fails' | 'readiness not run' | 'not said' }
  | { what: 'ended' | 'in back-off'; exitCode: number }
  | { what: 'readiness errors'; error: string }
);

function unreadyWords(reason: Unready): string {
  const { container } = reason;
  switch (reason.what) {
    case 'not started':
      return `${container} has not started`;
    case 'in back-off':
      return `${container} waits in back-off after exit code ${reason.exitCode}`;
    case 'ended':
      return `${container} has ended with exit code ${reason.exitCode}`;
    case 'in postStart':
      return `postStart of ${container} still runs`;
    case 'startup':
      return `the startup probe of ${container} has not succeeded`;
    case 'readiness errors':
      return `the readiness probe of ${container} cannot be run: ${reason.error}`;
    case 'readiness fails':
      return `the readiness probe of ${container} fails`;
    case 'readiness not run':
      return `the readiness probe of ${container} has not run yet`;
    case 'not said':
      return `the status of ${container} does not say ready yet`;
  }
}
