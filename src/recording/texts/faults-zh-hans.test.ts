/** What is wrong with claims, on a page in Chinese: nothing of the English text is left in it. */
import { expect, test } from 'vitest';
import { translate } from '../../base/catalogue.ts';
import { checkClaims } from '../index.ts';
import { fault } from './faults-zh-hans.ts';

translate({ fault });

test.each([
  ['just words', '"just words" 不是断言', '断言是只有一个键的对象，例如 {phase: {value: Running}}。'],
  [{ pase: { value: 'Running' } }, 'pase 不是断言的种类', '是否想写 phase？'],
  [{ phase: { value: 'Running', within: '5' } }, '"5" 不是时长', '请写 Go 时长，例如 90s、250ms 或 1m30s。'],
  [{ phase: {} }, '缺失', undefined],
  [{ phase: { value: 'Running', at: 'noon' } }, '"noon" 不是时间点', expect.stringContaining('delete+15s')],
  [{ order: 'a < b' }, '不是列表', '请写关系的列表：[app.start < app.ready]。'],
])('%j', (claim, message, help) => {
  const [first] = checkClaims([claim], {});
  expect(first?.message).toContain(message);
  expect(first?.help).toEqual(help);
});
