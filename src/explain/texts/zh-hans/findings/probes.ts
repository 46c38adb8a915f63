/** 探针：问什么、何时真正运行、Pod 终止时做什么。 */
import type { ProbeType } from '../../../../model/kubernetes.ts';
import type { Translation } from '../../translation.ts';
import { failureWords, at, joined, listed, moments, PROBES, span, times } from '../words.ts';

type Texts = Translation['findings'];

export const probes: Texts['probes'] = {
  slow: {
    title: ({ handler, timeoutSeconds, isDefault, neededMs, varies }) =>
      `timeoutSeconds 是 ${timeoutSeconds}${isDefault ? '（默认值）' : ''}。${handler} ${neededMs === undefined ? '需要更久' : `${varies ? '最多' : ''}需要 ${span(neededMs)}`}。`,
    detail: (probe, attempts) => `${PROBES[probe]}探针有 ${times(attempts)}尝试因此超时；来得太晚的应答算作失败。`,
    timeout: '超时',
    answer: '应答',
    change: (probe, seconds) => `将 ${probe}Probe 的 timeoutSeconds 增大到 ${seconds}`,
  },
  unknownPort: {
    title: (probe, port, container) => `${PROBES[probe]}探针探测端口“${port}”，而 ${container} 没有这个端口。`,
    detail: (probe, container) => `无法进行的尝试是错误，既不是失败也不是成功：${effectOf(probe, container)}。`,
    nameIt: (port, name) => `将端口 ${port} 命名为“${name}”`,
    ask: (name) => `探测端口“${name}”`,
  },
  missingCommand: {
    title: (probe, command) => `${PROBES[probe]}探针运行 ${command ?? '的命令'}，而镜像里没有它。`,
    detail: (probe, container) => `无法运行的命令是错误，既不是失败也不是成功：${effectOf(probe, container)}。`,
    change: (port) => `让 kubelet 自己探测：端口 ${port} 的 tcpSocket`,
  },
  closedPort: {
    title: (probe, port, container, opened) => `${PROBES[probe]}探针探测端口 ${port}，那里没有人监听：${container} 监听 ${listed(opened.map(String))}。`,
    detail: (isGrpc) => `${isGrpc ? 'gRPC 客户端会一直拨号到截止时间，因此事件说的是超时' : '事件说的是“connection refused”'}，与程序做什么无关。`,
    change: (port) => `探测端口 ${port}`,
  },
  sameQuestion: {
    title: (handler, container, kills) => `存活探针与就绪探针问的是同一件事：${handler}。它说不行时，${container} 被重启 ${times(kills)}。`,
    detail: '依赖外部（数据库、积满的队列）的检查只应放在就绪探针里：重启修复不了它们。',
    count: '正在服务的容器被存活探针终止',
    change: '让存活探针只问端口是否打开',
  },
  missing: {
    title: (container, bootMs) => `没有 readinessProbe，${container} 立即算作就绪。它在启动 ${span(bootMs)} 后才提供服务。`,
    detail: (hasClients, ms) =>
      hasClients ? `有 ${span(ms)} 无人监听，Service 却在发送流量。` : `有 ${span(ms)} 无人监听，Pod 却是 Ready；若有 Service，它会发送流量。`,
    ready: '就绪于',
    serves: '服务于',
    change: (container) => `给 ${container} 添加 readinessProbe`,
  },
  nervous: {
    title: (container) => `一次失败就让 ${container} 退出它的 Service：failureThreshold 是 1。`,
    detail: (dips) => `有 ${times(dips)}就绪探测失败，而随后的探测并未证实。`,
    count: '单次失败',
    change: '将 readinessProbe 的 failureThreshold 增大到 3',
  },
  neverPasses: {
    title: (probe, handler, failure) => `${PROBES[probe]}探针从未成功：${handler} ${failureWords(failure)}。`,
    detail: {
      readiness: (container) => `${container} 在运行，但从不计入 READY，也没有 Service 给这个 Pod 流量。没有什么会重启它，除 Unhealthy 外也没有事件说明原因。`,
      liveness: (container, threshold) => `连续 ${threshold} 次失败后 kubelet 重启 ${container}，下一个实例得到同样的答复：重启只能修复重启能修复的事。`,
    },
    count: '失败的尝试',
    answers: (container, path) => `说明 ${container} 对 ${path} 应答 200`,
  },
  neverRestarts: {
    title: (container, fromMs, forMs) => `${container} 的就绪探针从 ${at(fromMs)} 起失败，持续 ${span(forMs)}。没有什么会重启它：它没有 livenessProbe。`,
    detail:
      'readinessProbe 失败只会让 Pod 退出它的 Service，别无他事；RESTARTS 不变。livenessProbe 会重启，因此只让它问重启能修复的事：如果它检查数据库，数据库故障时所有副本会一起重启。',
    change: (container) => `若重启能修复失败，就给 ${container} 添加 livenessProbe`,
  },
};

function effectOf(probe: ProbeType, container: string): string {
  switch (probe) {
    case 'liveness':
      return '它从不终止容器';
    case 'readiness':
      return `${container} 永远不会 Ready`;
    case 'startup':
      return `${container} 永远不算已启动，其他探针一直等待`;
  }
}

export const ticks: Texts['ticks'] = {
  lateFirst: {
    title: ({ probe, container, afterMs, delaySeconds, periodSeconds }) =>
      `${container} 的首次${PROBES[probe]}探测在启动 ${span(afterMs)} 后才到${delaySeconds > 0 ? `，而不是 ${delaySeconds} s 后` : ''}：它的 worker 每 ${periodSeconds} s 一拍。`,
    detail: (beforeMs, budget) =>
      `节拍从 kubelet 加入 Pod 的时刻算起，比这次启动早 ${span(beforeMs)}；initialDelaySeconds 只是跳过节拍。${
        budget
          ? `预算：第一拍，加上 ${budget.periods} 个 ${budget.periodSeconds} s 的周期和 ${budget.timeoutSeconds} s 的超时，从启动算起共 ${span(budget.ms)}。`
          : ''
      }`,
    first: '首次探测',
    boot: '启动',
    change: (periodSeconds, attempts) => `每 ${periodSeconds} s 探测一次${attempts === undefined ? '' : `，最多 ${times(attempts)}：预算不变`}`,
  },
  delayOver: {
    title: ({ probe, firstMs, expectedMs, delaySeconds, passedMs }) =>
      `${probe}Probe 在 ${at(firstMs)} 开始，而不是 ${at(expectedMs)}：它的 initialDelaySeconds（${delaySeconds}）在启动探针于 ${at(passedMs)} 成功之前就已过去。`,
    detail: 'kubelet 从容器启动算起，而不是从启动探针成功算起。有了 startupProbe，只有比启动更长的延迟才起作用。',
    change: (probe) => `去掉 ${probe}Probe 的 initialDelaySeconds：startupProbe 会挡住它`,
  },
  offBeat: {
    title: (container, attempts, periodSeconds, atMs) => `${container} 有 ${times(attempts)}就绪探测没有等待 ${periodSeconds} s 的周期：${moments(atMs)}。`,
    detail: (container, opensWithStartup) =>
      `${opensWithStartup ? '启动探针成功时，以及' : ''}${container} 已启动但未就绪期间每次更新状态时，kubelet 都会立即探测，周期从那里重新算起。因此 Ready 来得更早，Unhealthy 也比周期所说的更频繁。`,
    count: '节拍之外的探测',
  },
  gateLeak: {
    title: (container, afterMs, kills) =>
      `存活探针终止之后，${container} 重新启动仅 ${span(afterMs)} 就被探测，此时启动探针尚未通过${kills > 0 ? `：启动过程中被终止 ${times(kills)}` : ''}。`,
    detail: '终止与启动发生在同一次同步中，v1.36 会把 started: true 传给新容器，直到其启动探针的下一拍（kubernetes#141155）。自行退出的容器不会泄漏。',
    count: '没有门控的启动',
    change: (seconds) => `将 livenessProbe 的 initialDelaySeconds 设为 ${seconds}：延迟不会泄漏`,
  },
};

export const terminating: Texts['terminating'] = {
  title: (container, attempts) => `Pod 终止期间，${container} 的就绪探针失败 ${times(attempts)}。这是正常的，不会重启什么。`,
  detail: (container, ended, sidecars) =>
    `${joined(
      '就绪探测会持续到所有容器消失',
      ended.length > 0 && `${container} 的${listed(ended.map((probe) => PROBES[probe]))}探针随删除而结束`,
      sidecars.length > 0 && `${listed(sidecars)} 是边车容器，保留所有探针`,
    )}。端点反正已不再接收流量。`,
  count: '终止期间的失败',
};
