/** The lines of a text that a slide shows. */
import type { ReadResult } from '../../scenario/index.ts';
import type { YamlLine } from '../protocol.ts';
import { blockEnd } from './governing-lines.ts';

const MOST_LINES = 6;

/** What the API server writes where a manifest says nothing. */
export interface Defaults {
  /** The value at a path of the Pod as it is stored; undefined if there is none. */
  at(path: string): unknown;
  /** What is said behind a value that the text does not have. */
  word: string;
}

/**
 * The lines at some paths, less their common indentation: of a map its block, of a single value the block it stands in if that is
 * short. The line of the first path is marked; if the text does not have it, that is what holds by default. Other paths that the
 * text does not have are left out.
 */
export function yamlExcerpt(text: string, paths: readonly string[], locate: ReadResult['locate'], defaults?: Defaults): YamlLine[] {
  const lines = text.split('\n');
  const [first = ''] = paths;
  const unwritten = lineOf(lines, first, locate) === undefined ? unwrittenLine(first, defaults) : undefined;
  const written = writtenLines(lines, unwritten === undefined ? paths : paths.slice(1), locate, unwritten === undefined ? MOST_LINES : MOST_LINES - 1);
  if (unwritten === undefined) return written;
  const [head, second] = written;
  // Into the block that it belongs to, if that is what is shown
  const isInBlock = head !== undefined && second !== undefined && nameOf(parentPath(first)) === /([\w-]+):$/.exec(head.text)?.[1] && isIndented(second.text);
  const ghost: YamlLine = { text: isInBlock ? `${indentationOf(second.text)}${unwritten}` : unwritten, isMarked: true, isAfterGap: false, isDefault: true };
  const others = written.map((line) => ({ ...line, isMarked: false }));
  if (!isInBlock) return [ghost, ...others.map((line, index) => (index === 0 ? { ...line, isAfterGap: true } : line))];
  const end = others.findIndex((line, index) => index > 0 && (line.isAfterGap || !isIndented(line.text)));
  return end < 0 ? [...others, ghost] : [...others.slice(0, end), ghost, ...others.slice(end)];
}

/** A single value as the line that nobody wrote: `failureThreshold: 3  # default`. */
function unwrittenLine(path: string, defaults: Defaults | undefined): string | undefined {
  const value = defaults?.at(path);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? `${nameOf(path)}: ${value}  # ${defaults?.word}` : undefined;
}

function nameOf(path: string): string {
  return /([\w-]+)(?:\[\d+\])?$/.exec(path)?.[1] ?? path;
}

function parentPath(path: string): string {
  return path.replace(/\.[^.]+$/, '');
}

function isIndented(text: string): boolean {
  return text.startsWith(' ');
}

function indentationOf(text: string): string {
  return /^ */.exec(text)?.[0] ?? '';
}

function writtenLines(lines: readonly string[], paths: readonly string[], locate: ReadResult['locate'], most: number): YamlLine[] {
  const found = paths.flatMap((path) => lineOf(lines, path, locate) ?? []);
  const [marked] = found;
  if (marked === undefined) return [];
  const shown = new Set<number>();
  for (const line of found) {
    const block = blockAround(lines, line, most);
    const fresh = block.filter((each) => !shown.has(each));
    if (shown.size + fresh.length <= most) for (const each of fresh) shown.add(each);
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
  const name = nameOf(path);
  for (const document of ['pod', 'scenario'] as const) {
    // Of an item the list tells whether the text has it: a path that it has not is located where the nearest part around it stands
    const line = locate(path.replace(/\[\d+\]$/, ''), document)?.startLine;
    if (line !== undefined && (lines[line - 1] ?? '').includes(`${name}:`)) return path.endsWith(']') ? locate(path, document)?.startLine : line;
  }
  return undefined;
}

/** The block that a line begins; of a line that begins none, the block around it. Whatever is too long is cut to what stands next to the line. */
function blockAround(lines: readonly string[], line: number, most: number): number[] {
  const own = range(line, blockEnd(lines, line));
  if (own.length > 1) return own.filter((each) => !isBlank(lines[each - 1])).slice(0, most);
  const parent = parentOf(lines, line);
  const around = parent === undefined ? [line] : range(parent, blockEnd(lines, parent)).filter((each) => !isBlank(lines[each - 1]));
  return around.length <= most ? around : [line];
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
  // A comment that was lined up with others far to the right comes close
  return texts.map((text) =>
    text
      .slice(common)
      .trimEnd()
      .replace(/ {2,}(?=# )/, '  '),
  );
}
