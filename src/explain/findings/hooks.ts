/** postStart hooks that kill their container, and handlers that hooks do not have. */
import type { LifecycleHandler } from '../../model/kubernetes.ts';
import { bootOf, type ContainerHistory, hookOf } from '../history.ts';
import { hookOutput } from '../tell/hooks.ts';
import { handlerWords } from '../tell/probes.ts';
import type { Change } from '../types.ts';
import { type Found, generousSeconds, idsOf, pathOf, probeOf, removal, shortfall, type Subject } from './subject.ts';

export function hookFindings(subject: Subject): Found[] {
  return subject.history.containers.flatMap((container) => [...unknownHandler(subject, container), ...failedPostStart(subject, container)]);
}

function unknownHandler(subject: Subject, container: ContainerHistory): Found[] {
  const words = subject.words.hooks.tcpSocket;
  const path = pathOf(subject, container.name);
  return (['postStart', 'preStop'] as const).flatMap((hook): Found[] => {
    const ends = container.runs.flatMap((run) => hookOf(run, hook, 'end') ?? []).filter(({ result }) => result === 'failed');
    if (!container.spec?.lifecycle?.[hook]?.tcpSocket || ends.length === 0 || path === undefined) return [];
    return [
      {
        kind: 'hook-tcp-socket',
        severity: 'problem',
        container: container.name,
        title: words.title(hook, container.name),
        detail: words.detail[hook],
        facts: { failures: ends.length },
        picture: { kind: 'count', label: words.count, count: ends.length },
        records: idsOf(
          ends,
          container.runs.flatMap((run) => (hook === 'postStart' && run.kill ? [run.kill] : [])),
        ),
        change: { title: words.change(hook), edits: [removal(subject, container.name, path, hook)] },
        alternatives: [],
      },
    ];
  });
}

function failedPostStart(subject: Subject, container: ContainerHistory): Found[] {
  const { tooEarly, fails } = subject.words.hooks;
  const path = pathOf(subject, container.name);
  const handler = container.spec?.lifecycle?.postStart;
  const failed = container.runs.filter((run) => hookOf(run, 'postStart', 'end')?.result === 'failed');
  const [first] = failed;
  if (!handler || handler.tcpSocket || !first || path === undefined) return [];
  const end = hookOf(first, 'postStart', 'end');
  const common = {
    severity: 'problem' as const,
    container: container.name,
    records: idsOf(failed.flatMap((run) => [hookOf(run, 'postStart', 'end'), run.kill, run.exit].filter((each) => each !== undefined))),
    alternatives: [] as Change[],
  };
  const boot = bootOf(first);
  if (handler.httpGet && /connection refused/.test(end?.message ?? '')) {
    return [
      {
        ...common,
        kind: 'poststart-too-early',
        title: tooEarly.title(container.name, handlerWords(handler), boot?.ms),
        detail: tooEarly.detail,
        facts: { ...(boot && { bootMs: boot.ms }), kills: failed.length },
        picture: shortfall({ label: tooEarly.asks, ms: (end?.t ?? 0) - first.start.t }, boot && { label: tooEarly.boot, ms: boot.ms }),
        change: waitInstead(subject, container, path, handler, boot?.ms),
      },
    ];
  }
  const { exitCode, output } = hookOutput(end);
  return [
    {
      ...common,
      kind: 'poststart-fails',
      title: fails.title(container.name, exitCode, failed.length),
      detail: fails.detail(output, container.spec?.lifecycle?.preStop !== undefined),
      facts: { kills: failed.length },
      picture: { kind: 'count', label: fails.count, count: failed.length },
      change: { title: fails.change, edits: [removal(subject, container.name, path, 'postStart')] },
    },
  ];
}

/** Where nothing says how long a boot takes: a minute at one attempt a second. */
const PATIENT_ATTEMPTS = 60;

/** A startup probe asks again until somebody listens; the port alone, because a hook is content with any answer. */
function waitInstead(subject: Subject, container: ContainerHistory, path: string, handler: LifecycleHandler, bootMs: number | undefined): Change {
  const words = subject.words.hooks.tooEarly;
  const remove = removal(subject, container.name, path, 'postStart');
  if (probeOf(container, 'startup')) return { title: words.remove, edits: [remove] };
  const value = {
    tcpSocket: { port: handler.httpGet?.port },
    periodSeconds: 1,
    failureThreshold: bootMs === undefined ? PATIENT_ATTEMPTS : generousSeconds(bootMs, 2) + 2,
  };
  return { title: words.wait, edits: [remove, { document: 'pod', path: `${path}.startupProbe`, value }] };
}
