/** A few numbers of a container at a moment, big enough for a lecture hall: how far it has booted, what is left of its grace, how close a probe is. */
import type { ProbeType } from '../model/kubernetes.ts';
import type { Trace } from '../model/trace.ts';
import { graceAt, machineAt, podMachines } from './states/index.ts';

export type Gauge =
  | { kind: 'boot'; state: 'none' | 'booting' | 'done' | 'gone'; doneMs: number; ofMs: number }
  | { kind: 'grace'; state: 'none' | 'running' | 'over'; leftMs: number; ofMs: number }
  | { kind: 'probe'; probe: ProbeType; failures: number; threshold: number }
  | { kind: 'backOff'; state: 'none' | 'running'; leftMs: number; ofMs: number }
  | { kind: 'restarts'; count: number };

/** A boot shorter than this gets no gauge. */
const LEAST_BOOT_MS = 1000;
const MOST = 3;

/**
 * The gauges of a container that have something to show in this run, at most three. `probe` is the one on stage; absent: none.
 * The answer tells nothing that comes after the moment.
 */
export function gaugesOf(trace: Trace, container: string, probe?: ProbeType): (timeMs: number) => Gauge[] {
  const machines = podMachines(trace);
  const own = machines.containers.find(({ name }) => name === container);
  if (!own) return () => [];
  const boots = bootsOf(trace, container);
  const subject = own.probes.find(({ type }) => type === probe);
  const waits = own.node.visits.some(({ state }) => state === 'crashBackOff');
  return (timeMs) => {
    const gauges: Gauge[] = [];
    if (boots.length > 0) gauges.push(bootAt(boots, timeMs));
    if (own.graces.length > 0) gauges.push(graceGauge(own.graces, machines.podGraceMs, timeMs));
    if (subject) {
      const failures = machineAt(subject.machine, timeMs, true).current?.facts?.failures ?? 0;
      gauges.push({ kind: 'probe', probe: subject.type, failures, threshold: subject.threshold });
    }
    if (waits) gauges.push(backOffAt(machineAt(own.node, timeMs, true).current, timeMs));
    gauges.push({ kind: 'restarts', count: own.apiAt(timeMs)?.restartCount ?? 0 });
    return gauges.slice(0, MOST);
  };
}

interface Boot {
  fromMs: number;
  ofMs: number;
  /** When the process had ended. */
  exitMs: number;
}

function bootsOf({ records }: Trace, container: string): Boot[] {
  return records.flatMap((record): Boot[] => {
    if (record.kind !== 'Serving' || record.container !== container || record.what !== 'booting' || record.untilMs === undefined) return [];
    const ofMs = record.untilMs - record.t;
    const exit = records.find(
      (each) => each.kind === 'Process' && each.container === container && each.what === 'exit' && each.instance === record.instance && each.id > record.id,
    );
    return ofMs < LEAST_BOOT_MS ? [] : [{ fromMs: record.t, ofMs, exitMs: exit?.t ?? Infinity }];
  });
}

function bootAt(boots: readonly Boot[], timeMs: number): Gauge {
  const boot = boots.findLast(({ fromMs }) => fromMs <= timeMs);
  const [first] = boots;
  if (!boot) return { kind: 'boot', state: 'none', doneMs: 0, ofMs: first?.ofMs ?? 0 };
  const { fromMs, ofMs, exitMs } = boot;
  const state = exitMs <= timeMs ? 'gone' : timeMs - fromMs >= ofMs ? 'done' : 'booting';
  return { kind: 'boot', state, doneMs: Math.min(timeMs - fromMs, ofMs), ofMs };
}

function graceGauge(graces: Parameters<typeof graceAt>[0], podGraceMs: number, timeMs: number): Gauge {
  const running = graceAt(graces, timeMs) ?? graces.findLast(({ endMs }) => endMs === timeMs);
  const last = graces.findLast(({ fromMs }) => fromMs <= timeMs);
  if (running) return { kind: 'grace', state: 'running', leftMs: Math.max(0, running.fromMs + running.graceMs - timeMs), ofMs: running.graceMs };
  return { kind: 'grace', state: last ? 'over' : 'none', leftMs: podGraceMs, ofMs: last?.graceMs ?? podGraceMs };
}

function backOffAt(current: ReturnType<typeof machineAt>['current'], timeMs: number): Gauge {
  const { delayMs = 0, untilMs = 0 } = current?.state === 'crashBackOff' ? (current.facts ?? {}) : {};
  return { kind: 'backOff', state: delayMs > 0 ? 'running' : 'none', leftMs: Math.max(0, untilMs - timeMs), ofMs: delayMs };
}
