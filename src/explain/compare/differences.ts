/** Each place where two runs part, in the words of those who know Pods. */
import type { Aspect, Happening, Parting } from '../../model/comparison.ts';
import { compareTexts } from '../texts/en/compare.ts';
import type { Translation } from '../texts/translation.ts';
import type { Difference, Told } from './types.ts';

/** The order of differences at the same time: what happened comes before what was reported about it. */
const ORDER: readonly Aspect[] = ['actions', 'probes', 'processes', 'events', 'states', 'conditions', 'kubectl'];

type Words = Translation['compare'];

export function differencesOf(partings: readonly Parting[], words: Words = compareTexts): Difference[] {
  const inOrder = [...partings].sort((x, y) => x.t - y.t || ORDER.indexOf(x.aspect) - ORDER.indexOf(y.aspect));
  return inOrder.filter(isNew).map((parting) => {
    const { aspect, subject, t } = parting;
    const [a, b] = [told(words, aspect, parting.a), told(words, aspect, parting.b)];
    return { aspect, subject, t, where: words.where(aspect, subject), ...(a && { a }), ...(b && { b }) };
  });
}

/** Something that comes at another time and another number of times is one difference, not two. */
function isNew({ aspect, subject, a, b }: Parting, index: number, all: readonly Parting[]): boolean {
  const [firstOfA, firstOfB] = [a[0], b[0]];
  const before = all.findIndex((each) => each.aspect === aspect && each.subject === subject && isSame(each.a[0], firstOfA) && isSame(each.b[0], firstOfB));
  return before === index;
}

function isSame(one: Happening | undefined, other: Happening | undefined): boolean {
  return one?.label === other?.label && one?.t === other?.t;
}

/** The difference in words, the longest form first. */
export function forkForms({ where, a, b }: Difference, words: Words = compareTexts): string[] {
  const only = a ? b === undefined && words.only(where, 'A', a.words) : words.only(where, 'B', b?.words ?? '');
  const both = a && b && words.both(where, a.words, b.words);
  return [both || only || '', words.differ(where), where].filter((form) => form !== '');
}

const MOST_TOLD = 2;

function told(words: Words, aspect: Aspect, happenings: readonly Happening[]): Told | undefined {
  const [first] = happenings;
  if (!first) return undefined;
  const shown = happenings.slice(0, MOST_TOLD);
  return { words: words.told(aspect, shown, happenings.length - shown.length), first };
}
