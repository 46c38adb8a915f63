/** Probes of a Pod that is being deleted. */
import { attemptsOf, type ContainerHistory } from '../history.ts';
import { type Found, idsOf, type Subject } from './subject.ts';

/**
 * On deletion the liveness and startup probes of containers end, readiness goes on (`pkg/kubelet/prober/prober_manager.go:
 * StopLivenessAndStartup`); sidecars keep all of theirs.
 */
export function terminatingFindings({ history, words: { terminating } }: Subject): Found[] {
  const marked = history.pods.find(({ object }) => object.metadata.deletionTimestamp !== undefined);
  if (!marked) return [];
  const sidecars = history.containers.filter(({ role, probes }) => role === 'sidecar' && probes.liveness.some(({ t }) => t > marked.t));
  return history.containers.flatMap(({ name, spec, probes }: ContainerHistory): Found[] => {
    const failed = probes.readiness.filter(({ t, result }) => t > marked.t && result === 'failure');
    if (failed.length === 0) return [];
    const attempts = failed.flatMap(attemptsOf).length;
    const ended = (['liveness', 'startup'] as const).filter((probe) => spec?.[`${probe}Probe`] !== undefined);
    return [
      {
        kind: 'probes-while-terminating',
        severity: 'hint',
        container: name,
        title: terminating.title(name, attempts),
        detail: terminating.detail(
          name,
          ended,
          sidecars.map((each) => each.name),
        ),
        facts: { attempts },
        picture: { kind: 'count', label: terminating.count, count: attempts },
        records: idsOf(failed, marked),
        alternatives: [],
      },
    ];
  });
}
