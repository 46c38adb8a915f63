/** A run as a picture on a card of the gallery, and from when on the picture would answer what the card asks. */
import type { Trace, TraceRecord } from '../../model/trace.ts';
import { judgedRun } from './claims.ts';
import type { KeptRun } from './answer.ts';
import type { Question, Strip } from '../protocol.ts';
import { questionsOn } from './questions.ts';
import { stripOf } from './strip.ts';

export function thumbnailOf({ trace, scenario }: Pick<KeptRun, 'trace' | 'scenario'>): Strip {
  const strip = stripOf(trace);
  const { predict = [] } = (scenario.lesson ?? {}) as { predict?: number[] };
  const questions = questionsOn(judgedRun({ trace, scenario }), scenario.expect, predict);
  if (questions.length === 0) return strip;
  const turnMs = firstTurnMs(trace);
  const decidedMs = Math.min(...questions.map((question) => decidedAt(question, turnMs)));
  return { ...strip, askedMs: Math.max(decidedMs, Math.min(turnMs, firstSeenMs(strip))) };
}

/** Until when the picture does not give the answer away. */
function decidedAt({ ask, answer }: Question, turnMs: number): number {
  if (answer.kind === 'time') return answer.ms;
  const moment = 'moment' in ask ? ask.moment : undefined;
  return moment?.kind === 'at' ? moment.atMs : turnMs;
}

/** When a process first ends, drains or is waited for, or a hook that need not run does: what is asked of a whole run shows there. */
function firstTurnMs({ records, endMs }: Trace): number {
  return records.find(isTurn)?.t ?? endMs;
}

function isTurn(record: TraceRecord): boolean {
  switch (record.kind) {
    case 'Process':
      return record.what === 'exit';
    case 'Serving':
      return record.what === 'draining';
    case 'Decision':
      return record.decision.what === 'back-off';
    case 'Hook':
      // A postStart hook runs with every start; what comes of it is another matter
      return record.what === (record.hook === 'preStop' ? 'start' : 'end');
    default:
      return false;
  }
}

/** A pull or a start that comes later is not what every run begins with. */
const SOON_MS = 2000;

/** When the pull or the start that a run begins with has been there as long as it took to come; 0 where it is not soon. */
function firstSeenMs({ rows }: Strip): number {
  const firstMs = Math.min(...rows.flatMap(({ bars }) => bars.map(({ fromMs }) => fromMs)));
  return firstMs <= SOON_MS ? 2 * firstMs : 0;
}
