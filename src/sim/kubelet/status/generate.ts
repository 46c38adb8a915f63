import type { Pod, PodCondition, PodStatus } from '../../../model/kubernetes.ts';
import type { RuntimePodStatus } from '../../node/container-record.ts';
import { NODE_ADDRESS } from '../../node/runtime.ts';
import type { World } from '../../world.ts';
import { hasRestartAllRule, newest, restartAllTriggers } from '../containers.ts';
import { sandboxChange } from '../kuberuntime/sandbox.ts';
import type { ReasonCache } from '../reason-cache.ts';
import { podResourcesStatus } from '../resources.ts';
import { containersReady, KUBELET_CONDITIONS, podInitialized, podReady } from './conditions.ts';
import { containerStatuses, restartsAll } from './container-statuses.ts';
import { phaseOf } from './phase.ts';

export interface GenerateOptions {
  world: World;
  pod: Pod;
  runtime: RuntimePodStatus;
  /** The cached status, or the API object's where there is none. */
  old: PodStatus;
  reasons: ReasonCache;
  podIsTerminal: boolean;
  resizeConditions: readonly PodCondition[];
  /** The Pod's address as the relists know it. */
  address: string | undefined;
  /** The Pod whose resources its cgroup has. */
  cgroup: Pod;
  isStatic: boolean;
  /** Fills in `started` and `ready` and asks readiness workers to look (`prober_manager.go: UpdatePodStatus`). */
  probes: (statuses: Pick<PodStatus, 'initContainerStatuses' | 'containerStatuses'>) => Pick<PodStatus, 'initContainerStatuses' | 'containerStatuses'>;
  /** Set once activeDeadlineSeconds is over: the Event is emitted with each generation. */
  deadline?: { exceeded: boolean; emit: () => void };
}

/** The deadline's reason and message (`pkg/kubelet/active_deadline.go`). */
export const DEADLINE = { reason: 'DeadlineExceeded', message: 'Pod was active on the node longer than the specified deadline' } as const;

/** The status that the kubelet generates from what it knows (`pkg/kubelet/kubelet_pods.go: generateAPIPodStatus`). */
export function generatePodStatus(options: GenerateOptions): PodStatus {
  const { world, pod, runtime, old, isStatic } = options;
  const fresh = containerStatuses(world, pod, runtime, old, options.reasons);
  const ready = runtime.sandboxes.find((sandbox) => sandbox.ready);
  const podHasInitialized =
    ready !== undefined &&
    pod.spec.containers.some((container) => runtime.containers.some((record) => record.name === container.name && record.sandboxId === ready.id));
  let phase = phaseOf(pod, fresh, { podIsTerminal: options.podIsTerminal, podHasInitialized, isStatic });
  for (const before of [old.phase, pod.status.phase]) if (isTerminal(before) && !isTerminal(phase)) phase = before;

  let { reason, message } =
    phase === old.phase ? { reason: old.reason ?? pod.status.reason, message: old.message ?? pod.status.message } : { reason: undefined, message: undefined };
  if (options.deadline?.exceeded === true) {
    options.deadline.emit();
    phase = 'Failed';
    ({ reason, message } = DEADLINE);
  }
  // The API server already shows a terminal phase: no other may follow it, whatever the deadline says
  if (isTerminal(pod.status.phase)) phase = pod.status.phase;

  const statuses = options.probes(fresh);
  // Others write their conditions to the API object; DisruptionTarget may also be the kubelet's own, for a kill that it began
  const disrupted = old.conditions?.find((condition) => condition.type === 'DisruptionTarget');
  const foreign = (pod.status.conditions ?? []).filter(
    ({ type }) => !KUBELET_CONDITIONS.includes(type) && (type !== 'DisruptionTarget' || disrupted === undefined),
  );
  const containers = containersReady(pod, statuses, phase);
  const wasInitialized =
    world.gate('RestartAllContainersOnContainerExits', true) &&
    old.conditions?.some((condition) => condition.type === 'Initialized' && condition.status === 'True') === true;
  const conditions: PodStatus['conditions'] = [
    ...foreign,
    ...options.resizeConditions,
    ...(disrupted === undefined ? [] : [disrupted]),
    ...(world.gate('PodReadyToStartContainersCondition', true)
      ? [{ type: 'PodReadyToStartContainers', status: sandboxChange(pod, runtime).needed ? ('False' as const) : ('True' as const) }]
      : []),
    podInitialized(pod, statuses, phase, wasInitialized),
    podReady(pod, containers, foreign),
    containers,
    { type: 'PodScheduled', status: 'True' },
    ...(hasRestartAllRule(pod) ? [allContainersRestarting(pod, runtime, old, phase)] : []),
  ];
  // Member by member, with one shape for all: what is made by spreads has many shapes, and whatever reads it is slow
  const { generation } = pod.metadata;
  const status: PodStatus = generation === undefined ? { phase, conditions } : { observedGeneration: generation, phase, conditions };
  if (message !== undefined) status.message = message;
  if (reason !== undefined) status.reason = reason;
  status.hostIP = NODE_ADDRESS;
  status.hostIPs = HOST_IPS;
  const ip = pod.spec.hostNetwork === true ? NODE_ADDRESS : options.address;
  if (ip !== undefined) {
    status.podIP = ip;
    status.podIPs = [{ ip }];
  }
  if (fresh.initContainerStatuses !== undefined) status.initContainerStatuses = statuses.initContainerStatuses ?? [];
  status.containerStatuses = statuses.containerStatuses ?? [];
  if (fresh.ephemeralContainerStatuses !== undefined) status.ephemeralContainerStatuses = fresh.ephemeralContainerStatuses;
  if (pod.status.qosClass !== undefined) status.qosClass = pod.status.qosClass;
  if (world.gate('InPlacePodLevelResourcesVerticalScaling', true)) {
    const { allocatedResources, resources } = podResourcesStatus(pod, options.cgroup, old);
    if (allocatedResources !== undefined) status['allocatedResources'] = allocatedResources;
    status['resources'] = resources;
  }
  return status;
}

const HOST_IPS = [{ ip: NODE_ADDRESS }];

/**
 * Whether all containers are being restarted. Once begun, this goes on until the runtime knows none of them any more, or the Pod is over
 * (`pkg/kubelet/status/generate.go: GenerateAllContainersRestartingCondition`, `pkg/kubelet/container/helpers.go: ShouldAllContainersRestart`).
 */
function allContainersRestarting(pod: Pod, runtime: RuntimePodStatus, old: PodStatus, phase: string): PodCondition {
  const type = 'AllContainersRestarting';
  if (isTerminal(phase)) return { type, status: 'False', reason: phase === 'Failed' ? 'PodFailed' : 'PodCompleted' };
  const isToDo = restartsAll(old) || restartAllTriggers(pod, runtime).length > 0;
  const isLeft = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].some(({ name }) => newest(runtime, name) !== undefined);
  if (!isToDo || !isLeft) return { type, status: 'False' };
  return { type, status: 'True', reason: 'RestartAllContainersStarted', message: 'container exited with restart policy rule' };
}

export const isTerminal = (phase: string | undefined): boolean => phase === 'Succeeded' || phase === 'Failed';
