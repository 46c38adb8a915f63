/** When probes really run: the ticker of their worker, delays that count from elsewhere, attempts beside the beat. */
import { attemptsOf, bootOf, type ContainerHistory } from '../history.ts';
import { firstAttempt, type Found, generousSeconds, idsOf, killingProbe, pathOf, probeOf, shortfall, type Subject, succeeded } from './subject.ts';

export function tickFindings(subject: Subject): Found[] {
  return subject.history.containers.flatMap((container) => {
    const path = pathOf(subject, container.name);
    if (path === undefined) return [];
    return [
      ...(['startup', 'readiness'] as const).flatMap((probe) => lateFirst(subject, container, path, probe)).slice(0, 1),
      ...(['liveness', 'readiness'] as const).flatMap((probe) => delayOver(subject, container, path, probe)).slice(0, 1),
      ...offBeat(subject, container),
      ...gateLeak(subject, container, path),
    ];
  });
}

/** A first attempt that comes this much later than it could is asked about. */
const LATE_MS = 5000;
const NOTICED_MS = 1000;
const BRISK_PERIOD_SECONDS = 5;

/** The worker ticks from the moment the kubelet adds the Pod (`pkg/kubelet/prober/worker.go: run`): a long period makes the first attempt late. */
function lateFirst(subject: Subject, container: ContainerHistory, path: string, probe: 'startup' | 'readiness'): Found[] {
  const words = subject.words.ticks.lateFirst;
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
      title: words.title({ probe, container: name, afterMs, delaySeconds: delay, periodSeconds: period }),
      detail: words.detail(
        run.start.t,
        probe === 'startup' ? { periods: failureThreshold - 1, periodSeconds: period, timeoutSeconds, ms: budgetMs } : undefined,
      ),
      facts: { afterMs, delaySeconds: delay, periodSeconds: period, budgetMs },
      picture: shortfall({ label: words.first, ms: afterMs }, { label: delay * 1000 === neededMs ? 'initialDelaySeconds' : words.boot, ms: neededMs }),
      records: idsOf(first, run.start),
      change: { title: words.change(BRISK_PERIOD_SECONDS, probe === 'startup' ? attempts : undefined), edits },
      alternatives: [],
    },
  ];
}

/** The delay counts from the start of the container, whatever the startup probe does (`pkg/kubelet/prober/worker.go: doProbe`). */
function delayOver(subject: Subject, container: ContainerHistory, path: string, probe: 'liveness' | 'readiness'): Found[] {
  const words = subject.words.ticks.delayOver;
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
      title: words.title({ probe, firstMs: first.t, expectedMs: passed.t + delaySeconds * 1000, delaySeconds, passedMs: passed.t }),
      detail: words.detail,
      facts: { delaySeconds, startupMs: passed.t - run.start.t },
      records: idsOf(first, passed, run.start),
      change: {
        title: words.change(probe),
        edits: [{ document: 'pod', path: `${path}.${probe}Probe.initialDelaySeconds` }],
      },
      alternatives: [],
    },
  ];
}

/** Periods from this on are long enough to notice an attempt in between. */
const LONG_PERIOD_SECONDS = 30;

/** A started container that is not ready is probed at once with each status update (`prober_manager.go: UpdatePodStatus`). */
function offBeat(subject: Subject, container: ContainerHistory): Found[] {
  const words = subject.words.ticks.offBeat;
  const periodSeconds = probeOf(container, 'readiness')?.periodSeconds ?? 10;
  const extra = container.probes.readiness.filter(({ trigger }) => trigger === 'manual');
  if (extra.length < (container.spec?.startupProbe ? 1 : 2) || periodSeconds < LONG_PERIOD_SECONDS) return [];
  const opens = extra.find((record) => succeeded(container, 'startup', record.instance));
  return [
    {
      kind: 'readiness-off-beat',
      severity: 'hint',
      container: container.name,
      title: words.title(container.name, extra.length, periodSeconds, extra.flatMap(attemptsOf)),
      detail: words.detail(container.name, opens !== undefined),
      facts: { extra: extra.length, periodSeconds },
      picture: { kind: 'count', label: words.count, count: extra.length },
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
  const words = subject.words.ticks.gateLeak;
  const killed = leaked.filter((each) => killingProbe(subject.history, each.run)?.probe === 'liveness');
  const seconds = generousSeconds(longestStartMs(container), 1.1);
  return [
    {
      kind: 'startup-gate-leak',
      severity: killed.length > 0 ? 'problem' : 'hint',
      container: name,
      title: words.title(name, first.t - run.start.t, killed.length),
      detail: words.detail,
      facts: { leaks: leaked.length, kills: killed.length },
      picture: { kind: 'count', label: words.count, count: leaked.length },
      records: idsOf(leaked.flatMap((each) => [each.first, ...(each.run.kill ? [each.run.kill] : [])])),
      change: {
        title: words.change(seconds),
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
