import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { run } from './answer.ts';
import { lessonOn } from './lesson.ts';
import { thumbnailOf } from './thumbnail.ts';

const FOLDER = new URL('../../../scenarios/', import.meta.url);

function kept(file: string) {
  const answer = run({ id: 1, text: readFileSync(new URL(file, FOLDER), 'utf8'), choices: {} });
  if (!answer.kept) throw new Error(`${file} has errors`);
  return answer.kept;
}

describe.each(readdirSync(FOLDER).filter((file) => file.endsWith('.yaml')))('the picture of %s', (file) => {
  test('says from when on it would answer what is asked', () => {
    const { askedMs, endMs } = thumbnailOf(kept(file));
    const { questions } = lessonOn(kept(file));
    if (questions.length === 0) expect(askedMs).toBeUndefined();
    for (const { answer } of questions) if (answer.kind === 'time') expect(askedMs).toBeLessThanOrEqual(answer.ms);
    expect(askedMs ?? 0).toBeLessThanOrEqual(endMs);
  });
});

test('what is asked of the end of a run is given away by the first exit, too', () => {
  // Which container keeps the Job from ending: the worker's exit would say so
  const { askedMs, rows } = thumbnailOf(kept('job-with-plain-proxy.yaml'));
  expect(askedMs).toBeLessThanOrEqual(rows.flatMap(({ exits }) => exits.map(({ atMs }) => atMs))[0] ?? 0);
});
