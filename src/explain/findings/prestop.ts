/** preStop hooks that do not run, and those that end the container they run in. */
import { type ContainerHistory, hookOf } from '../history.ts';
import { type Found, graceEdit, idsOf, pathOf, type Subject } from './subject.ts';

export function preStopFindings(subject: Subject): Found[] {
  return [...notCalled(subject), ...subject.history.containers.flatMap((container) => [...skipped(subject, container), ...selfEnding(subject, container)])];
}

/** The kubelet runs the hook of a container that it stops, and of no other. */
function notCalled({ history, words: { preStop } }: Subject): Found[] {
  const without = history.containers.filter(({ spec }) => spec?.lifecycle?.preStop !== undefined);
  const ends = without.flatMap(({ runs }) => runs.find((run) => run.exit && !run.kill && !hookOf(run, 'preStop', 'start')) ?? []);
  const [first] = ends;
  if (!first) return [];
  return [
    {
      kind: 'prestop-not-called',
      severity: 'hint',
      ...(ends.length === 1 && { container: first.container }),
      title: preStop.notCalled.title(ends.map(({ container }) => container)),
      detail: preStop.notCalled.detail(ends.map(({ container, exit }) => ({ container, isOom: exit?.reason === 'OOMKilled', exitCode: exit?.exitCode ?? 0 }))),
      facts: { ends: ends.length },
      records: idsOf(ends.flatMap(({ exit }) => exit ?? [])),
      alternatives: [],
    },
  ];
}

/** With a grace period of 0 there is no time for a hook (`pkg/kubelet/kuberuntime/kuberuntime_container.go: killContainer`). */
function skipped(subject: Subject, container: ContainerHistory): Found[] {
  const run = container.runs.find(({ kill }) => kill?.decision.graceSeconds === 0);
  const hook = container.spec?.lifecycle?.preStop;
  if (!run?.kill || !hook || hookOf(run, 'preStop', 'start')) return [];
  const edit = graceEdit(subject, run, 30);
  return [
    {
      kind: 'prestop-not-called',
      severity: 'problem',
      container: container.name,
      title: subject.words.preStop.skipped.title(container.name),
      detail: subject.words.preStop.skipped.detail,
      facts: { graceSeconds: 0 },
      records: idsOf(run.kill, run.exit),
      ...(edit && { change: { title: subject.words.preStop.skipped.change, edits: [edit] } }),
      alternatives: [],
    },
  ];
}

/** The hook made PID 1 leave; with PID 1 the kernel kills every process of the container, the hook among them. */
function selfEnding(subject: Subject, container: ContainerHistory): Found[] {
  const words = subject.words.preStop.selfEnding;
  const path = pathOf(subject, container.name);
  for (const run of container.runs) {
    const start = hookOf(run, 'preStop', 'start');
    const end = hookOf(run, 'preStop', 'end');
    if (!start || end?.result !== 'failed' || !run.exit || run.exit.id > end.id || run.signals.length > 0 || path === undefined) continue;
    const code = run.exit.exitCode ?? 0;
    const afterMs = run.exit.t - start.t;
    return [
      {
        kind: 'prestop-ends-container',
        severity: 'hint',
        container: container.name,
        title: words.title(container.name, code, afterMs),
        detail: words.detail(code === 0),
        facts: { afterMs, exitCode: code },
        records: idsOf(end, run.exit, start),
        change: {
          title: words.change,
          edits: [{ document: 'pod', path: `${path}.lifecycle.preStop`, value: { sleep: { seconds: SLEEP_SECONDS } } }],
        },
        alternatives: [],
      },
    ];
  }
  return [];
}

/** Time for clients to follow the EndpointSlice: what such hooks are mostly for. */
const SLEEP_SECONDS = 5;
