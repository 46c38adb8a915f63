/** Guesses about a run: what each is worth, how links carry them. Pure. */
import { formatDuration, parseDurationMs } from '../../base/duration.ts';
import type { Question } from '../../store/services.ts';

/** A moment in milliseconds, or the position of an option. */
export type Guess = { kind: 'time'; ms: number } | { kind: 'choice'; option: number };

export interface Outcome {
  question: Question;
  guess: Guess;
  /** 0 to 100. */
  points: number;
  /** For a time: how much too late the guess was, in milliseconds; negative for too early. */
  offMs?: number;
}

/** A guess within this share of the run is as good as exact; a second is always near enough. */
const EXACT_SHARE = 0.02;
const EXACT_MS = 1000;
/** From this share of the run on a guess is worth nothing. */
const LOST_SHARE = 0.25;
/** What keeps a streak going. */
export const GOOD_POINTS = 60;

export function outcomeOf(question: Question, guess: Guess, endMs: number): Outcome {
  const { answer } = question;
  if (answer.kind === 'choice') return { question, guess, points: guess.kind === 'choice' && guess.option === answer.right ? 100 : 0 };
  if (guess.kind !== 'time') return { question, guess, points: 0 };
  const offMs = guess.ms - answer.ms;
  return { question, guess, points: pointsFor(Math.abs(offMs), endMs), offMs };
}

function pointsFor(distanceMs: number, endMs: number): number {
  const exactMs = Math.max(EXACT_MS, EXACT_SHARE * endMs);
  const lostMs = Math.max(2 * exactMs, LOST_SHARE * endMs);
  return Math.round(100 * Math.min(1, Math.max(0, (lostMs - distanceMs) / (lostMs - exactMs))));
}

/** A guess as a link carries it: a duration, or the words of the option. */
export function guessText({ answer }: Question, guess: Guess): string {
  if (guess.kind === 'time') return formatDuration(Math.round(guess.ms));
  return answer.kind === 'choice' ? (answer.options[guess.option] ?? '') : '';
}

/** What `guessText` wrote; undefined if that is no answer to this question. */
export function guessOf({ answer }: Question, text: string | undefined): Guess | undefined {
  if (text === undefined) return undefined;
  if (answer.kind === 'choice') {
    const option = answer.options.indexOf(text);
    return option < 0 ? undefined : { kind: 'choice', option };
  }
  const ms = parseDurationMs(text);
  return ms === undefined || ms < 0 ? undefined : { kind: 'time', ms };
}
