/** AppArmor: who asks for it, and what kubelet and containerd say where the node does not have it. */
import type { Container, Pod } from '../../model/kubernetes.ts';
import type { NodeSettings } from '../../model/scenario.ts';

interface Profile {
  type: 'RuntimeDefault' | 'Localhost' | 'Unconfined';
  localhostProfile?: string;
}

const writtenIn = (context: unknown) => (context as { appArmorProfile?: Profile } | undefined)?.appArmorProfile;

/** Whether the Pod or one of its containers names a profile (`pkg/security/apparmor/helpers.go: isRequired`). */
export function needsAppArmor({ spec }: Pod): boolean {
  const { initContainers = [], containers, ephemeralContainers = [] } = spec;
  return [spec, ...initContainers, ...containers, ...ephemeralContainers].some(
    (part) => (writtenIn(part['securityContext'])?.type ?? 'Unconfined') !== 'Unconfined',
  );
}

/** The container's own profile counts before the Pod's (`pkg/security/apparmor/helpers.go: GetProfile`). */
const profileOf = (pod: Pod, container: Container) => writtenIn(container.securityContext) ?? writtenIn(pod.spec['securityContext']);

/** Why containerd makes no such container (`internal/cri/sputil/apparmor_linux.go: GenerateApparmorSpecOpts`). */
export function appArmorError(pod: Pod, container: Container, { appArmor }: NodeSettings): string | undefined {
  const { type = 'Unconfined', localhostProfile = '' } = profileOf(pod, container) ?? {};
  if (!appArmor) return type === 'Unconfined' ? undefined : 'apparmor is not supported';
  const name = localhostProfile.replace(/^localhost\//, '');
  return type !== 'Localhost' || appArmor.profiles.includes(name) ? undefined : `apparmor profile not found ${name}`;
}

/**
 * What the kernel calls the confinement of the container's processes in `/proc/PID/attr/current`; undefined on a node without AppArmor. Who asks for
 * nothing gets the runtime's profile, unless he is privileged.
 */
export function confinementOf(pod: Pod, container: Container, { appArmor }: NodeSettings): string | undefined {
  if (!appArmor) return undefined;
  const { type = 'RuntimeDefault', localhostProfile = '' } = profileOf(pod, container) ?? {};
  const isPrivileged = (container.securityContext as { privileged?: boolean } | undefined)?.privileged === true;
  if (type === 'Unconfined' || (type === 'RuntimeDefault' && isPrivileged)) return 'unconfined';
  return `${type === 'Localhost' ? localhostProfile.replace(/^localhost\//, '') : 'cri-containerd.apparmor.d'} (enforce)`;
}
