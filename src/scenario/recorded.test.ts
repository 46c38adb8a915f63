/** The entries of the library that have a recording, held against it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compare, parseRecording, recordingOf } from '../recording/index.ts';
import { readFixture } from '../testing/fixtures.ts';
import { simulated } from '../testing/simulated.ts';
import { RECORDED, recordingOfEntry } from './recorded.ts';

/** By name of the recording, how alike two real runs of it are, where it was run twice: chance keeps the simulation from being nearer than that. */
const CEILINGS = JSON.parse(readFixture('recordings/ceiling.json')) as Record<string, number>;
const ENOUGH = 0.97;

test.each(Object.entries(RECORDED))('%s goes as its recording does, %s', async (name, recorded) => {
  const text = readFileSync(join(import.meta.dirname, `../../scenarios/${name}.yaml`), 'utf8');
  const recording = parseRecording((await recordingOfEntry(name)?.()) ?? '');
  const { score = 0, divergences } = compare(recording, recordingOf(simulated(text).trace));
  expect(score, divergences.map((each) => each.text).join('\n')).toBeGreaterThanOrEqual(Math.min(ENOUGH, CEILINGS[recorded] ?? 1));
});

test('a good part of the library was recorded', () => {
  expect(Object.keys(RECORDED).length).toBeGreaterThanOrEqual(30);
});

test('what was not recorded has none', () => {
  expect(recordingOfEntry('env-downward')).toBeUndefined();
  expect(recordingOfEntry('toString')).toBeUndefined();
});
