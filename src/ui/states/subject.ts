/** Which container and probe the machines show: what the reader chose, or what the selection is about. */
import type { ProbeType } from '../../model/kubernetes.ts';
import type { Trace } from '../../model/trace.ts';
import type { AppState } from '../../store/app-store.ts';
import { type ContainerMachines, type LiveMachine, podMachines, type PodMachines, type ProbeSubject } from '../../timeline/states/index.ts';
import { drawnStep } from './diagrams/probe.ts';

const known = new WeakMap<Trace, PodMachines>();

/** The machines of the run on screen; the same object for the same run. */
export function machinesOf({ run }: AppState): PodMachines | undefined {
  if (!run) return undefined;
  const machines = known.get(run.trace) ?? podMachines(run.trace);
  known.set(run.trace, machines);
  return machines;
}

/** The container on show: chosen since the last selection, selected, chosen before, or the first. */
export function subjectContainer(state: AppState, { containers }: PodMachines): ContainerMachines | undefined {
  const { statesSubject: chosen, selected } = state;
  const named = (name: string | undefined) => (name === undefined ? undefined : containers.find((each) => each.name === name));
  const isFresh = chosen !== undefined && chosen.since === selected;
  return (isFresh ? named(chosen.container) : undefined) ?? named(about(state).container) ?? named(chosen?.container) ?? containers[0];
}

/** The probe on show; where nothing else is said, the one with the most to tell. */
export function subjectProbe(state: AppState, { probes }: ContainerMachines): ProbeSubject | undefined {
  const { statesSubject: chosen, selected } = state;
  const typed = (type: ProbeType | undefined) => probes.find((each) => each.type === type);
  const isFresh = chosen !== undefined && chosen.since === selected;
  return (
    (isFresh ? typed(chosen.probe) : undefined) ??
    typed(about(state).probe) ??
    typed(chosen?.probe) ??
    [...probes].sort((a, b) => b.machine.visits.length - a.machine.visits.length)[0]
  );
}

/** What the selection names. */
function about({ run, selected, selectedLane }: AppState): { container?: string; probe?: ProbeType } {
  const record = selected && run?.trace.records[selected.record];
  if (record && 'container' in record) return { container: record.container, ...('probe' in record && { probe: record.probe }) };
  const [container, part] = selectedLane?.split('.') ?? [];
  const probe = (['startup', 'liveness', 'readiness'] as const).find((type) => type === part);
  return { ...(container !== undefined && container !== 'pod' && { container }), ...(probe !== undefined && { probe }) };
}

/** A probe at a moment in the states that are drawn: with a high threshold several steps share a box. */
export function drawnProbe(live: LiveMachine, threshold: number): LiveMachine {
  const drawn = (state: string) => drawnStep(state, threshold);
  const taken = new Map<string, LiveMachine['taken'] extends ReadonlyMap<string, infer Arrow> ? Arrow : never>();
  for (const arrow of live.taken.values()) {
    const [from, to] = [drawn(arrow.from), drawn(arrow.to)];
    const key = `${from}>${to}`;
    const before = taken.get(key);
    if (from === to) continue;
    const newest = before !== undefined && before.newest.fromMs > arrow.newest.fromMs ? before.newest : arrow.newest;
    taken.set(key, { from, to, count: (before?.count ?? 0) + arrow.count, newest });
  }
  const { current, next } = live;
  return {
    ...live,
    ...(current && { current: { ...current, state: drawn(current.state) } }),
    ...(next && { next: { ...next, state: drawn(next.state) } }),
    taken,
    seen: new Set([...live.seen].map(drawn)),
  };
}
