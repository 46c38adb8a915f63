/** A Pod that the API server refuses: what kubectl prints, and where the fields stand that it is about. */
import { refusalNotes, templatePrefix, warningNotes } from '../api/help/index.ts';
import { Output, ServerError } from '../api/kubectl/outcome.ts';
import type { ActionRecord, Trace } from '../model/trace.ts';
import { errorAt, reportDiagnostics } from './report.ts';
import type { Run } from './runs.ts';
import type { Terminal } from './terminal.ts';

/** Reports a refusal; false if the API server took the Pod. */
export function reportRefusal({ label, scenario, trace, locate }: Run, terminal: Terminal): boolean {
  const refusal = refusalOf(trace);
  if (refusal === undefined) return false;
  const output = new Output();
  output.fail(new ServerError(asWritten(refusal, scenario), `error when creating "${label}"`));
  terminal.err(output.finish().stderr);
  reportDiagnostics(
    label,
    refusalNotes(refusal, scenario.podSource).map(({ field, message, help }) => errorAt(message, locate(field), help)),
    terminal,
  );
  return true;
}

/** Reports what the API server warns of when it takes the Pod. */
export function reportWarnings({ label, scenario, trace, locate }: Run, terminal: Terminal): void {
  const created = trace.records.find((record) => record.kind === 'Pod');
  if (created?.kind !== 'Pod' || scenario.staticPod) return;
  const notes = warningNotes(scenario.pod, created.object, scenario.podSource);
  reportDiagnostics(
    label,
    notes.map(({ field, message, help }) => ({ ...errorAt(message, locate(field), help), severity: 'warning' as const })),
    terminal,
  );
}

/** A template that makes no valid Pod is refused as the object that holds it. */
function asWritten({ causes = [], ...error }: NonNullable<ActionRecord['error']>, { pod, podSource }: Run['scenario']): ServerError['error'] {
  const prefix = templatePrefix(podSource);
  const name = prefix === '' ? (pod.metadata.name ?? pod.metadata.generateName ?? '') : podSource.name;
  const written = causes.map((cause) => ({ ...cause, field: `${prefix}${cause.field}` }));
  return { ...error, causes: written, details: { kind: podSource.kind, name } } as ServerError['error'];
}

function refusalOf({ records }: Trace): ActionRecord['error'] {
  const creation = records.find((record) => record.kind === 'Action' && record.index === 0);
  return creation?.kind === 'Action' ? creation.error : undefined;
}
