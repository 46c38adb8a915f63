/** What readers can do to a run at a moment, as actions of the scenario. */
import type { Container, Pod } from '../../model/kubernetes.ts';
import type { ActionRecord, ProbeRecord, Trace } from '../../model/trace.ts';
import type { Deed, Gesture, Probed } from '../../scenario/gestures.ts';
import type { AppState, AppStore } from '../../store/app-store.ts';
import type { Changes } from '../../store/changes.ts';
import { perform } from '../../store/hand.ts';
import { historyOf } from '../../store/history.ts';
import { selectedOnScreen } from '../../store/selectors.ts';
import { clockSeconds } from '../format.ts';
import { workbenchTexts as words } from '../texts/en-workbench.ts';

type ActGroup = keyof typeof words.groups;
type ActId = keyof typeof words.acts;
type Not = keyof typeof words.not;

/** How things are at a moment of a run. */
export interface Moment {
  /** Names of the Pod's containers, as the text orders them. */
  containers: readonly string[];
  images: ReadonlyMap<string, string>;
  running: ReadonlySet<string>;
  isGone: boolean;
  isDeleting: boolean;
  kubeletIsStopped: boolean;
  nodeIsLost: boolean;
  /** Whether the node has the taint that the menu gives it. */
  nodeIsTainted: boolean;
}

export function momentAt({ records }: Trace, atMs: number): Moment {
  const running = new Set<string>();
  let pod: Pod | undefined;
  let isGone = false;
  let kubeletIsStopped = false;
  let nodeIsLost = false;
  let nodeIsTainted = false;
  for (const record of records) {
    if (record.kind === 'Pod') pod ??= record.object;
    if (record.t > atMs) break;
    if (record.kind === 'Pod') {
      pod = record.object;
      isGone = record.type === 'DELETED';
    } else if (record.kind === 'Process') {
      if (record.what === 'start') running.add(record.container);
      else running.delete(record.container);
    } else if (record.kind === 'Kubelet') kubeletIsStopped = record.what === 'stopped';
    else if (record.kind === 'Action') {
      if (record.what === 'node-lost' || record.what === 'node-back') nodeIsLost = record.what === 'node-lost';
      else if (record.what.startsWith('node-taint') && record.label.includes(` ${TAINT}`)) nodeIsTainted = record.what === 'node-taint';
    }
  }
  const containers = pod ? containersOf(pod) : [];
  return {
    containers: containers.map(({ name }) => name),
    images: new Map(containers.map(({ name, image = '' }) => [name, image])),
    running,
    isGone,
    isDeleting: pod?.metadata.deletionTimestamp !== undefined,
    kubeletIsStopped,
    nodeIsLost,
    nodeIsTainted,
  };
}

function containersOf({ spec }: Pod): Container[] {
  return [...spec.containers, ...(spec.initContainers ?? [])];
}

interface Act {
  group: ActGroup;
  /** Why it makes no sense at a moment; undefined if it does. */
  not?(moment: Moment, container: string): Not | undefined;
  deed(container: string, image: string): Deed;
}

const gone = ({ isGone }: Moment): Not | undefined => (isGone ? 'gone' : undefined);
const notDeletable = ({ isGone, isDeleting }: Moment): Not | undefined => (isGone ? 'gone' : isDeleting ? 'deleting' : undefined);
const notRunning = ({ running }: Moment, container: string): Not | undefined => (running.has(container) ? undefined : 'notRunning');
const workload = (set: Record<string, unknown>) => (container: string) => ({ do: 'workload', container, set });
const registry = (set: Record<string, unknown>) => (_container: string, image: string) => ({ do: 'image', image, set });
const plain = (name: string) => () => ({ do: name });

/** No Pod tolerates it of itself. */
const TAINT = 'maintenance';

const ACTS: Record<ActId, Act> = {
  delete: { group: 'pod', not: notDeletable, deed: plain('delete') },
  deleteNow: { group: 'pod', not: notDeletable, deed: () => ({ do: 'delete', gracePeriodSeconds: 1 }) },
  forceDelete: { group: 'pod', not: gone, deed: plain('force-delete') },
  evictApi: { group: 'pod', not: notDeletable, deed: () => ({ do: 'evict', reason: 'api' }) },
  evictMemory: { group: 'pod', not: notDeletable, deed: () => ({ do: 'evict', reason: 'memory' }) },
  sandboxStop: { group: 'pod', not: gone, deed: plain('sandbox-stop') },
  sigterm: { group: 'container', not: notRunning, deed: (container) => ({ do: 'signal', container, signal: 'SIGTERM' }) },
  sigkill: { group: 'container', not: notRunning, deed: (container) => ({ do: 'signal', container, signal: 'SIGKILL' }) },
  oom: { group: 'container', not: notRunning, deed: (container) => ({ do: 'oom', container }) },
  answers500: { group: 'container', deed: workload({ http: [{ responses: [{ status: 500 }] }] }) },
  hangs: { group: 'container', deed: workload({ http: [{ responses: [{ status: 200 }], latency: '1h' }] }) },
  recovers: { group: 'container', deed: workload({ http: null }) },
  ignoresTerm: { group: 'container', deed: workload({ onTerm: 'ignore' }) },
  slowBoot: { group: 'container', deed: workload({ boot: '30s' }) },
  unreachable: { group: 'registry', deed: registry({ onNode: false, pullError: 'unreachable' }) },
  slowRegistry: { group: 'registry', deed: registry({ onNode: false, pull: '1m0s' }) },
  registryBack: { group: 'registry', deed: registry({ pullError: null, pull: null }) },
  kubeletRestart: { group: 'node', not: ({ kubeletIsStopped }) => (kubeletIsStopped ? 'kubeletStopped' : undefined), deed: plain('kubelet-restart') },
  kubeletStop: { group: 'node', not: ({ kubeletIsStopped }) => (kubeletIsStopped ? 'kubeletStopped' : undefined), deed: plain('kubelet-stop') },
  kubeletStart: { group: 'node', not: ({ kubeletIsStopped }) => (kubeletIsStopped ? undefined : 'kubeletRuns'), deed: plain('kubelet-start') },
  nodeLost: { group: 'node', not: ({ nodeIsLost }) => (nodeIsLost ? 'nodeLost' : undefined), deed: plain('node-lost') },
  nodeBack: { group: 'node', not: ({ nodeIsLost }) => (nodeIsLost ? undefined : 'nodeThere'), deed: plain('node-back') },
  nodeDrain: { group: 'node', not: notDeletable, deed: plain('node-drain') },
  nodeTaint: { group: 'node', deed: () => ({ do: 'node-taint', taint: { key: TAINT, effect: 'NoExecute' } }) },
  nodeUntaint: { group: 'node', not: ({ nodeIsTainted }) => (nodeIsTainted ? undefined : 'noTaint'), deed: () => ({ do: 'node-taint-remove', key: TAINT }) },
  nodeShutdown: { group: 'node', not: gone, deed: plain('node-shutdown') },
};

/** An act at a moment, in words: with why not where it makes no sense. */
export interface OfferedAct {
  id: ActId;
  group: ActGroup;
  label: string;
  not: string | undefined;
  deed: Deed;
}

export function actsAt(moment: Moment, container: string): OfferedAct[] {
  return (Object.entries(ACTS) as [ActId, Act][]).map(([id, { group, not, deed }]) => {
    const why = not?.(moment, container);
    return { id, group, label: words.acts[id], not: why && words.not[why], deed: deed(container, moment.images.get(container) ?? '') };
  });
}

// ---- what is selected ------------------------------------------------------------------------------------------------

/** The action of the scenario whose mark is selected. */
export function selectedAction(state: AppState): ActionRecord | undefined {
  const about = selectedOnScreen(state);
  const record = about && about.shift === 0 ? about.trace.records[about.record] : undefined;
  return record?.kind === 'Action' && record.index > 0 ? record : undefined;
}

export async function removeSelected(store: AppStore, changes: Pick<Changes, 'gesture'>): Promise<void> {
  const action = selectedAction(store.getState());
  if (action) await perform(store, changes, words.removed(action.label), { kind: 'remove-action', index: action.index });
}

/** An attempt of a probe whose mark is selected, and the gesture that turns its result around; or why there is none. */
export interface SelectedAttempt {
  probe: string;
  atMs: number;
  /** What it would be afterwards. */
  ok: boolean;
  gesture: Gesture | undefined;
  not: string | undefined;
}

/** An answer that is another one for one attempt is so for this long on either side of it, at most. */
const BESIDE_MS = 500;

export function selectedAttempt(state: AppState): SelectedAttempt | undefined {
  const about = selectedOnScreen(state);
  const record = about && about.shift === 0 ? about.trace.records[about.record] : undefined;
  if (record?.kind !== 'Probe' || !about) return undefined;
  const { trace } = about;
  const atMs = record.t + (state.selected?.attempt ?? 0) * record.periodMs;
  const ok = record.result === 'failure' || record.result === 'error';
  const found = turnedAt(trace, record, atMs, ok);
  return { probe: record.probe, atMs, ok, gesture: undefined, not: undefined, ...found };
}

function turnedAt({ records, assumptions }: Trace, { container, instance, probe }: ProbeRecord, atMs: number, ok: boolean): Partial<SelectedAttempt> {
  const start = records.find((each) => each.kind === 'Process' && each.what === 'start' && each.container === container && each.instance === instance);
  const serving = records.findLast((each) => each.kind === 'Serving' && each.container === container && each.instance === instance && each.t <= atMs);
  const pod = records.find((each) => each.kind === 'Pod');
  const spec = pod?.kind === 'Pod' ? containersOf(pod.object).find(({ name }) => name === container)?.[`${probe}Probe`] : undefined;
  const probed = spec && probedBy(spec);
  if (!start || !spec || !probed) return { not: words.notFlipped.tcp };
  if (probed.kind !== 'exec' && !(serving?.kind === 'Serving' && serving.what === 'serving')) return { not: words.notFlipped.closed };
  const besideMs = Math.min(BESIDE_MS, ((spec.periodSeconds ?? 10) * 1000) / 2);
  const sinceMs = atMs - start.t;
  const assumed = assumptions.some(({ change }) => change === `spec.workloads.${container}.http`);
  return {
    gesture: {
      kind: 'answer',
      container,
      instance,
      probed,
      ok,
      startMs: start.t,
      fromMs: Math.max(0, roundTo(sinceMs - besideMs, 100)),
      toMs: roundTo(sinceMs + besideMs, 100),
      assumed,
    },
  };
}

function probedBy(spec: NonNullable<Container['livenessProbe']>): Probed | undefined {
  if (spec.httpGet) return { kind: 'http', path: spec.httpGet.path ?? '/' };
  if (spec.exec) return { kind: 'exec', command: spec.exec.command ?? [] };
  return spec.grpc && { kind: 'grpc' };
}

function roundTo(ms: number, stepMs: number): number {
  return Math.round(ms / stepMs) * stepMs;
}

/** Begins a branch of the text whose past is fixed up to the playhead. */
export function forkHere(store: AppStore): void {
  const { playheadMs } = store.getState();
  historyOf(store).fork(playheadMs, words.forkTitle(clockSeconds(playheadMs)));
}
