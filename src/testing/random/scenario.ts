/** Random but valid scenarios, for what must hold of every run. */
import fc from 'fast-check';
import { actions, FINALIZER, manifestActions, READINESS_GATE, registration, release, withNames } from './action.ts';
import { cluster, images } from './cluster.ts';
import { appContainer, initContainer } from './container.ts';
import { withinGrace } from './hook.ts';
import { choice, duration, oneIn, type Part, part, seconds, withoutUndefined } from './parts.ts';
import type { ProgramParts } from './program.ts';

const always = fc.constant<true>(true);

/** What the Pod as a whole says. */
const frame = fc.record({
  graceSeconds: choice<number | undefined>(fc.constant(1), fc.constant(undefined), seconds(2, 12), fc.constant(30), fc.constant(0)),
  restartPolicy: fc.constantFrom('Always', 'OnFailure', 'Never'),
  deadlineSeconds: oneIn(8, seconds(1, 60)),
  hasFinalizer: oneIn(10, always),
  hasGate: oneIn(8, always),
  /** The node's own network, where containers must not share a port: only if there is one of them. */
  onHostNetwork: oneIn(10, always),
  /** What a static Pod may not have, or has no use for. */
  more: part({
    nodeSelector: oneIn(40, fc.constant({ disk: 'ssd' })),
    schedulingGates: oneIn(40, fc.constant([{ name: 'example.com/wait' }])),
    imagePullSecrets: oneIn(12, fc.constant([{ name: 'registry' }])),
    volumes: oneIn(10, fc.constantFrom([{ name: 'data', emptyDir: {} }], [{ name: 'data', secret: { secretName: 'missing' } }])),
    runtimeClassName: oneIn(40, fc.constant('sandboxed')),
  }),
});

type Frame = typeof frame extends fc.Arbitrary<infer T> ? T : never;

/** A scenario as text, each document a line of JSON (which is YAML). */
export function scenarios(): fc.Arbitrary<string> {
  return fc
    .record({
      isStatic: oneIn(15, always),
      pod: frame,
      apps: fc.array(appContainer, { minLength: 1, maxLength: 3 }),
      inits: oneIn(2, fc.array(initContainer, { minLength: 1, maxLength: 3 })),
      settings: fc.record({
        duration: choice({ weight: 12, arbitrary: duration(20, 120) }, { weight: 1, arbitrary: duration(300, 700) }),
        seed: choice<unknown>(fc.constant('typical'), fc.integer({ min: 0, max: 1_000_000 })),
        cluster,
        images,
      }),
      deeds: actions,
      ends: fc.record({ release, registration, manifestActions }),
      hasSettings: fc.boolean(),
    })
    .map(({ isStatic = false, pod, apps, inits = [], settings, deeds, ends, hasSettings }) => {
      const fit = (programs: readonly ProgramParts[]) => (isStatic ? programs.map(withoutObjects) : programs);
      const containers = named(fit(apps), 'app');
      const initContainers = named(fit(inits), 'init');
      const all = [...containers, ...initContainers];
      const manifest = manifestOf(isStatic ? { ...pod, hasFinalizer: undefined, hasGate: undefined, more: {} } : pod, containers, initContainers);
      const workloads = Object.fromEntries(all.flatMap(({ name, workload }) => (workload === undefined ? [] : [[name, workload]])));
      const own = isStatic ? ends.manifestActions(manifest) : [...(pod.hasFinalizer ? [ends.release] : []), ...(pod.hasGate ? [ends.registration] : [])];
      const spec = {
        ...settings,
        ...(isStatic && { staticPod: true }),
        workloads,
        actions: withNames(
          [...deeds, ...own],
          all.map(({ name }) => name),
        ),
      };
      return textOf([{ apiVersion: 'podloupe.dev/v1', kind: 'Scenario', metadata: { name: 'random' }, spec }, manifest, ...surroundings(hasSettings)]);
    });
}

const textOf = (documents: readonly Part[]) => documents.map((document) => JSON.stringify(document)).join('\n---\n');

/** A static Pod may name no object of the API (`pkg/kubelet/config/common.go: tryDecodeSinglePod`). */
const withoutObjects = (program: ProgramParts): ProgramParts => ({ ...program, container: { ...program.container, envFrom: undefined } });

interface Named extends ProgramParts {
  name: string;
}

const named = (made: readonly ProgramParts[], prefix: string): Named[] => made.map((program, index) => ({ ...program, name: `${prefix}-${index + 1}` }));

function manifestOf(pod: Frame, apps: readonly Named[], inits: readonly Named[]): Part {
  const { graceSeconds, restartPolicy, deadlineSeconds, hasFinalizer, hasGate, onHostNetwork, more } = pod;
  const containersOf = (made: readonly Named[]) =>
    made.map(({ name, container: { resizePolicy, ...container } }) => ({
      name,
      ...withinGrace(container, graceSeconds ?? 30),
      // Only who may be started again can be started again for a resize
      ...(resizePolicy !== undefined && restartPolicy !== 'Never' && { resizePolicy }),
    }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', labels: { app: 'web' }, ...(hasFinalizer && { finalizers: [FINALIZER] }) },
    spec: withoutUndefined({
      restartPolicy,
      terminationGracePeriodSeconds: graceSeconds,
      activeDeadlineSeconds: deadlineSeconds,
      ...more,
      hostNetwork: apps.length + inits.length === 1 ? onHostNetwork : undefined,
      readinessGates: hasGate && [{ conditionType: READINESS_GATE }],
      initContainers: inits.length > 0 ? containersOf(inits) : undefined,
      containers: containersOf(apps),
    }),
  };
}

/** The objects around the Pod. */
function surroundings(hasSettings: boolean): Part[] {
  return [
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } },
    // A handler that the node's runtime does not have
    { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'sandboxed' }, handler: 'runsc' },
    ...(hasSettings ? [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { COLOUR: 'blue' } }] : []),
  ];
}
