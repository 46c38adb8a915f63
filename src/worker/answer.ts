import type { Diagnostic } from '../model/diagnostics.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Trace } from '../model/trace.ts';
import { checkClaims } from '../recording/check.ts';
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
  const refused = refusalOf(run.trace, locate);
  if (refused.length > 0 && request.kind === 'run') return { kind: 'run', id, diagnostics: [...diagnostics, ...refused] };
  return request.kind === 'recording'
    ? { kind: 'recording', id, diagnostics, recording: [...recordingLines(run.trace)].join('\n') }
    : { kind: 'run', id, diagnostics: [...diagnostics, ...claimFaults(scenario, locate)], facts: factsOf(scenario, governingLines(text, scenario, locate)), trace: run.trace };
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

/** The API server does not take the Pod: its words, each at the field it is about. */
function refusalOf(trace: Trace, locate: ReadResult['locate']): Diagnostic[] {
  const create = trace.records.find((record) => record.kind === 'Action' && record.index === 0);
  if (create?.kind !== 'Action' || create.error === undefined) return [];
  const { message, causes = [] } = create.error;
  const at = (path: string, text: string): Diagnostic => {
    const range = locate(path, 'pod');
    return { severity: 'error', message: text, path, ...(range && { range }) };
  };
  return causes.length === 0 ? [at('metadata.name', message)] : causes.map((cause) => at(cause.field, `${cause.field}: ${cause.message}`));
}

/** Claims that nobody can evaluate do not keep the run from being shown. */
function claimFaults(scenario: Scenario, locate: ReadResult['locate']): Diagnostic[] {
  const path = ['spec', 'expect'];
  return checkClaims(scenario.expect, { actionCount: scenario.actions.length }, path).map(({ where, message, help }) => {
    const range = locate(where, 'scenario');
    return { severity: 'warning', message: `${where}: ${message}`, path: where, ...(help !== undefined && { help }), ...(range && { range }) };
  });
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
