import { timeInWords } from '../base/time-words.ts';
import { timeOfDay } from '../base/timestamp.ts';
import type { Disagreement } from '../model/disagreement.ts';
import type { Trace } from '../model/trace.ts';
import type { MarkKind } from '../timeline/index.ts';
import type { FigureText } from './figure.ts';
import { timelineTexts } from '../timeline/texts/en.ts';
import { type ExportedMark, marksOf } from './marks.ts';
import { exportedTexts } from './texts/en.ts';

const words = exportedTexts.narrative;

/** What would only say again what another mark says. */
const REPEATED: ReadonlySet<MarkKind> = new Set(['run', 'grace', 'graceUsedUp', 'conditionTrue', 'conditionFalse', 'conditionUnknown', 'eventNormal']);

/** What was found: a title of one or two sentences, and why that leads to what one sees. */
export interface NarratedFinding {
  title: string;
  detail: string;
}

/** The run as a text to read, in Markdown: what it came to, what was found, then what happened, moment by moment or by the wall clock. */
export function narrative(
  trace: Trace,
  text: FigureText,
  findings: readonly NarratedFinding[],
  disagreements: readonly Disagreement[] = [],
  { wallClock = false }: { wallClock?: boolean } = {},
): string {
  const time = (ms: number) => (wallClock ? timeOfDay(trace.meta.createdAtMs + ms, 1) : timeInWords(ms));
  const told = marksOf(trace, disagreements).filter(({ kind }) => !REPEATED.has(kind));
  return [
    `# ${words.title(trace.meta.podName, text.headline)}`,
    text.line,
    ...findings.map(({ title, detail }) => words.finding(title, detail)),
    `## ${words.happened}`,
    told.map((mark) => `- ${momentOf(mark, time)}\n`).join(''),
    ...(text.footer === undefined ? [] : [text.footer]),
  ]
    .filter((part) => part !== '')
    .map((part) => `${part.trimEnd()}\n`)
    .join('\n');
}

function momentOf({ lane, startMs, endMs, what, why, count }: ExportedMark, time: (ms: number) => string): string {
  const when = endMs > startMs ? words.span(time(startMs), time(endMs)) : time(startMs);
  const owner = lane.container === undefined || what.startsWith(lane.container) ? '' : words.owner(lane.container);
  const { onNode, byApi, byScenario } = timelineTexts.notes;
  const detail = ['', onNode, byApi, byScenario].includes(why) ? '' : words.why(oneLine(why));
  return `${when} ${owner}${count > 1 ? exportedTexts.times(what, count) : what}${detail}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
