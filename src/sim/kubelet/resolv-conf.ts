import type { Pod } from '../../model/kubernetes.ts';
import { NAMESERVER } from '../node/dial.ts';

/** Address of the cluster's DNS server. */
const CLUSTER_DNS = '10.96.0.10';

/** `pkg/apis/core/validation/validation.go: MaxDNSNameservers`. */
const MAX_SERVERS = 3;

/**
 * `/etc/resolv.conf` of a container: by `dnsPolicy`, and what `dnsConfig` adds (`pkg/kubelet/network/dns/dns.go: GetPodDNS`). The
 * order in which Go gives the options is chance; here they stand as they came.
 */
export function resolvConf(pod: Pod, clusterDomain: string): string {
  const config = (pod.spec['dnsConfig'] ?? {}) as { nameservers?: string[]; searches?: string[]; options?: { name: string; value?: string }[] };
  const policy = pod.spec['dnsPolicy'] ?? 'ClusterFirst';
  const ofCluster = policy === 'ClusterFirstWithHostNet' || (policy === 'ClusterFirst' && pod.spec.hostNetwork !== true);
  const domain = `svc.${clusterDomain}`;
  const servers = [...(ofCluster ? [CLUSTER_DNS] : policy === 'None' ? [] : [NAMESERVER]), ...(config.nameservers ?? [])];
  const searches = [...(ofCluster ? [`${pod.metadata.namespace}.${domain}`, domain, clusterDomain] : []), ...(config.searches ?? [])];
  const options = new Map<string, string | undefined>(ofCluster ? [['ndots', '5']] : []);
  for (const { name, value } of config.options ?? []) options.set(name, value);
  const optionWords = [...options].map(([name, value]) => ((value ?? '') === '' ? name : `${name}:${value}`));
  return [
    line('search', [...new Set(searches)]),
    ...[...new Set(servers)].slice(0, MAX_SERVERS).map((server) => line('nameserver', [server])),
    line('options', optionWords),
  ].join('');
}

function line(keyword: string, words: readonly string[]): string {
  return words.length === 0 ? '' : `${keyword} ${words.join(' ')}\n`;
}
