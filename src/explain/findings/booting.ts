/** Programs that are killed before they could answer. */
import type { Probe } from '../../model/kubernetes.ts';
import { bootOf, type ContainerHistory, probeEnd, rowOf, type Run } from '../history.ts';
import type { Change } from '../types.ts';
import { closedPortOf } from './probes.ts';
import {
  generousSeconds,
  handlerAsWritten,
  handlerFields,
  idsOf,
  killingProbe,
  offered,
  pathOf,
  probeOf,
  shortfall,
  type Found,
  type Subject,
  succeeded,
} from './subject.ts';

export function bootingFindings(subject: Subject): Found[] {
  return subject.history.containers.flatMap((container) => [...early(subject, container, 'liveness'), ...early(subject, container, 'startup')]);
}

function early(subject: Subject, container: ContainerHistory, probe: 'liveness' | 'startup'): Found[] {
  const { history } = subject;
  const words = subject.words.booting;
  const spec = probeOf(container, probe);
  const path = pathOf(subject, container.name);
  const killed = container.runs.filter((run) => killingProbe(history, run)?.probe === probe && isEarly(container, probe, run));
  // The run that got the least time is the one to tell of
  const givenTo = (run: Run) => (run.kill?.t ?? 0) - run.start.t;
  const first = killed.toSorted((a, b) => givenTo(a) - givenTo(b))[0];
  // Behind a closed port more time helps nobody
  if (!spec || path === undefined || !first?.kill || closedPortOf(subject, container, probe)) return [];
  const neededMs = neededFor(container, probe, killed);
  // Behind a startup probe liveness cannot come early, but for the leak of the gate, which is another finding
  if (probe === 'liveness' && (neededMs === undefined || container.spec?.startupProbe)) return [];
  const givenMs = givenTo(first);
  const killer = killingProbe(history, first);
  const row = killer ? rowOf(history, killer) : [];
  const change =
    probe === 'startup'
      ? moreAttempts(words, path, spec, container.name, neededMs ?? givenMs * 2)
      : startupProbe(words, path, { ...spec, ...handlerAsWritten(subject, container.name, 'liveness') }, container.name, neededMs ?? givenMs * 2);
  return [
    {
      kind: probe === 'liveness' ? 'liveness-before-boot' : 'startup-too-short',
      severity: 'problem',
      container: container.name,
      title: words.title(probe, givenMs, neededMs),
      detail: words.detail(probe, spec.failureThreshold ?? 3, container.name),
      facts: {
        ...(neededMs !== undefined && { neededMs }),
        givenMs,
        kills: killed.length,
        failureThreshold: spec.failureThreshold ?? 3,
        periodSeconds: spec.periodSeconds ?? 10,
      },
      picture: shortfall(
        { label: words.givesUp(probe), ms: givenMs },
        neededMs === undefined ? undefined : { label: words.boot, ms: neededMs },
        row.map((record, index) => ({ label: words.failure(index + 1), ms: probeEnd(record) - first.start.t })),
      ),
      records: idsOf(killed.flatMap((run) => [run.kill, run.exit, run.start].filter((each) => each !== undefined))),
      ...offered(
        change,
        neededMs !== undefined,
        probe === 'liveness' && neededMs !== undefined ? [longerDelay(words, path, spec, container.name, neededMs)] : [],
      ),
    },
  ];
}

/** Killed before the program served or, where nothing says when that is, before the probe had succeeded once. */
function isEarly(container: ContainerHistory, probe: 'liveness' | 'startup', run: Run): boolean {
  const boot = bootOf(run);
  if (boot) return run.kill !== undefined && run.kill.t < boot.untilMs;
  return succeeded(container, probe, run.instance) === undefined;
}

/** The longest boot that is known; else the earliest success of another instance. */
function neededFor(container: ContainerHistory, probe: 'liveness' | 'startup', killed: readonly Run[]): number | undefined {
  const boots = killed.flatMap((run) => bootOf(run)?.ms ?? []);
  if (boots.length > 0) return Math.max(...boots);
  const others = container.runs.flatMap((run) => {
    const success = succeeded(container, probe, run.instance);
    return success ? [success.t - run.start.t] : [];
  });
  const latestKill = Math.min(...killed.map((run) => (run.kill?.t ?? 0) - run.start.t));
  const enough = others.filter((ms) => ms > latestKill);
  return enough.length > 0 ? Math.min(...enough) : undefined;
}

type Words = Subject['words']['booting'];

function startupProbe(words: Words, path: string, liveness: Probe, name: string, neededMs: number): Change {
  const periodSeconds = liveness.periodSeconds ?? 10;
  const failureThreshold = Math.ceil(generousSeconds(neededMs) / periodSeconds);
  const { timeoutSeconds } = liveness;
  const value = { ...handlerFields(liveness), periodSeconds, failureThreshold, ...(timeoutSeconds !== undefined && timeoutSeconds > 1 && { timeoutSeconds }) };
  return {
    title: words.addStartupProbe(name, periodSeconds * failureThreshold),
    edits: [{ document: 'pod', path: `${path}.startupProbe`, value }],
  };
}

function longerDelay(words: Words, path: string, liveness: Probe, name: string, neededMs: number): Change {
  const seconds = generousSeconds(neededMs, 1.1);
  return {
    title: words.longerDelay(name, liveness.initialDelaySeconds ?? 0, seconds),
    edits: [{ document: 'pod', path: `${path}.livenessProbe.initialDelaySeconds`, value: seconds }],
  };
}

function moreAttempts(words: Words, path: string, startup: Probe, name: string, neededMs: number): Change {
  const periodSeconds = startup.periodSeconds ?? 10;
  const failureThreshold = Math.max((startup.failureThreshold ?? 3) + 1, Math.ceil(generousSeconds(neededMs) / periodSeconds) + 1);
  return {
    title: words.moreAttempts(name, startup.failureThreshold ?? 3, failureThreshold, failureThreshold * periodSeconds * 1000),
    edits: [{ document: 'pod', path: `${path}.startupProbe.failureThreshold`, value: failureThreshold }],
  };
}
