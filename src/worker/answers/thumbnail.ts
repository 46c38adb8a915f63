/** A run as a picture on a card of the gallery, and from when on the picture would answer what the card asks. */
import { judgedRun } from './claims.ts';
import type { KeptRun } from './answer.ts';
import type { Question, Strip } from '../protocol.ts';
import { questionsOn } from './questions.ts';
import { stripOf } from './strip.ts';

export function thumbnailOf({ trace, scenario }: Pick<KeptRun, 'trace' | 'scenario'>): Strip {
  const strip = stripOf(trace);
  const { predict = [] } = (scenario.lesson ?? {}) as { predict?: number[] };
  const questions = questionsOn(judgedRun({ trace, scenario }), scenario.expect, predict);
  return questions.length === 0 ? strip : { ...strip, askedMs: Math.min(...questions.map((question) => decidedMs(question, strip))) };
}

/** Until when the picture does not give the answer away. */
function decidedMs({ ask, answer }: Question, strip: Strip): number {
  if (answer.kind === 'time') return answer.ms;
  const moment = 'moment' in ask ? ask.moment : undefined;
  return moment?.kind === 'at' ? moment.atMs : firstTurnMs(strip);
}

/** When it first happens that a process ends, is waited for or has a hook: what is asked of a whole run shows there. */
function firstTurnMs({ rows, endMs }: Strip): number {
  const turns = rows.flatMap(({ bars, exits }) => [
    ...exits.map(({ atMs }) => atMs),
    ...bars.filter(({ kind }) => kind === 'waiting' || kind === 'hook' || kind === 'draining').map(({ fromMs }) => fromMs),
  ]);
  return Math.min(endMs, ...turns);
}
