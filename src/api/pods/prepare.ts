/** What the Pod strategy does to an object before it is validated (pkg/registry/core/pod/strategy.go: PrepareForCreate; pkg/api/pod/util.go). */
import { deepEqual, type Fields, fields, isFields, list, map, strings, text } from '../schema/fields.ts';
import { gateEnabled } from '../validation/context.ts';
import { allContainers, APPARMOR_ANNOTATION, appArmorProfileOf } from '../validation/pod-annotations.ts';

/** Removes fields whose feature is off, in place. */
export function dropDisabledFields(spec: Fields, gates: Readonly<Record<string, boolean>>): void {
  if (!gateEnabled(gates, 'HostnameOverride')) delete spec['hostnameOverride'];
  if (!gateEnabled(gates, 'PodLevelResources')) delete spec['resources'];
  if (!gateEnabled(gates, 'MatchLabelKeysInPodTopologySpread'))
    for (const constraint of list(spec, 'topologySpreadConstraints')) delete constraint['matchLabelKeys'];
  // GenericWorkload is alpha and off.
  delete spec['schedulingGroup'];
  for (const volume of list(spec, 'volumes')) {
    for (const source of list(fields(volume, 'projected'), 'sources')) {
      if (!gateEnabled(gates, 'ClusterTrustBundleProjection')) delete source['clusterTrustBundle'];
      if (!gateEnabled(gates, 'PodCertificateRequest')) delete source['podCertificate'];
    }
  }
  for (const { value } of allContainers(spec)) {
    if (!gateEnabled(gates, 'ContainerStopSignals')) dropStopSignal(value);
    if (!gateEnabled(gates, 'ContainerRestartRules')) delete value['restartPolicyRules'];
    if (!gateEnabled(gates, 'EnvFiles')) for (const variable of list(value, 'env')) delete fields(variable, 'valueFrom')?.['fileKeyRef'];
  }
  if (!gateEnabled(gates, 'ContainerRestartRules')) for (const container of list(spec, 'containers')) delete container['restartPolicy'];
}

function dropStopSignal(container: Fields): void {
  const lifecycle = fields(container, 'lifecycle');
  if (lifecycle === undefined || lifecycle['stopSignal'] === undefined) return;
  delete lifecycle['stopSignal'];
  if (!isFields(lifecycle['postStart']) && !isFields(lifecycle['preStop'])) delete container['lifecycle'];
}

/** Turns `matchLabelKeys` into selector expressions (`mutatePodAffinity`, `mutateTopologySpreadConstraints`). */
export function applyMatchLabelKeys(meta: Fields, spec: Fields, gates: Readonly<Record<string, boolean>>): void {
  const labels = map(meta, 'labels');
  const affinity = fields(spec, 'affinity');
  for (const name of ['podAffinity', 'podAntiAffinity']) {
    const terms = fields(affinity, name);
    for (const term of list(terms, 'requiredDuringSchedulingIgnoredDuringExecution')) addExpressions(term, labels);
    for (const weighted of list(terms, 'preferredDuringSchedulingIgnoredDuringExecution')) addExpressions(fields(weighted, 'podAffinityTerm') ?? {}, labels);
  }
  if (!gateEnabled(gates, 'MatchLabelKeysInPodTopologySpread') || !gateEnabled(gates, 'MatchLabelKeysInPodTopologySpreadSelectorMerge')) return;
  for (const constraint of list(spec, 'topologySpreadConstraints')) addExpressions(constraint, labels);
}

function addExpressions(term: Fields, labels: Record<string, string>): void {
  const selector = fields(term, 'labelSelector');
  if (selector === undefined) return;
  for (const [field, operator] of [
    ['matchLabelKeys', 'In'],
    ['mismatchLabelKeys', 'NotIn'],
  ] as const) {
    for (const key of strings(term, field)) {
      if (labels[key] !== undefined) selector['matchExpressions'] = [...list(selector, 'matchExpressions'), { key, operator, values: [labels[key]] }];
    }
  }
}

/** Sets the AppArmor field from the old annotation, and returns the warnings about it (`applyAppArmorVersionSkew`). */
export function applyAppArmorAnnotations(meta: Fields, spec: Fields): string[] {
  if (text(fields(spec, 'os'), 'name') === 'windows') return [];
  const podProfile = fields(fields(spec, 'securityContext'), 'appArmorProfile');
  const warnings: string[] = [];
  for (const { value } of allContainers(spec)) {
    const key = APPARMOR_ANNOTATION + text(value, 'name');
    const annotation = map(meta, 'annotations')[key];
    if (annotation === undefined || fields(fields(value, 'securityContext'), 'appArmorProfile') !== undefined) continue;
    const profile = appArmorProfileOf(annotation);
    if (profile !== undefined && deepEqual(profile, podProfile)) continue;
    if (profile !== undefined) value['securityContext'] = { ...fields(value, 'securityContext'), appArmorProfile: profile };
    warnings.push(`metadata.annotations[${key}]: deprecated since v1.30; use the "appArmorProfile" field instead`);
  }
  return warnings;
}
