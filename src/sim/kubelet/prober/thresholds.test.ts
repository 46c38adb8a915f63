/** What a worker makes of its results: pkg/kubelet/prober/worker.go: doProbe. */
import { describe, expect, test } from 'vitest';
import { lines, picture, run, sketch, times } from '../../../testing/sim.ts';

test('failures in a row up to the threshold kill; then the worker is on hold until it meets another container', () => {
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 3
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, "3600"]
      livenessProbe: {exec: {command: ["false"]}, periodSeconds: 1, failureThreshold: 3, initialDelaySeconds: 2}
  `,
      'duration: 14s',
    ),
  );
  expect(picture(trace, { only: ['Probe', 'ProbeState', 'Signal', 'Process', 'Event'], to: 10 })).toBe(lines`
    0.0 Normal Scheduled: Successfully assigned default/web to node-1
    0.4 Normal Pulled (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    0.4 Normal Created (app): Container created
    0.5 app starts
    0.5 Normal Started (app): Container started
    1.3 liveness of app is waiting
    2.3 liveness of app is probing
    2.3 liveness of app fails
    2.3 Warning Unhealthy (app): Liveness probe failed:
    3.3 liveness of app fails
    3.3 Warning Unhealthy x2 (app): Liveness probe failed:
    4.3 liveness of app fails
    4.3 liveness of app is on-hold
    4.3 app gets SIGTERM, ignores it
    4.3 Warning Unhealthy x3 (app): Liveness probe failed:
    4.3 Normal Killing (app): Container app failed liveness probe, will be restarted
    7.4 app gets SIGKILL
    7.4 app exits 137 SIGKILL Error
    7.4 Normal Pulled x2 (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    7.4 Normal Created x2 (app): Container created
    7.4 app#2 starts
    7.5 Normal Started x2 (app): Container started
    8.3 liveness of app is waiting
    9.3 liveness of app is probing
    9.3 liveness of app#2 fails
    9.3 Warning Unhealthy x4 (app): Liveness probe failed:
  `);
});

test('failures below the threshold count on in the next instance', () => {
  // worker.go: newWorker, doProbe: resultRun is not reset for a new container
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 1
    containers:
    - name: app
      image: busybox:1.36
      command: [sh, -c, "sleep 4; exit 1"]
      livenessProbe: {exec: {command: ["false"]}, periodSeconds: 3, failureThreshold: 3}
  `,
      'duration: 12s',
    ),
  );
  expect(picture(trace, { only: ['Probe', 'Signal', 'Process'] })).toBe(lines`
    0.5 app starts
    3.3 liveness of app fails
    4.5 app exits 1 Error
    4.6 app#2 starts
    6.3 liveness of app#2 fails
    8.6 app#2 exits 1 Error
    9.3 liveness of app#2 errs: rpc error: code = Unknown desc = failed to exec in container: container is in CONTAINER_EXITED state
    9.6 app is forgotten
  `);
});

test('an attempt that cannot be made is made three times, and then counts for nothing', () => {
  // pkg/kubelet/prober/prober.go: runProbeWithRetries; recorded: a missing binary never kills
  const trace = run(
    sketch(
      `
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, "3600"]
      livenessProbe: {exec: {command: [/bin/missing]}, periodSeconds: 2, failureThreshold: 1}
      readinessProbe: {tcpSocket: {port: web}, periodSeconds: 2, failureThreshold: 1}
  `,
      'duration: 8s',
    ),
  );
  expect(picture(trace, { only: ['Probe', 'Process', 'Signal', 'Pod'], to: 6 })).toBe(lines`
    0.0 Pod Pending: -
    0.0 Pod Pending: app waiting ContainerCreating
    0.5 app starts
    0.5 triggered readiness of app errs: strconv.Atoi: parsing "web": invalid syntax
    0.5 Pod Running: app running started
    0.5 triggered readiness of app errs: strconv.Atoi: parsing "web": invalid syntax
    2.3 liveness of app errs: rpc error: code = Unknown desc = failed to exec in container: failed to start exec "ID": OCI runtime exec failed: exec failed: unable to start container process: exec: "/bin/missing": stat /bin/missing: no such file or directory
    2.5 readiness of app errs: strconv.Atoi: parsing "web": invalid syntax
    4.3 liveness of app errs: rpc error: code = Unknown desc = failed to exec in container: failed to start exec "ID": OCI runtime exec failed: exec failed: unable to start container process: exec: "/bin/missing": stat /bin/missing: no such file or directory
    4.5 readiness of app errs: strconv.Atoi: parsing "web": invalid syntax
  `);
});

test('readiness needs successThreshold successes in a row, and never goes on hold', () => {
  const trace = run(
    sketch(
      `
    containers:
    - name: app
      image: busybox:1.36
      command: [sh, -c, "sleep 3; touch /tmp/ready; sleep 3600"]
      readinessProbe: {exec: {command: [cat, /tmp/ready]}, periodSeconds: 2, successThreshold: 3, failureThreshold: 1}
  `,
      'duration: 14s',
    ),
  );
  expect(picture(trace, { only: ['Probe', 'ProbeState', 'Pod'] })).toBe(lines`
    0.0 Pod Pending: -
    0.0 Pod Pending: app waiting ContainerCreating
    0.5 readiness of app is probing
    0.5 triggered readiness of app fails: cat: can't open '/tmp/ready': No such file or directory⏎
    0.5 Pod Running: app running started
    0.5 triggered readiness of app fails: cat: can't open '/tmp/ready': No such file or directory⏎
    2.5 readiness of app fails: cat: can't open '/tmp/ready': No such file or directory⏎
    4.5 readiness of app ok
    6.5 readiness of app ok
    8.5 readiness of app ok
    8.6 Pod Running: app running ready started
    10.5 readiness of app ok
    12.5 readiness of app ok
  `);
});

test('the startup probe holds the others back; the first readiness probe follows it at once, liveness waits for its tick', () => {
  // recorded on a real v1.36.2: started=true is stored, the sync triggers readiness within 1 ms
  const trace = run(
    sketch(
      `
    containers:
    - name: app
      image: busybox:1.36
      command: [sh, -c, "sleep 5; touch /tmp/up; sleep 3600"]
      startupProbe: {exec: {command: [cat, /tmp/up]}, periodSeconds: 2, failureThreshold: 9}
      readinessProbe: {exec: {command: ["true"]}, periodSeconds: 5}
      livenessProbe: {exec: {command: ["true"]}, periodSeconds: 5}
  `,
      'duration: 20s',
    ),
  );
  expect(picture(trace, { only: ['Probe', 'ProbeState', 'Pod'] })).toBe(lines`
    0.0 Pod Pending: -
    0.0 Pod Pending: app waiting ContainerCreating
    0.5 Pod Running: app running
    2.3 startup of app is probing
    2.3 startup of app fails: cat: can't open '/tmp/up': No such file or directory⏎
    4.3 startup of app fails: cat: can't open '/tmp/up': No such file or directory⏎
    5.3 readiness of app is waiting
    5.3 liveness of app is waiting
    6.3 startup of app ok
    6.3 startup of app is on-hold
    6.3 readiness of app is probing
    6.3 triggered readiness of app ok
    6.4 Pod Running: app running started
    6.4 Pod Running: app running ready started
    10.3 liveness of app is probing
    10.3 liveness of app ok
    11.3 readiness of app ok
    15.3 liveness of app ok
    16.3 readiness of app ok
  `);
});

test('a container restarted by a kill inherits "started" until the next tick of its startup worker: the gate leaks', () => {
  // upstream issue 141155; kubelet_pods.go: convertToAPIContainerStatuses carries it over by name; recorded: the Pod is Ready for a moment
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 1
    containers:
    - name: app
      image: busybox:1.36
      command: [sh, -c, "touch /tmp/up; sleep 8; rm /tmp/up; sleep 3600"]
      startupProbe: {exec: {command: ["true"]}, periodSeconds: 4}
      livenessProbe: {exec: {command: [cat, /tmp/up]}, periodSeconds: 3, failureThreshold: 1}
  `,
      'duration: 20s',
    ),
  );
  expect(picture(trace, { only: ['Probe', 'Process', 'Pod'] })).toBe(lines`
    0.0 Pod Pending: -
    0.0 Pod Pending: app waiting ContainerCreating
    0.5 app starts
    0.5 Pod Running: app running
    4.3 startup of app ok
    4.4 Pod Running: app running started
    4.5 Pod Running: app running ready started
    6.3 liveness of app ok
    9.3 liveness of app fails: cat: can't open '/tmp/up': No such file or directory⏎
    11.4 app exits 137 SIGKILL Error
    11.4 app#2 starts
    11.5 Pod Running: app running ready started #1 last Error:137
    12.3 Pod Running: app running ready #1 last Error:137
    12.3 Pod Running: app running #1 last Error:137
    16.3 startup of app#2 ok
    16.4 Pod Running: app running started #1 last Error:137
    16.4 Pod Running: app running ready started #1 last Error:137
    18.3 liveness of app#2 ok
  `);
});

test('startup failures kill when they reach their threshold, with the grace period of the startup probe', () => {
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 30
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, "3600"]
      startupProbe: {exec: {command: ["false"]}, periodSeconds: 2, failureThreshold: 2, terminationGracePeriodSeconds: 3}
  `,
      'duration: 10s',
    ),
  );
  expect(picture(trace, { only: ['Probe', 'Signal', 'Process', 'Event', 'Decision'], from: 1 })).toBe(lines`
    2.3 startup of app fails
    2.3 Warning Unhealthy (app): Startup probe failed:
    4.3 startup of app fails
    4.3 kill app (startup), grace 3 s
    4.3 app gets SIGTERM, ignores it
    4.3 Warning Unhealthy x2 (app): Startup probe failed:
    4.3 Normal Killing (app): Container app failed startup probe, will be restarted
    7.4 app gets SIGKILL
    7.4 app exits 137 SIGKILL Error
    7.4 Normal Pulled x2 (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    7.4 Normal Created x2 (app): Container created
    7.4 app#2 starts
    7.5 Normal Started x2 (app): Container started
    8.3 startup of app#2 fails
    8.3 Warning Unhealthy x3 (app): Startup probe failed:
  `);
});

test('a container that has exited for good ends its workers; one that will be started again keeps them', () => {
  // worker.go: doProbe: ContainerShouldRestart decides whether the worker goes on
  const states = (restartPolicy: string) =>
    picture(
      run(
        sketch(
          `
    restartPolicy: ${restartPolicy}
    containers:
    - name: app
      image: busybox:1.36
      command: [sh, -c, "sleep 3; exit 0"]
      livenessProbe: {exec: {command: ["true"]}, periodSeconds: 2}
    - {name: other, image: busybox:1.36, command: [sleep, "3600"]}
  `,
          'duration: 9s',
        ),
      ),
      { only: ['ProbeState', 'Probe'] },
    );
  expect(states('OnFailure')).toBe(lines`
    2.3 liveness of app is probing
    2.3 liveness of app ok
    4.3 liveness of app is none
  `);
  expect(states('Always')).toBe(lines`
    2.3 liveness of app is probing
    2.3 liveness of app ok
    4.3 liveness of app#2 ok
    6.3 liveness of app#2 ok
    8.3 liveness of app is none
  `);
});

test('a command that leaves a child with its output is waited for, two minutes beyond its timeout', () => {
  // containerd container_execsync.go: drainExecSyncIO; staging/src/k8s.io/cri-client/pkg/remote_runtime.go: ExecSync
  const probe = 'readinessProbe: {exec: {command: [sh, -c, "sleep 600 & exit 0"]}, periodSeconds: 10}';
  const trace = run(sketch(`containers: [{name: app, image: busybox:1.36, command: [sleep, "3600"], ${probe}}]`, 'duration: 130s'));
  expect(picture(trace, { only: ['Event'], from: 2 })).toBe(
    '121.5 Warning Unhealthy (app): Readiness probe failed: command timed out: "sh -c sleep 600 & exit 0" timed out after 1s',
  );
});

test('what a command that ran into its timeout leaves behind is waited for too: a shell is killed, its sleep is not', () => {
  // containerd container_execsync.go: execInternal. Seen on a real kubelet: `sleep 3` after a shell's timeout of 1 s took 3.03 s
  const probe = 'livenessProbe: {exec: {command: [sh, -c, "sleep 3; exit 0"]}, periodSeconds: 10}';
  const trace = run(sketch(`containers: [{name: app, image: busybox:1.36, command: [sleep, "3600"], ${probe}}]`, 'duration: 15s'));
  expect(picture(trace, { only: ['Event'], from: 2 })).toBe(
    '13.3 Warning Unhealthy (app): Liveness probe failed: command timed out: "sh -c sleep 3; exit 0" timed out after 1s',
  );
});

test('the timer of a command starts when it runs: one that takes as long as it may is in time', () => {
  // containerd container_execsync.go: execInternal. On a real kubelet three of four such probes succeed
  const probe = 'livenessProbe: {exec: {command: [sleep, "1"]}, periodSeconds: 10}';
  const trace = run(sketch(`containers: [{name: app, image: busybox:1.36, command: [sleep, "3600"], ${probe}}]`, 'duration: 15s'));
  expect(picture(trace, { only: ['Probe'], from: 2 })).toBe('10.3 liveness of app ok');
});

test('the worker goes by the status: a container that has gone since is not found', () => {
  const trace = run(
    sketch(
      `
    containers:
    - {name: app, image: busybox:1.36, command: [sleep, "3600"], livenessProbe: {exec: {command: ["true"]}, periodSeconds: 1, failureThreshold: 1}}
    - {name: other, image: busybox:1.36, command: [sleep, "3600"]}
  `,
      'duration: 6s\nactions: [{at: 4.25s, do: remove-container-records, containers: [app], running: true}]',
    ),
  );
  expect(picture(trace, { only: ['Probe', 'Process'], from: 3 })).toBe(lines`
    3.3 liveness of app ok
    4.3 app exits 137 SIGKILL Error
    4.3 app is forgotten
    4.3 liveness of app errs: rpc error: code = Unknown desc = failed to exec in container: not found
    4.6 app#2 starts
    5.3 liveness of app#2 ok
  `);
});

describe('a worker whose container will not be started again ends; each sync makes it anew, and its failure asks for the next sync', () => {
  // worker.go: doProbe; prober_manager.go: AddPod. Without the gate ContainerRestartRules the policy of the Pod decides, whatever the exit code
  test.each([
    ['true', 'Never', 0, 'ends'],
    ['true', 'OnFailure', 0, 'ends'],
    ['true', 'OnFailure', 1, 'stays'],
    ['true', 'Always', 0, 'stays'],
    ['false', 'Never', 1, 'ends'],
    ['false', 'OnFailure', 0, 'stays'],
    ['false', 'Always', 0, 'stays'],
  ])('gate %s, %s, exit code %i: it %s', (gate, restartPolicy, exitCode, fate) => {
    const trace = run(
      sketch(
        `
      restartPolicy: ${restartPolicy}
      containers:
      - {name: app, image: busybox:1.36, command: [sh, -c, "sleep 3; exit ${exitCode}"], livenessProbe: {exec: {command: ["true"]}, periodSeconds: 2}}
      - {name: other, image: busybox:1.36, command: [sleep, "3600"]}
    `,
        `duration: 18s\ncluster: {featureGates: {ContainerRestartRules: ${gate}}}`,
      ),
    );
    expect(times(trace, /SyncPod starts/, { only: ['Sync'], from: 6 }).length > 10 ? 'ends' : 'stays').toBe(fate);
  });
});

test.each([
  ['a slow answer', 'responses: [{status: 200}], latency: 3s', 4],
  ['no answer at all', 'responses: [{status: 200}], latency: 60s', 4],
])('who ends while a probe waits for an answer of theirs closes the connection: %s', (_, http, timeoutSeconds) => {
  // Seen on a real v1.36.2 node: the Event comes with the end of the process, for a Pod that is deleted too (net/http: EOF)
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 10
    containers:
    - name: app
      image: shop/cart:1
      livenessProbe: {httpGet: {path: /slow, port: 8080}, periodSeconds: 5, timeoutSeconds: ${timeoutSeconds}, failureThreshold: 9}
  `,
      `
    duration: 20s
    workloads: {app: {listens: [8080], http: [{path: /slow, ${http}}], onTerm: {exitAfter: 1s}}}
    actions: [{at: 11s, do: delete}]
  `,
    ),
  );
  expect(picture(trace, { only: ['Probe', 'Process', 'Event'], from: 10, to: 12.5 })).toBe(lines`
    10.3 liveness of app fails: Get "http://10.244.1.2:8080/slow": EOF
    11.0 Normal Killing (app): Stopping container app
    12.0 app exits 0 Completed
    12.0 Warning Unhealthy (app): Liveness probe failed: Get "http://10.244.1.2:8080/slow": EOF
  `);
});
