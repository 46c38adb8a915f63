/** /etc/hosts: pkg/kubelet/kubelet_pods.go: managedHostsFileContent; kubelet_pods_test.go: TestManagedHostsFileContent. */
import { expect, test } from 'vitest';
import { run, sketch } from '../../testing/sim.ts';
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

test('a container that mounts something there keeps it, and files of the node can be mounted', () => {
  // test/e2e/common/node/kubelet_etc_hosts.go
  const trace = run(
    sketch(
      `
    restartPolicy: Never
    volumes: [{name: node, hostPath: {path: /etc/hosts, type: FileOrCreate}}]
    containers:
    - {name: managed, image: busybox:1.36, command: [sh, -c, "head -n1 /etc/hosts; cat /etc/hosts-original"], volumeMounts: [{name: node, mountPath: /etc/hosts-original}]}
    - {name: own, image: busybox:1.36, command: [cat, /etc/hosts], volumeMounts: [{name: node, mountPath: /etc/hosts}]}
  `,
      'duration: 900ms',
    ),
  );
  const printed = (container: string) => trace.records.flatMap((record) => (record.kind === 'Log' && record.container === container ? [record.line] : []));
  const ofNode = ['127.0.0.1\tlocalhost', '127.0.1.1\tnode-1'];
  expect([printed('managed'), printed('own')]).toEqual([['# Kubernetes-managed hosts file.', ...ofNode], ofNode]);
});
