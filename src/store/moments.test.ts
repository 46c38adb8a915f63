import { describe, expect, it } from 'vitest';
import type { Trace } from '../model/trace.ts';
import { traceOf } from '../testing/trace-builder.ts';
import { firstTrouble, neighbour } from './moments.ts';

const story = () =>
  traceOf('cart', [{ name: 'app', image: 'app' }])
    .action(0, 'create')
    .process('app', 1, 'start');
const trouble = (trace: Trace) => {
  const record = trace.records[firstTrouble(trace) ?? -1];
  return record && `${record.kind} ${record.t / 1000}`;
};

describe('firstTrouble', () => {
  it('is the exit that a failed probe led to, not the decision', () => {
    expect(trouble(story().warning(5, 'Unhealthy').kill('app', 10, 'liveness').process('app', 12, 'exit', { exitCode: 0 }).build(60))).toBe('Process 12');
  });

  it('is what came first', () => {
    expect(trouble(story().hook('app', 'postStart', 1, 3, { result: 'failed' }).process('app', 9, 'exit', { exitCode: 1 }).build(60))).toBe('Hook 3');
  });

  it('falls back to a Warning', () => {
    expect(trouble(story().event(2, 'Started').warning(5, 'Unhealthy').build(60))).toBe('Event 5');
  });

  it('is nothing where all went well', () => {
    expect(trouble(story().event(2, 'Started').process('app', 9, 'exit', { exitCode: 0 }).build(60))).toBeUndefined();
  });
});

it('neighbour is truly before or after', () => {
  const times = Float64Array.of(0, 10, 20);
  expect([neighbour(times, 10, -1), neighbour(times, 10, 1), neighbour(times, 20, 1), neighbour(times, 0, -1)]).toEqual([0, 20, undefined, undefined]);
});
