import fc from 'fast-check';
import { expect, describe, it } from 'vitest';
import { parse } from 'yaml';
import type { AppState } from '../../store/app-store.ts';
import { asYaml } from './as-yaml.ts';
import { capturedPod, otherPodIn } from './captured-pod.ts';

const pod = (name: string, containers: string[], metadata = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, uid: '7', resourceVersion: '12', managedFields: [{ time: 'now' }], ...metadata },
  spec: { nodeName: 'node-1', containers: containers.map((each) => ({ name: each, image: 'nginx' })) },
  status: { phase: 'Running' },
});

/** The state of a page that shows the run of a Pod. */
const showing = (object: ReturnType<typeof pod>, podSource = { kind: 'Pod', name: object.metadata.name }) =>
  ({ run: { trace: { records: [{ kind: 'Pod', object }] }, facts: { podSource } } }) as unknown as Pick<AppState, 'run'>;

const WEB = pod('web', ['nginx']);

describe('the Pod of a capture', () => {
  it.each([
    ['a watch', `${JSON.stringify({ type: 'ADDED', object: WEB })}\n${JSON.stringify({ type: 'DELETED', object: WEB })}`],
    ['Pods one after the other', JSON.stringify(WEB, null, 4).repeat(2)],
    ['a list', JSON.stringify({ kind: 'List', items: [{ kind: 'Event', involvedObject: { kind: 'Pod', name: 'web' } }, WEB] })],
    ['a recording', `{"kind":"Meta","format":1}\n${JSON.stringify({ kind: 'Pod', t: 0, type: 'ADDED', object: WEB })}`],
  ])('is found in %s, and its manifest is what one would apply', (_what, text) => {
    const found = capturedPod(text);
    expect(found).toMatchObject({ name: 'web', madeBy: 'web', containers: ['nginx'] });
    expect(parse(found?.manifest ?? '')).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web' },
      spec: { containers: [{ name: 'nginx', image: 'nginx' }] },
    });
  });

  it('is named by Events alone, and by a description, which give no manifest', () => {
    expect(capturedPod('{"kind":"Event","involvedObject":{"kind":"Pod","name":"web"}}')).toEqual({ name: 'web', madeBy: 'web', containers: [] });
    const described = [
      'Name:             web-7d9f8-x2x4z',
      'Labels:           app=web',
      '                  pod-template-hash=7d9f8',
      'Status:           Running',
      'Controlled By:  ReplicaSet/web-7d9f8',
      'Init Containers:',
      '  first:',
      '    Image:  busybox',
      'Containers:',
      '  nginx:',
      '    State:  Running',
      '  log:',
      '    Mounts:',
      '      /var from data (rw)',
      'Conditions:',
      '  Type    Status',
    ].join('\n');
    expect(capturedPod(described)).toEqual({ name: 'web-7d9f8-x2x4z', madeBy: 'web', containers: ['nginx', 'log'] });
  });

  it('is none in a text that is broken', () => {
    expect(capturedPod('{"kind": Pod}')).toBeUndefined();
    expect(capturedPod('{"kind":"Pod"')).toBeUndefined();
  });
});

describe('another Pod than that of the text', () => {
  const capture = JSON.stringify(WEB);
  it('has another name, or other containers', () => {
    expect(otherPodIn(capture, showing(pod('cart', ['nginx'])))).toMatchObject({ name: 'web', present: { name: 'cart' } });
    expect(otherPodIn(capture, showing(pod('web', ['app'])))).toMatchObject({ containers: ['nginx'], present: { containers: ['app'] } });
  });

  it('is not one of the same name, with a container more or less', () => {
    expect(otherPodIn(capture, showing(pod('web', ['nginx', 'log'])))).toBeUndefined();
    expect(otherPodIn('{"kind":"Event","involvedObject":{"kind":"Pod","name":"web"}}', showing(WEB))).toBeUndefined();
  });

  it('is not another replica of the same Deployment', () => {
    const replica = pod('web-7d9f8-x2x4z', ['nginx'], {
      generateName: 'web-7d9f8-',
      labels: { 'pod-template-hash': '7d9f8' },
      ownerReferences: [{ kind: 'ReplicaSet', name: 'web-7d9f8' }],
    });
    expect(otherPodIn(JSON.stringify(replica), showing(pod('web-5c6b7-abcde', ['nginx']), { kind: 'Deployment', name: 'web' }))).toBeUndefined();
    expect(otherPodIn(JSON.stringify(replica), showing(WEB))).toBeUndefined();
  });

  it('cannot be told while there is no run', () => {
    expect(otherPodIn(capture, { run: undefined })).toBeUndefined();
  });
});

describe('JSON as YAML', () => {
  it('reads as it was', () => {
    const awkward = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\t', '#', ':', '-', '"', '|', '1', 'é') }),
      fc.constantFrom('yes', 'null', '1e3', '0x1F', '2024-01-01', '-', '=', '<<', '~', 'set -e\n\nexit 3\n', 'a\n b', '.5', 'a: b', 'a:', 'x #y'),
    );
    fc.assert(
      fc.property(fc.object({ key: awkward, values: [awkward, fc.integer(), fc.boolean(), fc.constant(null)], maxDepth: 4 }), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        for (const version of ['1.1', '1.2'] as const) expect(parse(asYaml(plain), { version, merge: false })).toEqual(plain);
      }),
    );
  });

  it('looks as kubectl prints it', () => {
    expect(asYaml({ spec: { containers: [{ name: 'app', command: ['sh', '-c', 'set -e\nexit 3\n'], env: [] }], paused: false } })).toBe(
      [
        'spec:',
        '  containers:',
        '  - name: app',
        '    command:',
        '    - sh',
        '    - "-c"',
        '    - |',
        '      set -e',
        '      exit 3',
        '    env: []',
        '  paused: false',
        '',
      ].join('\n'),
    );
  });
});
