import type { Disagreement } from '../model/disagreement.ts';
import type { Trace } from '../model/trace.ts';
import type { MarkKind } from '../timeline/index.ts';
import type { FigureText } from './figure.ts';
import { type ExportedMark, marksOf } from './marks.ts';

/** What would only say again what another mark says. */
const REPEATED: ReadonlySet<MarkKind> = new Set(['run', 'grace', 'graceUsedUp', 'conditionTrue', 'conditionFalse', 'conditionUnknown', 'eventNormal']);

/** What was found: a title of one or two sentences, and why that leads to what one sees. */
export interface NarratedFinding {
  title: string;
  detail: string;
}

/** The run as a text to read, in Markdown: what it came to, what was found, then what happened, moment by moment. */
export function narrative(trace: Trace, text: FigureText, findings: readonly NarratedFinding[], disagreements: readonly Disagreement[] = []): string {
  const told = marksOf(trace, disagreements).filter(({ kind }) => !REPEATED.has(kind));
  return [
    `# Pod ${trace.meta.podName}: ${text.headline}`,
    text.line,
    ...findings.map(({ title, detail }) => `**${title}** ${detail}`),
    `## What happened`,
    told.map((mark) => `- ${momentOf(mark)}\n`).join(''),
    ...(text.footer === undefined ? [] : [text.footer]),
  ]
    .filter((part) => part !== '')
    .map((part) => `${part.trimEnd()}\n`)
    .join('\n');
}

function momentOf({ lane, startMs, endMs, what, why, count }: ExportedMark): string {
  const time = endMs > startMs ? `${seconds(startMs)} to ${seconds(endMs)}` : seconds(startMs);
  const owner = lane.container === undefined || what.startsWith(lane.container) ? '' : `${lane.container}: `;
  const detail = why === '' || why === 'on the node' || why === 'reported by the API server' || why === 'action of the scenario' ? '' : ` (${oneLine(why)})`;
  return `${time} ${owner}${what}${count > 1 ? `, ${count} times` : ''}${detail}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
