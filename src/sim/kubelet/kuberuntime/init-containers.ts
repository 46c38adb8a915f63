import type { Container, Pod } from '../../../model/kubernetes.ts';
import type { RecordId } from '../../../model/trace.ts';
import type { ContainerSnapshot, RuntimePodStatus } from '../../node/container-record.ts';
import { definitionHash, isSidecar, newest, restartsAfterKill, shouldBeRestarted } from '../containers.ts';
import type { ChangedResources, KillReason, PodActions, ProbeVerdicts } from './actions.ts';
import { planResize } from './resize.ts';

/**
 * Plans what init containers and sidecars need, from the last to the first (`kuberuntime_container.go: computeInitContainerActions`).
 * Returns whether the Pod is initialized, so that main containers are looked at.
 */
export function planInitContainers(pod: Pod, status: RuntimePodStatus, probes: ProbeVerdicts, changed: ChangedResources, actions: PodActions): boolean {
  return new InitContainerPlan(pod, status, probes, changed, actions).plan();
}

class InitContainerPlan {
  readonly #pod: Pod;
  readonly #status: RuntimePodStatus;
  readonly #probes: ProbeVerdicts;
  readonly #changed: ChangedResources;
  readonly #actions: PodActions;
  readonly #containers: Container[];
  #initialized: boolean;
  /** Once one container has been dealt with, those before it matter only if they have to be kept alive. */
  #settled: boolean;

  constructor(pod: Pod, status: RuntimePodStatus, probes: ProbeVerdicts, changed: ChangedResources, actions: PodActions) {
    this.#pod = pod;
    this.#status = status;
    this.#probes = probes;
    this.#changed = changed;
    this.#actions = actions;
    this.#containers = pod.spec.initContainers ?? [];
    const mainLives = pod.spec.containers.some((container) => {
      const state = newest(status, container.name)?.state;
      return state === 'created' || state === 'running';
    });
    this.#initialized = mainLives;
    this.#settled = mainLives;
  }

  plan(): boolean {
    for (const [index, container] of [...this.#containers.entries()].reverse()) {
      const record = newest(this.#status, container.name);
      const sidecar = isSidecar(container);
      if (record === undefined) {
        if (sidecar && this.#settled) this.#start(container);
        continue;
      }
      if (this.#settled && !sidecar) continue;
      this.#planOne(container, index, record);
      if (this.#actions.killPod) return false;
      this.#settled = true;
    }
    const [first] = this.#containers;
    if (!this.#settled && first !== undefined) this.#start(first);
    return this.#initialized;
  }

  #planOne(container: Container, index: number, record: ContainerSnapshot): void {
    switch (record.state) {
      case 'created':
        this.#start(container);
        return;
      case 'running':
        if (isSidecar(container)) this.#planRunningSidecar(container, index, record);
        // The API server lets none of them have a policy that restarts it
        else planResize(container, record, this.#changed(container), this.#actions);
        return;
      case 'exited':
        this.#planExited(container, index, record);
        return;
      case 'unknown':
        this.#kill(container, record, 'Init container is in "unknown" state, try killing it before restart', 'other', record.lastRecord);
        if (restartsAfterKill(this.#pod, container)) this.#start(container);
    }
  }

  #planRunningSidecar(container: Container, index: number, record: ContainerSnapshot): void {
    const startup = container.startupProbe === undefined ? 'success' : this.#probes.startup(record.id);
    if (startup === undefined || startup === 'unknown') return;
    if (startup === 'failure') {
      this.#kill(container, record, `Init container ${container.name} failed startup probe`, 'startup', this.#probes.causeOf('startup', record.id));
      this.#start(container);
      return;
    }
    if (!this.#settled) this.#startNext(index);
    if (record.definitionHash !== definitionHash(container)) {
      this.#kill(container, record, `Init container ${container.name} definition changed`, 'definition', -1);
      this.#start(container);
    } else if (this.#probes.liveness(record.id) === 'failure') {
      this.#kill(container, record, `Init container ${container.name} failed liveness probe`, 'liveness', this.#probes.causeOf('liveness', record.id));
      this.#start(container);
    } else if (!planResize(container, record, this.#changed(container), this.#actions)) {
      this.#start(container);
    }
  }

  #planExited(container: Container, index: number, record: ContainerSnapshot): void {
    if (isSidecar(container)) this.#start(container);
    else if (record.exitCode === 0 && record.reason !== 'OOMKilled') this.#startNext(index);
    else if (shouldBeRestarted(this.#pod, container, 'init', this.#status)) this.#start(container);
    else {
      this.#actions.killPod = true;
      this.#actions.initToStart = [];
      this.#actions.toResize = [];
    }
  }

  #start(container: Container): void {
    this.#actions.initToStart.unshift(container);
  }

  #startNext(index: number): void {
    const next = this.#containers[index + 1];
    if (next === undefined) this.#initialized = true;
    else this.#start(next);
  }

  #kill(container: Container, record: ContainerSnapshot, message: string, reason: KillReason, cause: RecordId): void {
    this.#actions.toKill.push({ container, record, message, reason, cause });
  }
}
