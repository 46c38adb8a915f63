/** postStart 与 preStop。 */
import type { Translation } from '../../translation.ts';
import { at, listed, span, stateWords, times } from '../words.ts';

type Texts = Translation['findings'];

export const hooks: Texts['hooks'] = {
  tcpSocket: {
    title: (hook, container) => `${container} 的 ${hook} 使用 tcpSocket，而 kubelet 的回调没有这种处理程序。`,
    detail: {
      postStart: 'API 服务器会接受它；kubelet 认为处理程序无效，每次都终止容器。',
      preStop: 'API 服务器会接受它；kubelet 认为处理程序无效，在 SIGTERM 之前什么也不做。',
    },
    count: '回调失败',
    change: (hook) => `去掉 ${hook} 回调；startupProbe 可以等待端口`,
  },
  tooEarly: {
    title: (container, handler, bootMs) =>
      `postStart 立即调用 ${handler}。${bootMs === undefined ? '此时还没有人监听。' : `${container} 在启动 ${span(bootMs)} 后才开始监听。`}`,
    detail: '回调与入口点并行运行，且不会重试：连接被拒绝就是失败，而 postStart 失败会终止容器。',
    asks: '回调请求于',
    boot: '启动',
    remove: '去掉 postStart 回调',
    wait: '改用 startupProbe 等待，代替 postStart 回调',
  },
  fails: {
    title: (container, exitCode, kills) =>
      `${container} 的 postStart 失败${exitCode === undefined ? '' : `（退出码 ${exitCode}）`}，因此 kubelet 终止 ${container}：本次运行共 ${times(kills)}。`,
    detail: (output, hasPreStop) =>
      `事件只说 PostStartHook failed。${output === undefined ? '原文' : `“${output}”`}在 state.waiting.message 中，原因是 PostStartHookError，直到被 CrashLoopBackOff 取代。${hasPreStop ? '这样终止时也会运行 preStop。' : ''}`,
    count: 'postStart 失败',
    change: '去掉 postStart 回调',
  },
};

export const postStart: Texts['postStart'] = {
  hangs: {
    title: ({ container, takesMs, hasEnded, deletion }) =>
      `${container} 的 postStart ${hasEnded ? `用时 ${span(takesMs)}` : `${span(takesMs)} 后仍未结束`}${deletion ? `，${at(deletion.atMs)} 的删除为它等待了 ${span(deletion.waitsMs)}` : ''}。`,
    detail: '回调没有超时。在它结束之前，Pod 的 worker 一直被占用：没有 Running，没有探测，没有下一个容器，删除也只会设置 deletionTimestamp。',
    change: '去掉 postStart 回调；startupProbe 可以等待同样久，而且不会耽误任何事',
  },
  holdsNext: {
    title: (container, next, afterMs) => `${next} 比 ${container} 晚 ${span(afterMs)} 启动：${container} 的 postStart 让它等待。`,
    detail: '容器按列表的顺序逐个启动，postStart 是启动的一部分。由此形成的门控只是偶然：换一个顺序就没有了。带 startupProbe 的边车容器才是为此而设。',
    change: (container) => `将 ${container} 改为带 startupProbe 的边车容器，不用回调`,
  },
  hidesStart: {
    title: ({ container, fromMs, untilMs, state, takesMs }) =>
      `${container} 从 ${at(fromMs)} 起运行；直到 ${at(untilMs)} API 仍说 ${stateWords(state)}，因为 postStart 用时 ${span(takesMs)}。`,
    detail: '入口点与回调并行运行：回调不会耽误进程，但会耽误状态、探针和下一个容器，而状态又会耽误 Service 的请求。',
    change: (container) => `若命令不需要 ${container}，就在 ${container} 启动之前用 Init 容器运行它`,
  },
};

export const preStop: Texts['preStop'] = {
  notCalled: {
    title: (containers) => `${listed(containers)} 的 preStop 没有运行：容器是自己结束的。`,
    detail: (ends) =>
      `这里 ${listed(ends.map(({ container, isOom, exitCode }) => `${container} ${isOom ? '被 OOMKilled' : `以退出码 ${exitCode} 退出`}`))}。只有 kubelet 决定停止容器时才会运行 preStop，例如删除时、存活或启动探针失败后、postStart 失败后。每次结束都需要做的事应写在程序里。`,
  },
  skipped: {
    title: (container) => `${container} 的 preStop 没有运行：宽限期是 0。`,
    detail: '与从决定停止到 SIGKILL 之间的其他一切一样，回调也消耗宽限期。没有宽限期，SIGTERM 会立即到来。',
    change: '给它 30 s 的宽限期',
  },
  selfEnding: {
    title: (container, exitCode, afterMs) => `preStop 结束了自己的容器：回调开始 ${span(afterMs)} 后，${container} 的 PID 1 以退出码 ${exitCode} 退出。`,
    detail: (isClean) =>
      `PID 1 结束时，内核会杀死容器的所有进程，包括回调：因此有 FailedPreStopHook 及其 137。${isClean ? '关闭过程是正常的，没有丢失什么。' : ''}不需要停止信号。`,
    change: '让 preStop 只 sleep，把停止交给停止信号',
  },
};
