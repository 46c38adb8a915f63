/// <reference lib="webworker" />
/**
 * The simulation worker as the page has it, but for the limit: its runs are as long as is asked for. What a record is there for
 * it tells as the page's worker does.
 */
import { disagreementsOf, findingsOf, verdictOf } from '../../src/explain/index.ts';
import { readScenario } from '../../src/scenario/index.ts';
import { simulate } from '../../src/sim/simulate.ts';
import type { KeptRun } from '../../src/worker/answers/answer.ts';
import { toldOf } from '../../src/worker/answers/tell.ts';
import type { SimulationReply, SimulationRequest } from '../../src/worker/protocol.ts';
import { NO_FACTS } from './replies.ts';

/** As many records as the run may have; the page's own worker stops much earlier. */
const RECORDS = 100_000;
const LONG_ENOUGH_MS = 60 * 24 * 3_600_000;

let kept: KeptRun | undefined;

self.addEventListener('message', ({ data }: MessageEvent<SimulationRequest>) => {
  if (data.kind === 'run') self.postMessage(run(data));
  else if (data.kind === 'tell' && kept) self.postMessage({ kind: 'tell', id: data.id, explanation: toldOf(kept, data.record) } satisfies SimulationReply);
});

function run({ id, text }: Extract<SimulationRequest, { kind: 'run' }>): SimulationReply {
  const { scenario, diagnostics } = readScenario(text);
  if (!scenario) return { kind: 'run', id, diagnostics };
  const trace = simulate(scenario, { durationMs: LONG_ENOUGH_MS, recordLimit: RECORDS });
  kept = { id, scenario, trace };
  const story = { verdict: verdictOf(trace, scenario), findings: findingsOf(trace, scenario), disagreements: disagreementsOf(trace) };
  return { kind: 'run', id, diagnostics, trace, facts: NO_FACTS, story };
}
