/** Sorts the records of a trace by what the lanes look for, in one pass. */
import type { Container, Pod } from '../model/kubernetes.ts';
import type {
  ActionRecord,
  DecisionRecord,
  EventRecord,
  HookRecord,
  ImageRecord,
  ObjectRecord,
  PodRecord,
  ProbeRecord,
  ProbeStateRecord,
  ProcessRecord,
  ServingRecord,
  SignalRecord,
  Trace,
} from '../model/trace.ts';

/** What happened to one container, each list in the order of the trace. */
export interface ContainerSource {
  processes: ProcessRecord[];
  serving: ServingRecord[];
  signals: SignalRecord[];
  hooks: HookRecord[];
  probes: ProbeRecord[];
  probeStates: ProbeStateRecord[];
  images: ImageRecord[];
  decisions: DecisionRecord[];
}

export type ContainerRole = 'app' | 'sidecar' | 'init' | 'ephemeral';

export interface Source {
  trace: Trace;
  endMs: number;
  actions: ActionRecord[];
  pods: PodRecord[];
  events: EventRecord[];
  slices: ObjectRecord[];
  containers: Map<string, ContainerSource>;
  /** The Pod as last seen, for its list of containers; absent if the API never took it. */
  lastPod?: Pod;
  /** When the object left the API for good. */
  deletedMs?: number;
  /** When deletion was asked for. */
  deletingMs?: number;
}

export function readSource(trace: Trace): Source {
  const source: Source = { trace, endMs: trace.endMs, actions: [], pods: [], events: [], slices: [], containers: new Map() };
  const of = (container: string): ContainerSource => {
    const known = source.containers.get(container);
    if (known !== undefined) return known;
    const fresh: ContainerSource = { processes: [], serving: [], signals: [], hooks: [], probes: [], probeStates: [], images: [], decisions: [] };
    source.containers.set(container, fresh);
    return fresh;
  };
  for (const record of trace.records) {
    switch (record.kind) {
      case 'Action':
        source.actions.push(record);
        break;
      case 'Pod':
        source.pods.push(record);
        break;
      case 'Event':
        source.events.push(record);
        break;
      case 'Object':
        if (record.object.kind === 'EndpointSlice') source.slices.push(record);
        break;
      case 'Process':
        of(record.container).processes.push(record);
        break;
      case 'Serving':
        of(record.container).serving.push(record);
        break;
      case 'Signal':
        of(record.container).signals.push(record);
        break;
      case 'Hook':
        of(record.container).hooks.push(record);
        break;
      case 'Probe':
        of(record.container).probes.push(record);
        break;
      case 'ProbeState':
        of(record.container).probeStates.push(record);
        break;
      case 'Image':
        of(record.container).images.push(record);
        break;
      case 'Decision':
        of(record.container).decisions.push(record);
        break;
      default:
        break;
    }
  }
  const last = source.pods.at(-1);
  if (last !== undefined) {
    source.lastPod = last.object;
    if (last.type === 'DELETED') source.deletedMs = last.t;
    const deleting = source.pods.find((record) => record.object.metadata.deletionTimestamp !== undefined);
    if (deleting !== undefined) source.deletingMs = deleting.t;
  }
  return source;
}

/** App containers first, then init containers with the sidecars among them, then ephemeral ones; each as the manifest lists them. */
export function containersInOrder(source: Source): { container: Container; role: ContainerRole }[] {
  const spec = source.lastPod?.spec;
  if (spec === undefined) return [];
  return [
    ...spec.containers.map((container) => ({ container, role: 'app' as const })),
    ...(spec.initContainers ?? []).map((container) => ({ container, role: container.restartPolicy === 'Always' ? ('sidecar' as const) : ('init' as const) })),
    ...(spec.ephemeralContainers ?? []).map((container) => ({ container, role: 'ephemeral' as const })),
  ];
}
