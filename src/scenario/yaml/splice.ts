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
