/** Results are those of apimachinery v0.36.2 for the same three objects. */
import { describe, expect, it } from 'vitest';
import { strategicMerge } from '../patch/strategic.ts';
import type { Fields } from '../schema/fields.ts';
import { threeWayPatch } from './three-way.ts';

const pod = (spec: Fields): Fields => ({ spec });
const app = (more: Fields = {}) => ({ name: 'app', image: 'nginx:1.27', ...more });
/** What the server adds to a container. */
const TOKEN = { mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', name: 'kube-api-access-x', readOnly: true };
const live = (more: Fields = {}) => app({ imagePullPolicy: 'IfNotPresent', ...more });

describe('the patch that apply sends', () => {
  it('is empty for a manifest that is in force already', () => {
    const manifest = pod({ containers: [app()] });
    expect(threeWayPatch('Pod', manifest, manifest, pod({ containers: [live()], dnsPolicy: 'ClusterFirst' }))).toEqual({});
  });

  it('has changed elements by their key, and the order of the manifest', () => {
    expect(threeWayPatch('Pod', pod({ containers: [app()] }), pod({ containers: [app({ image: 'nginx:1.28' })] }), pod({ containers: [live()] }))).toEqual(
      pod({ '$setElementOrder/containers': [{ name: 'app' }], containers: [{ name: 'app', image: 'nginx:1.28' }] }),
    );
  });

  it('removes what an earlier manifest had, not what the server added', () => {
    const before = pod({ containers: [app({ ports: [{ containerPort: 80 }], args: ['a'] })], hostname: 'web' });
    const current = pod({ containers: [live({ ports: [{ containerPort: 80, protocol: 'TCP' }], args: ['a'] })], hostname: 'web', dnsPolicy: 'ClusterFirst' });
    expect(threeWayPatch('Pod', before, pod({ containers: [app({ ports: [] })] }), current)).toEqual(
      pod({
        hostname: null,
        '$setElementOrder/containers': [{ name: 'app' }],
        containers: [{ name: 'app', args: null, ports: [{ $patch: 'delete', containerPort: 80 }] }],
      }),
    );
  });

  it('keeps only the named members of a union', () => {
    const before = pod({ volumes: [{ name: 'data', emptyDir: {} }] });
    const patch = threeWayPatch('Pod', before, pod({ volumes: [{ name: 'data', secret: { secretName: 's' } }] }), before);
    expect(patch).toEqual(
      pod({
        '$setElementOrder/volumes': [{ name: 'data' }],
        volumes: [{ name: 'data', secret: { secretName: 's' }, emptyDir: null, $retainKeys: ['name', 'secret'] }],
      }),
    );
    expect(strategicMerge('Pod', before, patch)).toEqual(pod({ volumes: [{ name: 'data', secret: { secretName: 's' } }] }));
  });

  it('lets an element that takes the place of a removed one come after what the server added', () => {
    const mount = (mountPath: string) => ({ mountPath, name: 'data' });
    const before = pod({ containers: [app({ volumeMounts: [mount('/data')] })] });
    const after = pod({ containers: [app({ volumeMounts: [mount('/srv')] })] });
    const current = pod({ containers: [live({ volumeMounts: [mount('/data'), TOKEN] })] });
    expect(strategicMerge('Pod', current, threeWayPatch('Pod', before, after, current))).toEqual(
      pod({ containers: [live({ volumeMounts: [TOKEN, mount('/srv')] })] }),
    );
  });

  it('cannot be made of elements without their key', () => {
    const nameless = pod({ containers: [{ image: 'nginx' }] });
    expect(() => threeWayPatch('Pod', {}, nameless, pod({ containers: [live()] }))).toThrow('map: map[image:nginx] does not contain declared merge key: name');
  });
});
