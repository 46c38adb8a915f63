/** Other recordings made from one: what a worse observer would have seen of the same run, or a worse simulator made of it. */
import { RECORDED_KINDS, type RecordingLine, type TimedLine } from '../recording/lines.ts';

type Variant = (lines: readonly RecordingLine[]) => RecordingLine[];

/** The same run seen less well. */
export const OBSERVED = {
  whole: (lines) => [...lines],
  /** Somebody who only watched the API. */
  apiOnly: (lines) => withoutKinds(lines, ['Process', 'Signal', 'Hook', 'Probe', 'Image', 'Log', 'Action', 'Kubelet', 'Object']),
  /** Somebody who saw hooks and signals, but no processes. */
  withoutProcesses: (lines) => withoutKinds(lines, ['Process', 'Log']),
  firstHalf: (lines) => {
    const end = lastTime(lines) / 2;
    return lines.filter((line) => line.kind === 'Meta' || line.t <= end);
  },
} as const satisfies Record<string, Variant>;

/** The same run told wrongly. */
export const DISTORTED = {
  late: (lines) => lines.map((line) => (line.kind === 'Meta' || line.t < 2000 ? line : { ...line, t: line.t + 4000 })),
  /** Every seventh line is missing. */
  patchy: (lines) => lines.filter((line, index) => line.kind === 'Meta' || line.kind === 'End' || index % 7 !== 6),
  wrongWords: (lines) => lines.map(reworded),
  apiOnly: OBSERVED.apiOnly,
  firstHalf: OBSERVED.firstHalf,
  /** Every Probe, Signal and Process line happens twice. */
  stutter: (lines) => lines.flatMap((line) => (['Probe', 'Signal', 'Process'].includes(line.kind) ? [line, line] : [line])),
} as const satisfies Record<string, Variant>;

function withoutKinds(lines: readonly RecordingLine[], kinds: readonly TimedLine['kind'][]): RecordingLine[] {
  const left = RECORDED_KINDS.filter((kind) => !kinds.includes(kind));
  return lines.filter((line) => line.kind === 'Meta' || !kinds.includes(line.kind)).map((line) => (line.kind === 'Meta' ? { ...line, records: left } : line));
}

function lastTime(lines: readonly RecordingLine[]): number {
  return lines.reduce((last, line) => (line.kind === 'Meta' ? last : Math.max(last, line.t)), 0);
}

function reworded(line: RecordingLine, index: number): RecordingLine {
  if (index % 2 === 0) return line;
  if (line.kind === 'Process' && line.exitCode !== undefined) return { ...line, exitCode: line.exitCode + 1 };
  if (line.kind === 'Event') return { ...line, object: { ...line.object, message: `${line.object.message}!`, count: (line.object.count ?? 1) + 3 } };
  if (line.kind === 'Pod' && line.object.status?.phase === 'Running')
    return { ...line, object: { ...line.object, status: { ...line.object.status, phase: 'Unknown' } } };
  return line;
}
