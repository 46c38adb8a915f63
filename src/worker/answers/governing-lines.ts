import type { Container } from '../../model/kubernetes.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { ReadResult } from '../../scenario/index.ts';
import type { GoverningLines } from '../protocol.ts';

/** Which lines of the text govern which lane: what the gutter marks, and what a click on a lane's label highlights. */
export function governingLines(text: string, scenario: Scenario, locate: ReadResult['locate']): GoverningLines[] {
  const lines = text.split('\n');
  const found: GoverningLines[] = [];
  const add = (lane: string, role: GoverningLines['role'], path: string, document: 'pod' | 'scenario' = 'pod') => {
    const fromLine = locate(path, document)?.startLine;
    if (fromLine !== undefined) found.push({ lane, role, fromLine, toLine: blockEnd(lines, fromLine) });
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
      const { name } = container;
      add(name, undefined, path);
      if (container.startupProbe) add(`${name}.startup`, 'serve', `${path}.startupProbe`);
      if (container.readinessProbe) add(`${name}.readiness`, 'serve', `${path}.readinessProbe`);
      if (container.livenessProbe) add(`${name}.liveness`, 'fail', `${path}.livenessProbe`);
      if (container.lifecycle) add(`${name}.process`, 'hook', `${path}.lifecycle`);
      if (scenario.workloads[name]) add(`${name}.process`, 'boot', `spec.workloads.${name}`, 'scenario');
    });
  }
  return found;
}

/**
 * The last line (1-based) of the block that a line begins: as far as the lines below are indented deeper than its key, or are
 * items of its list at the same depth. Blank lines at the end do not count.
 */
export function blockEnd(lines: readonly string[], fromLine: number): number {
  const first = lines[fromLine - 1] ?? '';
  const depth = /^\s*(?:- +)*/.exec(first)?.[0].length ?? 0;
  const isItem = /^\s*- /.test(first);
  const lineDepth = isItem ? first.indexOf('-') : depth;
  let last = fromLine;
  for (let line = fromLine + 1; line <= lines.length; line += 1) {
    const text = lines[line - 1] ?? '';
    if (text.trim() === '') continue;
    const indent = /^ */.exec(text)?.[0].length ?? 0;
    const isOwnItem = !isItem && indent === lineDepth && text.startsWith('- ', indent);
    if (indent <= lineDepth && !isOwnItem) break;
    last = line;
  }
  return last;
}
