/** Why something happened: a question, a title and more of it for each kind of record. */
import type { HookType, ProbeType } from '../../../model/kubernetes.ts';
import type { ToldAction } from '../../../model/scenario.ts';
import type { KubeletRecord, PreStopSkipped, ProbeStateRecord, ResizeChange, SyncRecord } from '../../../model/trace.ts';
import type { Kill } from '../../history.ts';
import type { PullFault } from '../../messages.ts';
import type { PodChange } from '../../pods.ts';
import type { Doubling, EventMeaning, ExitFacts, HookFacts, NotRestarted, PreStopEnd, ProbeFailure, ProbeSuccess, StartFacts } from '../../tell/facts.ts';
import type { Said } from '../../tell/said.ts';
import { failureWords, at, capital, joined, listed, moments, nth, plural, pullFault, span, stateWords } from './words.ts';

export const tellTexts = {
  /** SIGKILL and the exit that it makes are one step. */
  killedExit: (signal: Said, exit: Said, exitCode: number): Said => ({
    question: exit.question,
    title: `${signal.title}, exit ${exitCode}`,
    detail: exit.detail.replace(': ended by SIGKILL', ''),
  }),

  action: (
    atMs: number,
    title: string,
    what: string,
    refusal: { reason: string; message: string } | undefined,
    exitCode: number | undefined,
    _told: ToldAction | undefined,
  ): Said => ({
    question: `What happened at ${at(atMs)}?`,
    title,
    detail: joined(refusal && `refused (${refusal.reason}): ${refusal.message}`, exitCode !== undefined && `exit code ${exitCode}`, ACTIONS[what]),
  }),

  backOff: (
    { container, atMs, delayMs, untilMs }: { container: string; atMs: number; delayMs: number; untilMs: number },
    exitMs: number | undefined,
    leftMs: number | undefined,
    doubling: Doubling,
  ): Said => ({
    question: `Why does ${container} wait in back-off at ${at(atMs)}?`,
    title: `Back-off of ${span(delayMs)}`,
    detail: joined(
      exitMs === undefined ? `until ${at(untilMs)}` : `counted from the exit at ${at(exitMs)}, so until ${at(untilMs)}`,
      leftMs !== undefined && `${span(leftMs)} of it left`,
      doublingWords(doubling),
    ),
  }),
  startDecision: (container: string, atMs: number, isRestart: boolean, over: { delayMs: number; untilMs: number } | undefined): Said => ({
    question: `Why is ${container} started at ${at(atMs)}?`,
    title: `kubelet decides to ${isRestart ? 'restart' : 'start'} ${container}`,
    detail: isRestart ? (over ? `its back-off of ${span(over.delayMs)} ended at ${at(over.untilMs)}` : 'no back-off is due') : '',
  }),
  notRestarted: (container: string, atMs: number, why: NotRestarted): Said => ({
    question: `Why is ${container} not restarted at ${at(atMs)}?`,
    title: `${container} stays down`,
    detail:
      why.because === 'deletion'
        ? 'the Pod is being deleted'
        : why.because === 'ephemeral'
          ? 'ephemeral containers are never started again'
          : `the ${why.of === 'Pod' ? "Pod's" : "container's"} restartPolicy is ${why.policy}${why.exitCode === undefined ? '' : ` and the exit code ${why.exitCode}`}`,
  }),

  marked: (atMs: number, graceSeconds: number, isDrivenAway: boolean): Said => ({
    question: `Why is the Pod Terminating from ${at(atMs)} on?`,
    title: isDrivenAway ? 'The taint eviction controller deletes the Pod' : 'The API marks the Pod for deletion',
    detail: `deletionGracePeriodSeconds ${graceSeconds}; the countdown begins when the kubelet stops the containers, and preStop counts into it`,
  }),
  /** `alive`: containers that still run. */
  removed: (atMs: number, alive: readonly string[], because: 'all down' | 'never ran' | undefined): Said => ({
    question: `Why is the Pod gone from the API at ${at(atMs)}?`,
    title: 'The Pod is gone from the API',
    detail:
      alive.length > 0
        ? `the object goes at once; ${listed(alive)} ${alive.length === 1 ? 'still runs' : 'still run'} on the node`
        : because === 'all down'
          ? 'all containers are down, so the kubelet lets it go'
          : because === 'never ran'
            ? 'it never ran on a node, so nothing had to be stopped'
            : '',
  }),

  object: (atMs: number, kind: string, name: string, change: 'ADDED' | 'MODIFIED' | 'DELETED'): Said => ({
    question: `Why did ${kind} ${name} change at ${at(atMs)}?`,
    title: `${kind} ${name} ${{ ADDED: 'appears', MODIFIED: 'changes', DELETED: 'goes' }[change]}`,
    detail: '',
  }),
  endpoint: (atMs: number, service: string, state: 'none' | 'terminating, serving' | 'terminating' | 'not ready' | 'ready' | 'ready, deaf'): Said => ({
    question: `Why did the endpoints of ${service} change at ${at(atMs)}?`,
    ...{
      none: { title: `Service ${service} has no endpoint here any more`, detail: 'the Pod is finished or has no address' },
      'terminating, serving': {
        title: `The endpoint in ${service} is terminating`,
        detail: 'ready is false because of the deletion; serving is still true',
      },
      terminating: { title: `The endpoint in ${service} is terminating`, detail: 'neither ready nor serving' },
      'not ready': { title: `Service ${service} sends nothing here`, detail: 'the Pod is not Ready' },
      ready: { title: `Service ${service} sends traffic here`, detail: 'the Pod is Ready' },
      'ready, deaf': { title: `Service ${service} sends traffic here`, detail: 'the Pod is Ready, but nobody listens yet' },
    }[state],
  }),

  event: (atMs: number, reason: string, container: string | undefined, message: string, count: number, meaning: EventMeaning | undefined): Said => {
    const about = container === undefined ? '' : ` for ${container}`;
    return {
      question: `Why is there an Event ${reason}${about} at ${at(atMs)}?`,
      title: `Event ${reason}${about}`,
      detail: joined(message, count > 1 && `the recorder counts it: ×${count}`, meaning && EVENTS[meaning]),
    };
  },

  processRemoved: (atMs: number, container: string, instance: number): Said => ({
    question: `Why is instance ${instance} of ${container} gone at ${at(atMs)}?`,
    title: `Instance ${instance} of ${container} is removed`,
    detail: 'the kubelet keeps one dead instance of a container; its logs go with it',
  }),
  start: ({ atMs, container, instance, bootMs, opens, restart }: StartFacts): Said => ({
    question: instance === 1 ? `Why did ${container} start at ${at(atMs)}?` : `Why was ${container} restarted at ${at(atMs)}?`,
    title:
      bootMs !== undefined
        ? `${container} starts and needs ${span(bootMs)} to boot`
        : instance === 1
          ? `${container} starts`
          : `${container} starts for the ${nth(instance)} time`,
    detail: joined(
      instance > 1 && bootMs !== undefined && `${nth(instance)} start`,
      opens && `:${opens.port} opens at ${at(opens.atMs)}`,
      restart &&
        (restart.backOffMs !== undefined
          ? `${span(restart.waitedMs)} after the exit: a back-off of ${span(restart.backOffMs)}, then the next sync of the Pod`
          : restart.isAfterKill
            ? 'the sync that killed it also starts it: no back-off'
            : `${span(restart.waitedMs)} after the exit: no back-off was due`),
    ),
  }),
  exit: ({ atMs, container, exitCode, code, who, serving }: ExitFacts): Said => ({
    question: `Why did ${container} exit with ${exitCode} at ${at(atMs)}?`,
    title: `${container} exits with ${exitCode}`,
    detail: joined(
      code && exitCodeWords(code),
      who && whoWords(who),
      serving === 'booting' ? 'it was still booting' : serving === 'serving' && `${container} was serving by then`,
    ),
  }),
  boots: (atMs: number, container: string, untilMs: number | undefined): Said => ({
    question: `Why does ${container} not serve yet at ${at(atMs)}?`,
    title: `${container} boots`,
    detail: untilMs === undefined ? '' : `${span(untilMs - atMs)}, until ${at(untilMs)}`,
  }),
  serves: (atMs: number, container: string, ports: readonly number[], afterMs: number | undefined): Said => ({
    question: `Why does ${container} serve from ${at(atMs)} on?`,
    title: `${container} serves`,
    detail: joined(
      ports.length > 0 && `${listed(ports.map((port) => `:${port}`))} ${ports.length === 1 ? 'is' : 'are'} open`,
      afterMs !== undefined && `${span(afterMs)} after its start`,
    ),
  }),
  drains: (atMs: number, container: string, isOpen: boolean): Said => ({
    question: `Why does ${container} drain at ${at(atMs)}?`,
    title: `${container} drains`,
    detail: isOpen ? 'it goes on serving until it exits' : 'its ports are closed',
  }),

  hookQuestion: (atMs: number, container: string, hook: HookType, result: 'start' | 'ok' | 'cut' | 'failed') =>
    result === 'start'
      ? `Why does ${hook} of ${container} run at ${at(atMs)}?`
      : `Why did ${hook} of ${container} ${{ ok: 'end', cut: 'get cut', failed: 'fail' }[result]} at ${at(atMs)}?`,
  postStart: ({ handler, takesMs, result, failure }: HookFacts): Omit<Said, 'question'> => {
    const blocks = `until it ends, status stays as it is, its probes do not begin and the next container does not start`;
    if (result === undefined) return { title: `postStart runs ${handler}`, detail: `it never ends in this run; ${blocks}` };
    switch (result) {
      case 'failed':
        return {
          title: `postStart fails after ${span(takesMs)}`,
          detail: joined(handler, failure && hookFailure(failure), 'so the kubelet kills the container'),
        };
      case 'cut':
        return { title: 'postStart is cut', detail: `${handler} ran for ${span(takesMs)}; it is not run again` };
      case 'ok':
        return { title: `postStart runs ${handler}`, detail: `${span(takesMs)}, beside the entrypoint; ${blocks}` };
    }
  },
  preStop: ({ handler, takesMs, result, failure, leftSeconds, isLeast, withKubelet }: HookFacts & PreStopEnd): Omit<Said, 'question'> => {
    const left = leftSeconds === undefined ? undefined : isLeast ? `2 s left, the least the kubelet gives` : `${leftSeconds} s left`;
    if (result === undefined) return { title: `preStop runs ${handler}`, detail: 'SIGTERM has to wait for it; the grace period is running' };
    switch (result) {
      case 'cut':
        return {
          title: `preStop is cut after ${span(takesMs)}`,
          detail: joined(handler, withKubelet ? 'the kubelet that ran it stops' : 'the grace period is used up, and no Event says so', left),
        };
      case 'failed':
        return {
          title: `preStop fails after ${span(takesMs)}`,
          detail: joined(handler, failure && hookFailure(failure), `the termination goes on all the same`, left),
        };
      case 'ok':
        return { title: `preStop runs ${handler}`, detail: joined(`${span(takesMs)}: the hook spends grace too`, left) };
    }
  },
  /** `totalSeconds`: the whole grace period, if it is known. */
  graceLeft: (atMs: number, container: string, totalSeconds: number | undefined, usedSeconds: number, leftSeconds: number): Said => {
    const sum = totalSeconds === undefined ? '' : `${totalSeconds} − ${usedSeconds} = ${totalSeconds - usedSeconds}; `;
    const isLeast = totalSeconds !== undefined && totalSeconds - usedSeconds < leftSeconds;
    return {
      question: `Why are ${leftSeconds} s of grace left for ${container} at ${at(atMs)}?`,
      title: `${plural(leftSeconds, 'second')} of grace left`,
      detail: `${sum}${isLeast ? '2 s is the least the kubelet gives between SIGTERM and SIGKILL' : 'preStop counts in whole seconds'}`,
    };
  },
  preStopSkipped: (atMs: number, container: string, why: PreStopSkipped): Said => ({
    question: `Why did preStop of ${container} not run at ${at(atMs)}?`,
    title: 'preStop is skipped',
    detail: why,
  }),

  pullFailed: (atMs: number, image: string, attempt: number, fault: PullFault): Said => ({
    question: `Why was ${image} not pulled at ${at(atMs)}?`,
    title: attempt > 1 ? `${capital(nth(attempt))} pull of ${image} fails` : `The pull of ${image} fails`,
    detail: joined(pullFault(fault), 'the next attempt waits for the image back-off of 10, 20, 40 … 300 s'),
  }),
  /** `takesMs`: absent if it does not end in this run. */
  pulled: (atMs: number, image: string, isStart: boolean, takesMs: number | undefined, why: 'Always' | 'was not there' | undefined): Said => ({
    question: isStart ? `Why is ${image} pulled at ${at(atMs)}?` : `Why was ${image} there at ${at(atMs)}?`,
    title: `${image} is pulled`,
    detail: joined(
      takesMs === undefined ? 'the pull does not end in this run' : span(takesMs),
      why === 'Always' ? 'imagePullPolicy Always pulls at every start' : why && 'it was not on the node',
    ),
  }),

  kill: (
    atMs: number,
    container: string,
    reason: Kill['reason'],
    { graceSeconds, isOfProbe, wasBooting }: { graceSeconds: number; isOfProbe: boolean; wasBooting: boolean },
  ): Said => ({
    question: `Why is ${container} killed at ${at(atMs)}?`,
    title: `kubelet decides to ${reason === 'pod' ? 'stop' : 'kill'} ${container}`,
    detail: joined(KILLS[reason], `${graceSeconds} s of grace begin${isOfProbe ? ', as the probe says' : ''}`, wasBooting && 'it was still booting'),
  }),
  signalQuestion: (atMs: number, container: string, signal: string) => `Why does ${container} get ${signal} at ${at(atMs)}?`,
  sigkill: (before: { signal: string; ms: number } | undefined): Omit<Said, 'question'> => ({
    title: 'Grace is used up: SIGKILL',
    detail: joined(before && `${span(before.ms)} after ${before.signal}`, 'no process can handle or ignore SIGKILL'),
  }),
  cgroupDestroyed: (before: { signal: string; ms: number } | undefined): Omit<Said, 'question'> => ({
    title: 'Its cgroup is destroyed: SIGKILL',
    detail: joined(
      before && `${span(before.ms)} after ${before.signal}`,
      'the Pod was gone before the kubelet was back: housekeeping waits for no grace period',
    ),
  }),
  signalLost: (
    signal: string,
    why: { what: 'boots'; untilMs: number } | { what: 'too soon'; ranMs: number } | { what: 'no handler' },
    graceSeconds: number | undefined,
  ): Omit<Said, 'question'> => ({
    title: `${signal} is lost`,
    detail: joined(
      why.what === 'boots'
        ? `PID 1 has no handler yet: it boots until ${at(why.untilMs)}`
        : why.what === 'too soon'
          ? `PID 1 has no handler yet: it has run for ${span(why.ranMs)}`
          : 'PID 1 has no handler for it, so the kernel drops it',
      graceSeconds !== undefined && `${graceSeconds} s until SIGKILL`,
    ),
  }),
  signalTooLate: (signal: string, container: string, goneMs: number): Omit<Said, 'question'> => ({
    title: `${signal} finds nobody`,
    detail: `${container} had already left at ${at(goneMs)}`,
  }),
  signal: (signal: string, container: string, then: 'serves on' | 'closes' | undefined, graceSeconds: number | undefined): Omit<Said, 'question'> => ({
    title: `${capital(signal)} to ${container}`,
    detail: joined(
      then && (then === 'serves on' ? 'it goes on serving while it drains' : 'it closes its ports and drains'),
      graceSeconds !== undefined && `${graceSeconds} s until SIGKILL`,
    ),
  }),

  kubelet: (atMs: number, what: KubeletRecord['what']): Said => ({
    question: `What did the kubelet do at ${at(atMs)}?`,
    ...{
      stopped: { title: 'The kubelet stops', detail: 'containers go on running; probes, hooks and restarts do not happen' },
      started: { title: 'The kubelet starts', detail: 'it has forgotten back-offs, probe counters and running hooks' },
      healthy: { title: 'The kubelet is up', detail: '' },
    }[what],
  }),
  sync: (atMs: number, type: SyncRecord['type'], isStart: boolean, error: string | undefined): Said => ({
    question: `Why was the Pod worker ${isStart ? 'woken' : 'done'} at ${at(atMs)}?`,
    title: `${type} ${isStart ? 'begins' : 'ends'}`,
    detail:
      error === undefined
        ? joined(SYNCS[type], isStart && 'one sync at a time: until it ends, nothing else happens to this Pod')
        : `with an error, so it is tried again: ${error}`,
  }),
  log: (atMs: number, container: string, stream: string, line: string): Said => ({
    question: `Why did ${container} print this at ${at(atMs)}?`,
    title: `${container} prints to ${stream}`,
    detail: line,
  }),

  probeQuestion: (atMs: number, container: string, probe: ProbeType, result: 'error' | 'success' | 'failure') =>
    `Why did the ${probe} probe of ${container} ${{ error: 'error', success: 'succeed', failure: 'fail' }[result]} at ${at(atMs)}?`,
  probeUnfinished: (probe: ProbeType, handler: string | undefined): Omit<Said, 'question'> => ({
    title: `${capital(probe)} attempt under way`,
    detail: `${handler ?? 'the probe'} had no result yet when the run ended`,
  }),
  probeError: (probe: ProbeType, error: string): Omit<Said, 'question'> => ({
    title: `${capital(probe)} probe errored`,
    detail: joined(error, `an error counts neither as failure nor as success, so ${probe} stays as it was`),
  }),
  probeFailure: ({ probe, container, handler, failure, atMs, count, run, threshold, isMet, servesMs }: ProbeFailure): Omit<Said, 'question'> => {
    const tells = `${handler ?? 'the probe'} ${failureWords(failure)}${atMs.length > 0 ? ` ${moments(atMs)}` : ''}`;
    const boot = servesMs !== undefined && `${container} would serve from ${at(servesMs)} on`;
    if (isMet) {
      const title = threshold === 1 ? `${capital(probe)} failure` : `${capital(nth(run))} ${probe} failure in a row`;
      return { title, detail: joined(tells, `failureThreshold ${threshold} is reached`, boot) };
    }
    return {
      title:
        count > 1
          ? `${count} ${probe} failures`
          : run > threshold
            ? `${capital(nth(run))} ${probe} failure in a row`
            : `${capital(probe)} failure ${run} of ${threshold}`,
      detail: joined(tells, run < threshold && count === 1 && `${threshold - run} more in a row would reach failureThreshold ${threshold}`, boot),
    };
  },
  probeTrain: (probe: ProbeType, handler: string | undefined, count: number, periodMs: number, fromMs: number): Omit<Said, 'question'> => ({
    title: `${count} ${probe} successes`,
    detail: `${handler ?? 'the probe'}, every ${span(periodMs)} from ${at(fromMs)}`,
  }),
  probeSuccess: ({ probe, handler, takesMs, threshold, isMet, run, isManual, isWarning }: ProbeSuccess): Omit<Said, 'question'> => ({
    title: `${capital(probe)} succeeds`,
    detail: joined(
      `${handler ?? 'the probe'} in ${span(takesMs)}`,
      isMet ? `successThreshold ${threshold} is reached` : run !== undefined && `success ${run} of ${threshold}`,
      isManual && 'run at once because the container is not ready, beside its period',
      isWarning && 'a redirect to another host counts as success, with a ProbeWarning',
    ),
  }),
  probeState: (
    atMs: number,
    container: string,
    probe: ProbeType,
    state: ProbeStateRecord['state'],
    { handler, periodSeconds, delaySeconds, waitsForStartup }: { handler?: string; periodSeconds: number; delaySeconds: number; waitsForStartup: boolean },
  ): Said => ({
    question: `What does the ${probe} probe of ${container} do at ${at(atMs)}?`,
    ...{
      none: { title: `No ${probe} probe runs`, detail: `there is no container for it` },
      waiting: {
        title: `${capital(probe)} probe waits`,
        detail:
          joined(
            waitsForStartup && 'the startup probe has not succeeded yet',
            delaySeconds > 0 && `initialDelaySeconds ${delaySeconds} counts from the start of the container`,
          ) || 'its time has not come',
      },
      probing: { title: `${capital(probe)} probe begins`, detail: `${handler ?? 'the handler'} every ${periodSeconds} s` },
      'on-hold': {
        title: `${capital(probe)} probe is on hold`,
        detail: probe === 'startup' ? 'it has decided and waits for a new container' : 'it has reached failureThreshold and waits for a new container',
      },
    }[state],
  }),

  resize: (atMs: number, container: string, changes: readonly ResizeChange[]): Said => ({
    question: `Why does ${container} get other resources at ${at(atMs)}?`,
    title: `kubelet resizes ${container} in place`,
    detail: joined(changes.map(resizeWords).join(', '), 'the process runs on: no resizePolicy asks for a restart'),
  }),

  bound: (atMs: number, node: string): Said => ({
    question: `Why is the Pod on ${node} from ${at(atMs)} on?`,
    title: `The scheduler chooses ${node}`,
    detail: 'from now on it is the kubelet of that node that acts',
  }),
  unfit: (atMs: number, message: string): Said => ({ question: `Why is the Pod not scheduled at ${at(atMs)}?`, title: 'No node fits', detail: message }),

  created: (atMs: number, phase: string): Said => ({
    question: `Why does the Pod exist from ${at(atMs)} on?`,
    title: 'The API server accepts the Pod',
    detail: `phase ${phase}`,
  }),
  rewritten: (atMs: number): Said => ({
    question: `Why was the status written at ${at(atMs)}?`,
    title: 'The status is written',
    detail: 'nothing that is told here has changed',
  }),
  /** `lag`: how long after its cause it was written; `message`: what the API says of the first change. */
  status: (
    atMs: number,
    first: PodChange,
    changes: readonly PodChange[],
    lag: { ms: number; isOfProcess: boolean } | undefined,
    message: string | undefined,
  ): Said => {
    const told = changes.map(changeWords).filter((words, index, all) => all.indexOf(words) === index);
    return {
      question: statusQuestion(first, at(atMs)),
      title: `The API says: ${listed(told.slice(0, MOST_CHANGES))}`,
      detail: joined(
        first.what === 'state' && first.to.terminated ? `exit code ${first.to.terminated.exitCode}` : message,
        lag && `${span(lag.ms)} after ${lag.isOfProcess ? 'it happened on the node' : 'that'}`,
        told.length > MOST_CHANGES && `and ${told.length - MOST_CHANGES} more`,
      ),
    };
  },
};

const MOST_CHANGES = 3;

function statusQuestion(change: PodChange, when: string): string {
  switch (change.what) {
    case 'state':
      return `Why does the API say ${stateWords(change.to)} for ${change.container} at ${when}?`;
    case 'condition':
      return `Why is ${change.type} ${change.to} from ${when} on?`;
    case 'phase':
      return `Why is the phase ${change.to} from ${when} on?`;
    default:
      return `Why did the status change at ${when}?`;
  }
}

function changeWords(change: PodChange): string {
  switch (change.what) {
    case 'deletion':
      return 'Terminating';
    case 'node':
      return `on ${change.node}`;
    case 'state':
      return `${change.container} ${stateWords(change.to)}`;
    case 'restarts':
      return `${change.container} restartCount ${change.count}`;
    case 'started':
      return `${change.container} started ${change.value}`;
    case 'condition':
      return `${change.type} ${change.to}`;
    case 'phase':
      return `phase ${change.to}`;
    case 'reason':
      return `reason ${change.reason}`;
  }
}

/** What an action means, where its label does not say it. */
const ACTIONS: Record<string, string | undefined> = {
  'force-delete': 'the API removes the object without waiting for the kubelet',
  workload: 'its program behaves differently from now on',
  oom: 'memory over the limit',
  'sandbox-stop': 'sandbox and containers are gone behind the kubelet’s back',
  'node-taint': 'Pods that do not tolerate it are not scheduled there; with NoExecute those that run there have to go',
  'kubelet-restart': 'containers go on running',
  'kubelet-stop': 'containers go on running, nobody looks at them',
};

/** `10 s doubled twice`: the place of a delay in the series 10, 20, 40 … up to the limit. */
function doublingWords(doubling: Doubling): string {
  switch (doubling.what) {
    case 'first':
      return 'the first restart did not wait; from the second on the delay doubles each time';
    case 'doubled':
      return `10 s doubled ${doubling.times === 1 ? 'once' : doubling.times === 2 ? 'twice' : `${doubling.times} times`}, the ${nth(doubling.wait)} wait`;
    case 'longest':
      return `the longest delay there is`;
    case 'other':
      return `the ${nth(doubling.wait)} wait`;
  }
}

const EVENTS: Record<EventMeaning, string> = {
  Scheduled: 'the scheduler has bound the Pod to a node',
  Created: 'the container exists; its process does not run yet',
  Started: 'the process runs; a postStart hook may still be under way',
  Killing: 'the decision, not the end: preStop, SIGTERM and grace follow',
  Unhealthy: 'each failed attempt counts; one success starts the count again',
  ProbeWarning: 'the attempt counts as success',
  FailedPostStartHook: 'the reason is in state.waiting.message, not in the Event',
  FailedPreStopHook: 'the termination goes on all the same',
  ResizeStarted: 'the node grants it; the containers get it in the sync that follows',
  ResizeCompleted: 'every running container has what the spec asks for',
  ResizeDeferred: 'the node does not grant it now and looks again every 3 min',
  SandboxChanged: 'the Pod gets a new sandbox, and its containers start again',
  DeadlineExceeded: 'activeDeadlineSeconds counts from startTime; the Pod fails',
  NodeNotReady: 'nothing was heard of the node for 50 s: its Pods count as not ready, whatever they do',
  TaintManagerEviction:
    'the node has a taint of the effect NoExecute, and the Pod does not tolerate it, or not any longer; `kubectl get events` lists it, `kubectl describe pod` does not, because it names the Pod without its uid',
  'BackOff of a pull': 'Normal, although the image is missing',
  'BackOff of a container': 'said at each sync that finds the container waiting',
  'Unhealthy by an error': 'an error is neither failure nor success: nothing is done about it',
  'Failed to start': 'the container could not be created or started; the kubelet tries again',
  'Pulled without a pull': 'no pull was needed',
  'Killing on deletion': 'the Pod is Terminating',
  'Eviction called off': 'the taint is gone, or tolerated by now: nothing is deleted',
};

function exitCodeWords(code: NonNullable<ExitFacts['code']>): string {
  switch (code.what) {
    case 'oom':
      return `128 + 9: the kernel killed it because its memory was over the limit`;
    case 'signal':
      return `128 + ${code.number}: ended by ${code.name}`;
    case 'looks like a signal':
      return `its own exit code, though it looks like 128 + ${code.number} (${code.name})`;
    case 'completed':
      return 'Completed';
    case 'not found':
      return '127: a shell did not find the command';
    case 'not runnable':
      return '126: a shell could not run the command';
  }
}

function whoWords(who: NonNullable<ExitFacts['who']>): string {
  switch (who.what) {
    case 'signal':
      return `${span(who.afterMs)} after ${who.signal}${who.graceSeconds === undefined ? '' : `, within its ${who.graceSeconds} s`}`;
    case 'preStop':
      return 'during preStop, before any signal';
    case 'action':
      return `the work of the action at ${at(who.atMs)}, not of the kubelet`;
    case 'oom':
      return 'no Event tells of it';
    case 'itself':
      return `by itself after ${span(who.afterMs)}; no Event tells of it`;
  }
}

function hookFailure(failure: NonNullable<HookFacts['failure']>): string {
  switch (failure.what) {
    case 'tcpSocket':
      return 'the kubelet has no tcpSocket handler for hooks';
    case 'refused':
      return 'refused';
    case 'exit':
      return joined(`exit code ${failure.exitCode}`, failure.output !== undefined && `it said: ${failure.output}`);
    case 'other':
      return failure.message || 'It failed';
  }
}

const KILLS: Record<Kill['reason'], string> = {
  liveness: 'its liveness probe reached failureThreshold',
  startup: 'its startup probe reached failureThreshold',
  definition: 'its definition in the Pod has changed',
  resize: 'its resizePolicy wants a restart for what has changed',
  postStart: 'its postStart hook failed',
  pod: 'the Pod is to stop',
  other: 'it has to stop',
};

const SYNCS: Record<SyncRecord['type'], string> = {
  SyncPod: 'start and restart containers, report status',
  SyncTerminatingPod: 'stop all containers',
  SyncTerminatedPod: 'clean up after the last container',
};

/** `cpu limit 500m → 1`, `memory request none → 64Mi`. */
function resizeWords({ field, from = 'none', to = 'none' }: ResizeChange): string {
  const [list, resource] = field.split('.');
  return `${resource} ${list === 'limits' ? 'limit' : 'request'} ${from} → ${to}`;
}
