/** Two runs in one sentence and a few numbers: what an expert would say has changed from A to B. */
import type { Parting } from '../../model/comparison.ts';
import type { PodRecord, Trace } from '../../model/trace.ts';
import type { Measures } from '../types.ts';
import { measuresOf } from '../verdict/measures.ts';
import { compareTexts } from '../texts/en/compare.ts';
import type { Translation } from '../texts/translation.ts';
import { differencesOf, forkForms } from './differences.ts';
import type { DifferenceParts, Grace } from './facts.ts';
import type { ComparedWords, Difference, MeasureRow } from './types.ts';

type Words = Translation['compare'];

/** Outages and waits that differ by less than this count as equal. */
const TELLING_MS = 500;
/** Grace periods that differ by less than this count as equal: the kubelet kills a little before or after the whole second. */
const GRACE_SLACK_MS = 100;

/**
 * @param partings where the recordings of the two runs part.
 * @param sameMs lengths of time that differ by less are the same: jitter, not behaviour.
 * @param translation absent: English.
 */
export function comparedWords(a: Trace, b: Trace, partings: readonly Parting[], sameMs: number, translation?: Translation): ComparedWords {
  const words = translation?.compare ?? compareTexts;
  const differences = differencesOf(partings, words);
  const untilMs = sharedMs(a, b);
  const [ofA, ofB] = [measuresOf(upTo(a, untilMs)), measuresOf(upTo(b, untilMs))];
  const [first] = differences;
  return {
    sentence: sentenceOf(ofA, ofB, differences, sameMs, words),
    ...(first && { fork: { timeMs: first.t, forms: forkForms(first, words) } }),
    rows: rowsOf(ofA, ofB, sameMs, words, untilMs),
    differences,
  };
}

/** How far both runs can be measured: if a run ends before its Pod does, what would have come is not known. */
function sharedMs(a: Trace, b: Trace): number {
  const shorter = a.endMs < b.endMs ? a : b;
  const last = shorter.records.findLast((record): record is PodRecord => record.kind === 'Pod');
  const isOver = last?.type === 'DELETED' || last?.object.status.phase === 'Succeeded' || last?.object.status.phase === 'Failed';
  return isOver || a.endMs === b.endMs ? Infinity : shorter.endMs;
}

function upTo(trace: Trace, untilMs: number): Trace {
  return trace.endMs <= untilMs ? trace : { ...trace, endMs: untilMs, records: trace.records.filter(({ t }) => t <= untilMs) };
}

// ---- the sentence ----------------------------------------------------------------------------------------------------

export function sentenceOf(a: Measures, b: Measures, differences: readonly Difference[], sameMs: number, words: Words = compareTexts): string {
  const parts = partsOf(a, b, sameMs);
  if (Object.keys(parts).length > 0) return words.differs(parts);
  const [first] = differences;
  return first ? words.sameMeasures(differences.length, first.where, first.t) : words.same(sameMs);
}

function partsOf(a: Measures, b: Measures, sameMs: number): DifferenceParts {
  const tellingMs = Math.max(sameMs, TELLING_MS);
  const ready = readyPart(a, b, sameMs);
  const grace = gracePart(graceOf(a), graceOf(b), tellingMs);
  const differ = (one: number | undefined, other: number | undefined) => one !== undefined && other !== undefined && Math.abs(other - one) >= tellingMs;
  return {
    ...(ready && { ready }),
    ...(a.restarts !== b.restarts && { restarts: { a: a.restarts, b: b.restarts } }),
    ...(differ(a.outageMs, b.outageMs) && { outage: { a: a.outageMs ?? 0, b: b.outageMs ?? 0 } }),
    ...(differ(a.detectionMs, b.detectionMs) && { detection: { byMs: (b.detectionMs ?? 0) - (a.detectionMs ?? 0) } }),
    ...(grace && { grace }),
  };
}

function readyPart({ timeToReadyMs: a }: Measures, { timeToReadyMs: b }: Measures, sameMs: number): DifferenceParts['ready'] {
  if (a === undefined) return b === undefined ? undefined : { what: 'only B', afterMs: b };
  if (b === undefined) return { what: 'only A' };
  return Math.abs(b - a) < sameMs ? undefined : { what: 'both', byMs: b - a };
}

function gracePart(a: Grace | undefined, b: Grace | undefined, tellingMs: number): DifferenceParts['grace'] {
  if (!a || !b) return undefined;
  if (isUsedUp(b)) return isUsedUp(a) ? undefined : { what: 'used up', a, b };
  if (isUsedUp(a)) return { what: 'within', a, b };
  return Math.abs(b.usedMs - a.usedMs) < tellingMs ? undefined : { what: 'other', a, b };
}

function graceOf({ graceUsedMs: usedMs, graceMs: ofMs }: Measures): Grace | undefined {
  return usedMs === undefined || ofMs === undefined ? undefined : { usedMs, ofMs };
}

function isUsedUp({ usedMs, ofMs }: Grace): boolean {
  return usedMs >= ofMs - GRACE_SLACK_MS;
}

// ---- the table -------------------------------------------------------------------------------------------------------

const UNKNOWN = '–';
const SAME = '=';

/** `untilMs`: how far both were measured. What did not come until then may still come later, unless it is Infinity. */
export function rowsOf(a: Measures, b: Measures, sameMs: number, words: Words = compareTexts, untilMs = Infinity): MeasureRow[] {
  const notYet = untilMs === Infinity ? words.never : UNKNOWN;
  const ready: MeasureRow = {
    measure: 'ready',
    name: words.rows.ready,
    a: a.timeToReadyMs === undefined ? notYet : words.length(a.timeToReadyMs),
    b: b.timeToReadyMs === undefined ? notYet : words.length(b.timeToReadyMs),
    difference: lengthened(a.timeToReadyMs, b.timeToReadyMs, sameMs),
  };
  const restarts: MeasureRow = {
    measure: 'restarts',
    name: words.rows.restarts,
    a: String(a.restarts),
    b: String(b.restarts),
    difference: a.restarts === b.restarts ? SAME : signed(b.restarts - a.restarts, ''),
  };
  const [graceOfA, graceOfB] = [graceOf(a), graceOf(b)];
  const others = [
    lengthRow(words, 'outage', a.outageMs, b.outageMs, sameMs),
    lengthRow(words, 'detection', a.detectionMs, b.detectionMs, sameMs),
    (graceOfA ?? graceOfB) && {
      measure: 'grace' as const,
      name: words.rows.grace,
      a: graceOfA ? words.grace(graceOfA) : UNKNOWN,
      b: graceOfB ? words.grace(graceOfB) : UNKNOWN,
      difference: lengthened(graceOfA?.usedMs, graceOfB?.usedMs, sameMs),
    },
  ];
  return [ready, restarts, ...others.filter((row) => row !== undefined)];
}

function lengthRow(words: Words, measure: MeasureRow['measure'], a: number | undefined, b: number | undefined, sameMs: number): MeasureRow | undefined {
  if (a === undefined && b === undefined) return undefined;
  const told = (ms: number | undefined) => (ms === undefined ? UNKNOWN : words.length(ms));
  return { measure, name: words.rows[measure], a: told(a), b: told(b), difference: lengthened(a, b, sameMs) };
}

function lengthened(a: number | undefined, b: number | undefined, sameMs: number): string {
  if (a === undefined || b === undefined) return a === b ? SAME : '';
  return Math.abs(b - a) < sameMs ? SAME : signed((b - a) / 1000, ' s');
}

function signed(value: number, unit: string): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1).replace(/\.0$/, '')}${unit}`;
}
