/** Where node, API and Events differ. */
import { expect, test } from 'vitest';
import { readFixture } from '../../testing/fixtures.ts';
import { sketch } from '../../testing/sim.ts';
import { simulated } from '../../testing/simulated.ts';
import type { DisagreementKind } from '../types.ts';
import { disagreementsOf } from './disagreements.ts';

function sentences(text: string, kind: DisagreementKind): string[] {
  return disagreementsOf(simulated(text).trace)
    .filter((each) => each.kind === kind)
    .map(({ sentence }) => sentence);
}

const recorded = (name: string) => readFixture(`recordings/${name}.yaml`);

test.each<[DisagreementKind, string, string]>([
  ['exit-not-reported', recorded('surprise-worker-busy'), 'From 20.6 to 45.5 s the API says that crasher is running; it has left with exit code 1.'],
  [
    'exit-not-reported',
    recorded('hook-prestop-container-exits-first'),
    'From 13.1 to 22.1 s the API says that app is running; it has left with exit code 0. While a Pod is terminating, its status stands still until all containers are down.',
  ],
  [
    'process-not-reported',
    recorded('hook-poststart-slow-blocks'),
    'From 0.5 to 20.6 s first runs; the API says ContainerCreating. The status waits for postStart.',
  ],
  [
    'old-instance-shown',
    recorded('liveness-restart-slow-poststart'),
    'From 10.4 to 15.5 s the API shows the previous instance of app as running and ready; the process is a new one. The status waits for postStart.',
  ],
  ['kill-not-reported', recorded('hook-prestop-on-liveness'), 'From 18.3 to 22.4 s app is being stopped; the API says running and ready.'],
  [
    'phase-withheld',
    recorded('restart-never-fails'),
    'From 4.5 to 5.6 s all containers are terminated; the phase is still Running. The kubelet publishes a final phase only when the sandbox is stopped, too.',
  ],
  ['object-gone', recorded('force-delete-during-kill'), 'From 8.0 to 17.0 s there is no Pod in the API; the process of app still runs on the node.'],
  [
    'hook-cut-without-event',
    recorded('hook-prestop-outlives-grace'),
    'preStop of app is cut at 20.0 s; no Event says so. FailedPreStopHook comes at 20.0 s, when the command dies with its container.',
  ],
  ['exit-without-event', recorded('restart-crashloop'), 'app leaves with exit code 1 at 2.5 s; no Event says so. The next Event about it is Pulled at 2.5 s.'],
  ['back-off-shown-as-exit', recorded('restart-crashloop'), 'From 5.5 to 17.5 s app waits in its back-off of 10 s; the API says Error, not CrashLoopBackOff.'],
  [
    'ready-without-listener',
    sketch(`containers: [{name: app, image: shop/cart:1.4}]`, `workloads: {app: {boot: 12s, listens: [8080]}}`),
    'From 0.5 to 12.5 s the condition Ready is True; nobody listens in app: it boots for 12 s.',
  ],
])('%s', (kind, text, sentence) => {
  expect(sentences(text, kind)[0]).toBe(sentence);
});

test('a quiet run has no disagreements', () => {
  const text = sketch(`containers: [{name: app, image: "nginx:1.27", readinessProbe: {httpGet: {port: 80}}}]`);
  expect(disagreementsOf(simulated(text).trace)).toEqual([]);
});
