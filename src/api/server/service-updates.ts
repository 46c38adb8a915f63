/** Changes of Services: what the server carries over, and what may not change (pkg/registry/core/service, pkg/apis/core/validation). */
import { type FieldError, FieldErrors } from '../errors.ts';
import { deepEqual, type Fields, fields, list, map, num, text } from '../schema/fields.ts';
import { specOf } from './services.ts';

/** Fills in what a changed Service keeps without saying so, and takes from it what its new type has no use for, in place. */
export function carryOverAllocated(kind: string, object: Fields, old: Fields): void {
  if (kind !== 'Service') return;
  const [spec, before] = [specOf(object), fields(old, 'spec') ?? {}];
  const [hasAddress, hadAddress] = [spec, before].map((each) => text(each, 'type') !== 'ExternalName');
  if (hasAddress && hadAddress) keepAddresses(spec, before);
  if (usesNodePorts(before) && usesNodePorts(spec)) keepNodePorts(spec, before);
  if (hadAddress && !hasAddress)
    for (const name of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy']) if (deepEqual(spec[name], before[name])) delete spec[name];
  if (usesNodePorts(before) && !usesNodePorts(spec) && deepEqual(nodePortsOf(spec), nodePortsOf(before)))
    for (const port of list(spec, 'ports')) delete port['nodePort'];
  if (text(before, 'type') === 'LoadBalancer' && text(spec, 'type') !== 'LoadBalancer') dropIfKept(spec, before, 'allocateLoadBalancerNodePorts');
  if (usesNodePorts(before) && !usesNodePorts(spec)) dropIfKept(spec, before, 'externalTrafficPolicy');
}

const usesNodePorts = (spec: Fields) => text(spec, 'type') === 'NodePort' || text(spec, 'type') === 'LoadBalancer';
const nodePortsOf = (spec: Fields) => list(spec, 'ports').map((port) => num(port, 'nodePort') ?? 0);

function dropIfKept(spec: Fields, before: Fields, name: string): void {
  if (spec[name] === before[name]) delete spec[name];
}

function keepAddresses(spec: Fields, before: Fields): void {
  if (text(spec, 'clusterIP') === '') spec['clusterIP'] = before['clusterIP'];
  if (list(spec, 'clusterIPs').length === 0) spec['clusterIPs'] = before['clusterIPs'];
  // Who changes the one field means the other, too (`normalizeClusterIPs`).
  if (spec['clusterIP'] !== before['clusterIP'] && deepEqual(spec['clusterIPs'], before['clusterIPs'])) spec['clusterIPs'] = [spec['clusterIP']];
  for (const name of ['ipFamilies', 'ipFamilyPolicy']) spec[name] ??= before[name];
}

/** Ports keep their node port by name, unless another has it now. */
function keepNodePorts(spec: Fields, before: Fields): void {
  const used = nodePortsOf(before).filter((port) => port !== 0 && nodePortsOf(spec).includes(port));
  const byName = new Map(list(before, 'ports').map((port) => [text(port, 'name'), num(port, 'nodePort') ?? 0]));
  for (const port of list(spec, 'ports')) {
    const kept = byName.get(text(port, 'name')) ?? 0;
    if ((num(port, 'nodePort') ?? 0) === 0 && kept !== 0 && !used.includes(kept)) port['nodePort'] = kept;
  }
}

/** What keeps a changed Service from getting its addresses, which hides everything else (pkg/registry/core/service/storage/alloc.go: allocateUpdate). */
export function allocationErrors(kind: string, object: Fields): FieldError[] {
  const errors = new FieldErrors();
  const spec = fields(object, 'spec') ?? {};
  if (kind !== 'Service' || text(spec, 'type') === 'ExternalName') return errors.list;
  const [address, addresses] = [text(spec, 'clusterIP'), texts(spec, 'clusterIPs')];
  if (address !== '' && addresses.length > 0 && addresses[0] !== address) errors.invalid('spec.clusterIPs', addresses, 'first value must match `clusterIP`');
  if (address === '' || address === 'None') return errors.list;
  for (const [i, family] of texts(spec, 'ipFamilies').entries()) {
    const ip = addresses[i];
    if (ip === undefined) break;
    if ((family === 'IPv6') !== ip.includes(':'))
      errors.invalid(`spec.clusterIPs[${i}]`, ip, `expected an ${family} value as indicated by \`ipFamilies[${i}]\``);
  }
  if (spec['ipFamilyPolicy'] !== 'RequireDualStack') return errors.list;
  errors.invalid('spec.ipFamilyPolicy', 'RequireDualStack', 'this cluster is not configured for dual-stack services');
  for (const [i, family] of texts(spec, 'ipFamilies').entries())
    if (family === 'IPv6') errors.invalid(`spec.ipFamilies[${i}]`, family, 'not configured on this cluster');
  return errors.list;
}

const texts = (from: Fields, name: string): string[] => (Array.isArray(from[name]) ? (from[name] as string[]) : []);

/** Addresses and families stay, except from, to or on an ExternalName (`validateUpgradeDowngradeClusterIPs`, `…IPFamilies`). */
export function serviceUpdateErrors(kind: string, object: Fields, old: Fields): FieldError[] {
  const errors = new FieldErrors();
  if (kind === 'Service') validateServiceUpdate(errors, object, old);
  return errors.list;
}

function validateServiceUpdate(errors: FieldErrors, object: Fields, old: Fields): void {
  const [spec, before] = [fields(object, 'spec') ?? {}, fields(old, 'spec') ?? {}];
  if (text(spec, 'type') !== 'ExternalName' && text(before, 'type') !== 'ExternalName') {
    const [isHeadless, wasHeadless] = [spec, before].map((each) => text(each, 'clusterIP') === 'None');
    if (!(isHeadless && wasHeadless)) keepList(errors, spec, before, 'clusterIPs', 'clusterIP');
    if (!isHeadless && !wasHeadless) keepList(errors, spec, before, 'ipFamilies', 'ipFamily');
  }
  const classOf = (each: Fields) => each['loadBalancerClass'] ?? null;
  if (text(spec, 'type') === 'LoadBalancer' && text(before, 'type') === 'LoadBalancer' && classOf(spec) !== classOf(before))
    errors.invalid('spec.loadBalancerClass', classOf(spec), 'may not change once set');
}

function keepList(errors: FieldErrors, spec: Fields, before: Fields, name: string, one: string): void {
  const [now, once] = [texts(spec, name), texts(before, name)];
  const shown = spec[name] ?? null;
  if (now.length === once.length) {
    for (const [i, value] of once.entries())
      if (value !== now[i]) errors.invalid(`spec.${name}[${name === 'clusterIPs' ? i : 0}]`, shown, 'may not change once set');
    return;
  }
  if (now.length === 0) errors.invalid(`spec.${name}[0]`, shown, `primary ${one} can not be unset`);
  else if (once.length > 0 && now[0] !== once[0]) errors.invalid(`spec.${name}[0]`, shown, 'may not change once set');
  if (now.length === 1 && once.length > 1 && spec['ipFamilyPolicy'] !== 'SingleStack')
    errors.invalid('spec.ipFamilyPolicy', spec['ipFamilyPolicy'] ?? null, `must be set to 'SingleStack' when releasing the secondary ${one}`);
}

/** What is odd about a Service that is accepted (pkg/api/service/warnings.go: GetWarningsForService). */
export function serviceWarnings(kind: string, object: Fields): string[] {
  if (kind !== 'Service') return [];
  const spec = fields(object, 'spec') ?? {};
  const [type, isHeadless] = [text(spec, 'type'), text(spec, 'clusterIP') === 'None'];
  const hasExternal = list(spec, 'externalIPs').length > 0;
  const ignored = isHeadless ? ' is ignored for headless services' : undefined;
  return [
    ...(map(fields(object, 'metadata'), 'annotations')['service.kubernetes.io/topology-aware-hints'] === undefined
      ? []
      : ['annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead']),
    ...(ignored !== undefined && text(spec, 'loadBalancerIP') !== '' ? [`spec.loadBalancerIP${ignored}`] : []),
    ...(ignored !== undefined && hasExternal ? [`spec.externalIPs${ignored}`] : []),
    ...(ignored !== undefined && text(spec, 'sessionAffinity') !== 'None' ? [`spec.SessionAffinity${ignored}`] : []),
    ...(hasExternal && !isHeadless && type !== 'ExternalName' ? ['spec.externalIPs is deprecated and may no longer be implemented in some clusters'] : []),
    ...(hasExternal && type === 'ExternalName' ? ['spec.externalIPs is ignored when spec.type is "ExternalName"'] : []),
    ...(type !== 'ExternalName' && text(spec, 'externalName') !== '' ? ['spec.externalName is ignored when spec.type is not "ExternalName"'] : []),
    ...(text(spec, 'trafficDistribution') === 'PreferClose' ? ['spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"'] : []),
  ];
}
