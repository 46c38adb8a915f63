/** The story that a run tells of itself, as the titles and texts of its beats. */
import { expect, test } from 'vitest';
import { parseDurationMs } from '../../base/duration.ts';
import { readFixture } from '../../testing/fixtures.ts';
import { sketch } from '../../testing/sim.ts';
import { simulated } from '../../testing/simulated.ts';
import { generatedStory } from './generated.ts';

function told(text: string): string[] {
  const { trace, scenario } = simulated(text);
  return generatedStory(trace, scenario).map(({ step: { at, title, ask } }) => `${at} ${title}${ask === true ? ' (asked before)' : ''}`);
}

const IMPATIENT = sketch(
  `
  containers:
  - name: app
    image: shop/cart:1.4
    ports: [{containerPort: 8080}]
    livenessProbe: {httpGet: {path: /healthz, port: 8080}, initialDelaySeconds: 3, periodSeconds: 3, failureThreshold: 3}
    lifecycle: {preStop: {exec: {command: [sleep, "5"]}}}
`,
  'duration: 60s\nworkloads: {app: {boot: 25s}}',
);

test('a slow starter: from its start to the restart, how it went on, and the cure', () => {
  expect(told(IMPATIENT)).toEqual([
    '1.93s app starts and needs 25 s to boot.',
    '9.309s Third liveness failure in a row.',
    '9.309s kubelet decides to kill app.',
    '9.309s preStop runs sleep 5.',
    '14.352s SIGTERM to app.',
    '14.861s app exits with 0. (asked before)',
    '16.395s app starts and needs 25 s to boot.',
    '1m0s Killed four times while booting.',
    '1m0s The liveness probe gives up after 8.8 s. Booting takes 25 s.',
  ]);
});

test('a beat has a stretch that holds it, its lanes, what the text says about it, and notes', () => {
  const { trace, scenario } = simulated(IMPATIENT);
  expect(generatedStory(trace, scenario)[1]?.step).toEqual({
    at: '9.309s',
    title: 'Third liveness failure in a row.',
    text: 'GET /healthz refused at 3.3, 6.3 and 9.3 s; failureThreshold 3 is reached; app would serve from 25.5 s on.',
    show: ['app.process', 'app.liveness', 'app.status'],
    zoom: ['0s', '18s'],
    yaml: ['spec.containers[0].livenessProbe.failureThreshold', 'spec.containers[0].livenessProbe'],
    notes: 'Rests on pkg/kubelet/prober/worker.go: run\nhttps://kubernetes.io/docs/concepts/workloads/pods/probes/',
  });
});

test.each([
  [
    'image-not-found',
    [
      '56ms The scheduler chooses node-1.',
      '517ms The pull of shop/nosuch:1.0 fails. (asked before)',
      '2m30s The image of app was never pulled.',
      '2m30s shop/nosuch:1.0 cannot be pulled: the registry does not have it.',
    ],
  ],
  [
    'status-unschedulable',
    [
      '0s kubectl apply.',
      '15ms No node fits.',
      '40s Never scheduled: no node fits. (asked before)',
      "40s No node fits: 0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.",
    ],
  ],
  ['runtimeclass-missing', ['0s kubectl apply.', '20s Refused by the API server: there is no Pod.']],
  ['term-graceful', ['10s kubectl delete.', '13.019s app exits with 0. (asked before)', '13.572s app stays down.', '45s A clean stop: exit code 0 after 3 s.']],
])('%s', (name, titles) => {
  expect(told(readFixture(`recordings/${name}.yaml`))).toEqual(titles);
});

test('what a program does by itself nobody can foresee: the question is what the kubelet makes of it', () => {
  const pod = `
  restartPolicy: Never
  containers:
  - {name: app, image: busybox, command: [sh, -c, 'sleep 3; exit 7']}
`;
  expect(told(sketch(pod, 'duration: 30s'))).toEqual([
    '977ms app starts.',
    '3.589s app exits with 7.',
    '4.527s app stays down. (asked before)',
    '30s The Pod failed: app left with exit code 7.',
  ]);
});

test('a Pod that was told to stop, and did, tells how it came up if that took steps', () => {
  const pod = `
  initContainers:
  - {name: first, image: busybox, command: [sleep, '4']}
  - {name: second, image: busybox, command: [sleep, '4']}
  containers:
  - {name: app, image: shop/cart:1.4}
`;
  expect(told(sketch(pod, 'duration: 40s\nactions: [{at: 25s, do: delete}]'))).toEqual([
    '1.589s first starts.',
    '4.589s first exits with 0.',
    '9.705s second exits with 0. (asked before)',
    '10.633s app starts and needs 1 s to boot.',
    '11.648s The API says: app running, app started true and Ready True.',
  ]);
});

test('a hook that was cut off is told of when it was', () => {
  const pod = `
  terminationGracePeriodSeconds: 10
  containers:
  - {name: app, image: shop/cart:1.4, lifecycle: {preStop: {exec: {command: [sleep, '60']}}}}
`;
  expect(told(sketch(pod, 'duration: 60s\nactions: [{at: 15s, do: delete}]'))).toContain('25.011s preStop is cut after 10 s. (asked before)');
});

test('where no container came to anything the lanes are those of the Pod', () => {
  const { trace, scenario } = simulated(readFixture('recordings/status-unschedulable.yaml'));
  for (const { step } of generatedStory(trace, scenario)) expect(step.show).toEqual(['actions', 'pod.phase', 'pod.conditions', 'pod.events']);
});

test('how it went on is told beside the lines that the story is about', () => {
  const { trace, scenario } = simulated(IMPATIENT);
  const steps = generatedStory(trace, scenario).map(({ step }) => step);
  expect(steps.find(({ title }) => title?.startsWith('Killed four times'))?.yaml).toEqual(steps.find(({ ask }) => ask === true)?.yaml);
});

test.each([
  'probe-initial-delay',
  'restart-crashloop',
  'init-fails-never',
  'restart-deadline',
  'two-crashers',
  'kubelet-restart-poststart',
  'hook-prestop-outlives-grace',
])('%s has a story of a few beats in order of time, each a sentence, on at most four lanes', (name) => {
  const { trace, scenario } = simulated(readFixture(`recordings/${name}.yaml`));
  const steps = generatedStory(trace, scenario).map(({ step }) => step);
  expect(steps.length).toBeGreaterThan(1);
  expect(steps.length).toBeLessThanOrEqual(10);
  for (const { title, show } of steps) {
    expect(title).toMatch(/^\S.*[.!?…]$/);
    expect(show?.length).toBeLessThanOrEqual(4);
  }
  const times = steps.map(({ at }) => parseDurationMs(at ?? '') ?? Number.NaN);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test('a beat about a signal shows what the workload says of that run', () => {
  const { trace, scenario } = simulated(
    sketch(
      `
  containers:
  - {name: app, image: "shop/cart:1.4"}
`,
      'duration: 40s\nworkloads: {app: {onTerm: {exitAfter: 1s, code: 0}, instances: {1: {onTerm: ignore}}}}\nactions: [{at: 5s, do: delete}]',
    ),
  );
  const signalled = generatedStory(trace, scenario).find(({ step }) => step.title?.startsWith('SIGTERM'));
  expect(signalled?.step.yaml).toEqual([
    'spec.workloads.app.instances.1.onTerm',
    'spec.workloads.app.onTerm',
    'spec.containers[0].lifecycle.preStop',
    'spec.containers[0].command',
  ]);
});
