import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defined } from '../base/assert.ts';
import { parseDurationMs } from '../base/duration.ts';
import { conformanceCases, readRecording, recordings } from '../testing/fixtures.ts';
import { action, added, deleted, end, event, handMade, kubelet, pod, probe, start } from '../testing/hand-made.ts';
import { judgedScenario } from '../testing/judged-scenario.ts';
import { claimFaults } from './check.ts';
import { CLAIM_KINDS, TIMING_NAMES, claimOf } from './grammar.ts';
import type { TimedLine } from './lines.ts';
import { resolvePoint } from './resolve.ts';
import { Run } from './run.ts';
import { ClaimStates, isAboutMoments } from './states.ts';
import { parseRecording } from './text.ts';
import { actionTimeOf, createWatcher } from './watcher.ts';

const timed = (lines: ReturnType<typeof handMade>) => lines.filter((line): line is TimedLine => line.kind !== 'Meta');

/** When a trigger is due, with all of these lines as the future. */
function dueOf(at: unknown, lines: readonly (TimedLine | TimedLine[])[], actions: { do: string }[] = []): number | undefined {
  const watcher = createWatcher(defined(actionTimeOf(at), `a trigger, not ${JSON.stringify(at)}`), { actions });
  for (const line of lines.flat()) watcher.observe(line);
  return watcher.dueMs;
}

const running = { phase: 'Running', conditions: { Ready: 'True' }, containers: { app: { state: 'running', ready: true, started: true } } } as const;
const life = [
  added(0),
  start(1.5, 'app'),
  pod(2, running),
  event(3, 'Unhealthy', { count: 1 }),
  event(9, 'Unhealthy', { count: 3 }),
  deleted(20, { ...running, phase: 'Failed' }),
];

describe('when an action is due', () => {
  test('at a time, at a point, at a point with an offset', () => {
    expect(dueOf('90s', [])).toBe(90_000);
    expect(dueOf('before-create', [])).toBe(0);
    expect(dueOf('app.ready', life)).toBe(2000);
    expect(dueOf('app.start+5s', life)).toBe(6500);
    expect(dueOf('app#2.start', life)).toBeUndefined();
    expect(dueOf('pod.terminal+5s', life)).toBe(25_000);
  });

  test('when a claim holds, the last state of a Pod that goes included', () => {
    expect(dueOf({ condition: { type: 'Ready', status: 'True' } }, life)).toBe(2000);
    expect(dueOf({ event: { reason: 'Unhealthy', op: '>=', value: 2 } }, life)).toBe(9000);
    expect(dueOf({ phase: { value: 'Failed' } }, life)).toBe(20_000);
    expect(dueOf({ podDeleted: {} }, life)).toBe(20_000);
    expect(dueOf({ phase: { value: 'Succeeded' } }, life)).toBeUndefined();
  });

  test('when the first of several claims holds', () => {
    expect(dueOf({ anyOf: [{ phase: { value: 'Succeeded' } }, { phase: { value: 'Failed' } }] }, life)).toBe(20_000);
    expect(dueOf({ anyOf: [{ phase: { value: 'Failed' } }, { phase: { value: 'Running' } }] }, life)).toBe(2000);
  });

  test('when the API refuses an action', () => {
    const refused = action(4, 1, 'patch', { error: { reason: 'Invalid', code: 422, message: 'no' } });
    expect(dueOf({ apiError: { action: 'action.1', status: 'Invalid' } }, [added(0), refused])).toBe(4000);
  });

  test('a train of probes counts as its attempts', () => {
    const train = {
      kind: 'Probe',
      id: 1,
      t: 5000,
      cause: 0,
      rule: 'probe.do',
      container: 'app',
      instance: 1,
      probe: 'liveness',
      result: 'success',
      message: '',
      takesMs: 10,
      count: 4,
      periodMs: 3000,
      run: 1,
      threshold: 1,
      met: false,
      timedOut: false,
      trigger: 'tick',
    } as const;
    const watcher = createWatcher({ kind: 'claim', claim: { probeRuns: { container: 'app', probe: 'liveness', op: '>=', value: 3 } } }, { actions: [] });
    expect(watcher.observe(train)).toBe(11_000);
    expect(
      dueOf({ probeRuns: { container: 'app', probe: 'liveness', op: '>=', value: 2 } }, [
        probe(1, 'app', 'liveness', 'success'),
        probe(4, 'app', 'liveness', 'success'),
      ]),
    ).toBe(4000);
  });

  test('an action is not looked at before the one before it is done: a claim counts from then on, a point also before', () => {
    const past = [added(0), pod(2, running), pod(6, { phase: 'Running' })];
    const options = { actions: [], past, nowMs: 7000 };
    const ready = createWatcher({ kind: 'claim', claim: { condition: { type: 'Ready', status: 'True' } } }, options);
    expect(ready.dueMs).toBeUndefined();
    expect(ready.observe(pod(9, running))).toBe(9000);
    expect(createWatcher({ kind: 'claim', claim: { phase: { value: 'Running' } } }, options).dueMs).toBe(7000);
    expect(createWatcher({ kind: 'point', point: 'cond.Ready.True', offsetMs: 1000 }, options).dueMs).toBe(3000);
  });

  test('kubelet.healthy waits for the latest restart', () => {
    const actions = [{ do: 'kubelet-restart' }, { do: 'kubelet-restart' }, { do: 'delete' }];
    const lines = [action(5, 1, 'kubelet-restart'), kubelet(6, 'started'), kubelet(6.5, 'healthy'), action(10, 2, 'kubelet-restart')];
    expect(dueOf('kubelet.healthy+1s', lines, actions)).toBeUndefined();
    expect(dueOf('kubelet.healthy+1s', [...lines, kubelet(11.5, 'healthy')], actions)).toBe(12_500);
  });
});

const RECORDED = [...conformanceCases(), ...recordings()].flatMap(({ text, recordings: runs }) => runs.map(({ name, at }) => ({ name, at, text })));

test('recorded on a real kubelet: every action came when it was due', { timeout: 60_000 }, () => {
  let watched = 0;
  for (const { name, at: sweepValue, text } of RECORDED) {
    const { actions } = judgedScenario(text);
    const lines = timed(parseRecording(readRecording(name)));
    const indexOf = (index: number) => lines.findIndex((line) => line.kind === 'Action' && line.index === index);
    actions.forEach(({ at: written, plus = '0s', sweep }, index) => {
      // Whoever restarted that kubelet went on as soon as it had started, a third of a second before it was healthy.
      if (written === 'kubelet.healthy') return;
      const at = defined(actionTimeOf(sweep && sweepValue ? sweepValue : written), 'a trigger');
      const [looked, done] = [indexOf(index) + 1, indexOf(index + 1)];
      const watcher = createWatcher(at, { actions, past: lines.slice(0, looked), nowMs: lines[looked - 1]?.t ?? 0 });
      for (const line of lines.slice(looked, done)) watcher.observe(line);
      const dueMs = defined(watcher.dueMs, `${name}: action ${index + 1} to be due`) + (parseDurationMs(plus) ?? 0);
      const lateMs = defined(lines[done], 'the Action line').t - dueMs;
      // Timer and clock of a recorder each count whole milliseconds
      expect(lateMs >= -1 && lateMs < 300, `${name}: action ${index + 1} came ${lateMs} ms after it was due`).toBe(true);
      watched += 1;
    });
  }
  expect(watched).toBeGreaterThan(150);
});

describe('following a run and reading its recording give the same answer', () => {
  /** All claims about a moment that the conformance cases make of anything, without a time of their own. */
  const claims = conformanceCases()
    .flatMap(({ text }) => judgedScenario(text).expect)
    .flatMap(momentClaimsOf);
  const name = fc.constantFrom(...RECORDED.map((recorded) => recorded.name));

  test('for claims, from any moment on', { timeout: 60_000 }, () => {
    expect(claims.length).toBeGreaterThan(400);
    fc.assert(
      fc.property(name, fc.constantFrom(...claims), fc.double({ min: 0, max: 1, noNaN: true }), (recording, entry, share) => {
        const run = new Run(parseRecording(readRecording(recording)), { complete: true });
        const lines = run.lines.map(({ line }) => line);
        const nowMs = share === 0 ? -1 : (lines[Math.floor(share * (lines.length - 1))]?.t ?? 0);
        const past = lines.filter(({ t }) => t <= nowMs);
        const claim = claimOf(entry);
        if (!isAboutMoments(claim)) throw new Error('a claim about a moment');
        let wanted: number | undefined;
        for (const { t, finding } of new ClaimStates(run, claim).between(nowMs, Infinity)) {
          if (finding.holds) wanted ??= t;
        }
        const watcher = createWatcher({ kind: 'claim', claim: entry }, { actions: [], past, nowMs });
        for (const line of lines.slice(past.length)) watcher.observe(line);
        expect(watcher.dueMs).toBe(wanted);
      }),
      { numRuns: 400 },
    );
  });

  // A run that goes on has every kind of line. A reader makes do with other lines where a recorder noted none of a kind.
  const isNoted = (run: Run, point: string) => (!point.includes('.term') || run.records('Signal')) && (!point.startsWith('delete') || run.records('Action'));

  test('for points, whenever one begins to look', { timeout: 60_000 }, () => {
    const nth = fc.constantFrom('', '#2', '#3', '#last');
    const container = fc
      .tuple(
        fc.constantFrom('app', 'init-1', 'regular-1', 'sidecar'),
        nth,
        fc.constantFrom('start', 'exit', 'started', 'ready', 'term', 'poststart.start', 'prestop.end'),
      )
      .map(([of, which, what]) => `${of}${which}.${what}`);
    const condition = fc
      .tuple(fc.constantFrom('Ready', 'Initialized', 'PodScheduled'), fc.constantFrom('True', 'False'), nth)
      .map(([type, status, which]) => `cond.${type}.${status}${which}`);
    const named = fc.constantFrom(
      'scheduled',
      'delete',
      'action.1',
      'action.2',
      'phase.Running',
      'phase.notPending',
      'pod.terminal',
      'pod.deleted',
      'uid.changed',
      'event.Started',
      'event.Killing',
    );
    const offset = fc.constantFrom('', '+5s', '-1s');
    fc.assert(
      fc.property(
        name,
        fc.tuple(fc.oneof(container, condition, named), offset).map(([anchor, by]) => anchor + by),
        fc.nat(),
        (recording, point, past) => {
          const run = new Run(parseRecording(readRecording(recording)), { complete: true });
          fc.pre(isNoted(run, point));
          const lines = run.lines.map(({ line }) => line);
          const split = past % (lines.length + 1);
          const watcher = createWatcher({ kind: 'point', point, offsetMs: 0 }, { actions: [], past: lines.slice(0, split), nowMs: 0 });
          for (const line of lines.slice(split)) watcher.observe(line);
          const resolved = resolvePoint(run, point);
          expect(watcher.dueMs).toBe('missing' in resolved ? undefined : resolved.t);
        },
      ),
      { numRuns: 400 },
    );
  });
});

function momentClaimsOf(entry: unknown): object[] {
  const { kind, args } = claimOf(entry);
  if (kind === 'never' || kind === 'always' || kind === 'sticky') return momentClaimsOf(args.what);
  if (CLAIM_KINDS[kind].about === 'whole') return [];
  const plain = Object.fromEntries(Object.entries(args).filter(([name]) => !(TIMING_NAMES as readonly string[]).includes(name)));
  const claim = { [kind]: plain };
  // A reference is to the Pod as it is known: only at the end of the run both know the same one.
  const isReference = kind === 'env' && String(plain.value).startsWith('$.');
  const isMomentary = kind !== 'restartCountDecreases' && claimFaults(claim, []).length === 0;
  return isMomentary && !isReference ? [claim] : [];
}

test('watching costs little: a long run of probes leaves a watcher for the phase alone', () => {
  const lines = [added(0), ...Array.from({ length: 1000 }, (_, index) => probe(index, 'app', 'liveness', 'success')), end(1000)].flat();
  let reads = 0;
  const counting = lines.map((line) =>
    line.kind === 'Probe' ? new Proxy(line, { get: (target, key) => ((reads += 1), Reflect.get(target, key)) as unknown }) : line,
  );
  const watcher = createWatcher({ kind: 'claim', claim: { phase: { value: 'Running' } } }, { actions: [] });
  for (const line of counting) watcher.observe(line);
  expect(reads).toBe(2000); // the kind of each, nothing else
});
