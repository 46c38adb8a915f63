/** Runs of a sweep, one at a time: the page asks several workers. */
import { outcomeOf } from '../../explain/outcome.ts';
import { parseAxis, SweepError, textOfCombination, variables } from '../../scenario/sweep.ts';
import { readScenario } from '../../scenario/index.ts';
import { type Request, simulated } from './answer.ts';
import type { SimulationReply, SweptRun } from '../protocol.ts';

/** What can be varied in a text; with axes also what is wrong with them. */
export function sweepOffer({ id, text, axes }: Request<'sweepOffer'>): SimulationReply {
  try {
    return { kind: 'sweepOffer', id, variables: variables(text), axes: axes.map((axis) => parseAxis(axis).values) };
  } catch (error) {
    if (!(error instanceof SweepError)) throw error;
    return { kind: 'sweepOffer', id, variables: variables(text), reason: error.message };
  }
}

/** The run of one combination. */
export function sweptRun({ id, text, choices, axes, index }: Request<'sweepRun'>): SimulationReply {
  return { kind: 'sweepRun', id, run: runOf(text, choices, axes, index) };
}

function runOf(text: string, choices: Request<'sweepRun'>['choices'], axes: readonly string[], index: number): SweptRun {
  let edited: string;
  try {
    edited = textOfCombination(text, axes.map(parseAxis), index);
  } catch (error) {
    if (!(error instanceof SweepError)) throw error;
    return { text, reason: error.message };
  }
  const { scenario, diagnostics } = readScenario(edited);
  if (!scenario) return { text: edited, reason: diagnostics.find(({ severity }) => severity === 'error')?.message ?? '' };
  return { text: edited, outcome: outcomeOf(simulated(scenario, choices)) };
}
