/** Running scenario texts in tests: what the command line and the worker do, in one call. */
import type { Scenario } from '../model/scenario.ts';
import type { Trace } from '../model/trace.ts';
import { createWatcher } from '../recording/watcher.ts';
import { readScenario } from '../scenario/index.ts';
import { simulate, type SimulateOptions } from '../sim/simulate.ts';

export interface Simulated {
  scenario: Scenario;
  trace: Trace;
}

/** @throws if the text is no scenario or asks for something that is not simulated. */
export function simulated(text: string, options: SimulateOptions = {}): Simulated {
  const { scenario, diagnostics } = readScenario(text);
  if (!scenario) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return { scenario, trace: simulate(scenario, { watchTrigger: createWatcher, ...options }) };
}
