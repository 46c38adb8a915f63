/** What a restart of the kubelet does to a Pod: pkg/kubelet/kubelet.go, pkg/kubelet/prober; recorded on a real v1.36.2. */
import { describe, expect, test } from 'vitest';
import { lines, picture, podAt, run, sketch, times } from '../testing/sim.ts';

const RESTART = 'duration: 50s\nactions: [{at: 20s, do: kubelet-restart}]';

test('a Pod with nothing to change gets no patch and no Event; probes go on, each at a moment of its own', () => {
  const trace = run(
    sketch(
      `
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, "3600"]
      readinessProbe: {exec: {command: ["true"]}, periodSeconds: 5}
      livenessProbe: {exec: {command: ["true"]}, periodSeconds: 5}
  `,
      RESTART,
    ),
  );
  expect(picture(trace, { only: ['Action', 'Kubelet', 'Probe', 'Pod', 'Event'], from: 14, to: 36 })).toBe(lines`
    15.3 liveness of app ok
    15.5 readiness of app ok
    20.0 kubelet-restart
    21.6 kubelet stopped
    21.6 kubelet started
    22.0 kubelet healthy
    25.7 readiness of app ok
    25.7 liveness of app ok
    30.7 readiness of app ok
    30.7 liveness of app ok
    35.7 readiness of app ok
    35.7 liveness of app ok
  `);
});

test('a static Pod is looked at before its mirror is known: it stays Ready, and the next beat of the status ticker shows new times', () => {
  const trace = run(
    sketch(
      `
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, "3600"]
      readinessProbe: {exec: {command: ["true"]}, periodSeconds: 1}
  `,
      'staticPod: true\nduration: 50s\nactions: [{at: 20s, do: kubelet-restart}]',
    ),
  );
  expect(picture(trace, { only: ['Kubelet', 'Pod', 'Event'], from: 14 })).toBe(lines`
    21.6 kubelet stopped
    21.6 kubelet started
    22.0 kubelet healthy
  `);
  // What the API said before is not read: its times are those of the first look, 0.4 s after the process has begun
  expect([30, 33].map((second) => podAt(trace, second)?.status.startTime)).toEqual(['2026-01-01T00:00:00Z', '2026-01-01T00:00:22Z']);
});

test('a manifest that was edited while the kubelet was down is another Pod: it has its mirror as soon as the old one is seen', () => {
  const spec = (name: string) => `containers: [{name: ${name}, image: "busybox:1.36", command: [sh, -c, "trap 'exit 0' TERM; sleep 3600 & wait"]}]`;
  const manifest = `{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {${spec('after')}}}`;
  const actions = `[{at: 10s, do: kubelet-stop}, {at: 12s, do: static-update, manifest: ${manifest}}, {at: 15s, do: kubelet-start}]`;
  const trace = run(sketch(spec('before'), `staticPod: true\nduration: 30s\nactions: ${actions}`));
  expect(picture(trace, { only: ['Kubelet', 'Process', 'Pod'], from: 14 })).toBe(lines`
    15.0 kubelet started
    15.3 kubelet healthy
    15.5 after starts
    16.3 Pod Running deleting(0): before running ready started
    16.3 Pod is gone
    16.3 Pod Pending: -
    16.3 Pod Running: after running ready started
    17.3 before exits 0 Completed
    18.3 before is forgotten
  `);
});

test('the status of a static Pod that changes once the mirror is known goes out at once', () => {
  const trace = run(
    sketch(
      `
    containers:
    - name: app
      image: busybox:1.36
      command: [sh, -c, "sleep 24; exit 1"]
  `,
      'staticPod: true\nduration: 26s\nactions: [{at: 20s, do: kubelet-restart}]',
    ),
  );
  expect(picture(trace, { only: ['Process', 'Pod'], from: 14 })).toBe(lines`
    24.2 app exits 1 Error
    24.9 Pod Running: app terminated Error:1
    25.0 app#2 starts
    25.0 Pod Running: app running ready started #1 last Error:1
  `);
});

test('back-off is forgotten: a waiting container is started at once, and its next crash waits 10 s', () => {
  const trace = run(
    sketch(
      `
    containers:
    - {name: app, image: busybox:1.36, command: [sh, -c, "sleep 1; exit 1"]}
  `,
      RESTART,
    ),
  );
  expect(picture(trace, { only: ['Process', 'Kubelet', 'Decision', 'Event'], from: 16 })).toBe(lines`
    16.5 Normal Pulled x3 (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    16.5 Normal Created x3 (app): Container created
    16.6 app#3 starts
    16.6 Normal Started x3 (app): Container started
    17.6 app#3 exits 1 Error
    18.6 app#2 is forgotten
    18.6 back-off of app: 20 s
    18.6 Warning BackOff x2 (app): Back-off restarting failed container app in pod web_default(UID)
    21.6 kubelet stopped
    21.6 kubelet started
    22.0 kubelet healthy
    23.2 Normal Pulled (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    23.2 Normal Created (app): Container created
    23.3 app#4 starts
    23.3 Normal Started (app): Container started
    24.3 app#4 exits 1 Error
    24.9 app#3 is forgotten
    24.9 back-off of app: 10 s
    24.9 Warning BackOff (app): Back-off restarting failed container app in pod web_default(UID)
    37.5 Normal Pulled x2 (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    37.5 Normal Created x2 (app): Container created
    37.6 app#5 starts
    37.6 Normal Started x2 (app): Container started
    38.6 app#5 exits 1 Error
    39.0 app#4 is forgotten
    39.0 back-off of app: 20 s
    39.0 Warning BackOff x2 (app): Back-off restarting failed container app in pod web_default(UID)
  `);
});

test('a postStart under way is abandoned and never repeated: the container counts as started', () => {
  const trace = run(
    sketch(
      `
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, "3600"]
      lifecycle: {postStart: {exec: {command: [sleep, "60"]}}}
  `,
      RESTART,
    ),
  );
  expect(picture(trace, { only: ['Hook', 'Kubelet', 'Pod', 'Event', 'Signal'], from: 0.5 })).toBe(lines`
    21.6 kubelet stopped
    21.6 postStart of app is cut
    21.6 kubelet started
    22.0 kubelet healthy
    22.9 Pod Running: app running ready started
  `);
});

test('a preStop under way runs again from the start, with the whole grace period', () => {
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 15
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, "3600"]
      lifecycle: {preStop: {exec: {command: [sleep, "8"]}}}
  `,
      `
    duration: 60s
    actions: [{at: 10s, do: delete}, {at: 14s, do: kubelet-restart}]
  `,
    ),
  );
  expect(picture(trace, { only: ['Action', 'Hook', 'Kubelet', 'Signal', 'Process', 'Phase'], from: 9 })).toBe(lines`
    10.0 delete
    10.0 phase Running deleting(15)
    10.0 preStop of app starts
    14.0 kubelet-restart
    15.6 kubelet stopped
    15.6 preStop of app is cut
    15.6 kubelet started
    16.0 kubelet healthy
    16.9 preStop of app starts
    24.9 preStop of app ends
    24.9 app gets SIGTERM, ignores it
    31.9 app gets SIGKILL
    32.0 app exits 137 SIGKILL Error
    32.1 phase Failed deleting(15)
    33.0 app is forgotten
    33.0 phase Failed deleting(0)
    33.0 gone
  `);
});

test('a container still within its startup probe is taken for started, and the probe never runs for it', () => {
  // prober_manager.go: isContainerStarted; upstream issue 142305
  const trace = run(
    sketch(
      `
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, "3600"]
      startupProbe: {exec: {command: ["false"]}, periodSeconds: 5, failureThreshold: 99}
      livenessProbe: {exec: {command: ["true"]}, periodSeconds: 5}
  `,
      RESTART,
    ),
  );
  expect(picture(trace, { only: ['Probe', 'Kubelet', 'Pod'], from: 14, to: 34 })).toBe(lines`
    15.3 startup of app fails
    21.6 kubelet stopped
    21.6 kubelet started
    22.0 kubelet healthy
    22.9 Pod Running: app running ready started
    25.7 liveness of app ok
    30.7 liveness of app ok
  `);
});

test('a Pod that was Ready stays so until its probe has failed as often as it takes', () => {
  // prober_manager.go: setReadyStateOnKubeletRestart
  const trace = run(
    sketch(
      `
    containers:
    - name: app
      image: busybox:1.36
      command: [sh, -c, "touch /tmp/ready; sleep 3600"]
      readinessProbe: {exec: {command: [cat, /tmp/ready]}, periodSeconds: 4, failureThreshold: 3}
  `,
      `
    duration: 50s
    actions: [{at: 20s, do: kubelet-restart}, {at: 21s, do: exec, container: app, command: [rm, /tmp/ready]}]
  `,
    ),
  );
  expect(picture(trace, { only: ['Probe', 'Kubelet', 'Pod'], from: 20, to: 40 })).toBe(lines`
    21.6 kubelet stopped
    21.6 kubelet started
    22.0 kubelet healthy
    25.2 readiness of app fails: cat: can't open '/tmp/ready': No such file or directory⏎
    29.2 readiness of app fails: cat: can't open '/tmp/ready': No such file or directory⏎
    33.2 readiness of app fails: cat: can't open '/tmp/ready': No such file or directory⏎
    33.2 triggered readiness of app fails: cat: can't open '/tmp/ready': No such file or directory⏎
    33.2 Pod Running: app running started
    37.2 readiness of app fails: cat: can't open '/tmp/ready': No such file or directory⏎
  `);
});

test('a Pod that goes while the kubelet is down is killed as an orphan: no preStop, and with its cgroup everything ends that has not; the next relist removes it', () => {
  const trace = run(
    sketch(
      `
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, "3600"]
      lifecycle: {preStop: {exec: {command: [sleep, "5"]}}}
  `,
      `
    duration: 90s
    actions: [{at: 10s, do: kubelet-stop}, {at: 15s, do: force-delete}, {at: 20s, do: kubelet-start}]
  `,
    ),
  );
  expect(picture(trace, { only: ['Action', 'Kubelet', 'Hook', 'Signal', 'Process', 'Phase', 'Event'], from: 9 })).toBe(lines`
    10.0 kubelet-stop
    11.6 kubelet stopped
    15.0 delete --force
    15.0 phase Running deleting(0)
    15.0 gone
    20.0 kubelet-start
    20.0 kubelet started
    20.3 kubelet healthy
    22.3 app gets SIGTERM, ignores it
    22.3 Normal Killing (app): Stopping container app
    22.3 app gets SIGKILL
    22.3 app exits 137 SIGKILL Error
    23.3 app is forgotten
  `);
});

test('of an orphan only what reacts to SIGTERM at once ends by itself; no Event knows its sidecars from its containers', () => {
  // Recordings of orphans: exit code 3 of a shell that waits, 137 of one in its sleep; pkg/kubelet/container/runtime.go: ToAPIPod
  const spec = `
    initContainers:
    - {name: side, image: busybox:1.36, restartPolicy: Always, command: [sh, -c, "trap 'exit 3' TERM; sleep 3600 & wait"]}
    containers:
    - {name: app, image: busybox:1.36, command: [sh, -c, "trap 'exit 3' TERM; while true; do sleep 1; done"]}
  `;
  const trace = run(sketch(spec, 'duration: 30s\nactions: [{at: 10s, do: kubelet-stop}, {at: 15s, do: force-delete}, {at: 20s, do: kubelet-start}]'));
  expect(picture(trace, { only: ['Process'], from: 9 })).toBe(lines`
    22.3 side exits 3 Error
    22.3 app exits 137 SIGKILL Error
    23.3 app is forgotten
    23.3 side is forgotten
  `);
  const paths = trace.records.flatMap((record) =>
    record.kind === 'Event' && record.object.reason === 'Killing' ? [record.object.involvedObject.fieldPath] : [],
  );
  expect(new Set(paths)).toEqual(new Set(['spec.containers{app}', 'spec.containers{side}']));
});

test('a reboot: a new sandbox, a new address with the first container of it', () => {
  const trace = run(
    sketch(
      `
    containers:
    - {name: app, image: busybox:1.36, command: [sleep, "3600"]}
  `,
      `
    duration: 40s
    actions: [{at: 10s, do: kubelet-stop}, {at: 13s, do: sandbox-stop}, {at: 15s, do: kubelet-start}]
  `,
    ),
  );
  expect(picture(trace, { only: ['Kubelet', 'Process', 'Pod', 'Event'], from: 9 })).toBe(lines`
    11.6 kubelet stopped
    13.0 app exits 137 SIGKILL Error
    15.0 kubelet started
    15.3 kubelet healthy
    16.3 Pod Running: app terminated Error:137
    16.6 Normal SandboxChanged: Pod sandbox changed, it will be killed and re-created.
    16.7 Normal Pulled (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    16.7 Normal Created (app): Container created
    16.7 app#2 starts
    16.7 Normal Started (app): Container started
    16.8 Pod Running: app running ready started #1 last Error:137
  `);
  expect([podAt(trace, 9)?.status.podIP, podAt(trace)?.status.podIP]).toEqual(['10.244.1.2', '10.244.1.3']);
  expect(times(trace, /kubelet started/)).toHaveLength(1);
});

test('a restart in image back-off: one pull at once, the next after the flat retry, and no sync by the relist in between', () => {
  // Recording kubelet-restart-image-backoff: pulls at 52.8 s, 64.5 s and 90.5 s, ImagePullBackOff first at 78.5 s
  const trace = run(
    sketch(
      `containers: [{name: app, image: "shop/app:1"}]`,
      `{duration: 1m45s, images: [{image: "shop/app:1", pullError: notFound}], actions: [{at: 50s, do: kubelet-restart}]}`,
    ),
  );
  expect(times(trace, /pull of .* starts/, { from: 50 }).map(Math.round)).toEqual([53, 67, 93]);
  expect(times(trace, /ImagePullBackOff/, { from: 50, only: ['Event'] }).map(Math.round)).toEqual([80]);
});

test('readiness is kept by all or by none: a Pod that was not Ready has no container with a probe that is, until the probe says so', () => {
  // prober_manager.go: setReadyStateOnKubeletRestart asks for the condition of the Pod
  const probe = (command: string) => `image: busybox:1.36, command: [sleep, "3600"], readinessProbe: {exec: {command: ["${command}"]}, periodSeconds: 5}`;
  const trace = run(
    sketch(
      `
    containers:
    - {name: plain, image: busybox:1.36, command: [sleep, "3600"]}
    - {name: good, ${probe('true')}}
    - {name: bad, ${probe('false')}}
  `,
      'duration: 28s\nactions: [{at: 20s, do: kubelet-restart}]',
    ),
  );
  expect(picture(trace, { only: ['Kubelet', 'Pod', 'Probe'], from: 20 })).toBe(lines`
    21.6 kubelet stopped
    21.6 kubelet started
    22.0 kubelet healthy
    22.9 Pod Running: bad running started; good running started; plain running ready started
    25.7 readiness of good ok
    25.7 readiness of bad fails
    25.7 triggered readiness of bad fails
    25.7 Pod Running: bad running started; good running ready started; plain running ready started
  `);
});

test('who is ready only because it was is asked for with each sync', () => {
  // prober_manager.go: UpdatePodStatus triggers as long as there is no success
  const trace = run(
    sketch(
      `
    containers:
    - name: app
      image: busybox:1.36
      command: [sh, -c, "touch /tmp/ready; sleep 3600"]
      readinessProbe: {exec: {command: [cat, /tmp/ready]}, periodSeconds: 100, failureThreshold: 9}
  `,
      `
    duration: 3m
    actions: [{at: 20s, do: kubelet-restart}, {at: 21s, do: exec, container: app, command: [rm, /tmp/ready]}]
  `,
    ),
  );
  expect(times(trace, /^\S+ triggered readiness of app fails/, { from: 22 }).map(Math.round)).toEqual([99, 174]);
  expect(podAt(trace)?.status.containerStatuses?.[0]?.ready).toBe(true);
});

describe('a Pod whose phase is terminal when the kubelet starts (pod_workers.go: UpdatePod)', () => {
  const syncs = (script: string, actions: string) =>
    picture(
      run(
        sketch(
          `
    restartPolicy: Never
    terminationGracePeriodSeconds: 2
    containers:
    - {name: app, image: busybox:1.36, command: [sh, -c, "${script}"]}
    - {name: done, image: busybox:1.36, command: ["true"]}
  `,
          `duration: 25s\nactions: [{at: 8s, do: kubelet-stop}, ${actions}{at: 12s, do: kubelet-start}]`,
        ),
      ),
      { only: ['Kubelet', 'Sync', 'Signal', 'Process'], from: 12 },
    );

  test('needs only the last step', () => {
    expect(syncs('sleep 3', '')).toBe(lines`
      12.0 kubelet started
      12.3 kubelet healthy
      13.3 SyncTerminatedPod starts
      13.3 SyncTerminatedPod ends
    `);
  });

  test('is ended first if something of it still runs', () => {
    expect(syncs('sleep 3600', '{at: 10s, do: patch-status, type: strategic, patch: {status: {phase: Failed}}}, ')).toBe(lines`
      12.0 kubelet started
      12.3 kubelet healthy
      13.3 SyncTerminatingPod starts
      13.3 app gets SIGTERM, ignores it
      15.3 app gets SIGKILL
      15.3 app exits 137 SIGKILL Error
      15.4 SyncTerminatingPod ends
      16.3 SyncTerminatedPod starts
      16.3 SyncTerminatedPod ends
    `);
  });
});

test('the address of a Pod whose sandbox is down is known only to the process that has seen it', () => {
  // pkg/kubelet/pleg/generic.go: getPodIPs; recording kubelet-restart-forgets-address, 1.27 s after the process start
  const spec = 'restartPolicy: Never\ncontainers: [{name: app, image: "busybox:1.36", command: [sleep, "3"]}]';
  const trace = run(sketch(spec, 'duration: 40s\nactions: [{at: 10s, do: kubelet-restart}]'));
  expect([9, 30].map((second) => podAt(trace, second)?.status).map((status) => [status?.phase, status?.podIP, status?.podIPs])).toEqual([
    ['Succeeded', '10.244.1.2', [{ ip: '10.244.1.2' }]],
    ['Succeeded', undefined, undefined],
  ]);
});

test('the command of a hook is killed with the kubelet that waits for it', () => {
  // Recording kubelet-restart-cuts-hook; containerd internal/cri/server/container_execsync.go: execInternal
  const spec = `
    containers:
    - name: app
      image: busybox:1.36
      command: [sh, -c, "trap 'cat /tmp/log > /dev/termination-log; exit 0' TERM; while true; do sleep 1; done"]
      lifecycle: {preStop: {exec: {command: [sh, -c, "echo begin >> /tmp/log; sleep 6; echo end >> /tmp/log"]}}}
  `;
  const trace = run(sketch(spec, 'duration: 40s\nactions: [{at: 8s, do: delete}, {at: 10s, do: kubelet-stop}, {at: 15s, do: kubelet-start}]'));
  expect(trace.records.findLast((record) => record.kind === 'Pod')).toMatchObject({
    object: { status: { containerStatuses: [{ state: { terminated: { message: 'begin\nbegin\nend\n' } } }] } },
  });
});

test('volumes of a Pod that ends across a restart are mounted once more, without objects that only a sync would have registered', () => {
  // Recording kubelet-restart-volume-not-registered: 0.12 s after the second preStop began, then after 0.6, 1, 2, 4 s; it delays nothing
  const spec = `
    volumes: [{name: both, projected: {sources: [{configMap: {name: a}}, {secret: {name: b, optional: true}}]}}]
    containers:
    - name: app
      image: busybox:1.36
      command: [sh, -c, "trap 'exit 0' TERM; while true; do sleep 1; done"]
      volumeMounts: [{name: both, mountPath: /both}]
      lifecycle: {preStop: {sleep: {seconds: 6}}}
  `;
  const objects = '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: z}}';
  const trace = run(sketch(spec, 'duration: 40s\nactions: [{at: 8s, do: delete}, {at: 10s, do: kubelet-stop}, {at: 15s, do: kubelet-start}]', objects));
  const failed = trace.records.flatMap((record) => (record.kind === 'Event' && record.object.reason === 'FailedMount' ? [record] : []));
  expect(failed[0]?.object.message).toBe(
    'MountVolume.SetUp failed for volume "both" : [object "default"/"a" not registered, object "default"/"b" not registered]',
  );
  expect(failed.map(({ object, t }) => `${object.count} ${Math.round(t / 1000)}`)).toContain('4 20');
  expect(times(trace, /Pod is gone/).length).toBe(1);
});

test('a Pod of which nothing runs any more when the kubelet is back: its volumes are tried once before they are given up', () => {
  // Recorded on a v1.36.2 node, five Pods of six; pkg/kubelet/volumemanager/volume_manager.go: WaitForUnmount
  const actions = '{at: 8s, do: kubelet-stop}, {at: 9s, do: sandbox-stop}, {at: 10s, do: delete}, {at: 12s, do: kubelet-start}';
  const trace = run(sketch('containers: [{name: app, image: busybox:1.36, command: [sleep, "3600"]}]', `duration: 20s\nactions: [${actions}]`));
  expect(picture(trace, { only: ['Event', 'Pod'], from: 12, digits: 1 }).replace(/-[a-z0-9]{5}"/, '-ID"')).toBe(lines`
    13.3 Pod Failed deleting(30): app terminated Error:137
    13.4 Warning FailedMount: MountVolume.SetUp failed for volume "kube-api-access-ID" : object "default"/"kube-root-ca.crt" not registered
    13.6 Pod Failed deleting(0): app terminated Error:137
    13.6 Pod is gone
  `);
});

test('a Pod that runs and is refused by the next kubelet: housekeeping kills it, and only then it is Failed', () => {
  // Recording kubelet-restart-refuses-running; kubelet_pods.go: HandlePodCleanups, status_manager.go: mergePodStatus
  const spec = (more: string) => `
  nodeSelector: {disk: ssd}
  terminationGracePeriodSeconds: 20${more}
  containers:
  - {name: app, image: busybox:1.36, command: [sleep, "3600"], lifecycle: {preStop: {sleep: {seconds: 3}}}}
`;
  const settings =
    '{duration: 30s, cluster: {node: {labels: {disk: ssd}}}, actions: [{at: 5s, do: node-label-remove, label: disk}, {at: 8s, do: kubelet-restart}]}';
  const trace = run(sketch(spec(''), settings));
  expect(picture(trace, { only: ['Signal', 'Hook', 'Process', 'Phase'], from: 8, digits: 0 })).toBe(lines`
    12 app gets SIGTERM, ignores it
    14 app gets SIGKILL
    14 app exits 137 SIGKILL Error
    17 phase Failed NodeAffinity
  `);
  expect(podAt(trace, 12)?.status).toMatchObject({ phase: 'Running' });
  expect(podAt(trace, 12)?.status).not.toHaveProperty('reason');
  expect(podAt(trace)?.status).toMatchObject({
    message: "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    containerStatuses: [{ name: 'app', restartCount: 0, state: { terminated: { exitCode: 137 } } }],
  });
  // Without a volume nothing keeps its cgroup
  const bare = run(sketch(spec('\n  automountServiceAccountToken: false'), settings));
  expect(picture(bare, { only: ['Process'], from: 8, digits: 0 })).toBe('12 app exits 137 SIGKILL Error');
});
