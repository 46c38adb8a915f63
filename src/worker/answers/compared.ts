/** A run beside another one: what is different, in words. The other is simulated, or was recorded. */
import { lineDiff } from '../../base/line-diff.ts';
import { comparedWords } from '../../explain/compare/compare.ts';
import { deviationsOf } from '../../explain/compare/deviations.ts';
import { disagreementsOf } from '../../explain/disagreements/disagreements.ts';
import type { Translation } from '../../explain/texts/translation.ts';
import type { Happening, Parting } from '../../model/comparison.ts';
import type { Trace } from '../../model/trace.ts';
import { isCapture, isRecording, readRecording } from '../../recording/capture.ts';
import { compare, type CompareOptions } from '../../recording/compare.ts';
import { recordingOf } from '../../recording/from-trace.ts';
import type { RecordingLine } from '../../recording/lines.ts';
import { RecordingError } from '../../recording/text.ts';
import { traceOfRecording } from '../../recording/to-trace.ts';
import { EditError, editedText } from '../../scenario/edit.ts';
import { type KeptRun, type Request, run } from './answer.ts';
import { workloadDiagnostics } from '../../scenario/workload.ts';
import { withApiAnswers } from './api-answers.ts';
import type { Compared, OtherRun, SimulationReply } from '../protocol.ts';

/** Two simulated runs have the same clock: times differ if the axis can tell them apart, and nothing may be missing. */
const SIMULATED = { toleranceMs: 100, toleranceRatio: 0, shortMs: 0 };
/** A simulation and a real kubelet differ by the node's own delays. */
const MEASURED: CompareOptions & { toleranceMs: number } = { toleranceMs: 1500 };

/** The answer, and the other run if questions about it may follow. */
export function comparedWith(request: Request<'compare'>, present: KeptRun, translation?: Translation): { reply: SimulationReply; kept?: KeptRun } {
  const { id, other } = request;
  const found = isRecording(other.text) || isCapture(other.text) ? recorded(other.text) : simulatedOther(id, other);
  if ('reason' in found) return { reply: { kind: 'compare', id, reason: found.reason } };
  const { trace, lines, source, text, title, kept } = found;
  const sides = [
    { trace: present.trace, lines: recordingOf(present.trace) },
    { trace, lines },
  ] as const;
  const [a, b] = request.presentIs === 'a' ? sides : ([sides[1], sides[0]] as const);
  const options = source === 'real' ? MEASURED : SIMULATED;
  const { divergences, score } = compare(a.lines, b.lines, options);
  const compared: Compared = {
    trace,
    source,
    text,
    title,
    words: comparedWords(a.trace, b.trace, onAxis(divergences, a.trace, b.trace), options.toleranceMs, translation),
    disagreements: kept ? disagreementsOf(trace, translation) : [],
    ...(source === 'real' && score !== undefined && { likeness: score }),
    ...(source === 'real' && { deviations: deviationsOf(present.trace, trace, translation) }),
    ...(kept && { diff: request.presentIs === 'a' ? lineDiff(request.text, text) : lineDiff(text, request.text) }),
  };
  return { reply: { kind: 'compare', id, compared }, ...(kept && { kept }) };
}

/** Recordings are compared from the creation of the Pod on, which in a trace comes a moment after its beginning. */
function onAxis(partings: readonly Parting[], a: Trace, b: Trace): Parting[] {
  const createdMs = (trace: Trace) => trace.records.find(({ kind }) => kind === 'Pod')?.t ?? 0;
  const later = (happenings: readonly Happening[], byMs: number) => happenings.map((each) => ({ ...each, t: each.t + byMs }));
  const [ofA, ofB] = [createdMs(a), createdMs(b)];
  return partings.map((parting) => {
    const sides = { a: later(parting.a, ofA), b: later(parting.b, ofB) };
    return { ...parting, ...sides, t: Math.min(...[...sides.a, ...sides.b].map(({ t }) => t)) };
  });
}

interface Found {
  trace: Trace;
  lines: readonly RecordingLine[];
  source: Compared['source'];
  text: string;
  title: string;
  kept?: KeptRun;
}

function recorded(text: string): Found | { reason: string } {
  try {
    const lines = readRecording(text);
    const trace = traceOfRecording(lines);
    if (trace.records.length === 0) return { reason: 'The recording has no lines.' };
    const source = lines.some((line) => line.kind === 'Meta' && line.source === 'simulator') ? 'simulated' : 'real';
    return { trace, lines, source, text, title: trace.meta.podName };
  } catch (error) {
    if (error instanceof RecordingError) return { reason: `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.` };
    throw error;
  }
}

function simulatedOther(id: number, { text: before, choices, edits }: OtherRun): Found | { reason: string } {
  let text: string;
  try {
    text = editedText(before, edits);
  } catch (error) {
    if (error instanceof EditError) return { reason: error.message };
    throw error;
  }
  const answered = run({ id, text, choices });
  const { kept } = answered;
  const reply = withApiAnswers(answered, answered.told ? workloadDiagnostics(answered.told) : []);
  if (kept && reply.kind === 'run')
    return { trace: kept.trace, lines: recordingOf(kept.trace), source: 'simulated', text, title: reply.facts?.title ?? kept.scenario.name, kept };
  const error = reply.kind === 'run' ? reply.diagnostics.find(({ severity }) => severity === 'error') : undefined;
  return { reason: error ? `${error.range ? `Line ${error.range.startLine}: ` : ''}${error.message}` : 'There is no run.' };
}
