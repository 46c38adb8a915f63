/** Names and addresses of a Pod (validation.go: validatePodDNSConfig, ValidateHostAliases, validatePodHostName, host ports). */
import { byteLength } from '../go-text.ts';
import { ipErrors } from '../ip.ts';
import { dnsLabelErrors, dnsSearchErrors, dnsSubdomainErrors } from '../names.ts';
import { type Fields, fields, isTrue, list, num, strings, text } from '../schema/fields.ts';
import type { PodContext } from './context.ts';

const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const MAX_NAMESERVERS = 3;
const MAX_SEARCHES = 32;
const MAX_SEARCH_CHARACTERS = 2048;

export function validateDnsPolicy({ errors }: PodContext, spec: Fields): void {
  const policy = text(spec, 'dnsPolicy');
  if (policy === '') errors.required('spec.dnsPolicy');
  else if (!DNS_POLICIES.includes(policy)) errors.unsupported('spec.dnsPolicy', policy, DNS_POLICIES);
}

export function validateDnsConfig({ errors }: PodContext, spec: Fields): void {
  const config = fields(spec, 'dnsConfig');
  const at = 'spec.dnsConfig';
  const nameservers = strings(config, 'nameservers');
  if (text(spec, 'dnsPolicy') === 'None') {
    if (config === undefined) {
      errors.required(at, 'must provide `dnsConfig` when `dnsPolicy` is None');
      return;
    }
    if (nameservers.length === 0) {
      errors.required(`${at}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None');
      return;
    }
  }
  if (nameservers.length > MAX_NAMESERVERS) errors.invalid(`${at}.nameservers`, nameservers, `must not have more than ${MAX_NAMESERVERS} nameservers`);
  for (const [i, server] of nameservers.entries()) errors.invalidEach(`${at}.nameservers[${i}]`, server, ipErrors(server));
  const searches = strings(config, 'searches');
  if (searches.length > MAX_SEARCHES) errors.invalid(`${at}.searches`, searches, `must not have more than ${MAX_SEARCHES} search paths`);
  if (byteLength(searches.join(' ')) > MAX_SEARCH_CHARACTERS)
    errors.invalid(`${at}.searches`, searches, `must not have more than ${MAX_SEARCH_CHARACTERS} characters (including spaces) in the search list`);
  for (const [i, search] of searches.entries()) {
    const name = search.replace(/\.$/, '');
    if (search !== '.') errors.invalidEach(`${at}.searches[${i}]`, name, dnsSearchErrors(name));
  }
  for (const [i, option] of list(config, 'options').entries()) if (text(option, 'name') === '') errors.required(`${at}.options[${i}]`, 'must not be empty');
}

export function validateHostAliases({ errors }: PodContext, spec: Fields): void {
  for (const [i, alias] of list(spec, 'hostAliases').entries()) {
    errors.invalidEach(`spec.hostAliases[${i}].ip`, text(alias, 'ip'), ipErrors(text(alias, 'ip')));
    for (const [n, name] of strings(alias, 'hostnames').entries()) errors.invalidEach(`spec.hostAliases[${i}].hostnames[${n}]`, name, dnsSubdomainErrors(name));
  }
}

export function validateHostnameOverride({ errors }: PodContext, spec: Fields): void {
  const name = spec['hostnameOverride'];
  if (typeof name !== 'string') return;
  const at = 'spec.hostnameOverride';
  if (isTrue(spec, 'setHostnameAsFQDN')) errors.forbidden(at, 'may not be specified when setHostnameAsFQDN is true');
  if (isTrue(spec, 'hostNetwork')) errors.forbidden(at, 'may not be specified when hostNetwork is true');
  if (byteLength(name) > 64) errors.tooLong(at, 64);
  errors.invalidEach(at, name, dnsSubdomainErrors(name));
}

export function validateHostnames({ errors }: PodContext, spec: Fields): void {
  for (const field of ['hostname', 'subdomain']) {
    const name = text(spec, field);
    if (name !== '') errors.invalidEach(`spec.${field}`, name, dnsLabelErrors(name));
  }
}

/** Under hostNetwork a container port is a port of the host. */
export function validateHostNetworkPorts({ errors, isPod }: PodContext, spec: Fields): void {
  if (!isTrue(spec, 'hostNetwork')) return;
  for (const [i, container] of list(spec, 'containers').entries()) {
    for (const [n, port] of list(container, 'ports').entries()) {
      const hostPort = num(port, 'hostPort') ?? 0;
      if ((isPod || hostPort !== 0) && hostPort !== (num(port, 'containerPort') ?? 0))
        errors.invalid(`spec.containers[${i}].ports[${n}].hostPort`, hostPort, 'must match `containerPort` when `hostNetwork` is true');
    }
  }
}

/** One host port can be had once (`AccumulateUniqueHostPorts`). */
export function validateHostPortConflicts({ errors }: PodContext, containers: Fields[], path: string): void {
  const taken = new Set<string>();
  for (const [i, container] of containers.entries()) {
    for (const [n, port] of list(container, 'ports').entries()) {
      const hostPort = num(port, 'hostPort') ?? 0;
      if (hostPort === 0) continue;
      const key = `${text(port, 'protocol')}/${text(port, 'hostIP')}/${hostPort}`;
      if (taken.has(key)) errors.duplicate(`${path}[${i}].ports[${n}].hostPort`, key);
      taken.add(key);
    }
  }
}
