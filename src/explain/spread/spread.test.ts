import { describe, expect, test } from 'vitest';
import { run, sketch } from '../../testing/sim.ts';
import { landmarksOf } from './landmarks.ts';
import { type Spread, SpreadCollector } from './spread.ts';

const CRASHING = sketch(
  `
  containers:
  - {name: app, image: busybox:1.36, command: [sh, -c, 'sleep 3; exit 1']}
`,
  'duration: 1m30s',
);

/** Cut where the third restart comes, with some seeds. */
const CUT = CRASHING.replace('1m30s', '50s');

function spreadOf(text: string, seeds = 12): Spread {
  const collector = new SpreadCollector(run(text));
  for (let seed = 1; seed <= seeds; seed += 1) collector.add(seed, run(text, { seed }));
  return collector.spread;
}

describe('landmarks', () => {
  test('are named alike in every run, each once', () => {
    const names = landmarksOf(run(CRASHING)).map(({ name }) => name);
    expect(names.slice(0, 7)).toEqual(['phase Pending', 'Ready False', 'app#1 starts', 'app#1 serves', 'phase Running', 'Ready True', 'app#1 exits 1']);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('the spread of a run over seeds', () => {
  test('the first start is certain to a second or so; the end of a back-off is not, by half of its delay', () => {
    const { runs, bands } = spreadOf(CRASHING);
    const width = (name: string) => {
      const band = bands.find((each) => each.name === name);
      return band === undefined ? 0 : band.latestMs - band.earliestMs;
    };
    expect(runs).toBe(12);
    expect(width('app#1 starts')).toBeLessThan(1500);
    // kubelet: the requeue is jittered by up to half as long again
    expect(width('app#4 starts')).toBeGreaterThan(3000);
  });

  test('each band holds the moment on screen', () => {
    for (const { earliestMs, timeMs, latestMs } of spreadOf(CRASHING).bands) {
      expect(earliestMs).toBeLessThanOrEqual(timeMs);
      expect(latestMs).toBeGreaterThanOrEqual(timeMs);
    }
  });

  test('a moment that some runs do not have is counted', () => {
    const { runs, bands } = spreadOf(CUT, 20);
    expect(bands.some(({ seen }) => seen > 0 && seen < runs)).toBe(true);
  });

  test('the lucky run restarts no more often than the unlucky one, and serves sooner where they restart alike', () => {
    const { lucky, unlucky } = spreadOf(CUT, 20);
    expect(lucky?.seed).not.toBe(unlucky?.seed);
    expect(lucky?.measures.restarts).toBeLessThanOrEqual(unlucky?.measures.restarts ?? 0);
  });

  test('where nothing is left to chance there is nothing to choose', () => {
    const { lucky, unlucky } = spreadOf(sketch("containers: [{name: app, image: 'busybox:1.36', command: [sleep, '60']}]", 'duration: 20s'), 6);
    expect([lucky, unlucky]).toEqual([undefined, undefined]);
  });
});
