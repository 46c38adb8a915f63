/** 为什么没有发生：问题，以及每个问题可能的回答。 */
import type { Unready } from '../en/why-not.ts';
import type { Translation } from '../translation.ts';
import { at, listed, pullFault, quoted, span, tidied, times } from './words.ts';

export const whyNot: Translation['whyNot'] = tidied({
  restart: {
    question: (container) => `为什么 ${container} 没有重启？`,
    neverStarted: (container) => `${container} 在本次运行中从未启动。`,
    itWas: (instance, atMs) => `它重启了：第 ${instance} 次运行始于 ${at(atMs)}。`,
    neverEnded: (container) => `${container} 从未结束。`,
    deleted: 'Pod 正在被删除：不再重启任何容器。',
    initDone: (container) => `${container} 是 Init 容器，已完成工作：退出码 0。`,
    never: (container, exitCode) => `restartPolicy 是 Never：无论退出码是什么（${exitCode}），${container} 都不再启动。`,
    onFailure: (container) => `restartPolicy 是 OnFailure，而 ${container} 以退出码 0 退出。`,
    deadline: 'activeDeadlineSeconds 已过：Pod 已失败，其中的容器不再启动。',
    waits: (delayMs, untilMs, endMs) => `它在等待：${span(delayMs)} 的回退持续到 ${at(untilMs)}，而运行在 ${at(endMs)} 结束。`,
    runEnds: (endMs) => `运行在 ${at(endMs)} 结束，kubelet 还没来得及重启它。`,
  },
  traffic: {
    question: '为什么没有 Service 向 Pod 发送流量？',
    itDid: (atMs) => `有，从 ${at(atMs)} 起。`,
    noService: '这个场景中没有 Service。',
    noAddress: 'Pod 从未得到地址：它从未在节点上运行。',
    noMatch: (services, labels) =>
      `Service ${listed(services)} 的选择算符与 Pod 的标签不匹配${labels.length > 0 ? `（${listed(labels)}）` : '：Pod 没有标签'}。`,
    neverReady: 'Pod 从未 Ready，因此它的端点始终不接收流量。',
  },
  evicted: {
    question: '为什么 Pod 没有被驱逐？',
    nobody: '没有驱逐被拒绝。',
    refused: (count, said) => `API 服务器拒绝了 ${count} 次：“${said}”。`,
  },
  event: {
    question: (container) => `为什么 ${container} 退出没有事件？`,
    neverEnded: (container) => `${container} 在本次运行中从未自行结束。`,
    none: (next) =>
      `kubelet 不为容器结束记录事件，也不为 OOM 终止或信号记录；退出码在 lastState 与 state 中。${next ? `能看到的是 kubelet 随后所做的事：${at(next.atMs)} 的 ${next.reason}。` : ''}`,
  },
  preStop: {
    question: (container) => `为什么 ${container} 的 preStop 没有运行？`,
    noHook: (container) => `${container} 没有 preStop 回调。`,
    itDid: (atMs) => `运行了，在 ${at(atMs)}。`,
    notStopped: (container) => `${container} 在本次运行中没有被停止。`,
    leftByItself: (container, exitCode) => `${container} 自行退出（退出码 ${exitCode}）。只有 kubelet 停止容器时才运行 preStop。`,
    skipped: {
      'the container ended by itself: the hook runs only when the kubelet ends it': '它被跳过：容器自行结束，只有 kubelet 结束容器时才运行回调。',
      'the grace period is 0': '它被跳过：宽限期是 0。',
    },
    noTime: (graceSeconds) => `它被终止时宽限期是 ${graceSeconds} s；0 s 时没有时间运行回调。`,
  },
  livenessKill: {
    question: (container) => `为什么失败的存活探针没有重启 ${container}？`,
    noProbe: (container, hasFailedReadiness) => `${container} 没有存活探针${hasFailedReadiness ? '：就绪探针失败只会让它退出其 Service' : ''}。`,
    itDid: (atMs) => `重启了，在 ${at(atMs)}。`,
    errors: (attempts, error) => `它的 ${times(attempts)}尝试都无法进行（${quoted(error)}）。错误既不是失败也不是成功，因此从不计数。`,
    stopped: (threshold, atMs, policy) => `它在 ${at(atMs)} 达到 failureThreshold ${threshold}；restartPolicy 为 ${policy}，因此 Pod 被停止。`,
    tooFew: (most, threshold) => `它最多连续失败 ${times(most)}；failureThreshold 是 ${threshold}，一次成功就重新计数。`,
    neverFailed: '它在本次运行中从未失败。',
  },
  heldBack: {
    question: (container) => `为什么 ${container} 的存活与就绪探针没有运行？`,
    noStartup: (container) => `${container} 没有会挡住它们的启动探针。`,
    leaked: (atMs) => `运行了，在 ${at(atMs)}：同一次同步中终止并启动后，新实例继承 started=true，直到启动探针的下一拍。`,
    notYet: (attempts) =>
      `启动探针尚未成功${attempts ? `：已失败 ${attempts.failed} / ${attempts.threshold} 次` : ''}。在那之前其他探针都等待，容器也不算已启动。`,
    waited: (atMs) => `它们等待启动探针，它在 ${at(atMs)} 成功。`,
  },
  ready: {
    question: (atMs) => `为什么 Pod 在 ${at(atMs)} 不是 Ready？`,
    noPod: '没有 Pod。',
    itIs: '它是 Ready。',
    noNode: '它没有节点：没有被调度。',
    gate: (message) => `所有容器都已就绪，但有一个就绪门控没有：${quoted(message)}。`,
    unready: (reasons) => `${reasons.map(unreadyWords).join('。')}。`,
    said: (message) => (message === undefined ? 'kubelet 还没有这么说。' : `${quoted(message)}。`),
  },
  started: {
    question: (container) => `为什么 ${container} 没有启动？`,
    itWas: (atMs) => `启动了，在 ${at(atMs)}。`,
    noNode: 'Pod 没有节点。',
    notPulled: (fault) => `无法拉取它的镜像：${pullFault(fault)}。`,
    failed: (message) => `它无法创建或启动：${quoted(message)}。`,
    event: (reason, message) => `事件 ${reason}：${quoted(message)}。`,
    hook: (holder) => `容器逐个启动，而 ${holder} 的 postStart 还没有结束。`,
    comesAfter: (blocker, isInit) => `它排在 ${blocker} 之后，而 ${blocker} 没有${isInit ? '完成' : '启动'}。`,
    runEnds: (endMs) => `运行在 ${at(endMs)} 结束，还没有轮到它。`,
  },
});

function unreadyWords(reason: Unready): string {
  const { container } = reason;
  switch (reason.what) {
    case 'not started':
      return `${container} 尚未启动`;
    case 'in back-off':
      return `${container} 以退出码 ${reason.exitCode} 退出后处于回退中`;
    case 'ended':
      return `${container} 已结束，退出码 ${reason.exitCode}`;
    case 'in postStart':
      return `${container} 的 postStart 仍在运行`;
    case 'startup':
      return `${container} 的启动探针尚未成功`;
    case 'readiness errors':
      return `${container} 的就绪探针无法运行：${quoted(reason.error)}`;
    case 'readiness fails':
      return `${container} 的就绪探针失败`;
    case 'readiness not run':
      return `${container} 的就绪探针还没有运行`;
    case 'not said':
      return `${container} 的状态还没有说就绪`;
  }
}
