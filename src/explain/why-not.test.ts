/** Questions about what did not happen. */
import { expect, test } from 'vitest';
import { readFixture } from '../testing/fixtures.ts';
import { sketch } from '../testing/sim.ts';
import { simulated } from '../testing/simulated.ts';
import type { WhyNot } from './types.ts';
import { openQuestions, whyNot } from './why-not.ts';

const recorded = (name: string) => readFixture(`recordings/${name}.yaml`);
const plain = (pod: string, scenario = '', objects = '') => sketch(pod, scenario, objects);

const SERVICE = `
  apiVersion: v1
  kind: Service
  metadata: {name: shop}
  spec: {selector: {app: shop}, ports: [{port: 80}]}
`;

test.each<[WhyNot, string, string]>([
  [{ what: 'restart', container: 'app' }, recorded('restart-never-fails'), 'restartPolicy is Never: whatever the exit code (7), app stays down.'],
  [{ what: 'restart', container: 'app' }, recorded('restart-onfailure'), 'restartPolicy is OnFailure, and app left with exit code 0.'],
  [
    { what: 'restart', container: 'app' },
    recorded('restart-crashloop'),
    'It is waiting: its back-off of 300 s lasts until 10 min 49.6 s, and the run ends at 420.0 s.',
  ],
  [
    { what: 'restart', container: 'app' },
    recorded('deadline-in-backoff'),
    'activeDeadlineSeconds is over: the Pod has failed and nothing of it is started again.',
  ],
  [
    { what: 'traffic' },
    plain(`containers: [{name: app, image: shop/cart:1.4}]`, '', SERVICE),
    'The selector of Service shop does not match the labels of the Pod (app=web).',
  ],
  [
    { what: 'evicted' },
    plain(
      'containers: [{name: app, image: shop/cart:1.4}]',
      'duration: 20s\nactions: [{at: 5s, do: node-drain}]',
      'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {minAvailable: 1, selector: {matchLabels: {app: web}}}',
    ),
    'The API server refused it three times: “The disruption budget web needs 1 healthy pods and has 1 currently”.',
  ],
  [{ what: 'evicted' }, recorded('restart-onfailure'), 'Nobody tried to in vain.'],
  [{ what: 'traffic' }, recorded('probe-unknown-port-name'), 'There is no Service in this scenario.'],
  [
    { what: 'event-for-exit', container: 'app' },
    recorded('restart-oom'),
    'The kubelet records no Event for the end of a container, nor for an OOM kill or a signal; the exit code stands in lastState and state. What shows is the next thing the kubelet does: Pulled at 5.5 s.',
  ],
  [
    { what: 'preStop', container: 'app' },
    recorded('hook-prestop-not-on-exit'),
    'app left by itself (exit code 0). The kubelet runs preStop only when it is the one who stops a container.',
  ],
  [
    { what: 'liveness-kill', container: 'app' },
    recorded('probe-unknown-port-name'),
    'Its 4 attempts could not be made (strconv.Atoi: parsing "web": invalid syntax). An error is neither a failure nor a success, so it never counts.',
  ],
  [
    { what: 'liveness-kill', container: 'app' },
    recorded('probe-readiness-flap'),
    'app has no liveness probe: a failing readiness probe only takes it out of its Services.',
  ],
  [{ what: 'probes-before-startup', container: 'cart' }, recorded('probe-slow-start-saved'), 'They waited for the startup probe, which succeeded at 30.3 s.'],
  [
    { what: 'probes-before-startup', container: 'app' },
    recorded('probe-startup-exhausted'),
    'The startup probe has not succeeded yet: 5 of 5 attempts failed. Until then the other probes wait, and the container is not started.',
  ],
  [
    { what: 'ready' },
    recorded('status-readiness-gate'),
    'All containers are ready, but a readiness gate is not: corresponding condition of pod readiness gate "example.com/lb-attached" does not exist.',
  ],
  [{ what: 'ready' }, recorded('status-unschedulable'), 'It has no node: it was not scheduled.'],
  [{ what: 'ready', atMs: 30_000 }, recorded('probe-readiness-flap'), 'The readiness probe of app fails.'],
  [
    { what: 'started', container: 'app' },
    recorded('config-missing-secret-volume'),
    'FailedMount: MountVolume.SetUp failed for volume "s" : secret "nosuch" not found.',
  ],
  [{ what: 'started', container: 'app' }, recorded('image-not-found'), 'Its image could not be pulled: the registry does not have it.'],
])('%j in %#', (question, text, answer) => {
  const { trace, scenario } = simulated(text);
  expect(whyNot(trace, scenario, question).answer).toBe(answer);
});

test('what did happen is said so', () => {
  const { trace, scenario } = simulated(recorded('hook-prestop-on-liveness'));
  expect(whyNot(trace, scenario, { what: 'liveness-kill', container: 'app' }).answer).toMatch(/^It did, at \d+\.\d s\.$/);
  expect(whyNot(trace, scenario, { what: 'preStop', container: 'app' }).answer).toMatch(/^It did, at \d+\.\d s\.$/);
});

test('answers come with their evidence, oldest first', () => {
  const { trace, scenario } = simulated(recorded('hook-prestop-not-on-exit'));
  expect(whyNot(trace, scenario, { what: 'preStop', container: 'app' }).steps.map(({ title }) => title)).toEqual(['app exits with 0', 'preStop is skipped']);
});

test('the questions that a run raises', () => {
  const { trace, scenario } = simulated(recorded('restart-never-fails'));
  expect(openQuestions(trace, scenario)).toEqual([
    { what: 'restart', container: 'app' },
    { what: 'event-for-exit', container: 'app' },
  ]);
});
