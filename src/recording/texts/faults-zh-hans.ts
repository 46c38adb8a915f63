/** 断言哪里写错了，用简体中文。种类、字段与时间点保持原样。 */
import type { Translated } from '../../base/language.ts';
import type { faultTexts } from './faults.ts';

export const fault: Translated<typeof faultTexts> = {
  nouns: {
    text: '文本',
    texts: '文本或文本的列表',
    integer: '整数',
    boolean: ' true 或 false',
    duration: '时长',
    path: '路径',
    regexp: '正则表达式',
    claim: '断言',
    point: '时间点',
    container: '容器的名称',
  },
  isNot: (value, noun) => `${value} 不是${noun}`,
  isNoneOf: (value, known) => `${value} 不在以下各项之中：${known}`,
  help: {
    duration: '请写 Go 时长，例如 90s、250ms 或 1m30s。',
    conditionStatus: '请给 True 和 False 加引号：YAML 会把它们当作布尔值。',
    text: '请加引号。',
    claim: '断言是只有一个键的对象，例如 {phase: {value: Running}}。',
    point:
      '时间点可以是从创建算起的时长（90s）、create、delete、action.N、<container>.start、<container>.ready、cond.<Type>.<Status>、event.<Reason> 等，需要时加上偏移：delete+15s。',
    relations: '请写关系的列表：[app.start < app.ready]。',
  },
  didYouMean: (name) => `是否想写 ${name}？`,
  oneKind: (kinds) => (kinds.length === 0 ? '断言要有一个种类' : `断言只有一个种类，而不是 ${kinds.join(' 和 ')}`),
  noKind: (kind, known) => `${kind} 不是断言的种类；已知的有：${known}`,
  belongsIn: (kind, outer) => `${kind} 只能写在 ${outer} 之内`,
  noMoment: (kind) => `${kind} 说的不是某一时刻，因此不能写在这里`,
  noClaims: '不是断言的列表',
  noAction: (index) => `没有动作 ${index}`,
  noArguments: '没有参数',
  unknown: (known) => `未知；已知的有：${known}`,
  missing: '缺失',
  needsDuring: 'op increases 需要 during',
  noPlace: (names) => `${names} 不能写在这里`,
  exclude: (names) => `${names.join(' 与 ')} 不能同时使用`,
  needsWithin: '需要 within',
  notAnAction: (value) => `${value} 既不是 create，也不是 action.N`,
  noContainer: (name, known) => `Pod 没有容器 ${name}，只有 ${known}`,
  toOrFor: '需要 to 或 for 之一',
  notNth: (value) => `${value} 既不是数字，也不是 first-after:<point>`,
  noList: '不是列表',
  noRelation: (value) => `${value} 不是 p < q 的形式`,
};
