/** A made-up run with something for every lane, to rehearse with. Nobody sees it. */
import type { Trace } from '../../model/trace.ts';
import {
  action,
  type Bare,
  CONDITIONS,
  decision,
  event,
  exit,
  hook,
  kill,
  littleTrace,
  pod,
  probe,
  probeState,
  pull,
  RUNNING,
  serving,
  signal,
  slice,
  start,
} from '../glyphs/little-trace.ts';

/** Seconds from one start of the container to the next. */
const LIFE = 20;
const PROBED = { startupProbe: {}, livenessProbe: {}, readinessProbe: {} };
const BACK_OFF = { waiting: { reason: 'CrashLoopBackOff' } };
const FAILURES = [1, 2, 3];

/** A container that is started again and again. */
export function rehearsedTrace(lives: number): Trace {
  const records = Array.from({ length: lives }, (_, nth) => life(1 + nth * LIFE, nth % 2 === 0)).flat();
  const ofOtherProbes = (['startup', 'readiness'] as const).flatMap((probe) =>
    records.flatMap((record) => (record.kind === 'Probe' || record.kind === 'ProbeState' ? [{ ...record, probe }] : [])),
  );
  const begins = [action(0, 'create', 'kubectl apply'), pod(0, 'Pending', undefined, PROBED), ...pull(0, 1, 'ok')];
  return { ...littleTrace([...begins, ...records, ...ofOtherProbes]), endMs: (1 + lives * LIFE) * 1000 };
}

/** It boots, serves and answers its probes, falters and is killed: in time, or after all of its grace period. */
function life(at: number, isHandled: boolean): Bare[] {
  return [
    ...['Pulled', 'Created', 'Started'].map((reason) => event(at, reason, 'Normal')),
    start(at),
    pod(at, 'Running', RUNNING, PROBED, CONDITIONS),
    ...hook('postStart', at, at + 1),
    serving(at, 'booting', at + 2),
    serving(at + 2, 'serving'),
    slice(at + 2, 'ready'),
    probeState(at, 'waiting'),
    probeState(at + 2, 'probing'),
    ...[3, 4, 5, 6, 7].map((seconds) => probe(at + seconds, 'success', { takesMs: 4 })),
    ...FAILURES.map((run) => probe(at + 7 + run, 'failure', { run, met: run === 3, timedOut: run === 2, takesMs: 400 })),
    ...FAILURES.map((run) => event(at + 7 + run, 'Unhealthy', 'Warning')),
    event(at + 10, 'Killing', 'Normal'),
    kill(at + 10, 4),
    probeState(at + 10, 'on-hold'),
    slice(at + 10, 'none'),
    ...hook('preStop', at + 10, at + 12, isHandled ? 'ok' : 'failed'),
    signal(at + 12, 'SIGTERM', isHandled),
    ...(isHandled ? [serving(at + 12, 'draining')] : [signal(at + 14, 'SIGKILL', false)]),
    exit(at + (isHandled ? 13 : 14), isHandled ? 143 : 137),
    pod(at + 14, 'Running', BACK_OFF, PROBED, CONDITIONS.slice(0, 3)),
    decision(at + 14, { what: 'back-off', delayMs: 5000, remainingMs: 5000, untilMs: (at + 19) * 1000 }),
    event(at + 14, 'BackOff', 'Warning'),
  ];
}
