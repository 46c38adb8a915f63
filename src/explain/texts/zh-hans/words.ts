/** 数字、时间与列表的中文写法。 */
import type { AttemptFailure } from '../../tell/facts.ts';
import { isShortTime, lengthInWords, timeInWords } from '../../../base/time-words.ts';
import type { ContainerState, ProbeType } from '../../../model/kubernetes.ts';
import type { PullFault } from '../../messages.ts';

/** 汉字与拉丁字母或数字之间留一个空格，汉字之间不留。 */
function spaced(text: string): string {
  return text
    .replace(/(\p{Script=Han}) +(?=\p{Script=Han})/gu, '$1')
    .replace(/(\p{Script=Han})(?=[\w$`:/+−×])/gu, '$1 ')
    .replace(/([\w%)`])(?=\p{Script=Han})/gu, '$1 ');
}

/** 同样的文字，空格都合规矩：模板里的值有时以汉字开头，有时不是。 */
export function tidied<Texts>(texts: Texts): Texts {
  const tidy = (each: unknown): unknown => {
    if (typeof each === 'string') return spaced(each);
    if (typeof each === 'function') return (...facts: unknown[]) => tidy((each as (...facts: unknown[]) => unknown)(...facts));
    if (Array.isArray(each)) return each.map(tidy);
    if (typeof each === 'object' && each !== null) return Object.fromEntries(Object.entries(each).map(([name, text]) => [name, tidy(text)]));
    return each;
  };
  return tidy(texts) as Texts;
}

/** 时刻：`15.2 s`、`14 min 3.2 s`。 */
export const at = timeInWords;

/** 时间段：`15.2 至 45.3 s`、`14 min 3.2 s 至 19 min`。 */
export const stretch = (fromMs: number, toMs: number) => `${isShortTime(toMs) ? (fromMs / 1000).toFixed(1) : at(fromMs)} 至 ${at(toMs)}`;

/** 时长：`30 s`、`5.7 s`；整数不带小数。清单以秒计，所以一小时以内都以秒计：`618.8 s`，而 `2 h`。 */
export const span = (ms: number) => (ms > 0 && ms < 50 ? '不到 0.1 s' : lengthInWords(ms, 3_600_000));

/** 多次累计的时长：`0.4 s`、`12 min 11.5 s`、`23 h 50 min`。 */
export const total = (ms: number) => lengthInWords(ms);

/** `在 9.2、12.2 和 15.2 s`；时刻很多时只说首尾。 */
export function moments(list: readonly number[]): string {
  const isShort = isShortTime(list.at(-1) ?? 0);
  const numbers = list.map((ms) => (isShort ? (ms / 1000).toFixed(1) : at(ms)));
  const unit = isShort ? ' s' : '';
  return numbers.length > 4 ? `从 ${numbers[0]} 到 ${numbers.at(-1)}${unit} 共 ${numbers.length} 次` : `在 ${listed(numbers)}${unit}`;
}

/** `a`、`a 和 b`、`a、b 和 c`。 */
export const listed = (parts: readonly string[]) => (parts.length < 2 ? (parts[0] ?? '') : spaced(`${parts.slice(0, -1).join('、')}和${parts.at(-1)}`));

/** `第 3 次`。 */
export const nth = (n: number) => `第 ${n} 次`;

/** `3 次`。 */
export const times = (n: number) => `${n} 次`;

/** 以分号相连的分句：`甲；乙`。 */
export const joined = (...parts: (string | undefined | false)[]) => parts.filter((part): part is string => typeof part === 'string' && part !== '').join('；');

/** Kubernetes 或程序所说的原文。 */
export const quoted = (message: string) => `“${message.replace(/[.;]$/, '')}”`;

/** 镜像为什么没有拉取到。 */
export function pullFault(fault: PullFault): string {
  switch (fault.what) {
    case 'absent':
      return '镜像仓库里没有它';
    case 'unauthorized':
      return '镜像仓库要求凭据';
    case 'unreachable':
      return '无法连接镜像仓库';
    case 'other':
      return quoted(fault.message);
  }
}

/** 探针的种类。 */
export const PROBES: Record<ProbeType, string> = { startup: '启动', liveness: '存活', readiness: '就绪' };

/** `running`，或 waiting、terminated 状态的原因。 */
export function stateWords({ running, terminated, waiting }: ContainerState): string {
  if (running) return 'running';
  if (terminated) return terminated.reason ?? `退出码 ${terminated.exitCode}`;
  return waiting?.reason ?? 'waiting';
}

export function failureWords(failure: AttemptFailure): string {
  switch (failure.what) {
    case 'timeout':
      return `超过 timeoutSeconds ${failure.seconds} 没有应答`;
    case 'refused':
      return '连接被拒绝';
    case 'answered':
      return `应答 ${failure.status}`;
    case 'failed':
      return '失败';
    case 'command':
      return `失败（${quoted(failure.output)}）`;
    case 'other':
      return `失败：${quoted(failure.message)}`;
  }
}
