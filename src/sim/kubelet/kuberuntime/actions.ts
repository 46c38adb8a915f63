import type { Container, Pod } from '../../../model/kubernetes.ts';
import type { RecordId } from '../../../model/trace.ts';
import type { ContainerSnapshot, RuntimePodStatus } from '../../node/container-record.ts';
import type { ComputeResource } from '../resources.ts';
import { definitionHash, newest, restartAllTriggers, restartsAfterKill, shouldBeRestarted } from '../containers.ts';
import type { WorkerResult } from '../prober/results.ts';
import { planInitContainers } from './init-containers.ts';
import { planResize } from './resize.ts';
import { sandboxChange } from './sandbox.ts';

export type KillReason = 'liveness' | 'startup' | 'definition' | 'resize' | 'postStart' | 'pod' | 'other';

export interface ContainerToKill {
  container: Container;
  record: ContainerSnapshot;
  message: string;
  reason: KillReason;
  cause: RecordId;
}

/** What one sync is going to do (`podActions`). */
export interface PodActions {
  killPod: boolean;
  createSandbox: boolean;
  attempt: number;
  announceSandbox: boolean;
  toKill: ContainerToKill[];
  initToStart: Container[];
  /** Containers that go on running with other amounts of CPU and memory. */
  toResize: Container[];
  toStart: Container[];
  /** RestartAllContainers: containers that are stopped and forgotten, in this order; the next sync starts them anew. */
  toReset: Container[];
}

export interface ProbeVerdicts {
  liveness(containerId: string): WorkerResult | undefined;
  startup(containerId: string): WorkerResult | undefined;
  /** The record behind a verdict. */
  causeOf(type: 'liveness' | 'startup', containerId: string): RecordId;
}

/** Those of CPU and memory of which a running container has another amount than it has been granted. */
export type ChangedResources = (container: Container) => readonly ComputeResource[];

/**
 * What the Pod needs, from the cached status alone (`pkg/kubelet/kuberuntime/kuberuntime_manager.go: computePodActions`). `restartsAll`: the
 * condition says that RestartAllContainers is under way, even if what brought it about is gone by now.
 */
export function computePodActions(
  pod: Pod,
  status: RuntimePodStatus,
  probes: ProbeVerdicts,
  changed: ChangedResources = () => [],
  restartsAll = false,
): PodActions {
  const sandbox = sandboxChange(pod, status);
  const actions: PodActions = {
    killPod: sandbox.needed,
    createSandbox: sandbox.needed,
    attempt: sandbox.attempt,
    announceSandbox: sandbox.announced,
    toKill: [],
    initToStart: [],
    toResize: [],
    toStart: [],
    toReset: [],
  };
  const triggers = restartAllTriggers(pod, status);
  if (restartsAll || triggers.length > 0) {
    const isTrigger = ({ name }: Container) => triggers.includes(name);
    const init = pod.spec.initContainers ?? [];
    const others = (containers: Container[]) => containers.filter((container) => !isTrigger(container));
    actions.toReset = [...others(pod.spec.containers), ...others(init), ...pod.spec.containers.filter(isTrigger), ...init.filter(isTrigger)];
    return actions;
  }
  if (sandbox.needed) return forNewSandbox(pod, status, actions);

  const initialized = (pod.spec.initContainers ?? []).length === 0 || planInitContainers(pod, status, probes, changed, actions);
  if (actions.killPod || !initialized) return actions;

  let keep = 0;
  for (const container of pod.spec.containers) {
    const record = newest(status, container.name);
    if (record?.state !== 'running') {
      if (record?.state === 'unknown') actions.toKill.push({ container, record, message: UNKNOWN_STATE, reason: 'other', cause: record.lastRecord });
      if (shouldBeRestarted(pod, container, 'main', status)) actions.toStart.push(container);
      continue;
    }
    const verdict = condemned(container, record, probes);
    if (verdict === undefined) {
      if (planResize(container, record, changed(container), actions)) keep += 1;
      else actions.toStart.push(container);
      continue;
    }
    const restart = verdict.reason === 'definition' || restartsAfterKill(pod, container);
    if (restart) actions.toStart.push(container);
    actions.toKill.push({ ...verdict, message: restart ? `${verdict.message}, will be restarted` : verdict.message });
  }
  if (keep === 0 && actions.toStart.length === 0) {
    actions.killPod = true;
    // The whole Pod is killed in place of single containers; sidecars are not started again either
    actions.initToStart = [];
    actions.toResize = [];
  }
  return actions;
}

const UNKNOWN_STATE = 'Container is in "unknown" state, try killing it before restart';

/** Why a running container has to be killed: a changed definition counts before liveness, liveness before startup. */
function condemned(container: Container, record: ContainerSnapshot, probes: ProbeVerdicts): ContainerToKill | undefined {
  if (record.definitionHash !== definitionHash(container))
    return { container, record, message: `Container ${container.name} definition changed`, reason: 'definition', cause: -1 };
  for (const type of ['liveness', 'startup'] as const) {
    if (probes[type](record.id) === 'failure')
      return { container, record, message: `Container ${container.name} failed ${type} probe`, reason: type, cause: probes.causeOf(type, record.id) };
  }
  return undefined;
}

/** The Pod needs a new sandbox: everything is stopped, then starts from the beginning. */
function forNewSandbox(pod: Pod, status: RuntimePodStatus, actions: PodActions): PodActions {
  const recorded = status.containers.length > 0;
  if (pod.spec.restartPolicy === 'Never' && actions.attempt > 0 && recorded) return { ...actions, createSandbox: false };
  const toStart = pod.spec.containers.filter((container) => {
    const record = newest(status, container.name);
    const policy = container.restartPolicy ?? pod.spec.restartPolicy;
    return !(policy === 'OnFailure' && record?.state === 'exited' && record.exitCode === 0);
  });
  const mainCreated = pod.spec.containers.some((container) => newest(status, container.name) !== undefined);
  if (toStart.length === 0 && mainCreated) return { ...actions, createSandbox: false };
  const [firstInit] = pod.spec.initContainers ?? [];
  return firstInit === undefined ? { ...actions, toStart } : { ...actions, initToStart: [firstInit] };
}
