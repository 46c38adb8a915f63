/** pkg/kubelet/kuberuntime/kuberuntime_container.go: setTerminationGracePeriod; kuberuntime_termination_order.go. */
import { expect, test } from 'vitest';
import { DEFAULT_CREATED_AT_MS } from '../../../base/timestamp.ts';
import type { Pod } from '../../../model/kubernetes.ts';
import { readScenario } from '../../../scenario/index.ts';
import { podOf } from '../../../testing/sim-parts.ts';
import { sketch } from '../../../testing/sim.ts';
import { Scope } from '../../engine/task.ts';
import { World } from '../../world.ts';
import { baseGrace } from './kill.ts';
import { TerminationOrder } from './termination-order.ts';

test('the grace period: of the deletion, else of the probe that failed, else of the Pod', () => {
  const container = { name: 'a', livenessProbe: { terminationGracePeriodSeconds: 40 }, startupProbe: { terminationGracePeriodSeconds: 5 }, readinessProbe: {} };
  const pod = podOf([container], [], { terminationGracePeriodSeconds: 30 });
  const deleted: Pod = { ...pod, metadata: { ...pod.metadata, deletionGracePeriodSeconds: 7 } };
  expect([
    baseGrace(pod, container, 'liveness'),
    baseGrace(pod, container, 'startup'),
    baseGrace(pod, container, 'definition'),
    baseGrace(pod, { name: 'a', livenessProbe: {} }, 'liveness'),
  ]).toEqual([40, 5, 30, 30]);
  expect([baseGrace(deleted, container, 'liveness'), baseGrace(podOf([container]), container, 'liveness')]).toEqual([7, 2]);
});

test('a sidecar waits for the main containers and for the next sidecar; those that did not run count as stopped', () => {
  const { scenario } = readScenario(sketch('containers: [{name: a, image: "app:1"}]'));
  if (scenario === undefined) throw new Error('not a scenario');
  const world = new World(scenario, { createdAtMs: DEFAULT_CREATED_AT_MS, recordLimit: 10, skipIdle: true, endMs: 60_000 });
  const pod = podOf(['a', 'b'], ['s*', 'i', 't*', 'u*']);
  const order = TerminationOrder.of(world, pod, ['a', 's', 't']);
  const turns: string[] = [];
  const scope = new Scope(world.queue);
  const takes = { a: 1000, t: 500, s: 0 };
  for (const [name, ms] of Object.entries(takes)) {
    scope.spawn(
      (function* () {
        const waited = order === undefined ? 0 : yield* order.waitForTurn(name, 5);
        turns.push(`${name} at ${world.nowMs} waited ${waited} s`);
        yield { untilMs: world.nowMs + ms };
        order?.containerStopped(name);
      })(),
    );
  }
  while (world.queue.step(60_000)) continue;
  expect(turns).toEqual(['a at 0 waited 0 s', 't at 1000 waited 1 s', 's at 1500 waited 1 s']);
  expect(TerminationOrder.of(world, podOf(['a'], ['i']), ['a'])).toBeUndefined();
});
