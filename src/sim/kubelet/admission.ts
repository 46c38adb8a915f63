import type { Pod } from '../../model/kubernetes.ts';
import { tolerationOf } from '../../model/taints.ts';
import { matchesNode, type Place, type Shortage, shortages } from '../control-plane/fit.ts';
import { needsAppArmor } from '../node/app-armor.ts';

/** Why the kubelet will not run a Pod. */
export interface Rejection {
  reason: string;
  message: string;
}

/** The last that is asked (`pkg/kubelet/nodeshutdown/nodeshutdown_manager_linux.go: Admit`). */
export const NODE_SHUTDOWN: Rejection = { reason: 'NodeShutdown', message: 'Pod was rejected as the node is shutting down.' };

/** The sysctls that every node allows (`pkg/kubelet/sysctl/safe_sysctls.go`). */
const SAFE_SYSCTLS: readonly string[] = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
];

/**
 * The kubelet's own check of a Pod before it takes it on; the first refusal counts
 * (`pkg/kubelet/kubelet.go: HandlePodAdditions`, `pkg/kubelet/lifecycle/predicate.go`). A kubelet that starts checks every Pod
 * again. `critical`: see `isCritical`.
 */
export function rejectionOf(pod: Pod, { node, featureGates }: Place, critical: boolean): Rejection | undefined {
  const sysctls = ((pod.spec['securityContext'] ?? {}) as { sysctls?: { name: string }[] }).sysctls ?? [];
  const forbidden = sysctls.find(({ name }) => !SAFE_SYSCTLS.includes(name.replaceAll('/', '.')));
  if (forbidden !== undefined) return { reason: 'SysctlForbidden', message: `forbidden sysctl: "${forbidden.name}" not allowlisted` };
  const label = pod.metadata.labels?.['kubernetes.io/os'];
  if (label !== undefined && label !== node.os)
    return { reason: 'PodOSSelectorNodeLabelDoesNotMatch', message: "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label" };
  const os = (pod.spec['os'] as { name?: string } | undefined)?.name;
  if (os !== undefined && os !== node.os) return { reason: 'PodOSNotSupported', message: "Failed to admit pod as the OS field doesn't match node OS" };
  // Devices that the node knows nothing of are the cluster's affair (`removeMissingExtendedResources`); huge pages are not.
  const short = shortages(pod, node).filter(({ name }) => node.allocatable[name] !== undefined || name.startsWith('hugepages-'));
  const [first] = short;
  if (!matchesNode(pod, node) && (first === undefined || critical))
    return { reason: 'NodeAffinity', message: "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector" };
  if (
    node.taints.some((taint) => taint.effect === 'NoExecute' && !tolerationOf(taint, pod.spec, featureGates)) &&
    !isStatic(pod) &&
    (first === undefined || critical)
  )
    return { reason: 'TaintToleration', message: "Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate" };
  if (first === undefined) return node.appArmor === undefined && pod.status.phase === 'Pending' && needsAppArmor(pod) ? NO_APPARMOR : undefined;
  if (critical) return { reason: 'UnexpectedAdmissionError', message: nobodyToPreempt(short) };
  const { name, requested, capacity } = first;
  return { reason: `OutOf${name}`, message: `Node didn't have enough resource: ${name}, requested: ${requested}, used: 0, capacity: ${capacity}` };
}

/** Asked before the Pod runs; whether the profile is loaded the runtime finds out (`pkg/kubelet/lifecycle/handlers.go: appArmorAdmitHandler`). */
const NO_APPARMOR: Rejection = { reason: 'AppArmor', message: 'Cannot enforce AppArmor: AppArmor is not enabled on the host' };

/** `pkg/kubelet/types/pod_update.go: IsStaticPod` */
const isStatic = (pod: Pod) => (pod.metadata.annotations?.['kubernetes.io/config.source'] ?? 'api') !== 'api';

/**
 * A critical Pod is not refused for want of resources: other Pods have to make room for it. Here there are none, so that this fails in
 * words of its own (`pkg/kubelet/preemption/preemption.go: HandleAdmissionFailure, getPodsToPreempt`).
 */
function nobodyToPreempt(short: readonly Shortage[]): string {
  const wanted = short.map(({ name, requested, capacity }) => `(res: ${name}, q: ${requested - capacity}), `).join('');
  return `Unexpected error while attempting to recover from admission failure: preemption: error finding a set of pods to preempt: no set of running pods found to reclaim resources: [${wanted}]`;
}
