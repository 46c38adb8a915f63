/** What is wrong with a text, in Chinese: each sentence of this room is known, and what is said of texts with mistakes is Chinese. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { translate } from '../../base/catalogue.ts';
import { readScenario } from '../read.ts';
import { problem } from './zh-hans.ts';

translate({ problem });

const ROOM = fileURLToPath(new URL('..', import.meta.url));
const code = readdirSync(ROOM, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|^texts/.test(file))
  .map((file) => readFileSync(ROOM + file, 'utf8'))
  .join('\n');

test('every sentence of the catalogue is said somewhere, with its parts in the translation', () => {
  const unsaid = Object.keys(problem).filter((words) => !code.includes(words.replaceAll("'", "\\'")) && !code.includes(words));
  expect(unsaid.filter((words) => !words.startsWith('Did you mean'))).toEqual([]);
  const partsOf = (words: string) => [...words.matchAll(/\{\d\}/g)].map(([part]) => part).sort();
  for (const [words, translated] of Object.entries(problem)) expect(partsOf(translated), words).toEqual(partsOf(words));
});

const withSpec = (spec: string) =>
  `apiVersion: podloupe.dev/v1\nkind: Scenario\nspec:\n  ${spec}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: app, image: a}]}\n`;

test.each([
  ['', '文本是空的。'],
  [withSpec('duration: soon'), 'spec.duration：应为时长，例如 500ms、25s 或 1m30s，却是"soon"'],
  [withSpec('duration: 5'), 'spec.duration：应为时长，例如 500ms、25s 或 1m30s，却是5 请写上单位：5s。'],
  [withSpec('durations: 5s'), '未知字段 "spec.durations" 是否想写 `duration`？'],
  [withSpec('actions: [{do: delete}]'), '动作 1 没有说明何时 请添加 `at`：时间（30s）、时间点（app.ready+5s）或断言。'],
  [withSpec('actions: [{at: 5s, do: delete, gracePeriodSeconds: x}]'), 'spec.actions[0].gracePeriodSeconds：应为整数秒数，却是"x"'],
  [withSpec('workloads: {app: {exit: {code: 300}}}'), 'spec.workloads.app.exit.code：应为 0 到 255 的退出码，却是300'],
  [withSpec('workloads: {app: [a]}'), 'spec.workloads.app：应为工作负载'],
  [withSpec('story: [{show: [app.livenes]}]'), '没有泳道 "app.livenes" 是否想写 `app.liveness`？'],
  [withSpec('expect: [{phase: {value: Running, at: noon}}]'), '"noon" 不是时间点'],
  ['a:\n\tb: 1\n', '请用空格缩进：YAML 不允许在此使用制表符。'],
  ['kind: Pod\n', 'error validating data: apiVersion not set 文档以 `apiVersion:` 和 `kind:` 开头。'],
])('%j', (text, said) => {
  const [first] = readScenario(text).diagnostics;
  expect([first?.message, first?.help].filter((words) => words !== undefined).join(' ')).toContain(said);
});
