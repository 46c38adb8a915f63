/** Pods, statuses and runtime snapshots in short, for tests of single parts of the kubelet. */
import type { Container, ContainerState, ContainerStatus, Pod } from '../model/kubernetes.ts';
import type { ContainerSnapshot, RuntimePodStatus, RuntimeState } from '../sim/node/container-record.ts';
import { definitionHash } from '../sim/kubelet/containers.ts';

/** Main containers and init containers by name; `proxy*` means a sidecar. */
export function podOf(mains: readonly (string | Container)[], inits: readonly (string | Container)[] = [], more: Partial<Pod['spec']> = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'default', uid: 'u1', generation: 1 },
    spec: { restartPolicy: 'Always', ...(inits.length > 0 && { initContainers: inits.map(containerOf) }), containers: mains.map(containerOf), ...more },
    status: { phase: 'Pending' },
  } as Pod;
}

function containerOf(short: string | Container): Container {
  if (typeof short !== 'string') return { image: 'app:1', ...short };
  return short.endsWith('*') ? { name: short.slice(0, -1), image: 'app:1', restartPolicy: 'Always' } : { name: short, image: 'app:1' };
}

/**
 * A status in short: `running`, `started` (running and started), `ready` (and ready), `waiting`, `exit 3`,
 * `waiting after 3` (with that exit as lastState).
 */
export function statusOf(name: string, short: string): ContainerStatus {
  const [what, ...rest] = short.split(' ');
  const code = Number(rest.at(-1));
  const ended = (exitCode: number): ContainerState => ({
    terminated: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', startedAt: null, finishedAt: null },
  });
  const running = what === 'running' || what === 'started' || what === 'ready';
  return {
    name,
    state: running ? { running: { startedAt: '2026-01-01T00:00:00Z' } } : what === 'exit' ? ended(code) : { waiting: { reason: 'ContainerCreating' } },
    lastState: what === 'waiting' && rest[0] === 'after' ? ended(code) : {},
    ready: what === 'ready' || (what === 'exit' && code === 0),
    started: what === 'started' || what === 'ready',
    restartCount: 0,
    image: 'app:1',
    imageID: '',
  };
}

/** Statuses by name, for those that have one. */
export function statusesOf(
  pod: Pod,
  shorts: Readonly<Record<string, string>>,
): { initContainerStatuses?: ContainerStatus[]; containerStatuses: ContainerStatus[] } {
  const list = (containers: readonly Container[] | undefined) =>
    (containers ?? []).flatMap(({ name }) => (shorts[name] === undefined ? [] : [statusOf(name, shorts[name])]));
  return {
    ...(pod.spec.initContainers !== undefined && { initContainerStatuses: list(pod.spec.initContainers) }),
    containerStatuses: list(pod.spec.containers),
  };
}

/** What a relist has seen: containers as `running`, `created`, `unknown`, `exit 1`, `OOMKilled 0`; newest of each name only. */
export function runtimeOf(pod: Pod, shorts: Readonly<Record<string, string>>, sandbox: 'ready' | 'gone' | 'none' = 'ready'): RuntimePodStatus {
  const all = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
  return {
    sandboxes:
      sandbox === 'none' ? [] : [{ id: 's0', podUid: 'u1', attempt: 0, ready: sandbox === 'ready', createdAtMs: 0, ip: '10.0.0.2', hostNetwork: false }],
    containers: Object.entries(shorts).map(([name, short]) =>
      snapshotOf(
        name,
        short,
        all.find((container) => container.name === name),
      ),
    ),
    cause: -1,
  };
}

function snapshotOf(name: string, short: string, container: Container | undefined): ContainerSnapshot {
  const [what = '', code = '0'] = short.split(' ');
  const state: RuntimeState = what === 'running' || what === 'created' || what === 'unknown' ? what : 'exited';
  return {
    id: `${name}-1`,
    name,
    podUid: 'u1',
    sandboxId: 's0',
    instance: 1,
    restartCount: 0,
    definitionHash: container === undefined ? '' : definitionHash(container),
    state,
    createdAtMs: 0,
    startedAtMs: 0,
    finishedAtMs: state === 'exited' ? 1000 : undefined,
    exitCode: Number(code),
    reason: what === 'exit' ? (code === '0' ? 'Completed' : 'Error') : what,
    message: '',
    image: 'app:1',
    imageId: '',
    volumeImages: new Map(),
    stopSignal: 'SIGTERM',
    user: { uid: 0, gid: 0, groups: [0] },
    terminationMessage: '',
    resources: container?.resources,
    lastRecord: -1,
  };
}
