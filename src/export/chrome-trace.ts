import type { Disagreement } from '../model/disagreement.ts';
import type { Trace } from '../model/trace.ts';
import type { Lane, Track } from '../timeline/index.ts';
import { type ExportedMark, marksOf } from './marks.ts';

/** One entry of the Trace Event Format: what chrome://tracing and Perfetto read. Times are microseconds. */
interface TraceEvent {
  ph: 'M' | 'X' | 'i';
  pid: number;
  tid: number;
  name: string;
  ts?: number;
  dur?: number;
  s?: 't';
  cat?: string;
  args?: Record<string, unknown>;
}

/**
 * The run in Chrome's Trace Event Format, which Perfetto opens: the Pod and each container are processes, each row of a lane is
 * a thread; spans are complete events, moments are instants.
 */
export function chromeTrace(trace: Trace, disagreements: readonly Disagreement[] = []): string {
  const marks = marksOf(trace, disagreements);
  const processes = numbered(marks.map(({ lane }) => ownerOf(lane)));
  const threads = numbered(marks.map(({ lane, track }) => threadOf(lane, track)));
  const names = new Map(marks.map(({ lane, track }) => [threadOf(lane, track), { owner: ownerOf(lane), name: nameOf(lane, track) }]));
  const events: TraceEvent[] = [
    ...[...processes].map(([owner, pid]): TraceEvent => ({ ph: 'M', pid, tid: 0, name: 'process_name', args: { name: owner } })),
    ...[...threads].flatMap(([thread, tid]): TraceEvent[] => {
      const { owner, name } = names.get(thread) as { owner: string; name: string };
      const pid = processes.get(owner) as number;
      return [
        { ph: 'M', pid, tid, name: 'thread_name', args: { name } },
        { ph: 'M', pid, tid, name: 'thread_sort_index', args: { sort_index: tid } },
      ];
    }),
    ...marks.map((mark) => eventOf(mark, processes.get(ownerOf(mark.lane)) as number, threads.get(threadOf(mark.lane, mark.track)) as number)),
  ];
  const { podName, namespace, version, seed } = trace.meta;
  return `${JSON.stringify({ displayTimeUnit: 'ms', otherData: { pod: podName, namespace, kubernetes: version, seed }, traceEvents: events })}\n`;
}

function eventOf({ lane, kind, startMs, endMs, what, why, count }: ExportedMark, pid: number, tid: number): TraceEvent {
  const common = { pid, tid, name: what, cat: lane.kind, ts: startMs * 1000, args: { kind, ...(why !== '' && { why }), ...(count > 1 && { count }) } };
  return endMs > startMs ? { ph: 'X', ...common, dur: (endMs - startMs) * 1000 } : { ph: 'i', ...common, s: 't' };
}

function ownerOf(lane: Lane): string {
  return lane.container ?? 'Pod';
}

function threadOf(lane: Lane, track: Track): string {
  return `${lane.id}/${track.name}/${track.title}`;
}

function nameOf(lane: Lane, track: Track): string {
  if (lane.kind === 'group') return 'runs';
  if (track.title !== '') return track.title;
  return lane.tracks.length === 1 ? lane.label : `${lane.label}: ${track.name}`;
}

/** Distinct texts in the order in which they come up, from 1. */
function numbered(texts: readonly string[]): Map<string, number> {
  return new Map([...new Set(texts)].map((text, index) => [text, index + 1]));
}
