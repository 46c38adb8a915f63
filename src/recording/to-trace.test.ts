import { describe, expect, it, test } from 'vitest';
import type { TraceRecord } from '../model/trace.ts';
import { recordings, readRecording } from '../testing/fixtures.ts';
import { action, added, end, event, exit, handMade, hook, signal, start } from '../testing/hand-made.ts';
import { compare } from './compare.ts';
import { recordingOf } from './from-trace.ts';
import type { ProbeLine } from './lines.ts';
import { parseRecording } from './text.ts';
import { traceOfRecording } from './to-trace.ts';

const LIVENESS = { httpGet: { path: '/', port: 80 }, failureThreshold: 2 };
const POD = { spec: { containers: [{ name: 'app', image: 'busybox', livenessProbe: LIVENESS }], terminationGracePeriodSeconds: 12 } };

/** An attempt that takes half a second. */
const attempt = (seconds: number, result: NonNullable<ProbeLine['result']>, message = ''): ProbeLine[] => [
  { kind: 'Probe', t: seconds * 1000, container: 'app', instance: 1, probe: 'liveness', what: 'start' },
  { kind: 'Probe', t: seconds * 1000 + 500, container: 'app', instance: 1, probe: 'liveness', what: 'end', result, message },
];

const REQUEST_MS = 50;

const ofKind = <Kind extends TraceRecord['kind']>(records: readonly TraceRecord[], kind: Kind) =>
  records.filter((record): record is Extract<TraceRecord, { kind: Kind }> => record.kind === kind);

describe('what was recorded of a real kubelet', () => {
  it.each(recordings().flatMap((scenario) => scenario.recordings))('$name says as a trace what it said before', ({ name }) => {
    const lines = parseRecording(readRecording(name));
    const trace = traceOfRecording(lines);
    // The request to create the Pod is sent a little before the Pod is there: the trace begins with both.
    const { score, divergences } = compare(lines, recordingOf(trace), { toleranceMs: REQUEST_MS, toleranceRatio: 0 });
    expect(divergences).toEqual([]);
    expect(score).toBe(1);
    expect(trace.records.map(({ id }) => id)).toEqual(trace.records.map((_, index) => index));
    expect(trace.records.every(({ t }, index) => index === 0 || t >= (trace.records[index - 1]?.t ?? 0))).toBe(true);
  });
});

test('nothing that was measured has a cause, and its rule says that it was measured', () => {
  const { records } = traceOfRecording(handMade([action(0, 0, 'create'), added(0, POD), start(1, 'app'), exit(5, 'app', 1, 1), end(9)]));
  expect(records.map(({ kind, cause, rule }) => [kind, cause, rule])).toEqual(['Action', 'Pod', 'Process', 'Process'].map((kind) => [kind, -1, 'measured']));
});

test('attempts of a probe are counted as the kubelet counts them', () => {
  const lines = [
    ...attempt(2, 'success'),
    ...attempt(3, 'failure', 'Get "http://10.0.0.1/": context deadline exceeded'),
    ...attempt(4, 'error'),
    ...attempt(5, 'failure', 'statuscode: 500'),
  ];
  const { records } = traceOfRecording(handMade([added(0, POD), start(1, 'app'), ...lines, exit(6, 'app', 1, 137), end(9)]));
  expect(ofKind(records, 'Probe').map(({ t, takesMs, result, run, threshold, met, timedOut }) => [t, takesMs, result, run, threshold, met, timedOut])).toEqual([
    [2000, 500, 'success', 1, 1, true, false],
    [3000, 500, 'failure', 1, 2, false, true],
    [4000, 500, 'error', 0, 2, false, false],
    [5000, 500, 'failure', 2, 2, true, false],
  ]);
  expect(ofKind(records, 'ProbeState').map(({ t, state }) => [t, state])).toEqual([
    [2000, 'probing'],
    [6000, 'none'],
  ]);
});

test('an attempt whose end was not recorded has no result', () => {
  const { records } = traceOfRecording(handMade([added(0, POD), start(1, 'app'), attempt(2, 'success')[0] as ProbeLine, end(2.2)]));
  expect(ofKind(records, 'Probe')).toMatchObject([{ t: 2000, unfinished: true }]);
});

test.each([
  ['Container app failed liveness probe, will be restarted', 'liveness', 12],
  ['Stopping container app', 'pod', 12],
  ['FailedPostStartHook', 'other', 12],
] as const)('the Event %j is a decision to kill', (message, reason, graceSeconds) => {
  const { records } = traceOfRecording(
    handMade([added(0, POD), start(1, 'app'), event(8, 'Killing', { container: 'app', message }), signal(8, 'app'), exit(9, 'app', 1, 143), end(12)]),
  );
  expect(ofKind(records, 'Decision')).toMatchObject([{ t: 8000, container: 'app', decision: { what: 'kill', message, reason, graceSeconds } }]);
});

test('a clock that began before the Pod begins with it', () => {
  const trace = traceOfRecording(handMade([action(2, 0, 'create'), added(2, POD), hook(4, 'app', 'postStart', 'start'), end(10)]));
  expect(trace.records.map(({ t }) => t)).toEqual([0, 0, 2000]);
  expect(trace.endMs).toBe(8000);
});

test('a watch that left most of the Pod out is drawn as far as it goes', () => {
  const { records, meta } = traceOfRecording([
    { kind: 'Pod', t: 0, type: 'ADDED', object: { metadata: { name: 'bare' }, status: { containerStatuses: [{ name: 'app' }] } } },
  ]);
  expect(meta.podName).toBe('bare');
  expect(records).toMatchObject([
    { object: { spec: { containers: [] }, status: { phase: 'Pending', containerStatuses: [{ name: 'app', restartCount: 0, state: {} }] } } },
  ]);
});
