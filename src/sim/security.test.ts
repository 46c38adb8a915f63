/** Whom a container runs as and what it may: pkg/kubelet/kuberuntime/security_context.go; test/e2e/common/node/security_context.go, sysctl.go. */
import { expect, test } from 'vitest';
import { podAt, run, sketch } from '../testing/sim.ts';

/** What the only container of a Pod prints, and how the Pod ends. */
function outcome(podSpec: string, script: string, container = '', cluster = '{}'): { printed: string[]; phase: string | undefined; user: unknown } {
  const trace = run(
    sketch(
      `restartPolicy: Never\n${podSpec}\ncontainers:\n- {name: app, image: "busybox:1.36", command: [sh, -c, ${JSON.stringify(script)}], ${container}}`,
      `duration: 10s\ncluster: ${cluster}`,
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
    user: { linux: { uid: 1000, gid: 3000, supplementalGroups: [2000, 3000, 4000] } },
  });
  expect(outcome('securityContext: {runAsUser: 1000}', 'id -u; touch /file', 'securityContext: {runAsUser: 65534}')).toMatchObject({
    printed: ['65534', 'touch: /file: Permission denied'],
    user: { linux: { uid: 65534, gid: 65534, supplementalGroups: [65534] } },
  });
});

test('home and main group are those of /etc/passwd; who is not there has / and 0', () => {
  expect(outcome('securityContext: {runAsUser: 1234}', 'echo $HOME; id')).toMatchObject({ printed: ['/', 'uid=1234 gid=0(root) groups=0(root)'] });
  expect(outcome('', 'echo $HOME; id -g')).toMatchObject({ printed: ['/root', '0'] });
  expect(outcome('securityContext: {runAsUser: 65534, supplementalGroups: [7, 99999]}', 'echo $HOME; id -G; id')).toMatchObject({
    printed: ['/home', '65534 7 99999', 'uid=65534(nobody) gid=65534(nobody) groups=7,65534(nobody),99999'],
  });
});

test('a folder that a subPath makes is like the volume’s root, and mounttest tells of the group', () => {
  // test/e2e/common/storage/empty_dir.go: "nonexistent volume subPath should have the correct mode and owner using FSGroup", "new files should be created with FSGroup ownership"
  const told = (medium: string, mount: string, ...flags: string[]) => {
    const args = ['mounttest', ...flags].map((arg) => JSON.stringify(arg)).join(', ');
    const trace = run(
      sketch(
        `restartPolicy: Never\nsecurityContext: {fsGroup: 123}\nvolumes: [{name: v, emptyDir: {medium: "${medium}"}}]\ncontainers:\n- {name: app, image: "registry.k8s.io/e2e-test-images/agnhost:2.63.0", args: [${args}], volumeMounts: [{name: v, mountPath: /v${mount}}]}`,
        'duration: 10s',
      ),
    );
    return trace.records.flatMap((record) => (record.kind === 'Log' ? [record.line] : []));
  };
  const folder = (mode: string) => [`mode of file "/v": ${mode}`, 'perms of file "/v": -rwxrwxrwx', 'owner UID of "/v": 0', 'owner GID of "/v": 123'];
  expect(told('Memory', ', subPath: a/b', '--file_mode=/v', '--file_perm=/v', '--file_owner=/v')).toEqual(folder('dgtrwxrwxrwx'));
  expect(told('', ', subPath: a', '--file_mode=/v', '--file_perm=/v', '--file_owner=/v')).toEqual(folder('dgrwxrwxrwx'));
  expect(told('', '', '--new_file_0660=/v/new', '--file_owner=/v/new').slice(-2)).toEqual(['owner UID of "/v/new": 0', 'owner GID of "/v/new": 123']);
});

test('the groups that the image has for the user come along, unless the Pod is strict', () => {
  // test/e2e/common/node/security_context.go: SupplementalGroupsPolicy; agnhost's user 1000 is in the group 50000 (test/images/agnhost/Dockerfile)
  const groups = (policy: string, user = 1000) => {
    const trace = run(
      sketch(
        `restartPolicy: Never\nsecurityContext: {runAsUser: ${user}, supplementalGroups: [60000]${policy}}\ncontainers:\n- {name: app, image: "registry.k8s.io/e2e-test-images/agnhost:2.63.0", command: [id, -G]}`,
        'duration: 10s',
      ),
    );
    return [trace.records.find((record) => record.kind === 'Log')?.line, podAt(trace)?.status.containerStatuses?.[0]?.['user']];
  };
  const user = (...supplementalGroups: number[]) => ({ linux: { uid: 1000, gid: 1000, supplementalGroups } });
  expect(groups('')).toEqual(['1000 50000 60000', user(1000, 50000, 60000)]);
  expect(groups(', supplementalGroupsPolicy: Merge')).toEqual(['1000 50000 60000', user(1000, 50000, 60000)]);
  expect(groups(', supplementalGroupsPolicy: Strict')).toEqual(['1000 60000', user(1000, 60000)]);
  expect(groups('', 1001)[0]).toBe('0 60000');
});

test('a privileged container, and one that asks for it, see all of /proc', () => {
  const covered = (container: string) => outcome('hostUsers: false', 'mount | grep -c /proc/', container).printed;
  expect(['', 'securityContext: {privileged: true}', 'securityContext: {procMount: Unmasked}'].map(covered)).toEqual([['11'], ['0'], ['0']]);
});

test('the Pod’s group owns its volumes and what is made in them', () => {
  // kubernetes.io/docs/tasks/configure-pod-container/security-context; pkg/volume/volume_linux.go: SetVolumeOwnership
  const mine = 'securityContext: {runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000, supplementalGroups: [4000]}';
  const seen = (security: string, script: string) =>
    outcome(`${security}\nvolumes: [{name: v, emptyDir: {}}]`, `cd /v; ${script}`, 'volumeMounts: [{name: v, mountPath: /v}]').printed;
  const owned = "stat -c '%A %u:%g %n'";
  expect(seen(mine, `echo hello > file; mkdir folder; ${owned} . file folder; id`)).toEqual([
    'drwxrwsrwx 0:2000 .',
    '-rw-r--r-- 1000:2000 file',
    'drwxr-sr-x 1000:2000 folder',
    'uid=1000 gid=3000 groups=2000,3000,4000',
  ]);
  expect(seen('', `echo hello > file; ${owned} . file`)).toEqual(['drwxrwxrwx 0:0 .', '-rw-r--r-- 0:0 file']);
  expect(seen(mine, 'touch file; chgrp 4000 file && stat -c %g file; chgrp 5000 file; chmod 600 /etc/passwd')).toEqual([
    '4000',
    'chgrp: file: Operation not permitted',
    'chmod: /etc/passwd: Operation not permitted',
  ]);
});

test('the token of the service account is for everybody, for the Pod’s only user, or for its group', () => {
  // pkg/volume/projected/projected.go: collectData; pkg/volume/util/util.go: FsUserFrom
  const token = (security: string, container = '') =>
    outcome(security, "stat -Lc '%a %u:%g' /var/run/secrets/kubernetes.io/serviceaccount/token", container).printed;
  expect(token('')).toEqual(['644 0:0']);
  expect(token('securityContext: {runAsUser: 1000}')).toEqual(['600 1000:0']);
  expect(token('securityContext: {runAsUser: 1000}', 'securityContext: {runAsUser: 0}')).toEqual(['600 0:0']);
  expect(token('securityContext: {fsGroup: 2000}')).toEqual(['640 0:2000']);
});

test('the group that an image names beside its user counts for nothing', () => {
  // kuberuntime/helpers.go: getImageUser passes the user on alone
  const trace = run(sketch('containers: [{name: app, image: "shop/app:1"}]', 'duration: 5s\nimages: [{image: "shop/*", user: "1000:1000"}]'));
  expect(podAt(trace)?.status.containerStatuses?.[0]?.['user']).toEqual({ linux: { uid: 1000, gid: 0, supplementalGroups: [0] } });
});

test.each([
  ['', 'container has runAsNonRoot and image will run as root'],
  ['0:0', 'container has runAsNonRoot and image will run as root'],
  ['root', 'container has runAsNonRoot and image has non-numeric user (root), cannot verify user is non-root'],
  ['app:app', 'container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root'],
])('runAsNonRoot and an image that runs as "%s": %s', (user, message) => {
  const trace = run(
    sketch(
      'containers: [{name: app, image: "shop/app:1", securityContext: {runAsNonRoot: true}}]',
      `duration: 5s\nimages: [{image: "shop/*", user: ${JSON.stringify(user)}}]`,
    ),
  );
  expect(podAt(trace)?.status.containerStatuses?.[0]?.state.waiting).toMatchObject({
    reason: 'CreateContainerConfigError',
    message: expect.stringContaining(`${message} (pod: "web_default(`),
  });
});

test('what /proc/self/status tells of a process: its user, and whether its system calls are filtered', () => {
  // test/e2e/node/security_context.go
  const script = 'grep -E "^(Uid|Groups|NoNewPrivs|Seccomp):" /proc/self/status';
  const status = (pod: string, container: string) => outcome(`securityContext: {${pod}}`, script, `securityContext: {${container}}`).printed;
  expect(status('runAsUser: 1000, fsGroup: 2000, seccompProfile: {type: RuntimeDefault}', 'allowPrivilegeEscalation: false')).toEqual([
    'Uid:\t1000\t1000\t1000\t1000',
    'Groups:\t0 2000 ',
    'NoNewPrivs:\t1',
    'Seccomp:\t2',
  ]);
  expect(status('seccompProfile: {type: RuntimeDefault}', 'seccompProfile: {type: Unconfined}').at(-1)).toBe('Seccomp:\t0');
  expect(status('seccompProfile: {type: RuntimeDefault}', 'privileged: true').at(-1)).toBe('Seccomp:\t0');
  expect(status('', '').at(-1)).toBe('Seccomp:\t0');
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

test('mounts are read-only below too where that is asked for; the status tells (kubelet_pods.go: resolveRecursiveReadOnly)', () => {
  const mounts = [
    '{name: data, mountPath: /a, readOnly: true, recursiveReadOnly: Enabled}',
    '{name: data, mountPath: /b, readOnly: true, recursiveReadOnly: IfPossible}',
    '{name: data, mountPath: /c, readOnly: true, recursiveReadOnly: Disabled}',
    '{name: data, mountPath: /d, readOnly: true}',
    '{name: data, mountPath: /e}',
  ];
  const app = `- {name: app, image: "busybox:1.36", command: ["true"], volumeMounts: [${mounts.join(', ')}]}`;
  const pod = podAt(
    run(sketch(`restartPolicy: Never\nautomountServiceAccountToken: false\nvolumes: [{name: data, emptyDir: {}}]\ncontainers:\n${app}`, 'duration: 5s')),
  );
  expect(pod?.status.containerStatuses?.[0]?.['volumeMounts']).toMatchObject([
    { recursiveReadOnly: 'Enabled' },
    { recursiveReadOnly: 'Enabled' },
    { recursiveReadOnly: 'Disabled' },
    { recursiveReadOnly: 'Disabled' },
    expect.not.objectContaining({ recursiveReadOnly: expect.anything() }),
  ]);
});

test('root without its capabilities is bound by owners and permissions like everybody else', () => {
  // capabilities(7); recorded on a v1.36.2 node
  const script = 'touch /f; chown 12:12 /f; echo $?; mkdir -m 0 /d; ls /d; echo $?';
  const seen = (capabilities: string) => outcome('', script, `securityContext: {capabilities: ${capabilities}}`).printed;
  const refused = "ls: can't open '/d': Permission denied";
  expect(seen('{}')).toEqual(['0', '0']);
  expect(seen('{drop: [ALL]}')).toEqual(['chown: /f: Operation not permitted', '1', refused, '1']);
  expect(seen('{drop: [ALL], add: [CHOWN]}')).toEqual(['0', refused, '1']);
  expect(seen('{drop: [CAP_DAC_OVERRIDE]}')).toEqual(['0', refused, '1']);
  expect(seen('{add: [ALL], drop: [CHOWN]}')).toEqual(['chown: /f: Operation not permitted', '1', '0']);
});

test('the numbers of a kernel parameter have tabs between them, however the Pod writes them', () => {
  // Recorded on a v1.36.2 node
  const spec = 'securityContext: {sysctls: [{name: net.ipv4.ip_local_port_range, value: "2000 3000"}]}';
  expect(outcome(spec, 'cat /proc/sys/net/ipv4/ip_local_port_range').printed).toEqual(['2000\t3000']);
});

test('a process sees its capabilities: other users than root have none of those that the container may have', () => {
  // Recorded on a v1.36.2 node, whose root lacks SYS_RESOURCE; https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
  const seen = (security: string) => outcome('', "awk '/^Cap[EB]/ {print $2}' /proc/self/status", `securityContext: {${security}}`).printed;
  const same = (mask: string) => [mask, mask];
  expect(seen('')).toEqual(same('00000000a80425fb'));
  expect(seen('capabilities: {add: [NET_ADMIN, SYS_TIME]}')).toEqual(same('00000000aa0435fb'));
  expect(seen('capabilities: {add: [SYS_TIME, NET_ADMIN], drop: [CHOWN]}')).toEqual(same('00000000aa0435fa'));
  expect(seen('capabilities: {drop: [ALL]}')).toEqual(same('0000000000000000'));
  expect(seen('privileged: true')).toEqual(same('000001ffffffffff'));
  expect(seen('runAsUser: 1000')).toEqual(['0000000000000000', '00000000a80425fb']);
});

test('a process sees what AppArmor makes of it', () => {
  // https://kubernetes.io/docs/tutorials/security/apparmor/; containerd internal/cri/sputil/apparmor_linux.go: GenerateApparmorSpecOpts
  const seen = (context: string) =>
    outcome('', 'cat /proc/1/attr/current', `securityContext: {${context}}`, '{node: {appArmor: {profiles: [k8s-deny-write]}}}').printed;
  expect(seen('')).toEqual(['cri-containerd.apparmor.d (enforce)']);
  expect(seen('appArmorProfile: {type: Localhost, localhostProfile: k8s-deny-write}')).toEqual(['k8s-deny-write (enforce)']);
  expect(seen('privileged: true')).toEqual(['unconfined']);
  expect(seen('appArmorProfile: {type: Unconfined}')).toEqual(['unconfined']);
});
