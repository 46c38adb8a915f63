/** /etc/resolv.conf: pkg/kubelet/network/dns/dns.go: GetPodDNS; dns_test.go: TestGetPodDNSCustom. */
import { expect, test } from 'vitest';
import { podOf } from '../../testing/sim-parts.ts';
import { resolvConf } from './resolv-conf.ts';

const file = (spec: Record<string, unknown>) => resolvConf(podOf(['app'], [], spec), 'cluster.local');
const CLUSTER = 'search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n';
const NODE = 'nameserver 10.255.255.53\n';

test.each([
  ['ClusterFirst', {}, CLUSTER],
  ['ClusterFirst', { hostNetwork: true }, NODE],
  ['ClusterFirstWithHostNet', { hostNetwork: true }, CLUSTER],
  ['Default', {}, NODE],
])('dnsPolicy %s %j', (dnsPolicy, more, expected) => {
  expect(file({ dnsPolicy, ...more })).toBe(expected);
});

const dnsConfig = {
  nameservers: ['1.2.3.4', '10.96.0.10', '1.2.3.5', '1.2.3.6'],
  searches: ['a.b', 'cluster.local'],
  options: [{ name: 'ndots', value: '2' }, { name: 'edns0' }],
};

test('dnsConfig adds to it, each name once, three servers at most', () => {
  expect(file({ dnsConfig })).toBe(
    'search default.svc.cluster.local svc.cluster.local cluster.local a.b\nnameserver 10.96.0.10\nnameserver 1.2.3.4\nnameserver 1.2.3.5\noptions ndots:2 edns0\n',
  );
});

test('None: dnsConfig alone', () => {
  expect(file({ dnsPolicy: 'None', dnsConfig: { nameservers: ['1.2.3.4'], searches: ['a.b', 'c.d'], options: dnsConfig.options } })).toBe(
    'search a.b c.d\nnameserver 1.2.3.4\noptions ndots:2 edns0\n',
  );
});
