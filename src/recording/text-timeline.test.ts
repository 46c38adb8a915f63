import { expect, test } from 'vitest';
import { readRecording, recordings } from '../testing/fixtures.ts';
import { action, added, deleted, end, event, exit, handMade, hook, kubelet, log, pod, probe, signal, start } from '../testing/hand-made.ts';
import { probeTrain, handMadeTrace } from '../testing/hand-made-trace.ts';
import { eventsTable } from './events-table.ts';
import { parseRecording } from './text.ts';
import { textTimeline } from './text-timeline.ts';

const running = { state: 'running', ready: true, started: true } as const;
const up = { phase: 'Running', conditions: { Ready: 'True' }, containers: { app: running } } as const;

const RUN = handMade(
  [
    action(0, 0, 'create'),
    added(0),
    start(1, 'app'),
    log(1.1, 'app', 'tick'),
    log(2.1, 'app', 'tick'),
    log(3.1, 'app', 'tick'),
    pod(2, up),
    ...[4, 7, 10, 13].map((t) => probe(t, 'app', 'liveness', 'success')),
    event(14, 'Unhealthy', { type: 'Warning', container: 'app', message: 'Liveness probe failed: no' }),
    event(17, 'Unhealthy', { type: 'Warning', container: 'app', message: 'Liveness probe failed: no', count: 2 }),
    kubelet(18, 'stopped'),
    action(20, 1, 'delete'),
    hook(20, 'app', 'preStop', 'start'),
    pod(20, { ...up, metadata: { deletionTimestamp: '2026-01-01T00:00:50Z', deletionGracePeriodSeconds: 30 } }),
    hook(25, 'app', 'preStop', 'end', 'ok'),
    signal(25, 'app'),
    exit(26, 'app', 1, 143),
    deleted(27, { ...up, phase: 'Failed' }),
    end(30),
  ].sort((a, b) => (Array.isArray(a) ? (a[0]?.t ?? 0) : a.t) - (Array.isArray(b) ? (b[0]?.t ?? 0) : b.t)),
);

test('one row for each thing that happened, what repeats itself folded', () => {
  expect(textTimeline(RUN)).toBe(`web: simulated
    0.000  actions       create
    0.000  pod           Pending 0/0 · bound to node-1
    1.000  app.process   #1 starts
    1.100  app.log       #1 "tick" ×3 every 1s until 3.100
    2.000  pod           Running 1/1 · phase Running · app running, started, ready · Ready=True
    4.000  app.liveness  #1 success ×4 every 3s until 13.010
   14.000  events        Warning Unhealthy ×2 by 17.000 (app): Liveness probe failed: no
   18.000  kubelet       stopped
   20.000  actions       delete
   20.000  app.process   #1 preStop hook starts
   20.000  pod           Terminating 1/1 · deletionTimestamp set, grace 30s
   25.000  app.process   #1 preStop hook ends after 5s
   25.000  app.process   #1 gets SIGTERM
   26.000  app.process   #1 exits with code 143
   27.000  pod           Failed 1/1 · phase Failed · gone from the API
   30.000                end
`);
});

test('the state of everything at one moment', () => {
  expect(textTimeline(RUN, { atMs: 21_000 })).toBe(`at 21.000 of 30.000
pod             Terminating 1/1 · phase Running · deletionTimestamp 2026-01-01T00:00:50Z, grace 30s
pod.conditions  Ready=True
app.status      running, started, ready
app.process     #1 runs since 1.000, preStop hook since 20.000
app.liveness    success ×4 at 13.010
kubelet         stopped since 18.000
events           17.000  Warning Unhealthy ×2 (app): Liveness probe failed: no
`);
  expect(textTimeline(RUN, { atMs: 29_000 })).toContain('app.process   #1 ended at 26.000 with code 143');
  expect(textTimeline(RUN, { atMs: 29_000 })).toContain('pod           gone from the API');
  expect(textTimeline(handMade([end(5)]), { atMs: 1000 })).toContain('not created yet');
});

test('long rows go on below, and no line is longer than the width', () => {
  const text = textTimeline(RUN, { width: 60 });
  expect(text).toContain(`
    2.000  pod           Running 1/1 · phase Running · app
                         running, started, ready ·
                         Ready=True
`);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
});

test('a trace also tells what was decided, what was assumed, and what never came', () => {
  const trace = handMadeTrace(
    [
      { kind: 'Action', t: 0, index: 0, what: 'create', label: 'create' },
      probeTrain(2000, { result: 'failure', message: 'no\n', count: 3, periodMs: 2000 }),
      {
        kind: 'Decision',
        t: 6010,
        container: 'app',
        decision: { what: 'kill', message: 'Container app failed liveness probe, will be restarted', graceSeconds: 30, reason: 'liveness' },
      },
      { kind: 'Decision', t: 7000, container: 'app', decision: { what: 'back-off', delayMs: 10_000, remainingMs: 9000, untilMs: 16_000 } },
      {
        kind: 'Action',
        t: 9000,
        index: 1,
        what: 'delete',
        label: 'delete --grace-period=10',
        error: { reason: 'NotFound', code: 404, message: 'pods "web" not found' },
      },
    ],
    10_000,
    {
      assumptions: [{ container: 'app', text: 'It listens on port 80.', change: 'spec.workloads.app.listens' }],
      pendingActions: [{ index: 2, what: 'exec', waitingFor: 'app.ready+5s' }],
    },
  );
  expect(textTimeline(trace)).toBe(`web: simulated as Kubernetes v1.36.2 would run it, seed typical
    0.000  actions       create
    2.000  app.liveness  #1 failure ×3 every 2s until 6.010: no
    6.010  app.kubelet   will kill it (Container app failed liveness probe, will be restarted), grace 30s
    7.000  app.kubelet   back-off 10s, until 16.000
    9.000  actions       delete --grace-period=10 refused (NotFound): pods "web" not found
   10.000                end

action 2 never came due: exec, waiting for app.ready+5s
assumed of app: It listens on port 80. (spec.workloads.app.listens)
`);
});

test('every recording of a real kubelet can be told', () => {
  for (const { recordings: runs } of recordings()) {
    for (const { name } of runs) {
      const text = textTimeline(parseRecording(readRecording(name)), { width: 100 });
      expect(text, name).not.toMatch(/undefined|NaN|\[object/);
      expect(text.split('\n').length, name).toBeGreaterThan(3);
    }
  }
});

test('a long run of equal probes is one row', () => {
  const trace = handMadeTrace([probeTrain(0, { count: 100_000, periodMs: 1000 })], 100_000_000);
  expect(textTimeline(trace).split('\n')).toHaveLength(4);
});

test('Events as a table, the latest last', () => {
  expect(eventsTable(RUN)).toBe(`LAST SEEN   TYPE      REASON      OBJECT    COUNT   MESSAGE
17s         Warning   Unhealthy   pod/web   2       Liveness probe failed: no
`);
  expect(eventsTable(handMadeTrace([], 1000))).toBe('No events.\n');
});
