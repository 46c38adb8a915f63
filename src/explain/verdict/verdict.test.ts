/** Scenario in, verdict out. Named scenarios are those that were recorded on a real v1.36.2 kubelet. */
import { expect, test } from 'vitest';
import { crashLoopTrace } from '../../testing/crash-loop-trace.ts';
import { readFixture } from '../../testing/fixtures.ts';
import { sketch } from '../../testing/sim.ts';
import { simulated } from '../../testing/simulated.ts';
import { verdictOf } from './verdict.ts';

test.each([
  [
    'runtimeclass-missing',
    'Refused by the API server: there is no Pod',
    'Pods "runtimeclass-missing" is forbidden: pod rejected: RuntimeClass "myclass" not found.',
  ],
  ['status-unschedulable', 'Never scheduled: no node fits', `0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. Never Ready.`],
  ['image-not-found', 'The image of app was never pulled', 'shop/nosuch:1.0: the registry does not have it; 4 attempts. Never Ready.'],
  [
    'image-private-missing-secret',
    'The image of app was never pulled',
    'harbor.example.com/shop/awesomeapp:v1: the registry refuses without credentials; 3 attempts. Never Ready.',
  ],
  ['image-invalid-name', 'The image name of app is not valid', 'Shop/UPPER:1.0. Never Ready.'],
  [
    'config-missing-secret-volume',
    'Stuck in ContainerCreating: FailedMount',
    'MountVolume.SetUp failed for volume "s" : secret "nosuch" not found. Never Ready.',
  ],
  [
    'create-error-seccomp',
    'app could not be created: CreateContainerError',
    'Failed to create containerd container: cannot load seccomp profile "/var/lib/kubelet/seccomp/nosuch.json": open /var/lib/kubelet/seccomp/nosuch.json: no such file or directory. Never Ready.',
  ],
  ['config-missing-configmap', 'app could not be created before 39.6 s: configmap "greetings" not found', 'Ready after 39.6 s, for 40.4 s in all.'],
  ['init-fails-never', 'Init container wait-for-db failed once, so app never started', 'Never Ready.'],
  ['hook-poststart-fails', 'Killed five times because postStart fails', 'Never Ready. 4 restarts, down for 144.2 s.'],
  [
    'restart-crashloop',
    'Crash loop: exit code 1 seven times, with longer and longer waits',
    'Ready after 0.5 s, for 17.1 s in all. 6 restarts, down for 405.5 s.',
  ],
  ['restart-exit-zero-always', 'Exits with 0 five times and is restarted each time', 'Ready after 0.5 s, for 26.8 s in all. 4 restarts, down for 124.5 s.'],
  ['restart-oom', 'OOM loop: it ran out of memory four times', 'Ready after 0.5 s, for 18.3 s in all. 3 restarts, down for 43.3 s.'],
  ['restart-onfailure', 'One crash, then done', 'Ready after 0.5 s, for 7 s in all. 1 restart.'],
  ['restart-never-fails', 'The Pod failed: app left with exit code 7', 'Ready after 0.5 s, for 4 s in all.'],
  [
    'restart-deadline',
    'The Pod failed: DeadlineExceeded',
    'Pod was active on the node longer than the specified deadline. Ready after 0.5 s, for 15 s in all.',
  ],
  [
    'deadline-in-backoff',
    'Crash loop: exit code 1 three times, with longer and longer waits, and the Pod ends Failed (DeadlineExceeded)',
    'Ready after 0.5 s, for 6 s in all. 2 restarts, down for 22.2 s.',
  ],
  ['restart-sigkill-inside', 'Ended once by SIGKILL, then a clean run', 'Ready after 0.5 s, for 49.4 s in all. 1 restart, down for 0.6 s.'],
  ['probe-slow-start-killed', 'Killed six times while booting', 'Ready after 0.5 s, for 68.2 s in all. 5 restarts.'],
  ['probe-slow-start-saved', 'A clean stop: exit code 0 after 1 s', 'Ready after 30.3 s, for 30.8 s in all. 1 s of 30 s grace.'],
  ['probe-startup-exhausted', 'Killed five times while booting', 'Never Ready. 4 restarts, down for 50 s.'],
  ['probe-exec-liveness-docs', 'Killed three times by its liveness probe', 'Ready after 0.5 s, for 209.5 s in all. 2 restarts, fault noticed after 10 s.'],
  ['liveness-onfailure-exit-zero', 'Killed three times by its liveness probe, and the Pod ends Succeeded', 'Ready after 0.5 s, for 9.1 s in all. 2 restarts.'],
  ['probe-unknown-port-name', 'Runs, but is never Ready', 'Containers with unready status: [app]. Never Ready.'],
  [
    'probe-readiness-flap',
    'Out of rotation once, 24 s in all, then a clean stop: exit code 0 after less than 0.1 s',
    'Ready after 0.6 s, for 40.5 s in all. Fault noticed after 4.6 s, less than 0.1 s of 30 s grace.',
  ],
  [
    'service-endpoints-follow-readiness',
    'Out of rotation once, 12 s in all, then a clean stop: exit code 0 after 8 s',
    'For 37.4 s the Service sent traffic to app; it answered for 37.4 s. Fault noticed after 4.6 s, 8 s of 30 s grace.',
  ],
  [
    'status-readiness-gate',
    'Never Ready: nobody opens the readiness gate',
    'Corresponding condition of pod readiness gate "example.com/lb-attached" does not exist. Never Ready.',
  ],
  ['term-graceful', 'A clean stop: exit code 0 after 3 s', 'Ready after 0.5 s, for 12.6 s in all. 3 s of 30 s grace.'],
  ['term-ignored-sigkill', 'SIGTERM did not end it, SIGKILL did after 30 s', 'Ready after 0.5 s, for 39.7 s in all. 30 s of 30 s grace.'],
  ['term-force-delete', 'The object went at 10.0 s, the process lived 2 s longer', 'Ready after 0.5 s, for 9.5 s in all. 2 s of 1 s grace.'],
  ['hook-prestop-outlives-grace', 'preStop was cut after 8 s, and SIGTERM ended the rest', 'Ready after 0.5 s, for 19.6 s in all. 8 s of 8 s grace.'],
  ['hook-prestop-fails', 'preStop failed, which did not hold up the stop: 2.1 s', 'Ready after 0.5 s, for 13.7 s in all. 2.1 s of 30 s grace.'],
  ['hook-prestop-not-on-exit', 'The Pod completed after 8.5 s', 'Ready after 0.5 s, for 8.1 s in all.'],
  [
    'two-crashers',
    'fast: crash loop: exit code 1 five times, with longer and longer waits; slow is in trouble, too',
    'Ready after 0.6 s, for 6.2 s in all. 7 restarts, down for 145.6 s.',
  ],
  [
    'surprise-worker-busy',
    'stubborn: killed three times by its liveness probe; crasher: crash loop: exit code 1 three times',
    'Ready after 0.6 s, for 119.3 s in all. 4 restarts, down for 59.4 s.',
  ],
  ['probe-initial-delay', 'Ready after 20.6 s, and it stays so', 'app started at 0.5 s; its readiness probe passes from 20.5 s on.'],
  [
    'image-latest-always',
    'latest: crash loop: exit code 1 three times, with longer and longer waits',
    'Ready after 0.7 s, for 26.8 s in all. 2 restarts, down for 35.4 s.',
  ],
  ['kubelet-restart-poststart', 'Ready after 12.9 s, and it stays so', 'app started at 0.5 s; postStart was done at 11.6 s; there is no readiness probe.'],
])('%s', (name, headline, line) => {
  const { trace, scenario } = simulated(readFixture(`recordings/${name}.yaml`));
  const verdict = verdictOf(trace, scenario);
  expect([verdict.headline, verdict.line]).toEqual([headline, line]);
});

/** `pkg/kubelet/prober/prober_manager.go: UpdatePodStatus`: without a readiness probe a container is ready as soon as it has started. */
test.each([
  ['containers: [{name: app, image: "shop/app:1"}]', '', /^app started at 0\.5 s; it serves from 1\.5 s on; there is no readiness probe\.$/],
  [
    'containers: [{name: web, image: "nginx:1.27"}, {name: app, image: "shop/app:1", ports: [{containerPort: 8080}], startupProbe: {tcpSocket: {port: 8080}, failureThreshold: 30}}]',
    'workloads: {app: {boot: 42s}}',
    /^app started at \S+ s; it serves from 42\.\d s on; its startup probe passes from \S+ s on\.$/,
  ],
  [
    'readinessGates: [{conditionType: example.com/lb}]\ncontainers: [{name: app, image: "busybox:1.36", command: [sleep, "600"]}]',
    'actions: [{at: 20s, do: patch-status, type: strategic, patch: {status: {conditions: [{type: example.com/lb, status: "True"}]}}}]',
    /^app started at 0\.5 s; there is no readiness probe; a readiness gate has to open, too\.$/,
  ],
])('of a run that goes well the line tells what its readiness waited for, and not once more when that was: %s', (spec, settings, line) => {
  const verdict = verdictOf(simulated(sketch(spec, settings)).trace);
  expect(verdict.headline).toMatch(/^Ready after .*, and it stays so$/);
  expect(verdict.line).toMatch(line);
});

const LEAVING = `
  terminationGracePeriodSeconds: 20
  tolerations: [{key: maintenance, operator: Exists, effect: NoExecute, tolerationSeconds: 5}, {key: old, operator: Exists, effect: NoExecute}]
  containers: [{name: app, image: busybox:1.36, command: [sh, -c, "trap 'sleep 2; exit 0' TERM; while true; do sleep 1; done"]}]
`;

/** Containers of a Pod share its network: of servers on one port only the first one gets it. */
const NEIGHBOURS = (count: number) => `containers: [${Array.from({ length: count }, (_, index) => `{name: c${index}, image: "nginx:1.27"}`).join(', ')}]`;

test.each([
  [4, /; c2, c3 are in trouble, too$/],
  [30, /; c2, c3, c4 and 25 more are in trouble, too$/],
])('of %i servers on one port the headline names a few that are in trouble, and counts the others', (count, end) => {
  expect(verdictOf(simulated(sketch(NEIGHBOURS(count), 'duration: 5m')).trace).headline).toMatch(end);
});

const DATABASE = `containers: [{name: db, image: "mysql:8.4", env: [{name: MYSQL_ROOT_PASSWORD, value: x}]}]`;

test('a pull secret that cannot be read: its error is what the kubelet gives as the reason', () => {
  const { trace } = simulated(
    sketch(
      'imagePullSecrets: [{name: regcred}]\ncontainers: [{name: web, image: "reg.example.com/web:1"}]',
      'duration: 20s\nimages: [{image: "reg.example.com/*", onNode: false}]',
      '{apiVersion: v1, kind: Secret, metadata: {name: regcred}, type: kubernetes.io/dockerconfigjson, stringData: {.dockerconfigjson: \'{"auths": {"reg.example.com": {"auth": "%"}}}\'}}',
    ),
  );
  expect(verdictOf(trace)).toMatchObject({
    headline: 'The image of web was never pulled',
    line: 'Illegal base64 data at input byte 0. Never Ready.',
  });
});

test('a Pod that a finalizer holds is told of as held', () => {
  const text = sketch(`containers: [{name: web, image: "nginx:1.27"}]`, `{duration: 1m, actions: [{at: 20s, do: delete}]}`);
  const { trace } = simulated(text.replace('metadata: {name: web', 'metadata: {finalizers: [example.com/hold], name: web'));
  expect(verdictOf(trace)).toMatchObject({
    headline: 'A clean stop: exit code 0 after less than 0.1 s, but the object stays: finalizer example.com/hold',
    tone: 'bad',
  });
});

/** The phase is worked out from exit codes once the containers are down (`pkg/kubelet/kubelet_pods.go: generateAPIPodStatus`). */
test('an eviction under which every program leaves with 0 is no completion', () => {
  const { trace } = simulated(sketch(DATABASE, `{duration: 1m, actions: [{at: 20s, do: evict, reason: memory}]}`));
  expect(verdictOf(trace)).toMatchObject({
    headline: 'The kubelet ended the Pod after 21 s, and its phase is Succeeded all the same: every container left with 0',
    tone: 'neutral',
  });
});

test('a program that leaves once and comes back is told with its restart', () => {
  const { trace } = simulated(
    sketch(`containers: [{name: web, image: "nginx:1.27"}]`, `{duration: 1m, actions: [{at: 20s, do: exec, container: web, command: [nginx, -s, quit]}]}`),
  );
  expect(verdictOf(trace).headline).toBe('Out of rotation once, 0.1 s in all, with 1 restart');
});

/** Condition DisruptionTarget (eviction.go: addConditionAndDeletePod, taint_eviction.go: addConditionAndDeletePod) */
test.each([
  ['{at: 9s, do: node-drain}', 'Evicted by a drain, then a clean stop after 2.5 s', 'good'],
  ['{at: 9s, do: evict, reason: api}', 'Evicted by the Eviction API, then a clean stop after 2.5 s', 'good'],
  ['{at: 9s, do: evict, reason: preemption}', 'Preempted for a Pod of higher priority, then a clean stop after 2.5 s', 'good'],
  [
    '{at: 8s, do: node-taint, taint: {key: old, effect: NoExecute}}, {at: 9s, do: node-taint, taint: {key: maintenance, effect: NoExecute}}',
    'Driven away by maintenance:NoExecute, then a clean stop after 2.5 s',
    'neutral',
  ],
  ['{at: 9s, do: node-lost}', 'Still Terminating when the run ends, on a lost node where app goes on', 'bad'],
  ['{at: 9s, do: node-lost}, {at: 400s, do: node-back}', 'Driven away from a lost node: the deletion waited 43.5 s, then a clean stop after 2.5 s', 'neutral'],
])('who took the Pod away: %s', (actions, headline, tone) => {
  const { trace, scenario } = simulated(sketch(LEAVING, `{duration: 450s, actions: [${actions}]}`));
  expect(verdictOf(trace, scenario)).toMatchObject({ headline, tone });
});

const IMPATIENT = `
  containers:
  - name: app
    image: shop/cart:1.4
    ports: [{containerPort: 8080}]
    livenessProbe: {httpGet: {path: /healthz, port: 8080}, initialDelaySeconds: 3, periodSeconds: 3, failureThreshold: 3}
`;
const SERVICE = `
  apiVersion: v1
  kind: Service
  metadata: {name: web}
  spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
`;

test('killed twice while booting, one crash, then a clean run; and what clients saw of it', () => {
  const { trace, scenario } = simulated(
    sketch(
      IMPATIENT,
      `
        duration: 2m
        workloads:
          app:
            boot: 25s
            instances:
              3: {boot: 1s, exit: {after: 2s, code: 1}}
              4: {boot: 1s}
      `,
      SERVICE,
    ),
  );
  const { headline, line, measures, tone } = verdictOf(trace, scenario);
  expect(headline).toBe('Killed twice while booting, one crash, then a clean run');
  expect(line).toMatch(/^For \d+(\.\d)? s the Service sent traffic to app; it answered for \d+(\.\d)? s\. 3 restarts\.$/);
  expect(measures).toMatchObject({ restarts: 3 });
  expect(measures.answeredMs).toBeLessThan(measures.trafficMs ?? 0);
  expect(tone).toBe('neutral');
});

test('detection counts from the action that broke the container to the decision', () => {
  const { trace } = simulated(
    sketch(
      `
        containers:
        - {name: app, image: shop/cart:1.4, livenessProbe: {httpGet: {port: 8080}, periodSeconds: 10, failureThreshold: 3}}
      `,
      `
        workloads: {app: {boot: 1s, listens: [8080]}}
        actions: [{at: 25s, do: workload, container: app, set: {http: [{responses: [{status: 500}]}]}}]
      `,
    ),
  );
  const kill = trace.records.find((record) => record.kind === 'Decision' && record.decision.what === 'kill');
  expect(verdictOf(trace).measures.detectionMs).toBe((kill?.t ?? 0) - 25_000);
});

test('a run that a limit cut says so, and claims no more', () => {
  const { trace, scenario } = simulated(sketch(`containers: [{name: app, image: shop/cart:1.4}]`), { recordLimit: 12 });
  expect(verdictOf(trace, scenario).headline).toMatch(/^Cut at \d+\.\d s, until then: /);
  expect(verdictOf(trace, scenario).line).toMatch(/The run was cut at \d+\.\d s: .+\.$/);
});

test('a hook that its kubelet cut and the next one ran to the end is not cut', () => {
  const pod = 'containers: [{name: app, image: "nginx:1.27", lifecycle: {preStop: {exec: {command: [sleep, "8"]}}}}]';
  const { trace, scenario } = simulated(sketch(pod, 'actions: [{at: 5s, do: delete}, {at: 8s, do: kubelet-restart}]'));
  const cuts = trace.records.filter((record) => record.kind === 'Hook' && record.result === 'cut');
  expect(cuts).toHaveLength(1);
  expect(verdictOf(trace, scenario).headline).toMatch(/^A clean stop: exit code 0/);
});

test('the Pod of a Job', () => {
  const job = `
apiVersion: batch/v1
kind: Job
metadata: {name: nightly}
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{name: work, image: busybox:1.36, command: [sleep, "10"]}]
`;
  const { trace, scenario } = simulated(job);
  expect(verdictOf(trace, scenario).headline).toBe('The Pod of the Job completed after 10.5 s');
});

test('hours of crash loops are told in hours, and how often beside the exit code does not read as one number', () => {
  const { headline, line } = verdictOf(crashLoopTrace({ duration: '3h', containers: { app: 'crashes' } }));
  expect(headline).toMatch(/^Crash loop: exit code 1, \d+ times/);
  expect(line).toMatch(/down for 2 h \d+ min/);
});

test.each([
  ['node-drain', 'The drain does not end: 4 evictions refused so far'],
  ['evict, reason: api', 'Not evicted: refused once'],
])('%s that a budget does not let through', (action, headline) => {
  const budget = 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {minAvailable: 1, selector: {matchLabels: {app: web}}}';
  const { trace, scenario } = simulated(
    sketch('containers: [{name: app, image: shop/cart:1.4}]', `duration: 30s\nactions: [{at: 10s, do: ${action}}]`, budget),
  );
  expect(verdictOf(trace, scenario)).toMatchObject({
    headline,
    line: expect.stringMatching(
      /^Cannot evict pod as it would violate the pod's disruption budget\. The disruption budget web needs 1 healthy pods and has 1 currently\. /,
    ),
    tone: 'bad',
  });
});
