/** What the API is told, and when: pkg/kubelet/status/status_manager.go, pkg/kubelet/kubelet_pods.go. */
import { expect, test } from 'vitest';
import { lines, picture, podAt, run, sketch } from '../../../testing/sim.ts';

test('an ordinary start takes three patches of the kubelet', () => {
  // recorded: first status, PodReadyToStartContainers, running with the address
  const trace = run(
    sketch(
      `
    containers:
    - {name: app, image: busybox:1.36, command: [sleep, "3600"]}
  `,
      'duration: 3s',
    ),
  );
  const patches = trace.records.flatMap((record) =>
    record.kind === 'Pod' && record.rule === 'status.patch'
      ? [
          [
            record.object.status.podIP ?? 'no address',
            record.object.status.phase,
            record.object.status.conditions
              ?.filter(({ status }) => status === 'True')
              .map(({ type }) => type)
              .join(' '),
          ].join(', '),
        ]
      : [],
  );
  expect(patches).toEqual([
    'no address, Pending, Initialized PodScheduled',
    'no address, Pending, PodReadyToStartContainers Initialized PodScheduled',
    '10.244.1.2, Running, PodReadyToStartContainers Initialized Ready ContainersReady PodScheduled',
  ]);
  expect(podAt(trace)?.status).toMatchObject({ observedGeneration: 1, hostIP: '192.168.77.1', startTime: '2026-01-01T00:00:00Z', qosClass: 'BestEffort' });
});

test('a startup success without a readiness probe gives two patches: started, then ready', () => {
  // SetContainerStartup before the sync; recorded 6 to 8 ms apart
  const trace = run(
    sketch(
      `
    containers:
    - {name: app, image: busybox:1.36, command: [sleep, "3600"], startupProbe: {exec: {command: ["true"]}, periodSeconds: 3}}
  `,
      'duration: 8s',
    ),
  );
  expect(picture(trace, { only: ['Pod'], from: 1 })).toBe(lines`
    3.4 Pod Running: app running started
    3.5 Pod Running: app running ready started
  `);
});

test('a new instance under a startup probe: started goes first, then ready', () => {
  // worker.go: doProbe publishes Unknown; the status that inherited "started" follows; recorded: 2 to 3 ms apart
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 1
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, "3600"]
      startupProbe: {exec: {command: ["true"]}, periodSeconds: 4}
      livenessProbe: {exec: {command: ["false"]}, periodSeconds: 3, failureThreshold: 3}
  `,
      'duration: 22s',
    ),
  );
  expect(picture(trace, { only: ['Pod'], from: 8, to: 20 })).toBe(lines`
    14.5 Pod Running: app running ready started #1 last Error:137
    16.3 Pod Running: app running ready #1 last Error:137
    16.3 Pod Running: app running #1 last Error:137
  `);
});

test('readiness gates are written by others and reach Ready by a sync', () => {
  const trace = run(
    sketch(
      `
    readinessGates: [{conditionType: example.com/open}]
    containers:
    - {name: app, image: busybox:1.36, command: [sleep, "3600"]}
  `,
      `
    duration: 10s
    actions:
    - {at: 4s, do: patch-status, type: strategic, patch: {status: {conditions: [{type: example.com/open, status: "True"}]}}}
  `,
    ),
  );
  expect(picture(trace, { only: ['Conditions'], from: 0.45 })).toBe(lines`
    0.5 PodReadyToStartContainers=True, Initialized=True, Ready=False ReadinessGatesNotReady "corresponding condition of pod readiness gate "example.com/open" does not exist.", ContainersReady=True, PodScheduled=True
    4.0 example.com/open=True, PodReadyToStartContainers=True, Initialized=True, Ready=False ReadinessGatesNotReady "corresponding condition of pod readiness gate "example.com/open" does not exist.", ContainersReady=True, PodScheduled=True
    4.0 example.com/open=True, PodReadyToStartContainers=True, Initialized=True, Ready=True, ContainersReady=True, PodScheduled=True
  `);
});

test('conditions change their time only with their status', () => {
  const trace = run(
    sketch(
      `
    containers:
    - {name: app, image: busybox:1.36, command: [sh, -c, "sleep 3; exit 1"]}
  `,
      'duration: 9s',
    ),
  );
  const times = (type: string) =>
    trace.records
      .flatMap((record) =>
        record.kind === 'Pod'
          ? (record.object.status.conditions ?? [])
              .filter((condition) => condition.type === type)
              .map(({ status, lastTransitionTime }) => `${status} ${lastTransitionTime?.slice(17, 19)}`)
          : [],
      )
      .filter((text, index, all) => text !== all[index - 1])
      .join(', ');
  expect(times('Ready')).toBe(lines`False 00, True 00, False 03, True 03, False 07`);
  expect(times('Initialized')).toBe('True 00');
});

test('the record of a running container goes: ContainerStatusUnknown as lastState, one restart more', () => {
  const trace = run(
    sketch(
      `
    containers:
    - {name: app, image: busybox:1.36, command: [sleep, "3600"]}
    - {name: other, image: busybox:1.36, command: [sleep, "3600"]}
  `,
      `
    duration: 8s
    actions: [{at: 4s, do: remove-container-records, containers: [app], running: true}]
  `,
    ),
  );
  expect(picture(trace, { only: ['Process', 'Pod'], from: 3 })).toBe(lines`
    4.0 app exits 137 SIGKILL Error
    4.0 app is forgotten
    4.5 Pod Running: app waiting ContainerCreating #1 last ContainerStatusUnknown:137; other running ready started
    4.6 app#2 starts
    4.6 Pod Running: app running ready started #1 last ContainerStatusUnknown:137; other running ready started
  `);
});

test('the termination message: the file, or the end of the log if asked for', () => {
  // pkg/kubelet/kuberuntime/kuberuntime_container.go: getTerminationMessage
  const message = (script: string, more = '') => {
    const trace = run(
      sketch(
        `
      restartPolicy: Never
      containers:
      - {name: app, image: busybox:1.36, command: [sh, -c, "${script}"]${more}}
    `,
        'duration: 5s',
      ),
    );
    return podAt(trace)?.status.containerStatuses?.[0]?.state.terminated?.message;
  };
  expect(message('echo done > /dev/termination-log; exit 1')).toBe('done\n');
  expect(message('echo lost; exit 1')).toBeUndefined();
  expect(message('echo why; exit 1', ', terminationMessagePolicy: FallbackToLogsOnError')).toContain('why');
  expect(message('echo fine; exit 0', ', terminationMessagePolicy: FallbackToLogsOnError')).toBeUndefined();
});

test('conditions of others stay as they are and where they are, a DisruptionTarget too, when the Pod ends', () => {
  // status_manager.go: mergePodStatus: only the kubelet's own DisruptionTarget is sent, with the terminal phase
  const patch = (at: string, condition: string) => `{at: ${at}, do: patch-status, type: strategic, patch: {status: {conditions: [${condition}]}}}`;
  const trace = run(
    sketch(
      'restartPolicy: Never\ncontainers: [{name: app, image: busybox:1.36, command: [sleep, "6"]}]',
      `duration: 12s\nactions: [${patch('2s', '{type: example.com/seen, status: "True"}')}, ${patch('3s', '{type: DisruptionTarget, status: "True", reason: PreemptionByScheduler}')}]`,
    ),
  );
  const types = podAt(trace)?.status.conditions?.map(({ type, reason }) => [type, reason].join(' ').trim());
  expect(types).toEqual([
    'DisruptionTarget PreemptionByScheduler',
    'example.com/seen',
    'PodReadyToStartContainers',
    'Initialized PodCompleted',
    'Ready PodCompleted',
    'ContainersReady PodCompleted',
    'PodScheduled',
  ]);
});

test('a Pod that does not always restart hides that its init containers run again: such a status is dropped', () => {
  // pkg/kubelet/status/status_manager.go: checkContainerStateTransition
  const trace = run(
    sketch(
      `
    restartPolicy: OnFailure
    initContainers: [{name: setup, image: "busybox:1.36", command: [sh, -c, "sleep 4"]}]
    containers: [{name: app, image: "busybox:1.36", command: [sleep, "3600"]}]
  `,
      'duration: 30s\nactions: [{at: 15s, do: sandbox-stop}]',
    ),
  );
  expect(picture(trace, { only: ['Pod', 'Process'], from: 15 })).toBe(lines`
    15.0 app exits 137 SIGKILL Error
    15.6 setup is forgotten
    15.6 Pod Running: setup terminated Completed:0 ready; app terminated Error:137
    15.8 setup#2 starts
    19.8 setup#2 exits 0 Completed
    20.6 Pod Running: setup terminated Completed:0 ready #1 last Completed:0; app terminated Error:137
    20.7 app#2 starts
    20.7 Pod Running: setup terminated Completed:0 ready #1 last Completed:0; app running ready started #1 last Error:137
  `);
});

test('a Pod that ends before its main container could start: that counts as started once the last init step is done', () => {
  // pkg/kubelet/status/status_manager.go: hasPodInitialized
  const last = (init: string) => {
    const trace = run(
      sketch(
        `initContainers: [{name: init, image: "busybox:1.36", ${init}}]\ncontainers: [{name: app, image: "shop/app:1"}]`,
        'duration: 30s\nimages: [{image: "shop/*", pullError: notFound}]\nactions: [{at: 8s, do: delete, gracePeriodSeconds: 2}]',
      ),
    );
    return /app .*/.exec(
      picture(trace, { only: ['Pod'] })
        .split('\n')
        .at(-2) ?? '',
    )?.[0];
  };
  expect(last('command: ["true"]')).toBe('app terminated ContainerStatusUnknown:137');
  expect(last('restartPolicy: Always, command: [sleep, "3600"]')).toBe('app terminated ContainerStatusUnknown:137');
  expect(last('command: [sleep, "3600"]')).toBe('app waiting PodInitializing');
});

test('a readiness gate that opens while containers are not ready asks for no sync, and so for no probe', () => {
  // pkg/kubelet/status/status_manager.go: NeedToReconcilePodReadiness
  const trace = run(
    sketch(
      `
    readinessGates: [{conditionType: example.com/open}]
    containers: [{name: app, image: "busybox:1.36", command: [sleep, "3600"], readinessProbe: {exec: {command: ["false"]}}}]
  `,
      'duration: 9s\nactions: [{at: 5s, do: patch-status, type: strategic, patch: {status: {conditions: [{type: example.com/open, status: "True"}]}}}]',
    ),
  );
  expect(picture(trace, { only: ['Probe', 'Sync'], from: 4 })).toBe('');
});
