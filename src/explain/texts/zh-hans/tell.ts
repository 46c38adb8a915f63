/** 为什么发生：每种记录的问题、标题与细节。 */
import type { ResizeChange, SyncRecord } from '../../../model/trace.ts';
import { toldAction } from '../../../model/zh-hans/told-action.ts';
import type { Kill } from '../../history.ts';
import type { PodChange } from '../../pods.ts';
import type { Doubling, EventMeaning, ExitFacts, HookFacts } from '../../tell/facts.ts';
import type { Translation } from '../translation.ts';
import { failureWords, at, joined, listed, moments, nth, PROBES, pullFault, quoted, span, stateWords, tidied, times } from './words.ts';

export const tell: Translation['tell'] = tidied({
  killedExit: (signal, exit, exitCode) => ({
    question: exit.question,
    title: `${signal.title}，退出码 ${exitCode}`,
    detail: exit.detail.replace('：被 SIGKILL 结束', ''),
  }),

  action: (atMs, title, what, refusal, exitCode, told) => ({
    question: `${at(atMs)} 发生了什么？`,
    title: told ? toldAction(told) : title,
    detail: joined(refusal && `被拒绝（${refusal.reason}）：${quoted(refusal.message)}`, exitCode !== undefined && `退出码 ${exitCode}`, ACTIONS[what]),
  }),

  backOff: ({ container, atMs, delayMs, untilMs }, exitMs, leftMs, doubling) => ({
    question: `为什么 ${container} 在 ${at(atMs)} 处于回退中？`,
    title: `回退 ${span(delayMs)}`,
    detail: joined(
      exitMs === undefined ? `直到 ${at(untilMs)}` : `从 ${at(exitMs)} 的退出算起，因此到 ${at(untilMs)}`,
      leftMs !== undefined && `还剩 ${span(leftMs)}`,
      doublingWords(doubling),
    ),
  }),
  startDecision: (container, atMs, isRestart, over) => ({
    question: `为什么 ${container} 在 ${at(atMs)} 启动？`,
    title: `kubelet 决定${isRestart ? '重启' : '启动'} ${container}`,
    detail: isRestart ? (over ? `它 ${span(over.delayMs)} 的回退在 ${at(over.untilMs)} 结束` : '不需要回退') : '',
  }),
  notRestarted: (container, atMs, why) => ({
    question: `为什么 ${container} 在 ${at(atMs)} 没有重启？`,
    title: `${container} 不再启动`,
    detail:
      why.because === 'deletion'
        ? 'Pod 正在被删除'
        : why.because === 'ephemeral'
          ? '临时容器从不再次启动'
          : `${why.of === 'Pod' ? 'Pod' : '容器'}的 restartPolicy 是 ${why.policy}${why.exitCode === undefined ? '' : `，退出码是 ${why.exitCode}`}`,
  }),

  marked: (atMs, graceSeconds, isDrivenAway) => ({
    question: `为什么 Pod 从 ${at(atMs)} 起是 Terminating？`,
    title: isDrivenAway ? '污点驱逐控制器删除 Pod' : 'API 将 Pod 标记为待删除',
    detail: `deletionGracePeriodSeconds ${graceSeconds}；kubelet 停止容器时开始倒计时，preStop 也计算在内`,
  }),
  removed: (atMs, alive, because) => ({
    question: `为什么 Pod 在 ${at(atMs)} 从 API 中消失？`,
    title: 'Pod 从 API 中消失',
    detail:
      alive.length > 0
        ? `对象立即消失；${listed(alive)} 仍在节点上运行`
        : because === 'all down'
          ? '所有容器都已停止，因此 kubelet 放它走'
          : because === 'never ran'
            ? '它从未在节点上运行，因此没有什么需要停止'
            : '',
  }),

  object: (atMs, kind, name, change) => ({
    question: `为什么 ${kind} ${name} 在 ${at(atMs)} 变化？`,
    title: `${kind} ${name} ${{ ADDED: '出现', MODIFIED: '变化', DELETED: '消失' }[change]}`,
    detail: '',
  }),
  endpoint: (atMs, service, state) => ({
    question: `为什么 ${service} 的端点在 ${at(atMs)} 变化？`,
    ...{
      none: { title: `Service ${service} 在这里不再有端点`, detail: 'Pod 已结束或没有地址' },
      'terminating, serving': { title: `${service} 中的端点正在终止`, detail: '因为删除，ready 是 false；serving 仍是 true' },
      terminating: { title: `${service} 中的端点正在终止`, detail: '既不 ready 也不 serving' },
      'not ready': { title: `Service ${service} 不向这里发送流量`, detail: 'Pod 不是 Ready' },
      ready: { title: `Service ${service} 向这里发送流量`, detail: 'Pod 是 Ready' },
      'ready, deaf': { title: `Service ${service} 向这里发送流量`, detail: 'Pod 是 Ready，但还没有人监听' },
    }[state],
  }),

  event: (atMs, reason, container, message, count, meaning) => {
    const about = container === undefined ? '' : `（${container}）`;
    return {
      question: `为什么 ${at(atMs)} 有事件 ${reason}${about}？`,
      title: `事件 ${reason}${about}`,
      detail: joined(message !== '' && quoted(message), count > 1 && `记录器计数：×${count}`, meaning && EVENTS[meaning]),
    };
  },

  processRemoved: (atMs, container, instance) => ({
    question: `为什么 ${container} 的第 ${instance} 个实例在 ${at(atMs)} 消失？`,
    title: `${container} 的第 ${instance} 个实例被移除`,
    detail: 'kubelet 为每个容器只保留一个已结束的实例；它的日志随之消失',
  }),
  start: ({ atMs, container, instance, bootMs, opens, restart }) => ({
    question: instance === 1 ? `为什么 ${container} 在 ${at(atMs)} 启动？` : `为什么 ${container} 在 ${at(atMs)} 被重启？`,
    title:
      bootMs !== undefined ? `${container} 开始运行，启动需要 ${span(bootMs)}` : instance === 1 ? `${container} 启动` : `${container} ${nth(instance)}启动`,
    detail: joined(
      instance > 1 && bootMs !== undefined && `${nth(instance)}启动`,
      opens && `${at(opens.atMs)} 打开 :${opens.port}`,
      restart &&
        (restart.backOffMs !== undefined
          ? `退出后 ${span(restart.waitedMs)}：先回退 ${span(restart.backOffMs)}，再等 Pod 的下一次同步`
          : restart.isAfterKill
            ? '终止它的那次同步也会启动它：没有回退'
            : `退出后 ${span(restart.waitedMs)}：不需要回退`),
    ),
  }),
  exit: ({ atMs, container, exitCode, code, who, serving }) => ({
    question: `为什么 ${container} 在 ${at(atMs)} 以 ${exitCode} 退出？`,
    title: `${container} 以 ${exitCode} 退出`,
    detail: joined(
      code && exitCodeWords(code),
      who && whoWords(who),
      serving === 'booting' ? '它仍在启动' : serving === 'serving' && `那时 ${container} 已在服务`,
    ),
  }),
  boots: (atMs, container, untilMs) => ({
    question: `为什么 ${container} 在 ${at(atMs)} 还没有服务？`,
    title: `${container} 正在启动`,
    detail: untilMs === undefined ? '' : `${span(untilMs - atMs)}，直到 ${at(untilMs)}`,
  }),
  serves: (atMs, container, ports, afterMs) => ({
    question: `为什么 ${container} 从 ${at(atMs)} 起服务？`,
    title: `${container} 开始服务`,
    detail: joined(ports.length > 0 && `${listed(ports.map((port) => `:${port}`))} 已打开`, afterMs !== undefined && `启动后 ${span(afterMs)}`),
  }),
  drains: (atMs, container, isOpen) => ({
    question: `为什么 ${container} 在 ${at(atMs)} 排空？`,
    title: `${container} 正在排空`,
    detail: isOpen ? '它继续服务直到退出' : '它的端口已关闭',
  }),

  hookQuestion: (atMs, container, hook, result) =>
    `为什么 ${container} 的 ${hook} 在 ${at(atMs)} ${{ start: '运行', ok: '结束', cut: '被截断', failed: '失败' }[result]}？`,
  postStart: ({ handler, takesMs, result, failure }) => {
    const blocks = '在它结束之前，状态保持不变，它的探针不会开始，下一个容器也不启动';
    if (result === undefined) return { title: `postStart 运行 ${handler}`, detail: `它在本次运行中没有结束；${blocks}` };
    switch (result) {
      case 'failed':
        return { title: `postStart 在 ${span(takesMs)} 后失败`, detail: joined(handler, failure && hookFailure(failure), '因此 kubelet 终止容器') };
      case 'cut':
        return { title: 'postStart 被截断', detail: `${handler} 运行了 ${span(takesMs)}；不会再次运行` };
      case 'ok':
        return { title: `postStart 运行 ${handler}`, detail: `用时 ${span(takesMs)}，与入口点并行；${blocks}` };
    }
  },
  preStop: ({ handler, takesMs, result, failure, leftSeconds, isLeast, withKubelet }) => {
    const left = leftSeconds === undefined ? undefined : isLeast ? '剩余 2 s，这是 kubelet 给的最少时间' : `剩余 ${leftSeconds} s`;
    if (result === undefined) return { title: `preStop 运行 ${handler}`, detail: 'SIGTERM 要等它结束；宽限期正在计时' };
    switch (result) {
      case 'cut':
        return {
          title: `preStop 在 ${span(takesMs)} 后被截断`,
          detail: joined(handler, withKubelet ? '运行它的 kubelet 停止了' : '宽限期已用完，没有事件说明这一点', left),
        };
      case 'failed':
        return { title: `preStop 在 ${span(takesMs)} 后失败`, detail: joined(handler, failure && hookFailure(failure), '终止照常进行', left) };
      case 'ok':
        return { title: `preStop 运行 ${handler}`, detail: joined(`用时 ${span(takesMs)}：回调也消耗宽限期`, left) };
    }
  },
  graceLeft: (atMs, container, totalSeconds, usedSeconds, leftSeconds) => {
    const sum = totalSeconds === undefined ? '' : `${totalSeconds} − ${usedSeconds} = ${totalSeconds - usedSeconds}；`;
    const isLeast = totalSeconds !== undefined && totalSeconds - usedSeconds < leftSeconds;
    return {
      question: `为什么 ${container} 在 ${at(atMs)} 还剩 ${leftSeconds} s 宽限期？`,
      title: `剩余宽限期 ${leftSeconds} s`,
      detail: `${sum}${isLeast ? '从 SIGTERM 到 SIGKILL，kubelet 至少给 2 s' : 'preStop 按整秒计算'}`,
    };
  },
  preStopSkipped: (atMs, container, why) => ({
    question: `为什么 ${container} 的 preStop 在 ${at(atMs)} 没有运行？`,
    title: '跳过 preStop',
    detail: {
      'the container ended by itself: the hook runs only when the kubelet ends it': '容器自己结束：只有 kubelet 结束它时才运行回调',
      'the grace period is 0': '宽限期是 0',
    }[why],
  }),

  pullFailed: (atMs, image, attempt, fault) => ({
    question: `为什么 ${at(atMs)} 没有拉取到 ${image}？`,
    title: attempt > 1 ? `${nth(attempt)}拉取 ${image} 失败` : `拉取 ${image} 失败`,
    detail: joined(pullFault(fault), '下一次尝试要等镜像回退：10、20、40 … 300 s'),
  }),
  pulled: (atMs, image, isStart, takesMs, why) => ({
    question: isStart ? `为什么 ${at(atMs)} 拉取 ${image}？` : `为什么 ${image} 在 ${at(atMs)} 已在节点上？`,
    title: `拉取 ${image}`,
    detail: joined(
      takesMs === undefined ? '拉取在本次运行中没有结束' : `用时 ${span(takesMs)}`,
      why === 'Always' ? 'imagePullPolicy 为 Always 时每次启动都会拉取' : why && '节点上没有它',
    ),
  }),

  kill: (atMs, container, reason, { graceSeconds, isOfProbe, wasBooting }) => ({
    question: `为什么 ${container} 在 ${at(atMs)} 被终止？`,
    title: `kubelet 决定${reason === 'pod' ? '停止' : '终止'} ${container}`,
    detail: joined(KILLS[reason], `${graceSeconds} s 宽限期开始${isOfProbe ? '（由探针指定）' : ''}`, wasBooting && '它仍在启动'),
  }),
  signalQuestion: (atMs, container, signal) => `为什么 ${container} 在 ${at(atMs)} 收到 ${signal}？`,
  sigkill: (before) => ({
    title: '宽限期用完：SIGKILL',
    detail: joined(before && `${before.signal} 之后 ${span(before.ms)}`, '没有进程能处理或忽略 SIGKILL'),
  }),
  cgroupDestroyed: (before) => ({
    title: '它的 cgroup 被销毁：SIGKILL',
    detail: joined(before && `${before.signal} 之后 ${span(before.ms)}`, '在 kubelet 恢复之前 Pod 已不存在：清理不等待宽限期'),
  }),
  signalLost: (signal, why, graceSeconds) => ({
    title: `${signal} 丢失`,
    detail: joined(
      why.what === 'boots'
        ? `PID 1 还没有处理程序：它启动到 ${at(why.untilMs)}`
        : why.what === 'too soon'
          ? `PID 1 还没有处理程序：它才运行了 ${span(why.ranMs)}`
          : 'PID 1 没有它的处理程序，因此内核将其丢弃',
      graceSeconds !== undefined && `${graceSeconds} s 后 SIGKILL`,
    ),
  }),
  signalTooLate: (signal, container, goneMs) => ({ title: `${signal} 无人接收`, detail: `${container} 在 ${at(goneMs)} 已退出` }),
  signal: (signal, container, then, graceSeconds) => ({
    title: `向 ${container} 发送 ${signal}`,
    detail: joined(then && (then === 'serves on' ? '它在排空期间继续服务' : '它关闭端口并排空'), graceSeconds !== undefined && `${graceSeconds} s 后 SIGKILL`),
  }),

  kubelet: (atMs, what) => ({
    question: `kubelet 在 ${at(atMs)} 做了什么？`,
    ...{
      stopped: { title: 'kubelet 停止', detail: '容器继续运行；探针、回调与重启都不会发生' },
      started: { title: 'kubelet 启动', detail: '它已忘记回退、探针计数和正在运行的回调' },
      healthy: { title: 'kubelet 已就位', detail: '' },
    }[what],
  }),
  sync: (atMs, type, isStart, error) => ({
    question: `为什么 Pod worker 在 ${at(atMs)} ${isStart ? '被唤醒' : '完成'}？`,
    title: `${type} ${isStart ? '开始' : '结束'}`,
    detail:
      error === undefined
        ? joined(SYNCS[type], isStart && '同一时间只有一次同步：在它结束之前，这个 Pod 不会发生别的事')
        : `出错，因此会重试：${quoted(error)}`,
  }),
  log: (atMs, container, stream, line) => ({
    question: `为什么 ${container} 在 ${at(atMs)} 输出这一行？`,
    title: `${container} 输出到 ${stream}`,
    detail: line,
  }),

  probeQuestion: (atMs, container, probe, result) =>
    `为什么 ${container} 的${PROBES[probe]}探针在 ${at(atMs)} ${{ error: '出错', success: '成功', failure: '失败' }[result]}？`,
  probeUnfinished: (probe, handler) => ({ title: `${PROBES[probe]}探测进行中`, detail: `运行结束时 ${handler ?? '探针'} 还没有结果` }),
  probeError: (probe, error) => ({
    title: `${PROBES[probe]}探针出错`,
    detail: joined(error !== '' && quoted(error), `错误既不算失败也不算成功，因此${PROBES[probe]}结果不变`),
  }),
  probeFailure: ({ probe, container, handler, failure, atMs, count, run, threshold, isMet, servesMs }) => {
    const tells = `${handler ?? '探针'} ${atMs.length > 0 ? `${moments(atMs)} ` : ''}${failureWords(failure)}`;
    const boot = servesMs !== undefined && `${container} 要到 ${at(servesMs)} 才开始服务`;
    if (isMet)
      return {
        title: threshold === 1 ? `${PROBES[probe]}探针失败` : `${PROBES[probe]}探针连续 ${nth(run)}失败`,
        detail: joined(tells, `达到 failureThreshold ${threshold}`, boot),
      };
    return {
      title:
        count > 1
          ? `${PROBES[probe]}探针失败 ${times(count)}`
          : run > threshold
            ? `${PROBES[probe]}探针连续 ${nth(run)}失败`
            : `${PROBES[probe]}探针失败 ${run} / ${threshold}`,
      detail: joined(tells, run < threshold && count === 1 && `再连续失败 ${times(threshold - run)}就达到 failureThreshold ${threshold}`, boot),
    };
  },
  probeTrain: (probe, handler, count, periodMs, fromMs) => ({
    title: `${PROBES[probe]}探针成功 ${times(count)}`,
    detail: `${handler ?? '探针'}，从 ${at(fromMs)} 起每 ${span(periodMs)} 一次`,
  }),
  probeSuccess: ({ probe, handler, takesMs, threshold, isMet, run, isManual, isWarning }) => ({
    title: `${PROBES[probe]}探针成功`,
    detail: joined(
      `${handler ?? '探针'} 用时 ${span(takesMs)}`,
      isMet ? `达到 successThreshold ${threshold}` : run !== undefined && `成功 ${run} / ${threshold}`,
      isManual && '因为容器未就绪而立即运行，不按周期',
      isWarning && '重定向到其他主机算作成功，并有 ProbeWarning',
    ),
  }),
  probeState: (atMs, container, probe, state, { handler, periodSeconds, delaySeconds, waitsForStartup }) => ({
    question: `${container} 的${PROBES[probe]}探针在 ${at(atMs)} 做什么？`,
    ...{
      none: { title: `不运行${PROBES[probe]}探针`, detail: '没有可探测的容器' },
      waiting: {
        title: `${PROBES[probe]}探针等待`,
        detail: joined(waitsForStartup && '启动探针尚未成功', delaySeconds > 0 && `initialDelaySeconds ${delaySeconds} 从容器启动算起`) || '还没有轮到它',
      },
      probing: { title: `${PROBES[probe]}探针开始`, detail: `${handler ?? '处理程序'}，每 ${periodSeconds} s 一次` },
      'on-hold': { title: `${PROBES[probe]}探针暂停`, detail: probe === 'startup' ? '它已有定论，等待新容器' : '它已达到 failureThreshold，等待新容器' },
    }[state],
  }),

  resize: (atMs, container, changes) => ({
    question: `为什么 ${container} 在 ${at(atMs)} 得到不同的资源？`,
    title: `kubelet 原地调整 ${container} 的资源`,
    detail: joined(changes.map(resizeWords).join('，'), '进程继续运行：没有 resizePolicy 要求重启'),
  }),

  bound: (atMs, node) => ({
    question: `为什么 Pod 从 ${at(atMs)} 起在 ${node} 上？`,
    title: `调度器选择 ${node}`,
    detail: '从现在起由该节点的 kubelet 负责',
  }),
  unfit: (atMs, message) => ({ question: `为什么 Pod 在 ${at(atMs)} 没有被调度？`, title: '没有合适的节点', detail: quoted(message) }),

  created: (atMs, phase) => ({ question: `为什么 Pod 从 ${at(atMs)} 起存在？`, title: 'API 服务器接受 Pod', detail: `阶段 ${phase}` }),
  rewritten: (atMs) => ({ question: `为什么在 ${at(atMs)} 写入状态？`, title: '写入状态', detail: '这里所说的内容没有变化' }),
  status: (atMs, first, changes, lag, message) => {
    const told = changes.map(changeWords).filter((words, index, all) => all.indexOf(words) === index);
    return {
      question: statusQuestion(first, at(atMs)),
      title: `API 说：${listed(told.slice(0, 3))}`,
      detail: joined(
        first.what === 'state' && first.to.terminated ? `退出码 ${first.to.terminated.exitCode}` : message !== undefined && message !== '' && quoted(message),
        lag && `比${lag.isOfProcess ? '节点上发生时' : '起因'}晚 ${span(lag.ms)}`,
        told.length > 3 && `另有 ${told.length - 3} 处`,
      ),
    };
  },
});

function statusQuestion(change: PodChange, when: string): string {
  switch (change.what) {
    case 'state':
      return `为什么 API 在 ${when} 说 ${change.container} 是 ${stateWords(change.to)}？`;
    case 'condition':
      return `为什么 ${change.type} 从 ${when} 起是 ${change.to}？`;
    case 'phase':
      return `为什么阶段从 ${when} 起是 ${change.to}？`;
    default:
      return `为什么状态在 ${when} 变化？`;
  }
}

function changeWords(change: PodChange): string {
  switch (change.what) {
    case 'deletion':
      return 'Terminating';
    case 'node':
      return `在 ${change.node} 上`;
    case 'state':
      return `${change.container} ${stateWords(change.to)}`;
    case 'restarts':
      return `${change.container} restartCount ${change.count}`;
    case 'started':
      return `${change.container} started ${change.value}`;
    case 'condition':
      return `${change.type} ${change.to}`;
    case 'phase':
      return `阶段 ${change.to}`;
    case 'reason':
      return `原因 ${change.reason}`;
  }
}

const ACTIONS: Record<string, string | undefined> = {
  'force-delete': 'API 不等 kubelet 就移除对象',
  workload: '它的程序从现在起行为不同',
  oom: '内存超过限制',
  'sandbox-stop': '沙箱与容器背着 kubelet 消失',
  'node-taint': '不容忍它的 Pod 不会调度到这里；效果为 NoExecute 时，已在运行的也必须离开',
  'kubelet-restart': '容器继续运行',
  'kubelet-stop': '容器继续运行，但无人照看',
};

function doublingWords(doubling: Doubling): string {
  switch (doubling.what) {
    case 'first':
      return '第一次重启没有等待；从第二次起延迟逐次加倍';
    case 'doubled':
      return `10 s 加倍 ${times(doubling.times)}，${nth(doubling.wait)}等待`;
    case 'longest':
      return '这是最长的延迟';
    case 'other':
      return `${nth(doubling.wait)}等待`;
  }
}

const EVENTS: Record<EventMeaning, string> = {
  Scheduled: '调度器已将 Pod 绑定到节点',
  Created: '容器已存在；它的进程还没有运行',
  Started: '进程在运行；postStart 回调可能仍在进行',
  Killing: '这是决定，不是结束：随后是 preStop、SIGTERM 与宽限期',
  Unhealthy: '每次失败都计数；一次成功就重新计数',
  ProbeWarning: '这次尝试算作成功',
  FailedPostStartHook: '原因在 state.waiting.message 中，不在事件里',
  FailedPreStopHook: '终止照常进行',
  ResizeStarted: '节点同意；容器在随后的同步中得到资源',
  ResizeCompleted: '每个运行中的容器都有了 spec 所要求的资源',
  ResizeDeferred: '节点现在不同意，每 3 min 再看一次',
  SandboxChanged: 'Pod 得到新沙箱，容器重新启动',
  DeadlineExceeded: 'activeDeadlineSeconds 从 startTime 算起；Pod 失败',
  NodeNotReady: '已有 50 s 没有节点的消息：它的 Pod 都算作未就绪，无论它们在做什么',
  TaintManagerEviction:
    '节点有效果为 NoExecute 的污点，而 Pod 不容忍它，或不再容忍；`kubectl get events` 会列出它，`kubectl describe pod` 不会，因为它只写 Pod 的名称，不带 uid',
  'BackOff of a pull': '类型是 Normal，尽管镜像缺失',
  'BackOff of a container': '每次同步发现容器在等待时都会说',
  'Unhealthy by an error': '错误既不是失败也不是成功：对此什么也不做',
  'Failed to start': '容器无法创建或启动；kubelet 会重试',
  'Pulled without a pull': '不需要拉取',
  'Killing on deletion': 'Pod 正处于 Terminating',
  'Eviction called off': '污点已去掉，或现在被容忍：不会删除任何东西',
};

function exitCodeWords(code: NonNullable<ExitFacts['code']>): string {
  switch (code.what) {
    case 'oom':
      return '128 + 9：内存超过限制，被内核杀死';
    case 'signal':
      return `128 + ${code.number}：被 ${code.name} 结束`;
    case 'looks like a signal':
      return `这是它自己的退出码，尽管看起来像 128 + ${code.number}（${code.name}）`;
    case 'completed':
      return '正常完成（Completed）';
    case 'not found':
      return '127：shell 找不到命令';
    case 'not runnable':
      return '126：shell 无法运行命令';
  }
}

function whoWords(who: NonNullable<ExitFacts['who']>): string {
  switch (who.what) {
    case 'signal':
      return `${who.signal} 之后 ${span(who.afterMs)}${who.graceSeconds === undefined ? '' : `，在其 ${who.graceSeconds} s 之内`}`;
    case 'preStop':
      return '在 preStop 期间，尚无任何信号';
    case 'action':
      return `是 ${at(who.atMs)} 的动作所为，与 kubelet 无关`;
    case 'oom':
      return '没有事件说明这一点';
    case 'itself':
      return `运行 ${span(who.afterMs)} 后自行退出；没有事件说明这一点`;
  }
}

function hookFailure(failure: NonNullable<HookFacts['failure']>): string {
  switch (failure.what) {
    case 'tcpSocket':
      return 'kubelet 的回调没有 tcpSocket 处理程序';
    case 'refused':
      return '连接被拒绝';
    case 'exit':
      return joined(`退出码 ${failure.exitCode}`, failure.output !== undefined && `它说：${quoted(failure.output)}`);
    case 'other':
      return failure.message === '' ? '它失败了' : quoted(failure.message);
  }
}

const KILLS: Record<Kill['reason'], string> = {
  liveness: '它的存活探针达到 failureThreshold',
  startup: '它的启动探针达到 failureThreshold',
  definition: '它在 Pod 中的定义已更改',
  resize: '它的 resizePolicy 要求为此更改重启',
  postStart: '它的 postStart 回调失败',
  pod: 'Pod 要停止',
  other: '它必须停止',
};

const SYNCS: Record<SyncRecord['type'], string> = {
  SyncPod: '启动与重启容器，报告状态',
  SyncTerminatingPod: '停止所有容器',
  SyncTerminatedPod: '在最后一个容器之后清理',
};

function resizeWords({ field, from = '无', to = '无' }: ResizeChange): string {
  const [list, resource] = field.split('.');
  return `${resource} ${list === 'limits' ? '限制' : '请求'} ${from} → ${to}`;
}
