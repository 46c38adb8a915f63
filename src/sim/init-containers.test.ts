/** Init containers and sidecars: pkg/kubelet/kuberuntime/kuberuntime_container.go: computeInitContainerActions. */
import { expect, test } from 'vitest';
import { lines, picture, podAt, run, sketch } from '../testing/sim.ts';

const SHOWN = { only: ['Process', 'Pod'] as const };

test('init containers run one after the other; each step waits for the relist that sees the exit', () => {
  const trace = run(
    sketch(
      `
    initContainers:
    - {name: first, image: busybox:1.36, command: [sh, -c, "sleep 1"]}
    - {name: second, image: busybox:1.36, command: ["true"]}
    containers:
    - {name: app, image: busybox:1.36, command: [sleep, "3600"]}
  `,
      'duration: 8s',
    ),
  );
  expect(picture(trace, { only: ['Process', 'Pod', 'Conditions'] })).toBe(lines`
    0.0 Pod Pending: -
    0.0 PodScheduled=True
    0.0 Pod Pending: first waiting PodInitializing; second waiting PodInitializing; app waiting PodInitializing
    0.0 PodReadyToStartContainers=False, Initialized=False ContainersNotInitialized "containers with incomplete status: [first second]", Ready=False ContainersNotReady "containers with unready status: [app]", ContainersReady=False ContainersNotReady "containers with unready status: [app]", PodScheduled=True
    0.4 PodReadyToStartContainers=True, Initialized=False ContainersNotInitialized "containers with incomplete status: [first second]", Ready=False ContainersNotReady "containers with unready status: [app]", ContainersReady=False ContainersNotReady "containers with unready status: [app]", PodScheduled=True
    0.5 first starts
    0.5 Pod Pending: first running started; second waiting PodInitializing; app waiting PodInitializing
    1.5 first exits 0 Completed
    2.5 Pod Pending: first terminated Completed:0 ready; second waiting PodInitializing; app waiting PodInitializing
    2.5 PodReadyToStartContainers=True, Initialized=False ContainersNotInitialized "containers with incomplete status: [second]", Ready=False ContainersNotReady "containers with unready status: [app]", ContainersReady=False ContainersNotReady "containers with unready status: [app]", PodScheduled=True
    2.6 second starts
    2.6 second exits 0 Completed
    2.6 Pod Pending: first terminated Completed:0 ready; second running started; app waiting PodInitializing
    3.5 Pod Pending: first terminated Completed:0 ready; second terminated Completed:0 ready; app waiting PodInitializing
    3.5 PodReadyToStartContainers=True, Initialized=True, Ready=False ContainersNotReady "containers with unready status: [app]", ContainersReady=False ContainersNotReady "containers with unready status: [app]", PodScheduled=True
    3.6 app starts
    3.6 Pod Running: first terminated Completed:0 ready; second terminated Completed:0 ready; app running ready started
    3.6 PodReadyToStartContainers=True, Initialized=True, Ready=True, ContainersReady=True, PodScheduled=True
  `);
});

test('an init container that fails is started again with back-off; with Never the Pod fails', () => {
  const failing = (policy: string) =>
    picture(
      run(
        sketch(
          `
    restartPolicy: ${policy}
    initContainers:
    - {name: setup, image: busybox:1.36, command: ["false"]}
    containers:
    - {name: app, image: busybox:1.36, command: [sleep, "3600"]}
  `,
          'duration: 16s',
        ),
      ),
      SHOWN,
    );
  expect(failing('Always')).toBe(lines`
    0.0 Pod Pending: -
    0.0 Pod Pending: setup waiting PodInitializing; app waiting PodInitializing
    0.5 setup starts
    0.5 setup exits 1 Error
    0.5 Pod Pending: setup running started; app waiting PodInitializing
    1.5 Pod Pending: setup terminated Error:1; app waiting PodInitializing
    1.6 setup#2 starts
    1.6 setup#2 exits 1 Error
    1.6 Pod Pending: setup running started #1 last Error:1; app waiting PodInitializing
    2.5 setup is forgotten
    2.5 Pod Pending: setup terminated Error:1 #1 last Error:1; app waiting PodInitializing
    14.5 Pod Pending: setup waiting CrashLoopBackOff #1 last Error:1; app waiting PodInitializing
    14.6 setup#3 starts
    14.6 setup#3 exits 1 Error
    14.6 Pod Pending: setup running started #2 last Error:1; app waiting PodInitializing
    15.6 setup#2 is forgotten
    15.6 Pod Pending: setup terminated Error:1 #2 last Error:1; app waiting PodInitializing
  `);
  expect(failing('Never')).toBe(lines`
    0.0 Pod Pending: -
    0.0 Pod Pending: setup waiting PodInitializing; app waiting PodInitializing
    0.5 setup starts
    0.5 setup exits 1 Error
    0.5 Pod Pending: setup running started; app waiting PodInitializing
    1.5 Pod Pending: setup terminated Error:1; app waiting PodInitializing
    2.6 Pod Failed: setup terminated Error:1; app waiting PodInitializing
  `);
});

test('a sidecar holds the next step up until it runs and its startup probe succeeds; readiness does not count', () => {
  const trace = run(
    sketch(
      `
    initContainers:
    - name: proxy
      image: busybox:1.36
      restartPolicy: Always
      command: [sh, -c, "sleep 3; touch /tmp/up; sleep 3600"]
      startupProbe: {exec: {command: [cat, /tmp/up]}, periodSeconds: 2, failureThreshold: 9}
      readinessProbe: {exec: {command: ["false"]}, periodSeconds: 5}
    containers:
    - {name: app, image: busybox:1.36, command: [sleep, "3600"]}
  `,
      'duration: 8s',
    ),
  );
  expect(picture(trace, SHOWN)).toBe(lines`
    0.0 Pod Pending: -
    0.0 Pod Pending: proxy waiting PodInitializing; app waiting PodInitializing
    0.5 proxy starts
    0.5 Pod Pending: proxy running; app waiting PodInitializing
    4.4 Pod Pending: proxy running started; app waiting PodInitializing
    4.4 app starts
    4.4 Pod Running: proxy running started; app running ready started
  `);
});

test('a sidecar that fails its startup probe is killed and started again; the app waits', () => {
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 1
    initContainers:
    - name: proxy
      image: busybox:1.36
      restartPolicy: Always
      command: [sleep, "3600"]
      startupProbe: {exec: {command: ["false"]}, periodSeconds: 2, failureThreshold: 1}
    containers:
    - {name: app, image: busybox:1.36, command: [sleep, "3600"]}
  `,
      'duration: 6s',
    ),
  );
  expect(picture(trace, { only: ['Process', 'Event'], from: 1, container: 'proxy' })).toBe(lines`
    2.3 Warning Unhealthy (proxy): Startup probe failed:
    2.5 Normal Killing (proxy): Init container proxy failed startup probe
    4.5 proxy exits 137 SIGKILL Error
    4.6 Normal Pulled x2 (proxy): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    4.6 Normal Created x2 (proxy): Container created
    4.6 proxy#2 starts
    4.6 Normal Started x2 (proxy): Container started
  `);
});

test('when all main containers are down, they wait for the sidecar', () => {
  // recorded: an app with 10 s of back-off held for 45 s by a sidecar with 40 s
  const trace = run(
    sketch(
      `
    initContainers:
    - {name: proxy, image: busybox:1.36, restartPolicy: Always, command: [sh, -c, "sleep 3; exit 1"]}
    containers:
    - {name: app, image: busybox:1.36, command: [sh, -c, "sleep 4; exit 1"]}
  `,
      'duration: 30s',
    ),
  );
  expect(picture(trace, { only: ['Process', 'Decision'] })).toBe(lines`
    0.5 proxy starts
    0.6 app starts
    3.5 proxy exits 1 Error
    3.6 proxy#2 starts
    4.6 app exits 1 Error
    5.6 app#2 starts
    6.6 proxy#2 exits 1 Error
    7.5 proxy is forgotten
    7.5 back-off of proxy: 10 s
    9.6 app#2 exits 1 Error
    10.6 app is forgotten
    10.6 back-off of proxy: 10 s
    18.6 proxy#3 starts
    18.6 back-off of app: 10 s
    20.6 app#3 starts
    21.6 proxy#3 exits 1 Error
    21.6 proxy#2 is forgotten
    21.6 back-off of proxy: 20 s
    24.6 app#3 exits 1 Error
    24.6 app#2 is forgotten
    24.6 back-off of proxy: 20 s
  `);
});

test('a container rule decides by exit code, before its own restartPolicy', () => {
  // pkg/api/v1/pod/util.go: ContainerShouldRestart
  const trace = run(
    sketch(
      `
    restartPolicy: Never
    containers:
    - name: app
      image: busybox:1.36
      command: [sh, -c, "test -e /data/x && exit 1; touch /data/x; exit 42"]
      restartPolicy: Never
      restartPolicyRules: [{action: Restart, exitCodes: {operator: In, values: [42]}}]
      volumeMounts: [{name: data, mountPath: /data}]
    volumes: [{name: data, emptyDir: {}}]
  `,
      'duration: 8s',
    ),
  );
  expect(picture(trace, SHOWN)).toBe(lines`
    0.0 Pod Pending: -
    0.0 Pod Pending: app waiting ContainerCreating
    0.5 app starts
    0.5 app exits 42 Error
    0.5 Pod Running: app running ready started
    1.5 Pod Running: app terminated Error:42
    1.6 app#2 starts
    1.6 app#2 exits 1 Error
    1.6 Pod Running: app running ready started #1 last Error:42
    2.5 app is forgotten
    2.5 Pod Running: app terminated Error:1 #1 last Error:42
    3.6 Pod Failed: app terminated Error:1 #1 last Error:42
  `);
});

test('RestartAllContainers: if the sandbox is gone with the container, a new one comes first, whatever the restart policy', () => {
  // Recorded on a v1.36.2 node; pkg/kubelet/kuberuntime/kuberuntime_manager.go: computePodActions
  const trace = run(
    sketch(
      `
    restartPolicy: Never
    initContainers: [{name: setup, image: busybox:1.36, command: ["true"]}]
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, "3600"]
      restartPolicy: Never
      restartPolicyRules: [{action: RestartAllContainers, exitCodes: {operator: In, values: [137]}}]
    - {name: two, image: busybox:1.36, command: [sleep, "3600"]}
  `,
      'duration: 12s\nactions: [{at: 4s, do: sandbox-stop}]',
    ),
  );
  expect(picture(trace, { only: ['Process', 'Phase'], from: 3.9, digits: 0 })).toBe(lines`
    4 app exits 137 SIGKILL Error
    4 two exits 137 SIGKILL Error
    5 setup is forgotten
    5 two is forgotten
    5 app is forgotten
    5 setup#2 starts
    5 setup#2 exits 0 Completed
    5 phase Pending
    6 phase Running
    6 app#2 starts
    6 two#2 starts
  `);
  // What goes with the sandbox is counted twice: it is missing before the others go, and after
  expect(podAt(trace)?.status).toMatchObject({
    phase: 'Running',
    initContainerStatuses: [{ restartCount: 2 }],
    containerStatuses: [{ restartCount: 1 }, { restartCount: 1 }],
  });
});

test('with the records of init containers the kubelet removes their logs: what was not seen running counts no restart', () => {
  // Recording sandbox-down-resets-count; pkg/kubelet/kuberuntime/kuberuntime_container.go: purgeInitContainers, calcRestartCountByLogDir;
  // pkg/kubelet/kubelet_pods.go: convertContainerStatus counts one more only if it sees the new instance running
  const trace = run(
    sketch(
      `
    restartPolicy: OnFailure
    initContainers:
    - {name: side, image: busybox:1.36, command: [sleep, "3600"], restartPolicy: Always}
    - {name: setup, image: busybox:1.36, command: [sleep, "0.5"]}
    containers: [{name: app, image: busybox:1.36, command: [sleep, "3600"]}]
  `,
      'duration: 12s\nactions: [{at: 6s, do: sandbox-stop}]',
    ),
  );
  const starts = picture(trace, { only: ['Process'], digits: 0 })
    .split('\n')
    .filter((line) => line.includes('setup') && line.includes('starts'));
  expect(starts).toHaveLength(2);
  expect(podAt(trace)?.status.initContainerStatuses?.map(({ name, restartCount }) => [name, restartCount])).toEqual([
    ['side', 1],
    ['setup', 0],
  ]);
  expect(podAt(trace)?.status.initContainerStatuses?.[1]?.lastState.terminated?.reason).toBe('Completed');
});

test('RestartAllContainers goes on although the container that brought it about went with its sandbox', () => {
  // Recorded on a v1.36.2 node; pkg/kubelet/container/helpers.go: ShouldAllContainersRestart
  const trace = run(
    sketch(
      `
    initContainers:
    - name: side
      image: busybox:1.36
      command: [sleep, "3600"]
      restartPolicy: Always
      restartPolicyRules: [{action: RestartAllContainers, exitCodes: {operator: NotIn, values: [0]}}]
    containers: [{name: app, image: busybox:1.36, command: [sleep, "3600"]}]
  `,
      'duration: 12s\nactions: [{at: 4s, do: sandbox-stop}]',
    ),
  );
  expect(picture(trace, { only: ['Process'], from: 3.9, digits: 0 })).toBe(lines`
    4 side exits 137 SIGKILL Error
    4 app exits 137 SIGKILL Error
    5 side is forgotten
    5 app is forgotten
    5 side#2 starts
    5 app#2 starts
  `);
});

test('RestartAllContainers: all go without preStop, one after the other, and all start anew without back-off', () => {
  // recorded: the true exit code is lost, restartCount + 1 for every container
  const trace = run(
    sketch(
      `
    restartPolicy: Always
    initContainers:
    - {name: setup, image: busybox:1.36, command: ["true"]}
    containers:
    - name: app
      image: busybox:1.36
      command: [sh, -c, "test -e /data/x && sleep 3600; touch /data/x; sleep 3; exit 42"]
      restartPolicy: Always
      restartPolicyRules: [{action: RestartAllContainers, exitCodes: {operator: In, values: [42]}}]
      volumeMounts: [{name: data, mountPath: /data}]
    - name: other
      image: busybox:1.36
      command: [sleep, "3600"]
      lifecycle: {preStop: {exec: {command: [sleep, "5"]}}}
    volumes: [{name: data, emptyDir: {}}]
  `,
      'duration: 12s',
    ),
  );
  expect(picture(trace, { only: ['Process', 'Signal', 'Hook', 'Pod', 'Event'], from: 3 })).toBe(lines`
    4.6 app exits 42 Error
    5.5 other gets SIGTERM, ignores it
    5.5 Normal Killing (other): killing
    5.5 Pod Running: setup terminated Completed:0 ready; app terminated Error:42; other running ready started
    7.5 other gets SIGKILL
    7.5 other exits 137 SIGKILL Error
    7.6 other is forgotten
    7.6 setup is forgotten
    7.6 app is forgotten
    7.6 Normal Pulled x2 (setup): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    7.6 Pod Running: setup waiting RestartingAllContainers ready #1 last RestartingAllContainers:137; app waiting RestartingAllContainers #1 last RestartingAllContainers:137; other waiting RestartingAllContainers #1 last RestartingAllContainers:137
    7.6 Normal Created x2 (setup): Container created
    7.6 setup#2 starts
    7.6 setup#2 exits 0 Completed
    7.7 Normal Started x2 (setup): Container started
    7.7 Pod Pending: setup running started #1 last RestartingAllContainers:137; app waiting PodInitializing #1 last RestartingAllContainers:137; other waiting PodInitializing #1 last RestartingAllContainers:137
    8.6 Normal Pulled x2 (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    8.6 Pod Running: setup terminated Completed:0 ready #1 last RestartingAllContainers:137; app waiting PodInitializing #1 last RestartingAllContainers:137; other waiting PodInitializing #1 last RestartingAllContainers:137
    8.6 Normal Created x2 (app): Container created
    8.6 app#2 starts
    8.6 Normal Started x2 (app): Container started
    8.6 Normal Pulled x2 (other): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    8.6 Normal Created x2 (other): Container created
    8.7 other#2 starts
    8.7 Normal Started x2 (other): Container started
    8.7 Pod Running: setup terminated Completed:0 ready #1 last RestartingAllContainers:137; app running ready started #1 last RestartingAllContainers:137; other running ready started #1 last RestartingAllContainers:137
  `);
  // kubelet_pods.go: convertToAPIContainerStatuses, recorded: what was shown to have ended keeps the rest of its status; of what ran nothing is left
  const [app, other] = podAt(trace, 7.63)?.status.containerStatuses ?? [];
  const why = { reason: 'RestartingAllContainers', message: 'The container is removed because RestartAllContainers in place' };
  const taken = { state: { waiting: why }, lastState: { terminated: { ...why, exitCode: 137, startedAt: null, finishedAt: null } } };
  expect(app).toMatchObject({ ...taken, imageID: expect.stringContaining('busybox@sha256:'), containerID: expect.stringMatching(/^containerd:/) });
  expect(other).toMatchObject({ ...taken, image: 'busybox:1.36', imageID: '' });
  expect(other).not.toHaveProperty('containerID');
});

test('a sandbox that goes behind the kubelet: everything again, init containers too', () => {
  // recorded: SandboxChanged, phase Pending while init runs, new address
  const trace = run(
    sketch(
      `
    initContainers:
    - {name: setup, image: busybox:1.36, command: [sh, -c, "sleep 1"]}
    containers:
    - {name: app, image: busybox:1.36, command: [sleep, "3600"]}
  `,
      `
    duration: 14s
    actions: [{at: 5s, do: sandbox-stop}]
  `,
    ),
  );
  expect(picture(trace, { only: ['Process', 'Pod', 'Event', 'Signal'], from: 5 })).toBe(lines`
    5.0 app exits 137 SIGKILL Error
    5.5 setup is forgotten
    5.5 Normal SandboxChanged: Pod sandbox changed, it will be killed and re-created.
    5.5 Pod Running: setup terminated Completed:0 ready; app terminated Error:137
    5.6 Normal Pulled x2 (setup): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    5.7 Normal Created x2 (setup): Container created
    5.7 setup#2 starts
    5.7 Normal Started x2 (setup): Container started
    5.7 Pod Pending: setup running started #1 last Completed:0; app terminated Error:137
    6.7 setup#2 exits 0 Completed
    7.5 Normal Pulled x2 (app): Container image "busybox:1.36" already present on machine and can be accessed by the pod
    7.6 Pod Running: setup terminated Completed:0 ready #1 last Completed:0; app terminated Error:137
    7.6 Normal Created x2 (app): Container created
    7.6 app#2 starts
    7.6 Normal Started x2 (app): Container started
    7.6 Pod Running: setup terminated Completed:0 ready #1 last Completed:0; app running ready started #1 last Error:137
  `);
});

test('several containers: killed and started one after the other within a sync', () => {
  // kuberuntime_manager.go: SyncPod; recorded: the second is killed 20 ms after the first has been started again
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 4
    containers:
    - {name: one, image: busybox:1.36, command: [sleep, "3600"], livenessProbe: {exec: {command: ["false"]}, periodSeconds: 3, failureThreshold: 1}}
    - {name: two, image: busybox:1.36, command: [sleep, "3600"], livenessProbe: {exec: {command: ["false"]}, periodSeconds: 3, failureThreshold: 1}}
  `,
      'duration: 14s',
    ),
  );
  expect(picture(trace, { only: ['Process', 'Signal', 'Probe'], from: 2 })).toBe(lines`
    3.3 liveness of one fails
    3.3 liveness of two fails
    3.3 one gets SIGTERM, ignores it
    7.4 one gets SIGKILL
    7.4 one exits 137 SIGKILL Error
    7.4 one#2 starts
    7.5 two gets SIGTERM, ignores it
    9.3 liveness of one#2 fails
    11.5 two gets SIGKILL
    11.5 two exits 137 SIGKILL Error
    11.6 two#2 starts
    11.6 one#2 gets SIGTERM, ignores it
    12.3 liveness of two#2 fails
  `);
});

test('while one container is killed, a crashed neighbour waits', () => {
  // recorded: it shows Running until the kill is over
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 6
    containers:
    - {name: stubborn, image: busybox:1.36, command: [sleep, "3600"], livenessProbe: {exec: {command: ["false"]}, periodSeconds: 3, failureThreshold: 1}}
    - {name: crasher, image: busybox:1.36, command: [sh, -c, "sleep 4; exit 1"]}
  `,
      'duration: 12s',
    ),
  );
  expect(picture(trace, { only: ['Process', 'Signal', 'Pod'], from: 3 })).toBe(lines`
    3.3 stubborn gets SIGTERM, ignores it
    4.6 crasher exits 1 Error
    9.4 stubborn gets SIGKILL
    9.4 stubborn exits 137 SIGKILL Error
    9.4 stubborn#2 starts
    9.5 Pod Running: crasher terminated Error:1; stubborn running ready started #1 last Error:137
    9.5 crasher#2 starts
    9.5 Pod Running: crasher running ready started #1 last Error:1; stubborn running ready started #1 last Error:137
  `);
});

test('Never: a probe that fails the only container ends the Pod, without the grace period of the probe', () => {
  // computePodActions: nothing kept and nothing to start makes it a whole-Pod kill
  const killed = (others: string) =>
    picture(
      run(
        sketch(
          `
    restartPolicy: Never
    terminationGracePeriodSeconds: 5
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, "3600"]
      livenessProbe: {exec: {command: ["false"]}, periodSeconds: 2, failureThreshold: 1, terminationGracePeriodSeconds: 2}
    ${others}
  `,
          'duration: 12s',
        ),
      ),
      { only: ['Decision', 'Signal', 'Event', 'Phase'], from: 2.1 },
    );
  expect(killed('')).toBe(lines`
    2.3 kill app (pod), grace 5 s
    2.3 app gets SIGTERM, ignores it
    2.3 Warning Unhealthy (app): Liveness probe failed:
    2.3 Normal Killing (app): Stopping container app
    7.4 app gets SIGKILL
    8.6 phase Failed
  `);
  expect(killed('- {name: other, image: busybox:1.36, command: [sleep, "3600"]}')).toBe(lines`
    2.3 Warning Unhealthy (app): Liveness probe failed:
    2.5 kill app (liveness), grace 2 s
    2.5 app gets SIGTERM, ignores it
    2.5 Normal Killing (app): Container app failed liveness probe
    4.5 app gets SIGKILL
  `);
});

test('in a new sandbox an init container counts on from the instance that was forgotten with the old one', () => {
  // kuberuntime_container.go: startContainer: restartCount
  const trace = run(
    sketch(
      `
    initContainers: [{name: setup, image: busybox:1.36, command: ["true"]}]
    containers: [{name: app, image: busybox:1.36, command: [sleep, "3600"]}]
  `,
      'duration: 12s\nactions: [{at: 4s, do: sandbox-stop}]',
    ),
  );
  expect(picture(trace, { only: ['Pod'], from: 4.6 })).toBe(lines`
    4.7 Pod Pending: setup running started #1 last Completed:0; app terminated Error:137
    5.5 Pod Running: setup terminated Completed:0 ready #1 last Completed:0; app terminated Error:137
    5.6 Pod Running: setup terminated Completed:0 ready #1 last Completed:0; app running ready started #1 last Error:137
  `);
});
