/** 预测、目标与关卡。 */
import { clockSeconds, shortSeconds } from '../../format.ts';
import type { Question } from '../../../store/services.ts';
import type { lessonTexts } from '../en-lesson.ts';
import type { Translated } from '../language.ts';
import { pointWords } from './claim-words.ts';

type Ask = Question['ask'];
type Of<What extends Ask['what']> = Extract<Ask, { what: What }>;

function momentWords(moment: Of<'value'>['moment']): string {
  if (moment.kind === 'end') return '最后';
  if (moment.kind === 'at') return `在 ${shortSeconds(moment.atMs)} 时`;
  return `在 ${shortSeconds(moment.fromMs)} 与 ${shortSeconds(moment.toMs)} 之间`;
}

function valueQuestion(subject: Of<'value'>['subject'], when: string): string {
  switch (subject.of) {
    case 'status':
      return `${when}，kubectl get pods 打印的 STATUS 是什么？`;
    case 'phase':
      return `${when}，Pod 处于哪个阶段？`;
    case 'reason':
      return `${when}，Pod 的原因（reason）是什么？`;
    case 'condition':
      return `${when}，状况 ${subject.type} 是什么？`;
    case 'state':
      return `${when}，${subject.container} 处于哪个状态？`;
    case 'restarts':
      return `${when}，${subject.container} 已被重启多少次？`;
    case 'exitCode':
      return `${subject.container} 以什么退出码结束？`;
    case 'started':
      return `${when}，${subject.container} 算作已启动吗？`;
    case 'ready':
      return `${when}，${subject.container} 就绪吗？`;
    case 'env':
      return `${when}，${subject.container} 中的 $${subject.name} 是什么？`;
    case 'field':
      return `${subject.path} 是什么？`;
    case 'exec':
      return `${subject.action} 的命令的退出码是什么？`;
    case 'pod':
      return `${when}，Pod 存在吗？`;
  }
}

/** 汉字之后的拉丁字母之前有一个空格。 */
function behind(words: string): string {
  return /^[!-~]/.test(words) ? ` ${words}` : words;
}

function shownWords(subject: Of<'value'>['subject'], value: string): string {
  switch (subject.of) {
    case 'status':
      return `STATUS 显示 ${value}`;
    case 'phase':
      return `阶段变为 ${value}`;
    case 'condition':
      return `状况 ${subject.type} 变为 ${value}`;
    case 'state':
      return `${subject.container} 变为 ${value}`;
    case 'restarts':
      return `${subject.container} 的重启次数达到 ${value}`;
    case 'started':
      return `${subject.container} 算作已启动`;
    case 'ready':
      return value === 'true' ? `${subject.container} 就绪` : `${subject.container} 变为未就绪`;
    case 'pod':
      return 'Pod 从 API 中消失';
    case 'env':
      return `${subject.container} 有变量 ${subject.name}`;
    default:
      return `原因变为 ${value}`;
  }
}

function countedWords(of: Of<'count'>['of']): string {
  switch (of.of) {
    case 'starts':
      return `${of.container} 启动`;
    case 'hook':
      return `${of.container} 的 ${of.hook} 回调运行`;
    case 'probe':
      return `${of.container} 的 ${of.probe} 探针运行`;
    case 'event':
      return `事件 ${of.reason}${of.message === undefined ? '' : `（“${of.message}”）`}出现`;
  }
}

export const lesson: Translated<typeof lessonTexts> = {
  bar: '这个场景教什么',
  close: '关闭',
  waiting: '正在读取文本的断言。',
  none: '此文本在 expect 下没有可以提问的断言，也没有目标。',
  predict: '先预测',
  predictHint: '先隐藏运行并回答有关它的问题，然后再显示',
  again: '再预测一次',
  change: '现在修改它',
  back: '回到它的说明',
  next: (title) => `下一个：${title}`,
  links: '延伸阅读：',
  answer: '结果如何',
  myth: (claim) => `常被相信：“${claim}。”这次运行表明并非如此。`,
  challenge: '有人已先于您猜过。轮到您了；之后会显示双方的答案。',
  progress: (at, all) => `第 ${at} 个问题，共 ${all} 个`,
  skip: '显示运行',
  take: '这就是我的猜测',
  axis: '您在时间轴上的猜测',
  axisHint: '点击时间轴，或使用方向键；加 Shift 为小步。',
  guessAt: (timeMs) => clockSeconds(timeMs),
  since: (point, atMs) => `${pointWords(point)}：${clockSeconds(atMs)}`,
  question: (ask) => {
    switch (ask.what) {
      case 'when':
        return `什么时候${behind(pointWords(ask.point))}？`;
      case 'when-shown':
        return `什么时候${behind(shownWords(ask.subject, ask.value))}？`;
      case 'value':
        return valueQuestion(ask.subject, momentWords(ask.moment));
      case 'count':
        return `${ask.moment.kind === 'end' ? '总共' : momentWords(ask.moment)}，${countedWords(ask.of)}多少次？`;
      case 'whether':
        return `${ask.moment.kind === 'end' ? '整次运行中' : momentWords(ask.moment)}，${countedWords(ask.of)}吗？`;
      case 'ever':
        return `${ask.moment.kind === 'stretch' ? momentWords(ask.moment) : '整次运行中'}，${shownWords(ask.subject, ask.value)}吗？`;
      case 'first':
        return '哪一个先发生？';
      case 'holds':
        return `这是否成立：${ask.text}？`;
    }
  },
  option: (ask, option) => {
    if (ask.what === 'first') return pointWords(option);
    const plain: Record<string, string> = { yes: '是', no: '否', true: '是', false: '否', '': '未设置' };
    return plain[option] ?? option;
  },
  outcomes: '您的预测',
  yours: '您',
  theirs: '链接',
  truth: '运行',
  exact: '完全正确',
  off: (offMs) => `${offMs < 0 ? '早了' : '晚了'} ${shortSeconds(Math.abs(offMs))}`,
  right: '正确',
  wrong: (answer) => `不对：${answer}`,
  score: (points, all) => `${points} 分，满分 ${all * 100} 分`,
  streak: (streak) => `连续 ${streak} 次`,
  local: '得分与连续次数只保存在此浏览器中。',
  link: '复制为挑战',
  linkHint: '一个先让别人回答、再与您的答案对比的链接',
  copied: '链接已复制',
  notCopied: '浏览器不允许',
  goals: '必须成立的条件',
  asClaims: '以断言显示',
  asClaimsHint: '目标在文本中的写法，即 expect 的记法',
  reached: '已达成：',
  missing: '尚未达成：',
  edits: (edits) => `改动 ${edits} 行`,
  level: (level) => `第 ${level} 关`,
  aim: (limits) => limits.map((limit, index) => `${'★'.repeat(3 - index)} 至多 ${limit} 行`).join('，'),
  solved: (edits) => `以改动 ${edits} 行解决。`,
  podOnly: '场景标签页已被修改：目标只能通过修改 Pod 达成。',
  restart: '重新开始',
  restartTitle: '原来的文本',
  stars: (stars) => `3 颗星中的 ${stars} 颗`,
};
