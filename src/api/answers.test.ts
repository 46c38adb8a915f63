import { describe, expect, it } from 'vitest';
import { answerCases, answerFile, answerGroups, answersCluster, askCase, readAnswer } from '../testing/answers.ts';
import { type Fields, isFields } from './schema/fields.ts';

/** How many questions of a subject are answered letter by letter; every one of them is. */
const ASKED = { decoding: 74, defaulting: 54, printing: 167, updates: 64, validation: 179, warnings: 37 };

describe('answers of a real API server and kubectl v1.36.2', () => {
  it.each(answerGroups())('%s', (group) => {
    const asked = answerCases(group).flatMap((name) => askCase(name).map((question) => ({ name, ...question })));
    const wrong = asked.filter(({ isRight }) => !isRight).map(({ name, command, expected, actual }) => ({ name, command, expected, actual }));
    expect(wrong).toEqual([]);
    expect(asked).toHaveLength(ASKED[group as keyof typeof ASKED]);
  });
});

describe('the stored object', () => {
  it.each(answerCases('defaulting').filter((name) => isFields(readAnswer(name).object)))('%s', (name) => {
    const { command, object } = readAnswer(name);
    const { stdout } = answersCluster().kubectl([...command.split(' ').slice(1), '-o', 'json'], { files: { FILE: answerFile(name) } });
    expect(comparable(JSON.parse(stdout))).toEqual(comparable(object));
  });
});

/** Without what differs from run to run. */
function comparable(object: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(object).replaceAll(/(kube-api-access-|generated-)[a-zA-Z0-9]{5}\b/g, '$1XXXXX')) as Fields;
  const meta = copy['metadata'] as Fields;
  for (const field of ['uid', 'resourceVersion', 'creationTimestamp']) delete meta[field];
  for (const condition of ((copy['status'] as Fields | undefined)?.['conditions'] as Fields[] | undefined) ?? []) delete condition['lastTransitionTime'];
  return copy;
}
