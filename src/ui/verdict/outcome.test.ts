import { describe, expect, it } from 'vitest';
import type { Trace } from '../../model/trace.ts';
import { traceOf } from '../../testing/trace-builder.ts';
import { outcomeOf } from './outcome.ts';

const app = { name: 'app', image: 'app' };
const story = () => traceOf('cart', [app]).action(0, 'create').pod(0, { phase: 'Pending' });
const headline = (trace: Trace) => outcomeOf(trace).headline;

describe('the headline', () => {
  it('counts kills by a probe, and crashes apart from them', () => {
    const trace = story()
      .process('app', 1, 'start')
      .kill('app', 10, 'liveness')
      .signal('app', 10, 'SIGTERM')
      .process('app', 12, 'exit', { exitCode: 143 })
      .process('app', 13, 'start', { instance: 2 })
      .kill('app', 20, 'liveness')
      .signal('app', 20, 'SIGTERM', { instance: 2 })
      .process('app', 22, 'exit', { instance: 2, exitCode: 143 })
      .process('app', 23, 'start', { instance: 3 })
      .process('app', 24, 'exit', { instance: 3, exitCode: 1 })
      .build(60);
    expect(headline(trace)).toBe('app was killed twice by its liveness probe and crashed once');
    expect(outcomeOf(trace).facts.slice(0, 2)).toEqual(['2 container restarts', 'Exit codes 143 and 1']);
  });

  it('tells a failure from a crash that is restarted', () => {
    expect(headline(story().process('app', 1, 'start').process('app', 3, 'exit', { exitCode: 3 }).build(60))).toBe('app failed with exit code 3');
  });

  it('names the signal where a process did not stop in time', () => {
    const trace = story()
      .process('app', 1, 'start')
      .signal('app', 10, 'SIGTERM', { handled: false })
      .signal('app', 40, 'SIGKILL')
      .process('app', 40, 'exit', { exitCode: 137 })
      .build(60);
    expect(headline(trace)).toBe('app needed SIGKILL to stop');
  });

  it('tells a hook that failed from one that was cut off', () => {
    const hooked = (result: 'failed' | 'cut') => headline(story().process('app', 1, 'start').hook('app', 'preStop', 10, 15, { result }).build(60));
    expect(hooked('failed')).toBe('app saw its preStop fail');
    expect(hooked('cut')).toBe('app had its preStop cut off by the grace period');
  });

  it('says why nothing started', () => {
    expect(headline(story().build(60))).toBe('The Pod was never scheduled');
    expect(headline(story().image('app', 1, 2, 'failed').build(60))).toBe('The image of app could not be pulled');
  });

  it('counts how often the Pod was unready in between', () => {
    const flapping = story()
      .process('app', 1, 'start')
      .pod(2, { phase: 'Running', isTrue: ['Ready'] })
      .pod(30, { isTrue: [] })
      .pod(40, { isTrue: ['Ready'] });
    expect(headline(flapping.build(60))).toBe('The Pod stopped being Ready once');
  });

  it('is content with a clean life', () => {
    expect(headline(story().process('app', 1, 'start').build(60))).toBe('app ran to the end of the run');
    expect(headline(story().process('app', 1, 'start').process('app', 9, 'exit', { exitCode: 0 }).build(60))).toBe('app completed');
    expect(headline(story().process('app', 1, 'start').pod(50, {}, 'DELETED').build(60))).toBe('A clean life: started, ran, and was deleted');
  });
});

it('the facts say for how long the API called the Pod Ready', () => {
  const trace = story()
    .process('app', 1, 'start')
    .pod(2, { phase: 'Running', isTrue: ['Ready'] })
    .pod(30, { isTrue: [] })
    .pod(40, { isTrue: ['Ready'] })
    .build(60);
  expect(outcomeOf(trace).facts).toContain('Ready for 48.0 s');
});
