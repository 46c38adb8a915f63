/** Findings about postStart and preStop. */
import type { ContainerState, HookType } from '../../../../model/kubernetes.ts';
import { at, listed, span, stateWords, times } from '../words.ts';

export const hookTexts = {
  tcpSocket: {
    title: (hook: HookType, container: string) => `${hook} of ${container} uses tcpSocket, which the kubelet does not have for hooks.`,
    detail: {
      postStart: 'The API server accepts it; the kubelet calls it an invalid handler and kills the container each time.',
      preStop: 'The API server accepts it; the kubelet calls it an invalid handler, and nothing is done before SIGTERM.',
    },
    count: 'failed hooks',
    change: (hook: HookType) => `Take the ${hook} hook away; a startupProbe can wait for a port`,
  },
  tooEarly: {
    title: (container: string, handler: string, bootMs: number | undefined) =>
      `postStart calls ${handler} at once. ${bootMs === undefined ? `Nobody listens yet.` : `${container} listens ${span(bootMs)} after its start.`}`,
    detail: 'The hook runs beside the entrypoint and is not tried again: refused means failed, and a failed postStart kills the container.',
    asks: 'the hook asks after',
    boot: 'boot',
    remove: 'Take the postStart hook away',
    wait: 'Wait with a startupProbe instead of the postStart hook',
  },
  fails: {
    title: (container: string, exitCode: number | undefined, kills: number) =>
      `postStart of ${container} fails${exitCode === undefined ? '' : ` with exit code ${exitCode}`}, so the kubelet kills ${container}: ${times(kills)} in this run.`,
    detail: (output: string | undefined, hasPreStop: boolean) =>
      `The Event says only PostStartHook failed. ${output === undefined ? 'The text' : `"${output}"`} stands in state.waiting.message, reason PostStartHookError, until CrashLoopBackOff replaces it.${hasPreStop ? ' preStop runs in this kill, too.' : ''}`,
    count: 'failed postStart hooks',
    change: 'Take the postStart hook away',
  },
};

export const postStartTexts = {
  hangs: {
    title: ({ container, takesMs, hasEnded, deletion }: HangingHook) =>
      `postStart of ${container} ${hasEnded ? `takes ${span(takesMs)}` : `has not ended after ${span(takesMs)}`}${deletion ? `, and the deletion at ${at(deletion.atMs)} waits ${span(deletion.waitsMs)} for it` : ''}.`,
    detail: `Hooks have no timeout. Until this one ends the Pod's worker is busy with it: no Running, no probes, no next container, and a deletion only sets deletionTimestamp.`,
    change: 'Take the postStart hook away; a startupProbe can wait as long, and holds up nothing',
  },
  holdsNext: {
    title: (container: string, next: string, afterMs: number) => `${next} starts ${span(afterMs)} after ${container}: postStart of ${container} holds it back.`,
    detail:
      'Containers start one after another in the order of the list, and postStart is part of the start. That makes a gate only by accident: in another order there is none. A sidecar with a startupProbe is made for it.',
    change: (container: string) => `Make ${container} a sidecar container with a startupProbe, without the hook`,
  },
  hidesStart: {
    title: ({ container, fromMs, untilMs, state, takesMs }: HiddenStart) =>
      `${container} runs from ${at(fromMs)} on; until ${at(untilMs)} the API says ${stateWords(state)}, because postStart takes ${span(takesMs)}.`,
    detail:
      'Entrypoint and hook run side by side: the hook does not hold up the process, but the status, the probes and the next container, and with the status the requests of Services.',
    change: (container: string) => `Run the command before ${container} starts, in an init container, if it does not need ${container}`,
  },
};

export interface HangingHook {
  container: string;
  takesMs: number;
  hasEnded: boolean;
  /** A deletion that had to wait. */
  deletion?: { atMs: number; waitsMs: number };
}

export interface HiddenStart {
  container: string;
  fromMs: number;
  untilMs: number;
  /** What the API says meanwhile. */
  state: ContainerState;
  takesMs: number;
}

export const preStopTexts = {
  notCalled: {
    title: (containers: readonly string[]) =>
      `preStop does not run for ${listed(containers)}: ${containers.length === 1 ? 'it ends by itself' : 'they end by themselves'}.`,
    detail: (ends: readonly { container: string; isOom: boolean; exitCode: number }[]) =>
      `Here ${listed(ends.map(({ container, isOom, exitCode }) => `${container} ${isOom ? 'is OOMKilled' : `exits with ${exitCode}`}`))}. The kubelet runs preStop only when it decides to stop a container, as on deletion, after a failed liveness or startup probe, after a failed postStart. What every end needs belongs into the program.`,
  },
  skipped: {
    title: (container: string) => `preStop of ${container} does not run: the grace period is 0.`,
    detail: 'The hook spends grace like everything else between the decision to stop and SIGKILL. Where there is none, SIGTERM comes at once.',
    change: 'Give it a grace period of 30 s',
  },
  selfEnding: {
    title: (container: string, exitCode: number, afterMs: number) =>
      `preStop ends its own container: PID 1 of ${container} exits with ${exitCode} ${span(afterMs)} into the hook.`,
    detail: (isClean: boolean) =>
      `With PID 1 the kernel kills every process of the container, the hook among them: hence FailedPreStopHook and its 137.${isClean ? ' The shutdown was clean, and nothing is lost.' : ''} No stop signal was needed.`,
    change: 'Let preStop only sleep, and leave the stop to the stop signal',
  },
};
