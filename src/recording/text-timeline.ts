/** A run as text for people: what `podloupe run` prints. */
import type { Trace } from '../model/trace.ts';
import { tellingOf } from './from-trace.ts';
import type { RecordingLine, TimedLine } from './lines.ts';
import { momentText } from './moment-text.ts';
import { type TimelineRow, seconds, timelineRows } from './timeline-rows.ts';
import { inOrder } from './text.ts';
import { LEAST_TEXT_WIDTH, oneLine, wrapped } from './wrap.ts';

export interface TimelineOptions {
  /** Width in columns; longer rows are continued on the next line. Default: rows are not broken. */
  width?: number;
  /** Instead of what happened, the state of everything at this moment: milliseconds since the creation. */
  atMs?: number;
}

const TIME_WIDTH = 9;
const GAP = '  ';

/**
 * One row for each thing that happened: its time in seconds, whose it is, and what. A trace also tells what the kubelet
 * decided, what was assumed and which actions never came due.
 */
export function textTimeline(run: Trace | readonly RecordingLine[], { width, atMs }: TimelineOptions = {}): string {
  if (isTrace(run)) {
    const labels = new Map(run.records.flatMap((record) => (record.kind === 'Action' ? [[record.index, record.label] as const] : [])));
    const told = [...tellingOf(run)];
    if (atMs !== undefined)
      return momentText(
        told.filter((line): line is TimedLine => line.kind !== 'Decision'),
        atMs,
        width,
      );
    return `${traceHead(run)}\n${layOut(timelineRows(told, labels), width)}${traceTail(run, width)}`;
  }
  const [first, ...rest] = inOrder(run);
  const lines = (first?.kind === 'Meta' ? rest : inOrder(run)).filter((line): line is TimedLine => line.kind !== 'Meta');
  if (atMs !== undefined) return momentText(lines, atMs, width);
  return `${recordingHead(first)}\n${layOut(timelineRows(lines), width)}`;
}

function isTrace(run: Trace | readonly RecordingLine[]): run is Trace {
  return 'records' in run;
}

function traceHead({ meta }: Trace): string {
  const { podName, version, seed, at } = meta;
  return `${podName}: simulated as Kubernetes ${version} would run it, seed ${seed}${at === undefined ? '' : `, at ${at}`}`;
}

function recordingHead(meta: RecordingLine | undefined): string {
  if (meta?.kind !== 'Meta') return 'a recording of unknown origin';
  const source = meta.source === 'simulator' ? 'simulated' : `recorded${meta.source ? ` from ${meta.source}` : ''}`;
  const precision = meta.source === 'kubectl' ? '; times are those of the objects, whole seconds' : '';
  return `${meta.pod ?? 'a Pod'}: ${source}${meta.version ? `, Kubernetes ${meta.version}` : ''}${precision}`;
}

function traceTail({ cut, pendingActions, assumptions }: Trace, width: number | undefined): string {
  const remarks = [
    ...(cut ? [`cut at ${seconds(cut.atMs)}: ${cut.message}`] : []),
    ...pendingActions.map(({ index, what, waitingFor }) => `action ${index} never came due: ${what}, waiting for ${waitingFor}`),
    ...assumptions.map(({ container, text, change }) => `assumed of ${container}: ${text} (${change})`),
  ];
  return remarks.length === 0 ? '' : `\n${remarks.map((remark) => `${wrapped(remark, width, '  ').join('\n')}\n`).join('')}`;
}

function layOut(rows: readonly TimelineRow[], width: number | undefined): string {
  const laneWidth = rows.reduce((most, { lane }) => Math.max(most, lane.length), 0);
  const indent = TIME_WIDTH + GAP.length + laneWidth + GAP.length;
  let text = '';
  for (const { t, lane, text: what } of rows) {
    const head = `${seconds(t).padStart(TIME_WIDTH)}${GAP}${lane.padEnd(laneWidth)}${GAP}`;
    const textWidth = width === undefined ? undefined : Math.max(LEAST_TEXT_WIDTH, width - indent);
    const [first = '', ...more] = wrapped(oneLine(what), textWidth);
    text += `${(head + first).trimEnd()}\n${more.map((line) => `${' '.repeat(indent)}${line}\n`).join('')}`;
  }
  return text;
}
