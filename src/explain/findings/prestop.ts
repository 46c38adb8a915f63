/** preStop hooks that do not run, and those that end the container they run in. */
import { type ContainerHistory, hookOf, type Run } from '../history.ts';
import { listed, span } from '../texts/en/words.ts';
import { type Found, graceEdit, idsOf, pathOf, type Subject } from './subject.ts';

export function preStopFindings(subject: Subject): Found[] {
  return [...notCalled(subject), ...subject.history.containers.flatMap((container) => [...skipped(subject, container), ...selfEnding(subject, container)])];
}

/** The kubelet runs the hook of a container that it stops, and of no other. */
function notCalled({ history }: Subject): Found[] {
  const without = history.containers.filter(({ spec }) => spec?.lifecycle?.preStop !== undefined);
  const ends = without.flatMap(({ runs }) => runs.find((run) => run.exit && !run.kill && !hookOf(run, 'preStop', 'start')) ?? []);
  const [first] = ends;
  if (!first) return [];
  return [
    {
      kind: 'prestop-not-called',
      severity: 'hint',
      ...(ends.length === 1 && { container: first.container }),
      title: `preStop does not run for ${listed(ends.map(({ container }) => container))}: ${ends.length === 1 ? 'it ends by itself' : 'they end by themselves'}.`,
      detail: `Here ${listed(ends.map((run) => `${run.container} ${howWords(run)}`))}. The kubelet runs preStop only when it decides to stop a container: on deletion, after a failed liveness or startup probe, after a failed postStart. What every end needs belongs into the program.`,
      facts: { ends: ends.length },
      records: idsOf(ends.flatMap(({ exit }) => exit ?? [])),
      alternatives: [],
    },
  ];
}

function howWords({ exit }: Run): string {
  return exit?.reason === 'OOMKilled' ? 'is OOMKilled' : `exits with ${exit?.exitCode ?? 0}`;
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
      title: `preStop of ${container.name} does not run: the grace period is 0.`,
      detail: 'The hook spends grace like everything else between the decision to stop and SIGKILL. Where there is none, SIGTERM comes at once.',
      facts: { graceSeconds: 0 },
      records: idsOf(run.kill, run.exit),
      ...(edit && { change: { title: 'Give it a grace period of 30 s', edits: [edit] } }),
      alternatives: [],
    },
  ];
}

/** The hook made PID 1 leave; with PID 1 the kernel kills every process of the container, the hook among them. */
function selfEnding(subject: Subject, container: ContainerHistory): Found[] {
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
        title: `preStop ends its own container: PID 1 of ${container.name} exits with ${code} ${span(afterMs)} into the hook.`,
        detail: `With PID 1 the kernel kills every process of the container, the hook among them: hence FailedPreStopHook and its 137.${code === 0 ? ' The shutdown was clean, and nothing is lost.' : ''} No stop signal was needed.`,
        facts: { afterMs, exitCode: code },
        records: idsOf(end, run.exit, start),
        change: {
          title: 'Let preStop only sleep, and leave the stop to the stop signal',
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
