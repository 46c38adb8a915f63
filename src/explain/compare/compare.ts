/** Two runs in one sentence and a few numbers: what somebody who knows would say changed from A to B. */
import type { Parting } from '../../model/comparison.ts';
import type { Trace } from '../../model/trace.ts';
import type { Measures } from '../types.ts';
import { measuresOf } from '../verdict/measures.ts';
import { at, plural, span } from '../texts/en/words.ts';
import { differencesOf, forkForms } from './differences.ts';
import type { ComparedWords, Difference, MeasureRow } from './types.ts';

/** Less of an outage, or of a wait, nobody would call a difference. */
const TELLING_MS = 500;
/** The kubelet kills a little before or after the whole second. */
const GRACE_SLACK_MS = 100;

/**
 * @param partings where the recordings of the two runs part.
 * @param sameMs lengths of time that differ by less are the same: jitter, not behaviour.
 */
export function comparedWords(a: Trace, b: Trace, partings: readonly Parting[], sameMs: number): ComparedWords {
  const differences = differencesOf(partings);
  const [ofA, ofB] = [measuresOf(a), measuresOf(b)];
  const [first] = differences;
  return {
    sentence: sentenceOf(ofA, ofB, differences, sameMs),
    ...(first && { fork: { timeMs: first.t, forms: forkForms(first) } }),
    rows: rowsOf(ofA, ofB, sameMs),
    differences,
  };
}

// ---- the sentence ----------------------------------------------------------------------------------------------------

export function sentenceOf(a: Measures, b: Measures, differences: readonly Difference[], sameMs: number): string {
  const tellingMs = Math.max(sameMs, TELLING_MS);
  const parts = [readyPart(a, b, sameMs), restartsPart(a, b), outagePart(a, b, tellingMs), detectionPart(a, b, tellingMs), gracePart(a, b, tellingMs)].filter(
    (part) => part !== undefined,
  );
  if (parts.length > 0) return `B ${enumerated(parts)}.`;
  const [first] = differences;
  if (!first) return `No difference: both runs do the same, within ${span(sameMs)}.`;
  return `The same in all that is measured; ${plural(differences.length, 'difference')} in detail, from ${first.where} at ${at(first.t)} on.`;
}

/** `a`, `a and b`, `a, b, and c`: the parts are clauses, so the last one keeps its comma. */
function enumerated(parts: readonly string[]): string {
  return parts.length < 3 ? parts.join(' and ') : `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1)}`;
}

function readyPart({ timeToReadyMs: a }: Measures, { timeToReadyMs: b }: Measures, sameMs: number): string | undefined {
  if (a === undefined) return b === undefined ? undefined : `is Ready after ${span(b)} where A never is`;
  if (b === undefined) return 'is never Ready';
  return Math.abs(b - a) < sameMs ? undefined : `is Ready ${span(Math.abs(b - a))} ${b > a ? 'later' : 'earlier'}`;
}

function restartsPart({ restarts: a }: Measures, { restarts: b }: Measures): string | undefined {
  return a === b ? undefined : `restarts ${b === 1 ? 'once' : `${b} times`} instead of ${a}`;
}

function outagePart({ outageMs: a }: Measures, { outageMs: b }: Measures, tellingMs: number): string | undefined {
  if (a === undefined || b === undefined || Math.abs(b - a) < tellingMs) return undefined;
  return `is down for ${span(b)} instead of ${span(a)}`;
}

function detectionPart({ detectionMs: a }: Measures, { detectionMs: b }: Measures, tellingMs: number): string | undefined {
  if (a === undefined || b === undefined || Math.abs(b - a) < tellingMs) return undefined;
  return `notices a fault ${span(Math.abs(b - a))} ${b > a ? 'later' : 'sooner'}`;
}

function gracePart(a: Measures, b: Measures, tellingMs: number): string | undefined {
  const [graceOfA, graceOfB] = [graceOf(a), graceOf(b)];
  if (!graceOfA || !graceOfB) return undefined;
  if (graceOfA.isUsedUp && !graceOfB.isUsedUp) return `leaves within its grace: ${graceOfB.words}`;
  if (graceOfB.isUsedUp) return graceOfA.isUsedUp ? undefined : `uses up its grace of ${span(graceOfB.ofMs)}`;
  return Math.abs(graceOfB.usedMs - graceOfA.usedMs) < tellingMs ? undefined : `takes ${graceOfB.words} grace instead of ${graceOfA.words}`;
}

interface Grace {
  usedMs: number;
  ofMs: number;
  isUsedUp: boolean;
  /** `1.2 of 30 s`. */
  words: string;
}

function graceOf({ graceUsedMs: usedMs, graceMs: ofMs }: Measures): Grace | undefined {
  if (usedMs === undefined || ofMs === undefined) return undefined;
  return { usedMs, ofMs, isUsedUp: usedMs >= ofMs - GRACE_SLACK_MS, words: `${(usedMs / 1000).toFixed(1).replace(/\.0$/, '')} of ${span(ofMs)}` };
}

// ---- the table -------------------------------------------------------------------------------------------------------

const UNKNOWN = '–';
const SAME = '=';

export function rowsOf(a: Measures, b: Measures, sameMs: number): MeasureRow[] {
  const ready: MeasureRow = {
    measure: 'ready',
    name: 'Ready after',
    a: a.timeToReadyMs === undefined ? 'never' : span(a.timeToReadyMs),
    b: b.timeToReadyMs === undefined ? 'never' : span(b.timeToReadyMs),
    difference: lengthened(a.timeToReadyMs, b.timeToReadyMs, sameMs),
  };
  const restarts: MeasureRow = {
    measure: 'restarts',
    name: 'restarts',
    a: String(a.restarts),
    b: String(b.restarts),
    difference: a.restarts === b.restarts ? SAME : signed(b.restarts - a.restarts, ''),
  };
  const [graceOfA, graceOfB] = [graceOf(a), graceOf(b)];
  const others = [
    lengthRow('outage', 'outage', a.outageMs, b.outageMs, sameMs),
    lengthRow('detection', 'fault noticed after', a.detectionMs, b.detectionMs, sameMs),
    (graceOfA ?? graceOfB) && {
      measure: 'grace' as const,
      name: 'grace used',
      a: graceOfA?.words ?? UNKNOWN,
      b: graceOfB?.words ?? UNKNOWN,
      difference: lengthened(graceOfA?.usedMs, graceOfB?.usedMs, sameMs),
    },
  ];
  return [ready, restarts, ...others.filter((row) => row !== undefined)];
}

function lengthRow(measure: MeasureRow['measure'], name: string, a: number | undefined, b: number | undefined, sameMs: number): MeasureRow | undefined {
  if (a === undefined && b === undefined) return undefined;
  const words = (ms: number | undefined) => (ms === undefined ? UNKNOWN : span(ms));
  return { measure, name, a: words(a), b: words(b), difference: lengthened(a, b, sameMs) };
}

function lengthened(a: number | undefined, b: number | undefined, sameMs: number): string {
  if (a === undefined || b === undefined) return a === b ? SAME : '';
  return Math.abs(b - a) < sameMs ? SAME : signed((b - a) / 1000, ' s');
}

function signed(value: number, unit: string): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1).replace(/\.0$/, '')}${unit}`;
}
