import type { Trace } from '../model/trace.ts';
import type { MarkKind, TrackName } from '../timeline/index.ts';
import { type ExportedMark, marksOf } from './marks.ts';
import { exportedTexts } from './texts/en.ts';

/** Rows of a lane that make a bar; the rest would only repeat them. */
const BARS: ReadonlySet<TrackName> = new Set(['main', 'hooks']);
const MOMENTS: ReadonlySet<MarkKind> = new Set(['probeFailed', 'probeTimeout', 'signal', 'signalKill', 'actionKubectl', 'actionWorld', 'actionRefused']);
const CRITICAL: ReadonlySet<MarkKind> = new Set(['pullFailed', 'probeFailed', 'probeTimeout', 'signalKill', 'pillFailed', 'actionRefused']);
const DONE: ReadonlySet<MarkKind> = new Set(['backOff', 'draining', 'pillDone']);

/**
 * A Gantt diagram for Markdown files: actions and phases of the Pod, then for each container what its process did, its hooks,
 * failed probes and signals. A run of failures is one milestone.
 */
export function mermaidGantt(trace: Trace, title: string): string {
  const shown = marksOf(trace).filter(({ track, kind, lane }) => lane.kind === 'phase' || lane.kind === 'actions' || BARS.has(track.name) || MOMENTS.has(kind));
  const sections = new Map<string, ExportedMark[]>();
  for (const mark of shown) {
    const section = mark.lane.container ?? 'Pod';
    sections.set(section, [...(sections.get(section) ?? []), mark]);
  }
  const rows = [...sections].flatMap(([section, marks]) => [`  section ${plain(section)}`, ...marks.map(taskOf)]);
  return `${['gantt', `  title ${plain(title)}`, '  dateFormat x', `  axisFormat ${trace.endMs >= 60_000 ? '%M:%S' : '%S s'}`, ...rows].join('\n')}\n`;
}

function taskOf({ kind, startMs, endMs, what, count }: ExportedMark): string {
  const isMoment = MOMENTS.has(kind) || endMs <= startMs;
  const tags = [CRITICAL.has(kind) && 'crit', DONE.has(kind) && 'done', isMoment && 'milestone'].filter((tag) => tag !== false);
  const name = count > 1 ? exportedTexts.times(what, count) : what;
  return `  ${plain(name)} :${[...tags, Math.round(startMs), isMoment ? '0ms' : Math.round(endMs)].join(', ')}`;
}

/** Mermaid reads these characters as its own. */
function plain(text: string): string {
  return text
    .replaceAll('%', 'percent')
    .replace(/[:;,#\r\n]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
