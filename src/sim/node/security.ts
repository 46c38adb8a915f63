/** What security contexts ask of the runtime. */
import { CAPABILITIES } from '../../shell/index.ts';
import type { Container, Pod } from '../../model/kubernetes.ts';
import type { Credentials } from './container-record.ts';

interface Identity {
  runAsUser?: number;
  runAsGroup?: number;
  fsGroup?: number;
  supplementalGroups?: number[];
  supplementalGroupsPolicy?: 'Merge' | 'Strict';
}

/** The user and groups that a container is asked to run as: its own security context counts before the Pod's; the Pod's groups are added (`pkg/kubelet/kuberuntime/security_context.go`). */
export function askedIdentity(pod: Pod, container: Container): Partial<Credentials> & { withoutImageGroups?: boolean } {
  const own = (container.securityContext ?? {}) as Identity;
  const ofPod = (pod.spec['securityContext'] ?? {}) as Identity;
  const uid = own.runAsUser ?? ofPod.runAsUser;
  const gid = own.runAsGroup ?? ofPod.runAsGroup;
  const groups = [...(ofPod.fsGroup === undefined ? [] : [ofPod.fsGroup]), ...(ofPod.supplementalGroups ?? [])];
  const strict = ofPod.supplementalGroupsPolicy === 'Strict';
  return { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }), groups, ...(strict && { withoutImageGroups: true }) };
}

/** Whether a container must not run as root, and nothing says as whom it runs. */
export function mustNotBeRoot(pod: Pod, container: Container): boolean {
  const own = (container.securityContext ?? {}) as { runAsNonRoot?: boolean };
  const ofPod = (pod.spec['securityContext'] ?? {}) as { runAsNonRoot?: boolean };
  return (own.runAsNonRoot ?? ofPod.runAsNonRoot) === true && askedIdentity(pod, container).uid === undefined;
}

/** What its security context lets a container do (`pkg/kubelet/kuberuntime/security_context.go: convertToRuntimeSecurityContext`). */
export function rightsOf(
  pod: Pod,
  container: Container,
): { readOnlyRoot: boolean; noNewPrivileges: boolean; filtersSystemCalls: boolean; unmaskedProc: boolean; capabilities: ReadonlySet<string> } {
  const { readOnlyRootFilesystem, allowPrivilegeEscalation, privileged, capabilities, seccompProfile, procMount } = (container.securityContext ?? {}) as {
    seccompProfile?: { type?: string };
    readOnlyRootFilesystem?: boolean;
    allowPrivilegeEscalation?: boolean;
    privileged?: boolean;
    procMount?: 'Default' | 'Unmasked';
    capabilities?: { add?: string[]; drop?: string[] };
  };
  const ofPod = (pod.spec['securityContext'] ?? {}) as { seccompProfile?: { type?: string } };
  return {
    filtersSystemCalls: privileged !== true && ((seccompProfile ?? ofPod.seccompProfile)?.type ?? 'Unconfined') !== 'Unconfined',
    unmaskedProc: privileged === true || procMount === 'Unmasked',
    readOnlyRoot: readOnlyRootFilesystem === true,
    noNewPrivileges: allowPrivilegeEscalation === false,
    capabilities: capabilitiesOf(privileged === true, capabilities ?? {}),
  };
}

/** Root's rights that the runtime gives by itself, by their bits (containerd `pkg/oci/spec.go: defaultUnixCaps`). */
const BY_DEFAULT = 0xa8_04_25_fb;

/** `ALL` goes first, whichever list it is in; then the names are added, then dropped (containerd `internal/cri/opts/spec_linux_opts.go`, `WithCapabilities`). */
function capabilitiesOf(privileged: boolean, { add = [], drop = [] }: { add?: string[]; drop?: string[] }): ReadonlySet<string> {
  const [added, dropped] = [add, drop].map((names) => new Set(names.map((name) => name.toUpperCase().replace(/^CAP_/, ''))));
  const has = (name: string, bit: number) => {
    if (privileged) return true;
    if (dropped?.has(name) === true) return false;
    if (added?.has(name) === true) return true;
    if (dropped?.has('ALL') === true) return false;
    return added?.has('ALL') === true || (bit < 32 && ((BY_DEFAULT >>> bit) & 1) === 1);
  };
  return new Set(CAPABILITIES.filter(has));
}

/** Kernel parameters of the Pod, with dots (`net/ipv4/x` means `net.ipv4.x`). */
export function sysctlsOf(pod: Pod): Record<string, string> {
  const sysctls = ((pod.spec['securityContext'] ?? {}) as { sysctls?: { name: string; value: string }[] }).sysctls ?? [];
  return Object.fromEntries(sysctls.map(({ name, value }) => [name.replaceAll('/', '.'), value]));
}
