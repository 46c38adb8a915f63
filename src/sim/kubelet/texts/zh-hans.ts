/** kubelet 自己的部件对自身的说明，用简体中文。 */
import type { Translated } from '../../../base/language.ts';
import type { noteTexts } from './en.ts';

const HAPPENED: Readonly<Record<string, string>> = {
  ContainerStarted: '已启动',
  ContainerDied: '已退出',
  ContainerRemoved: '已清除',
  ContainerChanged: '有变化',
};

export const note: Translated<typeof noteTexts> = {
  pleg: {
    nothing: '没有变化',
    idle: (periodSeconds) => `每 ${periodSeconds} s 列出一次容器，都与之前相同。`,
    took: (listedSeconds, afterMs) => `在 ${listedSeconds} s 列出，${afterMs} ms 后写入缓存`,
    unchanged: (took) => `一次按需的 relist 发现容器与之前相同；${took}。`,
    created: '已创建',
    createdDetail: (took) => `创建了一个容器，不通知任何人；${took}。`,
    event: (container, type) => `${container ?? '沙箱'} ${HAPPENED[type] ?? type}`,
    eventDetail: (container, type) => `${container ?? '沙箱'} 的 ${type}`,
    found: (events) => events.join('、'),
    foundDetail: (events, took) => `${events.join('、')}；${took}。`,
  },
  worker: {
    waits: '等待 PLEG',
    waitsDetail: (sync) => `${sync} 等待一次 relist，它必须在上一次同步结束之后才开始。`,
  },
  status: {
    same: '相同',
    sameDetail: '生成的状态与缓存中的相同：无需写入。',
    version: (version) => `版本 ${version}`,
    queued: (version) => `缓存的状态现在是版本 ${version}；随后是一次 PATCH。`,
    skipped: (first, last) => (first === last ? `版本 ${last}` : `版本 ${first} 至 ${last}`),
    skippedDetail: (first, last, version) => `版本 ${first === last ? last : `${first} 至 ${last}`} 从未发送：PATCH 发出之前已有版本 ${version}。`,
    known: (version) => `API 已有版本 ${version} 的全部内容：没有 PATCH。`,
    taken: (version) => `API 接受了版本 ${version}。`,
    withheld: '终止阶段被暂时保留：容器可能仍在运行。',
    revived: (container) => `${container} 已结束`,
    revivedDetail: (container) => `生成的状态中，已最终结束的 ${container} 又活着：整个状态被丢弃。`,
  },
  recorder: {
    dropped: (reason) => `${reason} 被丢弃`,
    droppedDetail: (reason, isWarning) =>
      `${reason} 被垃圾过滤器丢弃：每个 Pod 的${isWarning ? ' Warning 事件' : '其他事件'}最多 25 个，之后每 5 分钟一个。它下一次的计数会包含这一次。`,
    combined: (reason) => `${reason} 被合并`,
    combinedDetail: (reason) => `10 分钟内 ${reason} 的十条不同消息合并成了一个事件。`,
    fresh: (reason) => `${reason} 是一个新事件。`,
    counted: (reason, count) => `${reason} ×${count}`,
    countedDetail: (count) => `与之前是同一个事件：只是计数变为 ${count}。`,
  },
};
