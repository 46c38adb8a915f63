/** Security contexts and what depends on the operating system (validation.go: ValidateSecurityContext, validatePodSpecSecurityContext, validateOS). */
import type { FieldErrors } from '../errors.ts';
import { byteLength } from '../go-text.ts';
import { dnsSubdomainErrors, idErrors } from '../names.ts';
import { type Fields, fields, isTrue, list, num, strings, text } from '../schema/fields.ts';
import { internalStruct } from '../schema/internal.ts';
import { gateEnabled, type PodContext } from './context.ts';
import { validateDescendingPath } from './paths.ts';
import { allContainers } from './pod-annotations.ts';

export function validateContainerSecurity({ errors, hostUsers }: PodContext, container: Fields, path: string): void {
  const context = fields(container, 'securityContext');
  if (context === undefined) return;
  const at = `${path}.securityContext`;
  for (const name of ['runAsUser', 'runAsGroup']) validateId(errors, num(context, name), `${at}.${name}`);
  const procMount = context['procMount'];
  if (procMount !== undefined) {
    if (procMount !== 'Default' && procMount !== 'Unmasked') errors.unsupported(`${at}.procMount`, procMount, ['Default', 'Unmasked']);
    if (hostUsers && procMount === 'Unmasked') errors.invalid(`${at}.procMount`, procMount, '`hostUsers` must be false to use `Unmasked`');
  }
  validateSeccomp(errors, fields(context, 'seccompProfile'), `${at}.seccompProfile`);
  if (context['allowPrivilegeEscalation'] === false) {
    const shown = internalStruct('SecurityContext', context);
    if (isTrue(context, 'privileged')) errors.invalid(at, shown, 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true');
    for (const capability of strings(fields(context, 'capabilities'), 'add')) {
      if (capability === 'CAP_SYS_ADMIN') errors.invalid(at, shown, 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN');
    }
  }
  validateWindowsOptions(errors, fields(context, 'windowsOptions'), `${at}.windowsOptions`);
  validateAppArmor(errors, fields(context, 'appArmorProfile'), `${at}.appArmorProfile`);
}

export function validatePodSecurity({ errors, featureGates }: PodContext, spec: Fields): void {
  const context = fields(spec, 'securityContext');
  if (context === undefined) return;
  const at = 'spec.securityContext';
  for (const name of ['fsGroup', 'runAsUser', 'runAsGroup']) validateId(errors, num(context, name), `${at}.${name}`);
  const groups = Array.isArray(context['supplementalGroups']) ? (context['supplementalGroups'] as number[]) : [];
  for (const [i, group] of groups.entries()) validateId(errors, group, `${at}.supplementalGroups[${i}]`);
  if (isTrue(spec, 'shareProcessNamespace') && isTrue(spec, 'hostPID'))
    errors.invalid(`${at}.shareProcessNamespace`, true, 'ShareProcessNamespace and HostPID cannot both be enabled');
  validateSysctls(errors, spec, list(context, 'sysctls'), `${at}.sysctls`);
  validateChoice(errors, context['fsGroupChangePolicy'], ['Always', 'OnRootMismatch'], `${at}.fsGroupChangePolicy`);
  validateSeccomp(errors, fields(context, 'seccompProfile'), `${at}.seccompProfile`);
  validateWindowsOptions(errors, fields(context, 'windowsOptions'), `${at}.windowsOptions`);
  validateAppArmor(errors, fields(context, 'appArmorProfile'), `${at}.appArmorProfile`);
  validateChoice(errors, context['supplementalGroupsPolicy'], ['Merge', 'Strict'], `${at}.supplementalGroupsPolicy`);
  const relabelling = gateEnabled(featureGates, 'SELinuxMount') ? ['MountOption', 'Recursive'] : ['Recursive'];
  validateChoice(errors, context['seLinuxChangePolicy'], relabelling, `${at}.seLinuxChangePolicy`);
}

function validateId(errors: FieldErrors, id: number | undefined, path: string): void {
  if (id !== undefined) errors.invalidEach(path, id, idErrors(id));
}

function validateChoice(errors: FieldErrors, value: unknown, choices: string[], path: string): void {
  if (value !== undefined && !choices.includes(String(value))) errors.unsupported(path, value, choices);
}

const SYSCTL = '^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$';

function validateSysctls(errors: FieldErrors, spec: Fields, sysctls: Fields[], path: string): void {
  const seen = new Set<string>();
  for (const [i, sysctl] of sysctls.entries()) {
    const name = text(sysctl, 'name');
    const at = `${path}[${i}].name`;
    if (name === '') errors.required(at);
    else if (name.length > 253 || !new RegExp(SYSCTL).test(name)) errors.invalid(at, name, `must have at most 253 characters and match regex ${SYSCTL}`);
    else if (seen.has(name)) errors.duplicate(at, name);
    const dotted = name.includes('/') && !/^[^/]*\./.test(name) ? name.replaceAll('/', '.') : name;
    if (isTrue(spec, 'hostNetwork') && dotted.startsWith('net.')) errors.invalid(at, name, "may not be specified when 'hostNetwork' is true");
    else if (isTrue(spec, 'hostIPC') && /^(kernel\.shm|kernel\.msg|kernel\.sem$|fs\.mqueue\.)/.test(dotted))
      errors.invalid(at, name, "may not be specified when 'hostIPC' is true");
    seen.add(name);
  }
}

function validateSeccomp(errors: FieldErrors, profile: Fields | undefined, path: string): void {
  if (profile === undefined) return;
  const type = text(profile, 'type');
  const types = ['Localhost', 'RuntimeDefault', 'Unconfined'];
  if (type === '') errors.required(`${path}.type`, 'type is required when seccompProfile is set');
  else if (!types.includes(type)) errors.unsupported(`${path}.type`, type, types);
  const local = profile['localhostProfile'];
  if (type !== 'Localhost') {
    if (local !== undefined)
      errors.invalid(`${path}.localhostProfile`, internalStruct('SeccompProfile', profile), 'can only be set when seccomp type is Localhost');
  } else if (local === undefined) errors.required(`${path}.localhostProfile`, 'must be set when seccomp type is Localhost');
  else validateDescendingPath(errors, String(local), `${path}.localhostProfile`);
}

function validateAppArmor(errors: FieldErrors, profile: Fields | undefined, path: string): void {
  if (profile === undefined) return;
  const type = text(profile, 'type');
  const local = profile['localhostProfile'];
  const at = `${path}.localhostProfile`;
  switch (type) {
    case 'Localhost': {
      const value = String(local ?? '');
      if (value.trim() !== value) errors.invalid(at, value, 'must not be padded with whitespace');
      else if (value === '') errors.required(at, 'must be set when AppArmor type is Localhost');
      if (byteLength(value) > 4095) errors.tooLong(at, 4095);
      return;
    }
    case 'RuntimeDefault':
    case 'Unconfined':
      if (local !== undefined) errors.invalid(at, local, 'can only be set when AppArmor type is Localhost');
      return;
    case '':
      errors.required(`${path}.type`, 'type is required when appArmorProfile is set');
      return;
    default:
      errors.unsupported(`${path}.type`, type, ['Localhost', 'RuntimeDefault', 'Unconfined']);
  }
}

function validateWindowsOptions(errors: FieldErrors, options: Fields | undefined, path: string): void {
  if (options === undefined) return;
  const name = options['gmsaCredentialSpecName'];
  if (name !== undefined) errors.invalidEach(`${path}.gmsaCredentialSpecName`, name, dnsSubdomainErrors(String(name)));
  const spec = options['gmsaCredentialSpec'];
  if (spec === '') errors.invalid(`${path}.gmsaCredentialSpec`, spec, 'gmsaCredentialSpec cannot be an empty string');
  else if (spec !== undefined && byteLength(String(spec)) > 65_536)
    errors.invalid(`${path}.gmsaCredentialSpec`, spec, 'gmsaCredentialSpec size must be under 64 KiB');
  const user = options['runAsUserName'];
  if (user !== undefined) for (const reason of windowsUserErrors(String(user))) errors.invalid(`${path}.runAsUserName`, user, `runAsUserName${reason}`);
}

function windowsUserErrors(name: string): string[] {
  if (name === '') return [' cannot be an empty string'];
  if (/\p{Cc}/u.test(name)) return [' cannot contain control characters'];
  const parts = name.split('\\');
  if (parts.length > 2) return [' cannot contain more than one backslash'];
  const reasons: string[] = [];
  const user = parts.at(-1) ?? '';
  const domain = parts.length === 2 ? (parts[0] ?? '') : undefined;
  if (domain !== undefined && domain.length >= 256) reasons.push("'s Domain length must be under 256 characters");
  const dns = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
  if (domain !== undefined && !/^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/.test(domain) && !new RegExp(`^${dns}(?:\\.${dns})*$`).test(domain))
    reasons.push("'s Domain doesn't match the NetBios nor the DNS format");
  if (user === '') reasons.push("'s User cannot be empty");
  else if (user.length > 104) reasons.push("'s User length must not be longer than 104 characters");
  if (/^[. ]+$/.test(user)) reasons.push("'s User cannot contain only periods or spaces");
  if (/["/\\:;|=,+*?<>@[\]]/.test(user)) reasons.push('\'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]');
  return reasons;
}

/** All containers of a Windows Pod run as host processes, or none. */
export function validateWindowsHostProcess({ errors }: PodContext, spec: Fields): void {
  const ofPod = fields(fields(spec, 'securityContext'), 'windowsOptions')?.['hostProcess'];
  const containers = allContainers(spec);
  let hostProcesses = 0;
  for (const { value, path } of containers) {
    const own = fields(fields(value, 'securityContext'), 'windowsOptions')?.['hostProcess'];
    if (ofPod !== undefined && own !== undefined && own !== ofPod)
      errors.invalid(
        `${path}.securityContext.windowsOptions.hostProcess`,
        own,
        `pod hostProcess value must be identical if both are specified, was ${String(ofPod)}`,
      );
    if ((own ?? ofPod) === true) hostProcesses += 1;
  }
  if (hostProcesses === 0) return;
  if (hostProcesses !== containers.length)
    errors.invalid('spec', '', 'If pod contains any hostProcess containers then all containers must be HostProcess containers');
  if (!isTrue(spec, 'hostNetwork')) errors.invalid('spec.hostNetwork', false, 'hostNetwork must be true if pod contains any hostProcess containers');
}

/** `hostUsers: false` excludes the host's other namespaces. */
export function validateHostUsers({ errors, hostUsers, featureGates }: PodContext, spec: Fields): void {
  if (hostUsers) return;
  const reason = 'when `hostUsers` is false';
  if (isTrue(spec, 'hostNetwork') && !gateEnabled(featureGates, 'UserNamespacesHostNetworkSupport')) errors.forbidden('spec.hostNetwork', reason);
  if (isTrue(spec, 'hostPID')) errors.forbidden('spec.HostPID', reason);
  if (isTrue(spec, 'hostIPC')) errors.forbidden('spec.HostIPC', reason);
  for (const { value, path } of allContainers(spec)) if (list(value, 'volumeDevices').length > 0) errors.forbidden(`${path}.volumeDevices`, reason);
}

const POD_LINUX_ONLY =
  'securityContext.appArmorProfile securityContext.seLinuxOptions hostUsers hostPID hostIPC securityContext.seccompProfile securityContext.fsGroup securityContext.fsGroupChangePolicy securityContext.sysctls shareProcessNamespace securityContext.runAsUser securityContext.runAsGroup securityContext.supplementalGroups securityContext.supplementalGroupsPolicy securityContext.seLinuxChangePolicy'.split(
    ' ',
  );
/** These are no pointers: false is the same as not set. */
const PLAIN_BOOLEANS = new Set(['hostPID', 'hostIPC']);
const CONTAINER_LINUX_ONLY =
  'appArmorProfile seLinuxOptions seccompProfile capabilities readOnlyRootFilesystem privileged allowPrivilegeEscalation procMount runAsUser runAsGroup'.split(
    ' ',
  );

export function validateOs({ errors }: PodContext, spec: Fields): void {
  const os = fields(spec, 'os');
  if (os === undefined) return;
  const name = text(os, 'name');
  if (name === '') errors.required('spec.os.name');
  else if (name !== 'linux' && name !== 'windows') errors.unsupported('spec.os', name, ['linux', 'windows']);
  else if (name === 'linux') validateLinux(errors, spec);
  else validateWindows(errors, spec);
}

function validateLinux(errors: FieldErrors, spec: Fields): void {
  for (const { value, path } of [{ value: spec, path: 'spec' }, ...allContainers(spec)]) {
    if (fields(fields(value, 'securityContext'), 'windowsOptions') !== undefined)
      errors.forbidden(`${path}.securityContext.windowsOptions`, 'windows options cannot be set for a linux pod');
  }
}

function validateWindows(errors: FieldErrors, spec: Fields): void {
  const reason = 'cannot be set for a windows pod';
  for (const name of POD_LINUX_ONLY) {
    const [first = '', second] = name.split('.');
    const value = second === undefined ? spec[first] : fields(spec, first)?.[second];
    const isUnset = value === undefined || (value === false && PLAIN_BOOLEANS.has(name)) || (Array.isArray(value) && value.length === 0);
    if (!isUnset) errors.forbidden(`spec.${name}`, reason);
  }
  for (const { value, path } of allContainers(spec)) {
    const context = fields(value, 'securityContext');
    for (const name of CONTAINER_LINUX_ONLY) if (context?.[name] !== undefined) errors.forbidden(`${path}.securityContext.${name}`, reason);
  }
}
