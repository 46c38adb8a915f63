import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogueNames } from '../../base/catalogue.ts';
import '../../export/index.ts';
import { timelineTexts } from '../../timeline/texts/en.ts';
import { chosenLanguage, LANGUAGES, speak } from './language.ts';
import { zhHans } from './zh-hans/index.ts';

const folder = new URL('./', import.meta.url);
const files = readdirSync(folder).filter((file) => /^en.*\.ts$/.test(file));

describe('the catalogues', () => {
  it('are all registered, and all translated', async () => {
    for (const file of files) {
      const before = catalogueNames().length;
      await import(new URL(file, folder).href);
      const isRegistered = catalogueNames().length > before || file === 'en.ts' || file === 'en-run.ts';
      expect(isRegistered, `${file} registers no catalogue`).toBe(true);
    }
    expect(catalogueNames().sort()).toEqual(Object.keys(zhHans).sort());
  });

  it('keep Kubernetes’ own words in every language', () => {
    expect(zhHans.run.inspector.tabs.watch).toBe('get -w');
    expect(zhHans.workbench.acts.deleteNow).toBe('delete --now');
    expect(zhHans.states.podNames.pending).toBe('Pending');
  });

  it('say in Chinese why a container is not restarted', () => {
    const { notRestarted, preStopSkipped } = zhHans.record;
    expect(notRestarted("the Pod's restartPolicy is OnFailure and the exit code 0")).toBe('不再启动：Pod 的 restartPolicy 是 OnFailure，退出码是 0');
    expect(notRestarted('the Pod is being deleted')).toBe('不再启动：Pod 正在被删除');
    expect(preStopSkipped('the grace period is 0')).toBe('跳过 preStop：宽限期是 0');
  });

  it('are overwritten in place, so that what a module holds of them is another language too', async () => {
    const { en } = await import('./en.ts');
    const { searchTexts } = await import('./en-search.ts');
    const held = en.header;
    const root = { lang: 'en' };
    speak('zh-Hans', zhHans, root);
    expect(root.lang).toBe('zh-Hans');
    expect(held.settings).toBe('设置');
    expect(searchTexts.count(3, 3)).toBe('3 个标记');
    expect(timelineTexts.lanes.process).toBe('进程');
  });
});

describe('the language at first', () => {
  it('is the reader’s choice, else the first of the browser’s that there is', () => {
    expect(chosenLanguage('en', ['zh-CN'])).toBe('en');
    expect(chosenLanguage('zh-Hans', ['en'])).toBe('zh-Hans');
    expect(chosenLanguage(undefined, ['de-DE', 'zh-CN', 'en'])).toBe('zh-Hans');
    expect(chosenLanguage(undefined, ['en-GB', 'zh-CN'])).toBe('en');
    expect(chosenLanguage('klingon', ['zh-Hant-TW', 'zh-TW'])).toBe('en');
    expect(chosenLanguage(undefined, [])).toBe('en');
    expect(Object.keys(LANGUAGES)).toEqual(['en', 'zh-Hans']);
  });
});
