import type { Diagnostic } from '../../model/diagnostics.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { Trace } from '../../model/trace.ts';
import { checkClaims } from '../../recording/check.ts';
import { createWatcher } from '../../recording/watcher.ts';
import { type ReadResult, readScenario } from '../../scenario/index.ts';
import { simulate } from '../../sim/simulate.ts';
import { governingLines } from './governing-lines.ts';
import type { RunChoices, ScenarioFacts, SimulationReply, SimulationRequest } from '../protocol.ts';

/** A run that the page may ask about. */
export interface KeptRun {
  id: number;
  scenario: Scenario;
  trace: Trace;
}

/** A text that was run. The API server's words about it (`api-answers.ts`) and its story (`story.ts`) are still to be added to the reply. */
export type ToldRun = ReadResult & Pick<KeptRun, 'scenario' | 'trace'>;

export interface RunAnswer {
  reply: SimulationReply;
  kept?: KeptRun;
  told?: ToldRun;
}

/** What needs code that is loaded when it is asked for the first time. */
export type AskedLater = {
  kind:
    | 'recording'
    | 'edit'
    | 'tell'
    | 'look'
    | 'compare'
    | 'spread'
    | 'absences'
    | 'claims'
    | 'gesture'
    | 'present'
    | 'hints'
    | 'images'
    | 'lesson'
    | 'strip'
    | 'sweepOffer'
    | 'sweepRun';
};

/** What `answer` answers; looks and comparisons need code that is loaded when they are asked for the first time. */
export type AnsweredHere = Exclude<SimulationRequest, AskedLater>;

/**
 * Does what a request asks for. Pure: the worker entry around it carries messages and keeps the last run, which saves making it
 * again when somebody asks about it, and changes no answer.
 */
export function answer(request: AnsweredHere, kept?: KeptRun): RunAnswer {
  switch (request.kind) {
    case 'run':
      return run(request);
    case 'notes':
      return notes(request, kept);
  }
}

export type Request<Kind extends SimulationRequest['kind']> = Extract<SimulationRequest, { kind: Kind }>;

export function run({ id, text, choices }: Pick<Request<'run'>, 'id' | 'text' | 'choices'>): RunAnswer {
  const read = readScenario(text);
  const { scenario, diagnostics, locate } = read;
  if (!scenario) return { reply: { kind: 'run', id, diagnostics } };
  const trace = simulated(scenario, { ...choices, recordLimit: PAGE_RECORD_LIMIT });
  const told = { ...read, scenario, trace };
  if (isRefused(trace)) return { reply: { kind: 'run', id, diagnostics }, told };
  return {
    reply: {
      kind: 'run',
      id,
      diagnostics: [...diagnostics, ...claimFaults(scenario, locate)],
      facts: factsOf(scenario, governingLines(text, scenario, locate)),
      trace,
    },
    kept: { id, scenario, trace },
    told,
  };
}

/** The run that a request is about: the one that is kept, or the same one made again. */
export function runAskedAbout(
  { runId, text, choices }: Request<'notes' | Exclude<AskedLater['kind'], 'recording' | 'edit' | 'gesture' | 'strip' | 'sweepOffer' | 'sweepRun'>>,
  kept: KeptRun | undefined,
): KeptRun {
  const about = kept?.id === runId ? kept : run({ id: runId, text, choices }).kept;
  if (!about) throw new Error(`Run ${runId} cannot be made again from its text.`);
  return about;
}

/** The notes of a run. The run is made once more for them, because they are many and rarely asked for. */
function notes(request: Request<'notes'>, kept: KeptRun | undefined): { reply: SimulationReply; kept?: KeptRun } {
  const about = runAskedAbout(request, kept);
  const again = simulated(about.scenario, { ...request.choices, recordLimit: PAGE_RECORD_LIMIT, notes: true });
  return { reply: { kind: 'notes', id: request.id, found: again.notes ?? [] }, kept: about };
}

/** How many records a page can receive and draw at once; a recording is not drawn and may be longer. */
const PAGE_RECORD_LIMIT = 40_000;

export const simulated = (scenario: Scenario, choices: RunChoices & { recordLimit?: number; notes?: boolean }): Trace =>
  simulate(scenario, { ...choices, watchTrigger: createWatcher });

/** Whether the API server refused the Pod. */
const isRefused = ({ records }: Trace): boolean => {
  const create = records.find((record) => record.kind === 'Action' && record.index === 0);
  return create?.kind === 'Action' && create.error !== undefined;
};

/** Diagnostics of claims that cannot be evaluated. They are warnings: the run is shown all the same. */
function claimFaults(scenario: Scenario, locate: ReadResult['locate']): Diagnostic[] {
  const path = ['spec', 'expect'];
  return checkClaims(scenario.expect, { actionCount: scenario.actions.length }, path).map(({ where, message, help }) => {
    const range = locate(where, 'scenario');
    return { severity: 'warning', message: `${where}: ${message}`, path: where, ...(help !== undefined && { help }), ...(range && { range }) };
  });
}

function factsOf(scenario: Scenario, governing: ScenarioFacts['governing']): ScenarioFacts {
  const exits = Object.entries(scenario.workloads)
    .filter(([, { exit, instances = {} }]) => exit !== undefined || Object.values(instances).some((each) => each.exit !== undefined))
    .map(([container]) => container);
  const swept = scenario.actions.find((action) => action.sweep !== undefined);
  return {
    name: scenario.name,
    ...(scenario.title !== undefined && { title: scenario.title }),
    podSource: scenario.podSource,
    seed: scenario.seed,
    sweep: swept?.sweep?.map(({ text }) => text) ?? [],
    governing,
    ...(exits.length > 0 && { exits }),
    ...(scenario.expect.length > 0 && { claims: scenario.expect.length }),
  };
}
