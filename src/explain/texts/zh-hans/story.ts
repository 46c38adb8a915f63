/** 运行自己讲述的故事。 */
import type { Translation } from '../translation.ts';
import { tidied } from './words.ts';

export const story: Translation['story'] = tidied({
  title: (title) => sentence(title),
  text: (detail) => sentence(detail),
  cure: (change, detail) => {
    const short = detail.length <= LONGEST_TEXT ? detail : (/^.+?[。；]/.exec(detail)?.[0].replace(/；$/, '。') ?? detail);
    return { text: change ? `${sentence(change.title)}${short}` : short, more: short === detail ? '' : detail };
  },
  byDefault: '默认值',
  restsOn: (source) => `依据：${source}`,
});

const LONGEST_TEXT = 80;

function sentence(text: string): string {
  return text === '' || /[。！？…]$/.test(text) ? text : `${text}。`;
}
