/** 用文字表述断言及其中的时间点。 */
import {
  type Claim,
  type ClaimOf,
  conditionPoint,
  containerPoint,
  innerClaim,
  lengthWords,
  list,
  type Operator,
  pointParts,
  type Stretch,
  type Timing,
} from '../claim-parts.ts';
import type { claimWords as english } from '../en-claim-words.ts';
import type { Translated } from '../language.ts';

const POINTS: Record<string, (container: string) => string> = {
  start: (container) => `${container} 启动`,
  exit: (container) => `${container} 结束`,
  term: (container) => `${container} 收到停止信号`,
  started: (container) => `${container} 算作已启动`,
  ready: (container) => `${container} 就绪`,
  'poststart.start': (container) => `${container} 的 postStart 回调开始`,
  'poststart.end': (container) => `${container} 的 postStart 回调结束`,
  'prestop.start': (container) => `${container} 的 preStop 回调开始`,
  'prestop.end': (container) => `${container} 的 preStop 回调结束`,
};

const NAMED: Record<string, string> = {
  create: '创建 Pod',
  delete: '删除 Pod',
  scheduled: '绑定到节点',
  'phase.notPending': '阶段不再是 Pending',
  'pod.terminal': 'Pod 结束',
  'pod.deleted': 'Pod 从 API 中消失',
  'uid.changed': '新的镜像 Pod 接替',
  'kubelet.healthy': 'kubelet 恢复',
};

/** 断言中的一个时间点：`app#2.start` 是“app 启动（第 2 次）”，`delete+3s` 是“删除 Pod 之后 3 s”。 */
export function pointWords(point: string): string {
  const { name, offset, isLater } = pointParts(point);
  if (name === '') return lengthWords(offset);
  return offset === '' ? namedPoint(name) : `${namedPoint(name).replace(/\w$/, '$& ')}${isLater ? '之后' : '之前'} ${lengthWords(offset)}`;
}

function namedPoint(name: string): string {
  const condition = conditionPoint(name);
  if (condition) return `状况 ${condition.type} 变为 ${condition.status}`;
  const named = NAMED[name];
  if (named !== undefined) return named;
  const [, kind, value = ''] = /^(phase|event|action)\.(\w+)$/.exec(name) ?? [];
  if (kind === 'phase') return `阶段变为 ${value}`;
  if (kind === 'event') return `首个事件 ${value} 出现`;
  if (kind === 'action') return `动作 ${value}`;
  const point = containerPoint(name);
  const words = point && POINTS[point.moment];
  if (!words) return name;
  return `${words(point.container)}${point.nth === undefined ? '' : point.nth === 'last' ? '（最后一次）' : `（第 ${point.nth} 次）`}`;
}

const or = (values: string | readonly string[] | undefined) => list(values).join(' 或 ');
const quoted = (values: string | readonly string[] | undefined) =>
  list(values)
    .map((value) => `“${value}”`)
    .join('和');
const since = (point: string | undefined) => (point === undefined || point === 'create' ? '' : `${pointWords(point).replace(/\w$/, '$& ')}之后 `);
const between = ({ from, to, for: length }: Stretch) =>
  to === undefined
    ? `${pointWords(from).replace(/\w$/, '$& ')}之后的 ${lengthWords(length ?? '')} 内`
    : `从${spaced(pointWords(from))}到${spaced(pointWords(to))}之间`;
/** 拉丁字母和数字与汉字之间留一个空格。 */
const spaced = (text: string) => `${/^[\w$]/.test(text) ? ' ' : ''}${text}${/\w$/.test(text) ? ' ' : ''}`;

const COUNTS: Record<Operator, (value: number) => string> = {
  '==': (value) => `恰好 ${value} 次`,
  '!=': (value) => `不是 ${value} 次`,
  '>=': (value) => `至少 ${value} 次`,
  '<=': (value) => `至多 ${value} 次`,
  '>': (value) => `多于 ${value} 次`,
  '<': (value) => `少于 ${value} 次`,
};
const isNever = (op: Operator, value: number) => (op === '==' && value === 0) || (op === '<=' && value === 0) || (op === '<' && value === 1);

function counted(subject: string, verb: string, { op, value }: { op: Operator; value: number }): string {
  return isNever(op, value) ? `${subject}从不${verb}` : `${subject}${verb}${COUNTS[op](value)}`;
}

function bounds({ min, max }: { min?: string; max?: string }): string {
  if (min !== undefined && max !== undefined) return min === max ? `恰好 ${lengthWords(min)}` : `${lengthWords(min)} 到 ${lengthWords(max)}`;
  if (min !== undefined) return `至少 ${lengthWords(min)}`;
  return max === undefined ? '任意长的时间' : `至多 ${lengthWords(max)}`;
}

function ending(reason: string | readonly string[] | undefined, exitCode: number | undefined): string {
  return `${reason === undefined ? '' : `，原因 ${or(reason)}`}${exitCode === undefined ? '' : `，退出码 ${exitCode}`}`;
}

function stateClause({ container, state, reason, exitCode, message, messageContains }: ClaimOf<'containerState'>['args']): string {
  if (state === 'absent') return `${container} 不再存在于节点上`;
  const said = messageContains ?? message;
  return `${container} 处于 ${state}${ending(reason, exitCode)}${said === undefined ? '' : `，消息包含${quoted(said)}`}`;
}

function variableClause({ container, name, value, matches, exists }: ClaimOf<'env'>['args']): string {
  if (matches !== undefined) return `${container} 中的 $${name} 符合 ${matches}`;
  if (value?.startsWith('$.')) return `${container} 中的 $${name} 等于 ${value.slice(2)}`;
  if (value !== undefined) return `${container} 中的 $${name} 是 ${value}`;
  return `${container} ${exists === false ? '没有' : '有'}变量 ${name}`;
}

function fieldClause({ path, op, value }: ClaimOf<'field'>['args']): string {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  switch (op) {
    case 'exists':
      return `${path} ${value === false ? '未设置' : '已设置'}`;
    case 'empty':
      return `${path} ${value === false ? '不为空' : '为空'}`;
    case 'length':
      return `${path} 有 ${shown} 项`;
    case 'increases':
      return `${path} 增大`;
    case '==':
      return `${path} 是 ${shown}`;
    case '!=':
      return `${path} 不是 ${shown}`;
    default:
      return `${path} ${{ '>=': '至少', '<=': '至多', '>': '大于', '<': '小于' }[op]} ${shown}`;
  }
}

function outputClause({ container, equals, contains, matches }: ClaimOf<'log'>['args']): string {
  if (equals !== undefined) return `${container} 的输出是${quoted(equals)}`;
  return matches === undefined ? `${container} 的输出包含${quoted(contains)}` : `${container} 的输出符合 ${matches}`;
}

/** 断言的内容，不含时间。 */
function clause(claim: Claim): string {
  switch (claim.kind) {
    case 'phase':
      return `阶段是 ${or(claim.args.value)}`;
    case 'condition': {
      const { type, status, reason, message } = claim.args;
      return `状况 ${type} 为 ${status}${reason === undefined ? '' : `，原因 ${or(reason)}`}${message === undefined ? '' : `，消息${quoted(message)}`}`;
    }
    case 'podReason':
      return or(claim.args.value) === '' ? 'Pod 没有原因' : `Pod 的原因是 ${or(claim.args.value)}`;
    case 'kubectlStatus':
      return `STATUS 显示 ${or(claim.args.value)}`;
    case 'containerState':
      return stateClause(claim.args);
    case 'lastState':
      return `${claim.args.container} 的上一次运行已结束${ending(claim.args.reason, claim.args.exitCode)}`;
    case 'restartCount':
      return isNever(claim.args.op, claim.args.value)
        ? `${claim.args.container} 从未重启`
        : `${claim.args.container} 已重启${COUNTS[claim.args.op](claim.args.value)}`;
    case 'restartCountDecreases':
      return `${claim.args.container} 的重启次数减少`;
    case 'starts':
      return counted(`${claim.args.container} `, '启动', claim.args);
    case 'containerFlag': {
      const { container, flag, value } = claim.args;
      return flag === 'ready' ? `${container} ${value ? '就绪' : '未就绪'}` : `${container} ${value ? '算作已启动' : '不算作已启动'}`;
    }
    case 'containerImage':
      return `${claim.args.container} 运行镜像 ${claim.args.value}`;
    case 'event': {
      const { reason, messageContains, source } = claim.args;
      const which = `${reason === '*' ? '任何事件' : `事件 ${reason}`}${messageContains === undefined ? '' : `（${quoted(messageContains)}）`}`;
      return counted(`${source === undefined ? '' : `${source} 的`}${which} `, '出现', claim.args);
    }
    case 'hookRuns':
      return counted(`${claim.args.container} 的 ${claim.args.hook} 回调`, '运行', claim.args);
    case 'probeRuns':
      return counted(`${claim.args.container} 的 ${claim.args.probe} 探针`, '运行', claim.args);
    case 'podDeleted':
      return 'Pod 从 API 中消失';
    case 'log':
      return outputClause(claim.args);
    case 'env':
      return variableClause(claim.args);
    case 'field':
      return fieldClause(claim.args);
    case 'uidChanged':
      return claim.args.value ? 'Pod 的 UID 与开始时不同' : 'Pod 的 UID 与开始时相同';
    case 'execResult': {
      const { action, exitCode, stdoutContains } = claim.args;
      return `${pointWords(action)} 的命令${[
        ...(exitCode === undefined ? [] : [`以退出码 ${exitCode} 结束`]),
        ...(stdoutContains === undefined ? [] : [`打印${quoted(stdoutContains)}`]),
      ].join('，并')}`;
    }
    case 'apiError': {
      const { action, status, messageContains, messageLacks } = claim.args;
      const what = action === 'create' ? '这个 Pod' : pointWords(action);
      return `API 以 ${status} 拒绝${what}${messageContains === undefined ? '' : `，消息包含${quoted(messageContains)}`}${messageLacks === undefined ? '' : `，不包含${quoted(messageLacks)}`}`;
    }
    case 'order':
      return claim.args.map(relation).join('；');
    case 'duration':
      return `从${spaced(pointWords(claim.args.from))}到${spaced(pointWords(claim.args.to))}历时${spaced(bounds(claim.args))}`.trim();
    case 'restartDelay': {
      const { container, nth } = claim.args;
      const which = typeof nth === 'number' ? `${container} 的第 ${nth} 次重启` : `${pointWords(nth.replace(/^first-after:/, ''))}之后 ${container} 的重启`;
      return `${which}等待${spaced(bounds(claim.args))}`.trim();
    }
    case 'never':
      return `${between(claim.args.during)}，任何时刻都不会：${clause(innerClaim(claim.args.what))}`;
    case 'always':
      return `${between(claim.args.during)}，始终：${clause(innerClaim(claim.args.what))}`;
    case 'sticky':
      return `一旦${clause(innerClaim(claim.args.what))}，就一直如此`;
  }
}

function relation(text: string): string {
  const [, first = '', operator, second = ''] = /^(.*?)\s*(<=?)\s*(.*)$/.exec(text) ?? [];
  return `${pointWords(first)}${operator === '<=' ? '不晚于' : '早于'}${spaced(pointWords(second)).trimEnd()}`;
}

const COUNTERS: readonly Claim['kind'][] = ['starts', 'event', 'hookRuns', 'probeRuns'];
const OF_ITS_OWN: readonly Claim['kind'][] = ['order', 'duration', 'restartDelay', 'never', 'always', 'sticky', 'apiError'];

function when({ kind, args }: Claim): string {
  if (OF_ITS_OWN.includes(kind)) return '';
  const { within, after, at, during }: Timing = args as Timing;
  if (within !== undefined) return `${since(after)}${lengthWords(within)} 内，`;
  if (at !== undefined) return COUNTERS.includes(kind) ? `到${spaced(pointWords(at))}为止，` : `在${spaced(pointWords(at))}时，`;
  if (during !== undefined) return COUNTERS.includes(kind) ? `${between(during)}，` : `${between(during)}，始终：`;
  return COUNTERS.includes(kind) ? '总共，' : '最后，';
}

export const claimWords: Translated<typeof english> = {
  point: pointWords,
  tell: (claim) => `${when(claim)}${clause(claim)}。`,
  verdicts: { pass: '成立', fail: '不成立', undecidable: '无法判断' },
  more: (count) => `以及另外 ${count} 条`,
};
