/** Claims about time itself, and about what the API refused. */
import { defined } from '../base/assert.ts';
import { parseDurationMs } from '../base/duration.ts';
import { type ClaimArgs, actionIndex } from './grammar.ts';
import { type MissingPoint, type ResolvedPoint, resolvePoint } from './resolve.ts';
import { seenTexts } from './texts/en.ts';
import type { Run } from './run.ts';
import type { ContainerRun } from './runs.ts';
import type { ActionLine } from './lines.ts';
import { list } from './values.ts';
import { SLACK_MS, type Verdict, cutAt, decided, fail, pass, undecidable, withoutPoint } from './verdict.ts';
import { briefDuration } from './words.ts';

export const WHOLE_RULES = {
  order: judgeOrder,
  duration: judgeDuration,
  restartDelay: judgeDelay,
  apiError: judgeRefusal,
};

function judgeOrder(run: Run, relations: ClaimArgs<'order'>): Verdict {
  const verdicts = list(relations).map((relation) => judgeRelation(run, relation));
  return (
    verdicts.find(({ verdict }) => verdict === 'fail') ??
    verdicts.find(({ verdict }) => verdict === 'undecidable') ??
    pass(verdicts.map(({ seen }) => seen).join(', '))
  );
}

function judgeRelation(run: Run, relation: string): Verdict {
  const [earlier = '', later = ''] = relation.split(/\s*<=?\s*/);
  const isStrict = !relation.includes('<=');
  const a = resolvePoint(run, earlier);
  const b = resolvePoint(run, later);
  if ('missing' in a || 'missing' in b) return withoutPoint(worstOf(a, b));
  const seen = `${earlier} ${briefDuration(a.t)}, ${later} ${briefDuration(b.t)}`;
  if (a.precisionMs + b.precisionMs > 0) {
    if (a.t + a.precisionMs <= b.t) return pass(seen);
    if (b.t + b.precisionMs <= a.t) return fail(seen, a.t);
    return undecidable(seenTexts.sameSecond(seen));
  }
  if (a.t !== b.t) return decided(a.t < b.t)(seen, a.t);
  const isBefore = a.n !== undefined && b.n !== undefined && a.n < b.n;
  return decided(!isStrict || isBefore)(seen, a.t);
}

/** If at least one of two points is missing: the one that decides the verdict. */
function worstOf(a: ResolvedPoint | MissingPoint, b: ResolvedPoint | MissingPoint): MissingPoint {
  const missing = [a, b].filter((point): point is MissingPoint => 'missing' in point);
  return defined(missing.find((point) => point.missing === 'never') ?? missing[0], 'a missing point');
}

interface Limits {
  min?: string;
  max?: string;
}

const limitMs = (text: string | undefined) => (text === undefined ? undefined : defined(parseDurationMs(text), `a duration, not ${text}`));

function judgeDuration(run: Run, { from, to, min, max }: ClaimArgs<'duration'>): Verdict {
  const a = resolvePoint(run, from);
  const b = resolvePoint(run, to);
  if ('missing' in a) return withoutPoint(worstOf(a, b));
  if ('missing' in b) {
    const waitedMs = run.endMs - a.t;
    const isTooLate = b.missing === 'cut' && waitedMs > (limitMs(max) ?? Infinity) + SLACK_MS;
    return isTooLate ? fail(seenTexts.notWithin(to, briefDuration(waitedMs)), run.endMs) : withoutPoint(b);
  }
  return judgeLength(a, b, { ...(min !== undefined && { min }), ...(max !== undefined && { max }) });
}

function judgeLength(a: { t: number; precisionMs: number }, b: { t: number; precisionMs: number }, { min, max }: Limits): Verdict {
  const lengthMs = b.t - a.t;
  const isLongEnough = lengthMs + b.precisionMs >= (limitMs(min) ?? -Infinity) - SLACK_MS;
  const isShortEnough = lengthMs - a.precisionMs <= (limitMs(max) ?? Infinity) + SLACK_MS;
  return decided(isLongEnough && isShortEnough)(seenTexts.length(briefDuration(lengthMs), briefDuration(a.t), briefDuration(b.t)), b.t);
}

/** From the end of a run to the next start. */
function judgeDelay(run: Run, { container, nth, min, max }: ClaimArgs<'restartDelay'>): Verdict {
  const ended = runBefore(run, container, nth);
  if ('missing' in ended) return withoutPoint(ended);
  const exit = ended.run?.exit;
  const start = ended.next?.start;
  if (exit && start) return judgeLength(exit, start, { ...(min !== undefined && { min }), ...(max !== undefined && { max }) });
  const what = seenTexts.notRestarted(container, ended.run && ended.number);
  const hasWaited = exit !== undefined && run.endMs - exit.t > (limitMs(max) ?? Infinity) + SLACK_MS;
  return hasWaited || run.whole ? fail(what, run.endMs) : undecidable(`${what}; ${cutAt(run)}`);
}

interface RunBefore {
  number: number;
  run: ContainerRun | undefined;
  next: ContainerRun | undefined;
}

function runBefore(run: Run, container: string, nth: number | string): RunBefore | MissingPoint {
  if (typeof nth === 'number') return { number: nth, run: run.run(container, nth), next: run.run(container, nth + 1) };
  const point = resolvePoint(run, nth.slice('first-after:'.length));
  if ('missing' in point) return point;
  const runs = run.runs(container);
  const index = runs.findIndex(({ start }) => start.t + start.precisionMs >= point.t);
  return { number: index + 1, run: runs[index], next: runs[index + 1] };
}

function judgeRefusal(run: Run, args: ClaimArgs<'apiError'>): Verdict {
  const index = actionIndex(args.action);
  const line = run.of('Action').find((candidate) => candidate.line.index === index)?.line;
  if (line?.error) return decided(isRefusal(line, args))(`${line.error.reason}: ${line.error.message ?? ''}`, line.t);
  const isAccepted = line !== undefined || (index === 0 && run.pods.length > 0);
  if (isAccepted) return fail(seenTexts.accepted, line?.t);
  return run.whole && run.records('Action') ? fail(seenTexts.nothingRefused) : undecidable(seenTexts.doesNotTell);
}

/** Whether the action was refused in the way that the claim says. */
export function isRefusal({ error }: ActionLine, { status, messageContains, messageLacks }: ClaimArgs<'apiError'>): boolean {
  if (!error) return false;
  const message = error.message ?? '';
  return (
    error.reason === status &&
    list(messageContains ?? []).every((part) => message.includes(part)) &&
    list(messageLacks ?? []).every((part) => !message.includes(part))
  );
}
