/** The library: what the command line is made of, as functions over texts. No DOM, no global state. */
import type { Seed } from './base/random.ts';
import type { Diagnostic } from './model/diagnostics.ts';
import type { Scenario } from './model/scenario.ts';
import type { Trace } from './model/trace.ts';
import { createWatcher, judge, type JudgedClaim, recordingOf } from './recording/index.ts';
import { readScenario } from './scenario/index.ts';
import { workloadDiagnostics } from './scenario/workload.ts';
import { simulate as simulateScenario } from './sim/simulate.ts';

export { type Cluster, type ClusterSettings, createCluster, type KubectlInput, type Outcome } from './api/kubectl/index.ts';
export type { KubernetesObject } from './model/kubernetes.ts';
export type { Diagnostic, TextRange } from './model/diagnostics.ts';
export type { Trace, TraceRecord } from './model/trace.ts';
export { causesOf } from './explain/index.ts';
export { type JudgedClaim, recordingOf, type RecordingLine } from './recording/index.ts';

/** All optional; they go before what the text says. */
export interface SimulateOptions {
  /** A whole number, or `typical`. */
  seed?: Seed;
  durationMs?: number;
  /** A value of the scenario's `sweep`, as written there; default: the first. */
  at?: string;
}

/** The text is not a scenario. `diagnostics` say what is wrong and where. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ message, range }) => `${range ? `${range.startLine}:${range.startColumn}: ` : ''}${message}`).join('\n'));
    this.diagnostics = diagnostics;
  }
}

/**
 * One run of a scenario text.
 *
 * @throws {ScenarioError} if the text cannot be read.
 */
export function simulate(scenarioText: string, options: SimulateOptions = {}): Trace {
  return run(scenarioOf(scenarioText), options);
}

/**
 * The verdicts on the claims of a scenario text; of a `sweep` with its first value. A run that the engine did not cut short is taken as whole.
 *
 * @throws {ScenarioError} if the text cannot be read.
 */
export function check(scenarioText: string, options: SimulateOptions = {}): JudgedClaim[] {
  const scenario = scenarioOf(scenarioText);
  const trace = run(scenario, options);
  return judge(scenario, recordingOf(trace), { complete: trace.cut === undefined });
}

function scenarioOf(text: string): Scenario {
  const read = readScenario(text);
  const { scenario } = read;
  const errors = [...read.diagnostics, ...workloadDiagnostics(read)].filter(({ severity }) => severity === 'error');
  if (scenario === undefined || errors.length > 0) throw new ScenarioError(errors);
  return scenario;
}

function run(scenario: Scenario, options: SimulateOptions): Trace {
  return simulateScenario(scenario, { ...options, watchTrigger: createWatcher });
}
