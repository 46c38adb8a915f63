/**
 * Loops that turn for nothing are skipped ahead (a probe that goes on succeeding, a ticker that finds nothing): that saves time, and
 * changes nothing. `properties.test.ts` says the same of scenarios drawn at random; here are those that tempt the skipping.
 */
import { describe, expect, test } from 'vitest';
import { recordingText } from '../recording/index.ts';
import { lines, picture, run, sketch } from '../testing/sim.ts';

const NGINX = 'image: nginx:1.27, ports: [{name: web, containerPort: 80}]';
const BUSY = 'image: busybox:1.36';

/** Name, containers, actions. */
const SCENARIOS: [string, string, string?][] = [
  ['a readiness probe that succeeds', `containers: [{name: app, ${NGINX}, readinessProbe: {httpGet: {port: web}, periodSeconds: 3}}]`],
  [
    'resources that the cgroup of a running Pod knows nothing of',
    `containers: [{name: app, ${BUSY}, command: [sleep, "3600"], resources: {limits: {ephemeral-storage: 10Mi}}}]`,
  ],
  [
    'a container that writes more than it may while there is no kubelet',
    `containers: [{name: app, ${BUSY}, command: [sleep, "3600"], resources: {limits: {ephemeral-storage: 10Mi}}}]`,
    '{at: 12s, do: kubelet-stop}, {at: 15s, do: workload, container: app, set: {writes: {after: 1s, size: 30Mi}}}, {at: 20s, do: kubelet-start}',
  ],
  [
    'a readiness probe that needs several successes',
    `containers: [{name: app, ${NGINX}, readinessProbe: {httpGet: {port: 80}, periodSeconds: 3, successThreshold: 4}}]`,
  ],
  [
    'probes of different periods, after delays',
    `containers: [{name: app, ${NGINX}, readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 2, initialDelaySeconds: 20}, livenessProbe: {httpGet: {port: 80}, periodSeconds: 7, initialDelaySeconds: 45}}]`,
  ],
  [
    'all three probes',
    `containers: [{name: app, ${NGINX}, startupProbe: {tcpSocket: {port: 80}, periodSeconds: 5}, readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 2}, livenessProbe: {tcpSocket: {port: 80}, periodSeconds: 3}}]`,
  ],
  ['probes that fail for ever', `containers: [{name: app, ${BUSY}, command: [sleep, "3600"], readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 4}}]`],
  [
    'a server that stops to answer',
    `containers: [{name: app, image: "busybox:1.36", command: [sh, -c, "touch /tmp/ok; nc -l -p 80 & sleep 50; kill %1; sleep 3600"], readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 3}}]`,
  ],
  [
    'a probe that runs a command',
    `containers: [{name: app, ${BUSY}, command: [sh, -c, "sleep 40; touch /tmp/ok; sleep 3600"], readinessProbe: {exec: {command: [cat, /tmp/ok]}, periodSeconds: 5}}]`,
  ],
  [
    'a liveness probe that kills',
    `terminationGracePeriodSeconds: 2\ncontainers: [{name: app, ${BUSY}, command: [sleep, "3600"], livenessProbe: {httpGet: {port: 80}, periodSeconds: 6, failureThreshold: 2}}]`,
  ],
  [
    'a crash loop beside a probed neighbour',
    `containers: [{name: app, ${BUSY}, command: [sh, -c, "sleep 5; exit 1"], livenessProbe: {tcpSocket: {port: 80}, periodSeconds: 10}}, {name: web, ${NGINX}, readinessProbe: {httpGet: {port: 80}, periodSeconds: 5}}]`,
  ],
  [
    'a container that ends for good',
    `restartPolicy: OnFailure\ncontainers: [{name: app, ${BUSY}, command: [sleep, "20"], livenessProbe: {exec: {command: ["true"]}, periodSeconds: 4}}, {name: web, ${NGINX}, readinessProbe: {httpGet: {port: 80}, periodSeconds: 5}}]`,
  ],
  [
    'a sidecar that outlives its Pod',
    `restartPolicy: Never\ninitContainers: [{name: side, ${NGINX}, restartPolicy: Always, startupProbe: {httpGet: {port: 80}, periodSeconds: 2}, readinessProbe: {httpGet: {port: 80}, periodSeconds: 3}}]\ncontainers: [{name: app, ${BUSY}, command: [sleep, "60"]}]`,
  ],
  [
    'a delete in the middle',
    `containers: [{name: app, ${NGINX}, readinessProbe: {httpGet: {port: 80}, periodSeconds: 3}, lifecycle: {preStop: {sleep: {seconds: 10}}}}]`,
    '{at: 60s, do: delete}',
  ],
  [
    'a restart of the kubelet',
    `containers: [{name: app, ${NGINX}, startupProbe: {httpGet: {port: 80}, periodSeconds: 2}, readinessProbe: {httpGet: {port: 80}, periodSeconds: 3}}]`,
    '{at: 60s, do: kubelet-restart}',
  ],
  [
    'a node that is lost',
    `containers: [{name: app, ${NGINX}, readinessProbe: {httpGet: {port: 80}, periodSeconds: 3}}]`,
    '{at: 30s, do: node-lost}, {at: 100s, do: node-back}',
  ],
  [
    'a Pod that goes while its node is lost, with containers to collect',
    `restartPolicy: Never\ninitContainers: [{name: init, ${BUSY}, command: [sh, -c, "exit 1"]}]\ncontainers: [{name: app, ${BUSY}}]`,
    '{at: 4s, do: delete}, {at: 4s, do: node-lost}, {at: 100s, do: node-back}',
  ],
  ['a deadline', `activeDeadlineSeconds: 70\ncontainers: [{name: app, ${NGINX}, readinessProbe: {httpGet: {port: 80}, periodSeconds: 3}}]`],
];

describe('what is skipped is as if it had been', () => {
  test.each(SCENARIOS)('%s', (_, containers, actions = '') => {
    const text = sketch(containers, `{duration: 150s, actions: [${actions}]}`);
    for (const seed of ['typical', 7] as const) {
      expect(recordingText(run(text, { seed, skipIdle: true }))).toBe(recordingText(run(text, { seed, skipIdle: false })));
    }
  });

  test('a static Pod whose manifest is put back while it ends, and whose mirror somebody has deleted', () => {
    const liveness = 'livenessProbe: {exec: {command: [sleep, "3"]}, periodSeconds: 1, failureThreshold: 1, terminationGracePeriodSeconds: 1}';
    const spec = `{restartPolicy: Always, terminationGracePeriodSeconds: 30, containers: [{name: app, ${BUSY}, command: [sleep, "3600"], ${liveness}}, {name: other, ${BUSY}, command: [sleep, "3600"]}]}`;
    const actions = `{at: 11s, do: delete}, {at: 11s, do: static-remove}, {at: 13s, do: static-update, manifest: {apiVersion: v1, kind: Pod, metadata: {name: web, labels: {app: web}}, spec: ${spec}}}`;
    const text = sketch(spec, `{duration: 90s, staticPod: true, actions: [${actions}]}`);
    expect(recordingText(run(text, { skipIdle: true }))).toBe(recordingText(run(text, { skipIdle: false })));
  });
});

test('a probe that goes on succeeding is one record', () => {
  const trace = run(sketch(`containers: [{name: app, ${NGINX}, readinessProbe: {httpGet: {port: web}, periodSeconds: 10}}]`, 'duration: 65s'));
  expect(picture(trace, { only: ['Probe'] })).toBe(lines`
    0.5 triggered readiness of app ok
    10.5 readiness of app ok x6 every 10 s
  `);
});
