/** A written story in the language of the page. */
import { expect, test } from 'vitest';
import type { Beat, Presentation } from '../../store/services.ts';
import { translated } from './storyteller.ts';

const beat = (said: Partial<Beat>): Beat => ({
  title: 'SIGTERM comes.',
  text: '',
  notes: 'Slowly.',
  atMs: 0,
  lanes: [],
  window: { fromMs: 0, toMs: 1 },
  yaml: [],
  follows: false,
  step: {},
  ...said,
});
const KNOWN = { 'SIGTERM comes.': 'SIGTERM 到来。', 'How does it end?': '结局如何？' };
const told = (presentation: Partial<Presentation>, language = 'zh-Hans') =>
  translated({ beats: [], isGenerated: false, ...presentation }, language, KNOWN).beats.map(({ title, notes, ask }) => [title, notes, ask]);

test('what the library says in that language replaces its English words; what somebody wrote stays', () => {
  expect(told({ beats: [beat({ ask: 'How does it end?' }), beat({ title: 'My own claim.', ask: true })] })).toEqual([
    ['SIGTERM 到来。', 'Slowly.', '结局如何？'],
    ['My own claim.', 'Slowly.', true],
  ]);
});

test('the translation in the text itself goes first, step by step, under any name of the language', () => {
  const beats = [beat({}), beat({ ask: 'And now?' })];
  for (const tag of ['zh-Hans', 'zh-CN', 'zh']) {
    expect(told({ beats, translations: { [tag]: { story: [{ title: '信号。', notes: '慢慢说。' }, { ask: '现在呢？' }] } } })).toEqual([
      ['信号。', '慢慢说。', undefined],
      ['SIGTERM 到来。', 'Slowly.', '现在呢？'],
    ]);
  }
  expect(told({ beats, translations: { de: { story: [{ title: 'Signal.' }] }, 'zh-CN': { title: '标题' } } })[0]?.[0]).toBe('SIGTERM 到来。');
});

test('the steps stay as they are written: the editor shows them', () => {
  const step = { title: 'SIGTERM comes.' };
  expect(translated({ beats: [beat({ step })], isGenerated: false }, 'zh-Hans', KNOWN).beats[0]?.step).toEqual(step);
});
