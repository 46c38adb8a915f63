/** What is seen of every claim of the library, on a page in Chinese: nothing of the English text is left in it. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { translate } from '../../base/catalogue.ts';
import { simulated } from '../../testing/simulated.ts';
import { judge, recordingOf } from '../index.ts';
import { seen } from './zh-hans.ts';

const FOLDER = fileURLToPath(new URL('../../../scenarios/', import.meta.url));
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));
/** Words that no value or point consists of. */
const ENGLISH = /(?<![\w./:"=-])(?:the|is|was|of|to|in|at|from|not|no|until|after|so far|since|exit code|starts|Events|runs|recording)(?![\w./:=-])/;

translate({ seen });

test.each(files)('%s', (file) => {
  const { trace, scenario } = simulated(readFileSync(FOLDER + file, 'utf8'));
  const judged = judge(scenario, recordingOf(trace));
  expect(judged.length).toBeGreaterThan(0);
  // What a program printed, and what the API server answered, is their own
  const own = judged.filter(({ kind }) => kind !== 'apiError').map((each) => each.seen.replaceAll(/输出 .*|"[^"]*"/g, '""'));
  expect(own.filter((words) => ENGLISH.test(words))).toEqual([]);
});
