import { describe, expect, it } from 'vitest';
import { type Field, type FieldName, type PartName, podForm } from './fields.ts';

const SOURCE = {
  base: '',
  pod: {
    metadata: { name: 'cart' },
    spec: {
      initContainers: [{ name: 'setup', image: 'busybox' }],
      containers: [
        {
          name: 'app',
          image: 'shop/cart',
          command: ['sh', '-c', 'sleep 3\nexit'],
          ports: [{ containerPort: 3000 }],
          livenessProbe: { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 3 },
        },
      ],
    },
  },
  scenario: { workloads: { app: { boot: '25s' } } },
};

/** The fields of what a program answers, by what they are about. */
function answersOf(container: object, workload: object): Record<string, Field> {
  const { containers } = podForm({ base: '', pod: { spec: { containers: [{ name: 'app', ...container }] } }, scenario: { workloads: { app: workload } } });
  const fields = containers[0]?.parts.find(({ name }) => name === 'behaviour')?.fields ?? [];
  return Object.fromEntries(fields.filter(({ name }) => name.endsWith('Answer')).map((field) => [`${field.name} ${field.about ?? ''}`.trim(), field]));
}

function fieldOf(part: PartName, name: FieldName): Field {
  const found = podForm(SOURCE)
    .containers[1]?.parts.find((each) => each.name === part)
    ?.fields.find((each) => each.name === name);
  if (!found) throw new Error(`no ${name} in ${part}`);
  return found;
}

describe('the form of a Pod', () => {
  it('has what is written, and beside it what holds otherwise', () => {
    expect(podForm(SOURCE).fields).toMatchObject([
      { name: 'restartPolicy', value: '', otherwise: 'Always' },
      { name: 'terminationGracePeriodSeconds', value: '', otherwise: '30' },
    ]);
    expect(fieldOf('livenessProbe', 'periodSeconds')).toMatchObject({ value: '3', otherwise: '10' });
    expect(fieldOf('livenessProbe', 'timeoutSeconds')).toMatchObject({ value: '', otherwise: '1' });
    expect(fieldOf('behaviour', 'boot')).toMatchObject({ document: 'scenario', path: 'spec.workloads[app].boot', value: '25s' });
  });

  it('offers probes and hooks where the API server takes them', () => {
    const [setup, app] = podForm(SOURCE).containers;
    expect(setup?.parts.map(({ name }) => name)).toEqual(['container', 'behaviour']);
    expect(app?.parts.filter(({ isWritten }) => isWritten).map(({ name }) => name)).toEqual(['container', 'livenessProbe', 'behaviour']);
    expect(app?.parts.find(({ name }) => name === 'livenessProbe')?.fields.some(({ name }) => name === 'successThreshold')).toBe(false);
  });

  it('makes an edit of an entry, takes the field away for an empty one, and refuses what it cannot read', () => {
    const period = fieldOf('livenessProbe', 'periodSeconds');
    const path = 'spec.containers[0].livenessProbe.periodSeconds';
    expect(period.edits('5')).toEqual([{ document: 'pod', path, value: 5 }]);
    expect(period.edits(' ')).toEqual([{ document: 'pod', path }]);
    expect(period.edits('often')).toBeUndefined();
    expect(fieldOf('behaviour', 'boot').edits('25')).toBeUndefined();
    expect(fieldOf('container', 'args').edits('a\nb c')).toEqual([{ document: 'pod', path: 'spec.containers[0].args', value: ['a', 'b c'] }]);
  });

  it('changes how a probe looks, and keeps its numbers', () => {
    const handler = fieldOf('livenessProbe', 'handler');
    expect(handler.edits('tcpSocket')).toEqual([
      { document: 'pod', path: 'spec.containers[0].livenessProbe.tcpSocket', value: { port: 3000 } },
      { document: 'pod', path: 'spec.containers[0].livenessProbe.httpGet' },
    ]);
    expect(handler.edits('none')).toEqual([{ document: 'pod', path: 'spec.containers[0].livenessProbe' }]);
    expect(fieldOf('preStop', 'handler').edits('sleep')).toEqual([
      { document: 'pod', path: 'spec.containers[0].lifecycle.preStop.sleep', value: { seconds: 5 } },
    ]);
  });

  it('asks what the program answers to its probes and hooks, and writes it first of what is there', () => {
    const container = {
      readinessProbe: { httpGet: { path: '/ready', port: 80 } },
      livenessProbe: { exec: { command: ['/bin/check', '-q'] } },
      startupProbe: { grpc: { port: 9000 } },
      lifecycle: { preStop: { httpGet: { port: 80 } } },
    };
    const fresh = answersOf(container, {});
    expect(Object.keys(fresh)).toEqual(['httpAnswer /ready', 'httpAnswer /', 'grpcAnswer', 'execAnswer /bin/check -q']);
    expect(fresh['httpAnswer /ready']).toMatchObject({ value: '', otherwise: '200' });
    expect(fresh['httpAnswer /ready']?.edits('200 60s, 500')).toEqual([
      { document: 'scenario', path: 'spec.workloads[app].http', value: [{ path: '/ready', responses: [{ for: '60s', status: 200 }, { status: 500 }] }] },
    ]);
    expect(fresh['execAnswer /bin/check -q']?.edits('1')).toEqual([
      { document: 'scenario', path: 'spec.workloads[app].exec', value: [{ command: ['/bin/check', '-q'], results: [{ exitCode: 1 }] }] },
    ]);
    expect(fresh['grpcAnswer']?.edits('NOT_SERVING')).toEqual([{ document: 'scenario', path: 'spec.workloads[app].grpc', value: 'NOT_SERVING' }]);
    for (const unreadable of ['often', '99', '200, 500', '200 60, 500', '200 60s 500'])
      expect(fresh['httpAnswer /ready']?.edits(unreadable), unreadable).toBeUndefined();
    expect(fresh['httpAnswer /ready']?.edits('')).toEqual([]);

    const written = answersOf(container, { http: [{ path: '/', responses: [{ status: 500, for: '5s' }, {}] }, { responses: [{ status: 404 }] }] });
    expect(written['httpAnswer /']).toMatchObject({ value: '500 5s, 200' });
    expect(written['httpAnswer /']?.edits('503')).toEqual([{ document: 'scenario', path: 'spec.workloads[app].http[0].responses', value: [{ status: 503 }] }]);
    expect(written['httpAnswer /']?.edits('')).toEqual([{ document: 'scenario', path: 'spec.workloads[app].http[0]' }]);
    expect(written['httpAnswer /ready']).toMatchObject({ value: '', otherwise: '404' });
    expect(written['httpAnswer /ready']?.edits('200')).toEqual([
      { document: 'scenario', path: 'spec.workloads[app].http[0]', value: { path: '/ready', responses: [{ status: 200 }] }, insert: true },
    ]);
  });

  it('leaves answers that say more than a number to the code editor', () => {
    const container = { livenessProbe: { exec: { command: ['check'] } } };
    const { 'execAnswer check': field } = answersOf(container, { exec: [{ command: ['check'], results: [{ exitCode: 1, output: 'not ok' }] }] });
    expect(field?.control).toMatchObject({ isFixed: true });
    expect(field?.value).toBe('1');
  });

  it('leaves a command with words of several lines to the code editor', () => {
    expect(fieldOf('container', 'command').control).toEqual({ kind: 'words', isFixed: true });
  });
});
