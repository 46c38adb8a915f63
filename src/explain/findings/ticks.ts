/** When probes really run: the ticker of their worker, delays that count from elsewhere, attempts beside the beat. */
import { attemptsOf, bootOf, type ContainerHistory } from '../history.ts';
import { at, moments, plural, span, times } from '../texts/en/words.ts';
import { firstAttempt, type Found, generousSeconds, idsOf, killingProbe, pathOf, probeOf, shortfall, type Subject, succeeded } from './subject.ts';

export function tickFindings(subject: Subject): Found[] {
  return subject.history.containers.flatMap((container) => {
    const path = pathOf(subject, container.name);
    if (path === undefined) return [];
    return [
      ...(['startup', 'readiness'] as const).flatMap((probe) => lateFirst(container, path, probe)).slice(0, 1),
      ...(['liveness', 'readiness'] as const).flatMap((probe) => delayOver(container, path, probe)).slice(0, 1),
      ...offBeat(container),
      ...gateLeak(subject, container, path),
    ];
  });
}

/** A first attempt that comes this much later than it could is asked about. */
const LATE_MS = 5000;
const NOTICED_MS = 1000;
const BRISK_PERIOD_SECONDS = 5;

/** The worker ticks from the moment the kubelet adds the Pod (`pkg/kubelet/prober/worker.go: run`): a long period makes the first attempt late. */
function lateFirst(container: ContainerHistory, path: string, probe: 'startup' | 'readiness'): Found[] {
  const { name } = container;
  const spec = probeOf(container, probe);
  const [run] = container.runs;
  const [first] = container.probes[probe];
  if (!spec || !run || first?.trigger !== 'tick' || first.instance !== run.instance) return [];
  const { initialDelaySeconds: delay = 0, periodSeconds: period = 10, failureThreshold = 3, timeoutSeconds = 1 } = spec;
  const afterMs = first.t - run.start.t;
  const neededMs = Math.max(delay * 1000, bootOf(run)?.ms ?? 0);
  if (afterMs - neededMs < LATE_MS || period <= BRISK_PERIOD_SECONDS) return [];
  const budgetMs = afterMs + ((failureThreshold - 1) * period + timeoutSeconds) * 1000;
  const attempts = Math.ceil((failureThreshold * period) / BRISK_PERIOD_SECONDS);
  const edits = [{ document: 'pod' as const, path: `${path}.${probe}Probe.periodSeconds`, value: BRISK_PERIOD_SECONDS }];
  if (probe === 'startup') edits.push({ document: 'pod', path: `${path}.startupProbe.failureThreshold`, value: attempts });
  return [
    {
      kind: 'first-probe-late',
      severity: 'hint',
      container: name,
      title: `The first ${probe} probe of ${name} comes ${span(afterMs)} after its start${delay > 0 ? `, not after ${delay} s` : ''}: its worker ticks every ${period} s.`,
      detail: `The ticks count from the moment the kubelet adds the Pod, ${span(run.start.t)} before this start, and initialDelaySeconds only skips ticks.${
        probe === 'startup'
          ? ` Budget: the first tick, ${plural(failureThreshold - 1, 'period')} of ${period} s and a timeout of ${timeoutSeconds} s, ${span(budgetMs)} from the start.`
          : ''
      }`,
      facts: { afterMs, delaySeconds: delay, periodSeconds: period, budgetMs },
      picture: shortfall({ label: 'first attempt', ms: afterMs }, { label: delay * 1000 === neededMs ? 'initialDelaySeconds' : 'boot', ms: neededMs }),
      records: idsOf(first, run.start),
      change: { title: `Ask every ${BRISK_PERIOD_SECONDS} s${probe === 'startup' ? `, up to ${attempts} times: the same budget` : ''}`, edits },
      alternatives: [],
    },
  ];
}

/** The delay counts from the start of the container, whatever the startup probe does (`pkg/kubelet/prober/worker.go: doProbe`). */
function delayOver(container: ContainerHistory, path: string, probe: 'liveness' | 'readiness'): Found[] {
  const delaySeconds = probeOf(container, probe)?.initialDelaySeconds ?? 0;
  const [run] = container.runs;
  const passed = run && succeeded(container, 'startup', run.instance);
  const first = run && container.probes[probe].find(({ instance, id }) => instance === run.instance && id > (passed?.id ?? 0));
  if (!run || !passed || !first || delaySeconds === 0 || passed.t - run.start.t < delaySeconds * 1000 || first.t > passed.t + delaySeconds * 1000 - NOTICED_MS)
    return [];
  return [
    {
      kind: 'delay-already-over',
      severity: 'hint',
      container: container.name,
      title: `${probe}Probe begins at ${at(first.t)}, not at ${at(passed.t + delaySeconds * 1000)}: its initialDelaySeconds of ${delaySeconds} is over before startup succeeds at ${at(passed.t)}.`,
      detail: 'The kubelet counts the delay from the start of the container, not from the success of the startup probe. Behind a startupProbe it is of no use.',
      facts: { delaySeconds, startupMs: passed.t - run.start.t },
      records: idsOf(first, passed, run.start),
      change: {
        title: `Take initialDelaySeconds of the ${probe}Probe away: the startupProbe holds it back`,
        edits: [{ document: 'pod', path: `${path}.${probe}Probe.initialDelaySeconds` }],
      },
      alternatives: [],
    },
  ];
}

/** Periods from this on are long enough to notice an attempt in between. */
const LONG_PERIOD_SECONDS = 30;

/** A started container that is not ready is probed at once with each status update (`prober_manager.go: UpdatePodStatus`). */
function offBeat(container: ContainerHistory): Found[] {
  const periodSeconds = probeOf(container, 'readiness')?.periodSeconds ?? 10;
  const extra = container.probes.readiness.filter(({ trigger }) => trigger === 'manual');
  if (extra.length < (container.spec?.startupProbe ? 1 : 2) || periodSeconds < LONG_PERIOD_SECONDS) return [];
  const opens = extra.find((record) => succeeded(container, 'startup', record.instance));
  return [
    {
      kind: 'readiness-off-beat',
      severity: 'hint',
      container: container.name,
      title: `${plural(extra.length, 'readiness attempt')} of ${container.name} ${extra.length === 1 ? 'does' : 'do'} not wait for the period of ${periodSeconds} s: ${moments(extra.flatMap(attemptsOf))}.`,
      detail: `${opens ? 'When the startup probe succeeds, and with' : 'With'} each status update while ${container.name} is started but not ready, the kubelet probes at once, and the period counts anew from there. So Ready comes early, and Unhealthy more often than the period says.`,
      facts: { extra: extra.length, periodSeconds },
      picture: { kind: 'count', label: 'attempts beside the beat', count: extra.length },
      records: idsOf(extra),
      alternatives: [],
    },
  ];
}

/** Liveness attempts on a new instance before its startup probe has succeeded: kubernetes#141155. */
function gateLeak(subject: Subject, container: ContainerHistory, path: string): Found[] {
  const leaked = container.runs.flatMap((run) => {
    const first = firstAttempt(container, 'liveness', run.instance);
    const passed = succeeded(container, 'startup', run.instance);
    return container.spec?.startupProbe && run.instance > 1 && first && !(passed && passed.id < first.id) ? [{ run, first }] : [];
  });
  const [{ run, first } = {}] = leaked;
  if (!run || !first) return [];
  const { name } = container;
  const killed = leaked.filter((each) => killingProbe(subject.history, each.run)?.probe === 'liveness');
  const seconds = generousSeconds(longestStartMs(container), 1.1);
  return [
    {
      kind: 'startup-gate-leak',
      severity: killed.length > 0 ? 'problem' : 'hint',
      container: name,
      title: `After a liveness kill ${name} is probed ${span(first.t - run.start.t)} into its new start, before its startup probe has passed${killed.length > 0 ? `: killed ${times(killed.length)} while it boots` : ''}.`,
      detail:
        'Kill and start happen in one sync, and v1.36 hands started: true on to the new container, until the next tick of its startup probe (kubernetes#141155). A container that exits by itself does not leak.',
      facts: { leaks: leaked.length, kills: killed.length },
      picture: { kind: 'count', label: 'starts without the gate', count: leaked.length },
      records: idsOf(leaked.flatMap((each) => [each.first, ...(each.run.kill ? [each.run.kill] : [])])),
      change: {
        title: `Set initialDelaySeconds of the livenessProbe to ${seconds}: the delay does not leak`,
        edits: [{ document: 'pod', path: `${path}.livenessProbe.initialDelaySeconds`, value: seconds }],
      },
      alternatives: [],
    },
  ];
}

/** How long it takes from a start to the first success of the startup probe. */
function longestStartMs(container: ContainerHistory): number {
  return Math.max(0, ...container.runs.map((run) => (succeeded(container, 'startup', run.instance)?.t ?? run.start.t) - run.start.t));
}
