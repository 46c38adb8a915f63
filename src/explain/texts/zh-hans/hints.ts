/** 编辑器各行之后的提示：探针或回调意味着什么，在这次运行中做了什么。 */
import type { HookOutcome } from '../en/hints.ts';
import type { Translation } from '../translation.ts';
import { at, quoted, tidied } from './words.ts';

export const hints: Translation['hints'] = tidied({
  givesUp: (leastSeconds, mostSeconds) => `启动后 ${leastSeconds}–${mostSeconds} s 放弃`,
  effect: (type, leastSeconds, mostSeconds) => `失败 ${leastSeconds}–${mostSeconds} s 后${type === 'liveness' ? '重启' : '不再就绪'}`,
  killed: (timesMs, more) => (more > 0 ? `在 ${at(timesMs[0] ?? 0)} 终止，之后还有 ${more} 次` : `在 ${timesMs.map(at).join(' 和 ')} 终止`),
  passed: (atMs) => `在 ${at(atMs)} 通过`,
  ready: (atMs) => `在 ${at(atMs)} Ready`,
  failedFirst: (atMs) => `在 ${at(atMs)} 首次失败`,
  neverFailed: '从未失败',
  didNotRun: '没有运行',
  ran: (times, isFirst, atMs, outcome) => `${times === 1 ? '' : `运行 ${times} 次，${isFirst ? '首次' : '其中一次'}`}在 ${at(atMs)}${outcomeWords(outcome)}`,
});

function outcomeWords(outcome: HookOutcome): string {
  switch (outcome.what) {
    case 'unended':
      return '，没有结束';
    case 'ok':
      return `，用时 ${at(outcome.tookMs)}`;
    case 'cut':
      return `：${at(outcome.tookMs)} 后被中断${behind(outcome.message)}`;
    case 'failed':
      return `：失败${behind(outcome.message)}`;
  }
}

function behind(message: string): string {
  return message === '' ? '' : `，${quoted(message)}`;
}
