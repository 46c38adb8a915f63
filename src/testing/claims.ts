/** Asking for verdicts on claims that are written as in a scenario: `phase: {value: Running, within: 2s}`. */
import { expect } from 'vitest';
import { parse } from 'yaml';
import { claimFaults } from '../recording/check.ts';
import { judge } from '../recording/judge.ts';
import type { MetaLine, TimedLine } from '../recording/lines.ts';
import { handMade } from './hand-made.ts';

export interface JudgedRun {
  meta?: Partial<MetaLine>;
  /** What the actions do, in order. */
  actions?: string[];
  staticPod?: boolean;
  durationMs?: number;
}

export type Lines = readonly (TimedLine | readonly TimedLine[])[];

/** The verdict on one claim about a run of a minute. */
export function verdictOf(claim: string, lines: Lines, { meta = {}, actions = [], staticPod = false, durationMs = 60_000 }: JudgedRun = {}): string {
  const entry: unknown = parse(claim);
  expect(claimFaults(entry, [], { containers: ['app', 'side'], actionCount: actions.length }), claim).toEqual([]);
  const scenario = { durationMs, staticPod, actions: actions.map((what) => ({ do: what })), expect: [entry] };
  return judge(scenario, handMade(lines, meta))[0]?.verdict ?? 'none';
}

/** Asserts verdicts for many claims about the same run. */
export function expectVerdicts(lines: Lines, wanted: { pass?: string[]; fail?: string[]; undecidable?: string[] }, run: JudgedRun = {}): void {
  for (const [verdict, claims] of Object.entries(wanted)) {
    for (const claim of claims) expect(verdictOf(claim, lines, run), claim).toBe(verdict);
  }
}
