/** 页面框架、时间线与检查器。Kubernetes 的标识符、原因与消息保持英文。 */
import { clockSeconds } from '../../format.ts';
import type { footTexts } from '../en-foot.ts';
import type { inspectorTexts } from '../en-inspector.ts';
import type { kubeletTexts } from '../en-kubelet.ts';
import type { noticeTexts } from '../en-notices.ts';
import type { recordTexts } from '../en-records.ts';
import type { runTexts } from '../en-run.ts';
import type { Texts } from '../en.ts';
import type { Translated } from '../language.ts';

export const frame: Translated<Texts> = {
  appName: 'Podloupe',
  simulating: '正在模拟',

  header: {
    scenarios: '场景',
    compare: '对比',
    compareHint: '与另一次运行对比（C）',
    leaveCompareHint: '退出对比（C）',
    present: '演示',
    presentHint: '逐条演示这次运行的故事（P）',
    share: '分享',
    shareHint: '链接、二维码、报告或用于嵌入的 HTML（S）',
    shared: '链接已复制',
    export: '导出',
    exportHint: '将运行导出为图片、表格或跟踪文件（E）',
    theme: {
      system: '主题：跟随系统',
      light: '主题：浅色',
      dark: '主题：深色',
      contrast: '主题：高对比度',
      projector: '主题：投影仪',
    },
    themeHint: '切换主题（T）',
    settings: '设置',
    keys: '键盘快捷键',
    keysHint: '键盘快捷键（?）',
    editor: '编辑器',
    editorHint: '显示或隐藏编辑器（\\）',
    untitled: '未命名场景',
  },

  editor: {
    label: '场景文本',
    open: '打开编辑器',
    rail: 'pod.yaml',
    tabs: { pod: 'Pod', scenario: '场景', form: '表单' },
    podField: 'Pod 清单，YAML',
    scenarioField: 'Scenario 文档，YAML',
    leaveHint: '按 Control+M，再按 Tab，即可离开编辑器。',
    noScenario: '此文本没有 Scenario 文档。它说明清单无法说明的事：程序启动需要多久、如何应答，以及 Pod 会遇到什么。',
    addScenario: '添加 Scenario 文档',
    line: (line) => `第 ${line} 行`,
    tabLine: (tab, line) => `${tab}，第 ${line} 行`,
    resize: '编辑器宽度',
  },

  failure: {
    title: 'Podloupe 出错了',
    help: '这是程序的错误，不是您的文本的错误。请重新加载页面；草稿保存在此浏览器中。',
    notLoaded: '页面的一部分无法加载：没有网络，或已有更新的版本。请重新加载页面；草稿保存在此浏览器中。',
    reload: '重新加载',
    text: '您的文本',
  },

  notice: { dismiss: '关闭' },
};

export const notice: Translated<typeof noticeTexts> = {
  restored: (title) => `已恢复您上次的草稿“${title}”。它只保存在此浏览器中（localStorage）。`,
  startOver: '打开默认场景',
  badLink: (reason) => `${reason} 您保存的草稿未受影响；当前显示的内容不是来自该链接。`,
  noLink: (reason) => `无法生成链接：${reason}`,
  notFormatted: (problem) => `文本未格式化，保持原样。${problem ?? '其写法无法重新打印：会丢失某个值或注释。'}`,
  newerLink: '此链接由更新版本的 Podloupe 生成，请重新加载。',
  reload: '重新加载',
  unreadableFile: (title) => `无法读取 ${title}。它是文件夹吗？请选择其中的文件。`,
  reset: 'Podloupe 在此浏览器中保存的所有内容均已删除。',
  notSaved: '此浏览器不允许 Podloupe 保存草稿。请分享链接来保留您的工作。',
  ownDraft: '另一个标签页修改了这份草稿。您在此处的工作已另存为一份草稿。',
  missingScenario: (name, near) => `场景库中没有“${name}”。${near ? '您是否要找：' : ''}`,
  scenarioSetAside: '您替换了 Pod，因此属于旧 Pod 的 Scenario 文档已被移出。',
  putBack: '放回',
  applied: (title, before) => `已应用：${title}。${before === '' ? '' : `之前：“${before}”。`}`,
  undo: '撤销',
  notApplied: (title) => `文本中没有可以放置此更改的位置：${title}。请手动修改。`,
  copied: '链接已复制。它包含场景与当前视图；服务器上不保存任何内容。',
  copiedAlone: '链接已复制。它只包含当前运行：录制内容太大，无法放入链接。',
  notCompared: (reason) => `没有可供对比的运行。${reason}`,
  compare: '对比更改前后',
  copyFailed: '无法复制链接，请从这里复制：',
};

export const run: Translated<typeof runTexts> = {
  verdict: {
    label: '发生了什么',
    simulatingHint: '第一次运行正在进行。',
    showingLast: '显示的是上一次有效的运行。',
    nothingYet: '尚无可显示的运行。',
    hung: '模拟用时过长，已被停止。',
    hungHelp: '请缩短时长，或修改永不结束的循环；下次编辑时会重试。',
    crashed: '模拟意外停止。',
    crashedHelp: '下次编辑时会重新启动。',
    cut: (atMs, message) => `在 ${clockSeconds(atMs)} 处截断：${message}`,
    pending: (action, what, waitingFor) => `动作 ${action}（${what}）始终未到期：它在等待 ${waitingFor}`,
    template: (kind, name) => `使用 ${kind} ${name} 的 Pod 模板。`,
  },

  timeline: {
    label: '时间线',
    gridHint: '方向键在泳道与标记之间移动，Enter 选择。',
    corner: { run: '播放头处的值', wall: 'UTC，播放头处的值' },
    fit: '显示整次运行',
    fitHint: '显示整次运行（0）',
    hideFuture: '隐藏未来',
    hideFutureHint: '隐藏播放头右侧的内容（H）',
    density: '密度',
    lanes: '泳道',
    lanesHint: '显示哪些泳道（F）',
    densities: { overview: '概览', normal: '常规', detail: '详细' },
    empty: '粘贴一个 Pod，或从以下场景开始',
    veil: '接下来会发生什么？',
    sides: { a: 'A', b: 'B' },
    key: '图例',
  },

  view: {
    label: '视图',
    timeline: '时间线',
    states: '状态机',
    hint: '时间线或状态机（V）',
  },

  key: {
    node: '节点上发生的',
    api: 'API 报告的',
    booting: '启动中',
    draining: '排空中',
    postStart: 'postStart',
    preStop: 'preStop',
    probeFailed: '探针失败',
    probeOk: '探针成功',
    killing: 'Killing',
    warning: 'Warning 事件',
  },

  inspector: {
    label: '检查器',
    resize: '检查器高度',
    tabs: {
      compare: '差异',
      why: '为什么？',
      events: '事件',
      findings: '发现',
      truths: '不一致',
      watch: 'get -w',
      describe: 'describe',
      logs: 'logs',
      yaml: 'yaml',
      env: 'env',
      images: '镜像',
      final: '最终 YAML',
      claims: '断言',
      story: '故事',
    },
  },

  transport: {
    label: '播放控制',
    previous: '上一次变化',
    previousHint: '上一次变化（,）',
    next: '下一次变化',
    nextHint: '下一次变化（.）',
    play: '播放',
    pause: '暂停',
    playHint: '播放或暂停（Space）',
    clockHints: { run: '自 Pod 创建以来的秒数。显示时钟时间（A）', wall: '时钟时间，UTC。显示自 Pod 创建以来的秒数（A）' },
    speed: '速度',
    playhead: '播放头',
    overview: '整次运行的概览：拖动以移动播放头，拖动两端的手柄以缩放',
    of: (endMs) => `共 ${clockSeconds(endMs)}`,
    hints: { step: '步进', play: '播放', keys: '按键' },
  },
};

export const inspector: Translated<typeof inspectorTexts> = {
  why: {
    nothingSelected: '选择时间线上的一个标记或事件表中的一行，查看它的起因。',
    ofItself: '起因是 kubelet 自己的定时器：不在这次运行之中。',
    steps: '起因，从最早的开始',
    facts: '事实',
    source: '源代码',
    documentation: 'Kubernetes 文档',
    time: '时间',
    measured: '在真实的 kubelet 上测得。其起因未被记录。',
    whyNot: '为什么没有？',
    absences: '没有发生的事',
    absencesHint: '没有发生的事，以及为什么（Shift W）',
    noAnswer: '模拟在回答之前被停止。请重新选择该标记。',
  },

  facts: {
    container: '容器',
    run: '第几次运行',
    message: '消息',
    took: '用时',
    result: '结果',
    exitCode: '退出码',
    signal: '信号',
    reason: '原因',
    grace: '宽限期',
    handler: '处理程序',
    ports: '端口',
    count: '尝试次数',
    trigger: '触发者',
    triggers: { tick: '自己的定时器', manual: 'kubelet 的一次状态更新' },
    from: '来自',
  },

  findings: {
    list: '能够解释这次运行中问题的发现',
    none: '没有发现：这次运行没有清单能够解释的问题。',
    hidden: '这些发现会透露接下来的事。显示未来（H）即可查看。',
    severity: { problem: '问题', hint: '提示' },
    apply: '应用修复',
    compare: '对比更改前后',
    compareHint: '在同一时间轴上显示当前运行与应用此更改后的运行',
    applyHint: '将此更改写入文本；撤销一次即可恢复',
    applyLater: '文本在这次运行之后已改变，或含有错误',
    ofLastRun: '这是上一次有效运行的发现。请先修正文本中的错误。',
    diff: '逐行显示更改',
    added: '新增',
    removed: '删除',
    instead: '或者：',
    maybe: '可能有用：',
    sentence: (change) => `${change}。`,
    byHand: '文本中没有可以放置此更改的位置：请手动修改。',
    short: (time) => `还差 ${time}`,
    shortLabel: '缺少',
    times: (count) => `${count} ×`,
    picture: (rows) => `${rows.join('；')}。`,
  },

  truths: {
    list: '节点、API 与事件不一致之处',
    hint: '节点上发生的、API 所说的、以及存在的事件：在这些地方相差半秒或更久。',
    keys: '下一个',
    none: '节点、API 与事件从未有半秒或更久的不一致。',
    span: (fromMs, toMs) => (toMs > fromMs ? `${clockSeconds(fromMs).replace(/ s$/, '')} – ${clockSeconds(toMs)}` : clockSeconds(fromMs)),
  },

  events: {
    label: '所有发生过的事，以表格显示',
    columns: { time: '时间', who: '位置', type: '类型', reason: '内容', message: '消息' },
    filter: '显示',
    filters: { api: '事件', all: '所有记录' },
    empty: '没有事件。',
    kinds: {
      Action: '动作',
      Pod: 'Pod',
      Object: '对象',
      Process: '进程',
      Serving: '服务',
      Signal: '信号',
      Hook: '回调',
      Probe: '探针',
      Image: '镜像',
      Decision: '决定',
      Kubelet: 'kubelet',
    },
  },
};

/** 跟踪记录中的原因。 */
const REASONS: Readonly<Record<string, string>> = {
  'the Pod is being deleted': 'Pod 正在被删除',
  'ephemeral containers are never started again': '临时容器从不再次启动',
  'the container ended by itself: the hook runs only when the kubelet ends it': '容器自己结束：只有 kubelet 结束它时才运行回调',
  'the grace period is 0': '宽限期是 0',
};

const reason = (why: string) =>
  REASONS[why] ??
  why
    .replace(/^the Pod's restartPolicy is/, 'Pod 的 restartPolicy 是')
    .replace(/^the container's restartPolicy is/, '容器的 restartPolicy 是')
    .replace(/ and the exit code/, '，退出码是');

export const records: Translated<typeof recordTexts> = {
  api: 'API 服务器',
  pod: 'Pod',
  created: 'Pod 已创建',
  podGone: 'Pod 已从 API 中消失',
  status: (what) => `status：${what.join('、')}`,
  statusUnchanged: 'Pod 已更新',
  object: (kind, type) => `${kind} 已${type === 'ADDED' ? '创建' : type === 'DELETED' ? '删除' : '更新'}`,
  start: (instance) => `进程启动，第 ${instance} 次运行`,
  exit: (code, reason) => `退出码 ${code ?? '?'}${reason ? `，${reason}` : ''}`,
  removed: '运行时清除了该容器的记录',
  booting: (until) => (until === undefined ? '启动中' : `启动中，直到 ${until}`),
  serving: (ports) => (ports.length === 0 ? '运行中' : `提供服务：${ports.map((port) => `:${port}`).join('、')}`),
  draining: '排空中',
  signal: (signal, handled) => (signal === 'SIGKILL' || handled ? signal : `${signal}，没有处理程序`),
  grace: (grace) => `宽限期 ${grace} s`,
  hookStart: (hook, handler) => `${hook} 开始：${handler}`,
  hookEnd: (hook, result) => `${hook} ${result === 'failed' ? '失败' : result === 'cut' ? '被中断' : '完成'}`,
  probe: (probe, result, counter, count) =>
    `${probe} ${result}${counter ? `，${counter.threshold} 次中的第 ${counter.run} 次` : ''}${count > 1 ? `，共 ${count} 次` : ''}`,
  probeResult: { success: '成功', failure: '失败', warning: '成功但有警告', error: '无法执行' },
  timedOut: '超时',
  probeState: {
    none: (probe) => `${probe} 探针停止`,
    waiting: (probe) => `${probe} 探针等待中`,
    probing: (probe) => `${probe} 探针开始`,
    'on-hold': (probe) => `${probe} 探针暂停`,
  },
  pullStart: (image) => `拉取 ${image}`,
  pullEnd: (image, failed) => (failed ? `拉取 ${image} 失败` : `已拉取 ${image}`),
  kill: (message) => (message === '' ? '决定终止' : `决定终止：${message}`),
  starts: (restart) => (restart ? '决定重启' : '决定启动'),
  backOff: (delay, remaining) => `回退 ${delay}，还剩 ${remaining}`,
  graceLeft: (used, left) => `preStop 用掉了 ${used} s 宽限期，还剩 ${left} s`,
  preStopSkipped: (why) => `跳过 preStop：${reason(why)}`,
  resized: '就地调整了资源',
  notRestarted: (why) => `不再启动：${reason(why)}`,
  sync: (type, what) => `${type} ${what === 'start' ? '开始' : '结束'}`,
  kubelet: { stopped: 'kubelet 停止', started: 'kubelet 启动', healthy: 'kubelet 健康' },
  refused: (reason) => `被拒绝：${reason}`,
};

export const kubelet: Translated<typeof kubeletTexts> = {
  part: '部件',
  parts: { pleg: 'PLEG', worker: 'Pod worker', status: '状态管理器', recorder: '事件记录器' },
  what: (part, text) => `${part}：${text}`,
  turns: '轮次',
  times: (count, periodMs) => `${count} 次，间隔 ${(periodMs / 1000).toFixed(3)} s`,
  span: (fromMs, toMs) => `${clockSeconds(fromMs)} 至 ${clockSeconds(toMs)}`,
};

export const foot: Translated<typeof footTexts> = {
  diagnostics: '文本中的问题',
  noDiagnostics: '没有问题',
  errors: (count) => `${count} 个错误`,
  warnings: (count) => `${count} 个警告`,
  hints: (count) => `${count} 个提示`,
  assumptions: (count) => `${count} 个假设`,
  assumptionsHint: '文本没有说明、由模拟自行假定的内容',
  assumption: '假定',
  change: (field) => `在 Scenario 文档中另行说明：${field}`,
  write: (words) => `写成 ${words}`,
  spaces: '全部换成普通空格',
  create: (kind, name) => `创建 ${kind} ${name}`,
  severity: { error: '错误', warning: '警告', info: '提示' },
  version: (version) => `kubelet ${version.replace(/^v/, '')}`,
  seed: {
    label: '种子',
    typicalHint: '取每个抖动的中间值：通常会发生的情形',
    numberHint: '换一个数字，抖动也随之不同',
    another: '另一个种子',
    chance: '哪些是偶然',
    chanceHint: '显示每个标记在众多种子下最早与最晚的时刻（U）',
    backToTypical: '回到典型情形',
  },
  sweep: { label: '扫描中的运行', option: (at) => `${at} 时` },
};
