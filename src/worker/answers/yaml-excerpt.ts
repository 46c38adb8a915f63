/** The lines of a text that a slide shows. */
import type { ReadResult } from '../../scenario/index.ts';
import type { YamlLine } from '../protocol.ts';
import { blockEnd } from './governing-lines.ts';

const MOST_LINES = 6;

/**
 * The lines at some paths, less their common indentation: of a map its block, of a single value the block it stands in if that is
 * short. The line of the first path is marked. Paths that the text does not have are left out.
 */
export function yamlExcerpt(text: string, paths: readonly string[], locate: ReadResult['locate']): YamlLine[] {
  const lines = text.split('\n');
  const found = paths.flatMap((path) => lineOf(lines, path, locate) ?? []);
  const [marked] = found;
  if (marked === undefined) return [];
  const shown = new Set<number>();
  for (const line of found) {
    const block = blockAround(lines, line);
    const fresh = block.filter((each) => !shown.has(each));
    if (shown.size + fresh.length <= MOST_LINES) for (const each of fresh) shown.add(each);
  }
  return groupsOf(lines, shown).flatMap((group, index) =>
    dedented(group.map((line) => lines[line - 1] ?? '')).map((words, place) => ({
      text: words,
      isMarked: group[place] === marked,
      isAfterGap: index > 0 && place === 0,
    })),
  );
}

/** The lines in groups that follow each other in the text; blank lines and comments do not separate them. */
function groupsOf(lines: readonly string[], shown: ReadonlySet<number>): number[][] {
  const groups: number[][] = [];
  for (const line of [...shown].sort((a, b) => a - b)) {
    const group = groups.at(-1);
    const last = group?.at(-1) ?? 0;
    if (group && range(last + 1, line - 1).every((between) => isBlank(lines[between - 1]))) group.push(line);
    else groups.push([line]);
  }
  return groups;
}

/** The line (1-based) on which the last name of a path stands; undefined if the text does not have it. */
function lineOf(lines: readonly string[], path: string, locate: ReadResult['locate']): number | undefined {
  const name = /([\w-]+)(?:\[\d+\])?$/.exec(path)?.[1] ?? path;
  for (const document of ['pod', 'scenario'] as const) {
    const line = locate(path, document)?.startLine;
    const isItem = path.endsWith(']');
    if (line !== undefined && (isItem || (lines[line - 1] ?? '').includes(`${name}:`))) return line;
  }
  return undefined;
}

/** The block that a line begins; of a line that begins none, the block around it. Whatever is too long is cut to what stands next to the line. */
function blockAround(lines: readonly string[], line: number): number[] {
  const own = range(line, blockEnd(lines, line));
  if (own.length > 1) return own.filter((each) => !isBlank(lines[each - 1])).slice(0, MOST_LINES);
  const parent = parentOf(lines, line);
  const around = parent === undefined ? [line] : range(parent, blockEnd(lines, parent)).filter((each) => !isBlank(lines[each - 1]));
  return around.length <= MOST_LINES ? around : [line];
}

/** The line with the key that a line stands under; undefined under `spec`, which says nothing. */
function parentOf(lines: readonly string[], line: number): number | undefined {
  const depth = indentOf(lines[line - 1] ?? '');
  for (let above = line - 1; above > 0; above -= 1) {
    const text = lines[above - 1] ?? '';
    if (!isBlank(text) && indentOf(text) < depth) return indentOf(text) > 0 ? above : undefined;
  }
  return undefined;
}

/** Where the first key of a line stands; that of a list item stands behind its dash. */
function indentOf(text: string): number {
  return /^\s*(?:- +)*/.exec(text)?.[0].length ?? 0;
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || /^\s*(?:#.*)?$/.test(text);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

function dedented(texts: readonly string[]): string[] {
  const common = Math.min(...texts.map((text) => /^ */.exec(text)?.[0].length ?? 0));
  return texts.map((text) => text.slice(common).trimEnd());
}
