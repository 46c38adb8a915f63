/** Whom a container runs as and what it may: pkg/kubelet/kuberuntime/security_context.go; test/e2e/common/node/security_context.go, sysctl.go. */
import { expect, test } from 'vitest';
import { podAt, run, sketch } from '../testing/sim.ts';

/** What the only container of a Pod prints, and how the Pod ends. */
function outcome(podSpec: string, script: string, container = ''): { printed: string[]; phase: string | undefined; user: unknown } {
  const trace = run(
    sketch(
      `restartPolicy: Never\n${podSpec}\ncontainers:\n- {name: app, image: "busybox:1.36", command: [sh, -c, ${JSON.stringify(script)}], ${container}}`,
      'duration: 10s',
    ),
  );
  return {
    printed: trace.records.flatMap((record) => (record.kind === 'Log' ? [record.line] : [])),
    phase: podAt(trace)?.status.phase,
    user: podAt(trace)?.status.containerStatuses?.[0]?.['user'],
  };
}

test('a read-only root file system: volumes stay writable, and what the runtime needs is there', () => {
  expect(
    outcome(
      'volumes: [{name: v, emptyDir: {}}]',
      'touch /v/ok && echo volume; touch /dev/termination-log && echo dev; touch file',
      'securityContext: {readOnlyRootFilesystem: true}, workingDir: /made, volumeMounts: [{name: v, mountPath: /v}]',
    ),
  ).toMatchObject({ printed: ['volume', 'dev', 'touch: file: Read-only file system'], phase: 'Failed' });
});

test('user and groups: the container goes before the Pod, its groups come along', () => {
  expect(outcome('securityContext: {runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000, supplementalGroups: [4000]}', 'id -u; id -g; id -G')).toMatchObject({
    printed: ['1000', '3000', '3000 2000 4000'],
    user: { linux: { uid: 1000, gid: 3000, supplementalGroups: [3000, 2000, 4000] } },
  });
  expect(outcome('securityContext: {runAsUser: 1000}', 'id -u; touch /file', 'securityContext: {runAsUser: 65534}')).toMatchObject({
    printed: ['65534', 'touch: /file: Permission denied'],
    user: { linux: { uid: 65534, gid: 0, supplementalGroups: [0] } },
  });
});

test('kernel parameters, with dots or slashes', () => {
  expect(
    outcome('securityContext: {sysctls: [{name: kernel.shm_rmid_forced, value: "1"}]}', 'sysctl kernel/shm_rmid_forced; cat /proc/sys/kernel/shm_rmid_forced'),
  ).toMatchObject({
    printed: ['kernel.shm_rmid_forced = 1', '1'],
    phase: 'Succeeded',
  });
  expect(
    outcome('securityContext: {sysctls: [{name: net/ipv4/tcp_syncookies, value: "0"}]}', 'sysctl -n net.ipv4.tcp_syncookies; sysctl no.such'),
  ).toMatchObject({
    printed: ['0', "sysctl: error: 'no.such' is an unknown key"],
    phase: 'Failed',
  });
});

test('setuid programs and devices of the network: what the security context lets them do', () => {
  // test/e2e/common/node/security_context.go: AllowPrivilegeEscalation, privileged
  const effective = (more: string) => {
    const trace = run(
      sketch(
        `restartPolicy: Never\ncontainers:\n- {name: app, image: "e2e-test-images/nonewprivs:1.4", securityContext: {runAsUser: 1000${more}}}`,
        'duration: 5s',
      ),
    );
    return trace.records.flatMap((record) => (record.kind === 'Log' ? [record.line] : []));
  };
  expect([effective(''), effective(', allowPrivilegeEscalation: true'), effective(', allowPrivilegeEscalation: false')]).toEqual([
    ['Effective uid: 0'],
    ['Effective uid: 0'],
    ['Effective uid: 1000'],
  ]);
  const linked = (container: string) => outcome('', 'ip link add dummy0 type dummy || true', container);
  expect([linked(''), linked('securityContext: {privileged: true}'), linked('securityContext: {capabilities: {add: [NET_ADMIN]}}')]).toMatchObject([
    { printed: ['ip: RTNETLINK answers: Operation not permitted'], phase: 'Succeeded' },
    { printed: [] },
    { printed: [] },
  ]);
});

test('the host name, short and in full', () => {
  // test/e2e_node/pod_hostnamefqdn_test.go
  const names = (spec: string) => outcome(spec, "echo $(hostname)';'$(hostname -f)';'").printed[0];
  expect([
    names('hostname: short'),
    names('hostname: short\nsubdomain: sub'),
    names('hostname: short\nsubdomain: sub\nsetHostnameAsFQDN: true'),
    names('setHostnameAsFQDN: true'),
    names('hostnameOverride: override-host\nsubdomain: sub'),
    names('hostNetwork: true\nsubdomain: sub\nsetHostnameAsFQDN: true'),
  ]).toEqual([
    'short;short;',
    'short;short.sub.default.svc.cluster.local;',
    'short.sub.default.svc.cluster.local;short.sub.default.svc.cluster.local;',
    'web;web;',
    'override-host;override-host;',
    'node-1;node-1;',
  ]);
});

test('a program that takes more memory than it may is killed for it', () => {
  const reason = (script: string) => {
    const trace = run(
      sketch(
        `restartPolicy: Never\ncontainers:\n- {name: app, image: "busybox:1.36", command: [sh, -c, ${JSON.stringify(script)}], resources: {limits: {memory: 15Mi}}}`,
        'duration: 10s',
      ),
    );
    return podAt(trace)?.status.containerStatuses?.[0]?.state.terminated?.reason;
  };
  expect(
    ['dd if=/dev/zero of=/dev/null bs=20M', 'tail /dev/zero', 'a=x; while true; do a=$a$a; done', 'dd if=/dev/zero of=/tmp/x bs=1M count=5'].map(reason),
  ).toEqual(['OOMKilled', 'OOMKilled', 'OOMKilled', 'Completed']);
});
