/** Pod Security levels of a namespace (staging/src/k8s.io/pod-security-admission/policy). */
import type { KubernetesObject } from '../../model/kubernetes.ts';
import { goQuote } from '../go-text.ts';
import { type Fields, fields, isTrue, list, num, strings, text } from '../schema/fields.ts';
import { allContainers } from '../validation/pod-annotations.ts';

/** What a Pod does against the namespace's level: the reason it is refused, and a warning. */
export function checkPodSecurity(namespace: KubernetesObject | undefined, meta: Fields, spec: Fields): { refusal?: string; warning?: string } {
  const enforced = violations(policyOf(namespace, 'enforce'), meta, spec);
  if (enforced !== undefined) return { refusal: `violates ${enforced}` };
  const warning = podSecurityWarning(namespace, meta, spec);
  return warning === undefined ? {} : { warning };
}

/** What the template of a workload is warned of: nothing is enforced but on Pods (admission.go: ValidatePodController). */
export function podSecurityWarning(namespace: KubernetesObject | undefined, meta: Fields, spec: Fields): string | undefined {
  const warned = violations(policyOf(namespace, 'warn'), meta, spec);
  return warned === undefined ? undefined : `would violate ${warned}`;
}

const LEVELS = ['privileged', 'baseline', 'restricted'] as const;

interface Policy {
  level: (typeof LEVELS)[number];
  version: string;
}

/** A level that nobody knows is enforced as the strictest and warned of as none; without one of their own, warnings go by what is enforced (api/helpers.go: PolicyToEvaluate). */
function policyOf(namespace: KubernetesObject | undefined, mode: 'enforce' | 'warn'): Policy {
  const labels = namespace?.metadata.labels ?? {};
  const label = (name: string): string | undefined => labels[`pod-security.kubernetes.io/${name}`];
  const named = label(mode);
  const version = label(`${mode}-version`);
  const isDefaulted = mode === 'warn' && named === undefined && LEVELS.some((level) => level === label('enforce'));
  const fallback: Policy = isDefaulted
    ? policyOf(namespace, 'enforce')
    : { level: mode === 'enforce' && named !== undefined ? 'restricted' : 'privileged', version: 'latest' };
  return {
    level: LEVELS.find((level) => level === named) ?? fallback.level,
    version: version === undefined ? fallback.version : /^v1\.\d+$/.test(version) ? version : 'latest',
  };
}

/** `PodSecurity "baseline:latest": …`, what a Pod has against a policy. */
function violations({ level, version }: Policy, meta: Fields, spec: Fields): string | undefined {
  if (level === 'privileged') return undefined;
  const found = [...BASELINE, ...(level === 'restricted' ? RESTRICTED : [])].flatMap(({ check, replacedBy }) =>
    level === 'restricted' && replacedBy === true ? [] : check(meta, spec),
  );
  if (found.length === 0) return undefined;
  const told = found.sort(byId).map(({ text: shown }) => shown);
  return `PodSecurity ${goQuote(`${level}:${version}`)}: ${told.join(', ')}`;
}

interface Violation {
  /** Checks report in the order of their ids. */
  id: string;
  text: string;
}

interface Check {
  check: (meta: Fields, spec: Fields) => Violation[];
  /** The restricted level has a stricter check of the same subject. */
  replacedBy?: boolean;
}

const byId = (a: Violation, b: Violation) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const violation = (id: string, reason: string, detail: string): Violation[] => [{ id, text: `${reason} (${detail})` }];

/** `container "a"` or `containers "a", "b"`. */
const named = (kind: string, names: string[]) => `${kind}${names.length === 1 ? '' : 's'} ${names.map(goQuote).join(', ')}`;

const containersWhere = (spec: Fields, test: (container: Fields, context: Fields | undefined) => boolean): string[] =>
  allContainers(spec)
    .filter(({ value }) => test(value, fields(value, 'securityContext')))
    .map(({ value }) => text(value, 'name'));

const BASELINE_CAPABILITIES = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(' '),
);
const SAFE_SYSCTLS = new Set(
  'kernel.shm_rmid_forced net.ipv4.ip_local_port_range net.ipv4.tcp_syncookies net.ipv4.ping_group_range net.ipv4.ip_unprivileged_port_start net.ipv4.ip_local_reserved_ports net.ipv4.tcp_keepalive_time net.ipv4.tcp_fin_timeout net.ipv4.tcp_keepalive_intvl net.ipv4.tcp_keepalive_probes net.ipv4.tcp_rmem net.ipv4.tcp_wmem'.split(
    ' ',
  ),
);

const BASELINE: Check[] = [
  {
    check: (_meta, spec) => {
      const hosts = ['hostNetwork', 'hostPID', 'hostIPC'].filter((name) => isTrue(spec, name));
      return hosts.length === 0 ? [] : violation('hostNamespaces', 'host namespaces', hosts.map((name) => `${name}=true`).join(', '));
    },
  },
  {
    check: (_meta, spec) => {
      const names = list(spec, 'volumes')
        .filter((volume) => fields(volume, 'hostPath') !== undefined)
        .map((volume) => text(volume, 'name'));
      return names.length === 0 ? [] : violation('hostPathVolumes', 'hostPath volumes', named('volume', names));
    },
  },
  {
    check: (_meta, spec) => {
      const usesPort = (port: Fields) => (num(port, 'hostPort') ?? 0) !== 0;
      const names = containersWhere(spec, (container) => list(container, 'ports').some(usesPort));
      const ports = [
        ...new Set(
          allContainers(spec).flatMap(({ value }) =>
            list(value, 'ports')
              .filter(usesPort)
              .map((port) => String(port['hostPort'])),
          ),
        ),
      ].sort();
      return names.length === 0
        ? []
        : violation(
            'hostPorts',
            'hostPort',
            `${named('container', names)} ${names.length === 1 ? 'uses' : 'use'} hostPort${ports.length === 1 ? '' : 's'} ${ports.join(', ')}`,
          );
    },
  },
  {
    check: (_meta, spec) => {
      const names = containersWhere(spec, (_container, context) => isTrue(context, 'privileged'));
      return names.length === 0 ? [] : violation('privileged', 'privileged', `${named('container', names)} must not set securityContext.privileged=true`);
    },
  },
  {
    check: (_meta, spec) => {
      const forbidden = (context: Fields | undefined) => strings(fields(context, 'capabilities'), 'add').filter((name) => !BASELINE_CAPABILITIES.has(name));
      const names = containersWhere(spec, (_container, context) => forbidden(context).length > 0);
      const added = [...new Set(allContainers(spec).flatMap(({ value }) => forbidden(fields(value, 'securityContext'))))].sort();
      return names.length === 0
        ? []
        : violation(
            'capabilities_baseline',
            'non-default capabilities',
            `${named('container', names)} must not include ${added.map(goQuote).join(', ')} in securityContext.capabilities.add`,
          );
    },
    replacedBy: true,
  },
  { check: (meta, spec) => (hasOwnUsers(spec) ? [] : procMount(meta, spec)), replacedBy: true },
  { check: hostsOfProbesAndHooks },
  {
    check: (_meta, spec) => {
      const names = containersWhere(spec, (_container, context) => text(fields(context, 'seccompProfile'), 'type') === 'Unconfined');
      const ofPod = text(fields(fields(spec, 'securityContext'), 'seccompProfile'), 'type') === 'Unconfined';
      const setters = [...(ofPod ? ['pod'] : []), ...(names.length > 0 ? [named('container', names)] : [])];
      return setters.length === 0
        ? []
        : violation('seccompProfile_baseline', 'seccompProfile', `${setters.join(' and ')} must not set securityContext.seccompProfile.type to "Unconfined"`);
    },
    replacedBy: true,
  },
  {
    check: (_meta, spec) => {
      const names = list(fields(spec, 'securityContext'), 'sysctls')
        .map((sysctl) => text(sysctl, 'name'))
        .filter((name) => !SAFE_SYSCTLS.has(name));
      return names.length === 0 ? [] : violation('sysctls', 'forbidden sysctls', names.join(', '));
    },
  },
];

const RESTRICTED: Check[] = [
  {
    check: (_meta, spec) => {
      const names = containersWhere(spec, (_container, context) => context?.['allowPrivilegeEscalation'] !== false);
      return names.length === 0
        ? []
        : violation(
            'allowPrivilegeEscalation',
            'allowPrivilegeEscalation != false',
            `${named('container', names)} must set securityContext.allowPrivilegeEscalation=false`,
          );
    },
  },
  {
    check: (_meta, spec) => {
      const dropless = containersWhere(spec, (_container, context) => !strings(fields(context, 'capabilities'), 'drop').includes('ALL'));
      const adding = containersWhere(spec, (_container, context) =>
        strings(fields(context, 'capabilities'), 'add').some((name) => name !== 'NET_BIND_SERVICE'),
      );
      const added = [
        ...new Set(
          allContainers(spec).flatMap(({ value }) =>
            strings(fields(fields(value, 'securityContext'), 'capabilities'), 'add').filter((name) => name !== 'NET_BIND_SERVICE'),
          ),
        ),
      ].sort();
      const details = [
        ...(dropless.length > 0 ? [`${named('container', dropless)} must set securityContext.capabilities.drop=["ALL"]`] : []),
        ...(adding.length > 0 ? [`${named('container', adding)} must not include ${added.map(goQuote).join(', ')} in securityContext.capabilities.add`] : []),
      ];
      return details.length === 0 ? [] : violation('capabilities_restricted', 'unrestricted capabilities', details.join('; '));
    },
  },
  {
    check: (_meta, spec) => {
      const allowed = new Set(['name', 'configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret', 'image']);
      const bad = list(spec, 'volumes').filter((volume) => Object.keys(volume).some((key) => !allowed.has(key)));
      const types = [...new Set(bad.flatMap((volume) => Object.keys(volume).filter((key) => !allowed.has(key))))].sort();
      return bad.length === 0
        ? []
        : violation(
            'restrictedVolumes',
            'restricted volume types',
            `${named(
              'volume',
              bad.map((volume) => text(volume, 'name')),
            )} ${bad.length === 1 ? 'uses' : 'use'} restricted volume type${types.length === 1 ? '' : 's'} ${types.map(goQuote).join(', ')}`,
          );
    },
  },
  { check: procMount },
  { check: runAsNonRoot },
  {
    check: (_meta, spec) => {
      const names = containersWhere(spec, (_container, context) => num(context, 'runAsUser') === 0);
      const setters = [...(num(fields(spec, 'securityContext'), 'runAsUser') === 0 ? ['pod'] : []), ...(names.length > 0 ? [named('container', names)] : [])];
      return setters.length === 0 || hasOwnUsers(spec) ? [] : violation('runAsUser', 'runAsUser=0', `${setters.join(' and ')} must not set runAsUser=0`);
    },
  },
  { check: restrictedSeccomp },
];

function procMount(_meta: Fields, spec: Fields): Violation[] {
  const names = containersWhere(spec, (_container, context) => context?.['procMount'] !== undefined && context['procMount'] !== 'Default');
  return names.length === 0 ? [] : violation('procMount', 'procMount', `${named('container', names)} must not set securityContext.procMount to "Unmasked"`);
}

/** A probe or hook that asks another host than the Pod itself. */
function hostsOfProbesAndHooks(_meta: Fields, spec: Fields): Violation[] {
  const hostsOf = (container: Fields): string[] => {
    const hooks = fields(container, 'lifecycle');
    const handlers = [
      ...['livenessProbe', 'readinessProbe', 'startupProbe'].map((name) => fields(container, name)),
      fields(hooks, 'postStart'),
      fields(hooks, 'preStop'),
    ];
    return handlers.flatMap((handler) => ['httpGet', 'tcpSocket'].map((name) => text(fields(handler, name), 'host'))).filter((host) => host !== '');
  };
  const names = containersWhere(spec, (container) => hostsOf(container).length > 0).sort();
  const hosts = [...new Set(allContainers(spec).flatMap(({ value }) => hostsOf(value)))].sort();
  if (names.length === 0) return [];
  const uses = `${names.length === 1 ? 'uses' : 'use'} ${named('probe or lifecycle host', hosts)}`;
  return violation('hostProbesAndHostLifecycle', 'probe or lifecycle host', `${named('container', names)} ${uses}`);
}

/** Whoever is root in a user namespace is nobody outside of it (since 1.35; `policy/helpers.go: relaxPolicyForUserNamespacePod`). */
const hasOwnUsers = (spec: Fields): boolean => spec['hostUsers'] === false;

function runAsNonRoot(_meta: Fields, spec: Fields): Violation[] {
  if (hasOwnUsers(spec)) return [];
  const ofPod = fields(spec, 'securityContext')?.['runAsNonRoot'];
  const explicit = containersWhere(spec, (_container, context) => context?.['runAsNonRoot'] === false);
  const implicit = containersWhere(spec, (_container, context) => context?.['runAsNonRoot'] === undefined);
  const setters = [...(ofPod === false ? ['pod'] : []), ...(explicit.length > 0 ? [named('container', explicit)] : [])];
  if (setters.length > 0) return violation('runAsNonRoot', 'runAsNonRoot != true', `${setters.join(' and ')} must not set securityContext.runAsNonRoot=false`);
  if (ofPod === true || implicit.length === 0) return [];
  return violation('runAsNonRoot', 'runAsNonRoot != true', `pod or ${named('container', implicit)} must set securityContext.runAsNonRoot=true`);
}

function restrictedSeccomp(_meta: Fields, spec: Fields): Violation[] {
  const isFine = (type: string) => type === 'RuntimeDefault' || type === 'Localhost';
  const ofPod = text(fields(fields(spec, 'securityContext'), 'seccompProfile'), 'type');
  const type = (context: Fields | undefined) => text(fields(context, 'seccompProfile'), 'type');
  const explicit = containersWhere(spec, (_container, context) => type(context) !== '' && !isFine(type(context)));
  const implicit = containersWhere(spec, (_container, context) => type(context) === '');
  const setters = [...(ofPod !== '' && !isFine(ofPod) ? ['pod'] : []), ...(explicit.length > 0 ? [named('container', explicit)] : [])];
  if (setters.length > 0)
    return violation(
      'seccompProfile_restricted',
      'seccompProfile',
      `${setters.join(' and ')} must not set securityContext.seccompProfile.type to "Unconfined"`,
    );
  if (isFine(ofPod) || implicit.length === 0) return [];
  return violation(
    'seccompProfile_restricted',
    'seccompProfile',
    `pod or ${named('container', implicit)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
  );
}
