/** Probes that ask the wrong way, too strictly, or not at all. */
import type { Probe, ProbeType } from '../../model/kubernetes.ts';
import type { ProbeRecord } from '../../model/trace.ts';
import { bootOf, type ContainerHistory, countOf, passed, probeEnd, type Run } from '../history.ts';
import { isReady } from '../pods.ts';
import { endpointIn } from '../tell/endpoints.ts';
import { failureOf, handlerWords } from '../tell/probes.ts';
import type { Change } from '../types.ts';
import { stopRequestedMs } from '../verdict/measures.ts';
import {
  handlerAsWritten,
  handlerFields,
  handlerMs,
  idsOf,
  killingProbe,
  offered,
  pathOf,
  portOf,
  probeOf,
  shortfall,
  type Found,
  type Subject,
  succeeded,
  writtenOf,
} from './subject.ts';

const PROBES: readonly ProbeType[] = ['startup', 'liveness', 'readiness'];

export function probeFindings(subject: Subject): Found[] {
  return subject.history.containers.flatMap((container) => [
    ...PROBES.flatMap((probe) => [...slowAnswers(subject, container, probe), ...errors(subject, container, probe), ...closedPort(subject, container, probe)]),
    ...sameQuestion(subject, container),
    ...readinessMissing(subject, container),
    ...nervous(subject, container),
    ...noRestart(subject, container),
    ...neverPasses(subject, container),
  ]);
}

function slowAnswers(subject: Subject, container: ContainerHistory, probe: ProbeType): Found[] {
  const words = subject.words.probes.slow;
  const spec = probeOf(container, probe);
  const path = pathOf(subject, container.name);
  // A gRPC probe takes its whole timeout to find a closed port: more time would not help
  const slow = container.probes[probe].filter(({ timedOut, message }) => timedOut && !/failed to connect/.test(message));
  const harmful = slow.filter(({ met }) => met);
  if (!spec || path === undefined || slow.length === 0) return [];
  const timeoutSeconds = spec.timeoutSeconds ?? 1;
  const answersMs = answerTimes(subject, container, spec);
  const takesMs = answersMs.length > 0 ? Math.max(...answersMs) : undefined;
  const varies = new Set(answersMs).size > 1;
  const neededMs = takesMs !== undefined && takesMs > timeoutSeconds * 1000 ? takesMs : undefined;
  const value = neededMs === undefined ? timeoutSeconds * 2 : Math.floor(neededMs / 1000) + 1;
  const isDefault = (writtenOf(subject, container.name)?.[`${probe}Probe`] as Probe | undefined)?.timeoutSeconds === undefined;
  return [
    {
      kind: 'probe-timeout-too-short',
      severity: harmful.length > 0 ? 'problem' : 'hint',
      container: container.name,
      title: words.title({ handler: handlerWords(spec), timeoutSeconds, isDefault, varies, ...(neededMs !== undefined && { neededMs }) }),
      detail: words.detail(
        probe,
        slow.reduce((sum, { count }) => sum + count, 0),
      ),
      facts: { probe, timeoutSeconds, attempts: slow.length, ...(neededMs !== undefined && { neededMs }) },
      picture: shortfall({ label: words.timeout, ms: timeoutSeconds * 1000 }, neededMs === undefined ? undefined : { label: words.answer, ms: neededMs }),
      records: idsOf(slow),
      ...offered(
        { title: words.change(probe, value), edits: [{ document: 'pod', path: `${path}.${probe}Probe.timeoutSeconds`, value }] },
        neededMs !== undefined,
      ),
    },
  ];
}

/** How long answers take, as far as the scenario says. */
function answerTimes(subject: Subject, container: ContainerHistory, spec: Probe): number[] {
  if (spec.exec) return [handlerMs(subject, container.name, spec)].filter((ms) => ms !== undefined);
  const workload = subject.scenario.workloads[container.name];
  const path = spec.httpGet?.path ?? '/';
  const sets = subject.scenario.actions.flatMap((action) => (action.do === 'workload' && action.container === container.name ? [action.set] : []));
  const routes = [workload, ...sets].flatMap((each) => each?.http ?? []).filter((route) => route.path === undefined || route.path === path);
  return routes.flatMap((route) => [route.latencyMs, ...route.responses.map(({ latencyMs }) => latencyMs)]).filter((ms) => ms !== undefined);
}

/** An attempt that cannot be made counts for nothing: the probe is as good as absent. */
function errors(subject: Subject, container: ContainerHistory, probe: ProbeType): Found[] {
  const spec = probeOf(container, probe);
  const path = pathOf(subject, container.name);
  const errored = container.probes[probe].filter(({ result }) => result === 'error');
  if (!spec || path === undefined || errored.length === 0 || container.probes[probe].some((record) => record.result !== 'error')) return [];
  const { unknownPort, missingCommand } = subject.words.probes;
  const port = spec.httpGet?.port ?? spec.tcpSocket?.port;
  const common = {
    severity: 'problem' as const,
    container: container.name,
    facts: { probe, attempts: errored.reduce((sum, { count }) => sum + count, 0) },
    records: idsOf(errored),
    alternatives: [],
  };
  if (typeof port === 'string' && !container.spec?.ports?.some(({ name }) => name === port)) {
    const change = namedPort(unknownPort, container, path, probe, spec, port);
    return [
      {
        ...common,
        kind: 'probe-port-unknown',
        title: unknownPort.title(probe, port, container.name),
        detail: unknownPort.detail(probe, container.name),
        ...(change && { change }),
      },
    ];
  }
  if (!spec.exec || !errored.some(({ message }) => /no such file|not found/i.test(message))) return [];
  const number = portOf(subject, container);
  const change: Change | undefined =
    number === undefined
      ? undefined
      : {
          title: missingCommand.change(number),
          edits: [
            { document: 'pod', path: `${path}.${probe}Probe.exec` },
            { document: 'pod', path: `${path}.${probe}Probe.tcpSocket`, value: { port: number } },
          ],
        };
  return [
    {
      ...common,
      kind: 'probe-command-missing',
      title: missingCommand.title(probe, spec.exec.command?.[0]),
      detail: missingCommand.detail(probe, container.name),
      ...(change && { change }),
    },
  ];
}

/** The port that a probe asks in vain: nobody in the Pod ever opens it, though the container opens others (`own`). */
export function closedPortOf(subject: Subject, container: ContainerHistory, probe: ProbeType) {
  const spec = probeOf(container, probe);
  const field = (['httpGet', 'tcpSocket', 'grpc'] as const).find((name) => spec?.[name]);
  const port = field && spec?.[field]?.port;
  const failed = container.probes[probe];
  if (!field || typeof port !== 'number' || failed.length === 0 || failed.some(({ result }) => result !== 'failure')) return undefined;
  const opened = ({ runs }: ContainerHistory) => new Set(runs.flatMap(({ serving }) => serving.flatMap(({ ports }) => ports)));
  const own = [...opened(container)];
  const [only] = own;
  if (only === undefined || subject.history.containers.some((each) => opened(each).has(port))) return undefined;
  return { field, port, failed, own, only };
}

function closedPort(subject: Subject, container: ContainerHistory, probe: ProbeType): Found[] {
  const words = subject.words.probes.closedPort;
  const path = pathOf(subject, container.name);
  const closed = closedPortOf(subject, container, probe);
  if (!closed || path === undefined) return [];
  const { field, port, failed, own, only } = closed;
  return [
    {
      kind: 'probe-port-unknown',
      severity: 'problem',
      container: container.name,
      title: words.title(probe, port, container.name, own),
      detail: words.detail(field === 'grpc'),
      facts: { probe, port, attempts: failed.length },
      records: idsOf(failed),
      ...(own.length === 1 && {
        change: { title: words.change(only), edits: [{ document: 'pod', path: `${path}.${probe}Probe.${field}.port`, value: only }] },
      }),
      alternatives: [],
    },
  ];
}

function namedPort(
  words: Subject['words']['probes']['unknownPort'],
  container: ContainerHistory,
  path: string,
  probe: ProbeType,
  spec: Probe,
  port: string,
): Change | undefined {
  const [first] = container.spec?.ports ?? [];
  const field = spec.httpGet ? 'httpGet' : 'tcpSocket';
  if (!first) return undefined;
  return first.name === undefined
    ? { title: words.nameIt(first.containerPort, port), edits: [{ document: 'pod', path: `${path}.ports[0].name`, value: port }] }
    : { title: words.ask(first.name), edits: [{ document: 'pod', path: `${path}.${probe}Probe.${field}.port`, value: first.name }] };
}

/** Liveness and readiness with the same handler: what should only take traffic away restarts the container. */
function sameQuestion(subject: Subject, container: ContainerHistory): Found[] {
  const words = subject.words.probes.sameQuestion;
  const liveness = probeOf(container, 'liveness');
  const readiness = probeOf(container, 'readiness');
  const path = pathOf(subject, container.name);
  if (!liveness || !readiness || path === undefined || JSON.stringify(handlerFields(liveness)) !== JSON.stringify(handlerFields(readiness))) return [];
  const killed = container.runs.filter(
    (run) => killingProbe(subject.history, run)?.probe === 'liveness' && succeeded(container, 'liveness', run.instance) !== undefined,
  );
  if (killed.length === 0) return [];
  const port = liveness.httpGet?.port;
  return [
    {
      kind: 'liveness-like-readiness',
      severity: 'problem',
      container: container.name,
      title: words.title(handlerWords(liveness), container.name, killed.length),
      detail: words.detail,
      facts: { kills: killed.length },
      picture: { kind: 'count', label: words.count, count: killed.length },
      records: idsOf(killed.flatMap((run) => [run.kill, run.exit].filter((each) => each !== undefined))),
      ...(port !== undefined && {
        change: {
          title: words.change,
          edits: [
            { document: 'pod', path: `${path}.livenessProbe.httpGet` },
            { document: 'pod', path: `${path}.livenessProbe.tcpSocket`, value: { port } },
          ],
        },
      }),
      alternatives: [],
    },
  ];
}

/** Without a readiness probe a container is ready as soon as it runs. */
function readinessMissing(subject: Subject, container: ContainerHistory): Found[] {
  const { history } = subject;
  const words = subject.words.probes.missing;
  const path = pathOf(subject, container.name);
  if (container.role !== 'app' || path === undefined || probeOf(container, 'readiness') || probeOf(container, 'startup')) return [];
  const early = container.runs.map((run) => ({ run, ms: readyWhileBooting(subject, run) })).filter(({ ms }) => ms > 0);
  const longest = early.toSorted((a, b) => b.ms - a.ms)[0];
  if (!longest) return [];
  const hasClients = history.slices.some((record) => endpointIn(record)?.ready === true);
  if (!hasClients && longest.ms < 3000) return [];
  const port = portOf(subject, container);
  const liveness = probeOf(container, 'liveness');
  const handler = liveness && !liveness.exec ? handlerAsWritten(subject, container.name, 'liveness') : port === undefined ? undefined : { tcpSocket: { port } };
  const boot = bootOf(longest.run)?.ms ?? longest.ms;
  return [
    {
      kind: 'readiness-missing',
      severity: hasClients ? 'problem' : 'hint',
      container: container.name,
      title: words.title(container.name, boot),
      detail: words.detail(hasClients, longest.ms),
      facts: { readyUnservedMs: longest.ms, bootMs: boot, runs: early.length },
      picture: shortfall({ label: words.ready, ms: boot - longest.ms }, { label: words.serves, ms: boot }),
      records: idsOf(early.flatMap(({ run }) => [run.start, ...run.serving])),
      ...(handler && {
        change: {
          title: words.change(container.name),
          edits: [{ document: 'pod', path: `${path}.readinessProbe`, value: { ...handler, periodSeconds: 2 } }],
        },
      }),
      alternatives: [],
    },
  ];
}

/** How long the API called the Pod Ready while this run was booting. */
function readyWhileBooting({ history }: Subject, run: Run): number {
  const boot = bootOf(run);
  if (!boot) return 0;
  const toMs = Math.min(boot.untilMs, run.exit?.t ?? history.trace.endMs, run.kill?.t ?? history.trace.endMs);
  for (let index = countOf(history.pods, ({ t }) => t < run.start.t); index < history.pods.length; index += 1) {
    const record = history.pods[index];
    if (!record || record.t >= toMs) break;
    if (record.type !== 'DELETED' && isReady(record.object)) return toMs - record.t;
  }
  return 0;
}

/** Out of rotation because of one failure that the next attempt did not confirm. */
function nervous(subject: Subject, container: ContainerHistory): Found[] {
  const words = subject.words.probes.nervous;
  const spec = probeOf(container, 'readiness');
  const path = pathOf(subject, container.name);
  if (!spec || path === undefined || (spec.failureThreshold ?? 3) > 1) return [];
  const all = container.probes.readiness;
  const dips = all.filter((_, index) => isDip(all, index));
  if (dips.length === 0) return [];
  return [
    {
      kind: 'readiness-too-nervous',
      severity: 'problem',
      container: container.name,
      title: words.title(container.name),
      detail: words.detail(dips.length),
      facts: { dips: dips.length, failureThreshold: 1 },
      picture: { kind: 'count', label: words.count, count: dips.length },
      records: idsOf(dips),
      change: {
        title: words.change,
        edits: [{ document: 'pod', path: `${path}.readinessProbe.failureThreshold`, value: 3 }],
      },
      alternatives: [],
    },
  ];
}

/** A failure between successes: at most the manual attempt that the status change triggers fails as well. */
function isDip(all: readonly ProbeRecord[], index: number): boolean {
  const [record, previous] = [all[index], all[index - 1]];
  if (record?.result !== 'failure' || !record.met || record.count > 1 || !previous || !passed(previous)) return false;
  let at = index + 1;
  while (all[at]?.trigger === 'manual' || all[at]?.result === 'error') at += 1;
  const next = all[at];
  return next !== undefined && passed(next) && next.instance === record.instance;
}

/** After readiness has failed for this long, waiting for it is in vain. */
const LONG_UNREADY_MS = 60_000;

/** A failing readiness probe never restarts a container: that would take a liveness probe. */
function noRestart(subject: Subject, container: ContainerHistory): Found[] {
  const { history } = subject;
  const words = subject.words.probes.neverRestarts;
  const path = pathOf(subject, container.name);
  const run = container.runs.at(-1);
  const { readiness } = container.probes;
  const since = readiness.findLast((record) => record.result === 'failure' && record.met);
  const spec = probeOf(container, 'readiness');
  if (!spec || !run || run.exit || !since || path === undefined || probeOf(container, 'liveness')) return [];
  const forMs = stopRequestedMs(history) - probeEnd(since);
  if (since.instance !== run.instance || forMs < LONG_UNREADY_MS || readiness.some((record) => record.id > since.id && passed(record))) return [];
  return [
    {
      kind: 'readiness-never-restarts',
      severity: 'problem',
      container: container.name,
      title: words.title(container.name, probeEnd(since), forMs),
      detail: words.detail,
      facts: { unreadyMs: forMs },
      records: idsOf(since),
      alternatives: [
        {
          title: words.change(container.name),
          edits: [
            { document: 'pod', path: `${path}.livenessProbe`, value: { ...handlerAsWritten(subject, container.name, 'readiness'), failureThreshold: 5 } },
          ],
        },
      ],
    },
  ];
}

/** So many failures without one success are not a slow start any more. */
const MANY_FAILURES = 5;

/** Asked again and again, it never says yes, though the program is up: the question is wrong, or the program is never fit. */
function neverPasses(subject: Subject, container: ContainerHistory): Found[] {
  return (['liveness', 'readiness'] as const).flatMap((probe): Found[] => {
    const spec = probeOf(container, probe);
    const attempts = container.probes[probe];
    const [first] = attempts;
    const failures = attempts.reduce((sum, { count }) => sum + count, 0);
    if (!spec || !first || failures < MANY_FAILURES || attempts.some(({ result, timedOut }) => result !== 'failure' || timedOut)) return [];
    // Told by others: a port that is closed, a program that is killed while it boots, one that crashes before it could answer
    const { endMs } = subject.history.trace;
    const isUp = container.runs.every((run) => (bootOf(run)?.untilMs ?? 0) <= (run.exit?.t ?? endMs));
    if (closedPortOf(subject, container, probe) || !isUp || (probe === 'readiness' && container.runs.at(-1)?.exit)) return [];
    const words = subject.words.probes.neverPasses;
    return [
      {
        kind: 'probe-never-passes',
        severity: 'problem',
        container: container.name,
        title: words.title(probe, handlerWords(spec), failureOf(usualOf(attempts) ?? first, spec)),
        detail: words.detail[probe](container.name, spec.failureThreshold ?? 3),
        facts: { probe, failures },
        picture: { kind: 'count', label: words.count, count: failures },
        records: idsOf(attempts),
        alternatives: sayThatItAnswers(subject, container.name, spec, attempts),
      },
    ];
  });
}

/** A server that is known serves what it is known to have: whoever has put more into it can say so. */
function sayThatItAnswers({ scenario, words }: Subject, container: string, { httpGet }: Probe, attempts: readonly ProbeRecord[]): Change[] {
  const isMissing = attempts.every(({ message }) => /statuscode: 40[34]/.test(message));
  if (!httpGet || !isMissing || scenario.workloads[container]?.http !== undefined) return [];
  const path = httpGet.path ?? '/';
  const value = [{ path, responses: [{ status: 200 }] }];
  return [{ title: words.probes.neverPasses.answers(container, path), edits: [{ document: 'scenario', path: `spec.workloads.${container}.http`, value }] }];
}

/** One of the attempts that came out as most of them did. */
function usualOf(attempts: readonly ProbeRecord[]): ProbeRecord | undefined {
  const times = new Map<string, number>();
  for (const { message, count } of attempts) times.set(message, (times.get(message) ?? 0) + count);
  const most = Math.max(...times.values());
  return attempts.find(({ message }) => times.get(message) === most);
}
