/** What holds for every mark of the library's runs on a page in Chinese: its words are Chinese, but for Kubernetes' own. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { translate } from '../../base/catalogue.ts';
import { disagreementsOf } from '../../explain/index.ts';
import { simulated } from '../../testing/simulated.ts';
import { describeMark, isBadValue, layoutTrace, markSentence, type TimelineModel, valueAt } from '../index.ts';
import { timeline } from './zh-hans.ts';

const FOLDER = fileURLToPath(new URL('../../../scenarios/', import.meta.url));
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));
/** Words that only a sentence in English has. */
const ENGLISH =
  /(?<![\w./:"=-])(?:the|is|was|of|to|in|on|at|for|from|not|no|until|then|with|by|so|after|back-off|booting|serving|running|draining|refused)(?![\w./:=-])/;

function everyMark(model: TimelineModel): { what: string; when: string; sentence: string }[] {
  return model.lanes.flatMap((lane) =>
    lane.tracks.flatMap((track, trackIndex) =>
      Array.from({ length: track.length }, (_, mark) => {
        const ref = { lane: lane.index, track: trackIndex, mark, attempt: 0 };
        const { what, when } = describeMark(model, ref);
        return { what, when, sentence: markSentence(model, ref) };
      }),
    ),
  );
}

translate({ timeline });

test.each(files)('%s', (file) => {
  const { trace } = simulated(readFileSync(FOLDER + file, 'utf8'));
  const model = layoutTrace(trace, { density: 'detail', disagreements: disagreementsOf(trace) });
  expect(model.lanes.filter(({ kind }) => kind !== 'group').map(({ label }) => label)).toEqual(
    expect.arrayContaining([expect.stringMatching(/动作/), expect.stringMatching(/进程/), expect.stringMatching(/事件/)]),
  );
  // A disagreement has its sentence from elsewhere, a command is its own name
  const marks = everyMark(model).filter(({ what }) => !/^不一致|^kubectl|^exec |--/.test(what));
  expect([...new Set(marks.flatMap(({ what, when }) => [what, when]))].filter((words) => ENGLISH.test(words))).toEqual([]);
  expect(marks.filter(({ sentence }) => !/(秒|分)$/.test(sentence))).toEqual([]);
  const values = model.lanes.flatMap(({ id }) => [0, 1000, trace.endMs / 3, trace.endMs].map((atMs) => valueAt(model, id, atMs)));
  expect(values.filter((value) => ENGLISH.test(value))).toEqual([]);
});

test('bad news are bad news in every language', () => {
  expect(['暂停 3/3', '退出码 137', '失败 2/3', '回退 10 s', '已发送，被拒绝', 'CrashLoopBackOff'].filter((value) => !isBadValue(value))).toEqual([]);
  expect(['退出码 0', '正常', '服务中 41.5 s', 'Running', '5/5 True'].filter(isBadValue)).toEqual([]);
});
