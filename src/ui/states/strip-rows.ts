/** The histories of the machines as bars, in the order of the strips. */
import type { ApiState, ContainerMachines, Machine, PodMachines, ProbeSubject } from '../../timeline/states/index.ts';
import { statesTexts } from '../texts/en-states.ts';
import { podStateName } from './names.ts';

/** How a bar is drawn; solid looks are the node's, those that begin with `api` the API's. */
export type Look =
  | 'hookTint'
  | 'hook'
  | 'boot'
  | 'serve'
  | 'plain'
  | 'ink'
  | 'fail'
  | 'backOff'
  | 'step'
  | 'ok'
  | 'apiWait'
  | 'apiRun'
  | 'apiFail'
  | 'apiBackOff'
  | 'apiDone';

export interface Bar {
  fromMs: number;
  toMs: number;
  look: Look;
  /** Part of the full height, 0 to 1. */
  height: number;
  /** Labels, longest first. */
  forms: readonly string[];
}

export interface StripRow {
  id: string;
  title: string;
  bars: readonly Bar[];
}

const words = statesTexts;
const known = new WeakMap<ContainerMachines, Map<string, readonly StripRow[]>>();

/** The same rows for the same subject, so that they are drawn once. */
export function stripRows(machines: PodMachines, container: ContainerMachines, probe: ProbeSubject | undefined): readonly StripRow[] {
  const ofContainer = known.get(container) ?? new Map<string, readonly StripRow[]>();
  known.set(container, ofContainer);
  const key = probe?.type ?? '';
  const rows = ofContainer.get(key) ?? makeRows(machines, container, probe);
  ofContainer.set(key, rows);
  return rows;
}

function makeRows({ pod, endMs }: PodMachines, container: ContainerMachines, probe: ProbeSubject | undefined): StripRow[] {
  const goneMs = pod.visits.find(({ state }) => state === 'gone')?.fromMs ?? endMs;
  return [
    { id: 'container', title: words.titled(words.strips.container, container.name), bars: containerBars(container, endMs) },
    { id: 'api', title: words.strips.api, bars: apiBars(container.api, goneMs) },
    ...(probe ? [{ id: 'probe', title: words.strips.probe(probe.type), bars: probeBars(probe, goneMs) }] : []),
    { id: 'termination', title: words.strips.termination, bars: terminationBars(container, endMs) },
    { id: 'pod', title: words.podTitle, bars: podBars(pod, endMs) },
  ];
}

type Paint = { look: Look; height?: number; forms?: readonly string[] } | undefined;

function barsOf(machine: Machine, endMs: number, paint: (state: string, facts: { failures?: number; delayMs?: number; exitCode?: number }) => Paint): Bar[] {
  return machine.visits.flatMap(({ state, fromMs, facts }, index): Bar[] => {
    const toMs = Math.min(machine.overMs ?? endMs, machine.visits[index + 1]?.fromMs ?? endMs);
    const painted = toMs > fromMs ? paint(state, facts ?? {}) : undefined;
    return painted === undefined ? [] : [{ fromMs, toMs, look: painted.look, height: painted.height ?? 1, forms: painted.forms ?? [] }];
  });
}

function containerBars({ node, hasPorts }: ContainerMachines, endMs: number): Bar[] {
  return barsOf(node, endMs, (state, { delayMs, exitCode }) => {
    switch (state) {
      case 'postStart':
        return { look: 'hookTint', forms: ['postStart'] };
      case 'booting':
        return { look: 'boot', forms: [words.container.booting] };
      case 'serving':
        return { look: 'serve', forms: [hasPorts ? words.container.serving : words.container.running] };
      case 'stopping':
        return { look: 'plain', forms: [words.container.stopping] };
      case 'pullBackOff':
        return { look: 'backOff', forms: [] };
      case 'crashBackOff':
        return { look: 'backOff', forms: delayMs === undefined ? [] : [`${delayMs / 1000} s`] };
      case 'failed':
      case 'oomKilled':
        return { look: 'fail', forms: exitCode === undefined ? [] : [words.termination.exit(exitCode), String(exitCode)] };
      case 'completed':
        return { look: 'apiDone', forms: [words.termination.exit(0)] };
      default:
        return undefined;
    }
  });
}

function apiBars(states: readonly ApiState[], goneMs: number): Bar[] {
  return states.map(({ kind, reason, exitCode, fromMs }, index) => ({
    fromMs,
    toMs: states[index + 1]?.fromMs ?? goneMs,
    look:
      kind === 'running'
        ? 'apiRun'
        : kind === 'waiting'
          ? reason.endsWith('BackOff')
            ? 'apiBackOff'
            : reason.startsWith('Err')
              ? 'apiFail'
              : 'apiWait'
          : exitCode === 0
            ? 'apiDone'
            : 'apiFail',
    height: 1,
    forms: reason === '' ? [words.apiKinds[kind]] : [reason],
  }));
}

function probeBars({ machine, threshold, type }: ProbeSubject, goneMs: number): Bar[] {
  return barsOf({ ...machine, overMs: goneMs }, goneMs, (state, { failures }) => {
    if (state === 'passed') return { look: 'ok', height: 0.2 };
    if (failures === undefined) return undefined;
    if (failures === 0) return { look: 'ok', height: 0.2 };
    if (failures >= threshold) return { look: 'fail', forms: [type === 'readiness' ? words.probe.reached.readiness : words.probe.onHold] };
    return { look: 'step', height: failures / threshold };
  });
}

function terminationBars({ termination }: ContainerMachines, endMs: number): Bar[] {
  return barsOf(termination, endMs, (state) => {
    switch (state) {
      case 'decided':
        return { look: 'ink', height: 0.2 };
      case 'preStop':
        return { look: 'hook', forms: ['preStop'] };
      case 'signalled':
        return { look: 'plain', forms: [words.termination.sent('SIGTERM'), 'SIGTERM'] };
      case 'killed':
        return { look: 'ink', height: 0.2 };
      default:
        return undefined;
    }
  });
}

function podBars(pod: Machine, endMs: number): Bar[] {
  return barsOf(pod, endMs, (state) => {
    if (state === 'gone') return undefined;
    const look: Look =
      state === 'running' ? 'apiRun' : state === 'failed' ? 'apiFail' : state === 'succeeded' || state === 'terminating' ? 'apiDone' : 'apiWait';
    return { look, forms: [podStateName(state)] };
  });
}
