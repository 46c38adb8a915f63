/** postStart hooks that succeed, and what has to wait for them: the deletion, the next container, the status. */
import type { HookRecord } from '../../model/trace.ts';
import { type ContainerHistory, hookOf, podAt, type Run } from '../history.ts';
import { statusOf } from '../pods.ts';
import type { Change, Edit } from '../types.ts';
import { type Found, generousSeconds, idsOf, pathOf, portOf, removal, type Subject, writtenOf } from './subject.ts';

/** Hooks that are shorter than this make no finding. */
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
  const words = subject.words.postStart.hangs;
  const endMs = end?.t ?? history.trace.endMs;
  const deletion = history.pods.find(({ object, t }) => object.metadata.deletionTimestamp !== undefined && t > start.t && t < endMs - NOTICED_MS);
  if (!deletion && (end || takesMs < HANGING_MS)) return undefined;
  return {
    kind: 'poststart-hangs',
    severity: 'problem',
    container: name,
    title: words.title({
      container: name,
      takesMs,
      hasEnded: end !== undefined,
      ...(deletion && { deletion: { atMs: deletion.t, waitsMs: endMs - deletion.t } }),
    }),
    detail: words.detail,
    facts: { takesMs, ...(deletion && { deletionWaitsMs: endMs - deletion.t }) },
    records: idsOf(start, end, deletion),
    change: {
      title: words.change,
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
    title: subject.words.postStart.holdsNext.title(container.name, next.name, nextStart.t - run.start.t),
    detail: subject.words.postStart.holdsNext.detail,
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

/** The proper way to make others wait: the container becomes a sidecar, and the others wait until it has started. */
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
  return { title: subject.words.postStart.holdsNext.change(container.name), edits };
}

function hidesStart(subject: Subject, { container: { name }, path, run, start, end, takesMs }: Hooked): Found | undefined {
  const { history } = subject;
  const shown = podAt(history, start.t + takesMs / 2)?.object;
  const status = shown && statusOf(shown, name);
  if (!end || !status || status.state.running) return undefined;
  const reported = history.pods.find(({ id, object }) => id > end.id && statusOf(object, name)?.state.waiting === undefined);
  const before = asInitContainer(subject, name, path);
  return {
    kind: 'poststart-hides-start',
    severity: 'hint',
    container: name,
    title: subject.words.postStart.hidesStart.title({ container: name, fromMs: run.start.t, untilMs: (reported ?? end).t, state: status.state, takesMs }),
    detail: subject.words.postStart.hidesStart.detail,
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
    title: subject.words.postStart.hidesStart.change(name),
    edits: [
      { document: 'pod', path: 'spec.initContainers', value: [...(subject.scenario.pod.spec.initContainers ?? []), value] },
      removal(subject, name, path, 'postStart'),
    ],
  };
}
