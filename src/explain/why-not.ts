/** Why something did not happen: there is no record to ask about, so the question names what was missed. */
import { assertUnreachable } from '../base/assert.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Trace, TraceRecord } from '../model/trace.ts';
import { type ContainerHistory, containerOf, containerOfEvent, type History, historyOf, hookOf, passed, podAt } from './history.ts';
import { conditionOf, isReady, statusOf } from './pods.ts';
import { endpointIn } from './tell/endpoints.ts';
import { refusalsOf } from './evictions.ts';
import { stepFor } from './tell/tell.ts';
import { tellTexts } from './texts/en/tell.ts';
import type { Absence, WhyNot } from './types.ts';
import { errorText, firstLine, pullFaultOf } from './messages.ts';
import { type Unready, whyNotTexts } from './texts/en/why-not.ts';
import type { Translation } from './texts/translation.ts';

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
  if (refusalsOf(history).length > 0) questions.unshift({ what: 'evicted' });
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
 * @param translation absent: English.
 */
export function whyNot(trace: Trace, scenario: Scenario | undefined, question: WhyNot, translation?: Translation): Absence {
  const teller = { history: historyOf(trace), words: translation?.whyNot ?? whyNotTexts, steps: translation?.tell ?? tellTexts };
  switch (question.what) {
    case 'restart':
      return noRestart(teller, question.container);
    case 'traffic':
      return noTraffic(teller, scenario);
    case 'evicted':
      return noEviction(teller);
    case 'event-for-exit':
      return noEvent(teller, question.container);
    case 'preStop':
      return noPreStop(teller, question.container);
    case 'liveness-kill':
      return noLivenessKill(teller, question.container);
    case 'probes-before-startup':
      return heldBack(teller, question.container);
    case 'ready':
      return notReady(teller, question.atMs);
    case 'started':
      return notStarted(teller, question.container);
    default:
      return assertUnreachable(question);
  }
}

/** The run, and the words of answers and of the steps that are their evidence. */
interface Teller {
  history: History;
  words: Translation['whyNot'];
  steps: Translation['tell'];
}

function absence({ history, steps }: Teller, question: string, answer: string, evidence: readonly (TraceRecord | undefined)[] = []): Absence {
  const records = evidence.filter((record) => record !== undefined).sort((a, b) => a.id - b.id);
  return { question, answer: answer.replace(/([.…])\.+$/, '$1'), steps: records.map((record) => stepFor(steps, history, record)) };
}

function noRestart(teller: Teller, name: string): Absence {
  const { history } = teller;
  const words = teller.words.restart;
  const container = containerOf(history, name);
  const question = words.question(name);
  const last = container?.runs.at(-1);
  if (!last) return absence(teller, question, words.neverStarted(name));
  if (!last.exit) return absence(teller, question, last.instance > 1 ? words.itWas(last.instance, last.start.t) : words.neverEnded(name), [last.start]);
  const decision = history.trace.records.find(
    (record) => record.id > last.start.id && record.kind === 'Decision' && record.container === name && record.decision.what === 'no-restart',
  );
  const policy = container?.spec?.restartPolicy ?? history.pod?.spec.restartPolicy ?? 'Always';
  const marked = history.pods.find(({ object, t }) => object.metadata.deletionTimestamp !== undefined && t <= (last.exit?.t ?? 0));
  if (marked) return absence(teller, question, words.deleted, [marked, last.exit]);
  const wait = container?.backOffs.findLast(({ id }) => id > (last.exit?.id ?? 0));
  const code = last.exit.exitCode ?? 0;
  if (container?.role === 'init' && code === 0) return absence(teller, question, words.initDone(name), [last.exit]);
  if (policy === 'Never') return absence(teller, question, words.never(name, code), [last.exit, decision]);
  if (policy === 'OnFailure' && code === 0) return absence(teller, question, words.onFailure(name), [last.exit, decision]);
  const deadline = history.events.find(({ object }) => object.reason === 'DeadlineExceeded');
  if (deadline) return absence(teller, question, words.deadline, [deadline, last.exit]);
  if (wait) return absence(teller, question, words.waits(wait.decision.delayMs, wait.decision.untilMs, history.trace.endMs), [last.exit, wait]);
  return absence(teller, question, words.runEnds(history.trace.endMs), [last.exit, decision]);
}

function noTraffic(teller: Teller, scenario: Scenario | undefined): Absence {
  const { history } = teller;
  const words = teller.words.traffic;
  const question = words.question;
  const services = scenario?.objects.filter(({ kind }) => kind === 'Service') ?? [];
  const ready = history.slices.find((record) => endpointIn(record)?.ready === true);
  if (ready) return absence(teller, question, words.itDid(ready.t), [ready]);
  if (services.length === 0) return absence(teller, question, words.noService);
  if (history.slices.length === 0) {
    const labels = Object.entries(history.pod?.metadata.labels ?? {}).map(([key, value]) => `${key}=${value}`);
    const ip = history.pods.some(({ object }) => object.status.podIP !== undefined);
    if (!ip) return absence(teller, question, words.noAddress, [history.pods.at(-1)]);
    const names = services.map(({ metadata }) => metadata.name ?? '');
    return absence(teller, question, words.noMatch(names, labels));
  }
  return absence(teller, question, words.neverReady, [history.slices[0], ...lastReadinessFailure(history)]);
}

function noEviction(teller: Teller): Absence {
  const words = teller.words.evicted;
  const refusals = refusalsOf(teller.history);
  const [first, last] = [refusals[0], refusals.at(-1)];
  if (last?.error === undefined) return absence(teller, words.question, words.nobody);
  return absence(teller, words.question, words.refused(refusals.length, last.error.causes?.[0]?.message ?? last.error.message), [
    first,
    first === last ? undefined : last,
  ]);
}

function lastReadinessFailure(history: History): TraceRecord[] {
  return history.containers.flatMap(({ probes }) => probes.readiness.findLast((record) => !passed(record)) ?? []);
}

function noEvent(teller: Teller, name: string): Absence {
  const { history } = teller;
  const words = teller.words.event;
  const question = words.question(name);
  const run = containerOf(history, name)?.runs.find(({ exit, kill }) => exit && !kill);
  if (!run?.exit) return absence(teller, question, words.neverEnded(name));
  const exit = run.exit;
  const next = history.events.find((record) => record.id > exit.id && containerOfEvent(record) === name);
  return absence(teller, question, words.none(next && { reason: next.object.reason, atMs: next.t }), [exit, next]);
}

function noPreStop(teller: Teller, name: string): Absence {
  const { history } = teller;
  const words = teller.words.preStop;
  const question = words.question(name);
  const container = containerOf(history, name);
  const handler = container?.spec?.lifecycle?.preStop;
  const ran = container?.runs.flatMap((run) => hookOf(run, 'preStop', 'start') ?? [])[0];
  if (!handler) return absence(teller, question, words.noHook(name));
  const without = container.runs.find((run) => run.exit && !hookOf(run, 'preStop', 'start'));
  if (!without) return absence(teller, question, ran ? words.itDid(ran.t) : words.notStopped(name), [ran]);
  const skipped = history.trace.records.find((record) => record.kind === 'Decision' && record.container === name && record.decision.what === 'preStop-skipped');
  if (!without.kill) return absence(teller, question, words.leftByItself(name, without.exit?.exitCode ?? 0), [without.exit, skipped]);
  const why = skipped?.kind === 'Decision' && skipped.decision.what === 'preStop-skipped' ? skipped.decision.why : undefined;
  return absence(teller, question, why ? words.skipped[why] : words.noTime(without.kill.decision.graceSeconds), [without.kill, skipped]);
}

function noLivenessKill(teller: Teller, name: string): Absence {
  const { history } = teller;
  const words = teller.words.livenessKill;
  const question = words.question(name);
  const container = containerOf(history, name);
  const probes = container?.probes.liveness ?? [];
  const kill = container?.runs.find((run) => run.kill?.decision.reason === 'liveness')?.kill;
  if (!container?.spec?.livenessProbe) {
    const readiness = container?.probes.readiness.findLast((record) => !passed(record));
    return absence(teller, question, words.noProbe(name, readiness !== undefined), [readiness]);
  }
  if (kill) return absence(teller, question, words.itDid(kill.t), [kill]);
  const errors = probes.filter(({ result }) => result === 'error');
  const failures = probes.filter(({ result }) => result === 'failure');
  const threshold = container.spec.livenessProbe.failureThreshold ?? 3;
  if (errors.length > 0 && failures.length === 0) {
    const [first] = errors;
    return absence(
      teller,
      question,
      words.errors(
        errors.reduce((sum, { count }) => sum + count, 0),
        errorText(first?.message ?? ''),
      ),
      [first, errors.at(-1)],
    );
  }
  const met = failures.find((record) => record.met);
  if (met) return absence(teller, question, words.stopped(threshold, met.t, history.pod?.spec.restartPolicy ?? 'Always'), [met]);
  const most = Math.max(0, ...failures.map(({ run }) => run));
  if (most > 0) return absence(teller, question, words.tooFew(most, threshold), [failures.find(({ run }) => run === most)]);
  return absence(teller, question, words.neverFailed);
}

function heldBack(teller: Teller, name: string): Absence {
  const { history } = teller;
  const words = teller.words.heldBack;
  const question = words.question(name);
  const container = containerOf(history, name);
  if (!container?.spec?.startupProbe) return absence(teller, question, words.noStartup(name));
  const success = container.probes.startup.find((record) => record.met && passed(record));
  const early = [...container.probes.liveness, ...container.probes.readiness].filter(
    ({ id, instance }) => !container.probes.startup.some((record) => record.instance === instance && passed(record) && record.id < id),
  );
  const [leak] = early.toSorted((a, b) => a.id - b.id);
  if (leak && leak.instance > 1) {
    return absence(teller, question, words.leaked(leak.t), [leak]);
  }
  const last = container.probes.startup.at(-1);
  if (!success) return absence(teller, question, words.notYet(last && { failed: last.run, threshold: last.threshold }), [last]);
  return absence(teller, question, words.waited(success.t), [success]);
}

function notReady(teller: Teller, lookedAtMs?: number): Absence {
  const { history } = teller;
  const words = teller.words.ready;
  const atMs = lookedAtMs ?? history.trace.endMs;
  const record = podAt(history, atMs) ?? history.pods.at(-1);
  const question = words.question(atMs);
  if (!record) return absence(teller, question, words.noPod);
  if (isReady(record.object) && record.type !== 'DELETED') return absence(teller, question, words.itIs, [record]);
  const ready = conditionOf(record.object, 'Ready');
  if (record.object.spec.nodeName === undefined)
    return absence(teller, question, words.noNode, [history.events.findLast(({ object }) => object.reason === 'FailedScheduling')]);
  if (ready?.reason === 'ReadinessGatesNotReady') return absence(teller, question, words.gate(firstLine(ready.message ?? '')), [record]);
  const unready = history.containers.filter(({ name, role }) => (role === 'app' || role === 'sidecar') && statusOf(record.object, name)?.ready !== true);
  const reasons = unready.map((container) => whyUnready(container, atMs));
  return absence(teller, question, reasons.length > 0 ? words.unready(reasons.map(({ why }) => why)) : words.said(ready?.message), [
    ...reasons.map(({ record: each }) => each),
    record,
  ]);
}

function whyUnready({ name, runs, probes, spec, backOffs }: ContainerHistory, atMs: number): { why: Unready; record: TraceRecord | undefined } {
  const run = runs.findLast(({ start }) => start.t <= atMs);
  const startup = probes.startup.findLast(({ t }) => t <= atMs);
  const readiness = probes.readiness.findLast(({ t }) => t <= atMs);
  const wait = backOffs.findLast(({ t }) => t <= atMs);
  if (!run) return { why: { container: name, what: 'not started' }, record: undefined };
  if (run.exit && run.exit.t <= atMs) {
    const isWaiting = wait !== undefined && wait.id > run.exit.id;
    const exitCode = run.exit.exitCode ?? 0;
    return { why: { container: name, what: isWaiting ? 'in back-off' : 'ended', exitCode }, record: isWaiting ? wait : run.exit };
  }
  const hook = hookOf(run, 'postStart', 'start');
  const hookEnd = hookOf(run, 'postStart', 'end');
  if (hook && (!hookEnd || hookEnd.t > atMs)) return { why: { container: name, what: 'in postStart' }, record: hook };
  if (spec?.startupProbe && !(startup && passed(startup) && startup.instance === run.instance))
    return { why: { container: name, what: 'startup' }, record: startup };
  if (spec?.readinessProbe && readiness?.result === 'error')
    return { why: { container: name, what: 'readiness errors', error: errorText(readiness.message) }, record: readiness };
  if (spec?.readinessProbe && readiness && !passed(readiness)) return { why: { container: name, what: 'readiness fails' }, record: readiness };
  if (spec?.readinessProbe && !readiness) return { why: { container: name, what: 'readiness not run' }, record: run.start };
  return { why: { container: name, what: 'not said' }, record: run.start };
}

function notStarted(teller: Teller, name: string): Absence {
  const { history } = teller;
  const words = teller.words.started;
  const question = words.question(name);
  const container = containerOf(history, name);
  const first = container?.runs[0];
  if (first) return absence(teller, question, words.itWas(first.start.t), [first.start]);
  const pull = container?.images.findLast(({ result }) => result === 'failed');
  const index = history.containers.findIndex((each) => each.name === name);
  const blocker = history.containers.slice(0, Math.max(0, index)).findLast((each) => each.role !== 'app' || each.runs.length === 0);
  const last = history.pods.at(-1);
  if (last && last.object.spec.nodeName === undefined)
    return absence(teller, question, words.noNode, [history.events.findLast(({ object }) => object.reason === 'FailedScheduling')]);
  if (pull) return absence(teller, question, words.notPulled(pullFaultOf(pull.message)), [pull]);
  const failed = history.events.findLast((record) => containerOfEvent(record) === name && record.object.reason === 'Failed');
  if (failed) return absence(teller, question, words.failed(firstLine(failed.object.message.replace(/^Error: /, ''))), [failed]);
  const mount = history.events.findLast(({ object }) => object.reason === 'FailedMount' || object.reason === 'FailedCreatePodSandBox');
  if (mount) return absence(teller, question, words.event(mount.object.reason, firstLine(mount.object.message)), [mount]);
  const hook = history.containers.flatMap(({ runs }) =>
    runs.flatMap((run) => (hookOf(run, 'postStart', 'end') ? [] : (hookOf(run, 'postStart', 'start') ?? []))),
  )[0];
  if (hook) return absence(teller, question, words.hook(hook.container), [hook]);
  if (blocker)
    return absence(teller, question, words.comesAfter(blocker.name, blocker.role === 'init'), [blocker.runs.at(-1)?.exit ?? blocker.runs.at(-1)?.start]);
  return absence(teller, question, words.runEnds(history.trace.endMs));
}
