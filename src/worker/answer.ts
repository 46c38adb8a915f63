import type { Container } from '../model/kubernetes.ts';
import type { Scenario } from '../model/scenario.ts';
import { recordingLines } from '../recording/from-trace.ts';
import { type ReadResult, readScenario } from '../scenario/index.ts';
import { simulate } from '../sim/simulate.ts';
import type { GoverningLines, ScenarioFacts, SimulationReply, SimulationRequest } from './protocol.ts';

/** Does what a request asks for. Pure: the worker entry around it carries messages and nothing else. */
export function answer(request: SimulationRequest): SimulationReply {
  const { id, text, choices } = request;
  const { scenario, diagnostics, locate } = readScenario(text);
  if (!scenario) return { kind: request.kind, id, diagnostics };
  const trace = simulate(scenario, choices);
  return request.kind === 'recording'
    ? { kind: 'recording', id, diagnostics, recording: [...recordingLines(trace)].join('\n') }
    : { kind: 'run', id, diagnostics, facts: factsOf(scenario, locate), trace };
}

function factsOf(scenario: Scenario, locate: ReadResult['locate']): ScenarioFacts {
  const swept = scenario.actions.find((action) => action.sweep !== undefined);
  return {
    name: scenario.name,
    ...(scenario.title !== undefined && { title: scenario.title }),
    podSource: scenario.podSource,
    seed: scenario.seed,
    sweep: swept?.sweep?.map(({ text }) => text) ?? [],
    governing: governingLines(scenario, locate),
  };
}

/** Which lines of the text govern which lane: what the gutter marks, and what a click on a lane's label highlights. */
function governingLines(scenario: Scenario, locate: ReadResult['locate']): GoverningLines[] {
  const found: GoverningLines[] = [];
  const add = (lane: string, role: GoverningLines['role'], path: string, document: 'pod' | 'scenario' = 'pod') => {
    const range = locate(path, document);
    if (!range) return;
    // A range that ends before the first column of a line does not reach into it.
    const toLine = range.endColumn <= 1 && range.endLine > range.startLine ? range.endLine - 1 : range.endLine;
    found.push({ lane, role, fromLine: range.startLine, toLine });
  };
  const { spec } = scenario.pod;
  if (scenario.actions.length > 0) add('actions', 'wait', 'spec.actions', 'scenario');
  if (spec.terminationGracePeriodSeconds !== undefined) add('pod', 'wait', 'spec.terminationGracePeriodSeconds');
  const lists: [string, readonly Container[]][] = [
    ['spec.initContainers', spec.initContainers ?? []],
    ['spec.containers', spec.containers],
  ];
  for (const [list, containers] of lists) {
    containers.forEach((container, index) => {
      const path = `${list}[${index}]`;
      add(container.name, undefined, path);
      if (container.startupProbe) add(`${container.name}.startup`, 'serve', `${path}.startupProbe`);
      if (container.readinessProbe) add(`${container.name}.readiness`, 'serve', `${path}.readinessProbe`);
      if (container.livenessProbe) add(`${container.name}.liveness`, 'fail', `${path}.livenessProbe`);
      if (container.lifecycle) add(`${container.name}.process`, 'hook', `${path}.lifecycle`);
      if (scenario.workloads[container.name]) add(`${container.name}.process`, 'boot', `spec.workloads.${container.name}`, 'scenario');
    });
  }
  return found;
}
