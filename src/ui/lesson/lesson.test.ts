import { describe, expect, it } from 'vitest';
import type { Question } from '../../store/services.ts';
import { guessOf, guessText, outcomeOf } from './guesses.ts';
import { keepProgress, readProgress, starsFor, withOutcomes, withSeen, withSolved } from './progress.ts';

const WHEN: Question = { claim: 1, ask: { what: 'when', point: 'app.exit' }, answer: { kind: 'time', ms: 40_000 } };
const WHICH: Question = { claim: 2, ask: { what: 'first', points: ['a', 'b'] }, answer: { kind: 'choice', options: ['a', 'b'], right: 1 } };
const END_MS = 100_000;

describe('a guess', () => {
  it('of a time is worth less the further it is off, early or late', () => {
    const points = [40_000, 41_500, 46_000, 34_000, 64_000, 90_000].map((ms) => outcomeOf(WHEN, { kind: 'time', ms }, END_MS).points);
    expect(points).toEqual([100, 100, 83, 83, 4, 0]);
    expect(outcomeOf(WHEN, { kind: 'time', ms: 34_000 }, END_MS).offMs).toBe(-6000);
  });

  it('among options is right or wrong', () => {
    expect([0, 1].map((option) => outcomeOf(WHICH, { kind: 'choice', option }, END_MS).points)).toEqual([0, 100]);
  });

  it('comes back from a link, and nonsense does not', () => {
    const time = { kind: 'time', ms: 12_500 } as const;
    const option = { kind: 'choice', option: 1 } as const;
    expect(guessOf(WHEN, guessText(WHEN, time))).toEqual(time);
    expect(guessOf(WHICH, guessText(WHICH, option))).toEqual(option);
    expect([guessOf(WHEN, 'soon'), guessOf(WHICH, 'c'), guessOf(WHEN, undefined)]).toEqual([undefined, undefined, undefined]);
  });
});

describe('progress', () => {
  const shelf = () => {
    const kept = new Map<string, string>();
    return { preference: (name: string) => kept.get(name), setPreference: (name: string, value: string) => void kept.set(name, value) };
  };

  it('is kept, and stars are not lost again', () => {
    const one = shelf();
    keepProgress(one, (progress) => withSeen(progress, 'crash-loop'));
    keepProgress(one, (progress) => withSolved(progress, 'crash-loop', 3));
    keepProgress(one, (progress) => withSolved(progress, 'crash-loop', 1));
    expect(readProgress(one)).toMatchObject({ seen: ['crash-loop'], solved: { 'crash-loop': 3 } });
  });

  it('counts a streak of good answers', () => {
    const outcome = (points: number) => ({ question: WHEN, guess: { kind: 'time', ms: 0 } as const, points });
    const after = withOutcomes(readProgress(shelf()), [outcome(100), outcome(10), outcome(60), outcome(80)]);
    expect(after).toMatchObject({ answers: 4, points: 250, streak: 2 });
  });

  it('survives what somebody else has put in its place', () => {
    expect(readProgress({ preference: () => 'no JSON' })).toEqual(readProgress(shelf()));
    expect(readProgress({ preference: () => '{"seen":7,"solved":{"a":"x"},"streak":-1}' })).toEqual(readProgress(shelf()));
  });

  it('has stars for few edits', () => {
    expect([1, 2, 3, 9].map((edits) => starsFor(edits, [1, 3]))).toEqual([3, 2, 2, 1]);
    expect(starsFor(1, [])).toBe(1);
  });
});
