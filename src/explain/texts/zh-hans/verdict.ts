/** 一句话说明这次运行，以及下面的一行数字。 */
import type { Chapter, Tale, Trouble } from '../../verdict/chapters.ts';
import type { LineFacts, Prelude, Stop, TakenBy, ToldContainer, WayToReady } from '../../verdict/facts.ts';
import type { Translation } from '../translation.ts';
import { at, listed, pullFault, quoted, span, tidied, times, total } from './words.ts';

export const verdict: Translation['verdict'] = tidied({
  cut: (atMs, headline) => `运行在 ${at(atMs)} 被截断，在此之前：${headline}`,
  cutBecause: (atMs, message) => `运行在 ${at(atMs)} 被截断：${quoted(message)}。`,

  refused: '被 API 服务器拒绝：没有 Pod',
  failedBeforeStart: (containers, reason) => `${listed(containers)} 尚未启动，Pod 就已失败：${reason}`,
  unscheduled: '从未被调度：没有合适的节点',
  nodeUnknown: (node, collectedMs) => `绑定到不存在的节点 ${node}${collectedMs === undefined ? '' : `：在 ${at(collectedMs)} 被垃圾收集`}`,
  neverStarted: (containers) => `${listed(containers)} 从未启动`,
  deletedBeforeStart: (containers) => `${listed(containers)} 尚未启动，Pod 就被删除`,
  blocked: {
    failed: (kind, name, failures, stuck) => `${BLOCKERS[kind]} ${name} 失败 ${times(failures)}，因此 ${stuck} 从未启动`,
    troubled: (kind, name, tale, stuck) => `${BLOCKERS[kind]} ${name}：${taleWords(tale)}，因此 ${stuck} 从未启动`,
    running: (kind, name, stuck) => `${BLOCKERS[kind]} ${name} ${kind === 'sidecar' ? '没有通过启动探针' : '没有结束'}，因此 ${stuck} 从未启动`,
  },
  neverPulled: (container) => `${container} 的镜像始终没有拉取到`,
  volumeNeverPulled: '卷的镜像始终没有拉取到',
  pull: ({ image, fault, attempts }) => `${image}：${pullFault(fault)}${attempts === undefined ? '' : `；共尝试 ${times(attempts)}`}。`,
  notOnNode: (container) => `${container} 的镜像不在节点上，且不允许拉取`,
  invalidName: (container) => `${container} 的镜像名称无效`,
  notCreated: (container, reason) => `无法创建 ${container}：${reason}`,
  cannotStart: (container, program) => `${container} 无法启动${program === undefined ? '' : `：镜像里没有 ${program}`}`,
  startAttempts: (count) => `共尝试 ${times(count)}，等待时间与崩溃循环相同。`,
  stuckCreating: (reason) => `停在 ContainerCreating：${reason}`,
  heldByHook: (holder, stuck) => `${holder} 的 postStart 让 ${stuck} 一直等待`,

  troubled: (told, isNamed, end) => {
    const [first, ...others] = told;
    const named = first ? `${isNamed ? `${first.name}：` : ''}${taleWords(first.tale)}` : '';
    const whole = withOthers(named, others);
    return end === undefined ? whole : `${whole}，Pod 最终为 ${end.phase}${end.reason === undefined ? '' : `（${end.reason}）`}`;
  },
  unfinished: (done, going) => `${listed(done)} 已完成，但 ${listed(going)} 让 Pod 一直是 Running`,

  outlivedObject: (goneMs, longerMs) => `对象在 ${at(goneMs)} 消失，进程又存活了 ${span(longerMs)}`,
  stillTerminating: (containers, nodeIsLost) =>
    nodeIsLost ? `运行结束时仍是 Terminating：节点失联，${listed(containers)} 仍在那里运行` : `运行结束时仍是 Terminating：${listed(containers)} 没有退出`,
  held: (headline, finalizers) => `${headline}，但对象还在：finalizer ${listed(finalizers)}`,
  thenDeleted: (headline) => `${headline}，随后被删除`,
  nothingToStop: '在需要停止任何容器之前就被删除',
  stopped: (before, stop, by) => `${by ? `${takenWords(by)}；` : ''}${before ? `${preludeWords(before)}；` : ''}${stopWords(stop)}`,

  completed: (isOfJob, afterMs) => `${subject(isOfJob)}在 ${span(afterMs)} 后完成`,
  completedAllTheSame: (afterMs) => `kubelet 在 ${span(afterMs)} 后结束了 Pod，它的阶段仍是 Succeeded：所有容器都以 0 退出`,
  failed: (isOfJob, reason) => `${subject(isOfJob)}失败：${reason}`,
  failedBy: (isOfJob, bad) =>
    bad ? `${subject(isOfJob)}失败：${bad.container} ${bad.isOom ? '被 OOMKilled' : `以退出码 ${bad.exitCode} 退出`}` : `${subject(isOfJob)}失败`,

  hookNeverEnds: (container) => `从未 Ready：${container} 的 postStart 没有结束`,
  gateClosed: '从未 Ready：没有人打开就绪门控',
  neverReady: '在运行，但从未 Ready',
  outForGood: (count, lastMs) => `被移出流量 ${times(count)}，至今未恢复：已 ${span(lastMs)}`,
  outAndBack: (count, ms, restarts) => `${out(count, ms)}，${restarts === 0 ? '没有重启' : `重启 ${restarts} 次`}`,

  late: (late) => {
    switch (late.what) {
      case 'image':
        return `${late.container} 的镜像在 ${late.failedPulls} 次拉取失败后才到：${at(late.startMs)} 启动`;
      case 'creation':
        return `${late.container} 直到 ${at(late.startMs)} 才创建成功：${quoted(late.message)}`;
      case 'Event':
        return `一直等到 ${at(late.startMs)}：${late.reason}`;
    }
  },
  blindLiveness: (readyMs, containers) => `${span(readyMs)} 后 Ready，但 ${listed(containers)} 的存活探针从未起作用`,
  notEvicted: (isDrain, count) => (isDrain ? `排空没有结束：已拒绝 ${count} 次驱逐` : `没有被驱逐：拒绝了 ${count} 次`),
  ready: (readyMs) => `${span(readyMs)} 后 Ready，并一直保持`,
  phase: (phase) => (phase === undefined ? '运行结束时 Pod 不存在' : `运行结束时 Pod 的阶段是 ${phase}`),

  line: ({ traffic, way, timeToReadyMs, readyMs, restarts, outageMs, detectionMs, grace }: LineFacts) => {
    const ready = timeToReadyMs === undefined ? '从未 Ready' : `${span(timeToReadyMs)} 后 Ready，共 ${total(readyMs)}`;
    const first = traffic
      ? `Service 向 ${traffic.container} 发送流量共 ${total(traffic.sentMs)}，其中 ${total(traffic.answeredMs)} 有应答`
      : way
        ? wayWords(way)
        : ready;
    const counts = [
      restarts > 0 && `重启 ${times(restarts)}`,
      outageMs !== undefined && `不可用 ${total(outageMs)}`,
      detectionMs !== undefined && `${span(detectionMs)} 后发现故障`,
      grace && `宽限期用去 ${span(grace.usedMs)}（共 ${span(grace.ofMs)}）`,
    ].filter((part) => typeof part === 'string');
    return `${first}。${counts.length === 0 ? '' : `${counts.join('，')}。`}`;
  },
  said: (message) => (message === '' ? '' : `${quoted(message)}。`),
  sentences: (parts) => parts.join(''),
});

const BLOCKERS = { init: 'Init 容器', sidecar: '边车容器' };

function subject(isOfJob: boolean): string {
  return isOfJob ? 'Job 的 Pod ' : 'Pod ';
}

function out(count: number, ms: number): string {
  return `被移出流量 ${times(count)}，共 ${total(ms)}`;
}

function wayWords({ container, startMs, servesMs, hookMs, passed, isGated }: WayToReady): string {
  return [
    `${container} 于 ${at(startMs)} 启动`,
    hookMs !== undefined && `postStart 于 ${at(hookMs)} 完成`,
    servesMs !== undefined && `${at(servesMs)} 起提供服务`,
    passed ? `${at(passed.atMs)} 起通过${passed.probe === 'startup' ? '启动' : '就绪'}探针` : '没有就绪探针',
    isGated && '还要等就绪门控打开',
  ]
    .filter((part) => part !== false)
    .join('，');
}

function preludeWords(before: Prelude): string {
  switch (before.what) {
    case 'waited':
      return `删除等待了 ${span(before.ms)}`;
    case 'out':
      return out(before.times, before.ms);
    case 'refused':
      return `有 ${span(before.ms)} 请求被拒绝`;
  }
}

function takenWords({ who, taints, nodeIsLost }: TakenBy): string {
  if (who === 'drain') return '因节点被腾空而遭驱逐';
  if (who === 'Eviction API') return '被 Eviction API 驱逐';
  if (who === 'scheduler') return '被优先级更高的 Pod 抢占';
  if (nodeIsLost) return '因节点失联被赶走';
  return taints.length === 0 ? '因节点的污点被赶走' : `因污点 ${listed(taints)} 被赶走`;
}

function stopWords(stop: Stop): string {
  const takes = span(stop.takesMs);
  switch (stop.how) {
    case 'hook cut':
      return `preStop 在 ${takes} 后被截断，其余由 SIGTERM 结束`;
    case 'hook ended its container':
      return `preStop 结束了自己的容器：${takes} 后以退出码 ${stop.exitCode} 退出`;
    case 'hook failed':
      return `preStop 失败，但没有耽误停止：${takes}`;
    case 'SIGKILL': {
      const name = stop.containers.length > 0 ? `${listed(stop.containers)}：` : '';
      if (stop.because === 'hook cut') return `${name}preStop 被截断，${takes} 后 SIGKILL`;
      if (stop.because === 'hook took the time') return `${name}preStop 用去宽限期中的 ${span(stop.hookMs)}，关闭尚未完成就收到 SIGKILL`;
      return `${name}SIGTERM 没有结束它，${takes} 后由 SIGKILL 结束`;
    }
    case 'unclean':
      return `在 ${takes} 内停止，${stop.container} 的退出码为 ${stop.exitCode}`;
    case 'clean':
      return stop.order ? `${takes} 内正常停止：先 ${stop.order.join('，再 ')}` : `正常停止：${takes} 后以退出码 0 退出`;
  }
}

/** `2 次在启动过程中被终止，1 次崩溃，之后正常运行`。 */
function taleWords(tale: Tale): string {
  switch (tale.what) {
    case 'clean exits':
      return `以退出码 0 退出 ${times(tale.count)}，每次都被重启`;
    case 'crash loop':
      return `崩溃循环：以退出码 ${tale.code} 退出 ${times(tale.count)}${tale.isSlowing ? '，等待越来越长' : ''}`;
    case 'OOM loop':
      return `OOM 循环：内存耗尽 ${times(tale.count)}`;
    case 'troubles': {
      const told = tale.troubles.map(troubleWords);
      if (tale.outcome === undefined) return told.join('，');
      const then = { 'clean run': '之后正常运行', done: '之后完成', SIGKILL: '之后被 SIGKILL 停止' }[tale.outcome];
      return told.length > 2 ? `${told.slice(0, 2).join('，')}等，${then}` : `${told.join('，')}，${then}`;
    }
  }
}

function troubleWords({ ending, count }: Chapter<Trouble>): string {
  switch (ending.what) {
    case 'killed': {
      if (ending.by === 'postStart') return `因 postStart 失败被终止 ${times(count)}`;
      if (ending.by === 'definition') return `定义更改后被替换 ${times(count)}`;
      return ending.booting ? `启动过程中被终止 ${times(count)}` : `被${{ liveness: '存活', startup: '启动' }[ending.by]}探针终止 ${times(count)}`;
    }
    case 'oom':
      return `OOMKilled ${times(count)}`;
    case 'crash':
      return `崩溃 ${times(count)}`;
    case 'signal':
      return `被 ${ending.name} 结束 ${times(count)}`;
  }
}

const LONGEST_HEADLINE = 60;

/** 其他有问题的容器：写不下时只说名字。 */
function withOthers(first: string, others: readonly ToldContainer[]): string {
  let text = first;
  for (const [index, { name, tale }] of others.entries()) {
    const told = `${text}；${name}：${taleWords(tale)}`;
    if (told.length > LONGEST_HEADLINE) return `${text}；${namesOf(others.slice(index))} 也有问题`;
    text = told;
  }
  return text;
}

/** That many containers are named; of more, the rest is a number. */
const MOST_NAMES = 4;

function namesOf(others: readonly ToldContainer[]): string {
  const names = others.map(({ name }) => name);
  return names.length > MOST_NAMES ? `${names.slice(0, MOST_NAMES - 1).join('、')} 等 ${names.length} 个容器` : listed(names);
}
