/** The parts of a scenario's text that a judge reads, without the product's own reader: tests of claims need no more. */
import { parseAllDocuments } from 'yaml';
import { parseDurationMs } from '../base/duration.ts';
import type { JudgedScenario } from '../recording/judge.ts';

export interface ReadScenario extends JudgedScenario {
  actions: { do: string; at?: unknown; plus?: string; sweep?: string[] }[];
  /** All containers that can exist in the course of the run. */
  containers: string[];
}

interface Manifest {
  spec?: { [list: string]: { name: string }[] | undefined };
}

export function judgedScenario(text: string): ReadScenario {
  const documents = parseAllDocuments(text)
    .map((document) => document.toJS() as Record<string, unknown> & Manifest)
    .filter(Boolean);
  const scenario = (documents.find(({ kind }) => kind === 'Scenario')?.spec as Record<string, unknown> | undefined) ?? {};
  const actions = (scenario.actions ?? []) as (ReadScenario['actions'][number] & { manifest?: Manifest; container?: { name: string } | string })[];
  const pods = [documents.find(({ kind }) => kind === 'Pod'), ...actions.map(({ manifest }) => manifest)];
  const lists = ['initContainers', 'containers', 'ephemeralContainers'];
  const names = pods.flatMap((pod) => lists.flatMap((list) => pod?.spec?.[list] ?? [])).map(({ name }) => name);
  const added = actions.flatMap(({ container }) => (typeof container === 'object' ? [container.name] : []));
  return {
    durationMs: parseDurationMs(String(scenario.duration)),
    staticPod: scenario.staticPod === true,
    actions,
    expect: (scenario.expect ?? []) as unknown[],
    containers: [...new Set([...names, ...added])],
  };
}
