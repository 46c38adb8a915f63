/** 对话框与面板：命令、设置、分享、嵌入、扫描、导出、搜索、对比等。 */
import { timeInWords } from '../../../base/time-words.ts';
import { clockSeconds } from '../../format.ts';
import type { absenceTexts } from '../en-absences.ts';
import type { chanceTexts } from '../en-chance.ts';
import type { claimTexts } from '../en-claims.ts';
import type { commandTexts, keysTexts, paletteTexts } from '../en-commands.ts';
import type { compareTexts } from '../en-compare.ts';
import type { embedTexts } from '../en-embed.ts';
import type { exportTexts } from '../en-export.ts';
import type { foldTexts } from '../en-folds.ts';
import type { galleryTexts } from '../en-gallery.ts';
import type { kubectlTexts } from '../en-kubectl.ts';
import type { laneTexts } from '../en-lanes.ts';
import type { recordedTexts } from '../en-recorded.ts';
import type { searchTexts } from '../en-search.ts';
import type { settingsTexts } from '../en-settings.ts';
import type { shareTexts } from '../en-share.ts';
import type { sweepTexts } from '../en-sweep.ts';
import type { formTexts } from '../en-form.ts';
import type { valueTexts } from '../en-values.ts';
import { countsOfBoth, type LoopSeries, roundPeriod } from '../../../timeline/index.ts';
import type { Translated } from '../language.ts';

/** `5 分钟`、`5 分 30 秒`、`45 秒`。 */
function periodOf(series: LoopSeries): string {
  const { minutes, seconds } = roundPeriod(series);
  return minutes === 0 ? `${seconds} 秒` : seconds === 0 ? `${minutes} 分钟` : `${minutes} 分 ${seconds} 秒`;
}
const everyOf = (series: LoopSeries) => `${series.isEven ? '' : '约'}每 ${periodOf(series)}一次`;

/** 两次运行并列时，是哪一次的：` A 中`、` A、B 中各`、`（A ×20、B ×19）`。 */
function inRuns({ count, pair }: LoopSeries): string {
  if (!pair) return '';
  if (pair.others === 0) return ` ${pair.side.toUpperCase()} 中`;
  return pair.others === count ? ' A、B 中各' : `（${countsOfBoth(count, pair).join('、')}）`;
}

/** 两次运行的次数是否不同。 */
function differ({ count, pair }: LoopSeries): boolean {
  return pair !== undefined && pair.others > 0 && pair.others !== count;
}

function countOf({ count, pair }: LoopSeries): string {
  if (!pair) return `×${count}`;
  return `${pair.others > 0 ? 'A、B 各' : pair.side.toUpperCase()} ×${count}`;
}

export const folds: Translated<typeof foldTexts> = {
  label: (series) => {
    const { count, pair } = series;
    return pair && differ(series) ? countsOfBoth(count, pair).join('，') : `${countOf(series)}，${everyOf(series)}`;
  },
  short: (series) => (differ(series) ? '' : countOf(series)),
  name: (series) =>
    `${series.container}${inRuns(series)} 还有 ${series.count} 次与前一次相同的崩溃循环，${everyOf(series)}，已折叠，${timeInWords(series.fromMs)} 至 ${timeInWords(series.toMs)}。按 Enter 展开。`,
  what: (series) => `${inRuns(series).trimStart()}还有 ${series.count} 次与前一次相同的崩溃循环`.trim(),
  when: (series) => `${everyOf(series)}，${timeInWords(series.fromMs)} 至 ${timeInWords(series.toMs)}`,
  how: '点击展开',
  fold: ({ count }) => `折叠 ×${count}`,
  foldHint: (series) => `折叠 ${series.container}${inRuns(series)} 的 ${series.count} 次相同的崩溃循环`,
};

export const commands: Translated<typeof commandTexts> = {
  words: {
    play: '播放、暂停',
    previous: '上一次变化',
    next: '下一次变化',
    secondBack: '后退一秒',
    secondForward: '前进一秒',
    start: '运行的开头',
    end: '运行的结尾',
    previousRun: '上一次容器启动',
    nextRun: '下一次容器启动',
    act: '在播放头处做点什么',
    removeAction: '从场景中去掉选中的动作',
    fork: '在此分叉：过去不变，改变未来',
    undo: '撤销',
    redo: '重做',
    increase: '增大光标处的数字或时长',
    decrease: '减小光标处的数字或时长',
    format: '格式化文档：两个标签页，保留注释',
    history: '历史：版本、分叉、快照',
    zoomIn: '放大',
    zoomOut: '缩小',
    fit: '显示整次运行',
    panLeft: '缩放窗口向前移',
    panRight: '缩放窗口向后移',
    future: '隐藏或显示未来',
    density: '密度：概览、常规、详细',
    lanes: '选择显示哪些泳道',
    compare: '与另一次运行对比；返回',
    kubelet: '透视：kubelet 自己的部件在做什么',
    lesson: '这个场景教什么：预测，然后修改',
    chance: '哪些是偶然：其他种子显示为条带',
    clock: '自创建以来的秒数、时钟时间',
    states: '时间线、状态机',
    editor: '显示或隐藏编辑器',
    why: '播放头处的事为什么发生',
    whyNot: '没有发生的事，以及为什么',
    search: '按文字查找标记',
    nextDisagreement: '节点、API 与事件的下一处不一致；对比时：下一处差异',
    previousDisagreement: '上一处不一致或差异',
    claims: '场景对其运行的断言',
    clear: '退出对比；清除选择',
    palette: '所有命令',
    import: '打开文件，或粘贴清单或录制内容',
    scenarios: '场景',
    present: '逐条演示这次运行；回到故事',
    story: '编辑故事：录制、排序、讲述各节',
    handout: '故事的讲义：打印、PDF、Markdown',
    share: '分享',
    copyLink: '复制当前视图的链接',
    sweep: '扫描：改变数值，看每次运行的结果',
    lineHints: '文本中的提示：探针与回调的含义与作用',
    embed: '将这次运行嵌入其他页面',
    export: '导出这次运行',
    theme: '切换主题',
    settings: '设置',
    keys: '键盘快捷键',
  },
  tab: (tab) => `检查器：${tab}`,
  groups: { time: '时间', change: '如果…', view: '视图', marks: '泳道与标记', tabs: '检查器', page: '页面' },
};

export const palette: Translated<typeof paletteTexts> = {
  title: '命令',
  close: '关闭',
  field: '命令、场景或泳道',
  placeholder: '输入您想做的事',
  results: '匹配项',
  kinds: { command: '命令', scenario: '场景', lane: '泳道' },
  none: '没有这样的名称。',
  hint: '上下键选择，Enter 执行。场景与泳道可按名称查找。',
  count: (count) => `${count} 个匹配项`,
};

export const keys: Translated<typeof keysTexts> = {
  title: '键盘快捷键',
  documentation: '文档',
  documentationAddress: 'docs/zh-Hans/index.html',
  close: '关闭',
  elsewhere: {
    wheel: '以指针为中心缩放',
    lanes: '进入泳道，然后在泳道之间移动',
    marks: '在泳道的标记之间移动',
    selectMark: '选择标记',
    leave: '让 Tab 离开编辑器',
    suggest: '建议',
    problem: '下一个问题',
  },
  wheel: 'Ctrl 滚轮',
  pointer: '时间线之内',
  editor: '编辑器',
  note: '输入字符的按键只在文本框之外起作用。字母指键盘上的位置：在任何输入语言下都有效。',
  single: '单个字母、数字和符号可用作按键',
  none: '无按键',
  change: (command, key) => `${command}：${key}。选择其他按键`,
  changeHint: '选择其他按键',
  press: '请按键…',
  recording: (command) => `请按下“${command}”的按键。Backspace：无按键。Escape：保持不变。`,
  changed: (command, key) => `${command}：${key}`,
  moved: (command, key, other) => `${key} 原是“${other}”的按键，现在是“${command}”的按键。`,
  reset: '所有按键恢复原样',
};

export const settings: Translated<typeof settingsTexts> = {
  title: '设置',
  close: '关闭',
  language: '语言',
  languageHint: '更改后页面会重新加载，您的工作会保留。Kubernetes 自己的词和消息以及文档中的参考部分为英文。',
  theme: '主题',
  themes: { system: '跟随系统', light: '浅色', dark: '深色', contrast: '高对比度', projector: '投影仪' },
  themeHint: '投影仪：颜色更强，一切更大。',
  density: '泳道密度',
  clock: '时间',
  clocks: { run: '自 Pod 创建以来的秒数', wall: '时钟时间，UTC' },
  motion: '动效',
  motions: { system: '跟随系统', less: '无' },
  lineHints: '文本中的提示',
  lineHintsOptions: { shown: '在探针与回调旁', hidden: '无' },
  keys: '按键',
  single: '单个字母、数字和符号可用作按键',
  allKeys: '所有按键…',
  privacy: '隐私',
  privacyText:
    '任何内容都不会离开此浏览器：模拟在这里运行，链接把场景放在 # 之后，浏览器不会发送这一部分，页面也不向任何其他地址请求任何内容。草稿与设置只保存在此浏览器中。',
  forget: '删除此处保存的所有内容',
};

export const share: Translated<typeof shareTexts> = {
  title: '分享',
  close: '关闭',
  what: '链接显示什么',
  whats: { view: '当前视图', scenario: '仅场景' },
  whatHints: {
    view: '播放头、缩放、泳道、选择、种子与对比，与屏幕上一致。',
    scenario: '仅文本；打开的人从问题开始之处看起。',
  },
  as: '格式',
  formats: { link: '链接', markdown: 'Markdown', html: 'HTML', issue: '用于 issue 的报告' },
  issueHint: '链接、版本、GitHub 与 GitLab 能绘制的图、事件、YAML。',
  result: '将要复制的内容',
  length: (characters) => `链接有 ${characters} 个字符。`,
  long: (characters) => `链接有 ${characters} 个字符。许多聊天和邮件程序会截断超过 8000 个字符的链接：请改为发送文件。`,
  tooLong: (reason) => `此文本无法放入链接。${reason} 请改为发送文件。`,
  alone: '链接只包含当前运行：录制内容太大，无法放入链接。',
  copy: '复制',
  copied: '已复制',
  refused: '浏览器不允许复制。请选中文本并从那里复制。',
  download: '下载场景',
  picture: '下载图片',
  embed: '嵌入…',
  qr: '链接的二维码',
  noQr: '太长，无法生成二维码。',
  private: '服务器上不保存任何内容：链接本身在 # 之后包含一切，浏览器不会发送这一部分。',
};

export const embed: Translated<typeof embedTexts> = {
  title: '嵌入这次运行',
  close: '关闭',
  lead: '嵌入文档、幻灯片或博客：与屏幕上一致的、可交互的运行。',
  controls: '控件',
  controlKinds: { full: '全部', transport: '播放与步进', none: '无' },
  theme: '主题',
  themes: { system: '跟随外层页面', light: '浅色', dark: '深色' },
  edit: '文本可以修改',
  height: '高度',
  as: '形式',
  kinds: { iframe: 'iframe', element: '<pod-timeline>' },
  code: '用于粘贴的 HTML',
  copy: '复制',
  copied: '已复制',
  refused: '浏览器不允许复制。请选中文本并从那里复制。',
  preview: '预览',
  noLink: (reason) => `此文本无法放入链接。${reason}`,
  open: '在 Podloupe 中打开',
};

export const sweep: Translated<typeof sweepTexts> = {
  title: '扫描',
  close: '关闭',
  lead: '改变 Pod 或其经历中的一两个数值；每种组合都是一次独立的运行。',
  first: '改变',
  second: '以及',
  none: '不再改变其他',
  range: (field) => `${field} 的取值`,
  rangeHint: '1..10/1、5s..60s/5s 或 1,3,10',
  start: '运行',
  stop: '取消',
  nothing: '文本中没有决定运行结果的数值：没有探针、宽限期或行为。',
  tooMany: (count, most) => `${count} 次运行超过了页面能容纳的 ${most} 次。podloupe sweep 没有数量限制。`,
  progress: (done, count) => (done < count ? `${count} 次运行中的 ${done} 次` : `${count} 次运行`),
  results: '每次运行的结果',
  shows: { map: '热力图', strips: '小图组' },
  kinds: { refused: '被拒绝', neverReady: '从未就绪', killed: '被终止', crashes: '崩溃', survives: '正常', error: '无运行' },
  outage: (ms) => `中断 ${clockSeconds(ms)}`,
  cell: (values, outcome, outage) => `${values}：${outcome}${outage === '' ? '' : `，${outage}`}。打开这次运行`,
  opened: (values) => `扫描的取值：${values}`,
  hint: '点击单元格打开对应的运行；撤销一次即可恢复。',
};

export const exporting: Translated<typeof exportTexts> = {
  title: '导出这次运行',
  close: '关闭',
  format: '格式',
  formats: {
    svg: { name: '图片，SVG', use: '真正的图形与文字：适合文档、幻灯片与打印。' },
    png: { name: '图片，PNG', use: '两倍大小的像素：适合聊天与 issue。' },
    gif: { name: '动画，GIF', use: '播放头走完一次运行；其后的内容不显示。' },
    narrative: { name: '叙述，Markdown', use: '结果如何、发现了什么、逐时刻发生了什么。' },
    csv: { name: '表格，CSV', use: '每个标记一行：适合电子表格。' },
    chrome: { name: 'Chrome 跟踪，JSON', use: '可在 ui.perfetto.dev 与 chrome://tracing 中打开。' },
    mermaid: { name: '甘特图，Mermaid', use: '适合能渲染 Mermaid 的 Markdown 文件。' },
  },
  stretch: '内容',
  stretches: { run: '整次运行', screen: '屏幕上的部分' },
  look: '颜色',
  looks: { light: '浅色', dark: '深色' },
  download: '下载',
  copy: '复制',
  copied: '已复制',
  preview: '预览',
  drawing: (part) => `正在绘制，${Math.round(part * 100)} %`,
  failed: (reason) => `无法生成文件：${reason}`,
};

export const search: Translated<typeof searchTexts> = {
  title: '查找标记',
  close: '关闭',
  field: '标记的文字、原因或容器',
  placeholder: '存活探针失败',
  results: '找到的标记',
  none: '没有标记包含这些文字。',
  hint: '上下键查看标记，Enter 前往。',
  count: (total, shown) => (shown < total ? `${total} 个标记，显示前 ${shown} 个` : `${total} 个标记`),
};

export const lanes: Translated<typeof laneTexts> = {
  label: '显示的泳道',
  classes: {
    conditions: '状况',
    traffic: '流量',
    events: '事件',
    probes: '探针',
    status: 'API 状态',
    init: 'Init 容器',
    sidecars: '边车容器',
  },
  all: '全部显示',
  kubelet: 'Kubelet（透视）',
  kubeletHint: 'Relist、同步、状态版本、事件：kubelet 自己的部件在做什么',
};

export const kubectl: Translated<typeof kubectlTexts> = {
  output: (command) => `${command} 在播放头处的输出`,
  copy: '复制',
  copied: '已复制',
  notCopied: '浏览器不允许',
  nothing: '此刻没有输出。',
  noLines: '此刻没有日志。',
  noProcess: '此刻没有容器启动过。',
  container: '容器',
  previous: '上一个实例',
  timestamps: '时间戳',
  view: '获取什么',
  another: '其他 kubectl 命令',
  beyond: {
    changes: '改变的只是这一时刻集群的副本。要让运行本身发生什么，请用“如果…”（I）选择。',
    shell: '这里没有 shell：只执行 kubectl，| 或 > 等符号之后的内容被忽略。',
    inside: '此后容器里会发生什么，这里不显示；用 exec 可以在其中执行命令。',
    exec: '在运行此刻的副本中。',
    bareShell: "这里无法向 shell 输入；sh -c '…' 可以执行一行命令。",
    endless: '10 分钟后它仍在运行；只显示命令结束时已打印的内容。',
  },
  execHere: '在本次运行中执行',
  execAt: (command, time) => `在 ${time} 执行 exec ${command}`,
  wide: '宽',
  wholeObject: '整个对象',
  changed: (time) => `已标出：${time} 时的变化`,

  final: {
    command: 'podloupe explain',
    owners: '各字段由谁设置',
    owner: {
      manifest: '清单',
      defaults: '默认值',
      admission: '准入',
      kubectl: 'kubectl 的命名空间',
      'api server': 'API 服务器',
      scheduler: '调度器',
      kubelet: 'kubelet',
      'node controller': '节点控制器',
      action: '动作',
    },
    written: (text) => `清单：${text}`,
    later: (who, time) => `${who}，${time}`,
    share: (who, fields) => `${who} ${fields}`,
    shareHint: (who, fields) => `标出由 ${who} 设置的内容（${fields} 个字段）`,
    noPod: '此刻 API 服务器中没有这个 Pod。',
  },
};

export const absences: Translated<typeof absenceTexts> = {
  list: '关于没有发生的事的问题',
  none: '没有缺失的事：这个 Pod 所设定的都发生了。',
  future: '显示未来（H）即可询问运行的其余部分。',
};

export const chance: Translated<typeof chanceTexts> = {
  bar: '哪些是偶然',
  close: '关闭',
  running: (done) => `正在运行其他种子，已完成 ${done} 个`,
  summary: (moments, seeds) => (moments === 0 ? `在 ${seeds} 个种子下没有时刻变动` : `在 ${seeds} 个种子下有 ${moments} 个时刻变动`),
  moment: (name, earliestMs, latestMs) => `${name}：${clockSeconds(earliestMs)} 至 ${clockSeconds(latestMs)}`,
  seen: (seen, runs) => (seen === runs ? '' : `，出现在 ${runs} 次运行中的 ${seen} 次`),
  kinds: { lucky: '幸运', typical: '典型', unlucky: '不幸' },
  hints: {
    lucky: 'Pod 结果最好的种子',
    typical: '取每个抖动的中间值',
    unlucky: 'Pod 结果最差的种子',
  },
};

export const claims: Translated<typeof claimTexts> = {
  list: '对这次运行的断言',
  predict: '先预测',
  predictHint: '先隐藏运行并回答有关它的问题，然后再显示',
  judging: '正在判定断言。',
  none: '没有可以判定的断言；原因见文本中的问题。',
  hidden: '之后才判定的内容已隐藏。显示未来（H）即可查看。',
  verdicts: { pass: '成立', fail: '不成立', undecidable: '无法判定' },
  summary: ({ pass, fail, undecidable }) =>
    `${[
      `expect 下的 ${pass + fail + undecidable} 条断言中有 ${pass} 条成立`,
      ...(fail > 0 ? [`${fail} 条不成立`] : []),
      ...(undecidable > 0 ? [`${undecidable} 条无法判定`] : []),
    ].join('，')}。`,
  wholeRun: '整次运行',
};

export const compare: Translated<typeof compareTexts> = {
  bar: '正在对比的运行',
  sides: { a: 'A', b: 'B' },
  source: { real: '真实', simulated: '模拟' },
  present: '当前文本',
  presentSeed: (seed) => `当前文本，种子 ${seed}`,
  presentAt: (at) => `当前文本，${at} 时`,
  names: {
    change: (title) => `应用后：${title}`,
    before: (title) => `之前：${title}`,
    seed: (seed) => `种子 ${seed}`,
    at: (at) => `${at} 时`,
    gate: (gate, on) => `${gate} ${on ? '开启' : '关闭'}`,
  },
  swap: '交换 A 与 B',
  another: '与…对比',
  anotherHint: '将当前文本与另一次运行对比',
  leave: '退出',
  leaveHint: '回到只显示当前运行（Esc）',
  comparing: '正在对比',
  measures: 'A 与 B 的度量，以及它们相差多少',
  measure: (name, a, b, difference) => `${name}：A ${a}，B ${b}${difference === '' ? '' : `，相差 ${difference}`}`,
  list: '两次运行的差异，从最早的开始',
  count: (count) => `${count} 处差异`,
  columns: { time: '时间', where: '内容', a: 'A', b: 'B' },
  nothing: '–',
  none: '两次运行没有差异。',
  noneSoFar: '到目前为止没有差异。显示未来（H）即可查看之后的内容。',
  keys: '下一个',
  chosen: (t, where, a, b) => `${clockSeconds(t)}，${where}。A：${a}。B：${b}。`,
  diff: '文本的差异',
  sameText: '两次运行的文本相同。',
  measured: '其中一次运行是录制的，不是模拟的：它的标记是测得的，起因没有记录。',
  deviations: '真实运行的不同之处',
  apply: (title) => `应用：${title}`,
  dialog: {
    title: '与另一次运行对比',
    close: '关闭',
    lead: '当前运行是 A，您在这里选择的是 B。两者显示在同一时间轴上，每条泳道出现两次。',
    compare: '对比',
    proposed: '建议的更改',
    before: '上一次更改之前',
    seed: '另一个种子',
    seedHint: 'typical，或一个数字',
    sweep: '扫描的另一个值',
    gate: '特性门控',
    gateState: '设为',
    on: '开启',
    off: '关闭',
    scenario: '场景库中的场景',
    text: '另一份文本或录制内容',
    textHint: 'Pod 或场景的 YAML，或录制内容的各行',
    open: '打开文件…',
    dropHint: '也可以将文件（.yaml、.jsonl）拖放到页面任意位置。',
    pasted: '粘贴的文本',
  },
};

export const gallery: Translated<typeof galleryTexts> = {
  title: '场景',
  close: '关闭',
  search: '搜索问题、症状、主题',
  placeholder: 'FailedPostStartHook、137、CrashLoopBackOff …',
  shelves: '排列方式',
  shelf: {
    path: '学习路径',
    topics: '主题',
    symptoms: '症状',
    myths: '误解与意外',
    levels: '关卡',
    drafts: '您的草稿',
  },
  chapters: ['容器启动', '回调', '探针', '重启与退出码', '终止与流量', 'Init 容器与边车容器', 'kubelet 的幕后'],
  topics: {
    image: '镜像与镜像仓库',
    environment: '环境变量',
    hook: '生命周期回调',
    probe: '探针',
    restart: '重启',
    termination: '终止与流量',
    status: 'STATUS 用词、调度、启动',
  },
  symptoms: { found: '事件、STATUS 与退出码中的', told: '人们的说法' },
  myths: '误解：常被相信，却被一次运行推翻',
  surprises: '意外：kubelet 确实会做、人们却不以为然的事',
  levels: '让它存活：修改 Pod 直到目标成立，改动的行数越少越好',
  results: (count) => `${count} 个场景`,
  none: (query) => `没有与“${query}”匹配的场景。请尝试事件的原因、STATUS 中的词或退出码。`,
  keys: '下键：进入列表。方向键：在卡片之间移动。Enter：打开。P：先预测。',
  predict: '先预测',
  play: '播放',
  shows: '展示',
  myth: '误解：',
  level: (level) => `第 ${level} 关`,
  question: '常见问题',
  seen: '已看',
  solved: '已解决',
  score: (points, answers, streak) => `${answers} 次预测平均 ${Math.round(points / Math.max(1, answers))} 分，连续 ${streak} 次`,
  count: (seen, all) => `已看 ${seen} / ${all}`,
  noDrafts: '从您的第一次编辑开始就有草稿。它只保存在此浏览器中。',
  draftsHint: '只保存在此浏览器中（localStorage）。从您的第一次编辑开始就有草稿。',
  savedAt: (when) => `保存于 ${when}`,
};

export const recorded: Translated<typeof recordedTexts> = {
  bar: '模拟或真实',
  kinds: { simulated: '模拟', both: '两者', real: '真实' },
  hints: { simulated: '仅模拟的运行', both: '模拟的与录制的运行，每条泳道出现两次', real: '仅录制的运行' },
  offer: '这个场景也在真实的 v1.36.2 kubelet 上运行过。',
  onItsWay: '正在与录制内容对比。',
  score: (likeness) => `${(Math.floor(likeness * 1000) / 10).toFixed(1)} % 相同。`,
  told: (sentences) => sentences.join(''),
  first: (where, timeMs) => `最早的偏差在 ${clockSeconds(timeMs)}：${where}。`,
  none: '时间轴上看不出偏差。',
  endsBefore: (endMs, action, atMs) => `录制在 ${clockSeconds(endMs)} 结束，早于 ${clockSeconds(atMs)} 的 ${action}：之后只有模拟。`,
  title: '真实的 kubelet',
  receipts: '所有录制内容',
};

export const values: Translated<typeof valueTexts> = {
  set: (name, value) => `${name}：${value}`,
  atLimit: (name, value) => `${name} 仍为 ${value}：API 服务器不接受更大或更小的值`,
  none: '光标处没有可以按步长修改的数字或时长。',
  grip: '拖动即可修改该值；按住 Shift 快十倍。按住 Alt 可直接拖动数字本身；在光标处用 Alt , 与 Alt .。',
};

export const form: Translated<typeof formTexts> = {
  label: '以表单显示 Pod',
  none: '此文本无法以表单显示。',
  noContainers: '此 Pod 没有容器。请在“Pod”标签页中编写。',
  pod: (name) => `Pod ${name}`,
  container: (name) => `容器 ${name}`,
  init: (name) => `Init 容器 ${name}`,
  nobody: '（未命名）',
  parts: {
    container: '运行内容',
    startupProbe: '启动探针',
    readinessProbe: '就绪探针',
    livenessProbe: '存活探针',
    postStart: 'postStart 回调',
    preStop: 'preStop 回调',
    behaviour: '程序的行为',
  },
  fields: {
    image: '镜像',
    command: '命令',
    args: '参数',
    restartPolicy: '重启策略',
    terminationGracePeriodSeconds: '宽限期',
    handler: '方式',
    path: '路径',
    port: '端口',
    seconds: '休眠',
    initialDelaySeconds: '首次延迟',
    periodSeconds: '间隔',
    timeoutSeconds: '超时',
    successThreshold: '所需成功次数',
    failureThreshold: '失败阈值',
    boot: '启动耗时',
    exitAfter: '自行退出于',
    exitCode: '退出码',
    termAfter: '收到 SIGTERM 后退出于',
    termCode: '退出码',
    httpAnswer: '应答 GET',
    grpcAnswer: '应答 gRPC 健康检查',
    execAnswer: '命令的退出码',
  },
  handlers: { none: '无', httpGet: 'HTTP 请求', tcpSocket: 'TCP 连接', grpc: 'gRPC 健康检查', exec: '命令', sleep: '休眠' },
  seconds: '秒',
  wordsHint: '每行一个词',
  fixed: '此命令中有一个词占多行：请在“Pod”标签页中修改。',
  ofImage: '由镜像决定',
  ofProgram: '由命令或镜像决定',
  duration: '例如 500ms、25s、1m30s',
  everyPath: '其他所有路径',
  answers: {
    httpAnswer: '500；或依次排列：“200 60s, 500”表示进程启动后 60 s 内为 200，之后为 500',
    execAnswer: '1；或依次排列：“0 30s, 1”表示进程启动后 30 s 内为 0，之后为 1',
  },
  fixedAnswers: '文本对这些应答所说的不止数字：请在“场景”标签页中修改。',
  noAnswers: {
    httpAnswer: '请输入 100 到 599 的状态码，除最后一个外各带时长，例如 200 60s, 500；留空则使用默认值。',
    execAnswer: '请输入 0 到 255 的退出码，除最后一个外各带时长，例如 0 30s, 1；留空则使用默认值。',
  },
  noNumber: '请输入整数；留空则使用默认值。',
  noDuration: '请输入时长，例如 500ms、25s 或 1m30s；也可留空。',
  changed: (field, value) => `${field}：${value}`,
  cleared: (field) => `${field}：默认值`,
};
