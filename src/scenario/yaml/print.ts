/** Plain data as YAML text, in the two ways people write it: one field a line, or in braces. */
import { type Dialect, plainScalar } from './scalars.ts';

type Fields = Record<string, unknown>;

export function isCollection(value: unknown): value is Fields | unknown[] {
  return typeof value === 'object' && value !== null;
}

/** Lines without a common indentation. `compact`: maps and lists inside a field stand in braces, as in the text around them. */
export function blockLines(value: unknown, dialect: Dialect, compact: boolean, depth = 0): string[] {
  if (!isCollection(value) || isEmpty(value) || (compact && depth > 1)) return [flowText(value, dialect, false)];
  const deeper = (each: unknown) => blockLines(each, dialect, compact, depth + 1);
  if (isList(value)) return value.flatMap((item) => deeper(item).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`));
  return entriesOf(value).flatMap(([key, item]) => {
    const name = keyText(key, dialect, false);
    const lines = deeper(item);
    const isInline = !isCollection(item) || isEmpty(item) || (compact && depth > 0);
    return isInline ? [`${name}: ${lines[0] ?? ''}`] : [`${name}:`, ...lines.map((line) => `  ${line}`)];
  });
}

/** One line: `{path: /healthz, port: 8080}`; with `json` as JSON writes it. */
export function flowText(value: unknown, dialect: Dialect, json: boolean): string {
  if (json) return JSON.stringify(value);
  if (isList(value)) return `[${value.map((item) => flowText(item, dialect, json)).join(', ')}]`;
  if (isCollection(value)) {
    const fields = entriesOf(value).map(([key, item]) => `${keyText(key, dialect, json)}: ${flowText(item, dialect, json)}`);
    return `{${fields.join(', ')}}`;
  }
  return typeof value === 'string' ? stringText(value, dialect) : JSON.stringify(value);
}

export function keyText(key: string, dialect: Dialect, json: boolean): string {
  return json ? JSON.stringify(key) : stringText(key, dialect);
}

/** Without quotes where that reads as the same text everywhere, else in double quotes. */
function stringText(text: string, dialect: Dialect): string {
  const isPlain = /^[\w./][^\n\r,[\]{}#"'`]*$/.test(text) && !/\s$|:(?:\s|$)/.test(text) && plainScalar(text, dialect) === text;
  return isPlain ? text : JSON.stringify(text);
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

function isEmpty(value: Fields | unknown[]): boolean {
  return isList(value) ? value.length === 0 : entriesOf(value).length === 0;
}
