/** A claim's answer at every moment of a recording. */
import { COUNT_RULES, type CountRule, Tally, occurrencesOf } from './counts.ts';
import { CLAIM_KINDS, type Claim, type ClaimOf, type CountKind, type MomentKind } from './grammar.ts';
import type { TimedKind } from './lines.ts';
import { Memory, type View } from './memory.ts';
import { type Finding, MOMENT_RULES, type MomentRule } from './moments.ts';
import type { Run } from './run.ts';
import { OPERATORS, type Operator } from './values.ts';

/** One moment of the run and what the claim is then. */
export interface Moment {
  t: number;
  finding: Finding;
}

export type MomentClaim = ClaimOf<MomentKind>;
export type CountClaim = ClaimOf<CountKind>;

/** Claims that are about the run as a whole have no answer at a moment. */
export function isAboutMoments(claim: Claim): claim is MomentClaim | CountClaim {
  return CLAIM_KINDS[claim.kind].about !== 'whole';
}

export function isCount(claim: Claim): claim is CountClaim {
  return CLAIM_KINDS[claim.kind].about === 'count';
}

/** The rule for a kind fits the arguments of that kind: the one place where the two meet without the compiler's help. */
export function momentRuleOf(claim: MomentClaim): MomentRule<MomentClaim['args']> {
  return MOMENT_RULES[claim.kind] as MomentRule<MomentClaim['args']>;
}

export function countRuleOf(claim: CountClaim): CountRule<CountClaim['args']> {
  return COUNT_RULES[claim.kind];
}

/** A claim laid over a recording. */
export class ClaimStates {
  /** The kinds of lines that can change the answer. */
  readonly lines: readonly TimedKind[];
  /** The kind without which nothing can be said. */
  readonly needs: TimedKind | undefined;
  readonly #run: Run;
  readonly #find: (view: View, n: number) => Finding;

  constructor(run: Run, claim: MomentClaim | CountClaim) {
    this.#run = run;
    if (isCount(claim)) {
      const rule = countRuleOf(claim);
      this.lines = rule.lines;
      this.needs = rule.needs;
      this.#find = counting(tallyOf(run, claim), claim.args.op, claim.args.value);
    } else {
      const rule = momentRuleOf(claim);
      const circumstances = { latestPod: () => run.pods.at(-1)?.pod, hasProcessLines: run.records('Process') };
      this.lines = rule.lines(claim.args);
      this.needs = rule.needs;
      this.#find = (view) => rule.at(view, claim.args, circumstances);
    }
  }

  /** After line `n`. `lastVisible`: a Pod that is gone is seen as it was last. */
  after(n: number, { lastVisible = false } = {}): Finding {
    const memory = new Memory();
    for (const numbered of this.#run.ofKinds(this.lines)) {
      if (numbered.n > n) break;
      memory.take(numbered.line, numbered.n);
    }
    return this.#find(memory.view({ lastVisible }), n);
  }

  /** All moments in a stretch at which the answer can be another: the beginning, then every line that may change it. */
  *between(fromMs: number, toMs: number): Generator<Moment> {
    const first = this.#run.indexAt(fromMs);
    const memory = new Memory();
    const lines = this.#run.ofKinds(this.lines);
    let next = 0;
    for (let numbered = lines[next]; numbered && numbered.n <= first; numbered = lines[next]) {
      memory.take(numbered.line, numbered.n);
      next += 1;
    }
    yield { t: fromMs, finding: this.#find(memory.view(), first) };
    for (let numbered = lines[next]; numbered && numbered.t <= toMs; numbered = lines[next]) {
      const { line, n, t } = numbered;
      memory.take(line, n);
      if (line.kind === 'Pod' && line.type === 'DELETED') yield { t, finding: this.#find(memory.viewBeforeRemoval(), n) };
      yield { t, finding: this.#find(memory.view(), n) };
      next += 1;
    }
  }

  /** After line `n` and after every later line of the same time. */
  *atInstant(n: number): Generator<Moment> {
    const lines = this.#run.lines;
    const t = lines[n]?.t;
    for (let index = n; t !== undefined && lines[index]?.t === t; index += 1) yield { t, finding: this.after(index) };
  }

  /** At every Pod line, with a Pod that goes seen as it was last; `gone` tells. */
  *atPodLines(): Generator<Moment & { gone: boolean }> {
    const memory = new Memory();
    for (const { line, n, t } of this.#run.ofKinds(this.lines.includes('Pod') ? this.lines : [...this.lines, 'Pod'])) {
      memory.take(line, n);
      if (line.kind === 'Pod') yield { t, finding: this.#find(memory.viewBeforeRemoval(), n), gone: line.type === 'DELETED' };
    }
  }
}

export function tallyOf(run: Run, claim: CountClaim): Tally {
  const rule = countRuleOf(claim);
  return new Tally(claim.kind, occurrencesOf(run, rule, claim.args));
}

function counting(tally: Tally, op: Operator, value: number): (view: View, n: number) => Finding {
  return (_, n) => {
    const { total, seen } = tally.upToLine(n);
    return { holds: OPERATORS[op](total, value), seen };
  };
}
