import type { Diagnostic } from '../model/diagnostics.ts';
import type { Scenario } from '../model/scenario.ts';
import { recordingLines } from '../recording/from-trace.ts';
import { createWatcher } from '../recording/watcher.ts';
import { type ReadResult, readScenario } from '../scenario/index.ts';
import { type Gap, NotCoveredError, simulate } from '../sim/simulate.ts';
import { governingLines } from './governing-lines.ts';
import type { RunChoices, ScenarioFacts, SimulationReply, SimulationRequest } from './protocol.ts';

/** Does what a request asks for. Pure: the worker entry around it carries messages and nothing else. */
export function answer(request: SimulationRequest): SimulationReply {
  const { id, text, choices } = request;
  const { scenario, diagnostics, locate } = readScenario(text);
  if (!scenario) return { kind: request.kind, id, diagnostics };
  const run = simulated(scenario, request.kind === 'run' ? { ...choices, recordLimit: PAGE_RECORD_LIMIT } : choices);
  if ('gaps' in run) return { kind: request.kind, id, diagnostics: [...diagnostics, ...run.gaps.map((gap) => gapDiagnostic(gap, locate))] };
  return request.kind === 'recording'
    ? { kind: 'recording', id, diagnostics, recording: [...recordingLines(run.trace)].join('\n') }
    : { kind: 'run', id, diagnostics, facts: factsOf(scenario, governingLines(text, scenario, locate)), trace: run.trace };
}

/** What a page can take over and draw at once; a recording is not drawn and may be longer. */
const PAGE_RECORD_LIMIT = 40_000;

function simulated(scenario: Scenario, choices: RunChoices & { recordLimit?: number }): { trace: ReturnType<typeof simulate> } | { gaps: readonly Gap[] } {
  try {
    return { trace: simulate(scenario, { ...choices, watchTrigger: createWatcher }) };
  } catch (error) {
    if (error instanceof NotCoveredError) return { gaps: error.gaps };
    throw error;
  }
}

/** What is not simulated is an error at its place in the text: better than a run that silently leaves it out. */
function gapDiagnostic({ message, path, document }: Gap, locate: ReadResult['locate']): Diagnostic {
  const range = locate(path, document);
  return { severity: 'error', message, path, ...(range && { range }) };
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
