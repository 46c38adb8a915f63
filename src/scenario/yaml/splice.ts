/**
 * Putting a value into YAML text, replacing one, taking one out: by offsets, so that nothing around it moves. Each returns the
 * new text, or undefined where the text has no room of a kind known here; the caller reads the result again before it trusts it.
 */
import { flowText, isCollection, keyText, blockLines } from './print.ts';
import type { Place } from './places.ts';
import type { Dialect } from './scalars.ts';

/** The value at a place, written anew: in braces where it stood in braces, else in lines of its own. */
export function replacedAt(text: string, { value: [start, end] }: Place, value: unknown, dialect: Dialect): string | undefined {
  const old = text.slice(start, end);
  const isBlock = /^[^[{'"\n]*(?:: |:\r?\n|\n)/.test(old) || old.startsWith('- ');
  if (!isCollection(value) || !isBlock) return text.slice(0, start) + flowText(value, dialect, isJson(text, start)) + text.slice(end);
  const indent = ' '.repeat(start - lineStart(text, start));
  return text.slice(0, start) + blockLines(value, dialect, old.includes('{')).join(eol(text) + indent) + text.slice(contentEnd(text, end));
}

/** A new field of the map at a place (or a new last item of a list). */
export function insertedAt(text: string, parent: Place, key: string, value: unknown, dialect: Dialect): string | undefined {
  const [start, end] = parent.value;
  const children = [...(parent.children ?? [])];
  const opening = text[start];
  if (opening === '{' || opening === '[') {
    const closing = end - 1;
    const at = contentEnd(text, closing);
    const json = isJson(text, start);
    const entry = `${opening === '{' ? `${keyText(key, dialect, json)}: ` : ''}${flowText(value, dialect, json)}`;
    const isEmpty = at === start + 1;
    const opened = isEmpty && !json ? openedAt(text, parent, opening === '{' ? { [key]: value } : [value], dialect) : undefined;
    if (opened !== undefined) return opened;
    const isTrailingComma = text[at - 1] === ',';
    return `${text.slice(0, at)}${isEmpty ? '' : isTrailingComma ? ' ' : ', '}${entry}${text.slice(at)}`;
  }
  const first = children[0]?.[1];
  if (!first) return undefined;
  const isList = first.key === undefined;
  const [anchor] = isList ? first.value : (first.key ?? first.value);
  const column = anchor - lineStart(text, anchor) - (isList ? 2 : 0);
  if (column < 0) return undefined;
  const indent = ' '.repeat(column);
  const compact = text.slice(start, end).includes('{');
  const lines = blockLines(isList ? [value] : { [key]: value }, dialect, compact);
  const after = siblingBefore(children, key)?.value[1] ?? end;
  const at = lineEnd(text, contentEnd(text, after));
  return `${text.slice(0, at)}${lines.map((line) => eol(text) + indent + line).join('')}${text.slice(at)}`;
}

/** Empty braces behind a key that begins its line: what comes into them stands below the key, as people write it. */
function openedAt(text: string, { key, value: [start, end] }: Place, value: unknown, dialect: Dialect): string | undefined {
  if (!key || !isCollection(value)) return undefined;
  const before = text.slice(lineStart(text, key[0]), key[0]);
  if (!/^[ -]*$/.test(before)) return undefined;
  const indent = ' '.repeat(before.length + 2);
  const comment = text.slice(end, lineEnd(text, end));
  const lines = Array.isArray(value) ? value.map((item) => `- ${flowText(item, dialect, false)}`) : blockLines(value, dialect, true);
  return text.slice(0, start).trimEnd() + comment + lines.map((line) => eol(text) + indent + line).join('') + text.slice(end + comment.length);
}

/** A new item of a list that has some, in front of the one at `index` or, behind all of them, at the end. */
export function insertedItemAt(text: string, list: Place, index: number, value: unknown, dialect: Dialect): string | undefined {
  const items = [...(list.children?.values() ?? [])].map((item) => item.value);
  const [first] = items;
  if (!first) return undefined;
  const [start] = list.value;
  const next = items[index];
  if (text[start] === '[') {
    const entry = flowText(value, dialect, isJson(text, start));
    return next ? `${text.slice(0, next[0])}${entry}, ${text.slice(next[0])}` : insertedAt(text, list, String(index), value, dialect);
  }
  const column = first[0] - lineStart(text, first[0]) - 2;
  if (column < 0) return undefined;
  const inBraces = items.some(([from]) => text[from] === '{');
  const lines = inBraces ? [`- ${flowText(value, dialect, false)}`] : blockLines([value], dialect, text.slice(start, list.value[1]).includes('{'));
  const indented = lines.map((line) => ' '.repeat(column) + line);
  const before = items[Math.min(index, items.length) - 1];
  if (!before) {
    const at = lineStart(text, first[0]);
    return text.slice(0, at) + indented.map((line) => line + eol(text)).join('') + text.slice(at);
  }
  const at = lineEnd(text, contentEnd(text, before[1]));
  return text.slice(0, at) + indented.map((line) => eol(text) + line).join('') + text.slice(at);
}

/** An item of a list, taken away with its lines; undefined for the only one, whose list would be left without a value. */
export function removedItemAt(text: string, list: Place, index: number): string | undefined {
  const items = [...(list.children?.values() ?? [])].map((item) => item.value);
  const [item, next, before] = [items[index], items[index + 1], items[index - 1]];
  if (!item) return undefined;
  if (text[list.value[0]] === '[') {
    if (next) return text.slice(0, item[0]) + text.slice(next[0]);
    return text.slice(0, before ? before[1] : item[0]) + text.slice(item[1]);
  }
  if (items.length === 1) return undefined;
  const from = lineStart(text, item[0]);
  if (text.slice(from, item[0]).trim() !== '-') return undefined;
  return text.slice(0, from) + text.slice(lineEnd(text, contentEnd(text, Math.max(item[1], item[0])))).replace(/^\r?\n/, '');
}

/** Probes stand together. */
const PROBES = ['startupProbe', 'livenessProbe', 'readinessProbe'];

function siblingBefore(children: readonly [string, Place][], key: string): Place | undefined {
  return PROBES.includes(key) ? children.findLast(([name, { key: own }]) => own !== undefined && PROBES.includes(name))?.[1] : undefined;
}

/** A field of a map, taken away. */
export function removedAt(text: string, parent: Place, key: string): string | undefined {
  const children = [...(parent.children ?? [])];
  const index = children.findIndex(([name]) => name === key);
  const place = children[index]?.[1];
  if (!place?.key) return undefined;
  const [start] = place.key;
  const next = children[index + 1]?.[1].key?.[0];
  if (text[parent.value[0]] === '{') {
    if (next !== undefined) return text.slice(0, start) + text.slice(next);
    const before = children[index - 1]?.[1].value[1];
    return before === undefined ? undefined : text.slice(0, before) + text.slice(place.value[1]);
  }
  const lineFrom = lineStart(text, start);
  const end = lineEnd(text, contentEnd(text, Math.max(place.value[1], start)));
  // The first key of a list item shares its line with the dash: the next key takes its place.
  if (text.slice(lineFrom, start).trim() !== '') return next === undefined ? undefined : text.slice(0, start) + text.slice(next);
  return text.slice(0, lineFrom) + text.slice(end).replace(/^\r?\n/, '');
}

/** Keys in quotes, as in JSON: then what is added has to be JSON too. */
function isJson(text: string, start: number): boolean {
  return /^[[{]\s*"/.test(text.slice(start, start + 200)) && /^\uFEFF?\s*\{/.test(text);
}

function eol(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line ends, before its line break. */
function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  const end = at < 0 ? text.length : at;
  return text[end - 1] === '\r' ? end - 1 : end;
}

/** The offset after the last character before `end` that is not white space. */
function contentEnd(text: string, end: number): number {
  return text.slice(0, end).trimEnd().length;
}
