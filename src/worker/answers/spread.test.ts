import { expect, test } from 'vitest';
import { sketch } from '../../testing/sim.ts';
import { run } from './answer.ts';
import type { Spread } from '../protocol.ts';
import { spreadAround } from './spread.ts';

const CRASHING = sketch("containers: [{name: app, image: 'busybox:1.36', command: [sh, -c, 'sleep 2; exit 1']}]", 'duration: 1m');

function around(runId: number, seeds: number): Spread {
  const present = run({ id: runId, text: CRASHING, choices: {} }).kept;
  if (present === undefined) throw new Error('The text has errors');
  const reply = spreadAround({ kind: 'spread', id: 9, runId, text: CRASHING, choices: { seed: 3 }, seeds }, present);
  if (reply.kind !== 'spread') throw new Error(`not a spread: ${reply.kind}`);
  return reply.spread;
}

test('more seeds go on from those that are made already, and say the same as all at once', () => {
  around(1, 2);
  const grown = around(1, 5);
  expect(grown.runs).toBe(5);
  expect(around(2, 5)).toEqual(grown);
});

test('fewer seeds are asked for: only those count', () => {
  around(3, 4);
  expect(around(3, 2).runs).toBe(2);
});
