/**
 * Which scalar stands at a place of a YAML text, and under which keys, told from the lines alone: indentation, dashes, brackets. It need not be
 * right about everything that YAML allows, only about what people write numbers in; a text with errors elsewhere is no obstacle, and of a long
 * text no more is read than the lines above.
 */

/** A key, or `[]` for an item of a list. */
export type Step = string;

/** A scalar behind a key. Columns count from 0; quotes are not part of it. */
export interface Written {
  path: readonly Step[];
  text: string;
  fromColumn: number;
  /** Exclusive. */
  toColumn: number;
}

/** A line of the text by its number, counted from 1. */
export type Lines = (line: number) => string;

interface Line {
  /** Where its dashes stand. */
  dashes: readonly number[];
  /** Where what follows the dashes begins. */
  column: number;
  key?: string;
  /** Scalars, by their paths within the line. */
  scalars: readonly Written[];
  /** Steps from the line's key to what follows on other lines: `[{` opens a list and in it a map. */
  opened: readonly Step[];
  isBlockScalar: boolean;
}

const ITEM: Step = '[]';
/** Nobody points at a number in a line that is longer. */
const LONGEST_LINE = 2000;

/** The scalar that a column touches; undefined if there is none, or in a comment, a block of text, or where no key is. */
export function writtenAt(lines: Lines, line: number, column: number): Written | undefined {
  const own = lineOf(lines(line));
  const scalar = own.scalars.find(({ fromColumn, toColumn }) => fromColumn <= column && column <= toColumn);
  if (!scalar) return undefined;
  const above = pathAbove(lines, line, own);
  return above && { ...scalar, path: [...above, ...scalar.path] };
}

/** The keys above a line, outermost first; undefined if the line is part of a block of text. */
function pathAbove(lines: Lines, line: number, own: Line): Step[] | undefined {
  const path: Step[] = [];
  let { column } = own;
  let isItem = false;
  // Innermost first
  const goInto = (dashes: readonly number[]) => {
    for (const dash of [...dashes].reverse()) {
      if (dash >= column) continue;
      path.push(ITEM);
      column = dash;
      isItem = true;
    }
  };
  goInto(own.dashes);
  for (let number = line - 1; number >= 1 && (column > 0 || isItem); number -= 1) {
    const text = lines(number);
    if (/^(---|\.\.\.)(\s|$)/.test(text)) break;
    const { dashes, column: ownColumn, key, opened, isBlockScalar } = lineOf(text);
    // The items of a list may stand under the very column of its key
    if (key !== undefined && (ownColumn < column || (isItem && ownColumn === column))) {
      if (isBlockScalar) return undefined;
      path.push(...[...opened].reverse(), key);
      column = ownColumn;
      isItem = false;
    }
    goInto(dashes);
  }
  return path.reverse();
}

const KEY = /("(?:[^"\\]|\\.)*"|'[^']*'|[^\s#&*!|>'"%@`{}[\],](?:[^:#]|:(?=\S)|(?<=\S)#)*?)\s*:(?=\s|$)/y;

function lineOf(line: string): Line {
  const text = line.length > LONGEST_LINE ? '' : line;
  const [indent = ''] = /^\s*/.exec(text) ?? [];
  const dashes: number[] = [];
  let at = indent.length;
  for (let dash = /^-(\s+|$)/.exec(text.slice(at)); dash; dash = /^-(\s+|$)/.exec(text.slice(at))) {
    dashes.push(at);
    at += dash[0].length;
  }
  KEY.lastIndex = at;
  const match = KEY.exec(text);
  const key = match ? unquoted(match[1] ?? '') : undefined;
  const column = at;
  if (match) at = KEY.lastIndex;
  const rest = text.slice(at);
  const isBlockScalar = /^\s*(?:[&!]\S+\s+)*[|>][-+\d]*\s*(#.*)?$/.test(rest);
  const base = { dashes, column, ...(key !== undefined && { key }), isBlockScalar };
  if (isBlockScalar) return { ...base, scalars: [], opened: [] };
  if (/^\s*[{[]/.test(rest)) return { ...base, ...flowOf(text, at, key === undefined ? [] : [key]) };
  const scalar = key === undefined ? undefined : plainOf(text, at, [key]);
  return { ...base, scalars: scalar ? [scalar] : [], opened: [] };
}

/** The scalar that the rest of a line is, without its quotes, its comment, and the comma of a map in brackets. */
function plainOf(text: string, from: number, path: readonly Step[]): Written | undefined {
  const [, space = '', quote = '', value = ''] = /^(\s+)(["']?)([^\s"'#]+)\2\s*[,}\]]*\s*(?:\s#.*)?$/.exec(text.slice(from)) ?? [];
  if (value === '') return undefined;
  const bare = quote === '' ? value.replace(/[,}\]]+$/, '') : value;
  const fromColumn = from + space.length + quote.length;
  return { path, text: bare, fromColumn, toColumn: fromColumn + bare.length };
}

const TOKEN =
  /\s+|#.*|[{}[\],]|("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s{}[\],:"'#](?:[^\s{}[\],:]|:(?=\S))*(?:[ \t]+[^\s{}[\],:#](?:[^\s{}[\],:]|:(?=\S))*)*)(\s*:)?|./y;

/** What is in brackets from a column to the end of the line. */
function flowOf(text: string, from: number, path: readonly Step[]): Pick<Line, 'scalars' | 'opened'> {
  const scalars: Written[] = [];
  const stack: Step[] = [...path];
  const depths: number[] = [];
  TOKEN.lastIndex = from;
  for (let token = TOKEN.exec(text); token; token = TOKEN.exec(text)) {
    const [whole, scalar, colon] = token;
    if (whole.startsWith('#')) break;
    if (whole === '{' || whole === '[') {
      depths.push(stack.length);
      if (whole === '[') stack.push(ITEM);
    } else if (whole === '}' || whole === ']') {
      stack.length = depths.pop() ?? path.length;
      leaveKey(stack);
    } else if (whole === ',') leaveKey(stack);
    else if (scalar !== undefined && colon !== undefined) stack.push(unquoted(scalar));
    else if (scalar !== undefined && stack.at(-1) !== ITEM) {
      const quotes = /^["']/.test(scalar) ? 1 : 0;
      const fromColumn = token.index + quotes;
      scalars.push({ path: [...stack], text: unquoted(scalar), fromColumn, toColumn: fromColumn + scalar.length - 2 * quotes });
    }
    if (TOKEN.lastIndex >= text.length) break;
  }
  return { scalars, opened: stack.slice(path.length) };

  /** A value is over: its key is no longer on the way. */
  function leaveKey(way: Step[]): void {
    const least = (depths.at(-1) ?? path.length) + (way[depths.at(-1) ?? 0] === ITEM ? 1 : 0);
    if (depths.length > 0 && way.length > least) way.length = least;
  }
}

function unquoted(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}
