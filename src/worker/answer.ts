import type { Scenario } from '../model/scenario.ts';
import { recordingLines } from '../recording/from-trace.ts';
import { readScenario } from '../scenario/index.ts';
import { simulate } from '../sim/simulate.ts';
import { governingLines } from './governing-lines.ts';
import type { ScenarioFacts, SimulationReply, SimulationRequest } from './protocol.ts';

/** Does what a request asks for. Pure: the worker entry around it carries messages and nothing else. */
export function answer(request: SimulationRequest): SimulationReply {
  const { id, text, choices } = request;
  const { scenario, diagnostics, locate } = readScenario(text);
  if (!scenario) return { kind: request.kind, id, diagnostics };
  const trace = simulate(scenario, choices);
  return request.kind === 'recording'
    ? { kind: 'recording', id, diagnostics, recording: [...recordingLines(trace)].join('\n') }
    : { kind: 'run', id, diagnostics, facts: factsOf(scenario, governingLines(text, scenario, locate)), trace };
}

function factsOf(scenario: Scenario, governing: ScenarioFacts['governing']): ScenarioFacts {
  const swept = scenario.actions.find((action) => action.sweep !== undefined);
  return {
    name: scenario.name,
    ...(scenario.title !== undefined && { title: scenario.title }),
    podSource: scenario.podSource,
    seed: scenario.seed,
    sweep: swept?.sweep?.map(({ text }) => text) ?? [],
    governing,
  };
}
