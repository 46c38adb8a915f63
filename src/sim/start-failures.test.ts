/** What cannot be started: pkg/kubelet/kuberuntime/kuberuntime_container.go: startContainer, kuberuntime_sandbox.go; pkg/kubelet/lifecycle. */
import { describe, expect, test } from 'vitest';
import { lines, picture, podAt, run, sketch } from '../testing/sim.ts';

test('nothing to run, and nothing to run it with', () => {
  const first = (spec: string, settings = 'duration: 3s', objects = '') => {
    const warnings = picture(run(sketch(spec, settings, objects)), { only: ['Event'], digits: 0 })
      .split('\n')
      .filter((line) => line.includes('Warning'));
    return warnings[0];
  };
  expect(first('containers: [{name: app, image: scratch/none:1}]', 'duration: 3s\nimages: [{image: "scratch/*", entrypoint: [], cmd: []}]')).toBe(
    '0 Warning Failed (app): Error: failed to generate container "ID" spec: failed to generate spec: no command specified',
  );
  const runtimeClass = '{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: micro}, handler: microvm}';
  expect(first('runtimeClassName: micro\ncontainers: [{name: app, image: busybox:1.36}]', 'duration: 3s', runtimeClass)).toBe(
    '0 Warning FailedCreatePodSandBox: Failed to create pod sandbox: rpc error: code = Unknown desc = unable to get OCI runtime for sandbox "ID": no runtime for "microvm" is configured',
  );
});

test('a kernel parameter that is not a number: no sandbox is started with it', () => {
  // Recorded on a v1.36.2 node; kernel/sysctl.c: do_proc_dointvec
  const failure = (name: string, value: string) => {
    const text = sketch(
      `securityContext: {sysctls: [{name: ${name}, value: "${value}"}]}\ncontainers: [{name: app, image: "busybox:1.36", command: [sleep, "9"]}]`,
    );
    const told = picture(run(text), { only: ['Event'], digits: 0 }).split('\n');
    return told.find((line) => line.includes('FailedCreatePodSandBox'))?.replace(/^.*(?=error during)/, '');
  };
  expect(failure('net.ipv4.ping_group_range', 'nope')).toBe('error during container init: write /proc/sys/net/ipv4/ping_group_range: invalid argument');
  expect(failure('kernel/shm_rmid_forced', 'on')).toBe('error during container init: write /proc/sys/kernel/shm_rmid_forced: invalid argument');
  expect(failure('net.ipv4.ip_local_reserved_ports', '8080,9000-9010')).toBeUndefined();
  expect(failure('net.ipv4.ip_local_port_range', '2000 3000')).toBeUndefined();
});

test('a working directory that is not absolute: runc refuses it, whether the Pod or the image says it', () => {
  // Recording start-workdir-relative; runc libcontainer/specconv: CreateLibcontainerConfig
  const failure = (more: string, settings = '') =>
    podAt(run(sketch(`containers: [{name: app, image: "busybox:1.36", command: [pwd]${more}}]`, `duration: 2s${settings}`)))?.status.containerStatuses?.[0];
  const words = 'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: Cwd must be an absolute path';
  expect(failure(', workingDir: rel/dir')?.state.waiting).toEqual({ reason: 'RunContainerError', message: words });
  expect(failure(', workingDir: ./')?.lastState.terminated).toMatchObject({ reason: 'StartError', exitCode: 128, message: words });
  expect(failure('', '\nimages: [{image: "busybox:1.36", workdir: srv}]')?.state.waiting?.message).toBe(words);
  expect(failure(', workingDir: /srv', '\nimages: [{image: "busybox:1.36", workdir: srv}]')?.state.waiting?.reason).not.toBe('RunContainerError');
});

test('a profile of AppArmor on a node without it: an ephemeral container is not created, nobody has checked it before', () => {
  // Recorded on a v1.36.2 node; pkg/kubelet/lifecycle/handlers.go: appArmorAdmitHandler
  const debug = '{name: debug, image: "busybox:1.36", command: [sleep, "9"], securityContext: {appArmorProfile: {type: RuntimeDefault}}}';
  const text = sketch(
    'containers: [{name: app, image: "busybox:1.36", command: [sleep, "99"]}]',
    `duration: 20s\nactions: [{at: 2s, do: add-ephemeral, container: ${debug}}]`,
  );
  expect(podAt(run(text))?.status.ephemeralContainerStatuses?.[0]?.state.waiting).toEqual({
    reason: 'CreateContainerError',
    message: 'failed to get container spec opts: failed to generate apparmor spec opts: apparmor is not supported',
  });
});

test('a profile of AppArmor that is not loaded: the kubelet takes the Pod, containerd makes no container', () => {
  // https://kubernetes.io/docs/tutorials/security/apparmor/; containerd internal/cri/sputil/apparmor_linux.go: GenerateApparmorSpecOpts
  const waiting = (pod: string, container: string, profiles = '[k8s-deny-write]') =>
    podAt(
      run(
        sketch(
          `securityContext: ${pod}\ncontainers: [{name: app, image: "busybox:1.36", command: [sleep, "60"], securityContext: ${container}}]`,
          `duration: 3s\ncluster: {node: {appArmor: {profiles: ${profiles}}}}`,
        ),
      ),
    )?.status.containerStatuses?.[0]?.state.waiting;
  const local = (profile: string) => `{appArmorProfile: {type: Localhost, localhostProfile: ${profile}}}`;
  const notFound = {
    reason: 'CreateContainerError',
    message: 'failed to get container spec opts: failed to generate apparmor spec opts: apparmor profile not found k8s-allow-write',
  };
  expect(waiting('{}', local('k8s-allow-write'))).toEqual(notFound);
  expect(waiting(local('k8s-allow-write'), '{privileged: true}')).toEqual(notFound);
  expect(waiting(local('k8s-allow-write'), local('k8s-deny-write'))).toBeUndefined();
  expect(waiting(local('k8s-allow-write'), '{appArmorProfile: {type: RuntimeDefault}}')).toBeUndefined();
  expect(waiting(local('k8s-allow-write'), '{}', '[k8s-allow-write]')).toBeUndefined();
  const both = `{appArmorProfile: {type: Localhost, localhostProfile: k8s-allow-write}, seccompProfile: {type: Localhost, localhostProfile: none.json}}`;
  expect(waiting('{}', both)).toEqual(notFound);
});

test('a sub path that needs a variable which has no value', () => {
  // pkg/kubelet/container/helpers.go: ExpandContainerVolumeMounts
  const waiting = (expression: string) =>
    podAt(
      run(
        sketch(
          `volumes: [{name: v, emptyDir: {}}]\ncontainers: [{name: app, image: busybox:1.36, command: [sleep, "60"], env: [{name: EMPTY}, {name: SET, value: x}], volumeMounts: [{name: v, mountPath: /v, subPathExpr: ${JSON.stringify(expression)}}]}]`,
          'duration: 3s',
        ),
      ),
    )?.status.containerStatuses?.[0]?.state.waiting;
  expect(waiting('$(ZZZ)/$(EMPTY)')).toEqual({ reason: 'CreateContainerConfigError', message: 'missing value for EMPTY, ZZZ' });
  expect(waiting('$(SET)')).toBeUndefined();
});

test('a sub path is mounted from a place of its own', () => {
  const trace = run(
    sketch(
      'volumes: [{name: v, configMap: {name: conf}}]\ncontainers: [{name: app, image: busybox:1.36, command: [sleep, "60"], volumeMounts: [{name: v, mountPath: /etc, subPath: a}]}]',
      'duration: 3s',
      '{apiVersion: v1, kind: ConfigMap, metadata: {name: conf}, data: {a: x}}',
    ),
  );
  expect(podAt(trace)?.status.containerStatuses?.[0]?.lastState.terminated?.message).toMatch(
    /error mounting "\/var\/lib\/kubelet\/pods\/[-0-9a-f]+\/volume-subpaths\/v\/app\/0" to rootfs at "\/etc"/,
  );
});

test('a hook whose program is not there fails with what the runtime says', () => {
  const spec = 'containers: [{name: app, image: busybox:1.36, command: [sleep, "60"], lifecycle: {postStart: {exec: {command: [/bin/none]}}}}]';
  expect(picture(run(sketch(spec, 'duration: 2s')), { only: ['Hook'] })).toBe(lines`
    0.5 postStart of app starts
    0.5 postStart of app fails: Exec lifecycle hook ([/bin/none]) for Container "app" in Pod "web_default(UID)" failed - error: rpc error: code = Unknown desc = failed to exec in container: failed to start exec "ID": OCI runtime exec failed: exec failed: unable to start container process: exec: "/bin/none": stat /bin/none: no such file or directory, message: ""
  `);
});

test('nothing is created in a sandbox that is down; the next sync makes another one', () => {
  // Recording sandbox-down-in-post-start; containerd internal/cri/server/container_create.go: CreateContainer
  const spec = `
    terminationGracePeriodSeconds: 9
    containers:
    - {name: first, image: busybox:1.36, command: [sleep, "60"], lifecycle: {postStart: {sleep: {seconds: 5}}}}
    - {name: second, image: busybox:1.36, command: [sleep, "60"]}
  `;
  const trace = run(sketch(spec, 'duration: 20s\nactions: [{at: 3s, do: sandbox-stop}]'));
  const told = picture(trace, { only: ['Process', 'Event'], from: 3, digits: 0 });
  expect(told.split('\n').filter((line) => !/Pulled|Created|Started/.test(line))).toEqual([
    '3 first exits 137 SIGKILL Error',
    '5 Warning Failed (second): Error: sandbox container "ID" is not running',
    '6 Normal SandboxChanged: Pod sandbox changed, it will be killed and re-created.',
    '6 first#2 starts',
    '11 second starts',
  ]);
  expect(podAt(trace, 7)?.status.containerStatuses?.[1]?.state.waiting).toMatchObject({ reason: 'CreateContainerError' });
});

test('a sub path cannot lead through a file of the volume; what is wrong with it is not said', () => {
  // pkg/kubelet/kubelet_pods.go: makeMounts; recorded on a v1.36.2 node
  const waiting = (volume: string, subPath: string) =>
    podAt(
      run(
        sketch(
          `volumes: [{name: v, ${volume}}]\ncontainers: [{name: app, image: busybox:1.36, command: [sleep, "60"], volumeMounts: [{name: v, mountPath: /x, subPath: ${subPath}}]}]`,
          'duration: 3s',
          '{apiVersion: v1, kind: ConfigMap, metadata: {name: conf}, data: {k: v}}',
        ),
      ),
    )?.status.containerStatuses?.[0]?.state.waiting;
  const refused = { reason: 'CreateContainerConfigError', message: 'failed to prepare subPath for volumeMount "v" of container "app"' };
  expect(waiting('configMap: {name: conf}', 'k/deeper')).toEqual(refused);
  expect(waiting('hostPath: {path: /etc/machine-id}', 'any')).toEqual(refused);
  expect(waiting('configMap: {name: conf}', 'k')).toBeUndefined();
  expect(waiting('configMap: {name: conf}', 'none/deeper')).toBeUndefined();
  expect(waiting('emptyDir: {}', 'a/b')).toBeUndefined();
});

test('a script that the kernel does not run: the container has started, and ends with 255 and one line of output', () => {
  // Recorded on a v1.36.2 node with runc 1.4.3
  const scripts = JSON.stringify({ bare: 'echo hi\n', lost: '#!/no/such/sh\necho hi\n', windows: '#!/bin/sh\r\necho hi\r\n' });
  const container = (name: string) =>
    `{name: ${name}, image: busybox:1.36, command: [/v/${name}], terminationMessagePolicy: FallbackToLogsOnError, volumeMounts: [{name: v, mountPath: /v}]}`;
  const trace = run(
    sketch(
      `restartPolicy: Never\nvolumes: [{name: v, configMap: {name: conf, defaultMode: 0755}}]\ncontainers: [${['bare', 'lost', 'windows'].map(container).join(', ')}]`,
      'duration: 8s',
      `{apiVersion: v1, kind: ConfigMap, metadata: {name: conf}, data: ${scripts}}`,
    ),
  );
  const ended = (podAt(trace)?.status.containerStatuses ?? []).map(({ state: { terminated } }) => terminated);
  expect(ended).toMatchObject([
    { exitCode: 255, reason: 'Error', message: 'exec /v/bare: exec format error\n' },
    { exitCode: 255, reason: 'Error', message: 'exec /v/lost: no such file or directory\n' },
    { exitCode: 255, reason: 'Error', message: 'exec /v/windows: no such file or directory\n' },
  ]);
  const events = picture(trace, { only: ['Event'] });
  expect(events).toContain('Normal Started (bare)');
  expect(events).not.toContain('Warning Failed');
});

test('a hook that is such a script fails with its exit code', () => {
  // Recorded on a v1.36.2 node with runc 1.4.3
  const trace = run(
    sketch(
      'volumes: [{name: v, configMap: {name: conf, defaultMode: 0755}}]\ncontainers: [{name: app, image: busybox:1.36, command: [sleep, "60"], lifecycle: {postStart: {exec: {command: [/v/s]}}}, volumeMounts: [{name: v, mountPath: /v}]}]',
      'duration: 3s',
      '{apiVersion: v1, kind: ConfigMap, metadata: {name: conf}, data: {s: "echo hi"}}',
    ),
  );
  expect(picture(trace, { only: ['Hook'] })).toContain(
    'error: command \'/v/s\' exited with 255: exec /v/s: exec format error⏎, message: "exec /v/s: exec format error\\n"',
  );
});

test('a script that its user may not read is started all the same, and then it is its interpreter that cannot read it', () => {
  // Recorded on a v1.36.2 node: it is with the capabilities of the container that the program is started
  const ended = (context: string) => {
    const trace = run(
      sketch(
        `restartPolicy: Never\nvolumes: [{name: v, configMap: {name: conf, defaultMode: 0700}}]\ncontainers: [{name: app, image: busybox:1.36, command: [/v/s], securityContext: ${context}, terminationMessagePolicy: FallbackToLogsOnError, volumeMounts: [{name: v, mountPath: /v}]}]`,
        'duration: 4s',
        `{apiVersion: v1, kind: ConfigMap, metadata: {name: conf}, data: {s: "#!/bin/sh\\necho hi\\n"}}`,
      ),
    );
    return podAt(trace)?.status.containerStatuses?.[0]?.state.terminated;
  };
  expect(ended('{}')).toMatchObject({ exitCode: 0 });
  expect(ended('{runAsUser: 1000}')).toMatchObject({ exitCode: 2, reason: 'Error', message: "/bin/sh: can't open '/v/s': Permission denied\n" });
  expect(ended('{runAsUser: 1000, capabilities: {drop: [ALL]}}')).toMatchObject({
    exitCode: 128,
    reason: 'StartError',
    message: expect.stringMatching(/exec: "\/v\/s": permission denied$/),
  });
});

describe('memory limits that nothing can start with', () => {
  const told = (limits: readonly string[]) => {
    const containers = limits.map(
      (limit, index) => `{name: c${index}, image: busybox:1.36, command: [sleep, "60"]${limit === '' ? '' : `, resources: {limits: {memory: ${limit}}}`}}`,
    );
    return picture(run(sketch(`containers: [${containers.join(', ')}]`, 'duration: 4s')), { only: ['Event'], digits: 1 })
      .split('\n')
      .filter((line) => line.includes('Warning'))
      .map((line) =>
        line
          .replace(/pods\/[-\w]+/, 'pods/UID')
          .replace(/\.\.2026[_\d.]+/, 'FOLDER')
          .replace(/access-\w+/g, 'access-ID'),
      );
  };
  const oom =
    'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: container init was OOM-killed (memory limit too low?)';

  test('a little: the sandbox cannot be started in the cgroup of the Pod', () => {
    // Recorded on a v1.36.2 node: so with 1Mi and 2Mi, not with 4Mi
    expect(told(['2Mi'])).toEqual([
      expect.stringContaining(
        `Warning FailedCreatePodSandBox: Failed to create pod sandbox: rpc error: code = Unknown desc = failed to start sandbox "ID": ${oom}`,
      ),
    ]);
    expect(told(['4Mi'])).toEqual([]);
  });

  test('the cgroup of the Pod has room, that of the container has none', () => {
    expect(told(['1Mi', ''])[0]).toContain(`Warning Failed (c0): Error: ${oom}`);
    expect(told(['2Mi', '2Mi'])[0]).toContain(`Warning Failed (c0): Error: ${oom}`);
  });

  test('thousandths of a byte: volumes in memory have no room for the files of the service account', () => {
    // Recorded on a v1.36.2 node
    const mounts = told(['128m']);
    expect(mounts.length).toBeGreaterThan(2);
    expect(mounts[0]).toMatch(
      /Warning FailedMount: MountVolume\.SetUp failed for volume "kube-api-access-ID" : write \/var\/lib\/kubelet\/pods\/UID\/volumes\/kubernetes\.io~projected\/kube-api-access-ID\/FOLDER\/[\w.]+: no space left on device$/,
    );
  });
});
