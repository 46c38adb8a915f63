/** A run as lines of JSON. */
import { recordingLines } from '../../recording/from-trace.ts';
import { readScenario } from '../../scenario/index.ts';
import type { SimulationReply } from '../protocol.ts';
import { type Request, simulated } from './answer.ts';

export function recorded({ id, text, choices }: Request<'recording'>): SimulationReply {
  const { scenario, diagnostics } = readScenario(text);
  if (!scenario) return { kind: 'recording', id, diagnostics };
  return { kind: 'recording', id, diagnostics, recording: [...recordingLines(simulated(scenario, choices))].join('\n') };
}
