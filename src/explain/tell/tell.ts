/** Why something happened: the causal path as numbered sentences, ending in what would have avoided it. */
import { RULES, type Rule } from '../../model/rules.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { RecordId, Trace, TraceRecord } from '../../model/trace.ts';
import { causesOf } from '../causes.ts';
import { effectOf } from '../effects.ts';
import { findingsOf } from '../findings/findings.ts';
import { type History, historyOf, recordOf, rowOf } from '../history.ts';
import type { Explanation, Finding, Step } from '../types.ts';
import { tellTexts } from '../texts/en/tell.ts';
import { at, capital } from '../texts/en/words.ts';
import type { Translation } from '../texts/translation.ts';
import type { Said, TellWords } from './said.ts';
import { say } from './say.ts';

/**
 * @param scenario what was run; without it there is no finding.
 * @param translation absent: English.
 * @throws RangeError if the trace has no such record.
 */
export function tell(trace: Trace, scenario: Scenario | undefined, record: RecordId, translation?: Translation): Explanation {
  const words = translation?.tell ?? tellTexts;
  const subject = recordOf(trace, record);
  if (!subject) throw new RangeError(`the trace has no record ${record}: it has ${trace.records.length}`);
  const history = historyOf(trace);
  const steps = groupsOf(history, causesOf(trace, subject)).map((group) => stepOf(words, history, group, group.includes(subject) ? 'subject' : 'cause'));
  const effect = effectOf(history, subject);
  if (effect) steps.push(stepOf(words, history, [effect], 'effect'));
  const finding = scenario && findingFor(findingsOf(trace, scenario, translation), steps);
  return { record, question: say(words, history, subject).question, steps, ...(finding && { finding }) };
}

/** The finding that shares most with the path; a hint only if nothing did harm. */
function findingFor(findings: readonly Finding[], steps: readonly Step[]): Finding | undefined {
  const ids = new Set(steps.filter(({ role }) => role !== 'effect').flatMap(({ records }) => records));
  const shared = findings.map((finding) => ({ finding, count: finding.records.filter((id) => ids.has(id)).length })).filter(({ count }) => count > 0);
  shared.sort((a, b) => Number(b.finding.severity === 'problem') - Number(a.finding.severity === 'problem') || b.count - a.count);
  return shared[0]?.finding;
}

/** One step as evidence, for texts that are not about one record's causes. */
export function stepFor(words: TellWords, history: History, record: TraceRecord): Step {
  return stepOf(words, history, [record], 'cause');
}

function stepOf(words: TellWords, history: History, group: readonly TraceRecord[], role: Step['role']): Step {
  const { main, said } = saidOf(words, history, group);
  const rule: Rule = RULES[main.rule];
  return {
    records: group.map(({ id }) => id),
    t: main.t,
    role,
    title: said.title,
    detail: said.detail,
    rule: main.rule,
    source: rule.source,
    ...(rule.doc !== undefined && { doc: rule.doc }),
  };
}

/** The record that a group is told by, and its words; a group of SIGKILL and exit has words of its own. */
function saidOf(words: TellWords, history: History, group: readonly TraceRecord[]): { main: TraceRecord; said: Said } {
  const [first] = group;
  const last = group.at(-1);
  if (!first || !last) throw new Error('a step tells of at least one record');
  if (last.kind === 'Process' && last.what === 'exit' && first.kind === 'Signal') {
    return { main: last, said: words.killedExit(say(words, history, first), say(words, history, last), last.exitCode ?? 137) };
  }
  if (first.kind === 'Process' && last.kind === 'Serving') return { main: first, said: say(words, history, first) };
  if (first.kind === 'Hook') {
    const hook = group.findLast(({ kind }) => kind === 'Hook') ?? first;
    // The end says more about a failed hook, but the hook begins where the step stands
    return { main: first, said: say(words, history, hook) };
  }
  if (last.kind === 'Image' && last.result === 'failed') return { main: last, said: say(words, history, last) };
  if (last.kind === 'Image') return { main: first, said: say(words, history, last) };
  return { main: last, said: say(words, history, last) };
}

/** Records that one sentence tells, put together: the attempts of a row, a hook from start to end, SIGKILL and exit. */
function groupsOf(history: History, records: readonly TraceRecord[]): TraceRecord[][] {
  const groups: TraceRecord[][] = [];
  for (const record of records) {
    const home = groups.find((group) => group.some((member) => belongTogether(history, member, record)));
    if (home) home.push(record);
    else groups.push([record]);
  }
  return groups.sort((a, b) => firstTime(a) - firstTime(b));
}

function firstTime(group: readonly TraceRecord[]): number {
  const [first] = group;
  const last = group.at(-1);
  // A row of attempts stands where it is complete, a hook where it begins
  return (first?.kind === 'Probe' ? last?.id : first?.id) ?? 0;
}

function belongTogether(history: History, earlier: TraceRecord, later: TraceRecord): boolean {
  if (later.kind === 'Probe') return earlier.kind === 'Probe' && rowOf(history, later).includes(earlier);
  if (!('container' in earlier) || !('container' in later) || earlier.container !== later.container) return false;
  switch (later.kind) {
    case 'Serving':
      return earlier.kind === 'Process' && earlier.what === 'start' && earlier.instance === later.instance && later.what === 'booting';
    case 'Hook':
      return earlier.kind === 'Hook' && earlier.hook === later.hook && earlier.instance === later.instance;
    case 'Decision':
      return later.decision.what === 'grace-left' && earlier.kind === 'Hook' && earlier.hook === 'preStop' && later.cause === earlier.id;
    case 'Process':
      return later.what === 'exit' && earlier.kind === 'Signal' && earlier.signal === 'SIGKILL' && earlier.instance === later.instance;
    case 'Image':
      return earlier.kind === 'Image' && later.what === 'pullEnd' && later.cause === earlier.id;
    default:
      return false;
  }
}

/** A path as text, one step a line: what the command line prints. */
export function explanationText({ question, steps, finding }: Explanation): string {
  const lines = steps.map(
    (step, index) =>
      `${step.role === 'effect' ? ' →' : String(index + 1).padStart(2)} ${at(step.t).padStart(9)}  ${step.title}${step.detail === '' ? '' : ` · ${step.detail}`}`,
  );
  const remedy = finding ? ['', finding.title, ...(finding.change ? [`${capital(finding.change.title)}.`] : [])] : [];
  return [question, ...lines, ...remedy].join('\n');
}
