/** 两次运行 A 与 B：一句话、一张表和一个列表说明不同之处。 */
import { isShortTime, lengthInWords } from '../../../base/time-words.ts';
import type { Aspect, Happening } from '../../../model/comparison.ts';
import type { DifferenceParts, Grace } from '../../compare/facts.ts';
import type { SeenExit } from '../en/compare.ts';
import type { Translation } from '../translation.ts';
import { at, span, tidied, times } from './words.ts';

export const compare: Translation['compare'] = tidied({
  differs: (parts) => `B ${partsOf(parts).join('，')}。`,
  same: (sameMs) => `没有差异：两次运行相同，误差在 ${span(sameMs)} 之内。`,
  sameMeasures: (count, where, atMs) => `各项数值都相同；细节上有 ${count} 处差异，从 ${at(atMs)} 的 ${where} 开始。`,

  rows: { ready: 'Ready 于', restarts: '重启次数', outage: '不可用', detection: '发现故障用时', grace: '宽限期用去' },
  never: '从未',
  length: (ms) => span(ms),
  grace: (grace) => graceWords(grace),

  only: (where, run, words) => `${where}：仅 ${run}，${words}`,
  both: (where, a, b) => `${where}：A ${a}，B ${b}`,
  differ: (where) => `${where} 不同`,
  where: (aspect, subject) => {
    switch (aspect) {
      case 'actions':
        return '动作';
      case 'probes':
        return subject;
      case 'processes':
        return `${subject} 进程`;
      case 'events':
        return subject === 'Pod' ? 'Pod 的事件' : `${subject} 的事件`;
      case 'states':
        return `${subject} API 状态`;
      case 'conditions':
        return subject === 'phase' ? '阶段' : `状况 ${subject}`;
      case 'kubectl':
        return 'kubectl STATUS';
    }
  },
  told: (aspect, shown, more) => [...shown.map((each) => `${at(each.t)} ${HAPPENINGS[aspect](each)}`), ...(more > 0 ? [`另有 ${more} 项`] : [])].join('，'),

  deviations: {
    pull: (image, byMs, realMs, simulatedMs) =>
      `真实节点拉取 ${image} ${byMs > 0 ? '多' : '少'}用了 ${span(Math.abs(byMs))}：${span(realMs)}，模拟为 ${span(simulatedMs)}。`,
    onNode: (image) => `让节点上已有 ${image}`,
    letPull: (image, length) => `让 ${image} 的拉取用时 ${length}`,
    ready: (container, realMs, simulatedMs) => `真实的 ${container} 在启动 ${span(realMs)} 后就绪，模拟为 ${span(simulatedMs)}。`,
    letBoot: (container, length) => `让 ${container} 的启动用时 ${length}`,
    ranOn: (container, simulated) => `真实的 ${container} 继续运行，而模拟的${exitWords(simulated)}。`,
    exit: (container, real, simulated) => `真实的 ${container} ${exitWords(real)}；模拟的${simulated ? exitWords(simulated) : '继续运行'}。`,
    letOom: (container, after) => `让 ${container} 在 ${after} 后内存耗尽`,
    letExit: (container, code, after) => `让 ${container} 在 ${after} 后以退出码 ${code} 退出`,
  },
});

function exitWords({ code, reason, afterMs }: SeenExit): string {
  return `在 ${span(afterMs)} 后${reason === 'OOMKilled' ? '因内存被杀死' : `以退出码 ${code} 退出`}`;
}

function partsOf({ ready, restarts, outage, detection, grace }: DifferenceParts): string[] {
  const parts = [
    ready && readyWords(ready),
    restarts && `重启 ${times(restarts.b)}而不是 ${times(restarts.a)}`,
    outage && `不可用 ${span(outage.b)} 而不是 ${span(outage.a)}`,
    detection && `${detection.byMs > 0 ? '晚' : '早'} ${span(Math.abs(detection.byMs))} 发现故障`,
    grace && changedGrace(grace),
  ];
  return parts.filter((part) => part !== undefined);
}

function readyWords(ready: NonNullable<DifferenceParts['ready']>): string {
  switch (ready.what) {
    case 'only B':
      return `${span(ready.afterMs)} 后 Ready，而 A 从未 Ready`;
    case 'only A':
      return '从未 Ready';
    case 'both':
      return `${ready.byMs > 0 ? '晚' : '早'} ${span(Math.abs(ready.byMs))} Ready`;
  }
}

function changedGrace({ what, a, b }: NonNullable<DifferenceParts['grace']>): string {
  switch (what) {
    case 'within':
      return `在宽限期内退出：${graceWords(b)}`;
    case 'used up':
      return `用完 ${span(b.ofMs)} 宽限期`;
    case 'other':
      return `宽限期用去 ${graceWords(b)} 而不是 ${graceWords(a)}`;
  }
}

function graceWords({ usedMs, ofMs }: Grace): string {
  return `${isShortTime(ofMs) ? lengthInWords(usedMs).replace(' s', '') : lengthInWords(usedMs)} / ${span(ofMs)}`;
}

const HAPPENINGS: { readonly [Name in Aspect]: (happening: Happening) => string } = {
  actions: ({ label }) => label.replace(/^\d+ /, ''),
  probes: ({ label, count = 1 }) => `${PROBE_VERBS[label] ?? label}${count > 1 ? ` ${times(count)}` : ''}`,
  processes: ({ label }) => processWords(label),
  events: ({ label, count = 1 }) => `${label.split(' ')[1] ?? label}${count > 1 ? ` ×${count}` : ''}`,
  states: ({ label }) => stateLabel(label),
  conditions: ({ label }) => label.replace(/^(True|False|Unknown) (\S+).*$/s, '$1（$2）'),
  kubectl: ({ label }) => label,
};

const PROBE_VERBS: Readonly<Record<string, string>> = { success: '成功', failure: '失败', warning: '警告', error: '无法运行' };

function processWords(label: string): string {
  const [first = '', second, third] = label.split(' ');
  if (label === 'start') return '启动';
  if (first === 'exit') return `以 ${second} 退出`;
  if (second === 'start') return `${first} 开始`;
  if (second === 'end') return `${first} ${third === 'cut' ? '被截断' : third === 'failed' ? '失败' : '完成'}`;
  return label;
}

function stateLabel(label: string): string {
  const [, state = label, restarts = '0'] = /^(.*) #(\d+)$/.exec(label) ?? [];
  const [word = '', reason = '', exitCode] = state.split(' ');
  const said = word === 'running' ? 'Running' : reason === '' ? word : exitCode === undefined ? reason : `${reason}（退出码 ${exitCode}）`;
  return restarts === '0' ? said : `${said}，↻${restarts}`;
}
