/** Services: what the server fills in and what it refuses (pkg/apis/core/v1/defaults.go, pkg/apis/core/validation/validation.go: ValidateService). */
import type { FieldErrors } from '../errors.ts';
import { ipErrors } from '../ip.ts';
import { dnsLabelErrors, dnsSubdomainErrors, labelValueErrors, portNameErrors, portNumberErrors, qualifiedNameErrors } from '../names.ts';
import { type Fields, fields, isFields, list, map, num, text } from '../schema/fields.ts';
import { sortedKeys } from '../go-text.ts';

const NETWORK = '10.96.0.0/16';
const PREFIX = '10.96.';
const FIRST_FREE = 10;
const FIRST_NODE_PORT = 30_000;
const AFFINITY_SECONDS = 10_800;

const isExposed = (type: string) => type === 'NodePort' || type === 'LoadBalancer';
const isExternal = (spec: Fields) => isExposed(text(spec, 'type')) || (text(spec, 'type') === 'ClusterIP' && strings(spec, 'externalIPs').length > 0);
const isHeadless = (spec: Fields) => text(spec, 'clusterIP') === 'None';
const strings = (spec: Fields, name: string): string[] => (Array.isArray(spec[name]) ? (spec[name] as string[]) : []);

/** Fills in what nobody wrote, in place. */
export function defaultService(spec: Fields): void {
  spec['sessionAffinity'] ||= 'None';
  if (spec['sessionAffinity'] === 'None') delete spec['sessionAffinityConfig'];
  if (spec['sessionAffinity'] === 'ClientIP') {
    const config = (spec['sessionAffinityConfig'] ??= {}) as Fields;
    const client = (config['clientIP'] ??= {}) as Fields;
    client['timeoutSeconds'] ??= AFFINITY_SECONDS;
  }
  spec['type'] ||= 'ClusterIP';
  for (const port of list(spec, 'ports')) {
    port['protocol'] ||= 'TCP';
    port['targetPort'] ||= port['port'] ?? 0;
  }
  const type = text(spec, 'type');
  if (isExternal(spec)) spec['externalTrafficPolicy'] ||= 'Cluster';
  if (isExposed(type) || type === 'ClusterIP') spec['internalTrafficPolicy'] ??= 'Cluster';
  if (type === 'LoadBalancer') spec['allocateLoadBalancerNodePorts'] ??= true;
}

/** What addresses and ports others have. */
export interface Taken {
  addresses: ReadonlySet<string>;
  nodePorts: ReadonlySet<number>;
}

export function takenBy(specs: readonly Fields[]): Taken {
  return {
    addresses: new Set(specs.map((spec) => text(spec, 'clusterIP'))),
    nodePorts: new Set(specs.flatMap((spec) => list(spec, 'ports').flatMap((port) => num(port, 'nodePort') ?? []))),
  };
}

/** Gives a Service its address, families and node ports, in place (pkg/registry/core/service/storage/alloc.go); the first address where nothing is stored. */
export function allocate(spec: Fields, taken: Taken, dryRun: boolean): void {
  const type = text(spec, 'type');
  if (type === 'ExternalName') return;
  const isFree = isHeadless(spec) && Object.keys(map(spec, 'selector')).length === 0;
  spec['ipFamilyPolicy'] ??= isFree ? 'RequireDualStack' : 'SingleStack';
  spec['ipFamilies'] ??= isFree ? ['IPv4', 'IPv6'] : ['IPv4'];
  spec['clusterIP'] ||= dryRun ? `${PREFIX}0.0` : freeAddress(taken.addresses);
  spec['clusterIPs'] ??= [spec['clusterIP']];
  if (!isExposed(type) || spec['allocateLoadBalancerNodePorts'] === false) return;
  const used = new Set(taken.nodePorts);
  for (const port of list(spec, 'ports')) {
    let free = FIRST_NODE_PORT;
    while (used.has(free)) free += 1;
    port['nodePort'] ||= free;
    used.add(num(port, 'nodePort') ?? free);
  }
  if (type !== 'LoadBalancer' || spec['externalTrafficPolicy'] !== 'Local') return;
  let health = FIRST_NODE_PORT;
  while (used.has(health)) health += 1;
  spec['healthCheckNodePort'] ||= health;
}

function freeAddress(taken: ReadonlySet<string>): string {
  let index = FIRST_FREE;
  const address = () => `${PREFIX}${index >> 8}.${index & 0xff}`;
  while (taken.has(address())) index += 1;
  return address();
}

export function validateService(errors: FieldErrors, spec: Fields): void {
  const type = text(spec, 'type');
  const ports = list(spec, 'ports');
  if (ports.length === 0 && !isHeadless(spec) && type !== 'ExternalName') errors.required('spec.ports');
  validateType(errors, spec, type);
  const names = new Set<string>();
  for (const [i, port] of ports.entries()) validatePort(errors, port, `spec.ports[${i}]`, names, ports.length > 1);
  validateSelector(errors, map(spec, 'selector'));
  oneOf(errors, spec, 'sessionAffinity', ['ClientIP', 'None']);
  const seconds = num(fields(fields(spec, 'sessionAffinityConfig'), 'clientIP'), 'timeoutSeconds');
  if (seconds !== undefined && (seconds <= 0 || seconds > 86_400))
    errors.invalid('spec.sessionAffinityConfig.clientIP.timeoutSeconds', seconds, 'must be greater than 0 and less than 86400');
  validateAddresses(errors, spec, type);
  for (const [i, ip] of strings(spec, 'externalIPs').entries()) errors.invalidEach(`spec.externalIPs[${i}]`, ip, ipErrors(ip));
  oneOf(errors, spec, 'type', ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']);
  if (type === 'ClusterIP')
    for (const [i, port] of ports.entries())
      if ((num(port, 'nodePort') ?? 0) !== 0) errors.forbidden(`spec.ports[${i}].nodePort`, "may not be used when `type` is 'ClusterIP'");
  refuseRepeated(errors, ports);
  validateRanges(errors, spec, type);
  validatePolicies(errors, spec);
}

function oneOf(errors: FieldErrors, spec: Fields, name: string, supported: readonly string[]): void {
  const value = text(spec, name);
  if (!supported.includes(value)) errors.unsupported(`spec.${name}`, value, supported);
}

function validateType(errors: FieldErrors, spec: Fields, type: string): void {
  if (isExposed(type) && isHeadless(spec)) errors.invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`);
  if (type !== 'ExternalName') return;
  if (text(spec, 'clusterIP') !== '' || strings(spec, 'clusterIPs').length > 0) errors.forbidden('spec.clusterIPs', 'may not be set for ExternalName services');
  const name = text(spec, 'externalName');
  if (name === '') errors.required('spec.externalName');
  else errors.invalidEach('spec.externalName', name, dnsSubdomainErrors(name.replace(/\.$/, '')));
}

function validatePort(errors: FieldErrors, port: Fields, path: string, names: Set<string>, needsName: boolean): void {
  const name = text(port, 'name');
  if (name === '' && needsName) errors.required(`${path}.name`);
  else if (name !== '') {
    errors.invalidEach(`${path}.name`, name, dnsLabelErrors(name));
    if (names.has(name)) errors.duplicate(`${path}.name`, name);
    names.add(name);
  }
  const number = num(port, 'port') ?? 0;
  errors.invalidEach(`${path}.port`, number, portNumberErrors(number));
  const protocol = text(port, 'protocol');
  if (!['SCTP', 'TCP', 'UDP'].includes(protocol)) errors.unsupported(`${path}.protocol`, protocol, ['SCTP', 'TCP', 'UDP']);
  const target = port['targetPort'];
  errors.invalidEach(`${path}.targetPort`, target, typeof target === 'string' ? portNameErrors(target) : portNumberErrors(Number(target)));
  const application = text(port, 'appProtocol');
  if (application !== '') errors.invalidEach(`${path}.appProtocol`, application, qualifiedNameErrors(application));
}

function validateSelector(errors: FieldErrors, selector: Record<string, string>): void {
  for (const key of sortedKeys(selector)) {
    errors.invalidEach('spec.selector', key, qualifiedNameErrors(key));
    errors.invalidEach('spec.selector', selector[key], labelValueErrors(selector[key] ?? ''));
  }
}

function validateAddresses(errors: FieldErrors, spec: Fields, type: string): void {
  for (const [i, family] of strings(spec, 'ipFamilies').entries()) {
    if (family === 'IPv6' && !(isHeadless(spec) && spec['ipFamilyPolicy'] === 'RequireDualStack'))
      errors.invalid(`spec.ipFamilies[${i}]`, family, 'not configured on this cluster');
    else if (family !== 'IPv4' && family !== 'IPv6') errors.unsupported(`spec.ipFamilies[${i}]`, family, ['IPv4', 'IPv6']);
  }
  const address = text(spec, 'clusterIP');
  if (type === 'ExternalName' || address === '' || address === 'None') {
    if (spec['ipFamilyPolicy'] === 'RequireDualStack' && address !== 'None')
      errors.invalid('spec.ipFamilyPolicy', 'RequireDualStack', 'this cluster is not configured for dual-stack services');
    return;
  }
  const reasons = ipErrors(address);
  errors.invalidEach('spec.clusterIPs[0]', address, reasons);
  if (reasons.length === 0 && !address.startsWith(PREFIX))
    errors.invalid(
      'spec.clusterIPs',
      [address],
      `failed to allocate IP ${address}: the provided IP (${address}) is not in the valid range. The range of valid IPs is ${NETWORK}`,
    );
}

function refuseRepeated(errors: FieldErrors, ports: readonly Fields[]): void {
  const seen = new Set<string>();
  for (const [i, port] of ports.entries()) {
    const key = `${text(port, 'protocol')}/${num(port, 'port') ?? 0}`;
    if (seen.has(key))
      errors.duplicate(`spec.ports[${i}]`, { Name: '', Protocol: port['protocol'], AppProtocol: null, Port: port['port'] ?? 0, TargetPort: 0, NodePort: 0 });
    seen.add(key);
  }
}

/** The field's name is capitalised in the original too. */
function validateRanges(errors: FieldErrors, spec: Fields, type: string): void {
  const ranges = strings(spec, 'loadBalancerSourceRanges');
  if (ranges.length === 0) return;
  if (type !== 'LoadBalancer') errors.forbidden('spec.LoadBalancerSourceRanges', "may only be used when `type` is 'LoadBalancer'");
  for (const [i, range] of ranges.entries()) {
    const [, ip = '', bits = ''] = /^(.*)\/(\d+)$/.exec(range.trim()) ?? [];
    if (ipErrors(ip).length > 0 || Number(bits) > (ip.includes(':') ? 128 : 32))
      errors.invalid(`spec.LoadBalancerSourceRanges[${i}]`, range, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)');
  }
}

function validatePolicies(errors: FieldErrors, spec: Fields): void {
  const external = text(spec, 'externalTrafficPolicy');
  if (external !== '' && !isExternal(spec)) errors.invalid('spec.externalTrafficPolicy', external, 'may only be set for externally-accessible services');
  else if (external !== '') oneOf(errors, spec, 'externalTrafficPolicy', ['Cluster', 'Local']);
  if (text(spec, 'internalTrafficPolicy') !== '') oneOf(errors, spec, 'internalTrafficPolicy', ['Cluster', 'Local']);
  if (text(spec, 'trafficDistribution') !== '') oneOf(errors, spec, 'trafficDistribution', ['PreferClose', 'PreferSameZone', 'PreferSameNode']);
}

/** The spec of an object, made where there is none. */
export function specOf(object: Fields): Fields {
  const spec = object['spec'];
  if (isFields(spec)) return spec;
  const made: Fields = {};
  object['spec'] = made;
  return made;
}
