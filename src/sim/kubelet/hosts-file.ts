import type { Pod } from '../../model/kubernetes.ts';

/**
 * `/etc/hosts` of a container as the kubelet writes it (`pkg/kubelet/kubelet_pods.go: managedHostsFileContent,
 * nodeHostsFileContent`).
 */
export function hostsFile(pod: Pod, hostname: string, fqdn: string | undefined, ip: string): string {
  const aliases = ((pod.spec['hostAliases'] ?? []) as { ip: string; hostnames?: string[] }[])
    .map((alias) => `${alias.ip}\t${(alias.hostnames ?? []).join('\t')}\n`)
    .join('');
  const added = aliases === '' ? '' : `\n# Entries added by HostAliases.\n${aliases}`;
  if (pod.spec.hostNetwork === true) return `# Kubernetes-managed hosts file (host network).\n127.0.0.1\tlocalhost\n127.0.1.1\t${hostname}\n${added}`;
  const domain = fqdn === undefined ? '' : `${fqdn}\t`;
  return [
    '# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\n',
    `fe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n${ip}\t${domain}${hostname}\n`,
    added,
  ].join('');
}
