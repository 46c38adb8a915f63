/** `-o custom-columns` (staging/src/k8s.io/kubectl/pkg/cmd/get/customcolumn.go). */
import { goValue } from '../../go-text.ts';
import { escapeTerminal } from '../../printers/table.ts';
import { alignTabs, TABLE_LAYOUT } from '../../printers/tabwriter.ts';
import { UsageError } from '../outcome.ts';
import type { Session } from '../session.ts';
import type { Format } from './formats.ts';
import { evaluateJsonPath } from './json-path.ts';
import { JsonPathError } from './json-path-parser.ts';
import { PrintError } from './print-error.ts';

export interface Column {
  header: string;
  /** A JSONPath template. */
  template: string;
}

/** The columns that `-o custom-columns` or `custom-columns-file` asks for. @throws {UsageError} */
export function columnsOf(session: Session, { name, argument }: Format): Column[] {
  if (name === 'custom-columns') return readColumns(argument);
  if (argument === '') throw new UsageError('custom-columns format specified but no custom columns given');
  const content = session.content(argument);
  if (content === undefined) throw new UsageError(`error reading template ${argument}, open ${argument}: no such file or directory\n`);
  return readColumnsFile(content);
}

function readColumns(definition: string): Column[] {
  if (definition === '') throw new UsageError('custom-columns format specified but no custom columns given');
  return definition.split(',').map((written) => {
    const colon = written.indexOf(':');
    if (colon < 0) throw new UsageError(`unexpected custom-columns spec: ${written}, expected <header>:<json-path-expr>`);
    return { header: written.slice(0, colon), template: relaxedPath(written.slice(colon + 1)) };
  });
}

/** A line of headers, a line of paths. */
function readColumnsFile(content: string): Column[] {
  const [headers, paths] = content.split('\n').map((line) => line.split(/\s+/).filter((word) => word !== ''));
  const shape = 'Expected format is one line of space separated headers, one line of space separated column specs.';
  if (content === '' || headers === undefined) throw new UsageError(`invalid template, missing header line. ${shape}`);
  if (paths === undefined || /^[^\n]*\n$/.test(content)) throw new UsageError(`invalid template, missing spec line. ${shape}`);
  if (headers.length !== paths.length) throw new UsageError(`number of headers (${headers.length}) and field specifications (${paths.length}) don't match`);
  return headers.map((header, i) => ({ header, template: relaxedPath(paths[i] ?? '') }));
}

/** Braces and the first dot may be left out (`RelaxedJSONPathExpression`). */
export function relaxedPath(written: string): string {
  if (written === '') return '';
  const match = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(written);
  if (match === null) throw new UsageError("unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'");
  return `{.${match[1] ?? match[2] ?? ''}}`;
}

/** The table of the columns; headers are there even without rows. @throws {PrintError} for a path that cannot be read or followed. */
export function customColumnsText(objects: readonly unknown[], columns: readonly Column[], noHeaders: boolean, remembered?: number[]): string {
  const lines = noHeaders ? [] : [columns.map(({ header }) => header).join('\t')];
  const written = () => (lines.length === 0 ? '' : `${alignTabs(lines.join('\n'), TABLE_LAYOUT, remembered)}\n`);
  try {
    for (const object of objects) lines.push(columns.map(({ template }) => cell(object, template)).join('\t'));
  } catch (error) {
    throw error instanceof JsonPathError ? new PrintError(error.message, written()) : error;
  }
  return written();
}

function cell(object: unknown, template: string): string {
  const values = evaluateJsonPath(object, template);
  return values.length === 0 ? '<none>' : values.map((value) => escapeTerminal(goValue(value))).join(',');
}
