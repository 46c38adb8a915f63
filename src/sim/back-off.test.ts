/** CrashLoopBackOff: pkg/kubelet/kuberuntime/kuberuntime_manager.go: doBackOff, client-go/util/flowcontrol/backoff.go. */
import { describe, expect, test } from 'vitest';
import { lines, picture, run, sketch, times } from '../testing/sim.ts';
import { RestartBackOff } from './kubelet/kuberuntime/back-off.ts';

const crasher = (settings: string, more = '') =>
  sketch(
    `
  containers:
  - {name: app, image: busybox:1.36, command: [sh, -c, "sleep 1; exit 1"]${more}}
`,
    settings,
  );

/** Seconds from each exit to the next start. */
function waits(text: string, seed?: number): number[] {
  const trace = run(text, seed === undefined ? {} : { seed });
  const starts = times(trace, /app(#\d+)? starts/);
  const exits = times(trace, /app(#\d+)? exits/);
  return starts.slice(1).map((start, index) => start - (exits[index] ?? 0));
}

test('the first restart is immediate, then 10, 20, 40, 80, 160, 300 s, each stretched by up to half plus a beat', () => {
  const nominal = [0, 10, 20, 40, 80, 160, 300];
  for (const seed of [1, 2, 3, 4, 5]) {
    const found = waits(crasher('duration: 20m'), seed);
    nominal.forEach((delay, index) => {
      const wait = found[index] as number;
      // Up to 60 s the retry is the back-off itself with jitter; above it the resync of 60 to 90 s comes first
      const latest = delay <= 60 ? 1.5 * delay + 2 : delay + 32;
      expect(wait, `seed ${seed}, restart ${index + 1}`).toBeGreaterThanOrEqual(delay);
      expect(wait, `seed ${seed}, restart ${index + 1}`).toBeLessThan(latest);
    });
  }
});

test('CrashLoopBackOff shows only from the retry on: the sync that finds the crash publishes before it checks', () => {
  // recorded in each of 114 restarts
  const trace = run(crasher('duration: 22s'));
  expect(picture(trace, { only: ['Process', 'Pod', 'Event'], from: 2.5 })).toBe(lines`
    2.5 Normal Pulled x2 (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    2.5 Pod Running: app terminated Error:1
    2.5 Normal Created x2 (app): Container created
    2.6 app#2 starts
    2.6 Normal Started x2 (app): Container started
    2.6 Pod Running: app running ready started #1 last Error:1
    3.6 app#2 exits 1 Error
    4.5 app is forgotten
    4.5 Warning BackOff (app): Back-off restarting failed container app in pod web_default(UID)
    4.5 Pod Running: app terminated Error:1 #1 last Error:1
    16.5 Normal Pulled x3 (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    16.5 Pod Running: app waiting CrashLoopBackOff #1 last Error:1
    16.5 Normal Created x3 (app): Container created
    16.6 app#3 starts
    16.6 Normal Started x3 (app): Container started
    16.6 Pod Running: app running ready started #2 last Error:1
    17.6 app#3 exits 1 Error
    18.6 app#2 is forgotten
    18.6 Warning BackOff x2 (app): Back-off restarting failed container app in pod web_default(UID)
    18.6 Pod Running: app terminated Error:1 #2 last Error:1
  `);
});

test('a delay of more than 60 s shows CrashLoopBackOff from the resync on, with a second Event', () => {
  const trace = run(crasher('duration: 4m'));
  expect(picture(trace, { only: ['Process', 'Pod', 'Event'], from: 95 })).toBe(lines`
    95.6 app#5 exits 1 Error
    96.0 app#4 is forgotten
    96.0 Warning BackOff x4 (app): Back-off restarting failed container app in pod web_default(UID)
    96.0 Pod Running: app terminated Error:1 #4 last Error:1
    171.5 Warning BackOff x5 (app): Back-off restarting failed container app in pod web_default(UID)
    171.5 Pod Running: app waiting CrashLoopBackOff #4 last Error:1
    177.5 Normal Pulled x6 (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    177.5 Normal Created x6 (app): Container created
    177.6 app#6 starts
    177.6 Normal Started x6 (app): Container started
    177.6 Pod Running: app running ready started #5 last Error:1
    178.6 app#6 exits 1 Error
    179.4 app#5 is forgotten
    179.4 Warning BackOff x6 (app): Back-off restarting failed container app in pod web_default(UID)
    179.4 Pod Running: app terminated Error:1 #5 last Error:1
  `);
});

test('probe kills: the first restarts are immediate, later ones compare with the end of the instance before', () => {
  // doBackOff sees the snapshot from before the kill; recorded: kills every 12 s: 0.08, 0.06, 0.06, then 27.7 s
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 1
    containers:
    - name: app
      image: busybox:1.36
      command: [sh, -c, "trap 'exit 0' TERM; sleep 3600 & wait"]
      livenessProbe: {exec: {command: ["false"]}, periodSeconds: 6, failureThreshold: 2}
  `,
      'duration: 100s',
    ),
  );
  expect(picture(trace, { only: ['Process', 'Decision', 'Signal'] })).toBe(lines`
    0.5 app starts
    12.3 kill app (liveness), grace 1 s
    12.3 app gets SIGTERM
    12.4 app exits 0 Completed
    12.4 app#2 starts
    24.3 kill app (liveness), grace 1 s
    24.3 app#2 gets SIGTERM
    24.4 app#2 exits 0 Completed
    24.4 app#3 starts
    24.4 app is forgotten
    36.3 kill app (liveness), grace 1 s
    36.3 app#3 gets SIGTERM
    36.4 app#3 exits 0 Completed
    36.4 app#4 starts
    36.4 app#2 is forgotten
    48.3 kill app (liveness), grace 1 s
    48.3 app#4 gets SIGTERM
    48.4 app#4 exits 0 Completed
    48.4 back-off of app: 20 s
    48.7 app#3 is forgotten
    48.7 back-off of app: 20 s
    73.6 app#5 starts
    84.3 kill app (liveness), grace 1 s
    84.3 app#5 gets SIGTERM
    84.4 app#5 exits 0 Completed
    84.4 back-off of app: 40 s
    84.9 app#4 is forgotten
    84.9 back-off of app: 40 s
  `);
});

test('OnFailure: killed by a probe and gone with 0, it is started again in the same sync, until back-off gets in between', () => {
  // computePodActions decides before there is an exit code; recorded: two restarts, then Completed, Succeeded
  const trace = run(
    sketch(
      `
    restartPolicy: OnFailure
    containers:
    - name: app
      image: busybox:1.36
      command: [sh, -c, "trap 'exit 0' TERM; sleep 3600 & wait"]
      livenessProbe: {exec: {command: ["false"]}, periodSeconds: 1, failureThreshold: 2}
  `,
      'duration: 20s',
    ),
  );
  expect(picture(trace, { only: ['Process', 'Event', 'Pod'], from: 2 })).toBe(lines`
    2.3 Warning Unhealthy x2 (app): Liveness probe failed:
    2.3 Normal Killing (app): Container app failed liveness probe, will be restarted
    2.4 app exits 0 Completed
    2.4 Normal Pulled x2 (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    2.4 Normal Created x2 (app): Container created
    2.4 app#2 starts
    2.4 Normal Started x2 (app): Container started
    2.5 Pod Running: app running ready started #1 last Completed:0
    3.3 Warning Unhealthy x3 (app): Liveness probe failed:
    4.3 Warning Unhealthy x4 (app): Liveness probe failed:
    4.3 Normal Killing x2 (app): Container app failed liveness probe, will be restarted
    4.4 app#2 exits 0 Completed
    4.4 Normal Pulled x3 (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    4.4 Normal Created x3 (app): Container created
    4.4 app#3 starts
    4.4 Normal Started x3 (app): Container started
    4.4 app is forgotten
    4.5 Pod Running: app running ready started #2 last Completed:0
    5.3 Warning Unhealthy x5 (app): Liveness probe failed:
    6.3 Warning Unhealthy x6 (app): Liveness probe failed:
    6.3 Normal Killing x3 (app): Container app failed liveness probe, will be restarted
    6.4 app#3 exits 0 Completed
    6.4 Warning BackOff (app): Back-off restarting failed container app in pod web_default(UID)
    6.5 app#2 is forgotten
    6.5 Pod Running: app terminated Completed:0 #2 last Completed:0
    7.7 Pod Succeeded: app terminated Completed:0 #2 last Completed:0
  `);
});

test('exit code 0 backs off too under Always; a sidecar in it never shows CrashLoopBackOff', () => {
  const trace = run(
    sketch(
      `
    initContainers:
    - {name: proxy, image: busybox:1.36, restartPolicy: Always, command: [sh, -c, "sleep 2; exit 0"]}
    containers:
    - {name: app, image: busybox:1.36, command: [sleep, "3600"]}
  `,
      'duration: 25s',
    ),
  );
  expect(picture(trace, { only: ['Process', 'Pod'], container: 'proxy' })).toBe(lines`
    0.0 Pod Pending: -
    0.0 Pod Pending: proxy waiting PodInitializing; app waiting PodInitializing
    0.5 proxy starts
    0.5 Pod Pending: proxy running ready started; app waiting PodInitializing
    0.6 Pod Running: proxy running ready started; app running ready started
    2.5 proxy exits 0 Completed
    2.5 Pod Running: proxy terminated Completed:0; app running ready started
    2.6 proxy#2 starts
    2.6 Pod Running: proxy running ready started #1 last Completed:0; app running ready started
    4.6 proxy#2 exits 0 Completed
    5.5 proxy is forgotten
    5.5 Pod Running: proxy terminated Completed:0 #1 last Completed:0; app running ready started
    17.6 proxy#3 starts
    17.6 Pod Running: proxy running ready started #2 last Completed:0; app running ready started
    19.6 proxy#3 exits 0 Completed
    19.6 proxy#2 is forgotten
    19.6 Pod Running: proxy terminated Completed:0 #2 last Completed:0; app running ready started
  `);
});

test('a command that does not exist leaves a StartError behind and backs off like a crash', () => {
  // containerd; recorded: waiting RunContainerError, phase Running with the second status
  const trace = run(
    sketch(
      `
    containers:
    - {name: app, image: busybox:1.36, command: [/bin/missing]}
  `,
      'duration: 16s',
    ),
  );
  expect(picture(trace, { only: ['Pod', 'Event'], to: 16 })).toBe(lines`
    0.0 Pod Pending: -
    0.0 Normal Scheduled: Successfully assigned default/web to node-1
    0.0 Pod Pending: app waiting ContainerCreating
    0.4 Normal Pulled (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    0.4 Normal Created (app): Container created
    0.5 Warning Failed (app): Error: failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/bin/missing": stat /bin/missing: no such file or directory
    0.5 Normal Pulled x2 (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    0.5 Pod Running: app waiting RunContainerError last StartError:128
    0.5 Normal Created x2 (app): Container created
    0.6 Warning Failed x2 (app): Error: failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/bin/missing": stat /bin/missing: no such file or directory
    1.5 Warning BackOff (app): Back-off restarting failed container app in pod web_default(UID)
    1.5 Pod Running: app waiting RunContainerError #1 last StartError:128
    13.5 Normal Pulled x3 (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    13.5 Pod Running: app waiting CrashLoopBackOff #1 last StartError:128
    13.5 Normal Created x3 (app): Container created
    13.6 Warning Failed x3 (app): Error: failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/bin/missing": stat /bin/missing: no such file or directory
    14.6 Warning BackOff x2 (app): Back-off restarting failed container app in pod web_default(UID)
    14.6 Pod Running: app waiting RunContainerError #2 last StartError:128
  `);
});

test('two containers in back-off: the earlier expiry brings the sync, the other reports again', () => {
  const trace = run(
    sketch(
      `
    containers:
    - {name: fast, image: busybox:1.36, command: [sh, -c, "exit 1"]}
    - {name: slow, image: busybox:1.36, command: [sh, -c, "sleep 4; exit 1"]}
  `,
      'duration: 24s',
    ),
  );
  expect(picture(trace, { only: ['Decision', 'Process'] })).toBe(lines`
    0.5 fast starts
    0.5 fast exits 1 Error
    0.6 slow starts
    0.6 fast#2 starts
    0.6 fast#2 exits 1 Error
    1.5 back-off of fast: 10 s
    1.5 fast is forgotten
    2.5 back-off of fast: 10 s
    4.6 slow exits 1 Error
    5.5 back-off of fast: 10 s
    5.6 slow#2 starts
    6.5 back-off of fast: 10 s
    9.6 slow#2 exits 1 Error
    10.6 slow is forgotten
    10.6 back-off of fast: 10 s
    10.6 back-off of slow: 10 s
    11.6 fast#3 starts
    11.6 back-off of slow: 10 s
    11.6 fast#3 exits 1 Error
    12.6 fast#2 is forgotten
    12.6 back-off of fast: 20 s
    12.6 back-off of slow: 10 s
    21.5 back-off of fast: 20 s
    21.6 slow#3 starts
    21.6 back-off of fast: 20 s
  `);
});

test('the settings of the kubelet: a lower maximum, and the gate that makes it all faster', () => {
  expect(waits(crasher('{duration: 60s, cluster: {kubelet: {crashLoopBackOff: {maxContainerRestartPeriod: 5s}}}}')).slice(0, 4).map(Math.floor)).toEqual([
    1, 6, 6, 6,
  ]);
  expect(waits(crasher('{duration: 60s, cluster: {featureGates: {ReduceDefaultCrashLoopBackOffDecay: true}}}')).slice(0, 5).map(Math.floor)).toEqual([
    1, 2, 2, 4, 9,
  ]);
});

describe('RestartBackOff', () => {
  const starts = (attempts: [finished: number | undefined, now: number][]) => {
    const backOff = new RestartBackOff({ maxMs: 300_000, reduced: false });
    return attempts.map(([finished, now]) => {
      const waiting = backOff.start('app', finished === undefined ? undefined : finished * 1000, now * 1000);
      return waiting === undefined ? 'starts' : `${waiting.delayMs / 1000} s until ${waiting.untilMs / 1000}`;
    });
  };

  test('a start without an exited instance is free and leaves no trace', () => {
    expect(
      starts([
        [undefined, 0],
        [5, 5],
        [6, 6],
      ]),
    ).toEqual(['starts', 'starts', '10 s until 16']);
  });

  test('each start after the wait doubles the delay, up to the maximum', () => {
    expect(
      starts([
        [0, 0],
        [1, 11],
        [12, 13],
        [12, 32],
        [33, 73],
        [74, 154],
        [155, 315],
        [316, 317],
      ]),
    ).toEqual(['starts', 'starts', '20 s until 32', 'starts', 'starts', 'starts', 'starts', '300 s until 616']);
  });

  test('an instance that ended more than 600 s after the last start begins anew', () => {
    expect(
      starts([
        [0, 0],
        [1, 11],
        [612, 612],
        [613, 614],
      ]),
    ).toEqual(['starts', 'starts', 'starts', '10 s until 623']);
  });

  test('so does an entry that nobody advanced for 600 s, waiting time included', () => {
    expect(
      starts([
        [0, 0],
        [1, 11],
        [12, 32],
        [33, 73],
        [74, 154],
        [155, 315],
        [700, 800],
        [700, 950],
        [951, 952],
      ]).slice(-3),
    ).toEqual(['300 s until 1000', 'starts', '10 s until 961']);
  });
});
