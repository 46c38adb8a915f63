/** What holds for every sentence in Chinese, over the library of scenarios: it is Chinese, and nothing of the English text is left in it. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { TraceRecord } from '../../../model/trace.ts';
import { compare } from '../../../recording/compare.ts';
import { recordingOf } from '../../../recording/from-trace.ts';
import { simulated } from '../../../testing/simulated.ts';
import { disagreementsOf, findingsOf, openQuestions, tell, verdictOf, whyNot } from '../../index.ts';
import { comparedWords } from '../../compare/compare.ts';
import { generatedStory } from '../../story/generated.ts';
import type { Picture } from '../../types.ts';
import { zhHans } from './index.ts';

const FOLDER = fileURLToPath(new URL('../../../../scenarios/', import.meta.url));
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));

const HAN = /\p{Script=Han}/u;
/** Words that no identifier, reason or field of Kubernetes consists of. */
const ENGLISH =
  /(?<![\w./:"=-])(?:the|an?|is|are|was|were|be|has|have|had|does|did|after|before|and|or|of|to|in|on|at|for|from|its?|not|no|until|then|with|by|so|that|this|which|while|when|because|within|without|only|each|every|more|first|second|third|once|twice|times?)(?![\w./:=-])/i;
/** A value that a template did not get, and a space that is missing or too many beside a character. */
const SLIPS =
  /undefined|NaN|\[object|\p{Script=Han}[A-Za-z\d]|[A-Za-z\d]\p{Script=Han}|\p{Script=Han} +\p{Script=Han}|[，。；：、] | [，。；：、]|[。；，]{2}|；。/u;

/** What is left of a sentence without what Kubernetes or a program said. */
function ownWords(text: string): string {
  return text.replaceAll(/“[^”]*”|"[^"]*"|`[^`]*`/g, '“”').replace(/((?:postStart|preStop) 运行 ).*/, '$1“”');
}

function isVerbatim(record: TraceRecord | undefined): boolean {
  return record?.kind === 'Log' || (record?.kind === 'Action' && record.told === undefined);
}

function faultsOf(text: string): string[] {
  const own = ownWords(text);
  if (/^(?:“”|128 \+ 9)。?$/.test(own)) return [];
  return !HAN.test(own) || ENGLISH.test(own) || SLIPS.test(own) ? [text] : [];
}

/** Labels that are not the name of a field. */
function labelsOf(picture: Picture | undefined): string[] {
  if (!picture) return [];
  const labels =
    picture.kind === 'count' ? [picture.label] : [picture.given, ...(picture.needed ? [picture.needed] : []), ...picture.marks].map(({ label }) => label);
  return labels.filter((label) => !/^[a-z]+(?:[A-Z][a-z]+)*$|^OOM kill$/.test(label));
}

describe.each(files)('%s', (file) => {
  const text = readFileSync(FOLDER + file, 'utf8');
  const { trace, scenario } = simulated(text);

  test('the verdict', () => {
    const { headline, line } = verdictOf(trace, scenario, zhHans);
    expect([headline, line].flatMap(faultsOf)).toEqual([]);
  });

  test('findings, with their pictures and changes', () => {
    const words = findingsOf(trace, scenario, zhHans).flatMap(({ title, detail, picture, change, alternatives }) => [
      title,
      detail,
      ...labelsOf(picture),
      ...[change, ...alternatives].flatMap((each) => each?.title ?? []),
    ]);
    expect(words.flatMap(faultsOf)).toEqual([]);
  });

  test('why something happened', () => {
    const step = Math.max(1, Math.ceil(trace.records.length / 200));
    const words = trace.records
      .filter((_, index) => index % step === 0)
      .flatMap((record) => {
        const { question, steps } = tell(trace, scenario, record.id, zhHans);
        // A command is its own name, and what a program prints is its own
        const told = steps.filter(({ records }) => records.every((id) => !isVerbatim(trace.records[id])));
        return [question, ...told.flatMap(({ title, detail }) => (detail === '' ? [title] : [title, detail]))];
      });
    expect([...new Set(words)].flatMap(faultsOf)).toEqual([]);
  });

  test('why something did not happen', () => {
    const moments = [undefined, 1000, trace.endMs / 2];
    const words = moments.flatMap((atMs) =>
      openQuestions(trace, scenario, atMs).flatMap((asked) => {
        const { question, answer } = whyNot(trace, scenario, asked, zhHans);
        return [question, answer];
      }),
    );
    expect(words.flatMap(faultsOf)).toEqual([]);
  });

  test('the story that it tells of itself', () => {
    const beats = generatedStory(trace, scenario, zhHans).filter(({ record }) => record === undefined || !isVerbatim(trace.records[record]));
    const words = beats.flatMap(({ step }) => [step.title ?? '', ...(step.text === undefined || step.text === '' ? [] : [step.text])]);
    expect(words.flatMap(faultsOf)).toEqual([]);
  });

  test('how it differs with another seed', () => {
    const other = simulated(text, { seed: 2 }).trace;
    const { divergences } = compare(recordingOf(trace), recordingOf(other), { toleranceMs: 100, toleranceRatio: 0, shortMs: 0 });
    const { sentence, rows, differences } = comparedWords(trace, other, divergences, 100, zhHans);
    expect([sentence, ...rows.map(({ name }) => name)].flatMap(faultsOf)).toEqual([]);
    const words = differences.filter(({ aspect }) => aspect !== 'actions').flatMap(({ where, a, b }) => [where, a?.words ?? '', b?.words ?? '']);
    expect(words.filter((each) => ENGLISH.test(ownWords(each)))).toEqual([]);
  });

  test('disagreements', () => {
    expect(disagreementsOf(trace, zhHans).flatMap(({ sentence }) => faultsOf(sentence))).toEqual([]);
  });
});
