/** /etc/hosts: pkg/kubelet/kubelet_pods.go: managedHostsFileContent; kubelet_pods_test.go: TestManagedHostsFileContent. */
import { expect, test } from 'vitest';
import { podOf } from '../../testing/sim-parts.ts';
import { hostsFile } from './hosts-file.ts';

const OWN = `# Kubernetes-managed hosts file.
127.0.0.1\tlocalhost
::1\tlocalhost ip6-localhost ip6-loopback
fe00::0\tip6-localnet
fe00::0\tip6-mcastprefix
fe00::1\tip6-allnodes
fe00::2\tip6-allrouters
`;
const ALIASES = [{ ip: '1.2.3.4', hostnames: ['a', 'b'] }, { ip: '5.6.7.8' }];

test('the name of the Pod, its domain before it, its aliases behind it', () => {
  expect(hostsFile(podOf(['app']), 'web', undefined, '10.0.0.2')).toBe(`${OWN}10.0.0.2\tweb\n`);
  expect(hostsFile(podOf(['app']), 'web', 'web.sub.default.svc.cluster.local', '10.0.0.2')).toBe(`${OWN}10.0.0.2\tweb.sub.default.svc.cluster.local\tweb\n`);
  expect(hostsFile(podOf(['app'], [], { hostAliases: ALIASES }), 'web', undefined, '10.0.0.2')).toBe(
    `${OWN}10.0.0.2\tweb\n\n# Entries added by HostAliases.\n1.2.3.4\ta\tb\n5.6.7.8\t\n`,
  );
});

test("on the host's network, the host's", () => {
  expect(hostsFile(podOf(['app'], [], { hostNetwork: true, hostAliases: ALIASES }), 'node-1', undefined, '192.168.0.1')).toBe(
    `# Kubernetes-managed hosts file (host network).\n127.0.0.1\tlocalhost\n127.0.1.1\tnode-1\n\n# Entries added by HostAliases.\n1.2.3.4\ta\tb\n5.6.7.8\t\n`,
  );
});
