/** A simulated run as a recording: the trace without the kubelet's own reasoning, every probe attempt a pair of lines. */
import { Heap } from '../base/heap.ts';
import { rfc3339, rfc3339Micro } from '../base/timestamp.ts';
import type { DecisionRecord, ProbeRecord, Trace, TraceRecord } from '../model/trace.ts';
import { RECORDED_KINDS, type ProbeLine, type RecordingLine, type TimedLine } from './lines.ts';
import { formatLine } from './text.ts';

/** The lines of a run, `Meta` first and `End` last. */
export function recordingOf(trace: Trace): RecordingLine[] {
  return [...linesOf(trace)];
}

/** The text of the recording: JSON lines. */
export function recordingText(trace: Trace): string {
  let text = '';
  for (const line of recordingLines(trace)) text += `${line}\n`;
  return text;
}

/** The text of the recording line by line, without line breaks: for runs that are too long to be held twice. */
export function* recordingLines(trace: Trace): Generator<string> {
  for (const line of linesOf(trace)) yield formatLine(line);
}

function* linesOf(trace: Trace): Generator<RecordingLine> {
  yield metaOf(trace);
  for (const told of tellingOf(trace)) if (told.kind !== 'Decision') yield told;
}

/**
 * All that can be told of a run in order: its lines, and between them what the kubelet decided.
 *
 * Records keep their order. The attempts of a train of probes are put in by time; at the same time, what the earlier
 * record says comes first, and an attempt starts before it ends.
 */
export function* tellingOf(trace: Trace): Generator<TimedLine | DecisionRecord> {
  const trains = new Heap<ProbeEdge>(isBefore);
  const attemptsBefore = function* (t: number, id: number): Generator<ProbeLine> {
    for (let next = trains.peek(); next && (next.t < t || (next.t === t && next.record.id < id)); next = trains.peek()) {
      trains.pop();
      if (next.t <= trace.endMs) yield probeLine(next);
      const following = edgeAfter(next);
      if (following && following.t <= trace.endMs) trains.push(following);
    }
  };
  for (const record of trace.records) {
    yield* attemptsBefore(record.t, record.id);
    if (record.kind === 'Probe') trains.push({ record, attempt: 0, what: 'start', t: record.t });
    else {
      const told = record.kind === 'Decision' ? record : lineOfRecord(record);
      if (told) yield told;
    }
  }
  yield* attemptsBefore(Infinity, 0);
  yield { kind: 'End', t: trace.endMs };
}

function metaOf({ meta }: Trace): RecordingLine {
  const { version, podName, createdAtMs } = meta;
  const createdAt = createdAtMs % 1000 === 0 ? rfc3339(createdAtMs) : rfc3339Micro(createdAtMs);
  return { kind: 'Meta', format: 1, source: 'simulator', version, pod: podName, createdAt, records: [...RECORDED_KINDS] };
}

// ---- probe trains ----------------------------------------------------------------------------------------------------

/** The start or the end of one attempt of a train. */
interface ProbeEdge {
  record: ProbeRecord;
  /** 0-based. */
  attempt: number;
  what: 'start' | 'end';
  t: number;
}

function isBefore(a: ProbeEdge, b: ProbeEdge): boolean {
  return a.t !== b.t ? a.t < b.t : a.record.id < b.record.id;
}

function edgeAfter({ record, attempt, what, t }: ProbeEdge): ProbeEdge | undefined {
  if (what === 'start') return { record, attempt, what: 'end', t: t + record.takesMs };
  if (attempt + 1 >= record.count) return undefined;
  return { record, attempt: attempt + 1, what: 'start', t: record.t + (attempt + 1) * record.periodMs };
}

function probeLine({ record, what, t }: ProbeEdge): ProbeLine {
  const { container, instance, probe, result, message } = record;
  if (what === 'start') return { kind: 'Probe', t, container, instance, probe, what };
  return { kind: 'Probe', t, container, instance, probe, what, result, ...(message !== '' && { message }) };
}

// ---- single records --------------------------------------------------------------------------------------------------

/** What a recording says of a record; undefined for what happens inside the kubelet and for trains of probes. */
function lineOfRecord(record: TraceRecord): TimedLine | undefined {
  const { t } = record;
  switch (record.kind) {
    case 'Pod':
      return { kind: 'Pod', t, type: record.type, object: record.object };
    case 'Event':
      return { kind: 'Event', t, type: record.type, object: record.object };
    case 'Object':
      return { kind: 'Object', t, type: record.type, object: record.object };
    case 'Process':
      return { kind: 'Process', t, ...pick(record, ['container', 'instance', 'what', 'exitCode', 'signal', 'reason', 'env']) };
    case 'Signal':
      return { kind: 'Signal', t, ...pick(record, ['container', 'instance', 'signal']) };
    case 'Hook':
      return { kind: 'Hook', t, ...pick(record, ['container', 'instance', 'hook', 'what', 'result', 'message']) };
    case 'Image':
      return { kind: 'Image', t, ...pick(record, ['image', 'what', 'result', 'message']) };
    case 'Log':
      return { kind: 'Log', t, ...pick(record, ['container', 'instance', 'stream', 'line']) };
    case 'Action':
      return { kind: 'Action', t, ...pick(record, ['index', 'what', 'error', 'exitCode', 'stdout', 'stderr']) };
    case 'Kubelet':
      return { kind: 'Kubelet', t, what: record.what };
    case 'Probe':
    case 'ProbeState':
    case 'Serving':
    case 'Decision':
    case 'Sync':
      return undefined;
  }
}

function pick<Source extends object, Name extends keyof Source>(source: Source, names: readonly Name[]): Pick<Source, Name> {
  const found: Partial<Pick<Source, Name>> = {};
  for (const name of names) {
    if (source[name] !== undefined) found[name] = source[name];
  }
  return found as Pick<Source, Name>;
}
