/** The entries of the library that have a recording, held against it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compare, parseRecording, recordingOf } from '../recording/index.ts';
import { simulated } from '../testing/simulated.ts';
import { RECORDED, recordingOfEntry } from './recorded.ts';

test.each(Object.keys(RECORDED))('%s goes as its recording does', async (name) => {
  const text = readFileSync(join(import.meta.dirname, `../../scenarios/${name}.yaml`), 'utf8');
  const recording = await recordingOfEntry(name)?.();
  const { score = 0 } = compare(parseRecording(recording ?? ''), recordingOf(simulated(text).trace));
  expect(score).toBeGreaterThan(0.95);
});

test('what was not recorded has none', () => {
  expect(recordingOfEntry('delete')).toBeUndefined();
  expect(recordingOfEntry('toString')).toBeUndefined();
});
