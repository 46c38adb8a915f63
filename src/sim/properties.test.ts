/** What holds of every run. */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { recordingText } from '../recording/index.ts';
import { recordings } from '../testing/fixtures.ts';
import { scenarios } from '../testing/scenarios.ts';
import { run, sketch } from '../testing/sim.ts';
import { EventQueue } from './engine/queue.ts';

/** The same ones each time; change the seed for others. */
const RUNS = { numRuns: 150, seed: 1 };
const LONG = { timeout: 60_000 };

test('the same scenario gives the same trace', LONG, () => {
  fc.assert(
    fc.property(scenarios(), (text) => JSON.stringify(run(text)) === JSON.stringify(run(text))),
    { ...RUNS, numRuns: 60 },
  );
});

test('skipping idle turns of loops changes nothing', LONG, () => {
  fc.assert(
    fc.property(scenarios(), (text) => {
      expect(recordingText(run(text, { skipIdle: true }))).toBe(recordingText(run(text, { skipIdle: false })));
    }),
    RUNS,
  );
});

test('nor does it in the scenarios that were recorded: restarts of the kubelet, static Pods, back-offs of minutes', LONG, () => {
  for (const { name, text } of recordings()) {
    const ways = [true, false].map((skipIdle) => recordingText(run(text, { skipIdle, seed: 5, durationMs: 120_000 })));
    expect(ways[0], name).toBe(ways[1]);
  }
});

test('records are numbered and in order; a cause comes before what it causes', LONG, () => {
  fc.assert(
    fc.property(scenarios(), (text) => {
      const { records, endMs, cut } = run(text);
      expect(cut).toBeUndefined();
      let before = 0;
      records.forEach((record, index) => {
        expect(record.id).toBe(index);
        expect(record.t).toBeGreaterThanOrEqual(before);
        expect(record.t).toBeLessThanOrEqual(endMs);
        expect(record.cause).toBeGreaterThanOrEqual(-1);
        expect(record.cause).toBeLessThan(record.id);
        before = record.t;
      });
    }),
    RUNS,
  );
});

test('each instance of a container starts once, one at a time, and exits at most once', LONG, () => {
  fc.assert(
    fc.property(scenarios(), (text) => {
      const running = new Map<string, number>();
      const ended = new Set<string>();
      for (const record of run(text).records) {
        if (record.kind !== 'Process') continue;
        const { container, instance, what } = record;
        if (what === 'start') {
          expect(running.has(container), `${container} runs once`).toBe(false);
          running.set(container, instance);
        } else if (what === 'exit') {
          expect(running.get(container)).toBe(instance);
          expect(ended.has(`${container}#${instance}`)).toBe(false);
          running.delete(container);
          ended.add(`${container}#${instance}`);
        }
      }
    }),
    RUNS,
  );
});

test('restart counts and the counts of Events only grow', LONG, () => {
  fc.assert(
    fc.property(scenarios(), (text) => {
      const restarts = new Map<string, number>();
      const counts = new Map<string, number>();
      for (const record of run(text).records) {
        if (record.kind === 'Pod') {
          for (const { name, restartCount } of [...(record.object.status.initContainerStatuses ?? []), ...(record.object.status.containerStatuses ?? [])]) {
            expect(restartCount).toBeGreaterThanOrEqual(restarts.get(name) ?? 0);
            restarts.set(name, restartCount);
          }
        }
        if (record.kind === 'Event') {
          const { metadata, count = 1 } = record.object;
          const before = counts.get(metadata.name ?? '');
          expect(record.type).toBe(before === undefined ? 'ADDED' : 'MODIFIED');
          expect(count).toBeGreaterThan(before ?? 0);
          counts.set(metadata.name ?? '', count);
        }
      }
    }),
    RUNS,
  );
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
