import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edit } from '../model/edit.ts';
import { EditError, editedText } from './edit.ts';
import { readScenario } from './read.ts';

const CART = `# The cart
apiVersion: v1
kind: Pod
metadata: {name: cart}
spec:
  terminationGracePeriodSeconds: 30   # the default
  containers:
    - name: app
      image: shop/cart:1.4
      livenessProbe:
        httpGet: {path: /healthz, port: 8080}   # refused while booting
        periodSeconds: 3
      lifecycle:
        preStop:
          exec: {command: [sleep, "5"]}

    # beside it
    - name: proxy
      image: 'shop/proxy:2.1'
      args:
        - --port
        - "15001"
---
apiVersion: podloupe.dev/v1
kind: Scenario
spec:
  workloads:
    app: {boot: 25s, listens: [8080]}
`;

/** The lines that an edit changed, as a diff without context. */
function changed(edit: Omit<Edit, 'document'> & Partial<Edit>, text = CART): string[] {
  const before = text.split('\n');
  const after = editedText(text, [{ document: 'pod', ...edit }]).split('\n');
  let head = 0;
  while (head < Math.min(before.length, after.length) && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(before.length, after.length) - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return [...before.slice(head, before.length - tail).map((line) => `-${line}`), ...after.slice(head, after.length - tail).map((line) => `+${line}`)];
}

describe('an edit changes its own lines and nothing else', () => {
  it('adds a probe beside the other one, in the style of the text', () => {
    const value = { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 3, failureThreshold: 12 };
    expect(changed({ path: 'spec.containers[0].startupProbe', value })).toEqual([
      '+      startupProbe:',
      '+        httpGet: {path: /healthz, port: 8080}',
      '+        periodSeconds: 3',
      '+        failureThreshold: 12',
    ]);
  });

  it('replaces a number and keeps the comment behind it', () => {
    expect(changed({ path: 'spec.terminationGracePeriodSeconds', value: 45 })).toEqual([
      '-  terminationGracePeriodSeconds: 30   # the default',
      '+  terminationGracePeriodSeconds: 45   # the default',
    ]);
  });

  it('makes the maps on the way', () => {
    expect(changed({ path: 'spec.containers[1].resources.limits.memory', value: '64Mi' })).toEqual([
      '+      resources:',
      '+        limits:',
      '+          memory: 64Mi',
    ]);
  });

  it('adds a field inside braces', () => {
    expect(changed({ path: 'spec.containers[0].livenessProbe.httpGet.scheme', value: 'HTTPS' })).toEqual([
      '-        httpGet: {path: /healthz, port: 8080}   # refused while booting',
      '+        httpGet: {path: /healthz, port: 8080, scheme: HTTPS}   # refused while booting',
    ]);
  });

  it('changes an item of a list, and a list as a whole', () => {
    expect(changed({ path: 'spec.containers[1].args[1]', value: '15002' })).toEqual(['-        - "15001"', '+        - "15002"']);
    expect(changed({ path: 'spec.containers[1].args', value: ['--port', '15002', '--quiet'] })).toEqual([
      '-        - --port',
      '-        - "15001"',
      '+        - "--port"',
      '+        - "15002"',
      '+        - "--quiet"',
    ]);
  });

  it('takes a field away with its lines', () => {
    expect(changed({ path: 'spec.containers[0].lifecycle' })).toEqual(['-      lifecycle:', '-        preStop:', '-          exec: {command: [sleep, "5"]}']);
    expect(changed({ path: 'spec.containers[0].livenessProbe.httpGet.path' })).toEqual([
      '-        httpGet: {path: /healthz, port: 8080}   # refused while booting',
      '+        httpGet: {port: 8080}   # refused while booting',
    ]);
    expect(changed({ path: 'spec.hostNetwork' })).toEqual([]);
  });

  it('reaches the Scenario document, and the template of a workload object', () => {
    expect(changed({ document: 'scenario', path: 'spec.workloads.app.onTerm', value: { exitAfter: '1s', code: 0 } })).toEqual([
      '-    app: {boot: 25s, listens: [8080]}',
      '+    app: {boot: 25s, listens: [8080], onTerm: {exitAfter: 1s, code: 0}}',
    ]);
    const deployment = `kind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n      - name: app\n        image: a\n`;
    expect(changed({ path: 'spec.containers[0].command', value: ['sleep', '5'] }, deployment)).toEqual([
      '+        command:',
      '+          - sleep',
      '+          - "5"',
    ]);
  });

  it('writes words that YAML would read as something else in quotes', () => {
    for (const value of ['yes', '0600', '', 'a: b', '1e3', '- x', '{', '~'])
      expect(
        readScenario(editedText(CART, [{ document: 'pod', path: 'spec.containers[0].args', value: [value] }])).scenario?.pod.spec.containers[0]?.args,
      ).toEqual([value]);
    // In place of a map with comments, which the whole text is printed anew for
    expect(editedText(CART, [{ document: 'pod', path: 'spec.containers[0].livenessProbe', value: 'N' }])).toContain('livenessProbe: "N"');
  });

  it('keeps Windows line ends, and JSON JSON', () => {
    const windows = CART.replaceAll('\n', '\r\n');
    expect(editedText(windows, [{ document: 'pod', path: 'spec.restartPolicy', value: 'Never' }]).replaceAll('\r\n', '')).not.toContain('\n');
    const json = '{"kind": "Pod", "spec": {"containers": [{"name": "app"}]}}';
    const edited = editedText(json, [{ document: 'pod', path: 'spec.containers[0].image', value: 'a' }]);
    expect(JSON.parse(edited)).toEqual({ kind: 'Pod', spec: { containers: [{ name: 'app', image: 'a' }] } });
  });

  it('puts another object behind those that are there, whatever is behind them', () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { LEVEL: 'on' } };
    const edit: Edit = { document: 'object', path: '', value: object };
    expect(changed(edit)).toEqual(['+apiVersion: v1', '+kind: ConfigMap', '+metadata:', '+  name: settings', '+data:', '+  LEVEL: "on"', '+---']);
    expect(readScenario(editedText(CART, [edit])).scenario?.objects).toEqual([object]);
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: app, image: nginx}]}';
    expect(editedText(pod, [edit])).toContain('nginx}]}\n---\napiVersion: v1\nkind: ConfigMap\n');
    expect(() => editedText('kind: [', [edit])).toThrow(EditError);
  });

  it('says so where there is no place', () => {
    expect(() => editedText('kind: Service\n', [{ document: 'pod', path: 'spec.x', value: 1 }])).toThrow(EditError);
    expect(() => editedText('kind: Pod\n', [{ document: 'scenario', path: 'spec.x' }])).toThrow('no Scenario document');
  });
});

describe('for any value', () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof({ depthSize: 'small' }, fc.string(), fc.integer(), fc.boolean(), fc.array(tie('any'), { maxLength: 3 }), tie('map')),
    map: fc.dictionary(fc.stringMatching(/^[a-z][\w.-]{0,6}$/), tie('any'), { maxKeys: 3 }),
  })).any;
  const paths = ['spec.containers[0].extra', 'spec.containers[0].livenessProbe', 'spec.containers[1].args', 'metadata.labels', 'spec.containers[1].args[0]'];

  it('the text means what it meant with the value in it, and comments stay', () => {
    fc.assert(
      fc.property(value, fc.constantFrom(...paths), (each, path) => {
        const once = editedText(CART, [{ document: 'pod', path, value: each }]);
        expect(once).toContain('# The cart');
        expect(once).toContain('# beside it');
        // Setting it again changes nothing: it is there.
        expect(editedText(once, [{ document: 'pod', path, value: each }])).toBe(once);
      }),
      { numRuns: 150 },
    );
  });
});
