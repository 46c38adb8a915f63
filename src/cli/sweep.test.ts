import { describe, expect, it } from 'vitest';
import { podloupe } from './podloupe.ts';
import { loadCommand } from './program.ts';
import { testTerminal } from './test-terminal.ts';

/** A program that boots for 20 s behind a liveness probe that gives up after `periodSeconds` × `failureThreshold`. */
const POD = `apiVersion: v1
kind: Pod
metadata: {name: slow}
spec:
  containers:
    - name: app
      image: shop/cart
      ports: [{containerPort: 8080}]
      livenessProbe:
        httpGet: {path: /, port: 8080}
        periodSeconds: 5
        failureThreshold: 3
---
apiVersion: podloupe.dev/v1
kind: Scenario
spec:
  duration: 3m
  workloads: {app: {boot: 20s}}
`;

async function sweep(...words: string[]): Promise<{ status: number; out: string; err: string }> {
  const terminal = testTerminal({ stdin: POD });
  const status = await podloupe(['sweep', '-', ...words], terminal, loadCommand);
  return { status, out: terminal.printed(), err: terminal.complained() };
}

const THRESHOLDS = 'spec.containers[name=app].livenessProbe.failureThreshold=2..6/2';
const BOOTS = 'scenario:spec.workloads.app.boot=2s,20s';

describe('sweep', () => {
  it('runs every combination and tells what became of each', async () => {
    const { status, out } = await sweep('--vary', THRESHOLDS, '--vary', BOOTS, '-o', 'csv');
    expect(status).toBe(0);
    const rows = out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(',').slice(0, 3).join(' '));
    expect(rows).toEqual([
      'spec.containers[name=app].livenessProbe.failureThreshold scenario:spec.workloads.app.boot outcome',
      '2 2s survives',
      '2 20s killed',
      '4 2s survives',
      '4 20s killed',
      '6 2s survives',
      '6 20s survives',
    ]);
  });

  it('prints a table whose columns have short names', async () => {
    const { out } = await sweep('--vary', THRESHOLDS);
    expect(out).toMatch(/^failureThreshold {3}OUTCOME {4}READY AFTER {3}RESTARTS {3}KILLS {3}OUTAGE {2,}WHAT HAPPENED\n/);
    expect(out).toMatch(/\n6 {18}survives /);
  });

  it('makes one part of the runs, and all parts are all runs', async () => {
    const all = (await sweep('--vary', THRESHOLDS, '-o', 'json')).out;
    const parts = [await sweep('--vary', THRESHOLDS, '-o', 'json', '--shard', '1/2'), await sweep('--vary', THRESHOLDS, '-o', 'json', '--shard=2/2')];
    expect(parts.flatMap(({ out }) => out.trimEnd().split('\n')).sort()).toEqual(all.trimEnd().split('\n').sort());
    expect(parts[1]?.out).toContain('"spec.containers[name=app].livenessProbe.failureThreshold":4');
  });

  it('varies the Pod that is chosen of several, and runs that one', async () => {
    const others = `apiVersion: v1
kind: Pod
metadata: {name: first}
spec: {terminationGracePeriodSeconds: 1, containers: [{name: app, image: busybox, command: [sleep, "9"]}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec:
  selector: {matchLabels: {app: cart}}
  template: {metadata: {labels: {app: cart}}, spec: {containers: [{name: app, image: shop/cart, livenessProbe: {tcpSocket: {port: 9}, failureThreshold: 3}}]}}
---
`;
    const swept = async (...words: string[]) => {
      const terminal = testTerminal({ stdin: others + POD });
      const status = await podloupe(['sweep', '-', '-o', 'csv', ...words], terminal, loadCommand);
      const rows = terminal.printed().split('\n').slice(1, -1);
      return { status, rows: rows.map((line) => line.split(',').slice(0, 2).join(' ')), err: terminal.complained() };
    };
    expect(await swept('--pod', 'slow', '--vary', THRESHOLDS)).toEqual({ status: 0, rows: ['2 killed', '4 killed', '6 survives'], err: '' });
    const probe = 'spec.containers[0].livenessProbe.failureThreshold=2,4';
    expect((await swept('--pod', 'deployment/cart', '--vary', probe)).rows).toEqual(['2 killed', '4 survives']);
    expect(await swept('--pod', 'web', '--vary', THRESHOLDS)).toEqual({
      status: 2,
      rows: [],
      err: 'standard input:1:1: has no Pod web; it has pod/first, deployment/cart, pod/slow\n',
    });
    expect((await swept('--vary', 'spec.terminationGracePeriodSeconds=1,2')).err).toMatch(
      /with spec\.terminationGracePeriodSeconds=1: line \d+: This is Pod number 2 .* --pod chooses one of them, as in --pod pod\/first\n/,
    );
  });

  it('says what is wrong with one combination and makes the others', async () => {
    const { status, out, err } = await sweep('--vary', 'scenario:spec.workloads.app.exit.code=1,-700', '-o', 'csv');
    expect(status).toBe(2);
    expect(err).toMatch(/standard input:1:1: with spec\.workloads\.app\.exit\.code=-700: line \d+: /);
    expect(out.split('\n')).toHaveLength(4);
  });

  it.each([
    [['--vary', 'spec.x'], 'is no PATH=FROM..TO/STEP'],
    [['--vary', THRESHOLDS, '--shard', '3/2'], '--shard is I/N'],
    [['-o', 'svg'], 'there is table, csv, json'],
  ])('refuses %s', async (words, message) => {
    const { status, err } = await sweep(...words);
    expect(status).toBe(2);
    expect(err).toContain(message);
  });
});
