/** What the API server finds against the object around a template; what it finds in the template itself comes with the run. */
import { helpFor } from '../api/help/sentences.ts';
import { workloadErrors } from '../api/server/workloads.ts';
import type { Diagnostic } from '../model/diagnostics.ts';
import type { ReadResult } from './read.ts';

export function workloadDiagnostics({ workload, locate }: Pick<ReadResult, 'workload' | 'locate'>): Diagnostic[] {
  if (workload === undefined) return [];
  return workloadErrors(workload).map(({ field, body }) => {
    const [range, help] = [locate(field, 'workload'), helpFor(field, body)];
    return { severity: 'error', message: `${field}: ${body}`, path: field, ...(help !== undefined && { help }), ...(range && { range }) };
  });
}
