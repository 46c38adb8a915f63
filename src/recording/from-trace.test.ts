import fc from 'fast-check';
import { expect, test } from 'vitest';
import { probeTrain, handMadeTrace } from '../testing/hand-made-trace.ts';
import { recordingLines, recordingOf, recordingText } from './from-trace.ts';
import { formatRecording, parseRecording } from './text.ts';

const POD = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [] }, status: { phase: 'Pending' } } as const;

test("a run as lines: Meta first, End last, the kubelet's own reasoning left out", () => {
  const trace = handMadeTrace(
    [
      { kind: 'Action', t: 0, index: 0, what: 'create', label: 'create' },
      { kind: 'Pod', t: 0, type: 'ADDED', object: { ...POD, spec: { containers: [] } } },
      { kind: 'Sync', t: 1, what: 'start', type: 'SyncPod' },
      { kind: 'Decision', t: 2, container: 'app', decision: { what: 'start', restart: false } },
      { kind: 'Image', t: 3, image: 'busybox', container: 'app', what: 'pullStart' },
      { kind: 'Process', t: 5, container: 'app', instance: 1, what: 'start', env: { A: 'b' } },
      { kind: 'Serving', t: 5, container: 'app', instance: 1, what: 'booting', ports: [80], untilMs: 1005 },
      { kind: 'ProbeState', t: 6, container: 'app', probe: 'liveness', state: 'probing' },
      { kind: 'Hook', t: 7, container: 'app', instance: 1, hook: 'postStart', what: 'start', handler: 'exec sleep 5' },
      { kind: 'Signal', t: 8, container: 'app', instance: 1, signal: 'SIGTERM', handled: true, graceSeconds: 30 },
      { kind: 'Log', t: 9, container: 'app', instance: 1, stream: 'stdout', line: 'bye' },
      { kind: 'Kubelet', t: 10, what: 'stopped' },
    ],
    60_000,
  );
  expect(recordingText(trace)).toBe(
    [
      '{"kind":"Meta","format":1,"source":"simulator","version":"v1.36.2","pod":"web","createdAt":"2026-01-01T00:00:00Z","records":["Pod","Event","Object","Process","Signal","Hook","Probe","Image","Log","Action","Kubelet"]}',
      '{"kind":"Action","t":0,"index":0,"what":"create"}',
      '{"kind":"Pod","t":0,"type":"ADDED","object":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},"spec":{"containers":[]},"status":{"phase":"Pending"}}}',
      '{"kind":"Image","t":3,"image":"busybox","what":"pullStart"}',
      '{"kind":"Process","t":5,"container":"app","instance":1,"what":"start","env":{"A":"b"}}',
      '{"kind":"Hook","t":7,"container":"app","instance":1,"hook":"postStart","what":"start"}',
      '{"kind":"Signal","t":8,"container":"app","instance":1,"signal":"SIGTERM"}',
      '{"kind":"Log","t":9,"container":"app","instance":1,"stream":"stdout","line":"bye"}',
      '{"kind":"Kubelet","t":10,"what":"stopped"}',
      '{"kind":"End","t":60000}',
      '',
    ].join('\n'),
  );
});

test('a train of probes becomes its attempts, put in where they belong', () => {
  const trace = handMadeTrace(
    [
      probeTrain(1000, { count: 3, periodMs: 1000, takesMs: 300 }),
      probeTrain(2000, { probe: 'readiness', result: 'failure', message: 'no', takesMs: 0 }),
      { kind: 'Signal', t: 2300, container: 'app', instance: 1, signal: 'SIGTERM', handled: true },
    ],
    3100,
  );
  const texts = recordingOf(trace).map((line) => {
    if (line.kind === 'Probe') return `${line.t} ${line.probe} ${line.what}${line.result ? ` ${line.result}` : ''}${line.message ? ` ${line.message}` : ''}`;
    return line.kind === 'Meta' ? 'Meta' : `${line.t} ${line.kind}`;
  });
  expect(texts).toEqual([
    'Meta',
    '1000 liveness start',
    '1300 liveness end success',
    '2000 liveness start', // the train is the earlier record
    '2000 readiness start',
    '2000 readiness end failure no',
    '2300 liveness end success', // as is its second attempt here
    '2300 Signal',
    '3000 liveness start', // ends after the run does
    '3100 End',
  ]);
});

test('whatever the trains, time never goes back and nothing is lost', () => {
  const train = fc.record({
    t: fc.nat(5000),
    count: fc.integer({ min: 1, max: 20 }),
    periodMs: fc.integer({ min: 1, max: 2000 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(train, { maxLength: 12 }), (trains) => {
      const records = trains
        .sort((a, b) => a.t - b.t)
        .map(({ t, count, periodMs, share }) => probeTrain(t, { count, periodMs, takesMs: Math.floor(periodMs * share) }));
      const lines = recordingOf(handMadeTrace(records, 1_000_000))
        .slice(1)
        .map((line) => (line.kind === 'Meta' ? -1 : line.t));
      expect(lines).toEqual([...lines].sort((a, b) => a - b));
      expect(lines).toHaveLength(2 * trains.reduce((total, { count }) => total + count, 0) + 1);
    }),
  );
});

test('a long run is written line by line, and read back as it was', () => {
  const trace = handMadeTrace(
    [probeTrain(0, { count: 50_000, periodMs: 1000 }), probeTrain(500, { probe: 'readiness', count: 50_000, periodMs: 1000 })],
    50_000_000,
  );
  let count = 0;
  for (const line of recordingLines(trace)) count += line === '' ? 0 : 1;
  expect(count).toBe(200_002);
  const short = recordingOf(handMadeTrace([probeTrain(0, { count: 50, periodMs: 1000 })], 50_000));
  expect(parseRecording(formatRecording(short))).toEqual(short);
});
