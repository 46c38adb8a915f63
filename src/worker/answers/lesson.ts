/** What a text teaches (`lesson` of a scenario), compared with its run. */
import type { KeptRun } from './answer.ts';
import { judgedOn, judgedRun } from './claims.ts';
import type { Lesson } from '../protocol.ts';
import { questionsOn } from './questions.ts';
import { stripOf } from './strip.ts';

/** `lesson` as the reader of the text passes it on: its shape is checked, everything may be absent. */
interface WrittenLesson {
  links?: { title?: string; url: string }[];
  predict?: number[];
  change?: { text?: string; goal?: unknown[]; stars?: number[] };
  myth?: { claim: string; url?: string };
}

export function lessonOn({ trace, scenario }: Pick<KeptRun, 'trace' | 'scenario'>): Lesson {
  const { links = [], predict = [], change, myth } = (scenario.lesson ?? {}) as WrittenLesson;
  const run = judgedRun({ trace, scenario });
  const goal = change?.goal ? judgedOn(run, change.goal) : [];
  return {
    title: scenario.title ?? scenario.name,
    summary: scenario.summary ?? '',
    links: links.map(({ title, url }) => ({ title: title ?? url, url })),
    ...(myth && { myth }),
    questions: questionsOn(run, scenario.expect, predict),
    ...(change && goal.length > 0 && { change: { text: change.text ?? '', goal, stars: change.stars ?? [] } }),
    strip: stripOf(trace),
  };
}
