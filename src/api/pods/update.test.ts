import { describe, expect, it } from 'vitest';
import type { Pod } from '../../model/kubernetes.ts';
import type { PodManifest } from '../../model/scenario.ts';
import { mergePatch } from '../patch/merge.ts';
import type { Fields } from '../schema/fields.ts';
import { admitPod } from './create.ts';
import { strategicMergePatch, updatePod } from './update.ts';

function existing(spec: object = {}): Pod {
  const manifest = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: { automountServiceAccountToken: false, containers: [{ name: 'app', image: 'nginx:1.27' }], ...spec },
  } as PodManifest;
  const result = admitPod(manifest, { namespace: 'shop', uid: 'u', createdAtMs: 0, objects: [], admissionPlugins: [], featureGates: {} });
  if ('error' in result) throw new Error(result.error.message);
  return result.pod;
}

/** The generation after a patch, or the first line of the refusal. */
function patched(pod: Pod, patch: Fields): string {
  const result = updatePod(pod, strategicMergePatch(pod, patch));
  return 'error' in result ? (result.error.message.split('\n')[0] ?? '') : `generation ${result.pod.metadata.generation}`;
}

/** Answers of a v1.36.2 API server. */
describe('what may change', () => {
  it.each([
    ['an image', {}, { spec: { containers: [{ name: 'app', image: 'nginx:1.28' }] } }, 'generation 2'],
    ['a label', {}, { metadata: { labels: { app: 'web' } } }, 'generation 1'],
    ['a new deadline', {}, { spec: { activeDeadlineSeconds: 60 } }, 'generation 2'],
    [
      'a later deadline',
      { activeDeadlineSeconds: 60 },
      { spec: { activeDeadlineSeconds: 120 } },
      'Pod "web" is invalid: spec.activeDeadlineSeconds: Invalid value: 120: must be less than or equal to previous value',
    ],
    [
      'the grace period',
      {},
      { spec: { terminationGracePeriodSeconds: 5 } },
      expect.stringContaining('Pod "web" is invalid: spec: Forbidden: pod updates may not change fields other than'),
    ],
    [
      'another container',
      {},
      { spec: { containers: [{ name: 'log', image: 'busybox' }] } },
      'Pod "web" is invalid: spec.containers: Forbidden: pod updates may not add or remove containers',
    ],
    [
      'a removed gate',
      { schedulingGates: [{ name: 'example.com/quota' }] },
      { spec: { schedulingGates: [{ name: 'example.com/quota', $patch: 'delete' }] } },
      'generation 2',
    ],
    [
      'a new gate',
      {},
      { spec: { schedulingGates: [{ name: 'example.com/quota' }] } },
      'Pod "web" is invalid: spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate \'example.com/quota\'',
    ],
  ])('%s', (_what, spec, patch, expected) => {
    expect(patched(existing(spec), patch as Fields)).toEqual(expected);
  });

  it('shows the difference as a diff of the internal struct, without a changed image', () => {
    const pod = existing();
    const result = updatePod(pod, strategicMergePatch(pod, { spec: { hostname: 'web', containers: [{ name: 'app', image: 'nginx:1.28' }] } }));
    expect('error' in result && result.error.message.split('\n').slice(1)).toEqual([
      '@@ -64,7 +64,7 @@',
      '   "SELinuxChangePolicy": null',
      '  },',
      '  "ImagePullSecrets": null,',
      '- "Hostname": "",',
      '+ "Hostname": "web",',
      '  "Subdomain": "",',
      '  "SetHostnameAsFQDN": null,',
      '  "Affinity": null,',
      '',
    ]);
  });

  it('keeps the pull policy when the image becomes latest', () => {
    const pod = existing();
    const result = updatePod(pod, strategicMergePatch(pod, { spec: { containers: [{ name: 'app', image: 'nginx:latest' }] } }));
    expect('pod' in result && result.pod.spec.containers[0]?.imagePullPolicy).toBe('IfNotPresent');
  });
});

describe('the status subresource', () => {
  it('changes the status alone', () => {
    const pod = existing();
    const result = updatePod(pod, mergePatch(pod, { spec: { hostname: 'x' }, status: { phase: 'Failed', reason: 'Evicted' } }), {
      subresource: 'status',
    });
    expect('pod' in result && { hostname: result.pod.spec.hostname, status: result.pod.status, generation: result.pod.metadata.generation }).toEqual({
      hostname: undefined,
      status: { phase: 'Failed', reason: 'Evicted', qosClass: 'BestEffort' },
      generation: 1,
    });
  });

  it('does not let a container come back that may not restart', () => {
    const pod = existing({ restartPolicy: 'Never' });
    const status = (state: object) => ({ status: { containerStatuses: [{ name: 'app', image: 'x', imageID: '', ready: false, restartCount: 0, state }] } });
    const ended = updatePod(pod, mergePatch(pod, status({ terminated: { exitCode: 1 } })), { subresource: 'status' });
    if ('error' in ended) throw new Error(ended.error.message);
    const result = updatePod(ended.pod, mergePatch(ended.pod, status({ running: {}, terminated: null })), { subresource: 'status' });
    expect('error' in result && result.error.message).toBe(
      'Pod "web" is invalid: status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state',
    );
  });
});

describe('strategic merge', () => {
  it('merges lists by key, in the order that is given', () => {
    const pod = {
      spec: {
        containers: [
          { name: 'a', image: 'x' },
          { name: 'b', image: 'y' },
        ],
        tolerations: [{ key: 'k' }],
      },
    };
    const patch = {
      spec: {
        '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }],
        containers: [{ name: 'a', image: 'z' }],
        tolerations: [{ key: 'l' }],
      },
    };
    expect(strategicMergePatch(pod, patch)).toEqual({
      spec: {
        containers: [
          { name: 'b', image: 'y' },
          { name: 'a', image: 'z' },
        ],
        tolerations: [{ key: 'l' }],
      },
    });
  });

  it('follows directives', () => {
    const pod = { metadata: { finalizers: ['a', 'b'] }, spec: { volumes: [{ name: 'v', emptyDir: {} }], containers: [{ name: 'a' }, { name: 'b' }] } };
    const patch = {
      metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] },
      spec: { volumes: [{ name: 'v', $retainKeys: ['name', 'secret'], secret: { secretName: 's' } }], containers: [{ name: 'a', $patch: 'delete' }] },
    };
    expect(strategicMergePatch(pod, patch)).toEqual({
      metadata: { finalizers: ['b'] },
      spec: { volumes: [{ name: 'v', secret: { secretName: 's' } }], containers: [{ name: 'b' }] },
    });
  });

  it('that cannot be merged is refused as the server does', () => {
    const pod = { metadata: {}, spec: { containers: [{ name: 'a' }] } };
    const refusal = (patch: Record<string, unknown>) => {
      const result = updatePod(pod as Pod, strategicMergePatch(pod, patch));
      return 'error' in result ? `${result.error.code} ${result.error.message}` : '';
    };
    expect(refusal({ spec: { containers: [{ image: 'x' }] } })).toBe('500 map: map[image:x] does not contain declared merge key: name');
    expect(refusal({ spec: { '$setElementOrder/containers': 'a' } })).toBe('500 expected a []interface {}, but received a string');
    expect(refusal({ spec: { $retainKeys: ['volumes'], hostname: 'web' } })).toBe('400 invalid patch format of retainKeys');
  });
});
