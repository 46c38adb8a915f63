import type { AppState } from '../../store/app-store.ts';
import type { Counterpart, Side } from '../../store/comparison.ts';
import { compareTexts as words } from '../texts/en-compare.ts';

export interface SideName {
  side: Side;
  name: string;
  /** Whether it is simulated or real; undefined if both runs are simulated, because then it goes without saying. */
  source: 'real' | 'simulated' | undefined;
}

/** Who A is and who B. */
export function sideNames(state: Pick<AppState, 'compare' | 'compared' | 'run' | 'choices'>): SideName[] {
  const { compare, compared } = state;
  if (!compare) return [];
  const isMeasured = compared?.source === 'real';
  const present = { name: presentName(state, compare.counterpart), source: isMeasured ? ('simulated' as const) : undefined };
  const other = { name: counterpartName(compare.counterpart) || (compared?.title ?? ''), source: isMeasured ? ('real' as const) : undefined };
  const [a, b] = compare.presentIs === 'a' ? [present, other] : [other, present];
  return [
    { side: 'a', ...a },
    { side: 'b', ...b },
  ];
}

function presentName({ run, choices }: Pick<AppState, 'run' | 'choices'>, counterpart: Counterpart): string {
  if (counterpart.kind === 'seed') return words.presentSeed(String(choices.seed ?? run?.facts.seed ?? 'typical'));
  const at = choices.at ?? run?.trace.meta.at;
  return counterpart.kind === 'at' && at !== undefined ? words.presentAt(at) : words.present;
}

function counterpartName(counterpart: Counterpart): string {
  switch (counterpart.kind) {
    case 'change':
      return words.names.change(counterpart.title);
    case 'before':
      return words.names.before(counterpart.title);
    case 'seed':
      return words.names.seed(String(counterpart.seed));
    case 'at':
      return words.names.at(counterpart.at);
    case 'gate':
      return words.names.gate(counterpart.gate, counterpart.on);
    case 'scenario':
    case 'text':
      return counterpart.title;
  }
}
