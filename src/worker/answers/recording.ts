/** A run as lines of JSON. */
import { recordingLines } from '../../recording/from-trace.ts';
import { readScenario } from '../../scenario/index.ts';
import type { SimulationReply } from '../protocol.ts';
import { gapDiagnostic, type Request, simulated } from './answer.ts';

export function recorded({ id, text, choices }: Request<'recording'>): SimulationReply {
  const { scenario, diagnostics, locate } = readScenario(text);
  if (!scenario) return { kind: 'recording', id, diagnostics };
  const result = simulated(scenario, choices);
  if ('gaps' in result) return { kind: 'recording', id, diagnostics: [...diagnostics, ...result.gaps.map((gap) => gapDiagnostic(gap, locate))] };
  return { kind: 'recording', id, diagnostics, recording: [...recordingLines(result.trace)].join('\n') };
}
