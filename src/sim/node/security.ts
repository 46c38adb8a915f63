/** What security contexts ask of the runtime. */
import type { Container, Pod } from '../../model/kubernetes.ts';
import type { Credentials } from './container-record.ts';

interface Identity {
  runAsUser?: number;
  runAsGroup?: number;
  fsGroup?: number;
  supplementalGroups?: number[];
}

/** The user and groups that a container is asked to run as: its own security context counts before the Pod's; the Pod's groups are added (`pkg/kubelet/kuberuntime/security_context.go`). */
export function askedIdentity(pod: Pod, container: Container): Partial<Credentials> {
  const own = (container.securityContext ?? {}) as Identity;
  const ofPod = (pod.spec['securityContext'] ?? {}) as Identity;
  const uid = own.runAsUser ?? ofPod.runAsUser;
  const gid = own.runAsGroup ?? ofPod.runAsGroup;
  const groups = [...(ofPod.fsGroup === undefined ? [] : [ofPod.fsGroup]), ...(ofPod.supplementalGroups ?? [])];
  return { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }), groups };
}

/** What its security context lets a container do (`pkg/kubelet/kuberuntime/security_context.go: convertToRuntimeSecurityContext`). */
export function rightsOf(
  pod: Pod,
  container: Container,
): { readOnlyRoot: boolean; noNewPrivileges: boolean; filtersSystemCalls: boolean; networkAdmin: boolean } {
  const { readOnlyRootFilesystem, allowPrivilegeEscalation, privileged, capabilities, seccompProfile } = (container.securityContext ?? {}) as {
    seccompProfile?: { type?: string };
    readOnlyRootFilesystem?: boolean;
    allowPrivilegeEscalation?: boolean;
    privileged?: boolean;
    capabilities?: { add?: string[] };
  };
  const ofPod = (pod.spec['securityContext'] ?? {}) as { seccompProfile?: { type?: string } };
  return {
    filtersSystemCalls: privileged !== true && ((seccompProfile ?? ofPod.seccompProfile)?.type ?? 'Unconfined') !== 'Unconfined',
    readOnlyRoot: readOnlyRootFilesystem === true,
    noNewPrivileges: allowPrivilegeEscalation === false,
    networkAdmin: privileged === true || (capabilities?.add ?? []).some((name) => /^(?:CAP_)?(?:NET_ADMIN|ALL)$/.test(name)),
  };
}

/** Kernel parameters of the Pod, with dots (`net/ipv4/x` means `net.ipv4.x`). */
export function sysctlsOf(pod: Pod): Record<string, string> {
  const sysctls = ((pod.spec['securityContext'] ?? {}) as { sysctls?: { name: string; value: string }[] }).sysctls ?? [];
  return Object.fromEntries(sysctls.map(({ name, value }) => [name.replaceAll('/', '.'), value]));
}
