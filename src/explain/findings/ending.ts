/** Endings that were not meant: out of memory, out of time, clean exits that loop, helpers that keep a Pod alive. */
import { type ContainerHistory, recordOf } from '../history.ts';
import { conditionOf } from '../pods.ts';
import type { Change } from '../types.ts';
import { listed, plural, span, times } from '../texts/en/words.ts';
import { handlerMs, idsOf, offered, pathOf, portOf, shortfall, type Found, type Subject, writtenOf } from './subject.ts';

export function endingFindings(subject: Subject): Found[] {
  return [
    ...subject.history.containers.flatMap((container) => [...outOfMemory(subject, container), ...cleanLoop(subject, container)]),
    ...helper(subject),
    ...deadline(subject),
    ...unsetGate(subject),
  ];
}

function outOfMemory(subject: Subject, container: ContainerHistory): Found[] {
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
      title: `${container.name} is OOMKilled ${times(exits.length)}${limit === undefined ? '.' : `: its memory limit is ${limit}.`}`,
      detail: 'The kernel ends the process with SIGKILL: no SIGTERM, no preStop, no Event. Exit code 137 alone does not say so; the reason OOMKilled does.',
      facts: { kills: exits.length, ...(limit !== undefined && { limit }) },
      picture: { kind: 'count', label: 'OOM kills', count: exits.length },
      records: idsOf(exits),
      // Nothing in a run says how much memory would have been enough
      ...offered(
        more === undefined
          ? undefined
          : { title: `Raise the memory limit to ${more}`, edits: [{ document: 'pod', path: `${path}.resources.limits.memory`, value: more }] },
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
      title: `${container.name} exits with 0, ${times(clean.length)}, and is restarted: restartPolicy is Always.`,
      detail: 'Under Always a clean exit is restarted like a crash, with the same back-off.',
      facts: { exits: clean.length },
      picture: { kind: 'count', label: 'clean exits', count: clean.length },
      records: idsOf(clean, waits),
      ...(isFree && { change: { title: 'Set restartPolicy to OnFailure', edits: [{ document: 'pod', path: 'spec.restartPolicy', value: 'OnFailure' }] } }),
      alternatives: [],
    },
  ];
}

/** The work is done, but a container beside it never ends. */
function helper(subject: Subject): Found[] {
  const { history, scenario } = subject;
  if (history.pod?.spec.restartPolicy === 'Always' || history.pods.at(-1)?.object.status.phase !== 'Running') return [];
  const apps = history.containers.filter(({ role }) => role === 'app');
  const done = apps.filter(({ runs }) => runs.at(-1)?.exit?.exitCode === 0);
  const going = apps.filter(({ runs }) => runs.length > 0 && runs.at(-1)?.exit === undefined);
  if (done.length === 0 || going.length === 0 || done.length + going.length !== apps.length) return [];
  const moved = going.flatMap(({ name }) => writtenOf(subject, name) ?? []).map((container) => ({ ...container, restartPolicy: 'Always' }));
  const stay = scenario.pod.spec.containers.filter(({ name }) => !going.some((each) => each.name === name));
  const names = going.map(({ name }) => name);
  const change: Change = {
    title: `Make ${listed(names)} ${going.length === 1 ? 'a sidecar container' : 'sidecar containers'}: init containers with restartPolicy Always`,
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
      title: `${listed(done.map(({ name }) => name))} is done, but ${listed(names)} ${going.length === 1 ? 'goes' : 'go'} on: the Pod never finishes.`,
      detail: 'A Pod is finished when all of its containers are. A sidecar container is stopped when the others are done.',
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

function deadline(subject: Subject): Found[] {
  const { history, scenario } = subject;
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
      title: `activeDeadlineSeconds ends the Pod after ${span(seconds * 1000)}.${neededMs === undefined ? '' : ` The work takes until ${span(neededMs)}.`}`,
      detail: 'The deadline counts from startTime, image pulls and back-offs included. The Pod fails with DeadlineExceeded, whatever the exit codes are.',
      facts: { deadlineSeconds: seconds, ...(neededMs !== undefined && { neededMs }) },
      picture: shortfall({ label: 'deadline', ms: seconds * 1000 }, neededMs === undefined ? undefined : { label: 'work', ms: neededMs }),
      records: idsOf(events, killed),
      ...offered(
        { title: `Raise activeDeadlineSeconds to ${value}`, edits: [{ document: 'pod', path: 'spec.activeDeadlineSeconds', value }] },
        neededMs !== undefined && neededMs > seconds * 1000,
      ),
    },
  ];
}

/** A readiness gate is a condition that somebody else has to set. */
function unsetGate({ history, scenario }: Subject): Found[] {
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
      title: `Nobody sets the condition ${listed(gates.map(({ conditionType }) => conditionType))}, so the Pod never becomes Ready.`,
      detail: `All containers are ready, but the Pod has ${plural(gates.length, 'readiness gate')} that a controller has to open.`,
      facts: { gates: gates.length },
      records: idsOf(held),
      change: {
        title: 'Take the readiness gate away, or run the controller that sets it',
        edits: [left.length > 0 ? { document: 'pod', path: 'spec.readinessGates', value: left } : { document: 'pod', path: 'spec.readinessGates' }],
      },
      alternatives: [],
    },
  ];
}
