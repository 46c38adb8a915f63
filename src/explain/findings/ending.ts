/** Endings that were not meant: out of memory, out of time, clean exits that loop, helpers that keep a Pod alive. */
import { taintsAfter, taintText, type Toleration, tolerationFor, tolerationOf } from '../../model/taints.ts';
import { type ContainerHistory, recordOf } from '../history.ts';
import { signalOf } from '../messages.ts';
import { conditionOf } from '../pods.ts';
import type { Change } from '../types.ts';
import { handlerMs, idsOf, offered, pathOf, portOf, shortfall, type Found, type Subject, writtenOf } from './subject.ts';

export function endingFindings(subject: Subject): Found[] {
  return [
    ...subject.history.containers.flatMap((container) => [...outOfMemory(subject, container), ...cleanLoop(subject, container)]),
    ...helper(subject),
    ...deadline(subject),
    ...drivenAway(subject),
    ...unsetGate(subject),
  ];
}

function outOfMemory(subject: Subject, container: ContainerHistory): Found[] {
  const words = subject.words.ending.outOfMemory;
  const exits = container.runs.flatMap(({ exit }) => (exit?.reason === 'OOMKilled' ? [exit] : []));
  const path = pathOf(subject, container.name);
  const limit = container.spec?.resources?.limits?.['memory'];
  if (exits.length === 0 || path === undefined) return [];
  const more = limit === undefined ? undefined : doubled(limit);
  return [
    {
      kind: 'out-of-memory',
      severity: 'problem',
      container: container.name,
      title: words.title(container.name, exits.length, limit),
      detail: words.detail(exits.find(({ exitCode }) => signalOf(exitCode ?? 0)?.name !== 'SIGKILL')?.exitCode),
      facts: { kills: exits.length, ...(limit !== undefined && { limit }) },
      picture: { kind: 'count', label: words.count, count: exits.length },
      records: idsOf(exits),
      // Nothing in a run says how much memory would have been enough
      ...offered(
        more === undefined ? undefined : { title: words.change(more), edits: [{ document: 'pod', path: `${path}.resources.limits.memory`, value: more }] },
        false,
      ),
    },
  ];
}

function doubled(quantity: string): string | undefined {
  const match = /^(\d+(?:\.\d+)?)(\D*)$/.exec(quantity);
  return match ? `${Number(match[1]) * 2}${match[2]}` : undefined;
}

function cleanLoop(subject: Subject, container: ContainerHistory): Found[] {
  const { history, scenario } = subject;
  const words = subject.words.ending.cleanLoop;
  const policy = history.pod?.spec.restartPolicy;
  const clean = container.runs.flatMap((run) => (run.exit?.exitCode === 0 && !run.kill ? [run.exit] : []));
  const waits = container.backOffs.filter(({ id }) => clean[0] !== undefined && clean[0].id < id);
  if (
    container.role !== 'app' ||
    policy !== 'Always' ||
    clean.length < 2 ||
    waits.length === 0 ||
    container.runs.some(({ exit }) => exit !== undefined && exit.exitCode !== 0)
  )
    return [];
  const isFree = ['Pod', 'Job', 'CronJob'].includes(scenario.podSource.kind);
  return [
    {
      kind: 'clean-exit-loop',
      severity: 'problem',
      container: container.name,
      title: words.title(container.name, clean.length),
      detail: words.detail,
      facts: { exits: clean.length },
      picture: { kind: 'count', label: words.count, count: clean.length },
      records: idsOf(clean, waits),
      ...(isFree && { change: { title: words.change, edits: [{ document: 'pod', path: 'spec.restartPolicy', value: 'OnFailure' }] } }),
      alternatives: [],
    },
  ];
}

/** The work is done, but a container beside it never ends. */
function helper(subject: Subject): Found[] {
  const { history, scenario } = subject;
  const words = subject.words.ending.helper;
  if (history.pod?.spec.restartPolicy === 'Always' || history.pods.at(-1)?.object.status.phase !== 'Running') return [];
  const apps = history.containers.filter(({ role }) => role === 'app');
  const done = apps.filter(({ runs }) => runs.at(-1)?.exit?.exitCode === 0);
  const going = apps.filter(({ runs }) => runs.length > 0 && runs.at(-1)?.exit === undefined);
  if (done.length === 0 || going.length === 0 || done.length + going.length !== apps.length) return [];
  const moved = going.flatMap(({ name }) => writtenOf(subject, name) ?? []).map((container) => ({ ...container, restartPolicy: 'Always' }));
  const stay = scenario.pod.spec.containers.filter(({ name }) => !going.some((each) => each.name === name));
  const names = going.map(({ name }) => name);
  const change: Change = {
    title: words.change(names),
    edits: [
      { document: 'pod', path: 'spec.initContainers', value: [...(scenario.pod.spec.initContainers ?? []), ...moved] },
      { document: 'pod', path: 'spec.containers', value: stay },
    ],
  };
  const [first] = going;
  return [
    {
      kind: 'helper-keeps-pod',
      severity: 'problem',
      ...(first && { container: first.name }),
      title: words.title(
        done.map(({ name }) => name),
        names,
      ),
      detail: words.detail,
      facts: { done: done.length, running: going.length, ...(first && { port: portOf(subject, first) ?? 0 }) },
      records: idsOf(
        done.flatMap(({ runs }) => runs.at(-1)?.exit ?? []),
        going.flatMap(({ runs }) => runs.at(-1)?.start ?? []),
      ),
      change,
      alternatives: [],
    },
  ];
}

/** A taint that somebody put on the node; that of a node which is lost is not the text's. */
function drivenAway({ history, scenario, words }: Subject): Found[] {
  const said = words.ending.taint;
  const events = history.events.filter(({ object }) => object.reason === 'TaintManagerEviction' && object.message.startsWith('Marking'));
  const [first] = events;
  if (!first) return [];
  const before = history.actions.filter(({ id }) => id < first.id);
  const taints = taintsAfter(scenario, before).filter(({ effect }) => effect === 'NoExecute');
  if (taints.length === 0) return [];
  const { spec } = scenario.pod;
  const used = taints.map((taint) => tolerationOf(taint, spec, scenario.cluster.featureGates));
  const seconds = used.flatMap((toleration) => toleration?.tolerationSeconds ?? []);
  const shortest = seconds.length > 0 && !used.includes(undefined) ? Math.min(...seconds) : undefined;
  const kept = ((spec['tolerations'] ?? []) as Toleration[]).map((each) => {
    const { tolerationSeconds: _seconds, ...forEver } = each;
    return used.includes(each) ? forEver : each;
  });
  const value = [...kept, ...taints.flatMap((taint, index) => (used[index] ? [] : [tolerationFor(taint)]))];
  const told = taints.map(taintText).join(', ');
  return [
    {
      kind: 'taint-drives-away',
      severity: 'problem',
      title: said.title(told, shortest),
      detail: said.detail,
      facts: { taints: told, ...(shortest !== undefined && { tolerationSeconds: shortest }) },
      records: idsOf(events),
      change: { title: said.change(told), edits: [{ document: 'pod', path: 'spec.tolerations', value }] },
      alternatives: [],
    },
  ];
}

function deadline(subject: Subject): Found[] {
  const { history, scenario } = subject;
  const words = subject.words.ending.deadline;
  const events = history.events.filter(({ object }) => object.reason === 'DeadlineExceeded');
  const seconds = history.pod?.spec.activeDeadlineSeconds;
  if (events.length === 0 || seconds === undefined) return [];
  const needs = history.containers.flatMap((container) => {
    const run = container.runs[0];
    const exit =
      scenario.workloads[container.name]?.exit?.afterMs ??
      handlerMs(subject, container.name, container.spec?.command ? { exec: { command: container.spec.command } } : undefined);
    return run && exit !== undefined ? [run.start.t + exit] : [];
  });
  const neededMs = needs.length > 0 ? Math.max(...needs) : undefined;
  const value = neededMs === undefined || neededMs < seconds * 1000 ? seconds * 2 : Math.ceil(neededMs / 1000) + 5;
  const killed = history.containers.flatMap(({ runs }) =>
    runs
      .filter(({ kill }) => kill && recordOf(history.trace, kill.id)?.kind === 'Decision')
      .flatMap(({ kill, exit }) => [kill, exit].filter((each) => each !== undefined)),
  );
  return [
    {
      kind: 'deadline-too-short',
      severity: 'problem',
      title: words.title(seconds * 1000, neededMs),
      detail: words.detail,
      facts: { deadlineSeconds: seconds, ...(neededMs !== undefined && { neededMs }) },
      picture: shortfall({ label: words.deadline, ms: seconds * 1000 }, neededMs === undefined ? undefined : { label: words.work, ms: neededMs }),
      records: idsOf(events, killed),
      ...offered(
        { title: words.change(value), edits: [{ document: 'pod', path: 'spec.activeDeadlineSeconds', value }] },
        neededMs !== undefined && neededMs > seconds * 1000,
      ),
    },
  ];
}

/** A readiness gate is a condition that somebody else has to set. */
function unsetGate({ history, scenario, words: { ending } }: Subject): Found[] {
  const last = history.pods.at(-1)?.object;
  const held = history.pods.find(({ object }) => conditionOf(object, 'Ready')?.reason === 'ReadinessGatesNotReady');
  const gates = (last?.spec.readinessGates ?? []).filter(
    ({ conditionType }) => !history.pods.some(({ object }) => conditionOf(object, conditionType)?.status === 'True'),
  );
  if (!last || !held || gates.length === 0) return [];
  const left = (scenario.pod.spec.readinessGates ?? []).filter(({ conditionType }) => !gates.some((gate) => gate.conditionType === conditionType));
  return [
    {
      kind: 'readiness-gate-unset',
      severity: 'problem',
      title: ending.gate.title(gates.map(({ conditionType }) => conditionType)),
      detail: ending.gate.detail(gates.length),
      facts: { gates: gates.length },
      records: idsOf(held),
      change: {
        title: ending.gate.change,
        edits: [left.length > 0 ? { document: 'pod', path: 'spec.readinessGates', value: left } : { document: 'pod', path: 'spec.readinessGates' }],
      },
      alternatives: [],
    },
  ];
}
