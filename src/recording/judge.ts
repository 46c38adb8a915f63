/** Judges a recording by the claims of a scenario. */
import { claimFaults } from './check.ts';
import { type Claim, claimOf } from './grammar.ts';
import type { RecordingLine } from './lines.ts';
import { Run, type RunFacts } from './run.ts';
import type { Verdict } from './verdict.ts';
import { verdictOn } from './verdicts.ts';
import { briefDuration, flow } from './words.ts';

/** What the judge has to know of a scenario; a `Scenario` of the model will do. */
export interface JudgedScenario extends RunFacts {
  /** Claims as written. */
  expect: readonly unknown[];
}

export interface JudgedClaim extends Verdict {
  /** 1-based. */
  index: number;
  kind: Claim['kind'];
  /** The entry of `expect` as written. */
  claim: unknown;
  /** The claim in one line: `phase value=Running within=5s`. */
  text: string;
  /** `stated` or `implied`, where the claim has a basis weaker than a check. */
  basis: string | undefined;
}

export interface JudgeOptions {
  /** The end of the recording counts as the end of the run. */
  complete?: boolean;
}

/**
 * One result for each claim.
 *
 * @throws {Error} for a claim that is malformed; `checkClaims` tells beforehand where and why.
 */
export function judge(scenario: JudgedScenario, recording: readonly RecordingLine[], { complete = false }: JudgeOptions = {}): JudgedClaim[] {
  const run = new Run(recording, { facts: scenario, complete });
  return scenario.expect.map((entry, index) => {
    const [fault] = claimFaults(entry, ['expect', index]);
    if (fault) throw new Error(`${fault.where}: ${fault.message}`);
    const claim = claimOf(entry);
    return { index: index + 1, kind: claim.kind, claim: entry, text: claimText(claim), basis: claim.basis, ...verdictOn(run, claim) };
  });
}

/** The claim in one line. */
export function claimText({ kind, args }: Claim): string {
  if (Array.isArray(args)) return `${kind} ${args.join(', ')}`;
  return [kind, ...Object.entries(args).map(([key, value]) => `${key}=${flow(value)}`)].join(' ');
}

export interface JudgeSummary {
  pass: number;
  fail: number;
  undecidable: number;
}

export function summarise(results: readonly Verdict[]): JudgeSummary {
  const summary: JudgeSummary = { pass: 0, fail: 0, undecidable: 0 };
  for (const { verdict } of results) summary[verdict] += 1;
  return summary;
}

const LABELS = { pass: 'pass', fail: 'FAIL', undecidable: 'undecidable' };

/** A result as one line: `FAIL  2  phase value=Failed within=30s  ->  Running until 31s`. */
export function judgedText({ verdict, index, text, basis, seen, t }: JudgedClaim): string {
  const when = t === undefined ? '' : ` at ${briefDuration(t)}`;
  return `${LABELS[verdict].padEnd(11)} ${String(index).padStart(2)}  ${text}${basis ? ` (${basis})` : ''}  ->  ${seen}${when}`;
}
