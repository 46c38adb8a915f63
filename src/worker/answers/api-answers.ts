/** The API server's own words about a text that was run: why it refuses, or what it warns of, each at its place and with help. */
import { type Note, refusalNotes, warningNotes } from '../../api/help/index.ts';
import type { Diagnostic } from '../../model/diagnostics.ts';
import type { Trace } from '../../model/trace.ts';
import type { RunAnswer, ToldRun } from './answer.ts';
import type { SimulationReply } from '../protocol.ts';

/**
 * The reply with what the API server says; what it refuses is not shown as a run.
 * @param aboutTheWorkload what it says of the object around a template (`workloadDiagnostics`)
 */
export function withApiAnswers({ reply, told }: RunAnswer, aboutTheWorkload: readonly Diagnostic[]): SimulationReply {
  if (reply.kind !== 'run' || told === undefined) return reply;
  const refused = [...aboutTheWorkload, ...refusals(told)];
  if (refused.length > 0) return { kind: 'run', id: reply.id, diagnostics: [...told.diagnostics, ...refused] };
  return { ...reply, diagnostics: [...reply.diagnostics, ...warnings(told)] };
}

function refusals(told: ToldRun): Diagnostic[] {
  const error = refusalOf(told.trace);
  return error === undefined ? [] : refusalNotes(error, told.scenario.podSource).map((note) => diagnosticOf('error', note, told));
}

function refusalOf({ records }: Trace): Parameters<typeof refusalNotes>[0] | undefined {
  const create = records.find((record) => record.kind === 'Action' && record.index === 0);
  return create?.kind === 'Action' ? create.error : undefined;
}

function warnings(told: ToldRun): Diagnostic[] {
  const { pod, podSource, staticPod } = told.scenario;
  const created = told.trace.records.find((record) => record.kind === 'Pod');
  if (created?.kind !== 'Pod' || staticPod) return [];
  return warningNotes(pod, created.object, podSource).map((note) => diagnosticOf('warning', note, told));
}

function diagnosticOf(severity: Diagnostic['severity'], { field, message, help }: Note, { locate }: ToldRun): Diagnostic {
  const range = locate(field, 'pod');
  return { severity, message, path: field, ...(help !== undefined && { help }), ...(range && { range }) };
}
