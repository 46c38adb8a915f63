import { expect, test } from 'vitest';
import { stamp } from '../testing/hand-made.ts';
import { readRecording } from './capture.ts';
import { judge } from './judge.ts';
import { textTimeline } from './text-timeline.ts';

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', uid: 'u1', creationTimestamp: stamp(0) },
  spec: { containers: [{ name: 'app' }], nodeName: 'node-1' },
};
const pending = { ...POD, status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'True', lastTransitionTime: stamp(0) }] } };
const running = {
  ...POD,
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: stamp(4) }],
    containerStatuses: [{ name: 'app', ready: true, restartCount: 0, state: { running: { startedAt: stamp(3) } }, lastState: {} }],
  },
};
const deleting = { ...running, metadata: { ...POD.metadata, deletionTimestamp: stamp(50), deletionGracePeriodSeconds: 30 } };
const started = {
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'web.1' },
  involvedObject: { kind: 'Pod', name: 'web', fieldPath: 'spec.containers{app}' },
  reason: 'Started',
  message: 'Container started',
  type: 'Normal',
  count: 1,
  firstTimestamp: stamp(3),
  lastTimestamp: stamp(3),
  eventTime: null,
};
const other = { ...started, metadata: { name: 'db.1' }, involvedObject: { kind: 'Pod', name: 'db' } };

const pretty = (value: unknown) => `${JSON.stringify(value, null, 4)}\n`;

test('what kubectl watched, Pods and Events one after the other, becomes a recording in whole seconds', () => {
  const text = [
    { type: 'ADDED', object: pending },
    { type: 'MODIFIED', object: running },
    { type: 'MODIFIED', object: deleting },
    { type: 'DELETED', object: deleting },
    { type: 'ADDED', object: started },
    { type: 'ADDED', object: other },
    { type: 'BOOKMARK', object: {} },
  ]
    .map(pretty)
    .join('');
  const lines = readRecording(text);
  expect(lines[0]).toEqual({ kind: 'Meta', format: 1, source: 'kubectl', pod: 'web', createdAt: stamp(0), records: ['Pod', 'Event'] });
  expect(lines.slice(1).map((line) => (line.kind === 'Pod' || line.kind === 'Event' ? `${line.t} ${line.kind} ${line.type}` : line.kind))).toEqual([
    '0 Pod ADDED',
    '3000 Event ADDED',
    '4000 Pod MODIFIED',
    '20000 Pod MODIFIED',
    '20000 Pod DELETED',
  ]);
  expect(textTimeline(lines)).toContain('web: recorded from kubectl; times are those of the objects, whole seconds');
});

test('the claims of a scenario can be asked of it', () => {
  const lines = readRecording(
    [
      { type: 'ADDED', object: pending },
      { type: 'MODIFIED', object: running },
    ]
      .map(pretty)
      .join(''),
  );
  const expectations = [{ condition: { type: 'Ready', status: 'True', within: '5s' } }, { starts: { container: 'app', op: '==', value: 1, at: '4s' } }];
  const verdicts = judge({ staticPod: false, actions: [], expect: expectations }, lines, { complete: true });
  expect(verdicts.map(({ verdict, seen }) => `${verdict}: ${seen}`)).toEqual(['pass: True', 'pass: 1 starts (3s)']);
});

test('a list, or objects alone: the creation, which nobody saw, is known by its time', () => {
  const told = (text: string) =>
    readRecording(text)
      .slice(1)
      .map((line) => (line.kind === 'Pod' || line.kind === 'Event' ? `${line.t} ${line.kind} ${line.type}` : line.kind));
  expect(told(pretty({ apiVersion: 'v1', kind: 'List', items: [running, started] }))).toEqual(['0 Pod ADDED', '3000 Event ADDED', '4000 Pod MODIFIED']);
  expect(told(JSON.stringify(running))).toEqual(['0 Pod ADDED', '4000 Pod MODIFIED']);
  expect(told(JSON.stringify(pending))).toEqual(['0 Pod ADDED']);
});

test('a recording stays one', () => {
  expect(readRecording('{"kind":"Meta","pod":"web"}\n{"kind":"End","t":5}\n')).toEqual([
    { kind: 'Meta', pod: 'web' },
    { kind: 'End', t: 5 },
  ]);
  expect(() => readRecording('{"kind":"Meta","pod"\n')).toThrow(/line 1 of the recording is not JSON/);
});

test('other text is refused with what to do', () => {
  expect(() => readRecording('NAME  READY\nweb   1/1\n')).toThrow(/capture with `kubectl get pods -w --output-watch-events -o json`/);
  expect(() => readRecording('{"type": "ADDED",\n"object": {oops}}')).toThrow(/the object that begins in line 1 is not JSON/);
});
