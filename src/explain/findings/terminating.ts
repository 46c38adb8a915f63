/** Probes of a Pod that is being deleted. */
import { attemptsOf, type ContainerHistory } from '../history.ts';
import { joined, listed, times } from '../texts/en/words.ts';
import { type Found, idsOf, type Subject } from './subject.ts';

/**
 * On deletion the liveness and startup probes of containers end, readiness goes on (`pkg/kubelet/prober/prober_manager.go:
 * StopLivenessAndStartup`); sidecars keep all of theirs.
 */
export function terminatingFindings({ history }: Subject): Found[] {
  const marked = history.pods.find(({ object }) => object.metadata.deletionTimestamp !== undefined);
  if (!marked) return [];
  const sidecars = history.containers.filter(({ role, probes }) => role === 'sidecar' && probes.liveness.some(({ t }) => t > marked.t));
  return history.containers.flatMap(({ name, spec, probes }: ContainerHistory): Found[] => {
    const failed = probes.readiness.filter(({ t, result }) => t > marked.t && result === 'failure');
    if (failed.length === 0) return [];
    const attempts = failed.flatMap(attemptsOf).length;
    const ended = [spec?.livenessProbe && 'liveness', spec?.startupProbe && 'startup'].filter((probe) => typeof probe === 'string');
    return [
      {
        kind: 'probes-while-terminating',
        severity: 'hint',
        container: name,
        title: `Readiness of ${name} fails ${times(attempts)} while the Pod terminates. That is normal, and nothing is restarted.`,
        detail: `${joined(
          'Readiness is probed until the container is gone',
          ended.length > 0 && `${listed(ended)} of ${name} ended with the deletion`,
          sidecars.length > 0 &&
            `${listed(sidecars.map((each) => each.name))}, as ${sidecars.length === 1 ? 'a sidecar, keeps all its' : 'sidecars, keep all their'} probes`,
        )}. The endpoint is out of rotation anyway.`,
        facts: { attempts },
        picture: { kind: 'count', label: 'failures while Terminating', count: attempts },
        records: idsOf(failed, marked),
        alternatives: [],
      },
    ];
  });
}
