import { describe, expect, it } from 'vitest';
import { EditError } from './edit.ts';
import { type Gesture, gestured } from './gestures.ts';
import { readScenario } from './read.ts';

const POD = `apiVersion: v1
kind: Pod
metadata: {name: cart}
spec:
  containers:
    - name: app
      image: shop/cart:1.4
`;
const HEAD = `# What happens
apiVersion: podloupe.dev/v1
kind: Scenario
`;

function scenario(spec: string): string {
  return `${HEAD}${spec}---\n${POD}`;
}

/** The Scenario document after gestures, one after the other; the Pod's text must stay as it was, and the whole must be valid. */
function after(spec: string, gesture: Gesture, doneMs: readonly (number | undefined)[] = []): string {
  const { text } = gestured(scenario(spec), gesture, doneMs);
  expect(readScenario(text).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(text.endsWith(`---\n${POD}`)).toBe(true);
  return text.slice(HEAD.length, -`---\n${POD}`.length);
}

const DELETE = { do: 'delete' };
const TWO = `spec:
  actions:
    - {at: 10s, do: oom, container: app}  # too much
    - at: 30s
      do: delete
`;

describe('an action', () => {
  it('is put into a text that had no Scenario document', () => {
    expect(gestured(POD, { kind: 'add-action', deed: DELETE, atMs: 30_000 }, [])).toEqual({
      text: `apiVersion: podloupe.dev/v1\nkind: Scenario\nspec:\n  actions:\n    - {at: 30s, do: delete}\n---\n${POD}`,
      action: 1,
    });
  });

  it('goes below the key where the list is empty', () => {
    expect(after('spec:\n  workloads: {}\n  actions: []  # none yet\n', { kind: 'add-action', deed: DELETE, atMs: 1500 })).toBe(
      'spec:\n  workloads: {}\n  actions:  # none yet\n    - {at: 1.5s, do: delete}\n',
    );
  });

  it('goes between those that come before and after it, in the style of its neighbours', () => {
    const deed = { do: 'signal', container: 'app', signal: 'SIGHUP' };
    expect(after(TWO, { kind: 'add-action', deed, atMs: 20_000 }, [10_000, 30_000])).toBe(`spec:
  actions:
    - {at: 10s, do: oom, container: app}  # too much
    - {at: 20s, do: signal, container: app, signal: SIGHUP}
    - at: 30s
      do: delete
`);
    expect(gestured(scenario(TWO), { kind: 'add-action', deed, atMs: 5000 }, [10_000, 30_000]).action).toBe(1);
    expect(gestured(scenario(TWO), { kind: 'add-action', deed, atMs: 50_000 }, [10_000, 30_000]).action).toBe(3);
    // Behind an action that was never due it would never be due either
    expect(gestured(scenario(TWO), { kind: 'add-action', deed, atMs: 50_000 }, [10_000]).action).toBe(2);
  });

  it('goes into a list in brackets', () => {
    const spec = 'spec: {actions: [{at: 10s, do: kubelet-stop}, {at: 30s, do: kubelet-start}]}\n';
    expect(after(spec, { kind: 'add-action', deed: DELETE, atMs: 20_000 }, [10_000, 30_000])).toBe(
      'spec: {actions: [{at: 10s, do: kubelet-stop}, {at: 20s, do: delete}, {at: 30s, do: kubelet-start}]}\n',
    );
    expect(after(spec, { kind: 'remove-action', index: 2 }, [10_000, 30_000])).toBe('spec: {actions: [{at: 10s, do: kubelet-stop}]}\n');
    expect(after(spec, { kind: 'remove-action', index: 1 }, [10_000, 30_000])).toBe('spec: {actions: [{at: 30s, do: kubelet-start}]}\n');
  });

  it('that is moved keeps its comment, and changes places where it passes another one', () => {
    expect(after(TWO, { kind: 'move-action', index: 1, toMs: 12_300 }, [10_000, 30_000])).toBe(TWO.replace('at: 10s', 'at: 12.3s'));
    const passed = gestured(scenario(TWO), { kind: 'move-action', index: 1, toMs: 40_000 }, [10_000, 30_000]);
    expect(passed.action).toBe(2);
    expect(readScenario(passed.text).scenario?.actions.map(({ at, do: deed }) => [deed, at])).toEqual([
      ['delete', { kind: 'time', ms: 30_000 }],
      ['oom', { kind: 'time', ms: 40_000 }],
    ]);
  });

  it('that waits for a point or a claim waits longer or shorter', () => {
    const at = (when: string, toMs: number) => after(`spec:\n  actions:\n    - {at: ${when}, do: delete}\n`, { kind: 'move-action', index: 1, toMs }, [20_000]);
    expect(at('app.ready+5s', 22_000)).toContain('at: app.ready+7s,');
    expect(at('app.ready+5s', 15_000)).toContain('at: app.ready,');
    expect(at('app.ready', 15_000)).toContain('at: app.ready-5s,');
    expect(at('{condition: {type: Ready, status: "True"}}, plus: 2s', 21_000)).toContain('plus: 3s,');
    expect(at('{condition: {type: Ready, status: "True"}}', 21_000)).toContain('do: delete, plus: 1s}');
    expect(at('{condition: {type: Ready, status: "True"}}, plus: 2s', 17_000)).not.toContain('plus');
  });

  it('of a sweep that is moved takes the time it is moved to', () => {
    const spec = 'spec:\n  actions:\n    - {at: 1s, do: delete, sweep: [0s, 2s]}\n';
    expect(after(spec, { kind: 'move-action', index: 1, toMs: 5000 }, [2000])).toBe('spec:\n  actions:\n    - {at: 5s, do: delete}\n');
  });

  it('is copied, and taken out with its lines; the list goes with the last', () => {
    expect(after(TWO, { kind: 'copy-action', index: 2, toMs: 31_000 }, [10_000, 30_000])).toBe(`${TWO}    - {at: 31s, do: delete}\n`);
    expect(after(TWO, { kind: 'remove-action', index: 1 }, [10_000, 30_000])).toBe('spec:\n  actions:\n    - at: 30s\n      do: delete\n');
    expect(after('spec:\n  duration: 1m\n  actions:\n    - {at: 1s, do: delete}\n', { kind: 'remove-action', index: 1 })).toBe('spec:\n  duration: 1m\n');
    expect(() => gestured(scenario(TWO), { kind: 'remove-action', index: 3 }, [])).toThrow(EditError);
  });
});

describe('behaviour', () => {
  const WORKLOADS = 'spec:\n  workloads:\n    app: {boot: 25s, onTerm: ignore, instances: {2: {boot: 5s}}}  # slow\n';
  const set = (spec: string, gesture: Partial<Extract<Gesture, { kind: 'behaviour' }>>) =>
    after(spec, { kind: 'behaviour', container: 'app', instance: 1, path: 'boot', value: '3s', ...gesture });

  it('is changed where the text speaks of that start', () => {
    expect(set(WORKLOADS, {})).toBe(WORKLOADS.replace('25s', '3s'));
    expect(set(WORKLOADS, { instance: 2 })).toBe(WORKLOADS.replace('5s}}', '3s}}'));
    expect(set(WORKLOADS, { instance: 3 })).toBe(WORKLOADS.replace('25s', '3s'));
  });

  it('brings what goes beside it where it is new', () => {
    const part = { path: 'onTerm.exitAfter', value: '8s', beside: { code: 0 } };
    expect(set(WORKLOADS, part)).toContain('onTerm: {code: 0, exitAfter: 8s}');
    expect(set('spec:\n  workloads:\n    app:\n      onTerm: {exitAfter: 2s, code: 3}\n', part)).toContain('onTerm: {exitAfter: 8s, code: 3}');
    expect(set('spec: {}\n', {})).toBe('spec:\n  workloads:\n    app: {boot: 3s}\n');
  });

  it('of a fork changes at the fork, and the past stays', () => {
    const first = set(WORKLOADS, { fromMs: 40_000, path: 'exit.after', value: '50s', beside: { code: 1 } });
    expect(first).toBe(`${WORKLOADS}  actions:\n    - {at: 40s, do: workload, container: app, set: {exit: {code: 1, after: 50s}}}\n`);
    expect(set(first, { fromMs: 40_000, path: 'exit.after', value: '60s', beside: { code: 1 } })).toBe(first.replace('after: 50s', 'after: 60s'));
    expect(set(first, { fromMs: 40_000 })).toBe(first.replace('after: 50s}', 'after: 50s}, boot: 3s'));
  });
});

describe('the answer to a probe', () => {
  const turn = { kind: 'answer', container: 'app', instance: 1, ok: false, startMs: 1000, fromMs: 9500, toMs: 10_500, assumed: true } as const;

  it('is another one for a while, and the other paths answer as before', () => {
    expect(after('spec: {}\n', { ...turn, probed: { kind: 'http', path: '/healthz?full=1' } })).toBe(
      'spec:\n  workloads:\n    app: {instances: {"1": {http: [{path: /healthz, responses: [{for: 9.5s, status: 200}, {for: 1s, status: 500}, {status: 200}]}, {responses: [{status: 200}]}]}}}\n',
    );
  });

  it('is turned back again', () => {
    const probed = { kind: 'http', path: '/healthz' } as const;
    const once = after('spec: {}\n', { ...turn, probed });
    expect(after(once, { ...turn, probed, ok: true })).toContain('responses: [{status: 200}]}, {responses');
  });

  it('splits the sequence that the text declares for every start', () => {
    const spec =
      'spec:\n  workloads:\n    app:\n      exec:\n        - {command: [/bin/check], results: [{for: 30s, exitCode: 0}, {exitCode: 1, output: no}], takes: 1s}\n';
    const turned = after(spec, { ...turn, probed: { kind: 'exec', command: ['/bin/check'] }, ok: true, fromMs: 29_000, toMs: 40_000 });
    expect(turned).toContain('{for: 40s, exitCode: 0}, {exitCode: 1, output: no}');
    expect(turned).toContain('takes: 1s');
    expect(after(spec, { ...turn, probed: { kind: 'exec', command: ['other'] } })).toContain(
      '[{for: 9.5s, exitCode: 0}, {for: 1s, exitCode: 1}, {exitCode: 0}]',
    );
  });

  it('of gRPC is changed by one action and changed back by another', () => {
    expect(after('spec:\n  workloads: {app: {grpc: SERVING}}\n', { ...turn, probed: { kind: 'grpc' } })).toContain(
      '    - {at: 10.5s, do: workload, container: app, set: {grpc: NOT_SERVING}}\n    - {at: 11.5s, do: workload, container: app, set: {grpc: SERVING}}\n',
    );
  });
});

describe('one Pod of several', () => {
  const deployment = (name: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers:
        - {name: app, image: shop/${name}}
`;
  const service = '# reached by name\napiVersion: v1\nkind: Service\nmetadata: {name: cart}\nspec: {ports: [{port: 80}]}\n';
  const chart = `---\n# Source: shop/cart.yaml\n${deployment('cart')}---\n# Source: shop/service.yaml\n${service}---\n# Source: shop/mail.yaml\n${deployment('mail')}`;
  const keep = (text: string, index: number) => gestured(text, { kind: 'keep-pod', index }, []).text;

  it('is offered by the reader of the text', () => {
    expect(readScenario(chart).diagnostics.flatMap(({ pods }) => pods ?? [])).toEqual([
      { kind: 'Deployment', name: 'cart' },
      { kind: 'Deployment', name: 'mail' },
    ]);
  });

  it('stays, with all that makes no Pod', () => {
    expect(keep(chart, 0)).toBe(`---\n# Source: shop/cart.yaml\n${deployment('cart')}---\n# Source: shop/service.yaml\n${service}`);
    expect(readScenario(keep(chart, 1)).scenario).toMatchObject({ podSource: { name: 'mail' }, objects: [{ kind: 'Service' }] });
    expect(keep(`${POD}---\n${deployment('cart')}`, 1)).toBe(deployment('cart'));
    expect(keep(scenario(`spec: {duration: 1m}\n---\n${deployment('mail')}`), 1)).toContain('duration: 1m');
  });

  it('stays in a List, and among JSON objects without separators', () => {
    const item = (name: string) => `- apiVersion: v1\n  kind: Pod\n  metadata: {name: ${name}}\n  spec: {containers: [{name: app, image: a}]}\n`;
    const list = `apiVersion: v1\nkind: List\nitems:\n${item('a')}${item('b')}${item('c')}`;
    expect(keep(list, 1)).toBe(`apiVersion: v1\nkind: List\nitems:\n${item('b')}`);
    const json = (name: string) =>
      `{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "${name}"}, "spec": {"containers": [{"name": "app", "image": "a"}]}}`;
    expect(readScenario(keep(`${json('a')}\n${json('b')}\n`, 1)).scenario?.name).toBe('b');
    expect(readScenario(keep(`${json('a')}\n${json('b')}\n`, 0)).scenario?.name).toBe('a');
  });
});

describe('scrubbing', () => {
  const scrub = (text: string) => gestured(text, { kind: 'scrub' }, []).text;

  it('replaces values of variables and Secrets, and nothing else', () => {
    const text = `apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: |
      {"env": "hunter2"}
    team: shop
spec:
  containers:
    - name: app
      env:
        - {name: TOKEN, value: hunter2}  # mine
        - name: QUOTED
          value: "hunter2"
        - name: FROM
          valueFrom: {fieldRef: {fieldPath: metadata.name}}
---
apiVersion: v1
kind: Secret
metadata: {name: s}
data: {password: aHVudGVyMg==}
stringData:
  other: hunter2
`;
    const after = scrub(text);
    expect(after).not.toMatch(/hunter2|aHVudGVy/);
    expect(after.split('\n').filter((line) => !line.includes('scrubbed'))).toEqual(
      text.split('\n').filter((line) => !/hunter2|aHVudGVyMg|last-applied/.test(line)),
    );
    expect(after).toContain('{name: TOKEN, value: scrubbed}  # mine');
  });

  it('reaches into what kubectl watched', () => {
    const pod = { kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ name: 'app', env: [{ name: 'TOKEN', value: 'hunter2' }] }] } };
    const watched = [pod, pod].map((object) => JSON.stringify({ type: 'MODIFIED', object }, undefined, 2)).join('\n');
    expect(scrub(watched)).toBe(watched.replaceAll('hunter2', 'scrubbed'));
  });
});
