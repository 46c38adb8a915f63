/** Each place where two runs part, in the words of those who know Pods. */
import type { Aspect, Happening, Parting } from '../../model/comparison.ts';
import { at, times } from '../texts/en/words.ts';
import type { Difference, Told } from './types.ts';

/** What comes first of several differences at the same time: what happened before what was told of it. */
const ORDER: readonly Aspect[] = ['actions', 'probes', 'processes', 'events', 'states', 'conditions', 'kubectl'];

export function differencesOf(partings: readonly Parting[]): Difference[] {
  const inOrder = [...partings].sort((x, y) => x.t - y.t || ORDER.indexOf(x.aspect) - ORDER.indexOf(y.aspect));
  return inOrder.filter(isNew).map((parting) => {
    const { aspect, subject, t } = parting;
    const [a, b] = [told(aspect, parting.a), told(aspect, parting.b)];
    return { aspect, subject, t, where: whereOf(parting), ...(a && { a }), ...(b && { b }) };
  });
}

/** What comes at another time and another number of times is one difference, not two. */
function isNew({ aspect, subject, a, b }: Parting, index: number, all: readonly Parting[]): boolean {
  const [firstOfA, firstOfB] = [a[0], b[0]];
  const before = all.findIndex((each) => each.aspect === aspect && each.subject === subject && isSame(each.a[0], firstOfA) && isSame(each.b[0], firstOfB));
  return before === index;
}

function isSame(one: Happening | undefined, other: Happening | undefined): boolean {
  return one?.label === other?.label && one?.t === other?.t;
}

/** The difference in as many words as there is room for. */
export function forkForms({ where, a, b }: Difference): string[] {
  const only = a ? b === undefined && `${where}: only A, ${a.words}` : `${where}: only B, ${b?.words ?? ''}`;
  const both = a && b && `${where}: A ${a.words}, B ${b.words}`;
  return [both || only || '', `${where} differs`, where].filter((form) => form !== '');
}

function whereOf({ aspect, subject }: Parting): string {
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
}

const MOST_TOLD = 2;

function told(aspect: Aspect, happenings: readonly Happening[]): Told | undefined {
  const [first] = happenings;
  if (!first) return undefined;
  const shown = happenings.slice(0, MOST_TOLD).map((each) => `${WORDS[aspect](each)} at ${at(each.t)}`);
  const more = happenings.length - shown.length;
  return { words: [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', '), first };
}

const WORDS: { readonly [Name in Aspect]: (happening: Happening) => string } = {
  // `1 delete`: the number of the action stands first
  actions: ({ label }) => label.replace(/^\d+ /, ''),
  probes: ({ label, count = 1 }) => `${PROBE_VERBS[label] ?? label}${count > 1 ? ` ${times(count)}` : ''}`,
  processes: ({ label }) => processWords(label),
  events: ({ label, count = 1 }) => `${label.split(' ')[1] ?? label}${count > 1 ? ` ×${count}` : ''}`,
  states: ({ label }) => stateWords(label),
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
function stateWords(label: string): string {
  const [, state = label, restarts = '0'] = /^(.*) #(\d+)$/.exec(label) ?? [];
  const [word = '', reason = '', exitCode] = state.split(' ');
  const said = word === 'running' ? 'Running' : reason === '' ? word : exitCode === undefined ? reason : `${reason} (exit code ${exitCode})`;
  return restarts === '0' ? said : `${said}, ↻${restarts}`;
}
