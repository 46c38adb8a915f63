import { expect, test } from 'vitest';
import { translate } from '../../base/catalogue.ts';
import { run, sketch } from '../../testing/sim.ts';
import { timeline } from '../../timeline/texts/zh-hans.ts';
import { narrative, storyMarkdown } from '../index.ts';
import { exported } from './zh-hans.ts';

test('files of a run are in the language of the page, and leave out what goes without saying there, too', () => {
  translate({ timeline, exported });
  const trace = run(sketch('containers: [{name: app, image: "shop/app:1"}]', 'duration: 5s'));
  const told = narrative(trace, { headline: '正常运行', line: '' }, []);
  expect(told).toContain('：正常运行\n\n## 发生了什么\n');
  for (const plain of [timeline.notes.onNode, timeline.notes.byApi, timeline.notes.byScenario]) expect(told).not.toContain(plain);
  const beat = { title: 'A', text: '', notes: '', atMs: 0, lanes: [], window: { fromMs: 0, toMs: 1 }, yaml: [], ask: true } as const;
  expect(storyMarkdown('T', [beat])).toContain('> 接下来会发生什么？');
});
