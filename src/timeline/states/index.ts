/** The four state machines of the States view, read off a trace: container, probe, Pod and termination. Pure. */
import type { Container, PodPhase, Probe, ProbeType } from '../../model/kubernetes.ts';
import type { Trace } from '../../model/trace.ts';
import { type ContainerRole, type ContainerSource, containersInOrder, readSource, type Source } from '../source.ts';
import { type ApiState, apiStateAt, apiStates, type ContainerNodeState, containerMachine } from './container.ts';
import type { Machine } from './machine.ts';
import { phaseAt, podMachine, type PodState } from './pod.ts';
import { failureThreshold, probeMachine, type ProbeMachineState } from './probe.ts';
import { type Grace, graces, terminationMachine, type TerminationState } from './termination.ts';

export { API_KIND, type ApiState, type ApiStateKind, type ContainerNodeState } from './container.ts';
export { arrowKey, type LiveMachine, type Machine, machineAt, type TakenArrow, type Visit } from './machine.ts';
export type { PodState } from './pod.ts';
export { type ProbeMachineState, step } from './probe.ts';
export { type Grace, graceAt, type TerminationState } from './termination.ts';

export interface ContainerMachines {
  readonly name: string;
  readonly role: ContainerRole;
  readonly container: Container;
  /** Whether its process ever listens on a port. */
  readonly hasPorts: boolean;
  /** As it is on the node. */
  readonly node: Machine<ContainerNodeState>;
  /** As the API reports it, and what it says at a moment. */
  readonly api: readonly ApiState[];
  apiAt(timeMs: number): ApiState | undefined;
  readonly termination: Machine<TerminationState>;
  readonly graces: readonly Grace[];
  readonly probes: readonly ProbeSubject[];
}

export interface ProbeSubject {
  readonly type: ProbeType;
  readonly probe: Probe;
  readonly threshold: number;
  readonly machine: Machine<ProbeMachineState>;
}

export interface PodMachines {
  readonly pod: Machine<PodState>;
  phaseAt(timeMs: number): PodPhase | undefined;
  /** In the order of the lanes; empty if the API never took the Pod. */
  readonly containers: readonly ContainerMachines[];
  readonly endMs: number;
  /** What the manifest grants for ending, in ms. */
  readonly podGraceMs: number;
}

const PROBES: readonly ProbeType[] = ['startup', 'liveness', 'readiness'];
const NO_RECORDS: ContainerSource = { processes: [], serving: [], signals: [], hooks: [], probes: [], probeStates: [], images: [], decisions: [] };
/** Kubernetes' default of `terminationGracePeriodSeconds`. */
const DEFAULT_GRACE_SECONDS = 30;

export function podMachines(trace: Trace): PodMachines {
  const source = readSource(trace);
  return {
    pod: podMachine(source),
    phaseAt: (timeMs) => phaseAt(source, timeMs),
    containers: containersInOrder(source).map(({ container, role }) => containerMachines(source, container, role)),
    endMs: trace.endMs,
    podGraceMs: (source.pods[0]?.object.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS) * 1000,
  };
}

function containerMachines(source: Source, container: Container, role: ContainerRole): ContainerMachines {
  const records = source.containers.get(container.name) ?? NO_RECORDS;
  const api = apiStates(source, container.name);
  const created = { t: 0, id: source.pods[0]?.id ?? 0 };
  return {
    name: container.name,
    role,
    container,
    hasPorts: records.serving.some(({ ports }) => ports.length > 0),
    node: containerMachine(source, container),
    api,
    apiAt: (timeMs) => apiStateAt(api, timeMs, source.deletedMs),
    termination: terminationMachine(source, container.name),
    graces: graces(records, source.endMs),
    probes: PROBES.flatMap((type): ProbeSubject[] => {
      const probe = container[`${type}Probe`];
      return probe === undefined ? [] : [{ type, probe, threshold: failureThreshold(probe), machine: probeMachine(records, type, probe, created) }];
    }),
  };
}
