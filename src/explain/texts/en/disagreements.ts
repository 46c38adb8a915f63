/** Where node, API and Events say different things. */
import type { ContainerState } from '../../../model/kubernetes.ts';
import { at, capital, span, stateWords, stretch } from './words.ts';

/** From when to when, in milliseconds since the creation of the Pod. */
export interface Stretch {
  fromMs: number;
  toMs: number;
}

export const disagreementTexts = {
  exitNotReported: ({ fromMs, toMs }: Stretch, container: string, exitCode: number, isTerminating: boolean) =>
    `${capital(stretch(fromMs, toMs))} the API says that ${container} is running; it has left with exit code ${exitCode}.${
      isTerminating ? ' While a Pod is terminating, its status stands still until all containers are down.' : ''
    }`,
  oldInstanceShown: ({ fromMs, toMs }: Stretch, container: string, isReady: boolean, waitsForHook: boolean) =>
    `${capital(stretch(fromMs, toMs))} the API shows the previous instance of ${container} as running${isReady ? ' and ready' : ''}; the process is a new one.${waits(waitsForHook)}`,
  processNotReported: ({ fromMs, toMs }: Stretch, container: string, shown: ContainerState | undefined, waitsForHook: boolean) =>
    `${capital(stretch(fromMs, toMs))} ${container} runs; the API says ${shown ? stateWords(shown) : 'nothing'}.${waits(waitsForHook)}`,
  killNotReported: ({ fromMs, toMs }: Stretch, container: string, isReady: boolean) =>
    `${capital(stretch(fromMs, toMs))} ${container} is being stopped; the API says running${isReady ? ' and ready' : ''}.`,
  backOffShownAsExit: ({ fromMs, toMs }: Stretch, container: string, delayMs: number, shown: ContainerState) =>
    `${capital(stretch(fromMs, toMs))} ${container} waits in its back-off of ${span(delayMs)}; the API says ${stateWords(shown)}, not CrashLoopBackOff.`,

  phaseWithheld: ({ fromMs, toMs }: Stretch, phase: string) =>
    `${capital(stretch(fromMs, toMs))} all containers are terminated; the phase is still ${phase}. The kubelet publishes a final phase only when the sandbox is stopped, too.`,
  readyWithoutListener: ({ fromMs, toMs }: Stretch, container: string, why: WhyDeaf) =>
    `${capital(stretch(fromMs, toMs))} the condition Ready is True; nobody listens in ${container}: ${whyWords(why)}.`,
  objectGone: ({ fromMs, toMs }: Stretch, container: string) =>
    `${capital(stretch(fromMs, toMs))} there is no Pod in the API; the process of ${container} still runs on the node.`,

  exitWithoutEvent: (container: string, exit: { atMs: number; isOom: boolean; exitCode: number }, next: { reason: string; atMs: number } | undefined) =>
    `${container} ${exit.isOom ? 'is OOMKilled' : `leaves with exit code ${exit.exitCode}`} at ${at(exit.atMs)}; no Event says so. ${
      next ? `The next Event about it is ${next.reason} at ${at(next.atMs)}.` : 'No other Event follows.'
    }`,
  hookCutWithoutEvent: (container: string, atMs: number, eventMs: number | undefined) =>
    `preStop of ${container} is cut at ${at(atMs)}; no Event says so. ${
      eventMs === undefined ? 'None follows.' : `FailedPreStopHook comes at ${at(eventMs)}, when the command dies with its container.`
    }`,
};

/** Why nobody listens. */
export type WhyDeaf = { what: 'boots'; forMs: number } | { what: 'ended' | 'drains' };

function whyWords(why: WhyDeaf): string {
  switch (why.what) {
    case 'boots':
      return `it boots for ${span(why.forMs)}`;
    case 'ended':
      return 'the process has ended';
    case 'drains':
      return 'it has closed its ports and drains';
  }
}

function waits(forHook: boolean): string {
  return forHook ? ' The status waits for postStart.' : '';
}
