/** What holds for every explanation, over all recorded scenarios and the cases derived from upstream's tests. */
import { describe, expect, test } from 'vitest';
import type { TraceRecord } from '../model/trace.ts';
import { conformanceCases, recordings } from '../testing/fixtures.ts';
import { simulated } from '../testing/simulated.ts';
import { causesOf, disagreementsOf, findingsOf, openQuestions, tell, verdictOf, whyNot } from './index.ts';

const CASES = [...recordings(), ...conformanceCases()].map(({ name, text }) => ({ name, text }));

/** Words of a template that got no value, and shouting. */
const BAD_WORDS = /\bundefined\b|\bNaN\b|\[object|\w!(?:\s|$)|\bInfinity\b|−-|Pod (?:was )?restarted/;

function faultsOf(text: string): string[] {
  // What a machine said is quoted as it is
  const own = text
    .replaceAll(/"[^"]*"/g, '')
    .replaceAll(/\([^)]*\)/g, '')
    .replaceAll(/wait \$!/g, '')
    .replaceAll(/failed: .*|[Ff]ailed to .*|prints .*/g, '');
  return BAD_WORDS.test(own) ? [text] : [];
}

describe.each(CASES)('$name', ({ text }) => {
  const { trace, scenario } = simulated(text);

  test('every record has a question and a path of plain sentences that ends with it', () => {
    const faults: string[] = [];
    for (const record of sampled(trace.records)) {
      const chain = causesOf(trace, record);
      if (chain.at(-1)?.id !== record.id && !chain.includes(record)) faults.push(`${record.id} is not in its chain`);
      if (!isAscending(chain)) faults.push(`${record.id}: ${chain.map(({ id }) => id).join(' ')}`);
      const { question, steps } = tell(trace, scenario, record.id);
      if (!question.endsWith('?')) faults.push(question);
      if (!steps.some(({ records }) => records.includes(record.id))) faults.push(`${record.id} is told by no step`);
      const words = ['Log', 'Event'].includes(record.kind) ? [question] : [question, ...steps.flatMap(({ title, detail }) => [title, detail])];
      faults.push(...words.flatMap(faultsOf));
    }
    expect(faults).toEqual([]);
  });

  test('verdict, findings, disagreements and open questions are plain data in plain words', () => {
    const verdict = verdictOf(trace, scenario);
    const findings = findingsOf(trace, scenario);
    const disagreements = disagreementsOf(trace);
    const absences = openQuestions(trace, scenario).map((question) => whyNot(trace, scenario, question));
    expect(structuredClone({ verdict, findings, disagreements, absences })).toEqual({ verdict, findings, disagreements, absences });
    const words = [
      verdict.headline,
      verdict.line,
      ...findings.flatMap(({ title, detail }) => [title, detail]),
      ...disagreements.map(({ sentence }) => sentence),
      ...absences.flatMap(({ question, answer }) => [question, answer]),
    ];
    expect(words.filter((each) => each === '')).toEqual([]);
    expect(words.flatMap(faultsOf)).toEqual([]);
    for (const { fromMs, toMs } of disagreements) expect(toMs).toBeGreaterThanOrEqual(fromMs);
    for (const { records } of findings) expect(records.every((id) => id < trace.records.length)).toBe(true);
  });
});

/** All records of a usual run; of a long one evenly spread. */
function sampled(records: readonly TraceRecord[]): TraceRecord[] {
  const step = Math.max(1, Math.ceil(records.length / 300));
  return records.filter((_, index) => index % step === 0);
}

function isAscending(chain: readonly TraceRecord[]): boolean {
  return chain.every((record, index) => index === 0 || (chain[index - 1]?.id ?? -1) < record.id);
}
