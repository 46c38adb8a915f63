/** 节点、API 与事件说法不一的地方。 */
import type { WhyDeaf } from '../en/disagreements.ts';
import type { Translation } from '../translation.ts';
import { at, span, stateWords, stretch, tidied } from './words.ts';

export const disagreements: Translation['disagreements'] = tidied({
  exitNotReported: ({ fromMs, toMs }, container, exitCode, isTerminating) =>
    `${stretch(fromMs, toMs)}：API 说 ${container} 是 running；它已以退出码 ${exitCode} 退出。${isTerminating ? 'Pod 终止期间，状态在所有容器停止之前保持不变。' : ''}`,
  oldInstanceShown: ({ fromMs, toMs }, container, isReady, waitsForHook) =>
    `${stretch(fromMs, toMs)}：API 显示的是 ${container} 上一个实例，running${isReady ? ' 且就绪' : ''}；进程已是新的。${waits(waitsForHook)}`,
  processNotReported: ({ fromMs, toMs }, container, shown, waitsForHook) =>
    `${stretch(fromMs, toMs)}：${container} 在运行；API ${shown ? `说 ${stateWords(shown)}` : '没有说什么'}。${waits(waitsForHook)}`,
  killNotReported: ({ fromMs, toMs }, container, isReady) => `${stretch(fromMs, toMs)}：${container} 正在被停止；API 说 running${isReady ? ' 且就绪' : ''}。`,
  backOffShownAsExit: ({ fromMs, toMs }, container, delayMs, shown) =>
    `${stretch(fromMs, toMs)}：${container} 处于 ${span(delayMs)} 的回退中；API 说 ${stateWords(shown)}，而不是 CrashLoopBackOff。`,

  phaseWithheld: ({ fromMs, toMs }, phase) => `${stretch(fromMs, toMs)}：所有容器都已终止；阶段仍是 ${phase}。沙箱也停止之后，kubelet 才公布最终阶段。`,
  readyWithoutListener: ({ fromMs, toMs }, container, why) => `${stretch(fromMs, toMs)}：状况 Ready 是 True；${container} 中无人监听：${whyWords(why)}。`,
  objectGone: ({ fromMs, toMs }, container) => `${stretch(fromMs, toMs)}：API 中没有 Pod；${container} 的进程仍在节点上运行。`,

  exitWithoutEvent: (container, exit, next) =>
    `${at(exit.atMs)}：${container} ${exit.isOom ? '被 OOMKilled' : `以退出码 ${exit.exitCode} 退出`}；没有事件说明这一点。${
      next ? `与它有关的下一个事件是 ${at(next.atMs)} 的 ${next.reason}。` : '此后也没有其他事件。'
    }`,
  hookCutWithoutEvent: (container, atMs, eventMs) =>
    `${at(atMs)}：${container} 的 preStop 被截断；没有事件说明这一点。${eventMs === undefined ? '此后也没有。' : `FailedPreStopHook 在 ${at(eventMs)} 才出现，那时命令随容器一起结束。`}`,
});

function whyWords(why: WhyDeaf): string {
  switch (why.what) {
    case 'boots':
      return `启动需要 ${span(why.forMs)}`;
    case 'ended':
      return '进程已结束';
    case 'drains':
      return '它已关闭端口，正在排空';
  }
}

function waits(forHook: boolean): string {
  return forHook ? '状态要等 postStart。' : '';
}
