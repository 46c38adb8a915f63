/** The node goes down gracefully, or is drained: pkg/kubelet/nodeshutdown; kubectl drain. */
import { expect, test } from 'vitest';
import { lines, picture, podAt, run, sketch } from '../testing/sim.ts';

const SPEC = `
  terminationGracePeriodSeconds: 4
  containers:
  - {name: app, image: busybox:1.36, command: [sleep, "3600"], lifecycle: {preStop: {sleep: {seconds: 1}}}}
`;

test('a shutdown ends the Pod with its own grace period, and says why', () => {
  const trace = run(sketch(SPEC, '{duration: 20s, actions: [{at: 5s, do: node-shutdown}]}'));
  expect(picture(trace, { only: ['Action', 'Signal', 'Hook', 'Process', 'Phase'], from: 5 })).toBe(lines`
    5.0 node-shutdown
    5.0 preStop of app starts
    6.0 preStop of app ends
    6.0 app gets SIGTERM, ignores it
    9.0 app gets SIGKILL
    9.0 app exits 137 SIGKILL Error
    9.1 phase Failed Terminated
  `);
  expect(podAt(trace)?.status).toMatchObject({
    reason: 'Terminated',
    message: 'Pod was terminated in response to imminent node shutdown.',
    conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet' }, {}, {}, {}, {}, {}],
  });
});

test('a drain evicts by the API: DisruptionTarget, then a deletion', () => {
  const trace = run(sketch(SPEC, '{duration: 20s, actions: [{at: 5s, do: node-drain}]}'));
  expect(picture(trace, { only: ['Action', 'Signal', 'Hook', 'Process', 'Phase', 'Conditions'], from: 5, to: 7 })).toBe(lines`
    5.0 node-drain
    5.0 PodReadyToStartContainers=True, Initialized=True, Ready=True, ContainersReady=True, PodScheduled=True, DisruptionTarget=True EvictionByEvictionAPI "Eviction API: evicting"
    5.0 phase Running deleting(4)
    5.0 preStop of app starts
    5.0 DisruptionTarget=True EvictionByEvictionAPI "Eviction API: evicting", PodReadyToStartContainers=True, Initialized=True, Ready=True, ContainersReady=True, PodScheduled=True
    6.0 preStop of app ends
    6.0 app gets SIGTERM, ignores it
  `);
});
