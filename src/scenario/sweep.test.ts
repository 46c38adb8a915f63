import { describe, expect, it } from 'vitest';
import { combination, combinationCount, parseAxis, SweepError, textOfCombination, variables } from './sweep.ts';

const TEXT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
        - name: proxy
          image: envoy
        - name: app # the one
          image: nginx
          livenessProbe:
            httpGet: {path: /, port: 80}
            periodSeconds: 5
---
apiVersion: podloupe.dev/v1
kind: Scenario
spec:
  workloads:
    app: {boot: 5s}
`;

describe('parseAxis', () => {
  it('reads ranges of numbers and of times, and lists', () => {
    expect(parseAxis('spec.terminationGracePeriodSeconds=10..30/10')).toEqual({
      document: 'pod',
      path: 'spec.terminationGracePeriodSeconds',
      values: [10, 20, 30],
    });
    expect(parseAxis('spec.containers[name=app].livenessProbe.periodSeconds=1..3').values).toEqual([1, 2, 3]);
    expect(parseAxis('scenario:spec.workloads.app.boot=500ms..2s/500ms')).toEqual({
      document: 'scenario',
      path: 'spec.workloads.app.boot',
      values: ['500ms', '1s', '1.5s', '2s'],
    });
    expect(parseAxis('a=0..2s/1s').values).toEqual(['0s', '1s', '2s']);
    expect(parseAxis('a=0.1..0.3/0.1').values).toEqual([0.1, 0.2, 0.3]);
    expect(parseAxis('a=1,5,25').values).toEqual([1, 5, 25]);
  });

  it.each(['spec.x', 'a=', '=1..2', 'a=1..b', 'a=1..5s', 'a=5..1', 'a=1..5/0', 'a=1..100000/1'])('refuses %s', (text) => {
    expect(() => parseAxis(text)).toThrow(SweepError);
  });
});

describe('combinations', () => {
  const axes = [parseAxis('spec.containers[name=app].livenessProbe.periodSeconds=1..2'), parseAxis('scenario:spec.workloads.app.boot=5s,10s,15s')];

  it('are all of them, the last axis fastest', () => {
    expect(combinationCount(axes)).toBe(6);
    expect(Array.from({ length: 6 }, (_, index) => combination(axes, index).join(' '))).toEqual(['1 5s', '1 10s', '1 15s', '2 5s', '2 10s', '2 15s']);
  });

  it('change their values in the text, and nothing else', () => {
    expect(textOfCombination(TEXT, axes, 4)).toBe(TEXT.replace('periodSeconds: 5', 'periodSeconds: 2').replace('boot: 5s', 'boot: 10s'));
  });

  it('may set what the text does not say', () => {
    expect(textOfCombination(TEXT, [parseAxis('spec.containers[1].livenessProbe.failureThreshold=7')], 0)).toContain('failureThreshold: 7');
  });

  it('say so if there is nothing of that name', () => {
    expect(() => textOfCombination(TEXT, [parseAxis('spec.containers[name=db].livenessProbe.periodSeconds=1')], 0)).toThrow('none with name=db');
  });
});

describe('variables', () => {
  it('are the numbers and times that decide how a run goes', () => {
    expect(variables(TEXT)).toEqual([
      { path: 'spec.containers[1].livenessProbe.periodSeconds', value: 5 },
      { path: 'scenario:spec.workloads.app.boot', value: '5s' },
    ]);
    expect(variables('not: a Pod')).toEqual([]);
    expect(variables('{')).toEqual([]);
  });
});
