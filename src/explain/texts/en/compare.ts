/** Two runs, A and B: what is different, in a sentence, a table and a list. */
import { isShortTime, lengthInWords } from '../../../base/time-words.ts';
import type { Aspect, Happening } from '../../../model/comparison.ts';
import type { DifferenceParts, Grace } from '../../compare/facts.ts';
import type { MeasureRow } from '../../compare/types.ts';
import { at, plural, span, times } from './words.ts';

export const compareTexts = {
  differs: (parts: DifferenceParts) => `B ${enumerated(partsOf(parts))}.`,
  same: (sameMs: number) => `No difference: both runs do the same, within ${span(sameMs)}.`,
  sameMeasures: (count: number, where: string, atMs: number) =>
    `The same in all that is measured; ${plural(count, 'difference')} in detail, from ${where} at ${at(atMs)} on.`,

  rows: { ready: 'Ready after', restarts: 'restarts', outage: 'outage', detection: 'fault noticed after', grace: 'grace used' } as Record<
    MeasureRow['measure'],
    string
  >,
  never: 'never',
  length: (ms: number) => span(ms),
  /** `1.2 of 30 s`. */
  grace: (grace: Grace) => graceWords(grace),

  only: (where: string, run: 'A' | 'B', words: string) => `${where}: only ${run}, ${words}`,
  both: (where: string, a: string, b: string) => `${where}: A ${a}, B ${b}`,
  differ: (where: string) => `${where} differs`,
  where: (aspect: Aspect, subject: string) => {
    switch (aspect) {
      case 'actions':
        return 'actions';
      case 'probes':
        return subject;
      case 'processes':
        return `${subject} process`;
      case 'events':
        return subject === 'Pod' ? 'Events of the Pod' : `Events of ${subject}`;
      case 'states':
        return `${subject} API status`;
      case 'conditions':
        return subject === 'phase' ? 'phase' : `condition ${subject}`;
      case 'kubectl':
        return 'kubectl STATUS';
    }
  },
  /** `more`: how many are left out. */
  told: (aspect: Aspect, shown: readonly Happening[], more: number) =>
    [...shown.map((each) => `${HAPPENINGS[aspect](each)} at ${at(each.t)}`), ...(more > 0 ? [`${more} more`] : [])].join(', '),

  deviations: {
    pull: (image: string, byMs: number, realMs: number, simulatedMs: number) =>
      `The real node took ${span(Math.abs(byMs))} ${byMs > 0 ? 'longer' : 'less'} to pull ${image}: ${span(realMs)}, simulated ${span(simulatedMs)}.`,
    onNode: (image: string) => `Have ${image} on the node`,
    letPull: (image: string, length: string) => `Let the pull of ${image} take ${length}`,
    ready: (container: string, realMs: number, simulatedMs: number) =>
      `The real ${container} was ready ${span(realMs)} after its start, simulated ${span(simulatedMs)}.`,
    letBoot: (container: string, length: string) => `Let ${container} boot for ${length}`,
    ranOn: (container: string, simulated: SeenExit) => `The real ${container} ran on where the simulated one ${exitWords(simulated)}.`,
    exit: (container: string, real: SeenExit, simulated: SeenExit | undefined) =>
      `The real ${container} ${exitWords(real)}; the simulated one ${simulated ? exitWords(simulated) : 'runs on'}.`,
    letOom: (container: string, after: string) => `Let ${container} run out of memory after ${after}`,
    letExit: (container: string, code: number, after: string) => `Let ${container} exit with ${code} after ${after}`,
  },
};

/** How a container ended, and how long after its start. */
export interface SeenExit {
  code: number;
  reason: string;
  afterMs: number;
}

function exitWords({ code, reason, afterMs }: SeenExit): string {
  return `${reason === 'OOMKilled' ? 'was killed for its memory' : `exited with ${code}`} after ${span(afterMs)}`;
}

function partsOf({ ready, restarts, outage, detection, grace }: DifferenceParts): string[] {
  const parts = [
    ready && readyWords(ready),
    restarts && `restarts ${restarts.b === 1 ? 'once' : `${restarts.b} times`} instead of ${restarts.a}`,
    outage && `is down for ${span(outage.b)} instead of ${span(outage.a)}`,
    detection && `notices a fault ${span(Math.abs(detection.byMs))} ${detection.byMs > 0 ? 'later' : 'sooner'}`,
    grace && changedGrace(grace),
  ];
  return parts.filter((part) => part !== undefined);
}

function readyWords(ready: NonNullable<DifferenceParts['ready']>): string {
  switch (ready.what) {
    case 'only B':
      return `is Ready after ${span(ready.afterMs)} where A never is`;
    case 'only A':
      return 'is never Ready';
    case 'both':
      return `is Ready ${span(Math.abs(ready.byMs))} ${ready.byMs > 0 ? 'later' : 'earlier'}`;
  }
}

function changedGrace({ what, a, b }: NonNullable<DifferenceParts['grace']>): string {
  switch (what) {
    case 'within':
      return `leaves within its grace: ${graceWords(b)}`;
    case 'used up':
      return `uses up its grace of ${span(b.ofMs)}`;
    case 'other':
      return `takes ${graceWords(b)} grace instead of ${graceWords(a)}`;
  }
}

function graceWords({ usedMs, ofMs }: Grace): string {
  return `${isShortTime(ofMs) ? lengthInWords(usedMs).replace(' s', '') : lengthInWords(usedMs)} of ${span(ofMs)}`;
}

/** `a`, `a and b`, `a, b, and c`: the parts are clauses, so the last one keeps its comma. */
function enumerated(parts: readonly string[]): string {
  return parts.length < 3 ? parts.join(' and ') : `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1)}`;
}

const HAPPENINGS: { readonly [Name in Aspect]: (happening: Happening) => string } = {
  // `1 delete`: the number of the action stands first
  actions: ({ label }) => label.replace(/^\d+ /, ''),
  probes: ({ label, count = 1 }) => `${PROBE_VERBS[label] ?? label}${count > 1 ? ` ${times(count)}` : ''}`,
  processes: ({ label }) => processWords(label),
  events: ({ label, count = 1 }) => `${label.split(' ')[1] ?? label}${count > 1 ? ` ×${count}` : ''}`,
  states: ({ label }) => stateLabel(label),
  conditions: ({ label }) => label.replace(/^(True|False|Unknown) (\S+).*$/s, '$1 ($2)'),
  kubectl: ({ label }) => label,
};

const PROBE_VERBS: Readonly<Record<string, string>> = { success: 'succeeds', failure: 'fails', warning: 'warns', error: 'cannot be run' };

/** `exit 137`, `preStop end cut`, `SIGTERM`. */
function processWords(label: string): string {
  const [first = '', second, third] = label.split(' ');
  if (label === 'start') return 'starts';
  if (first === 'exit') return `exits with ${second}`;
  if (second === 'start') return `${first} begins`;
  if (second === 'end') return `${first} ${third === 'cut' ? 'is cut' : third === 'failed' ? 'fails' : 'is done'}`;
  return label;
}

/** `waiting CrashLoopBackOff #2`, `terminated Error 137 #0`: the count of restarts stands behind the hash. */
function stateLabel(label: string): string {
  const [, state = label, restarts = '0'] = /^(.*) #(\d+)$/.exec(label) ?? [];
  const [word = '', reason = '', exitCode] = state.split(' ');
  const said = word === 'running' ? 'Running' : reason === '' ? word : exitCode === undefined ? reason : `${reason} (exit code ${exitCode})`;
  return restarts === '0' ? said : `${said}, ↻${restarts}`;
}
