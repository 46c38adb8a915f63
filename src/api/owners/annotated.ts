/** A Pod as annotated YAML: behind each value who set it. */
import { isScalar, isSeq, isMap, LineCounter, parseDocument, visit } from 'yaml';
import { yamlText } from '../kubectl/printing/yaml.ts';
import { leavesOf, pathText } from './leaves.ts';
import type { OwnedPod, Owner } from './owners.ts';

/** Comments begin here at the latest, where the lines allow it. */
const WIDEST = 64;

/** The Pod as `kubectl get -o yaml` prints it, and by line (from 0) who set the value in it. */
export function ownedLines({ pod, owners }: OwnedPod): { lines: string[]; owners: Map<number, Owner> } {
  const byPath = new Map([...leavesOf(pod)].map(([key, { path }]) => [pathText(path), owners.get(key)]));
  const text = yamlText(pod);
  const byLine = new Map<number, Owner>();
  for (const { path, line } of valueLines(text)) {
    const owner = byPath.get(path);
    if (owner !== undefined) byLine.set(line, owner);
  }
  return { lines: text.trimEnd().split('\n'), owners: byLine };
}

/** The same as one text, with a comment behind each value. */
export function annotatedYaml(owned: OwnedPod, words: (owner: Owner) => string): string {
  const { lines, owners } = ownedLines(owned);
  const column = Math.min(WIDEST, Math.max(0, ...[...owners.keys()].map((line) => lines[line]?.length ?? 0)));
  const annotated = lines.map((line, i) => {
    const owner = owners.get(i);
    return owner === undefined ? line : `${line.padEnd(column)}  # ${words(owner)}`;
  });
  return `${annotated.join('\n')}\n`;
}

/** The line (from 0) behind which a comment on a value may stand: its last one, of a block of text the first. */
function valueLines(text: string): { path: string; line: number }[] {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, version: '1.1' });
  const found: { path: string; line: number }[] = [];
  visit(document, (key, node, ancestors) => {
    if (key === 'key') return;
    const isEmpty = (isSeq(node) || isMap(node)) && node.items.length === 0;
    if ((!isScalar(node) && !isEmpty) || !node.range) return;
    const isBlock = isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED');
    found.push({
      path: pathText(stepsOf([...ancestors, node])),
      line: counter.linePos(isBlock ? node.range[0] : Math.max(node.range[0], node.range[1] - 1)).line - 1,
    });
  });
  return found;
}

/** From a chain of nodes to the steps that lead to the last one. */
function stepsOf(chain: readonly unknown[]): (string | number)[] {
  return chain.flatMap((node, i): (string | number)[] => {
    const next = chain[i + 1];
    if (isSeq(node) && next !== undefined) return [node.items.indexOf(next)];
    if (isMap(node) && next !== undefined) {
      const { key } = next as { key: unknown };
      return [String(isScalar(key) ? (key.source ?? key.value) : key)];
    }
    return [];
  });
}
