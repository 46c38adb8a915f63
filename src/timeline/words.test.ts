import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cartStory } from '../testing/cart-story.ts';
import { simulated } from '../testing/simulated.ts';
import { traceOf } from '../testing/trace-builder.ts';
import { layoutTrace } from './layout.ts';
import { findMark, markAt } from './marks.ts';
import { describeMark, isBadValue, markSentence, valueAt } from './words.ts';

const cart = layoutTrace(cartStory(), { density: 'normal' });
const SERVING = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: app
    image: nginx:1.27
    ports: [{containerPort: 80}]
    readinessProbe: {httpGet: {port: 80}}
`;
const say = (name: string) => {
  const ref = findMark(cart, name);
  return ref === undefined ? `no mark ${name}` : markSentence(cart, ref);
};

describe('the value at the playhead', () => {
  const at = (timeS: number) => cart.lanes.map(({ id }) => `${id}: ${valueAt(cart, id, timeS * 1000)}`);

  it('is what the label column of the design shows at 45.3 s', () => {
    expect(at(45.3)).toEqual([
      'actions: next 60 s',
      'pod: ',
      'pod.phase: Running',
      'pod.conditions: 5/5 True',
      'pod.traffic: sent, refused',
      'pod.events: 14 so far',
      'app: ↻ 0',
      'app.process: exit 137',
      'app.liveness: on hold 3/3',
      'app.status: Running',
      'proxy: ↻ 0',
      'proxy.process: serving 41.5 s',
      'proxy.startup: passed',
      'proxy.readiness: ok',
      'proxy.status: Running',
    ]);
  });

  it('follows the story', () => {
    expect(at(0.2).slice(6, 10)).toEqual(['app: ↻ 0', 'app.process: no process', 'app.liveness: off', 'app.status: –']);
    expect(valueAt(cart, 'app.process', 5000)).toBe('pulling 0.7 s');
    expect(valueAt(cart, 'app.liveness', 8500)).toBe('initial delay');
    expect(valueAt(cart, 'app.liveness', 9100)).toBe('armed');
    expect(valueAt(cart, 'app.liveness', 13_000)).toBe('failing 2/3');
    expect(valueAt(cart, 'app.liveness', 91_000)).toBe('ok');
    expect(valueAt(cart, 'app.process', 70_000)).toBe('back-off 4.4 s');
    expect(valueAt(cart, 'app.status', 70_000)).toBe('CrashLoopBackOff');
    expect(valueAt(cart, 'app', 80_000)).toBe('↻ 3');
    // Where the simulation ends nothing of the Pod does
    const endless = layoutTrace(simulated(readFileSync(new URL('../../scenarios/readiness-gate.yaml', import.meta.url), 'utf8')).trace, { density: 'normal' });
    expect(valueAt(endless, 'pod.phase', endless.endMs)).toBe('Running');
    expect(valueAt(endless, 'pod.conditions', endless.endMs)).toBe('6/6 True');
    expect(valueAt(endless, 'app.process', endless.endMs, true)).toBe('running');
    expect(valueAt(cart, 'pod', 96_000)).toBe('deleting');
    expect(valueAt(cart, 'pod.traffic', 97_000)).toBe('closing');
    expect(at(105).slice(0, 5)).toEqual(['actions: ', 'pod: gone', 'pod.phase: gone', 'pod.conditions: 0/5 True', 'pod.traffic: none']);
  });

  it('at the end of the run is what still lasts then', () => {
    const trace = simulated(SERVING).trace;
    const model = layoutTrace(trace, { density: 'normal' });
    const values = (timeMs: number) => model.lanes.map(({ id }) => `${id}: ${valueAt(model, id, timeMs, true)}`);
    expect(values(trace.endMs)).toEqual(values(trace.endMs - 1));
    expect(values(trace.endMs)).toContain('pod.conditions: 5/5');
    const here = markAt(model, 'app.process', trace.endMs);
    expect(here && markSentence(model, here)).toMatch(/serving/);
  });

  it('has short forms for narrow columns', () => {
    const short = (id: string, timeS: number) => valueAt(cart, id, timeS * 1000, true);
    expect([
      short('pod.conditions', 45.3),
      short('app.liveness', 45.3),
      short('proxy.process', 45.3),
      short('pod.events', 45.3),
      short('actions', 45.3),
    ]).toEqual(['5/5', 'hold 3/3', 'serving', '14', '60 s']);
  });

  it('says why a probe waits: its own delay, or the startup probe', () => {
    const trace = traceOf('web', [{ name: 'app', startupProbe: {}, livenessProbe: {} }])
      .pod(0, {}, 'ADDED')
      .probeState('app', 'startup', 1, 'probing')
      .probeState('app', 'liveness', 1, 'waiting')
      .probeState('app', 'startup', 5, 'on-hold')
      .build(8);
    const model = layoutTrace(trace, { density: 'normal' });
    expect(valueAt(model, 'app.liveness', 3000)).toBe('after startup');
    // Its delay counts from the start of the container, and may be over
    expect(valueAt(model, 'app.liveness', 6000)).toBe('waiting');
    const alone = traceOf('web', [{ name: 'app', livenessProbe: {} }])
      .pod(0, {}, 'ADDED')
      .probeState('app', 'liveness', 1, 'waiting')
      .build(8);
    expect(valueAt(layoutTrace(alone, { density: 'normal' }), 'app.liveness', 6000)).toBe('initial delay');
  });

  it('is marked as bad news where it is', () => {
    expect(['exit 137', 'on hold 3/3', 'failing 2/3', 'sent, refused', 'CrashLoopBackOff', 'ErrImagePull'].every(isBadValue)).toBe(true);
    expect(['exit 0', 'Running', 'ok', 'served', 'passed', 'next 60 s'].some(isBadValue)).toBe(false);
  });
});

describe('a mark in words', () => {
  it('is announced with what, how far and when', () => {
    expect(say('app.liveness@15.2s')).toBe('liveness failed, 3 of 3, 15.2 seconds');
    expect(say('app.liveness@90.2s')).toBe('liveness ok, 90.2 seconds');
    expect(say('pod.events@66s')).toBe('Warning BackOff, 66 seconds');
    expect(say('actions@95s')).toBe('kubectl delete pod, 95 seconds');
    expect(say('app@6.1s')).toBe('app run 1, exit code 137, from 6.1 to 45.3 seconds');
    expect(say('app.status@48.4s')).toBe('app Running, 1 restart, from 48.4 to 65.5 seconds');
    expect(say('pod.traffic@8.4s')).toBe('traffic sent, refused, from 8.4 to 31.1 seconds');
  });

  it('tells times of hours as one tells them', () => {
    const trace = traceOf('web', [{ name: 'app' }])
      .pod(0, {}, 'ADDED')
      .process('app', 843.2, 'start')
      .process('app', 8040, 'exit', { exitCode: 0 })
      .build(9000);
    const model = layoutTrace(trace, { density: 'normal' });
    const run = findMark(model, 'app@843.2s');
    expect(run && markSentence(model, run)).toBe('app run 1, exit code 0, from 14 minutes 3.2 seconds to 2 hours 14 minutes');
    expect(run && describeMark(model, run).when).toBe('14 min 3.2 s to 2 h 14 min, 1 h 59 min 56.8 s');
    expect(valueAt(model, 'app.process', 1_843_200)).toBe('running 16:40.0');
  });

  it('has a tooltip of three lines', () => {
    const grace = cart.lanes.find(({ id }) => id === 'app.process');
    const ref = { lane: grace?.index ?? 0, track: 2, mark: 0, attempt: 0 };
    expect(describeMark(cart, ref)).toEqual({
      what: 'grace period of 30 s used up',
      when: '15.3 s to 45.3 s, 30 s',
      why: 'Container app failed liveness probe, will be restarted',
    });
    const signal = markAt(cart, 'app.process', 20_300);
    expect(signal && describeMark(cart, { ...signal, track: 3, mark: 0 })).toEqual({
      what: 'SIGTERM, no handler',
      when: '20.3 s',
      why: 'PID 1 has no handler: ignored',
    });
  });
});
