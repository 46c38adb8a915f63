/** Manifests that somebody has broken: each gets an answer, whatever is wrong with it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCluster } from './kubectl/index.ts';
import type { Fields } from './schema/fields.ts';

/** Two manifests in which every second field has a value. */
const MANIFESTS: readonly Fields[] = [
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', labels: { app: 'web' }, annotations: { note: 'x' } },
    spec: {
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      nodeSelector: { disk: 'ssd' },
      securityContext: { runAsUser: 1000, sysctls: [{ name: 'kernel.shm_rmid_forced', value: '1' }] },
      tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 }],
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'web' } } }],
      affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { topologyKey: 'zone' } }] } },
      dnsConfig: { nameservers: ['10.0.0.1'], options: [{ name: 'ndots', value: '2' }] },
      volumes: [
        { name: 'data', emptyDir: { sizeLimit: '1Gi' } },
        { name: 'all', projected: { sources: [{ secret: { name: 's', items: [{ key: 'k', path: 'p' }] } }, { serviceAccountToken: { path: 't' } }] } },
      ],
      initContainers: [{ name: 'setup', image: 'busybox:1.36', restartPolicy: 'Always', startupProbe: { exec: { command: ['true'] } } }],
      containers: [
        {
          name: 'app',
          image: 'nginx:1.27',
          ports: [{ name: 'http', containerPort: 80 }],
          env: [
            { name: 'A', value: 'b' },
            { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
          ],
          resources: { requests: { cpu: '100m' }, limits: { memory: '64Mi' } },
          livenessProbe: { httpGet: { path: '/', port: 'http', httpHeaders: [{ name: 'X', value: 'y' }] }, periodSeconds: 5 },
          lifecycle: { preStop: { sleep: { seconds: 5 } } },
          volumeMounts: [{ name: 'data', mountPath: '/data', subPath: 'x' }],
          securityContext: { capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } },
        },
      ],
    },
  },
  {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'nightly' },
    spec: {
      schedule: '0 3 * * *',
      timeZone: 'Europe/Berlin',
      jobTemplate: {
        spec: {
          completionMode: 'Indexed',
          completions: 3,
          podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [3] } }] },
          successPolicy: { rules: [{ succeededIndexes: '0-1' }] },
          template: { spec: { restartPolicy: 'Never', containers: [{ name: 'app', image: 'busybox:1.36' }] } },
        },
      },
    },
  },
];

type Step = string | number;

function pathsOf(value: unknown, path: Step[] = []): Step[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const children = Array.isArray(value) ? value.map((item, i): [Step, unknown] => [i, item]) : Object.entries(value);
  return [...(path.length > 0 ? [path] : []), ...children.flatMap(([step, item]) => pathsOf(item, [...path, step]))];
}

const STRANGE = [
  null,
  '',
  ' ',
  'x y',
  '-1',
  'A_B',
  0,
  -1,
  1.5,
  3_000_000_000,
  true,
  [],
  {},
  [null],
  ['x'],
  { x: 'y' },
  'a'.repeat(300),
  '\u0000',
  '../x',
  '漢',
];

/** One change: away with it, something strange instead, another name, twice. */
const change = fc.record({
  at: fc.nat(),
  how: fc.constantFrom('remove', 'replace', 'rename', 'repeat'),
  value: fc.oneof(fc.constantFrom(...STRANGE), fc.string({ maxLength: 5 }), fc.integer()),
});

function changed(manifest: Fields, { at, how, value }: { at: number; how: string; value: unknown }): Fields {
  const copy = structuredClone(manifest);
  const paths = pathsOf(copy);
  const path = paths[at % Math.max(1, paths.length)] ?? [];
  const last = path.at(-1) ?? '';
  const parent = path.slice(0, -1).reduce<unknown>((node, step) => (node as Record<Step, unknown>)[step], copy) as Record<Step, unknown>;
  if (how === 'replace') parent[last] = value;
  else if (Array.isArray(parent)) {
    if (how === 'remove') parent.splice(Number(last), 1);
    else parent.push(structuredClone(parent[Number(last)]));
  } else {
    if (how === 'rename') parent[`${last}x`] = parent[last];
    if (how !== 'repeat') delete parent[last];
  }
  return copy;
}

describe('a manifest with mistakes', () => {
  it('is created, or refused with words', () => {
    fc.assert(
      fc.property(fc.constantFrom(...MANIFESTS), fc.array(change, { minLength: 1, maxLength: 4 }), (manifest, changes) => {
        const broken = changes.reduce(changed, manifest);
        const { exitCode, stdout, stderr } = createCluster().kubectl(['create', '-f', 'FILE'], { files: { FILE: JSON.stringify(broken) } });
        if (exitCode === 0) expect(stdout).toMatch(/ created\n$/);
        else {
          expect(exitCode).toBe(1);
          expect(stderr.trim()).not.toBe('');
          expect(stderr).not.toMatch(/undefined|\[object|NaN/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
