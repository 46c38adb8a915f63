/** From "true at this moment" to a verdict about a run: within, at, during, and at the end. */
import { defined } from '../base/assert.ts';
import { parseDurationMs } from '../base/duration.ts';
import { type ClaimArgs, type ClaimTiming, type Claim, type Stretch, claimOf } from './grammar.ts';
import { type ResolvedPoint, type MissingPoint, resolvePoint } from './resolve.ts';
import { seenTexts } from './texts/en.ts';
import type { Run } from './run.ts';
import { ClaimStates, type CountClaim, type Moment, isAboutMoments, isCount, tallyOf } from './states.ts';
import { OPERATORS, lookup } from './values.ts';
import { SLACK_MS, type Verdict, cutAt, decided, fail, pass, undecidable, withoutPoint } from './verdict.ts';
import { WHOLE_RULES } from './whole.ts';
import { briefDuration, flow } from './words.ts';

/** The verdict on one well-formed claim. */
export function verdictOn(run: Run, claim: Claim): Verdict {
  if (claim.kind !== 'apiError' && !showsAnything(run)) return fail(seenTexts.noPod);
  if (claim.kind === 'never') return judgeThroughout(run, claim.args, false);
  if (claim.kind === 'always') return judgeThroughout(run, claim.args, true);
  if (claim.kind === 'sticky') return judgeSticky(run, claim.args);
  if (!isAboutMoments(claim)) return (WHOLE_RULES[claim.kind] as (run: Run, args: unknown) => Verdict)(run, claim.args);

  const states = new ClaimStates(run, claim);
  if (states.needs && !run.records(states.needs)) return undecidable(seenTexts.lacks(states.needs));
  const { within, after, at, during }: ClaimTiming = claim.args;
  if (within !== undefined) return judgeWithin(run, states, durationMs(within), after ?? 'create');
  if (at !== undefined) return judgeAt(run, states, at);
  if (during === undefined) return judgeInTheEnd(run, states, claim);
  if (isCount(claim)) return judgeCount(run, claim, during);
  if (claim.kind === 'field' && claim.args.op === 'increases') return judgeIncrease(run, states, claim.args.path, during);
  return judgeStretch(run, states, during, true);
}

/** Whether there was a Pod, or the refusal of one: without either, "it never happened" would be true of everything. */
function showsAnything(run: Run): boolean {
  return run.pods.length > 0 || run.of('Action').some(({ line }) => line.index === 0 && line.error);
}

const durationMs = (text: string) => defined(parseDurationMs(text), `a duration, not ${text}`);

/** Whether the recording tells what the claim was like up to `t`. What is read off a Pod is final once that is gone. */
function reaches(run: Run, states: ClaimStates, t: number): boolean {
  const isOnlyOfPod = states.lines.length === 1 && states.lines[0] === 'Pod';
  const isFinal = isOnlyOfPod && run.pods.at(-1)?.gone === true && !run.facts.staticPod;
  return isFinal || run.reaches(t);
}

// ---- one moment ------------------------------------------------------------------------------------------------------

function judgeWithin(run: Run, states: ClaimStates, withinMs: number, after: string): Verdict {
  const from = resolvePoint(run, after);
  if ('missing' in from) return withoutPoint(from);
  const limitMs = from.t + from.precisionMs + withinMs + SLACK_MS;
  let last: Moment | undefined;
  for (const moment of states.between(from.t, limitMs)) {
    const { finding, t } = moment;
    if (finding.unknown !== undefined) return undecidable(finding.unknown);
    if (finding.holds) return pass(finding.seen(), t);
    last = moment;
  }
  const until = seenTexts.until(last?.finding.seen() ?? '', briefDuration(Math.min(limitMs, Math.max(run.endMs, from.t))));
  return reaches(run, states, limitMs - SLACK_MS) ? fail(until) : undecidable(seenTexts.whereItEnds(until));
}

/** A point read off the Pod means the states of that very instant, any other one may be off by the slack. */
function judgeAt(run: Run, states: ClaimStates, at: string): Verdict {
  const point = resolvePoint(run, at);
  if ('missing' in point) return withoutPoint(point);
  if (!reaches(run, states, point.t)) return undecidable(cutAt(run));

  const exact = states.after(run.indexAt(point.t));
  if (exact.unknown !== undefined) return undecidable(exact.unknown);
  if (exact.holds) return pass(exact.seen(), point.t);
  const near = point.api ? states.atInstant(point.n ?? -1) : states.between(point.t - SLACK_MS, point.t + point.precisionMs + SLACK_MS);
  for (const { t, finding } of near) {
    if (finding.holds) return pass(finding.seen(), t);
  }
  return fail(exact.seen(), point.t);
}

/** At the end of the run; a Pod that is gone by then counts as it was last seen. */
function judgeInTheEnd(run: Run, states: ClaimStates, claim: Claim): Verdict {
  const last = states.after(run.lines.length - 1, { lastVisible: true });
  if (last.unknown !== undefined) return undecidable(last.unknown);
  const isKnown = run.complete || reaches(run, states, run.facts.durationMs ?? run.endMs);
  const isFinal = isKnown || (isAboutMoments(claim) && isCount(claim) && cannotChange(claim, last.holds));
  return isFinal ? decided(last.holds)(last.seen(), run.endMs) : undecidable(`${seenTexts.soFar(last.seen())}; ${cutAt(run)}`);
}

/** Counts only grow: "at least" stays true once it is, "at most" and "exactly" stay false once they are passed. */
function cannotChange({ args: { op, value } }: CountClaim, holds: boolean): boolean {
  if (op === '>=' || op === '>') return holds;
  if (op === '<=' || op === '<') return !holds;
  return op === '==' && !holds && value === 0;
}

// ---- a stretch -------------------------------------------------------------------------------------------------------

interface Bounds {
  /** The end did not come; the stretch then lasts as long as the recording. */
  problem: MissingPoint | undefined;
  exact: [fromMs: number, toMs: number];
  /** Bounds that are not read off the Pod itself are drawn in by the slack, … */
  tight: [fromMs: number, toMs: number];
  /** … or let out by it. */
  wide: [fromMs: number, toMs: number];
}

function boundsOf(run: Run, during: Stretch): Bounds | MissingPoint {
  const from = resolvePoint(run, during.from);
  if ('missing' in from) return from;
  const to: ResolvedPoint | MissingPoint =
    during.for === undefined ? resolvePoint(run, during.to ?? '') : { t: from.t + durationMs(during.for), precisionMs: from.precisionMs, api: false };
  const room = (point: ResolvedPoint) => (point.api ? 0 : SLACK_MS + point.precisionMs);
  const hasEnd = !('missing' in to);
  const endMs = hasEnd ? to.t : run.endMs;
  const endRoomMs = hasEnd ? room(to) : 0;
  return {
    problem: hasEnd ? undefined : to,
    exact: [from.t, endMs],
    tight: [from.t + room(from), endMs - endRoomMs],
    wide: [from.t - room(from), endMs + endRoomMs],
  };
}

/** True at every moment of the stretch (or, with `wanted` false, at none). What is not reported yet violates neither. */
function judgeStretch(run: Run, states: ClaimStates, during: Stretch, wanted: boolean): Verdict {
  const bounds = boundsOf(run, during);
  if ('missing' in bounds) return withoutPoint(bounds);
  const [fromMs, toMs] = bounds.tight[0] <= bounds.tight[1] ? bounds.tight : bounds.exact;
  let last: Moment | undefined;
  for (const moment of states.between(fromMs, toMs)) {
    const { finding, t } = moment;
    if (finding.unknown !== undefined) return undecidable(finding.unknown);
    if (!finding.isUnreported && finding.holds !== wanted) return fail(finding.seen(), t);
    last = moment;
  }
  const span = [briefDuration(fromMs), briefDuration(Math.min(toMs, run.endMs))] as const;
  if (bounds.problem) return withoutPoint(bounds.problem);
  if (!reaches(run, states, toMs)) return undecidable(seenTexts.whereItEnds(seenTexts.nothingAgainstFrom(...span)));
  return pass(seenTexts.during((wanted ? last?.finding.seen() : undefined) ?? seenTexts.notSeen, ...span), toMs);
}

function judgeThroughout(run: Run, { what, during }: ClaimArgs<'never'>, wanted: boolean): Verdict {
  const states = statesWithin(run, what);
  if (states.needs && !run.records(states.needs)) return undecidable(seenTexts.lacks(states.needs));
  const from = resolvePoint(run, during.from);
  if (!wanted && 'missing' in from && from.missing === 'never') return pass(seenTexts.nothingToViolate(from.why));
  return judgeStretch(run, states, during, wanted);
}

function statesWithin(run: Run, entry: unknown): ClaimStates {
  const claim = claimOf(entry);
  if (!isAboutMoments(claim)) throw new Error(`${claim.kind} says nothing about a moment`);
  return new ClaimStates(run, claim);
}

/** A count in a stretch: what happens within the slack of its ends may be counted or not. */
function judgeCount(run: Run, claim: CountClaim, during: Stretch): Verdict {
  const bounds = boundsOf(run, during);
  if ('missing' in bounds) return withoutPoint(bounds);
  const { op, value } = claim.args;
  const tally = tallyOf(run, claim);
  const exact = tally.between(...bounds.exact);
  const holding = [exact, tally.between(...bounds.tight), tally.between(...bounds.wide)].find(({ total }) => OPERATORS[op](total, value));
  const seen = (holding ?? exact).seen();
  const endMs = bounds.exact[1];
  if (!holding && cannotChange(claim, false)) return fail(seen, endMs);
  if (bounds.problem) return withoutPoint(bounds.problem);
  const isKnown = reaches(run, new ClaimStates(run, claim), endMs) || (holding !== undefined && cannotChange(claim, true));
  return isKnown ? decided(holding !== undefined)(seen, endMs) : undecidable(`${seenTexts.soFar(seen)}; ${cutAt(run)}`);
}

/** A number in the Pod is greater at the end of the stretch than at its beginning. */
function judgeIncrease(run: Run, states: ClaimStates, path: string, during: Stretch): Verdict {
  const bounds = boundsOf(run, during);
  if ('missing' in bounds) return withoutPoint(bounds);
  if (bounds.problem) return withoutPoint(bounds.problem);
  const [fromMs, toMs] = bounds.wide;
  // The stretch begins with the Pod as it is then.
  const first = Math.max(
    0,
    run.pods.findLastIndex(({ t }) => t <= fromMs),
  );
  const values = run.pods.slice(first).flatMap(({ t, pod }) => (t <= toMs ? [lookup(pod, path)] : []));
  const seen = seenTexts.grew(flow(values[0] ?? seenTexts.unset), flow(values.at(-1) ?? seenTexts.unset));
  if (Number(values.at(-1) ?? 0) > Number(values[0] ?? 0)) return pass(seen, toMs);
  return reaches(run, states, toMs) ? fail(seen, toMs) : undecidable(cutAt(run));
}

/** Once true it stays true for as long as the Pod exists. */
function judgeSticky(run: Run, { what }: ClaimArgs<'sticky'>): Verdict {
  let sinceMs: number | undefined;
  for (const { t, finding, gone } of statesWithin(run, what).atPodLines()) {
    if (sinceMs !== undefined && !finding.holds) return fail(seenTexts.takenBack(finding.seen(), briefDuration(sinceMs)), t);
    if (finding.holds) sinceMs ??= t;
    if (gone) sinceMs = undefined;
  }
  if (!run.whole && !run.pods.at(-1)?.gone) return undecidable(`${seenTexts.nothingAgainst}; ${cutAt(run)}`);
  return pass(sinceMs === undefined ? seenTexts.notTakenBack : seenTexts.trueSince(briefDuration(sinceMs)), sinceMs);
}
