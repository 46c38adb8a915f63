/** 结束得不如所愿的容器：循环、内存、期限、信号、宽限期。 */
import { firstLine } from '../../../messages.ts';
import type { Blocked, CauseOf137 } from '../../en/findings/endings.ts';
import type { Translation } from '../../translation.ts';
import { at, joined, listed, PROBES, span, stretch, times, total } from '../words.ts';

type Texts = Translation['findings'];

export const loops: Texts['loops'] = {
  crashLoop: {
    title: (container, codes, exits, waitsMs, again) =>
      `${container} 以退出码 ${listed(codes.map(String))} 退出 ${times(exits)}；重启前的等待分别是 ${listed(waitsMs.map((ms) => String(ms / 1000)))} s${
        again > 0 ? `，此后又有 ${again} 次 ${(waitsMs.at(-1) ?? 0) / 1000} s` : ''
      }。`,
    detail: ({ capMs, tookMs, dueMs, phases, shown, last }) =>
      `${last === undefined ? '' : `它日志的最后一行是“${firstLine(last)}”。`}${joined(
        `等待从每次退出算起，逐次加倍，最长 ${span(capMs)}，运行超过 10 min 后重新开始`,
        `等待由一次同步结束，因此实际为 ${listed(tookMs.map((ms) => (ms / 1000).toFixed(1)))} s`,
        dueMs !== undefined && `下一次启动应在 ${at(dueMs)}`,
      )}。其间阶段${phases.length > 1 ? `先是 ${phases.join('，然后是 ')}` : `一直是 ${phases.join('')}`}；STATUS 是 kubectl 所显示的容器状态${
        shown.length > 0 ? `：${listed(shown.map(({ state, ms }) => `${state} 共 ${total(ms)}`))}` : ''
      }。`,
    count: '退出',
  },
  manyCauses: {
    title: (ends, causes, oom) => `${ends} 个容器以 137 结束，原因有 ${causes} 种；${oom.length > 0 ? `只有 ${listed(oom)} 是内存耗尽` : '没有一个是内存'}。`,
    detail: (causes, obedient) =>
      `137 是 128 + 9，即 SIGKILL。这里 ${joined(...causes.map((cause) => `${cause.container} ${causeWords(cause)}`))}。只有 terminated 状态的原因能区分它们。${
        obedient.length > 0 ? `${listed(obedient)} 的 143 是 128 + 15：按要求被 SIGTERM 结束，但仍然是 Error。` : ''
      }`,
  },
};

function causeWords(cause: CauseOf137): string {
  switch (cause.by) {
    case 'oom':
      return '超过了内存限制（OOMKilled）';
    case 'itself':
      return '自己调用了 exit(137)';
    case 'signal':
      return `被 ${cause.signal} 结束，与 kubelet 无关`;
    default: {
      const grace = `在 ${cause.graceSeconds} s 宽限期后收到 SIGKILL${cause.isHookCut ? '，preStop 被截断' : ''}`;
      return cause.probe === undefined ? grace : `的${PROBES[cause.probe]}探针失败，${grace}`;
    }
  }
}

export const ending: Texts['ending'] = {
  outOfMemory: {
    title: (container, kills, limit) => `${container} 被 OOMKilled ${times(kills)}${limit === undefined ? '' : `：它的内存限制是 ${limit}`}。`,
    detail: (exitCode) =>
      exitCode === undefined
        ? '内核用 SIGKILL 结束进程：没有 SIGTERM，没有 preStop，也没有事件。仅凭退出码 137 看不出来；原因 OOMKilled 才说明这一点。'
        : `内核用 SIGKILL 结束容器里的一个进程：没有 SIGTERM，没有 preStop，也没有事件。这里不是主进程，主进程随后以 ${exitCode} 退出；只有原因 OOMKilled 说明是内存。`,
    count: 'OOM 终止',
    change: (limit) => `将内存限制增大到 ${limit}`,
  },
  cleanLoop: {
    title: (container, exits) => `${container} 以退出码 0 退出 ${times(exits)}并被重启：restartPolicy 是 Always。`,
    detail: '在 Always 之下，正常退出与崩溃一样会被重启，回退也相同。',
    count: '正常退出',
    change: '将 restartPolicy 设为 OnFailure',
  },
  helper: {
    title: (done, going) => `${listed(done)} 已完成，但 ${listed(going)} 仍在继续：Pod 永远不会结束。`,
    detail: '所有容器都结束，Pod 才结束。其他容器完成后，边车容器会被停止。',
    change: (going) => `将 ${listed(going)} 改为边车容器：restartPolicy 为 Always 的 Init 容器`,
  },
  deadline: {
    title: (afterMs, neededMs) =>
      `activeDeadlineSeconds 在 ${span(afterMs)} 后结束 Pod。${neededMs === undefined ? '' : `工作要到 ${span(neededMs)} 才完成。`}`,
    detail: '期限从 startTime 算起，镜像拉取和回退都包括在内。无论退出码是什么，Pod 都以 DeadlineExceeded 失败。',
    deadline: '期限',
    work: '工作',
    change: (seconds) => `将 activeDeadlineSeconds 增大到 ${seconds}`,
  },
  taint: {
    title: (taints, seconds) =>
      seconds === undefined ? `节点上的 ${taints} 立即赶走 Pod：Pod 不容忍它。` : `节点上的 ${taints} 赶走 Pod：Pod 只容忍它 ${span(seconds * 1000)}。`,
    detail: '效果为 NoExecute 的污点也涉及正在运行的 Pod：污点驱逐控制器会删除它们，使用 Pod 自己的宽限期。只有控制器会在别的节点上创建新的 Pod。',
    change: (taints) => `永远容忍 ${taints}`,
  },
  budget: {
    title: (isDrain, why) => `${isDrain ? '排空不会结束' : 'Pod 没有被驱逐'}：${blockedWords(why)}。`,
    detail: (of) =>
      `${
        of === 'several'
          ? 'API 服务器回答 500，排空就此放弃。'
          : of === 'drain'
            ? 'API 服务器回答 429，kubectl drain 每 5 s 重试一次；没有 --timeout 就一直重试下去。'
            : '只要如此，API 服务器就回答 429。'
      }只有驱逐会问预算：删除、节点压力和污点都不问。`,
    count: '次拒绝',
    replicas: (count) => `保持 ${count} 个副本`,
    set: (field, value) => `将 ${field} 设为 ${value}`,
  },
  gate: {
    title: (conditions) => `没有人设置状况 ${listed(conditions)}，因此 Pod 永远不会 Ready。`,
    detail: (gates) => `所有容器都已就绪，但 Pod 有 ${gates} 个就绪门控，需要控制器来打开。`,
    change: '去掉就绪门控，或运行设置它的控制器',
  },
};

export const shutdown: Texts['shutdown'] = {
  lost: {
    title: ({ container, signal, waitedMs, because }) => {
      const end = `${span(waitedMs)} 后才由 SIGKILL 结束。`;
      if (because === 'foreground') return `${signal} 到达了 ${container} 的 shell，但它的 trap 要等前台命令结束。${end}`;
      if (because === 'no handler') return `${signal} 丢失：${container} 的 PID 1 没有它的处理程序。${end}`;
      return `${signal} 止于 shell：${container} 的 PID 1 是 ${because.shell}，其后的 ${because.program} 什么也收不到。${end}`;
    },
    detail: ({ because }) =>
      because === 'foreground'
        ? 'shell 要等子进程结束才运行 trap。子进程在后台时，wait 会在收到信号时返回。'
        : `内核只向 PID 1 递送它有处理程序的信号${because === 'no handler' ? '' : '，而 shell 不会转发信号'}。这个容器每次停止都要用完整个宽限期，并以 137 结束。`,
    waited: '白等',
    handle: (container, signal) => `让 ${container} 处理 ${signal}`,
    exec: (container, signal) => `用 exec 运行 ${container} 的程序，让 ${signal} 能到达它`,
    trap: (container, signal) => `让 ${container} 的 shell 用 trap 捕获 ${signal}，并等待后台的子进程`,
    shell: (program, signal) => `在捕获 ${signal} 的 shell 中运行 ${program}`,
  },
  hookCut: {
    title: (graceSeconds, givenMs, neededMs) =>
      `${graceSeconds === undefined ? '强制删除' : `${graceSeconds} s 的宽限期`}在 ${span(givenMs)} 后截断 preStop。${neededMs === undefined ? '回调需要更久。' : `仅回调就需要 ${span(neededMs)}。`}`,
    detail: (killedAfterMs) =>
      `回调与关闭共用一个宽限期，从决定停止时算起。没有事件说明截断；随后是 SIGTERM，只有 kubelet 给的最少时间 2 s${killedAfterMs === undefined ? '' : `，总共 ${span(killedAfterMs)} 后 SIGKILL`}。`,
    grace: '宽限期',
    hook: 'preStop',
  },
  longHook: {
    title: (container, hookMs, graceSeconds) => `${container} 的 preStop 需要 ${span(hookMs)}，而宽限期是 ${graceSeconds} s：删除时它会被截断。`,
    detail: '这次运行中没有什么停止这个容器。回调与关闭共用一个宽限期：用完时发来 SIGTERM，2 s 后是 SIGKILL。没有事件说明截断。',
  },
  shortGrace: {
    title: (graceMs, hookMs, neededMs) =>
      `宽限期是 ${span(graceMs)}。${neededMs === undefined ? '关闭需要更久。' : `${hookMs > 0 ? 'preStop 与关闭' : '关闭'}需要 ${span(neededMs)}。`}`,
    detail: ({ container, signal, hookMs, leftSeconds, exitCode }) =>
      hookMs > 0
        ? `倒计时从删除开始，而不是从 ${signal} 开始：preStop 用去 ${span(hookMs)}，因此 ${container} 在 SIGKILL 之前只有 ${leftSeconds} s。退出码 ${exitCode}。`
        : `SIGKILL 到来时 ${container} 正在退出。退出码 ${exitCode}。`,
    grace: '宽限期',
    shutdown: '关闭',
    hookEnds: 'preStop 结束',
  },
  slowKill: {
    title: (probe, atMs, takesMs) => `从 ${at(atMs)} ${PROBES[probe]}探针失败到新容器，用了 ${span(takesMs)}。`,
    detail: (waiting) =>
      `没有应答的容器与健康的容器得到同样的宽限期。其间 Pod 的 worker 被占用：${
        waiting.length > 0
          ? listed(waiting.map(({ container, endedMs, nextMs }) => `${container} 在 ${at(endedMs)} 结束，直到 ${at(nextMs)} 才被重启`))
          : 'Pod 的其他容器也不会被重启'
      }。STATUS 显示 Running。`,
    kill: '终止',
    change: (probe, seconds) => `给 ${probe}Probe 自己的宽限期：${seconds} s`,
  },
  leavesEarly: {
    title: (container, gapMs) => `${container} 关闭端口时，客户端还会继续来 ${span(gapMs)}。`,
    detail: (fromMs, toMs) =>
      `${stretch(fromMs, toMs)} 之间，每个请求都被拒绝。kubelet 立即发送 SIGTERM；EndpointSlice 另有途径通知客户端，两者互不等待。preStop 的 sleep 可以填补这段空隙，但会消耗同样多的宽限期。`,
    serves: '删除后继续服务',
    follow: '客户端跟上',
    change: (seconds) => `让 preStop 回调 sleep ${seconds} s`,
  },
  raise: (field, isOfProbe, value) => `将${isOfProbe ? '探针的' : ''} ${field} 增大到 ${String(value)}`,
};

function blockedWords(why: Blocked): string {
  if (why.what === 'several') return '它有不止一个中断预算';
  if (why.what === 'unknown') return `预算 ${why.name} 按控制器的副本数计算，而没有控制器说明这个 Pod 有几个副本`;
  const counts = `预算 ${why.name} 要求 ${why.wanted} 个健康的 Pod，现有 ${why.healthy} 个`;
  return why.what === 'tight' ? counts : `${counts}：这个 Pod 没有 Ready`;
}
