/** A run among those of other seeds. */
import { SpreadCollector } from '../../explain/spread/spread.ts';
import { type KeptRun, type Request, simulated } from './answer.ts';
import type { SimulationReply } from '../protocol.ts';

/** The runs of other seeds that were made for a run already: asking for more of them makes only those. */
let made: { runId: number; seeds: number; collector: SpreadCollector } | undefined;

/** Makes the runs that are missing. A seed with which the run is cut counts as far as it goes. */
export function spreadAround({ id, runId, choices, seeds }: Request<'spread'>, present: KeptRun): SimulationReply {
  const { seed: _present, ...others } = choices;
  if (made?.runId !== runId || made.seeds > seeds) made = { runId, seeds: 0, collector: new SpreadCollector(present.trace) };
  for (let seed = made.seeds + 1; seed <= seeds; seed += 1) made.collector.add(seed, simulated(present.scenario, { ...others, seed }));
  made.seeds = seeds;
  return { kind: 'spread', id, spread: made.collector.spread };
}
