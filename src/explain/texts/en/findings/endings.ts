/** Findings about containers that end as nobody meant them to: loops, memory, deadlines, signals, grace periods. */
import { firstLine } from '../../../messages.ts';
import type { ProbeType } from '../../../../model/kubernetes.ts';
import { at, capital, counted, joined, listed, often, plural, span, stretch, times, total } from '../words.ts';

export const loopTexts = {
  crashLoop: {
    /** `again`: how often the last of the waits comes again. */
    title: (container: string, codes: readonly number[], exits: number, waitsMs: readonly number[], again: number) =>
      `${container} exits with ${listed(codes.map(String))}${often(exits)}; the waits before its restarts are ${listed(waitsMs.map((ms) => String(ms / 1000)))} s${
        again > 0 ? `, then ${again} more of ${(waitsMs.at(-1) ?? 0) / 1000} s` : ''
      }.`,
    detail: ({ capMs, tookMs, dueMs, phases, shown, last }: CrashLoop) =>
      `${last === undefined ? '' : `The last line of its log is “${firstLine(last)}”. `}${joined(
        `The waits count from each exit, double up to ${span(capMs)} and begin anew after a run of more than 10 min`,
        `a sync ends them, so they took ${listed(tookMs.map((ms) => (ms / 1000).toFixed(1)))} s`,
        dueMs !== undefined && `the next start is due at ${at(dueMs)}`,
      )}. The phase is ${phases.length > 1 ? phases.join(', then ') : `${phases.join('')} all the while`}; STATUS is what kubectl shows of the container's state${
        shown.length > 0 ? `: ${listed(shown.map(({ state, ms }) => `${state} for ${total(ms)}`))}` : ''
      }.`,
    count: 'exits',
  },
  manyCauses: {
    title: (ends: number, causes: number, oom: readonly string[]) =>
      `${capital(counted(ends))} containers end with 137, for ${counted(causes)} reasons; ${oom.length > 0 ? `only ${listed(oom)} ran out of memory` : 'none of them is memory'}.`,
    detail: (causes: readonly CauseOf137[], obedient: readonly string[]) =>
      `137 is 128 + 9, SIGKILL. Here ${joined(...causes.map((cause) => `${cause.container} ${causeWords(cause)}`))}. Only the reason of the terminated state tells them apart.${
        obedient.length > 0 ? ` 143 of ${listed(obedient)} is 128 + 15: ended by SIGTERM as asked, and Error all the same.` : ''
      }`,
  },
};

export interface CrashLoop {
  /** The longest wait there is. */
  capMs: number;
  /** How long each wait really took. */
  tookMs: number[];
  /** When the next start is due, if the run ends before. */
  dueMs?: number;
  /** The phases while it crashed. */
  phases: string[];
  /** The last line of the last crash's log. */
  last?: string;
  /** The container's states meanwhile, and for how long each. */
  shown: { state: string; ms: number }[];
}

/** Why a container ended with 137. */
export type CauseOf137 = { container: string } & (
  | { by: 'oom' | 'itself' }
  /** SIGKILL after a grace period; `probe`: that had it killed. */
  | { by: 'grace' | 'probe'; probe?: ProbeType; graceSeconds: number; isHookCut: boolean }
  /** A signal from inside. */
  | { by: 'signal'; signal: string }
);

function causeWords(cause: CauseOf137): string {
  switch (cause.by) {
    case 'oom':
      return 'was over its memory limit (OOMKilled)';
    case 'itself':
      return 'called exit(137) itself';
    case 'signal':
      return `was ended by ${cause.signal}, not by the kubelet`;
    default: {
      const grace = `SIGKILL after ${cause.graceSeconds} s of grace${cause.isHookCut ? ', preStop cut' : ''}`;
      return cause.probe === undefined ? `got ${grace}` : `failed its ${cause.probe} probe, and got ${grace}`;
    }
  }
}

export const endingTexts = {
  outOfMemory: {
    title: (container: string, kills: number, limit: string | undefined) =>
      `${container} is OOMKilled ${times(kills)}${limit === undefined ? '.' : `: its memory limit is ${limit}.`}`,
    /** `exitCode`: what the main process left with, where it is not the one that was killed. */
    detail: (exitCode: number | undefined) =>
      exitCode === undefined
        ? 'The kernel ends the process with SIGKILL: no SIGTERM, no preStop, no Event. Exit code 137 alone does not say so; the reason OOMKilled does.'
        : `The kernel ends a process of the container with SIGKILL: no SIGTERM, no preStop, no Event. Here it was not the main process, which left with ${exitCode} afterwards; only the reason OOMKilled tells of memory.`,
    count: 'OOM kills',
    change: (limit: string) => `Raise the memory limit to ${limit}`,
  },
  cleanLoop: {
    title: (container: string, exits: number) => `${container} exits with 0, ${times(exits)}, and is restarted: restartPolicy is Always.`,
    detail: 'Under Always a clean exit is restarted like a crash, with the same back-off.',
    count: 'clean exits',
    change: 'Set restartPolicy to OnFailure',
  },
  helper: {
    title: (done: readonly string[], going: readonly string[]) =>
      `${listed(done)} is done, but ${listed(going)} ${going.length === 1 ? 'goes' : 'go'} on: the Pod never finishes.`,
    detail: 'A Pod is finished when all of its containers are. A sidecar container is stopped when the others are done.',
    change: (going: readonly string[]) =>
      `Make ${listed(going)} ${going.length === 1 ? 'a sidecar container' : 'sidecar containers'}: init containers with restartPolicy Always`,
  },
  deadline: {
    title: (afterMs: number, neededMs: number | undefined) =>
      `activeDeadlineSeconds ends the Pod after ${span(afterMs)}.${neededMs === undefined ? '' : ` The work takes until ${span(neededMs)}.`}`,
    detail: 'The deadline counts from startTime, image pulls and back-offs included. The Pod fails with DeadlineExceeded, whatever the exit codes are.',
    deadline: 'deadline',
    work: 'work',
    change: (seconds: number) => `Raise activeDeadlineSeconds to ${seconds}`,
  },
  taint: {
    /** `seconds`: how long it is tolerated; absent: not at all. */
    title: (taints: string, seconds: number | undefined) =>
      seconds === undefined
        ? `${taints} on the node drives the Pod away at once: it does not tolerate that.`
        : `${taints} on the node drives the Pod away: it tolerates that for ${span(seconds * 1000)}.`,
    detail:
      'With the effect NoExecute a taint also concerns Pods that run: the taint eviction controller deletes them, with their own grace period. Only a controller makes a new Pod, on another node.',
    change: (taints: string) => `Tolerate ${taints} for ever`,
  },
  budget: {
    title: (isDrain: boolean, why: Blocked) => `${isDrain ? 'The drain does not end' : 'The Pod is not evicted'}: ${blockedWords(why)}.`,
    detail: (of: 'drain' | 'eviction' | 'several') =>
      `${
        of === 'several'
          ? 'The API server answers 500, and a drain gives up.'
          : of === 'drain'
            ? 'The API server answers 429, and kubectl drain tries again every 5 s, for ever if it has no --timeout.'
            : 'The API server answers 429 as long as that is so.'
      } Only evictions ask the budget: a deletion, node pressure and taints do not.`,
    count: 'refusals',
    replicas: (count: number) => `Keep ${count} replicas`,
    set: (field: string, value: number | string) => `Set ${field} to ${value}`,
  },
  gate: {
    title: (conditions: readonly string[]) => `Nobody sets the condition ${listed(conditions)}, so the Pod never becomes Ready.`,
    detail: (gates: number) => `All containers are ready, but the Pod has ${plural(gates, 'readiness gate')} that a controller has to open.`,
    change: 'Take the readiness gate away, or run the controller that sets it',
  },
};

export const shutdownTexts = {
  lost: {
    title: ({ container, signal, waitedMs, because }: LostSignal) => {
      const end = `It takes SIGKILL after ${span(waitedMs)}.`;
      if (because === 'foreground') return `${signal} reaches the shell of ${container}, but its trap waits for the foreground command. ${end}`;
      if (because === 'no handler') return `${signal} is lost: PID 1 of ${container} has no handler for it. ${end}`;
      return `${signal} ends at the shell: PID 1 of ${container} is ${because.shell}, and ${because.program} behind it gets nothing. ${end}`;
    },
    detail: ({ because }: LostSignal) =>
      because === 'foreground'
        ? 'A shell runs a trap only when its child is done. With the child in the background, wait returns at the signal.'
        : `The kernel delivers to PID 1 only signals it has a handler for${because === 'no handler' ? '' : ', and a shell hands none on'}. Every stop of this container takes its whole grace period and ends with 137.`,
    waited: 'waited in vain',
    handle: (container: string, signal: string) => `Let ${container} handle ${signal}`,
    exec: (container: string, signal: string) => `Run the program of ${container} with exec, so that ${signal} reaches it`,
    trap: (container: string, signal: string) => `Let the shell of ${container} trap ${signal} and wait for its child in the background`,
    shell: (program: string, signal: string) => `Run ${program} in a shell that traps ${signal}`,
  },
  hookCut: {
    /** `graceSeconds`: absent for a forced deletion. */
    title: (graceSeconds: number | undefined, givenMs: number, neededMs: number | undefined) =>
      `${graceSeconds === undefined ? 'A forced deletion' : `The grace period of ${graceSeconds} s`} cuts preStop off after ${span(givenMs)}. ${neededMs === undefined ? 'The hook needs longer.' : `The hook alone needs ${span(neededMs)}.`}`,
    detail: (killedAfterMs: number | undefined) =>
      `Hook and shutdown share one grace period, counted from the decision to stop. No Event tells of the cut; SIGTERM follows, with the least the kubelet gives, 2 s${killedAfterMs === undefined ? '' : `, and SIGKILL after ${span(killedAfterMs)} in all`}.`,
    grace: 'grace',
    hook: 'preStop',
  },
  longHook: {
    title: (container: string, hookMs: number, graceSeconds: number) =>
      `preStop of ${container} takes ${span(hookMs)}, and the grace period is ${graceSeconds} s: a deletion will cut it.`,
    detail:
      'Nothing stops the container in this run. Hook and shutdown share one grace period: when it is spent, SIGTERM comes and 2 s later SIGKILL. No Event tells of the cut.',
  },
  shortGrace: {
    title: (graceMs: number, hookMs: number, neededMs: number | undefined) =>
      `The grace period is ${span(graceMs)}. ${
        neededMs === undefined ? 'The shutdown takes longer.' : `${hookMs > 0 ? 'preStop and shutdown need' : 'The shutdown needs'} ${span(neededMs)}.`
      }`,
    detail: ({ container, signal, hookMs, leftSeconds, exitCode }: ShortGrace) =>
      hookMs > 0
        ? `The countdown begins at the deletion, not at ${signal}: preStop spent ${span(hookMs)} of it, so ${container} had ${plural(leftSeconds, 'second')} before SIGKILL. Exit code ${exitCode}.`
        : `${container} was on its way out when SIGKILL came. Exit code ${exitCode}.`,
    grace: 'grace',
    shutdown: 'shutdown',
    hookEnds: 'preStop ends',
  },
  slowKill: {
    title: (probe: ProbeType, atMs: number, takesMs: number) => `From the failed ${probe} probe at ${at(atMs)} to the new container it takes ${span(takesMs)}.`,
    /** `waiting`: containers that ended meanwhile, and when they are restarted. */
    detail: (waiting: readonly { container: string; endedMs: number; nextMs: number }[]) =>
      `A container that does not answer gets the same grace period as a healthy one. Meanwhile the Pod's worker is busy: ${
        waiting.length > 0
          ? listed(waiting.map(({ container, endedMs, nextMs }) => `${container} ended at ${at(endedMs)} and is not restarted before ${at(nextMs)}`))
          : 'other containers of the Pod would not be restarted'
      }. STATUS says Running.`,
    kill: 'kill',
    change: (probe: ProbeType, seconds: number) => `Give the ${probe}Probe a grace period of its own: ${seconds} s`,
  },
  leavesEarly: {
    title: (container: string, gapMs: number) => `${container} closes its port ${span(gapMs)} before clients stop coming.`,
    detail: (fromMs: number, toMs: number) =>
      `${capital(stretch(fromMs, toMs))} every request is refused. The kubelet sends SIGTERM at once; the EndpointSlice tells clients on a way of its own, and neither waits for the other. A preStop sleep covers the gap, and spends as much of the grace period.`,
    serves: 'serves after the deletion',
    follow: 'clients follow',
    change: (seconds: number) => `Let a preStop hook sleep ${seconds} s`,
  },
  raise: (field: string, isOfProbe: boolean, value: unknown) => `Raise ${field}${isOfProbe ? ' of the probe' : ''} to ${String(value)}`,
};

export interface LostSignal {
  container: string;
  signal: string;
  /** Until SIGKILL. */
  waitedMs: number;
  /** A trap that waits for a command in the foreground, no handler, or a shell before the program. */
  because: 'foreground' | 'no handler' | { shell: string; program: string };
}

export interface ShortGrace {
  container: string;
  signal: string;
  hookMs: number;
  leftSeconds: number;
  exitCode: number;
}

/** Why a budget does not let a Pod go. */
export type Blocked =
  | { what: 'several' }
  /** Nobody controls the Pod, or its controller keeps no number of Pods. */
  | { what: 'unknown'; name: string }
  | { what: 'tight' | 'not ready'; name: string; wanted: number; healthy: number };

function blockedWords(why: Blocked): string {
  if (why.what === 'several') return 'it has more than one disruption budget';
  if (why.what === 'unknown') return `the budget ${why.name} counts the replicas of a controller, and no controller says how many this Pod has`;
  const counts = `the budget ${why.name} wants ${plural(why.wanted, 'healthy Pod')}, and there ${why.healthy === 1 ? 'is' : 'are'} ${why.healthy}`;
  return why.what === 'tight' ? counts : `${counts}: this one is not Ready`;
}
