/** When a probe runs: pkg/kubelet/prober/worker.go: run. */
import { expect, test } from 'vitest';
import { lines, picture, run, sketch, times } from '../../../testing/sim.ts';

const PROBES = { only: ['Process', 'Probe'], digits: 3 } as const;

test('the phase of a liveness worker begins when the Pod is added to the prober, before any container exists, and outlives restarts', () => {
  // worker.go: run; recorded on a real v1.36.2: AddPod 0.31 s after the creation, ticks to the millisecond
  const trace = run(
    sketch(
      `
    containers:
    - name: app
      image: busybox:1.36
      command: [sh, -c, "sleep 7; exit 1"]
      livenessProbe: {exec: {command: ["true"]}, periodSeconds: 3}
  `,
      'duration: 16s',
    ),
  );
  expect(picture(trace, PROBES)).toBe(lines`
    0.483 app starts
    3.308 liveness of app ok
    6.308 liveness of app ok
    7.489 app exits 1 Error
    7.609 app#2 starts
    9.308 liveness of app#2 ok
    12.308 liveness of app#2 ok
    14.615 app#2 exits 1 Error
    15.308 liveness of app#2 errs: rpc error: code = Unknown desc = failed to exec in container: container is in CONTAINER_EXITED state
    15.582 app is forgotten
  `);
});

test('a worker begins after a random part of its period only while the kubelet is younger than that', () => {
  // worker.go: run: periodSeconds > time.Since(probeManager.start)
  const started = (uptime: string) =>
    times(
      run(
        sketch(
          `
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, "3600"]
      livenessProbe: {exec: {command: ["true"]}, periodSeconds: 10}
  `,
          `
    duration: 30s
    cluster: {kubelet: {uptime: ${uptime}}}
  `,
        ),
      ),
      /liveness of app ok/,
    )[0];
  expect(started('1h')).toBeCloseTo(10.31, 1);
  // Half a period (seed typical) after AddPod
  expect(started('3s')).toBeCloseTo(5.31, 1);
});

test('while a container is not ready, each sync triggers its readiness probe and moves the phase; a tick comes a period later', () => {
  // prober_manager.go: UpdatePodStatus; recorded: first probe 13 ms after the process starts, the second with the next relist
  const trace = run(
    sketch(
      `
    containers:
    - name: app
      image: busybox:1.36
      command: [sh, -c, "sleep 4; touch /tmp/ready; sleep 3600"]
      readinessProbe: {exec: {command: [cat, /tmp/ready]}, periodSeconds: 5}
  `,
      'duration: 20s',
    ),
  );
  expect(picture(trace, PROBES)).toBe(lines`
    0.483 app starts
    0.492 triggered readiness of app fails: cat: can't open '/tmp/ready': No such file or directory⏎
    0.527 triggered readiness of app fails: cat: can't open '/tmp/ready': No such file or directory⏎
    5.527 readiness of app ok
    10.527 readiness of app ok
    15.527 readiness of app ok
  `);
});

test('a ready container that fails is probed once more at once; not while the Pod terminates', () => {
  // pkg/kubelet/kubelet.go: handleProbeSync → SyncPod → UpdatePodStatus
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 20
    containers:
    - name: app
      image: busybox:1.36
      command: [sh, -c, "touch /tmp/ready; sleep 3600"]
      readinessProbe: {exec: {command: [cat, /tmp/ready]}, periodSeconds: 5, failureThreshold: 1}
  `,
      `
    duration: 40s
    actions:
    - {at: 6s, do: exec, container: app, command: [rm, /tmp/ready]}
    - {at: 12s, do: exec, container: app, command: [touch, /tmp/ready]}
    - {at: 25s, do: delete}
    - {at: 26s, do: exec, container: app, command: [rm, /tmp/ready]}
  `,
    ),
  );
  expect(picture(trace, { only: ['Action', 'Probe', 'Signal', 'Pod'], from: 5, to: 36 })).toBe(lines`
    5.5 readiness of app ok
    6.0 exec app: rm /tmp/ready exits 0
    10.5 readiness of app fails: cat: can't open '/tmp/ready': No such file or directory⏎
    10.6 triggered readiness of app fails: cat: can't open '/tmp/ready': No such file or directory⏎
    10.6 Pod Running: app running started
    12.0 exec app: touch /tmp/ready exits 0
    15.6 readiness of app ok
    15.6 Pod Running: app running ready started
    20.6 readiness of app ok
    25.0 delete
    25.0 Pod Running deleting(20): app running ready started
    25.0 app gets SIGTERM, ignores it
    25.6 readiness of app ok
    26.0 exec app: rm /tmp/ready exits 0
    30.6 readiness of app fails: cat: can't open '/tmp/ready': No such file or directory⏎
    30.6 Pod Running deleting(20): app running started
    35.6 readiness of app fails: cat: can't open '/tmp/ready': No such file or directory⏎
  `);
});

test('initialDelaySeconds is counted from a start that is cut to whole seconds: up to a second short', () => {
  // pkg/kubelet/status/status_manager.go: normalizeStatus
  const first = times(
    run(
      sketch(
        `
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, "3600"]
      livenessProbe: {exec: {command: ["true"]}, periodSeconds: 1, initialDelaySeconds: 5}
  `,
        'duration: 10s',
      ),
    ),
    /liveness of app ok/,
  )[0];
  expect(first).toBeCloseTo(5.31, 1);
});

test('an attempt longer than the period makes the next one start at once; then the phase is the old one', () => {
  // Go's Ticker keeps one tick; worker.go: run
  const trace = run(
    sketch(
      `
    containers:
    - name: app
      image: busybox:1.36
      command: [sh, -c, "touch /tmp/slow; sleep 3600"]
      livenessProbe: {exec: {command: [sh, -c, "test -e /tmp/slow && sleep 2.5; rm -f /tmp/slow"]}, periodSeconds: 2, timeoutSeconds: 10}
  `,
      'duration: 9s',
    ),
  );
  expect(picture(trace, { ...PROBES, digits: 2 })).toBe(lines`
    0.48 app starts
    2.31 liveness of app ok
    4.84 liveness of app ok
    6.31 liveness of app ok
    8.31 liveness of app ok
  `);
});

test('attempts that are each longer than the period follow one another; they are no train, for they keep no time', () => {
  const probe = 'ports: [{containerPort: 80}], livenessProbe: {httpGet: {port: 80}, periodSeconds: 2, timeoutSeconds: 10}';
  const slow = 'workloads: {app: {boot: 0s, http: [{responses: [{status: 200, latency: 2500ms}]}]}}';
  const trace = run(sketch(`containers: [{name: app, image: "shop/app:1", ${probe}}]`, `duration: 9s\n${slow}`));
  expect(picture(trace, { only: ['Probe'], digits: 2 })).toBe(lines`
    2.31 liveness of app ok
    4.81 liveness of app ok
    7.31 liveness of app begins
  `);
});
