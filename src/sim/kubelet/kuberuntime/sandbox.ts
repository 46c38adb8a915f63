import type { Pod } from '../../../model/kubernetes.ts';
import type { RuntimePodStatus } from '../../node/container-record.ts';

export interface SandboxChange {
  /** A new sandbox has to be made before containers can run. */
  needed: boolean;
  /** Number of the next sandbox; 0 for the first. */
  attempt: number;
  /** Whether the Event `SandboxChanged` goes with it. */
  announced: boolean;
}

/** Whether the Pod needs a new sandbox (`pkg/kubelet/kuberuntime/util/util.go: PodSandboxChanged`). */
export function sandboxChange(pod: Pod, runtime: RuntimePodStatus): SandboxChange {
  const [newest] = runtime.sandboxes;
  if (newest === undefined) return { needed: true, attempt: 0, announced: false };
  const attempt = newest.attempt + 1;
  if (runtime.sandboxes.filter((sandbox) => sandbox.ready).length > 1 || !newest.ready) return { needed: true, attempt, announced: true };
  if (newest.hostNetwork !== (pod.spec.hostNetwork === true)) return { needed: true, attempt, announced: false };
  return { needed: false, attempt: newest.attempt, announced: false };
}
