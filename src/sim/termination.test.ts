/** Deletes, kills and the end of a Pod: pkg/kubelet/kubelet.go: SyncTerminatingPod, pkg/kubelet/pod_workers.go. */
import { expect, test } from 'vitest';
import { lines, picture, podAt, run, sketch, times } from '../testing/sim.ts';

/** One container that does nothing about SIGTERM, unless said otherwise. */
function app(actions: string, more = '', command = 'sleep 3600', duration = '40s'): string {
  return sketch(
    `
    ${more === '' ? 'terminationGracePeriodSeconds: 8' : more}
    containers:
    - {name: app, image: busybox:1.36, command: [sh, -c, "${command}"]}
  `,
    `
    duration: ${duration}
    actions: ${actions}
  `,
  );
}

const ALL = ['Action', 'Signal', 'Process', 'Pod', 'Event'] as const;

test('a delete: SIGTERM, the grace period, SIGKILL, and the object goes once everything is down', () => {
  expect(picture(run(app('[{at: 5s, do: delete}]')), { only: ALL, from: 5 })).toBe(lines`
    5.0 delete
    5.0 Pod Running deleting(8): app running ready started
    5.0 app gets SIGTERM, ignores it
    5.0 Normal Killing (app): Stopping container app
    13.0 app gets SIGKILL
    13.0 app exits 137 SIGKILL Error
    13.2 Pod Failed deleting(8): app terminated Error:137
    13.6 app is forgotten
    13.6 Pod Failed deleting(0): app terminated Error:137
    13.6 Pod is gone
  `);
});

test('SIGTERM before the program has its handlers is lost; a shell has them at once', () => {
  // Recorded: conformance/status/08-pod-and-status-lifecycle, SIGTERM 11 ms after the start; kernel/signal.c: sig_task_ignored
  const sent = (afterMs: number, command: string, latency = '{}') =>
    picture(
      run(
        sketch(
          `containers: [{name: app, image: "shop/app:1"${command}}]`,
          `
    duration: 1s
    cluster: {latency: ${latency}}
    workloads: {app: {onTerm: {exitAfter: 0s, code: 7}}}
    actions: [{at: app.start, plus: ${afterMs}ms, do: signal, container: app, signal: SIGTERM}]
  `,
        ),
      ),
      { only: ['Process'] },
    );
  expect(sent(11, '')).toBe('0.5 app starts');
  expect(sent(40, '')).toBe(lines`
    0.5 app starts
    0.5 app exits 7 Error
  `);
  expect(sent(0, ', command: [sh, -c, "while true; do sleep 1; done"]')).toBe(sent(40, ''));
  expect(sent(40, '', '{programStart: 1s}')).toBe('0.5 app starts');
});

test('a program that is known has its handlers when its model has them, whatever it is declared to do then', () => {
  // test/e2e/common/node/lifecycle_hook.go: "prestop hook using sleep action with zero duration", deleted as soon as it is Running
  const ends = (container: string, latency = '{}') =>
    picture(
      run(
        sketch(
          `terminationGracePeriodSeconds: 9\ncontainers: [{name: app, ${container}, lifecycle: {preStop: {sleep: {seconds: 0}}}}]`,
          `
    duration: 20s
    cluster: {latency: ${latency}}
    workloads: {app: {onTerm: {exitAfter: 0s, code: 0}}}
    actions: [{at: app.start, plus: 20ms, do: signal, container: app, signal: SIGTERM}]
  `,
        ),
      ),
      { only: ['Process'], to: 0.6 },
    );
  const left = lines`
    0.5 app starts
    0.5 app exits 0 Completed
  `;
  expect(ends('image: "registry.k8s.io/pause:3.10.2"')).toBe(left);
  expect(ends('image: "registry.k8s.io/e2e-test-images/agnhost:2.63.0", args: [pause]')).toBe(left);
  expect(ends('image: "registry.k8s.io/pause:3.10.2"', '{programStart: 1s}')).toBe('0.5 app starts');
});

test('a program that leaves on SIGTERM ends the Pod Succeeded, whatever its restartPolicy', () => {
  // kubelet_pods.go: getPhase with podIsTerminal
  expect(
    picture(run(app('[{at: 5s, do: delete}]', '', "trap 'exit 0' TERM; sleep 3600 & wait")), { only: ['Signal', 'Process', 'Phase'], from: 5 }),
  ).toBe(lines`
    5.0 phase Running deleting(8)
    5.0 app gets SIGTERM
    5.0 app exits 0 Completed
    5.1 phase Succeeded deleting(8)
    5.5 app is forgotten
    5.6 phase Succeeded deleting(0)
    5.6 gone
  `);
});

test('a delete right after the start waits for the next relist; one of a quiet Pod is carried out at once', () => {
  // pkg/kubelet/container/cache.go: GetNewerThan; recorded: 0.62 s (0.02 to 1.39), against 9 ms (4 to 35)
  const delays = (at: string) =>
    Array.from({ length: 40 }, (_, seed) => {
      const trace = run(app(`[{at: ${at}, do: delete, gracePeriodSeconds: 1}]`, '', 'sleep 3600', '12s'), { seed });
      return (times(trace, /SIGTERM/)[0] ?? 0) - (times(trace, /delete/)[0] ?? 0);
    }).sort((a, b) => a - b);
  const soon = delays('app.ready+50ms');
  expect([soon[0], soon[20], soon.at(-1)].map((s) => s?.toFixed(1))).toEqual(['0.0', '0.6', '1.9']);
  expect(delays('8s').at(-1)).toBeLessThan(0.03);
});

test('force delete: the object is gone at once, the kubelet gives 1 s to preStop and 2 s to the process', () => {
  // pod_workers.go: calculateEffectiveGracePeriod; recorded
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 30
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, "3600"]
      lifecycle: {preStop: {exec: {command: [sleep, "10"]}}}
  `,
      `
    duration: 12s
    actions: [{at: 5s, do: force-delete}]
  `,
    ),
  );
  expect(picture(trace, { only: ['Action', 'Signal', 'Process', 'Hook', 'Pod', 'Event'], from: 5 })).toBe(lines`
    5.0 delete --force
    5.0 Pod Running deleting(0): app running ready started
    5.0 Pod is gone
    5.0 preStop of app starts
    5.0 Normal Killing (app): Stopping container app
    6.0 preStop of app is cut
    6.0 app gets SIGTERM, ignores it
    8.0 app gets SIGKILL
    8.0 app exits 137 SIGKILL Error
    8.0 Warning FailedPreStopHook (app): PreStopHook failed
    8.5 app is forgotten
  `);
});

test('a force delete does not stop a kill that is under way', () => {
  // kubelet.go: SyncTerminatingPod has a context of its own; recorded with a grace of 12 s
  expect(picture(run(app('[{at: 5s, do: delete}, {at: 8s, do: force-delete}]')), { only: ['Action', 'Signal', 'Process', 'Phase'], from: 5 })).toBe(lines`
    5.0 delete
    5.0 phase Running deleting(8)
    5.0 app gets SIGTERM, ignores it
    8.0 delete --force
    8.0 phase Running deleting(0)
    8.0 gone
    13.0 app gets SIGKILL
    13.0 app exits 137 SIGKILL Error
    13.6 app is forgotten
  `);
});

test('a shorter second delete changes the object, not the kill', () => {
  expect(
    picture(run(app('[{at: 5s, do: delete}, {at: 7s, do: delete, gracePeriodSeconds: 1}]')), { only: ['Action', 'Signal', 'Process', 'Phase'], from: 5 }),
  ).toBe(lines`
    5.0 delete
    5.0 phase Running deleting(8)
    5.0 app gets SIGTERM, ignores it
    7.0 delete --grace-period=1
    7.0 phase Running deleting(1)
    13.0 app gets SIGKILL
    13.0 app exits 137 SIGKILL Error
    13.2 phase Failed deleting(1)
    13.6 app is forgotten
    13.6 phase Failed deleting(0)
    13.6 gone
  `);
});

test('with a grace period of 0 in the spec a plain delete is a force delete', () => {
  // pkg/registry/core/pod/strategy.go: CheckGracefulDelete
  expect(
    picture(run(app('[{at: 5s, do: delete}]', 'terminationGracePeriodSeconds: 0')), { only: ['Action', 'Signal', 'Process', 'Phase'], from: 5 }),
  ).toBe(lines`
    5.0 delete
    5.0 phase Running deleting(0)
    5.0 gone
    5.0 app gets SIGTERM, ignores it
    7.0 app gets SIGKILL
    7.0 app exits 137 SIGKILL Error
    7.5 app is forgotten
  `);
});

test('a finalizer keeps the object, with grace 0, until it is taken away', () => {
  const text = app('[{at: 5s, do: delete, gracePeriodSeconds: 1}, {at: 12s, do: remove-finalizer, finalizer: example.com/hold}]').replace(
    'labels: {app: web}',
    'finalizers: [example.com/hold]',
  );
  expect(picture(run(text), { only: ['Action', 'Phase'], from: 5 })).toBe(lines`
    5.0 delete --grace-period=1
    5.0 phase Running deleting(1)
    7.2 phase Failed deleting(1)
    7.6 phase Failed deleting(0)
    12.0 remove-finalizer
    12.0 gone
  `);
});

test('of several finalizers each is taken away for itself, the last lets the object go', () => {
  const actions =
    '[{at: 5s, do: delete}, {at: 16s, do: remove-finalizer, finalizer: example.com/a}, {at: 20s, do: remove-finalizer, finalizer: example.com/b}]';
  const trace = run(app(actions).replace('name: web, ', 'name: web, finalizers: [example.com/a, example.com/b], '));
  const finalizers = trace.records.flatMap((record) =>
    record.kind === 'Pod' && record.t > 15_000 ? [`${Math.round(record.t / 1000)} ${record.type} ${record.object.metadata.finalizers?.join(' ') ?? '-'}`] : [],
  );
  expect(finalizers).toEqual(['16 MODIFIED example.com/b', '20 DELETED example.com/b']);
});

test('a Pod that nobody has scheduled is gone at once', () => {
  expect(picture(run(app('[{at: 5s, do: delete}]', 'nodeSelector: {disk: ssd}')), { only: ['Action', 'Phase'] })).toBe(lines`
    0.0 phase Pending
    5.0 delete
    5.0 phase Pending deleting(0)
    5.0 gone
  `);
});

test('a finished Pod shows its exit at once, its terminal phase two relists later', () => {
  // status_manager.go: mergePodStatus withholds it until the worker is done; recorded: 1.9 s (1.3 to 2.2)
  expect(picture(run(app('[]', 'restartPolicy: Never', 'sleep 3; exit 0', '10s')), { only: ['Process', 'Pod', 'Conditions'], from: 2 })).toBe(lines`
    3.5 app exits 0 Completed
    3.5 Pod Running: app terminated Completed:0
    3.5 PodReadyToStartContainers=True, Initialized=True PodCompleted, Ready=False PodCompleted, ContainersReady=False PodCompleted, PodScheduled=True
    4.6 Pod Succeeded: app terminated Completed:0
    4.6 PodReadyToStartContainers=False, Initialized=True PodCompleted, Ready=False PodCompleted, ContainersReady=False PodCompleted, PodScheduled=True
  `);
});

test('a whole-Pod kill is parallel; the status stands still until all are down', () => {
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 6
    containers:
    - {name: quick, image: busybox:1.36, command: [sh, -c, "trap 'exit 0' TERM; sleep 3600 & wait"]}
    - {name: slow, image: busybox:1.36, command: [sleep, "3600"]}
  `,
      `
    duration: 20s
    actions: [{at: 5s, do: delete}]
  `,
    ),
  );
  expect(picture(trace, { only: ['Signal', 'Process', 'Pod'], from: 5 })).toBe(lines`
    5.0 Pod Running deleting(6): quick running ready started; slow running ready started
    5.0 slow gets SIGTERM, ignores it
    5.0 quick gets SIGTERM
    5.0 quick exits 0 Completed
    11.0 slow gets SIGKILL
    11.0 slow exits 137 SIGKILL Error
    11.2 Pod Failed deleting(6): quick terminated Completed:0; slow terminated Error:137
    11.6 slow is forgotten
    11.6 quick is forgotten
    11.6 Pod Failed deleting(0): quick terminated Completed:0; slow terminated Error:137
    11.6 Pod is gone
  `);
});

test('sidecars go down last, in reverse order, on what is left of the grace period', () => {
  // kuberuntime_termination_order.go
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 8
    initContainers:
    - {name: first, image: busybox:1.36, restartPolicy: Always, command: [sleep, "3600"]}
    - {name: second, image: busybox:1.36, restartPolicy: Always, command: [sh, -c, "trap 'sleep 1; exit 0' TERM; sleep 3600 & wait"]}
    containers:
    - {name: app, image: busybox:1.36, command: [sh, -c, "trap 'sleep 2; exit 0' TERM; sleep 3600 & wait"]}
  `,
      `
    duration: 20s
    actions: [{at: 5s, do: delete}]
  `,
    ),
  );
  expect(picture(trace, { only: ['Signal', 'Process', 'Event'], from: 5 })).toBe(lines`
    5.0 app gets SIGTERM
    5.0 Normal Killing (app): Stopping container app
    5.0 Normal Killing (second): Stopping container second
    5.0 Normal Killing (first): Stopping container first
    7.0 app exits 0 Completed
    7.0 second gets SIGTERM
    8.0 second exits 0 Completed
    8.1 first gets SIGTERM, ignores it
    13.1 first gets SIGKILL
    13.1 first exits 137 SIGKILL Error
    13.6 app is forgotten
    13.6 second is forgotten
    13.6 first is forgotten
  `);
});

test('when the grace period is used up, all that wait are stopped together with 2 s', () => {
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 4
    initContainers:
    - {name: first, image: busybox:1.36, restartPolicy: Always, command: [sleep, "3600"]}
    - {name: second, image: busybox:1.36, restartPolicy: Always, command: [sleep, "3600"]}
    containers:
    - {name: app, image: busybox:1.36, command: [sleep, "3600"]}
  `,
      `
    duration: 20s
    actions: [{at: 5s, do: delete}]
  `,
    ),
  );
  expect(picture(trace, { only: ['Signal', 'Process'], from: 5 })).toBe(lines`
    5.0 app gets SIGTERM, ignores it
    9.0 second gets SIGTERM, ignores it
    9.0 first gets SIGTERM, ignores it
    9.0 app gets SIGKILL
    9.0 app exits 137 SIGKILL Error
    11.0 second gets SIGKILL
    11.0 first gets SIGKILL
    11.0 second exits 137 SIGKILL Error
    11.0 first exits 137 SIGKILL Error
    11.6 app is forgotten
    11.6 second is forgotten
    11.6 first is forgotten
  `);
});

test('a Pod with sidecars that is done stops them, and succeeds whatever they say', () => {
  const trace = run(
    sketch(
      `
    restartPolicy: Never
    terminationGracePeriodSeconds: 4
    initContainers:
    - {name: proxy, image: busybox:1.36, restartPolicy: Always, command: [sleep, "3600"]}
    containers:
    - {name: app, image: busybox:1.36, command: [sh, -c, "sleep 3; exit 0"]}
  `,
      'duration: 14s',
    ),
  );
  expect(picture(trace, { only: ['Signal', 'Process', 'Pod'], from: 3 })).toBe(lines`
    3.6 app exits 0 Completed
    4.5 proxy gets SIGTERM, ignores it
    4.5 Pod Running: proxy running ready started; app terminated Completed:0
    8.5 proxy gets SIGKILL
    8.5 proxy exits 137 SIGKILL Error
    8.7 Pod Running: proxy terminated Error:137; app terminated Completed:0
    10.6 Pod Succeeded: proxy terminated Error:137; app terminated Completed:0
  `);
});

test('while a Pod terminates, liveness is off and readiness goes on; a sidecar keeps its liveness probe', () => {
  // prober_manager.go: StopLivenessAndStartup looks at regular containers only
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 8
    initContainers:
    - name: proxy
      image: busybox:1.36
      restartPolicy: Always
      command: [sleep, "3600"]
      livenessProbe: {exec: {command: ["true"]}, periodSeconds: 3}
    containers:
    - name: app
      image: busybox:1.36
      command: [sleep, "3600"]
      livenessProbe: {exec: {command: ["true"]}, periodSeconds: 3}
      readinessProbe: {exec: {command: ["true"]}, periodSeconds: 3}
  `,
      `
    duration: 25s
    actions: [{at: 5s, do: delete}]
  `,
    ),
  );
  expect(picture(trace, { only: ['Signal', 'Probe', 'ProbeState'], from: 5 })).toBe(lines`
    5.0 liveness of app is none
    5.0 app gets SIGTERM, ignores it
    6.3 liveness of proxy ok
    6.6 readiness of app ok
    9.3 liveness of proxy ok
    9.6 readiness of app ok
    12.3 liveness of proxy ok
    12.6 readiness of app ok
    13.0 proxy gets SIGTERM, ignores it
    13.0 app gets SIGKILL
    15.0 proxy gets SIGKILL
    15.1 readiness of app is none
    15.1 liveness of proxy is none
  `);
});

test('an exit seen while terminating: http probes fail and make it not ready, exec probes only err', () => {
  const trace = run(
    sketch(
      `
    terminationGracePeriodSeconds: 6
    containers:
    - name: web
      image: shop/app:1
      ports: [{containerPort: 8080}]
      readinessProbe: {httpGet: {port: 8080}, periodSeconds: 2, failureThreshold: 1}
    - name: tool
      image: busybox:1.36
      command: [sh, -c, "trap 'exit 0' TERM; sleep 3600 & wait"]
      readinessProbe: {exec: {command: ["true"]}, periodSeconds: 2, failureThreshold: 1}
    - {name: slow, image: busybox:1.36, command: [sleep, "3600"]}
  `,
      `
    duration: 20s
    workloads: {web: {boot: 0s, onTerm: {exitAfter: 0s, code: 0}}}
    actions: [{at: 5s, do: delete}]
  `,
    ),
  );
  expect(picture(trace, { only: ['Signal', 'Probe', 'Pod'], from: 5 })).toBe(lines`
    5.0 Pod Running deleting(6): slow running ready started; tool running ready started; web running ready started
    5.0 slow gets SIGTERM, ignores it
    5.0 tool gets SIGTERM
    5.0 web gets SIGTERM
    6.6 readiness of web fails: Get "http://10.244.1.2:8080/": dial tcp 10.244.1.2:8080: connect: connection refused
    6.6 readiness of tool errs: rpc error: code = Unknown desc = failed to exec in container: container is in CONTAINER_EXITED state
    6.6 Pod Running deleting(6): slow running ready started; tool running ready started; web running started
    8.6 readiness of web fails: Get "http://10.244.1.2:8080/": dial tcp 10.244.1.2:8080: connect: connection refused
    8.6 readiness of tool errs: rpc error: code = Unknown desc = failed to exec in container: container is in CONTAINER_EXITED state
    10.6 readiness of web fails: Get "http://10.244.1.2:8080/": dial tcp 10.244.1.2:8080: connect: connection refused
    10.6 readiness of tool errs: rpc error: code = Unknown desc = failed to exec in container: container is in CONTAINER_EXITED state
    11.0 slow gets SIGKILL
    11.2 Pod Failed deleting(6): slow terminated Error:137; tool terminated Completed:0; web terminated Completed:0
    11.6 Pod Failed deleting(0): slow terminated Error:137; tool terminated Completed:0; web terminated Completed:0
    11.6 Pod is gone
  `);
});

test('a delete before the sandbox: nothing is started, and containers end as ContainerStatusUnknown', () => {
  // status_manager.go: TerminatePod
  expect(picture(run(app('[{at: 100ms, do: delete}]')), { only: ['Action', 'Process', 'Pod', 'Signal'] })).toBe(lines`
    0.0 Pod Pending: -
    0.0 Pod Pending: app waiting ContainerCreating
    0.1 delete
    0.1 Pod Pending deleting(8): app waiting ContainerCreating
    1.5 Pod Failed deleting(8): app terminated ContainerStatusUnknown:137
    1.5 Pod Failed deleting(0): app terminated ContainerStatusUnknown:137
    1.5 Pod is gone
  `);
});

test('a delete once the volumes are mounted no longer stops the start', () => {
  expect(picture(run(app('[{at: 250ms, do: delete, gracePeriodSeconds: 2}]')), { only: ['Action', 'Process', 'Signal', 'Phase'] })).toBe(lines`
    0.0 phase Pending
    0.3 delete --grace-period=2
    0.3 phase Pending deleting(2)
    0.4 app starts
    0.4 app gets SIGTERM, ignores it
    0.5 phase Running deleting(2)
    2.5 app gets SIGKILL
    2.5 app exits 137 SIGKILL Error
    2.6 phase Failed deleting(2)
    3.5 app is forgotten
    3.5 phase Failed deleting(0)
    3.5 gone
  `);
});

test('the Eviction API sets DisruptionTarget first, then deletes', () => {
  const trace = run(app('[{at: 5s, do: evict, reason: api}]'));
  expect(picture(trace, { only: ['Action', 'Phase', 'Signal'], from: 5 })).toBe(lines`
    5.0 evict (api)
    5.0 phase Running deleting(8)
    5.0 app gets SIGTERM, ignores it
    13.0 app gets SIGKILL
    13.2 phase Failed deleting(8)
    13.6 phase Failed deleting(0)
    13.6 gone
  `);
  expect(podAt(trace, 6)?.status.conditions?.[0]).toMatchObject({
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  });
});

test('activeDeadlineSeconds: Failed even if all exit 0, counted from a start in whole seconds', () => {
  const trace = run(app('[]', 'activeDeadlineSeconds: 5', "trap 'exit 0' TERM; sleep 3600 & wait", '12s'));
  expect(picture(trace, { only: ['Signal', 'Process', 'Pod', 'Event', 'Conditions'], from: 4 })).toBe(lines`
    5.5 Normal DeadlineExceeded: Pod was active on the node longer than the specified deadline
    5.5 PodReadyToStartContainers=True, Initialized=True, Ready=False PodFailed, ContainersReady=False PodFailed, PodScheduled=True
    5.5 app gets SIGTERM
    5.5 Normal DeadlineExceeded x2: Pod was active on the node longer than the specified deadline
    5.5 Normal Killing (app): Stopping container app
    5.5 app exits 0 Completed
    5.7 Normal DeadlineExceeded x3: Pod was active on the node longer than the specified deadline
    5.7 Pod Failed DeadlineExceeded: app terminated Completed:0
    5.7 PodReadyToStartContainers=False, Initialized=True, Ready=False PodFailed, ContainersReady=False PodFailed, PodScheduled=True
    6.5 Normal DeadlineExceeded x4: Pod was active on the node longer than the specified deadline
  `);
  // A timer has no record: what it brings about goes back to the sync that it asked for
  const first = trace.records.find((record) => record.kind === 'Event' && record.object.reason === 'DeadlineExceeded');
  expect(trace.records[first?.cause ?? -1]).toMatchObject({ kind: 'Sync', what: 'start', type: 'SyncPod' });
});

test('why a container that has ended is not started again', () => {
  // For "why?": computePodActions decides it without a word
  const trace = run(
    sketch(
      `
    restartPolicy: OnFailure
    containers:
    - {name: app, image: busybox:1.36, command: [sleep, "3"]}
    - {name: own, image: busybox:1.36, command: [sh, -c, "sleep 3; exit 1"], restartPolicy: Never}
    - {name: other, image: busybox:1.36, command: [sh, -c, "trap 'exit 1' TERM; sleep 3600 & wait"]}
  `,
      'duration: 20s\nactions: [{at: 1s, do: add-ephemeral, container: {name: debug, image: "busybox:1.36", command: ["false"]}}, {at: 8s, do: delete}]',
    ),
  );
  const reasons = trace.records.flatMap((record) =>
    record.kind === 'Decision' && record.decision.what === 'no-restart' ? [`${record.container}: ${record.decision.why}`] : [],
  );
  expect(reasons.sort()).toEqual([
    "app: the Pod's restartPolicy is OnFailure and the exit code 0",
    'debug: ephemeral containers are never started again',
    'other: the Pod is being deleted',
    "own: the container's restartPolicy is Never",
  ]);
});

test('a Pod whose deadline is over restarts nothing, though a container that was killed asks for all to be restarted', () => {
  // pkg/kubelet/status/generate.go: GenerateAllContainersRestartingCondition; seen so on a real kubelet
  const rule = 'restartPolicy: Never, restartPolicyRules: [{action: RestartAllContainers, exitCodes: {operator: In, values: [137]}}]';
  const spec = `
    activeDeadlineSeconds: 5
    terminationGracePeriodSeconds: 1
    containers: [{name: app, image: busybox:1.36, command: [sleep, "600"], ${rule}}]
  `;
  const over = podAt(run(sketch(spec, 'duration: 15s')), 15)?.status;
  expect(over).toMatchObject({ phase: 'Failed', containerStatuses: [{ state: { terminated: { exitCode: 137 } } }] });
  expect(over?.conditions?.find(({ type }) => type === 'AllContainersRestarting')).toMatchObject({ status: 'False', reason: 'PodFailed' });
});

test('with shareProcessNamespace the main process is not PID 1: a signal that it does not handle ends it', () => {
  // kernel/signal.c: sig_task_ignored; seen on a real kubelet: `sleep 3600` ends with 143
  const spec = (share: boolean) => `
    shareProcessNamespace: ${share}
    containers: [{name: app, image: busybox:1.36, command: [sleep, "3600"]}]
  `;
  const exits = (share: boolean) =>
    picture(run(sketch(spec(share), 'duration: 45s\nactions: [{at: 5s, do: delete, gracePeriodSeconds: 8}]')), { only: ['Process'], from: 5 });
  expect(exits(true)).toMatch(/^5\.0 app exits 143 SIGTERM Error/);
  expect(exits(false)).toMatch(/^13\.0 app exits 137 SIGKILL Error/);
});

test('a Pod that was deleted by force runs on for its grace period; its readiness is not asked for once housekeeping has missed it', () => {
  // status_manager.go: RemoveOrphanedStatuses, worker.go: doProbe; recorded in force-delete-ends-readiness
  const trace = run(
    sketch(
      'containers: [{name: app, image: busybox:1.36, command: [sh, -c, "trap \'\' TERM; sleep 3600"], readinessProbe: {exec: {command: ["false"]}, periodSeconds: 3}}]',
      'duration: 30s\nactions: [{at: 5s, do: delete, gracePeriodSeconds: 14}, {at: 6s, do: force-delete}]',
    ),
  );
  const asked = trace.records.flatMap((record) => (record.kind === 'Probe' ? [Math.floor(record.t / 1000)] : []));
  expect(Math.max(...asked)).toBe(5);
  const exit = trace.records.find((record) => record.kind === 'Process' && record.what === 'exit');
  expect(Math.floor((exit?.t ?? 0) / 1000)).toBe(19);
  const last = trace.records.findLast((record) => record.kind === 'ProbeState');
  expect(last).toMatchObject({ state: 'none' });
  expect(trace.records[last?.cause ?? 0]).toMatchObject({ kind: 'Pod', type: 'DELETED' });
});
