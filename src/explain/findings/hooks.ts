/** postStart hooks that kill their container, and handlers that hooks do not have. */
import type { LifecycleHandler } from '../../model/kubernetes.ts';
import { bootOf, type ContainerHistory, hookOf } from '../history.ts';
import { hookOutput } from '../tell/hooks.ts';
import { handlerWords } from '../tell/probes.ts';
import type { Change } from '../types.ts';
import { span, times } from '../texts/en/words.ts';
import { type Found, generousSeconds, idsOf, pathOf, probeOf, removal, shortfall, type Subject } from './subject.ts';

export function hookFindings(subject: Subject): Found[] {
  return subject.history.containers.flatMap((container) => [...unknownHandler(subject, container), ...failedPostStart(subject, container)]);
}

function unknownHandler(subject: Subject, container: ContainerHistory): Found[] {
  const path = pathOf(subject, container.name);
  return (['postStart', 'preStop'] as const).flatMap((hook): Found[] => {
    const ends = container.runs.flatMap((run) => hookOf(run, hook, 'end') ?? []).filter(({ result }) => result === 'failed');
    if (!container.spec?.lifecycle?.[hook]?.tcpSocket || ends.length === 0 || path === undefined) return [];
    return [
      {
        kind: 'hook-tcp-socket',
        severity: 'problem',
        container: container.name,
        title: `${hook} of ${container.name} uses tcpSocket, which the kubelet does not have for hooks.`,
        detail:
          hook === 'postStart'
            ? 'The API server accepts it; the kubelet calls it an invalid handler and kills the container each time.'
            : 'The API server accepts it; the kubelet calls it an invalid handler, and nothing is done before SIGTERM.',
        facts: { failures: ends.length },
        picture: { kind: 'count', label: 'failed hooks', count: ends.length },
        records: idsOf(
          ends,
          container.runs.flatMap((run) => (hook === 'postStart' && run.kill ? [run.kill] : [])),
        ),
        change: { title: `Take the ${hook} hook away; a startupProbe can wait for a port`, edits: [removal(subject, container.name, path, hook)] },
        alternatives: [],
      },
    ];
  });
}

function failedPostStart(subject: Subject, container: ContainerHistory): Found[] {
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
        title: `postStart calls ${handlerWords(handler)} at once. ${boot ? `${container.name} listens ${span(boot.ms)} after its start.` : `Nobody listens yet.`}`,
        detail: 'The hook runs beside the entrypoint and is not tried again: refused means failed, and a failed postStart kills the container.',
        facts: { ...(boot && { bootMs: boot.ms }), kills: failed.length },
        picture: shortfall({ label: 'the hook asks after', ms: (end?.t ?? 0) - first.start.t }, boot && { label: 'boot', ms: boot.ms }),
        change: waitInstead(subject, container, path, handler, boot?.ms),
      },
    ];
  }
  const { exitCode, output } = hookOutput(end);
  return [
    {
      ...common,
      kind: 'poststart-fails',
      title: `postStart of ${container.name} fails${exitCode === undefined ? '' : ` with exit code ${exitCode}`}, so the kubelet kills ${container.name}: ${times(failed.length)} in this run.`,
      detail: `The Event says only PostStartHook failed. ${output === undefined ? 'The text' : `"${output}"`} stands in state.waiting.message, reason PostStartHookError, until CrashLoopBackOff replaces it.${container.spec?.lifecycle?.preStop ? ' preStop runs in this kill, too.' : ''}`,
      facts: { kills: failed.length },
      picture: { kind: 'count', label: 'failed postStart hooks', count: failed.length },
      change: { title: 'Take the postStart hook away', edits: [removal(subject, container.name, path, 'postStart')] },
    },
  ];
}

/** Where nothing says how long a boot takes: a minute at one attempt a second. */
const PATIENT_ATTEMPTS = 60;

/** A startup probe asks again until somebody listens; the port alone, because a hook is content with any answer. */
function waitInstead(subject: Subject, container: ContainerHistory, path: string, handler: LifecycleHandler, bootMs: number | undefined): Change {
  const remove = removal(subject, container.name, path, 'postStart');
  if (probeOf(container, 'startup')) return { title: 'Take the postStart hook away', edits: [remove] };
  const value = {
    tcpSocket: { port: handler.httpGet?.port },
    periodSeconds: 1,
    failureThreshold: bootMs === undefined ? PATIENT_ATTEMPTS : generousSeconds(bootMs, 2) + 2,
  };
  return { title: 'Wait with a startupProbe instead of the postStart hook', edits: [remove, { document: 'pod', path: `${path}.startupProbe`, value }] };
}
