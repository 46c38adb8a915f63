/** postStart hooks that succeed, and what has to wait for them: the deletion, the next container, the status. */
import type { HookRecord } from '../../model/trace.ts';
import { type ContainerHistory, hookOf, podAt, type Run } from '../history.ts';
import { stateWord, statusOf } from '../pods.ts';
import type { Change, Edit } from '../types.ts';
import { at, span } from '../texts/en/words.ts';
import { type Found, generousSeconds, idsOf, pathOf, portOf, removal, type Subject, writtenOf } from './subject.ts';

/** Shorter hooks nobody asks about. */
const NOTICED_MS = 3000;
/** A hook that has not ended after this long is called hanging. */
const HANGING_MS = 60_000;

interface Hooked {
  container: ContainerHistory;
  path: string;
  run: Run;
  start: HookRecord;
  end: HookRecord | undefined;
  takesMs: number;
}

/** One finding for a container, that of the worst consequence. */
export function postStartFindings(subject: Subject): Found[] {
  return subject.history.containers.flatMap((container) => {
    const hooked = longest(subject, container);
    const found = hooked && (hangs(subject, hooked) ?? holdsNext(subject, hooked) ?? hidesStart(subject, hooked));
    return found ? [found] : [];
  });
}

function longest(subject: Subject, container: ContainerHistory): Hooked | undefined {
  const path = pathOf(subject, container.name);
  if (path === undefined) return undefined;
  const all = container.runs.flatMap((run): Hooked[] => {
    const start = hookOf(run, 'postStart', 'start');
    const end = hookOf(run, 'postStart', 'end');
    return start && end?.result !== 'failed' ? [{ container, path, run, start, end, takesMs: (end?.t ?? subject.history.trace.endMs) - start.t }] : [];
  });
  const [first] = all.toSorted((a, b) => b.takesMs - a.takesMs);
  return first && first.takesMs >= NOTICED_MS ? first : undefined;
}

function hangs(subject: Subject, { container: { name }, path, start, end, takesMs }: Hooked): Found | undefined {
  const { history } = subject;
  const endMs = end?.t ?? history.trace.endMs;
  const deletion = history.pods.find(({ object, t }) => object.metadata.deletionTimestamp !== undefined && t > start.t && t < endMs - NOTICED_MS);
  if (!deletion && (end || takesMs < HANGING_MS)) return undefined;
  const waits = deletion ? `, and the deletion at ${at(deletion.t)} waits ${span(endMs - deletion.t)} for it` : '';
  return {
    kind: 'poststart-hangs',
    severity: 'problem',
    container: name,
    title: `postStart of ${name} ${end ? `takes ${span(takesMs)}` : `has not ended after ${span(takesMs)}`}${waits}.`,
    detail: `Hooks have no timeout. Until this one ends the Pod's worker is busy with it: no Running, no probes, no next container, and a deletion only sets deletionTimestamp.`,
    facts: { takesMs, ...(deletion && { deletionWaitsMs: endMs - deletion.t }) },
    records: idsOf(start, end, deletion),
    change: {
      title: 'Take the postStart hook away; a startupProbe can wait as long, and holds up nothing',
      edits: [removal(subject, name, path, 'postStart')],
    },
    alternatives: [],
  };
}

/** Containers start one after another, and the hook is part of the start (`kuberuntime_container.go: startContainer`). */
function holdsNext(subject: Subject, hooked: Hooked): Found | undefined {
  const { container, run, start, end, takesMs } = hooked;
  const next = subject.history.containers.find(({ name, runs: [first] }) => name !== container.name && first && end && startsRightAfter(first, end));
  const nextStart = next?.runs[0]?.start;
  if (!next || !nextStart || container.role !== 'app') return undefined;
  const change = asSidecar(subject, hooked);
  return {
    kind: 'poststart-holds-next',
    severity: 'hint',
    container: container.name,
    title: `${next.name} starts ${span(nextStart.t - run.start.t)} after ${container.name}: postStart of ${container.name} holds it back.`,
    detail:
      'Containers start one after another in the order of the list, and postStart is part of the start. That makes a gate only by accident: in another order there is none. A sidecar with a startupProbe is made for it.',
    facts: { takesMs, waitedMs: nextStart.t - run.start.t },
    records: idsOf(start, end, nextStart),
    ...(change && { change }),
    alternatives: [],
  };
}

/** The kubelet goes on with the next container within milliseconds, unless it has to pull an image. */
function startsRightAfter(first: Run, end: HookRecord): boolean {
  return first.start.t >= end.t && first.start.t - end.t < 1000;
}

/** The same gate as it is meant: the container is an init container that stays, and the others wait until it has started. */
function asSidecar(subject: Subject, { container, run, takesMs }: Hooked): Change | undefined {
  const { spec } = subject.scenario.pod;
  const written = writtenOf(subject, container.name);
  const port = portOf(subject, container);
  if (!written || port === undefined) return undefined;
  const { lifecycle: { postStart: _gate, ...others } = {}, ...rest } = written;
  const startupProbe = { tcpSocket: { port }, periodSeconds: 1, failureThreshold: generousSeconds(takesMs, 3) };
  const moved = {
    ...rest,
    ...(Object.keys(others).length > 0 && { lifecycle: others }),
    restartPolicy: 'Always',
    ...(!written.startupProbe && { startupProbe }),
  };
  const edits: Edit[] = [
    { document: 'pod', path: 'spec.initContainers', value: [...(spec.initContainers ?? []), moved] },
    { document: 'pod', path: 'spec.containers', value: spec.containers.filter(({ name }) => name !== run.container) },
  ];
  return { title: `Make ${container.name} a sidecar container with a startupProbe, without the hook`, edits };
}

function hidesStart(subject: Subject, { container: { name }, path, run, start, end, takesMs }: Hooked): Found | undefined {
  const { history } = subject;
  const shown = podAt(history, start.t + takesMs / 2)?.object;
  const status = shown && statusOf(shown, name);
  if (!end || !status || status.state.running) return undefined;
  const before = asInitContainer(subject, name, path);
  return {
    kind: 'poststart-hides-start',
    severity: 'hint',
    container: name,
    title: `${name} runs from ${at(run.start.t)} on; until ${at(end.t)} the API says ${stateWord(status.state)}, because postStart takes ${span(takesMs)}.`,
    detail: 'Entrypoint and hook run side by side: the hook holds up neither the process nor its requests, but the status, the probes and the next container.',
    facts: { takesMs },
    records: idsOf(start, end, run.start),
    ...(before ? { alternatives: [before] } : { alternatives: [] }),
  };
}

/** What has to be done before the program starts is the work of an init container; a hook that talks to the program is not. */
function asInitContainer(subject: Subject, name: string, path: string): Change | undefined {
  const written = writtenOf(subject, name);
  const command = written?.lifecycle?.postStart?.exec?.command;
  if (!written || command === undefined) return undefined;
  const { image, env, envFrom, volumeMounts } = written;
  const value = { name: `${name}-before`, image, command, ...(env && { env }), ...(envFrom && { envFrom }), ...(volumeMounts && { volumeMounts }) };
  return {
    title: `Run the command before ${name} starts, in an init container, if it does not need ${name}`,
    edits: [
      { document: 'pod', path: 'spec.initContainers', value: [...(subject.scenario.pod.spec.initContainers ?? []), value] },
      removal(subject, name, path, 'postStart'),
    ],
  };
}
