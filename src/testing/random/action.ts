/** What the user, the node and the cluster do to the Pod in the course of the run. */
import fc from 'fast-check';
import { choice, duration, oneIn, type Part, part, seconds } from './parts.ts';
import { workload } from './program.ts';

/** Stands for the nth container of the Pod, whichever that is: {@link withNames} puts its name there. */
const container: fc.Arbitrary<string> = fc.nat({ max: 5 }).map((n) => `<${n}>`);

/** Actions about containers of these names. */
export function withNames(actions: readonly Part[], names: readonly string[]): Part[] {
  return JSON.parse(JSON.stringify(actions).replace(/<(\d)>/g, (_, n: string) => names[Number(n) % names.length] ?? '')) as Part[];
}

export const FINALIZER = 'example.com/hold';
export const READINESS_GATE = 'example.com/registered';

const deletion = oneIn(2, seconds(0, 35)).map((grace): Part => ({ do: 'delete', ...(grace !== undefined && { gracePeriodSeconds: grace }) }));
/** Other amounts for a container, where the API server lets it have them, or for the Pod itself. */
const amounts = fc.constantFrom<Part>(
  { requests: { cpu: '200m' } },
  { limits: { cpu: '150m' } },
  { limits: { memory: '96Mi' } },
  { requests: { cpu: '200m', memory: '64Mi' }, limits: { cpu: '200m', memory: '64Mi' } },
);
const resize: fc.Arbitrary<Part> = fc
  .record({ name: container, list: fc.constantFrom('containers', 'initContainers'), resources: amounts, ofPod: oneIn(6, amounts) })
  .map(({ name, list, resources, ofPod }) => ({
    do: 'patch',
    subresource: 'resize',
    patch: { spec: ofPod === undefined ? { [list]: [{ name, resources }] } : { resources: ofPod } },
  }));
/** A budget for the Pod, or for a Pod that no budget can be worked out for. */
const budget = fc
  .constantFrom<Part>({ minAvailable: 1 }, { minAvailable: 0 }, { maxUnavailable: 1 }, { minAvailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' })
  .map(
    (spec): Part => ({
      do: 'apply',
      object: { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'web' }, spec: { ...spec, selector: { matchLabels: { app: 'web' } } } },
    }),
  );
const forceDeletion = fc.constant<Part>({ do: 'force-delete' });
/** A time that has passed: the action is due as soon as the one before it is done, plus a pause. */
const next = (pause: fc.Arbitrary<string>, deed: fc.Arbitrary<Part>): fc.Arbitrary<Part> =>
  fc.record({ plus: pause, deed }).map(({ plus, deed: what }) => ({ at: '0s', plus, ...what }));

/** One thing that a user wants, in one action or more. The first has no time yet. */
const alone = (deed: fc.Arbitrary<Part>) => deed.map((what) => [what]);
const toContainer = (deed: Part) => alone(container.map((name) => ({ ...deed, container: name })));
const deeds: fc.Arbitrary<Part[]> = choice<Part[]>(
  { weight: 4, arbitrary: alone(deletion) },
  { weight: 2, arbitrary: fc.tuple(deletion, next(duration(0, 6), choice(deletion, forceDeletion))) },
  { weight: 1, arbitrary: alone(forceDeletion) },
  { weight: 2, arbitrary: alone(fc.constantFrom<Part>({ do: 'evict', reason: 'api' }, { do: 'evict', reason: 'memory' }, { do: 'node-drain' })) },
  {
    weight: 2,
    arbitrary: alone(
      fc.record({
        do: fc.constant('exec'),
        container,
        command: fc.constantFrom(['touch', '/tmp/healthy'], ['rm', '-f', '/tmp/healthy'], ['kill', '1'], ['sleep', '4']),
      }),
    ),
  },
  { weight: 1, arbitrary: toContainer({ do: 'signal', signal: 'SIGKILL' }) },
  { weight: 1, arbitrary: toContainer({ do: 'signal', signal: 'SIGTERM' }) },
  { weight: 1, arbitrary: toContainer({ do: 'oom' }) },
  { weight: 1, arbitrary: alone(fc.record({ do: fc.constant('workload'), container, set: workload.map(({ instances: _none, ...set }) => set) })) },
  { weight: 2, arbitrary: alone(fc.constant<Part>({ do: 'kubelet-restart' })) },
  { weight: 2, arbitrary: fc.tuple(fc.constant<Part>({ do: 'kubelet-stop' }), next(duration(0, 70), fc.constant<Part>({ do: 'kubelet-start' }))) },
  { weight: 1, arbitrary: fc.tuple(fc.constant<Part>({ do: 'node-lost' }), next(duration(1, 120), fc.constant<Part>({ do: 'node-back' }))) },
  { weight: 1, arbitrary: fc.tuple(budget, next(duration(0, 8), fc.constantFrom<Part>({ do: 'node-drain' }, { do: 'evict', reason: 'api' }))) },
  { weight: 1, arbitrary: alone(fc.constant<Part>({ do: 'node-shutdown' })) },
  { weight: 1, arbitrary: alone(fc.constant<Part>({ do: 'sandbox-stop' })) },
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.constant<Part>({ do: 'kubelet-stop' }),
      next(fc.constant('2s'), fc.constant<Part>({ do: 'sandbox-stop' })),
      next(duration(0, 5), fc.constant<Part>({ do: 'kubelet-start' })),
    ),
  },
  {
    weight: 1,
    arbitrary: alone(fc.record({ do: fc.constant('remove-container-records'), containers: container.map((name) => [name]), running: fc.boolean() })),
  },
  {
    weight: 2,
    arbitrary: alone(fc.constant<Part>({ do: 'patch', patch: { spec: { containers: [{ name: 'app-1', image: 'shop/app:2' }] } } })),
  },
  { weight: 2, arbitrary: alone(resize) },
  { weight: 1, arbitrary: alone(seconds(1, 60).map((s): Part => ({ do: 'patch', type: 'merge', patch: { spec: { activeDeadlineSeconds: s } } }))) },
  {
    weight: 1,
    arbitrary: alone(
      fc.constantFrom<Part>({ do: 'patch', patch: { metadata: { labels: { app: 'other' } } } }, { do: 'patch', patch: { spec: { hostNetwork: true } } }),
    ),
  },
  {
    weight: 1,
    arbitrary: alone(
      fc
        .constantFrom(['sleep', '5'], ['sh', '-c', "trap 'exit 0' TERM; while true; do sleep 1; done"])
        .map((command): Part => ({ do: 'add-ephemeral', container: { name: 'debugger', image: 'busybox:1.36', command } })),
    ),
  },
  {
    weight: 1,
    arbitrary: alone(
      fc.constant<Part>({ do: 'apply', object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { COLOUR: 'green' } } }),
    ),
  },
  {
    weight: 1,
    arbitrary: alone(
      fc.constantFrom<Part>(
        { do: 'node-label-remove', label: 'disk' },
        { do: 'node-taint', taint: { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' } },
        { do: 'node-taint', taint: { key: 'maintenance', effect: 'NoExecute' } },
        { do: 'node-taint-remove', key: 'maintenance' },
        { do: 'node-cordon' },
        { do: 'node-uncordon' },
        { do: 'bind', node: 'node-1' },
        { do: 'patch', type: 'merge', patch: { spec: { schedulingGates: null } } },
        { do: 'patch-repeat', path: 'spec.activeDeadlineSeconds', step: -1, times: 30 },
        { do: 'remove', kind: 'ConfigMap', name: 'settings' },
      ),
    ),
  },
  { weight: 1, arbitrary: alone(fc.constant<Part>({ do: 'image', image: '*', set: { pullError: null, onNode: true } })) },
);

/** Points of the run, and how long after one an action comes. */
const point = choice(
  fc.constantFrom('phase.Running', 'scheduled', 'pod.terminal', 'cond.Ready.True', 'event.Killing', 'event.BackOff', 'event.Unhealthy'),
  fc
    .record({ container, what: fc.constantFrom('start', 'exit', 'started', 'ready', 'term', 'poststart.start', 'prestop.start') })
    .map(({ container: name, what }) => `${name}.${what}`),
);
const offset = choice(
  fc.constant(''),
  fc.integer({ min: 1, max: 3000 }).map((ms) => `+${ms}ms`),
);

/** When an action is due: at a time, at a point, or when a claim holds. */
const moment: fc.Arbitrary<unknown> = choice<unknown>(
  { weight: 6, arbitrary: duration(0, 60) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 5000 }).map((ms) => `${ms}ms`) },
  { weight: 4, arbitrary: fc.record({ point, offset }).map(({ point: at, offset: later }) => `${at}${later}`) },
  { weight: 1, arbitrary: container.map((name) => ({ restartCount: { container: name, op: '>=', value: 1 } })) },
);

/** A few deeds, one after the other. */
export const actions: fc.Arbitrary<Part[]> = fc
  .array(fc.record({ at: moment, deed: deeds }), { maxLength: 3 })
  .map((found) => found.flatMap(({ at, deed: [first, ...rest] }) => [{ at, ...first }, ...rest]));

const someTime = choice(fc.constant('phase.Running+2s'), duration(1, 40));

/** The finalizer goes. */
export const release: fc.Arbitrary<Part> = part({
  at: choice(fc.constant('pod.terminal+2s'), someTime),
  do: fc.constant('remove-finalizer'),
  finalizer: fc.constant(FINALIZER),
});

/** The readiness gate is met, or said not to be. */
export const registration: fc.Arbitrary<Part> = part({
  at: someTime,
  do: fc.constant('patch-status'),
  patch: fc.constantFrom('True', 'False').map((status) => ({ status: { conditions: [{ type: READINESS_GATE, status }] } })),
});

/** What happens to the manifest of a static Pod, given what it says. */
export const manifestActions: fc.Arbitrary<(manifest: Part) => Part[]> = choice<(manifest: Part) => Part[]>(
  fc.constant(() => []),
  duration(5, 40).map((at) => () => [{ at, do: 'static-remove' }]),
  duration(5, 40).map((at) => (manifest) => [
    { at, do: 'static-update', manifest: { ...manifest, metadata: { name: 'web', labels: { app: 'web', edition: 'second' } } } },
  ]),
  fc.record({ at: duration(5, 40), plus: duration(0, 8) }).map(({ at, plus }) => (manifest) => [
    { at, do: 'static-remove' },
    { at: '0s', plus, do: 'static-update', manifest },
  ]),
);
