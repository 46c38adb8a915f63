/** What holds of several runs of the same scenario. */
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Trace, TraceRecord } from '../model/trace.ts';
import { recordingText } from '../recording/index.ts';
import { recordings } from '../testing/fixtures.ts';
import { run, sketch } from '../testing/sim.ts';
import { type Invariant, Survey, SURVEY_TIMEOUT_MS } from '../testing/survey.ts';
import { EventQueue } from './engine/queue.ts';

/** Together they make six runs of each scenario. */
const RUNS = { numRuns: 200, seed: 2 };
const LONG = { timeout: 60_000 };

const COMPARISONS: Record<string, Invariant> = {
  'the same scenario gives the same bytes': function* ({ trace, again }) {
    if (JSON.stringify(again()) !== JSON.stringify(trace)) yield 'another trace';
  },

  'a shorter run is the beginning of the longer one': function* ({ trace, again }) {
    const middleMs = trace.records[Math.floor(trace.records.length / 2)]?.t ?? 0;
    if (middleMs === 0) return;
    const short = again({ durationMs: middleMs });
    if (short.endMs !== middleMs) yield `the run ends at ${short.endMs} ms, not at ${middleMs} ms`;
    yield* differences(seenUntil(middleMs, short), seenUntil(middleMs, trace));
  },

  'skipping idle turns changes nothing': function* ({ trace, again }) {
    yield* differences(recordingText(again({ skipIdle: false })).split('\n'), recordingText(trace).split('\n'));
  },

  'a run that makes too many records, or takes too many steps, is cut and says so': function* ({ trace, again }) {
    const recordLimit = Math.floor(trace.records.length / 3);
    const byRecords = again({ recordLimit });
    const bySteps = again({ stepLimit: 3 });
    for (const [limit, { cut, records, endMs }] of [['records', byRecords] as const, ['steps', bySteps] as const]) {
      if (cut?.limit !== limit || cut.atMs !== endMs) yield `cut is ${JSON.stringify(cut)}, the end ${endMs} ms`;
      yield* differences(records.map(gist), trace.records.slice(0, records.length).map(gist));
    }
    if (byRecords.records.length !== recordLimit) yield `${byRecords.records.length} records, not ${recordLimit}`;
  },
};

describe('what holds of several runs of a scenario', () => {
  const survey = new Survey(COMPARISONS, RUNS);
  beforeAll(() => survey.run(), SURVEY_TIMEOUT_MS);
  test.each(Object.keys(COMPARISONS))('%s', { timeout: SURVEY_TIMEOUT_MS }, (name) => survey.assertHeld(name));
});

test('skipping idle turns changes nothing of the scenarios that were recorded either: back-offs of minutes, many restarts', LONG, () => {
  for (const { name, text } of recordings()) {
    const ways = [true, false].map((skipIdle) => recordingText(run(text, { skipIdle, seed: 5, durationMs: 120_000 })));
    expect(ways[0], name).toBe(ways[1]);
  }
});

describe('a healthy Pod', () => {
  const healthy = (duration: string) =>
    run(
      sketch(
        `
    containers:
    - name: app
      image: shop/app:1
      ports: [{containerPort: 8080}]
      startupProbe: {httpGet: {port: 8080}, periodSeconds: 1, failureThreshold: 9}
      readinessProbe: {httpGet: {port: 8080}, periodSeconds: 1}
      livenessProbe: {httpGet: {port: 8080}, periodSeconds: 1}
  `,
        `{duration: ${duration}}`,
      ),
    );

  test('makes no more records in a day than in an hour: probes that change nothing are trains', LONG, () => {
    const hour = healthy('1h').records;
    const day = healthy('24h').records;
    expect(day.length).toBeLessThanOrEqual(hour.length + 5);
    const attempts = day.reduce((sum, record) => sum + (record.kind === 'Probe' ? record.count : 0), 0);
    // Two probes a second, less the few before it was started
    expect(attempts).toBeGreaterThan(2 * 86_400 - 20);
    expect(attempts).toBeLessThanOrEqual(2 * 86_400);
  });

  test('takes about as many steps', LONG, () => {
    const steps = (duration: string) => {
      const step = vi.spyOn(EventQueue.prototype, 'step');
      healthy(duration);
      const count = step.mock.calls.length;
      step.mockRestore();
      return count;
    };
    const hour = steps('1h');
    expect(hour).toBeLessThan(2000);
    // What is left are the resyncs that are skipped one by one, about one in 75 s
    expect(steps('24h')).toBeLessThan(hour + (3 * (23 * 3600)) / 75);
  });
});

const gist = ({ id, t, kind, rule }: TraceRecord): string => `${id} ${t} ${kind} ${rule}`;

/** The records of a run as somebody knows them at a moment: how an attempt or a command ends that is under way is still open. */
function seenUntil(nowMs: number, { records }: Trace): string[] {
  return records.filter(({ t }) => t <= nowMs).map((record) => JSON.stringify(seen(record, nowMs)));
}

function seen(record: TraceRecord, nowMs: number): object {
  if (record.kind === 'Action') {
    const { exitCode: _exitCode, stdout: _stdout, stderr: _stderr, error: _error, ...known } = record;
    return known;
  }
  if (record.kind === 'Signal') return { ...record, handled: undefined };
  if (record.kind !== 'Probe') return record;
  const { id, t, cause, container, instance, probe, trigger, periodMs } = record;
  const begun = record.count === 1 ? 1 : Math.min(record.count, Math.floor((nowMs - t) / periodMs) + 1);
  const isOver = t + record.takesMs <= nowMs && record.unfinished !== true;
  return { id, t, cause, container, instance, probe, trigger, begun, ...(isOver && { result: record.result, message: record.message }) };
}

function* differences(found: readonly string[], expected: readonly string[]): Iterable<string> {
  for (const [index, line] of expected.entries()) if (found[index] !== line) yield `line ${index}:\n${found[index]}\ninstead of\n${line}`;
  if (found.length > expected.length) yield `${found.length} lines instead of ${expected.length}`;
}
