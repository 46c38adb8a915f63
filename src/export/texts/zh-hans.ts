/** 导出文件中的文字，用简体中文。 */
import type { Translated } from '../../base/language.ts';
import type { exportedTexts } from './en.ts';

export const exported: Translated<typeof exportedTexts> = {
  narrative: {
    title: (pod, headline) => `Pod ${pod}：${headline}`,
    finding: (title, detail) => `**${title}** ${detail}`,
    happened: '发生了什么',
    span: (from, to) => `${from} 至 ${to}`,
    owner: (container) => `${container}：`,
    why: (reason) => `（${reason}）`,
  },
  times: (what, count) => `${what}，${count} 次`,
  whatNext: '接下来会发生什么？',
  issue: {
    link: (link, podloupe, kubelet, seed) => `[在 Podloupe 中打开](<${link}>)，Podloupe ${podloupe}，kubelet ${kubelet}，种子 ${seed}`,
    events: '事件',
    noEvents: '没有事件。',
  },
};
