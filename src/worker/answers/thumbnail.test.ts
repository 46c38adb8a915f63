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
    const { askedMs, endMs, rows } = thumbnailOf(kept(file));
    const { questions } = lessonOn(kept(file));
    if (questions.length === 0) expect(askedMs).toBeUndefined();
    // A pull or a start is what every run begins with: it is shown, however early the answer is
    const firstMs = 2 * Math.min(2000, ...rows.flatMap(({ bars }) => bars.map(({ fromMs }) => fromMs)));
    for (const { answer } of questions) if (answer.kind === 'time') expect(askedMs).toBeLessThanOrEqual(Math.max(answer.ms, firstMs));
    expect(askedMs ?? 0).toBeLessThanOrEqual(endMs);
    // What is so from the creation on is no question
    for (const { answer } of questions) if (answer.kind === 'time') expect(answer.ms).toBeGreaterThan(100);
  });
});

test('what is asked of the end of a run is given away by the first exit, too', () => {
  // Which container keeps the Job from ending: the worker's exit would say so
  const { askedMs, rows } = thumbnailOf(kept('job-with-plain-proxy.yaml'));
  expect(askedMs).toBeLessThanOrEqual(rows.flatMap(({ exits }) => exits.map(({ atMs }) => atMs))[0] ?? 0);
});

test('a postStart hook is shown for as long as nothing comes of it', () => {
  const { askedMs, rows } = thumbnailOf(kept('poststart-not-repeated.yaml'));
  const [hook] = rows.flatMap(({ bars }) => bars.filter(({ kind }) => kind === 'hook'));
  expect(askedMs).toBe(hook?.toMs);
});

test.each(['readiness-flap.yaml', 'image-present.yaml'])('%s asks for something at once; its picture has the start all the same', (file) => {
  const { askedMs = 0, rows } = thumbnailOf(kept(file));
  expect(rows.some(({ bars }) => bars.some(({ fromMs }) => fromMs < askedMs))).toBe(true);
});

test('a start that was long waited for is not given away', () => {
  expect(thumbnailOf(kept('config-error.yaml')).askedMs).toBeLessThan(1000);
});
