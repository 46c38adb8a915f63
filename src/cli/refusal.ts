/** A Pod that the API server refuses: what kubectl prints, and where the fields stand that it is about. */
import { Output, ServerError } from '../api/kubectl/outcome.ts';
import type { ActionRecord, Trace } from '../model/trace.ts';
import { errorAt, reportDiagnostics } from './report.ts';
import type { Run } from './runs.ts';
import type { Terminal } from './terminal.ts';

/** Reports a refusal; false if the API server took the Pod. */
export function reportRefusal({ label, scenario, trace, locate }: Run, terminal: Terminal): boolean {
  const refusal = refusalOf(trace);
  if (refusal === undefined) return false;
  const { causes = [], ...error } = refusal;
  const { name = scenario.pod.metadata.generateName ?? '' } = scenario.pod.metadata;
  const output = new Output();
  output.fail(new ServerError({ ...error, causes, details: { kind: 'Pod', name } } as ServerError['error'], `error when creating "${label}"`));
  terminal.err(output.finish().stderr);
  const places =
    causes.length === 0
      ? [{ field: 'metadata.name', message: error.message }]
      : causes.map(({ field, message }) => ({ field, message: `${field}: ${message}` }));
  reportDiagnostics(
    label,
    places.map(({ field, message }) => errorAt(message, locate(field))),
    terminal,
  );
  return true;
}

function refusalOf({ records }: Trace): ActionRecord['error'] {
  const creation = records.find((record) => record.kind === 'Action' && record.index === 0);
  return creation?.kind === 'Action' ? creation.error : undefined;
}
