/** Why something did not happen: there is no record to ask about, so the question names what was missed. */
import { assertUnreachable } from '../base/assert.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Trace, TraceRecord } from '../model/trace.ts';
import { type ContainerHistory, containerOf, containerOfEvent, type History, historyOf, hookOf, passed, podAt } from './history.ts';
import { conditionOf, isReady, statusOf } from './pods.ts';
import { endpointIn } from './tell/endpoints.ts';
import { stepFor } from './tell/tell.ts';
import { tellTexts } from './texts/en/tell.ts';
import type { Absence, WhyNot } from './types.ts';
import { errorText, firstLine, pullFaultOf } from './messages.ts';
import { at, listed, plural, pullFault, span } from './texts/en/words.ts';

/**
 * The questions that make sense for a run, most asked first.
 *
 * @param atMs somebody looks at this moment, and may ask why the Pod is not Ready then; absent: whether it ever was.
 */
export function openQuestions(trace: Trace, scenario: Scenario, atMs?: number): WhyNot[] {
  const history = historyOf(trace);
  const questions: WhyNot[] = [];
  if (atMs === undefined) {
    if (history.pod && !history.pods.some(({ object }) => isReady(object))) questions.push({ what: 'ready' });
  } else {
    const shown = podAt(history, atMs);
    if (shown && !isReady(shown.object)) questions.push({ what: 'ready', atMs });
  }
  if (scenario.objects.some(({ kind }) => kind === 'Service') && !history.slices.some((record) => endpointIn(record)?.ready))
    questions.push({ what: 'traffic' });
  for (const container of history.containers) {
    const { name, runs, role, probes, spec } = container;
    const last = runs.at(-1);
    if (history.pod && runs.length === 0) questions.push({ what: 'started', container: name });
    if (role === 'app' && last?.exit && !history.pods.some(({ object }) => object.metadata.deletionTimestamp !== undefined))
      questions.push({ what: 'restart', container: name });
    if (runs.some(({ exit, kill }) => exit && exit.exitCode !== 0 && !kill)) questions.push({ what: 'event-for-exit', container: name });
    if (spec?.lifecycle?.preStop && runs.some((run) => run.exit && !hookOf(run, 'preStop', 'start'))) questions.push({ what: 'preStop', container: name });
    if (probes.liveness.some((record) => !passed(record)) && !runs.some(({ kill }) => kill?.decision.reason === 'liveness'))
      questions.push({ what: 'liveness-kill', container: name });
    if (spec?.startupProbe && (spec.livenessProbe ?? spec.readinessProbe)) questions.push({ what: 'probes-before-startup', container: name });
  }
  return questions;
}

/**
 * The answer, with the records it rests on. If the thing did happen after all, the answer says when.
 *
 * @param scenario what was run; only Services of its objects are used, so it may be absent.
 */
export function whyNot(trace: Trace, scenario: Scenario | undefined, question: WhyNot): Absence {
  const history = historyOf(trace);
  switch (question.what) {
    case 'restart':
      return noRestart(history, question.container);
    case 'traffic':
      return noTraffic(history, scenario);
    case 'event-for-exit':
      return noEvent(history, question.container);
    case 'preStop':
      return noPreStop(history, question.container);
    case 'liveness-kill':
      return noLivenessKill(history, question.container);
    case 'probes-before-startup':
      return heldBack(history, question.container);
    case 'ready':
      return notReady(history, question.atMs);
    case 'started':
      return notStarted(history, question.container);
    default:
      return assertUnreachable(question);
  }
}

function absence(history: History, question: string, answer: string, evidence: readonly (TraceRecord | undefined)[] = []): Absence {
  const records = evidence.filter((record) => record !== undefined).sort((a, b) => a.id - b.id);
  return { question, answer: answer.replace(/([.…])\.+$/, '$1'), steps: records.map((record) => stepFor(tellTexts, history, record)) };
}

function noRestart(history: History, name: string): Absence {
  const container = containerOf(history, name);
  const question = `Why was ${name} not restarted?`;
  const last = container?.runs.at(-1);
  if (!last) return absence(history, question, `${name} was never started in this run.`);
  if (!last.exit)
    return absence(history, question, last.instance > 1 ? `It was: its ${last.instance}. run began at ${at(last.start.t)}.` : `${name} never ended.`, [
      last.start,
    ]);
  const decision = history.trace.records.find(
    (record) => record.id > last.start.id && record.kind === 'Decision' && record.container === name && record.decision.what === 'no-restart',
  );
  const policy = container?.spec?.restartPolicy ?? history.pod?.spec.restartPolicy ?? 'Always';
  const marked = history.pods.find(({ object, t }) => object.metadata.deletionTimestamp !== undefined && t <= (last.exit?.t ?? 0));
  if (marked) return absence(history, question, 'The Pod is being deleted: nothing is restarted any more.', [marked, last.exit]);
  const wait = container?.backOffs.findLast(({ id }) => id > (last.exit?.id ?? 0));
  const code = last.exit.exitCode ?? 0;
  if (container?.role === 'init' && code === 0)
    return absence(history, question, `${name} is an init container and has done its work: exit code 0.`, [last.exit]);
  if (policy === 'Never')
    return absence(history, question, `restartPolicy is Never: whatever the exit code (${code}), ${name} stays down.`, [last.exit, decision]);
  if (policy === 'OnFailure' && code === 0)
    return absence(history, question, `restartPolicy is OnFailure, and ${name} left with exit code 0.`, [last.exit, decision]);
  const deadline = history.events.find(({ object }) => object.reason === 'DeadlineExceeded');
  if (deadline)
    return absence(history, question, 'activeDeadlineSeconds is over: the Pod has failed and nothing of it is started again.', [deadline, last.exit]);
  if (wait)
    return absence(
      history,
      question,
      `It is waiting: its back-off of ${span(wait.decision.delayMs)} lasts until ${at(wait.decision.untilMs)}, and the run ends at ${at(history.trace.endMs)}.`,
      [last.exit, wait],
    );
  return absence(history, question, `The run ends at ${at(history.trace.endMs)}, before the kubelet came to it.`, [last.exit, decision]);
}

function noTraffic(history: History, scenario: Scenario | undefined): Absence {
  const question = 'Why did no Service send traffic to the Pod?';
  const services = scenario?.objects.filter(({ kind }) => kind === 'Service') ?? [];
  const ready = history.slices.find((record) => endpointIn(record)?.ready === true);
  if (ready) return absence(history, question, `It did, from ${at(ready.t)} on.`, [ready]);
  if (services.length === 0) return absence(history, question, 'There is no Service in this scenario.');
  if (history.slices.length === 0) {
    const labels = Object.entries(history.pod?.metadata.labels ?? {}).map(([key, value]) => `${key}=${value}`);
    const ip = history.pods.some(({ object }) => object.status.podIP !== undefined);
    if (!ip) return absence(history, question, 'The Pod never got an address: it never ran on a node.', [history.pods.at(-1)]);
    const names = services.map(({ metadata }) => metadata.name ?? '');
    return absence(
      history,
      question,
      `The selector of Service ${listed(names)} does not match the labels of the Pod${labels.length > 0 ? ` (${listed(labels)})` : ', which has none'}.`,
    );
  }
  return absence(history, question, 'The Pod was never Ready, so its endpoint stayed out of rotation.', [history.slices[0], ...lastReadinessFailure(history)]);
}

function lastReadinessFailure(history: History): TraceRecord[] {
  return history.containers.flatMap(({ probes }) => probes.readiness.findLast((record) => !passed(record)) ?? []);
}

function noEvent(history: History, name: string): Absence {
  const question = `Why is there no Event for the exit of ${name}?`;
  const run = containerOf(history, name)?.runs.find(({ exit, kill }) => exit && !kill);
  if (!run?.exit) return absence(history, question, `${name} never ended by itself in this run.`);
  const exit = run.exit;
  const next = history.events.find((record) => record.id > exit.id && containerOfEvent(record) === name);
  const follow = next ? ` What shows is the next thing the kubelet does: ${next.object.reason} at ${at(next.t)}.` : '';
  return absence(
    history,
    question,
    `The kubelet records no Event for the end of a container, nor for an OOM kill or a signal; the exit code stands in lastState and state.${follow}`,
    [exit, next],
  );
}

function noPreStop(history: History, name: string): Absence {
  const question = `Why did preStop of ${name} not run?`;
  const container = containerOf(history, name);
  const handler = container?.spec?.lifecycle?.preStop;
  const ran = container?.runs.flatMap((run) => hookOf(run, 'preStop', 'start') ?? [])[0];
  if (!handler) return absence(history, question, `${name} has no preStop hook.`);
  const without = container.runs.find((run) => run.exit && !hookOf(run, 'preStop', 'start'));
  if (!without) return absence(history, question, ran ? `It did, at ${at(ran.t)}.` : `${name} was not stopped in this run.`, [ran]);
  const skipped = history.trace.records.find((record) => record.kind === 'Decision' && record.container === name && record.decision.what === 'preStop-skipped');
  if (!without.kill)
    return absence(
      history,
      question,
      `${name} left by itself (exit code ${without.exit?.exitCode ?? 0}). The kubelet runs preStop only when it is the one who stops a container.`,
      [without.exit, skipped],
    );
  const why = skipped?.kind === 'Decision' && skipped.decision.what === 'preStop-skipped' ? skipped.decision.why : undefined;
  return absence(
    history,
    question,
    why ? `It was skipped: ${why}.` : `It was killed with ${without.kill.decision.graceSeconds} s of grace; with 0 s there is no time for a hook.`,
    [without.kill, skipped],
  );
}

function noLivenessKill(history: History, name: string): Absence {
  const question = `Why did the failing liveness probe not restart ${name}?`;
  const container = containerOf(history, name);
  const probes = container?.probes.liveness ?? [];
  const kill = container?.runs.find((run) => run.kill?.decision.reason === 'liveness')?.kill;
  if (!container?.spec?.livenessProbe) {
    const readiness = container?.probes.readiness.findLast((record) => !passed(record));
    return absence(history, question, `${name} has no liveness probe${readiness ? ': a failing readiness probe only takes it out of its Services' : ''}.`, [
      readiness,
    ]);
  }
  if (kill) return absence(history, question, `It did, at ${at(kill.t)}.`, [kill]);
  const errors = probes.filter(({ result }) => result === 'error');
  const failures = probes.filter(({ result }) => result === 'failure');
  const threshold = container.spec.livenessProbe.failureThreshold ?? 3;
  if (errors.length > 0 && failures.length === 0) {
    const [first] = errors;
    return absence(
      history,
      question,
      `Its ${plural(
        errors.reduce((sum, { count }) => sum + count, 0),
        'attempt',
      )} could not be made (${errorText(first?.message ?? '')}). An error is neither a failure nor a success, so it never counts.`,
      [first, errors.at(-1)],
    );
  }
  const met = failures.find((record) => record.met);
  if (met)
    return absence(
      history,
      question,
      `It reached failureThreshold ${threshold} at ${at(met.t)}; under restartPolicy ${history.pod?.spec.restartPolicy ?? 'Always'} the Pod was stopped instead.`,
      [met],
    );
  const most = Math.max(0, ...failures.map(({ run }) => run));
  if (most > 0)
    return absence(history, question, `It failed at most ${most} times in a row; failureThreshold is ${threshold}, and one success starts the count again.`, [
      failures.find(({ run }) => run === most),
    ]);
  return absence(history, question, 'It never failed in this run.');
}

function heldBack(history: History, name: string): Absence {
  const question = `Why do the liveness and readiness probes of ${name} not run?`;
  const container = containerOf(history, name);
  if (!container?.spec?.startupProbe) return absence(history, question, `${name} has no startup probe that could hold them back.`);
  const success = container.probes.startup.find((record) => record.met && passed(record));
  const early = [...container.probes.liveness, ...container.probes.readiness].filter(
    ({ id, instance }) => !container.probes.startup.some((record) => record.instance === instance && passed(record) && record.id < id),
  );
  const [leak] = early.toSorted((a, b) => a.id - b.id);
  if (leak && leak.instance > 1) {
    return absence(
      history,
      question,
      `They did, at ${at(leak.t)}: after a kill in the same sync the new instance inherits started=true until the startup probe's next tick.`,
      [leak],
    );
  }
  const last = container.probes.startup.at(-1);
  if (!success)
    return absence(
      history,
      question,
      `The startup probe has not succeeded yet${last ? `: ${last.run} of ${last.threshold} attempts failed` : ''}. Until then the other probes wait, and the container is not started.`,
      [last],
    );
  return absence(history, question, `They waited for the startup probe, which succeeded at ${at(success.t)}.`, [success]);
}

function notReady(history: History, atMs = history.trace.endMs): Absence {
  const record = podAt(history, atMs) ?? history.pods.at(-1);
  const question = `Why is the Pod not Ready at ${at(atMs)}?`;
  if (!record) return absence(history, question, 'There is no Pod.');
  if (isReady(record.object) && record.type !== 'DELETED') return absence(history, question, 'It is Ready.', [record]);
  const ready = conditionOf(record.object, 'Ready');
  if (record.object.spec.nodeName === undefined)
    return absence(history, question, 'It has no node: it was not scheduled.', [history.events.findLast(({ object }) => object.reason === 'FailedScheduling')]);
  if (ready?.reason === 'ReadinessGatesNotReady')
    return absence(history, question, `All containers are ready, but a readiness gate is not: ${firstLine(ready.message ?? '')}.`, [record]);
  const unready = history.containers.filter(({ name, role }) => (role === 'app' || role === 'sidecar') && statusOf(record.object, name)?.ready !== true);
  const reasons = unready.map((container) => whyUnready(container, atMs));
  return absence(
    history,
    question,
    reasons.length > 0 ? `${reasons.map(({ words }) => words.replace(/^the /, 'The ')).join('. ')}.` : (ready?.message ?? 'The kubelet has not said so yet.'),
    [...reasons.map(({ record: each }) => each), record],
  );
}

function whyUnready({ name, runs, probes, spec, backOffs }: ContainerHistory, atMs: number): { words: string; record: TraceRecord | undefined } {
  const run = runs.findLast(({ start }) => start.t <= atMs);
  const startup = probes.startup.findLast(({ t }) => t <= atMs);
  const readiness = probes.readiness.findLast(({ t }) => t <= atMs);
  const wait = backOffs.findLast(({ t }) => t <= atMs);
  if (!run) return { words: `${name} has not started`, record: undefined };
  if (run.exit && run.exit.t <= atMs)
    return {
      words:
        wait && wait.id > run.exit.id
          ? `${name} waits in back-off after exit code ${run.exit.exitCode ?? 0}`
          : `${name} has ended with exit code ${run.exit.exitCode ?? 0}`,
      record: wait && wait.id > run.exit.id ? wait : run.exit,
    };
  const hook = hookOf(run, 'postStart', 'start');
  const hookEnd = hookOf(run, 'postStart', 'end');
  if (hook && (!hookEnd || hookEnd.t > atMs)) return { words: `postStart of ${name} still runs`, record: hook };
  if (spec?.startupProbe && !(startup && passed(startup) && startup.instance === run.instance))
    return { words: `the startup probe of ${name} has not succeeded`, record: startup };
  if (spec?.readinessProbe && readiness?.result === 'error')
    return { words: `the readiness probe of ${name} cannot be run: ${errorText(readiness.message)}`, record: readiness };
  if (spec?.readinessProbe && readiness && !passed(readiness)) return { words: `the readiness probe of ${name} fails`, record: readiness };
  if (spec?.readinessProbe && !readiness) return { words: `the readiness probe of ${name} has not run yet`, record: run.start };
  return { words: `the status of ${name} does not say ready yet`, record: run.start };
}

function notStarted(history: History, name: string): Absence {
  const question = `Why was ${name} not started?`;
  const container = containerOf(history, name);
  const first = container?.runs[0];
  if (first) return absence(history, question, `It was, at ${at(first.start.t)}.`, [first.start]);
  const pull = container?.images.findLast(({ result }) => result === 'failed');
  const index = history.containers.findIndex((each) => each.name === name);
  const blocker = history.containers.slice(0, Math.max(0, index)).findLast((each) => each.role !== 'app' || each.runs.length === 0);
  const last = history.pods.at(-1);
  if (last && last.object.spec.nodeName === undefined)
    return absence(history, question, 'The Pod has no node.', [history.events.findLast(({ object }) => object.reason === 'FailedScheduling')]);
  if (pull) return absence(history, question, `Its image could not be pulled: ${pullFault(pullFaultOf(pull.message))}.`, [pull]);
  const failed = history.events.findLast((record) => containerOfEvent(record) === name && record.object.reason === 'Failed');
  if (failed) return absence(history, question, `It could not be created or started: ${firstLine(failed.object.message.replace(/^Error: /, ''))}.`, [failed]);
  const mount = history.events.findLast(({ object }) => object.reason === 'FailedMount' || object.reason === 'FailedCreatePodSandBox');
  if (mount) return absence(history, question, `${mount.object.reason}: ${firstLine(mount.object.message)}.`, [mount]);
  const hook = history.containers.flatMap(({ runs }) =>
    runs.flatMap((run) => (hookOf(run, 'postStart', 'end') ? [] : (hookOf(run, 'postStart', 'start') ?? []))),
  )[0];
  if (hook) return absence(history, question, `Containers start one after the other, and postStart of ${hook.container} has not ended.`, [hook]);
  if (blocker)
    return absence(history, question, `It comes after ${blocker.name}, which has not ${blocker.role === 'init' ? 'completed' : 'started'}.`, [
      blocker.runs.at(-1)?.exit ?? blocker.runs.at(-1)?.start,
    ]);
  return absence(history, question, `The run ends at ${at(history.trace.endMs)}, before its turn came.`);
}
