/** Warnings about a Pod or a Pod template that is accepted all the same (pkg/api/pod/warnings.go: warningsForPodSpecAndMeta). */
import { goQuote, sortedKeys } from '../go-text.ts';
import { canonicalIPv6 } from '../ip.ts';
import { dnsLabelErrors, labelValueErrors } from '../names.ts';
import { formatQuantity, hasFraction, quantity } from '../quantity.ts';
import { deepEqual, type Fields, fields, list, map, num, strings, text } from '../schema/fields.ts';
import { allContainers, APPARMOR_ANNOTATION, appArmorProfileOf } from '../validation/pod-annotations.ts';
import { overlappingPaths } from './volume-paths.ts';

/** On creating a Pod. */
export function podWarnings(meta: Fields, spec: Fields): string[] {
  return [...nameWarnings(text(meta, 'name'), "the Pod's hostname"), ...specWarnings(meta, spec, '', false)];
}

/** `usedIn` says what the name becomes part of. */
export function nameWarnings(name: string, usedIn: string): string[] {
  const reasons = dnsLabelErrors(name);
  if (reasons.length === 0) return [];
  return [`metadata.name: this is used in ${usedIn}, which can result in surprising behavior; a DNS label is recommended: [${reasons.join(' ')}]`];
}

/** On creating an object with a Pod template at `prefix` (`spec.template.`). */
export const templateWarnings = (meta: Fields, spec: Fields, prefix: string): string[] => specWarnings(meta, spec, prefix, true);

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
/** pkg/api/node/util.go: deprecatedNodeLabels */
const OLD_LABELS: Record<string, string> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  'app.kubernetes.io/created-by': 'deprecated since v1.9',
  'scheduler.alpha.kubernetes.io/preferAvoidPods': 'deprecated since v1.22; use Taints and Tolerations instead',
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
};
const DEPRECATED_ANNOTATIONS: [string, string][] = [
  ['scheduler.alpha.kubernetes.io/critical-pod', 'non-functional in v1.16+; use the "priorityClassName" field instead'],
  ['security.alpha.kubernetes.io/sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
  ['security.alpha.kubernetes.io/unsafe-sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
];
/** Field in the manifest, name in the warning, text; in the order of the checks. */
const DEPRECATED_VOLUMES: [string, string, string][] = [
  ['photonPersistentDisk', 'photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['gitRepo', 'gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  ['scaleIO', 'scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['flocker', 'flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  ['storageos', 'storageOS', 'deprecated in v1.22, non-functional in v1.25+'],
  ['quobyte', 'quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['cephfs', 'cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['rbd', 'rbd', 'deprecated in v1.28, non-functional in v1.31+'],
];

function specWarnings(meta: Fields, spec: Fields, prefix: string, isTemplate: boolean): string[] {
  const containers = allContainers(spec).map(({ value, path }) => ({ value, path: prefix + path }));
  return [
    ...placementWarnings(spec, prefix),
    ...DEPRECATED_ANNOTATIONS.filter(([key]) => map(meta, 'annotations')[key] !== undefined).map(
      ([key, message]) => `${prefix}metadata.annotations[${key}]: ${message}`,
    ),
    ...list(spec, 'volumes').flatMap((volume, i) => volumeWarnings(volume, `${prefix}spec.volumes[${i}]`)),
    ...overlappingPaths(list(spec, 'volumes')),
    ...referenceWarnings(spec, prefix),
    ...fractions(fields(spec, 'overhead'), `${prefix}spec.overhead`),
    ...seccompWarnings(meta, fields(spec, 'securityContext'), 'seccomp.security.alpha.kubernetes.io/pod', prefix),
    ...containers.flatMap(({ value, path }) => containerWarnings(meta, spec, value, path, prefix, isTemplate)),
    ...portWarnings(containers),
    ...graceWarnings(spec, prefix),
    ...podAffinityWarnings(spec, prefix),
    ...addressWarnings(spec, prefix),
  ];
}

function volumeWarnings(volume: Fields, path: string): string[] {
  const claim = fields(fields(fields(volume, 'ephemeral'), 'volumeClaimTemplate'), 'spec');
  return DEPRECATED_VOLUMES.flatMap(([field, name, message]) => [
    ...(field === 'cephfs' ? claimWarnings(claim, `${path}.ephemeral.volumeClaimTemplate.spec`) : []),
    ...(fields(volume, field) === undefined ? [] : [`${path}.${name}: ${message}`]),
  ]);
}

/** What is odd about the spec of a claim (pkg/api/persistentvolumeclaim/util.go: GetWarningsForPersistentVolumeClaimSpec). */
export function claimWarnings(spec: Fields | undefined, path: string): string[] {
  return ['requests', 'limits'].flatMap((kind) => fractions(fields(fields(spec, 'resources'), kind), `${path}.resources.${kind}`, ['storage']));
}

function placementWarnings(spec: Fields, prefix: string): string[] {
  const warnings: string[] = [];
  for (const key of sortedKeys(map(spec, 'nodeSelector'))) {
    const message = OLD_LABELS[key];
    if (message !== undefined) warnings.push(`${prefix}spec.nodeSelector[${key}]: ${message}`);
  }
  const nodes = fields(fields(spec, 'affinity'), 'nodeAffinity');
  const at = `${prefix}spec.affinity.nodeAffinity`;
  for (const [i, term] of list(fields(nodes, REQUIRED), 'nodeSelectorTerms').entries())
    warnings.push(...nodeTermWarnings(term, `${at}.${REQUIRED}.nodeSelectorTerms[${i}]`, false));
  for (const [i, term] of list(nodes, PREFERRED).entries())
    warnings.push(...nodeTermWarnings(fields(term, 'preference') ?? {}, `${at}.${PREFERRED}[${i}].preference`, true));
  for (const [i, constraint] of list(spec, 'topologySpreadConstraints').entries()) {
    const key = text(constraint, 'topologyKey');
    const message = OLD_LABELS[key];
    if (message !== undefined) warnings.push(`${prefix}spec.topologySpreadConstraints[${i}].topologyKey: ${key} is ${message}`);
    if (fields(constraint, 'labelSelector') === undefined)
      warnings.push(`${prefix}spec.topologySpreadConstraints[${i}].labelSelector: a null labelSelector results in matching no pod`);
  }
  return warnings;
}

/** Values of a preference are not validated: what is wrong with them is a warning (`GetWarningsForNodeSelectorTerm`). */
function nodeTermWarnings(term: Fields, path: string, checksValues: boolean): string[] {
  return list(term, 'matchExpressions').flatMap((expression, i) => {
    const at = `${path}.matchExpressions[${i}]`;
    const message = OLD_LABELS[text(expression, 'key')];
    const values = checksValues ? strings(expression, 'values') : [];
    return [
      ...(message === undefined ? [] : [`${at}.key: ${text(expression, 'key')} is ${message}`]),
      ...values.flatMap((value, n) => labelValueErrors(value).map((reason) => `${at}.values[${n}]: ${value} is invalid, ${reason}`)),
    ];
  });
}

function referenceWarnings(spec: Fields, prefix: string): string[] {
  const repeated = (name: string, field: string, what: string) => {
    const seen = new Set<string>();
    return list(spec, name).flatMap((item, i) => {
      const value = text(item, field);
      const isRepeated = seen.has(value);
      seen.add(value);
      return isRepeated ? [`${prefix}spec.${name}[${i}].${field}: duplicate ${what} ${goQuote(value)}`] : [];
    });
  };
  const empty = list(spec, 'imagePullSecrets').flatMap((item, i) =>
    text(item, 'name') === '' ? [`${prefix}spec.imagePullSecrets[${i}].name: invalid empty name ""`] : [],
  );
  return [...repeated('hostAliases', 'ip', 'ip'), ...repeated('imagePullSecrets', 'name', 'name'), ...empty];
}

function fractions(resources: Fields | undefined, path: string, names = ['memory', 'ephemeral-storage']): string[] {
  return names.flatMap((name) => {
    const value = resources?.[name];
    return value !== undefined && hasFraction(value)
      ? [`${path}[${name}]: fractional byte value ${goQuote(formatQuantity(quantity(value)))} is invalid, must be an integer`]
      : [];
  });
}

function seccompWarnings(meta: Fields, context: Fields | undefined, key: string, prefix: string): string[] {
  if (fields(context, 'seccompProfile') !== undefined || map(meta, 'annotations')[key] === undefined) return [];
  return [`${prefix}metadata.annotations[${key}]: non-functional in v1.27+; use the "seccompProfile" field instead`];
}

function containerWarnings(meta: Fields, spec: Fields, container: Fields, path: string, prefix: string, isTemplate: boolean): string[] {
  const name = text(container, 'name');
  const context = fields(container, 'securityContext');
  const warnings = seccompWarnings(meta, context, `container.seccomp.security.alpha.kubernetes.io/${name}`, prefix);
  const key = APPARMOR_ANNOTATION + name;
  const annotation = map(meta, 'annotations')[key];
  const podProfile = fields(fields(spec, 'securityContext'), 'appArmorProfile');
  const saysMore = annotation !== undefined && (podProfile === undefined || !deepEqual(podProfile, appArmorProfileOf(annotation)));
  if (isTemplate && saysMore && fields(context, 'appArmorProfile') === undefined)
    warnings.push(`${prefix}metadata.annotations[${key}]: deprecated since v1.30; use the "appArmorProfile" field instead`);
  const resources = fields(container, 'resources');
  const [limits, requests] = [fields(resources, 'limits'), fields(resources, 'requests')];
  for (const resource of ['memory', 'ephemeral-storage']) {
    warnings.push(
      ...fractions(limits && { [resource]: limits[resource] }, `${path}.resources.limits`),
      ...fractions(requests && { [resource]: requests[resource] }, `${path}.resources.requests`),
    );
  }
  const seen = new Set<string>();
  for (const [i, variable] of list(container, 'env').entries()) {
    const [variableName, value] = [text(variable, 'name'), text(variable, 'value')];
    const reference = `$(${variableName})`;
    const buildsOnOld = fields(variable, 'valueFrom') === undefined && value !== reference && value.includes(reference);
    if (seen.has(variableName) && !buildsOnOld)
      warnings.push(`${path}.env[${i}]: hides previous definition of ${goQuote(variableName)}, which may be dropped when using apply`);
    seen.add(variableName);
  }
  return warnings;
}

function portWarnings(containers: { value: Fields; path: string }[]): string[] {
  const warnings: string[] = [];
  const places = containers.flatMap(({ value, path }) => list(value, 'ports').map((port, i) => ({ port, at: `${path}.ports[${i}]` })));
  for (const [i, { port, at }] of places.entries()) {
    const [hostPort, hostIp] = [num(port, 'hostPort') ?? 0, text(port, 'hostIP')];
    if (hostIp !== '' && hostPort === 0)
      warnings.push(
        `${at}: hostIP set without hostPort: {Name:${text(port, 'name')} HostPort:0 ContainerPort:${num(port, 'containerPort') ?? 0} Protocol:${text(port, 'protocol')} HostIP:${hostIp}}`,
      );
    for (const { port: other, at: otherAt } of places.slice(0, i)) {
      if (other['containerPort'] !== port['containerPort'] || other['protocol'] !== port['protocol']) continue;
      const [otherHostPort, otherIp] = [num(other, 'hostPort') ?? 0, text(other, 'hostIP')];
      if (hostIp === otherIp && hostPort === otherHostPort) warnings.push(`${at}: duplicate port definition with ${otherAt}`);
      else if (hostPort === 0 || otherHostPort === 0) warnings.push(`${at}: overlapping port definition with ${otherAt}`);
      else if (hostPort === otherHostPort && (hostIp === '') !== (otherIp === ''))
        warnings.push(`${at}: dangerously ambiguous port definition with ${otherAt}`);
    }
  }
  const owners = new Map<string, string>();
  for (const { port, at } of places) {
    const name = text(port, 'name');
    const owner = owners.get(name);
    if (name !== '' && owner !== undefined)
      warnings.push(`${at}: duplicate port name ${goQuote(name)} with ${owner}, services and probes that select ports by name will use ${owner}`);
    else owners.set(name, at);
  }
  return warnings;
}

/** Only templates can have a negative value; a Pod's own was turned into 1 when it was decoded. */
function graceWarnings(spec: Fields, prefix: string): string[] {
  return (num(spec, 'terminationGracePeriodSeconds') ?? 0) < 0
    ? [`${prefix}spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`]
    : [];
}

function podAffinityWarnings(spec: Fields, prefix: string): string[] {
  const message = 'a null labelSelector results in matching no pod';
  return ['podAffinity', 'podAntiAffinity'].flatMap((name) => {
    const terms = fields(fields(spec, 'affinity'), name);
    const at = `${prefix}spec.affinity.${name}`;
    return [
      ...list(terms, REQUIRED).flatMap((term, i) => (fields(term, 'labelSelector') === undefined ? [`${at}.${REQUIRED}[${i}].labelSelector: ${message}`] : [])),
      ...list(terms, PREFERRED).flatMap((term, i) =>
        fields(fields(term, 'podAffinityTerm'), 'labelSelector') === undefined ? [`${at}.${PREFERRED}[${i}].podAffinityTerm.labelSelector: ${message}`] : [],
      ),
    ];
  });
}

function addressWarnings(spec: Fields, prefix: string): string[] {
  const check = (value: string, path: string) => {
    const canonical = canonicalIPv6(value);
    return canonical === undefined || canonical === value
      ? []
      : [`${path}: IPv6 address ${goQuote(value)} should be in RFC 5952 canonical format (${goQuote(canonical)})`];
  };
  return [
    ...strings(fields(spec, 'dnsConfig'), 'nameservers').flatMap((server, i) => check(server, `${prefix}spec.dnsConfig.nameservers[${i}]`)),
    ...list(spec, 'hostAliases').flatMap((alias, i) => check(text(alias, 'ip'), `${prefix}spec.hostAliases[${i}].ip`)),
  ];
}
