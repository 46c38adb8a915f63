/** Tables of `kubectl get` (staging/src/k8s.io/cli-runtime/pkg/printers/tableprinter.go). */
import { compareText } from '../go-text.ts';
import { type Fields, fields, map, text } from '../schema/fields.ts';
import { alignTabs, TABLE_LAYOUT } from './tabwriter.ts';

export interface Column {
  name: string;
  /** Only with `-o wide`. */
  wide?: boolean;
}

export interface Row {
  /** The object, for the columns that kubectl adds. */
  object: Fields;
  /** One for each column, wide ones included. */
  cells: string[];
}

export interface TableOptions {
  wide?: boolean;
  noHeaders?: boolean;
  withNamespace?: boolean;
  /** `pod`: names become `pod/web`. */
  withKind?: string;
  labelColumns?: readonly string[];
  showLabels?: boolean;
  /** What happened to the objects, in a column before all others. */
  event?: string;
  /** Widths of the columns so far, kept up to date; for a table that is printed row by row. */
  remembered?: number[];
}

/** The lines of a table; nothing if it has no rows. */
export function tableText(columns: readonly Column[], rows: readonly Row[], options: TableOptions): string {
  if (rows.length === 0) return '';
  const shown = columns.map((column) => options.wide === true || column.wide !== true);
  const header = [
    ...(options.event === undefined ? [] : ['EVENT']),
    ...(options.withNamespace === true ? ['NAMESPACE'] : []),
    ...columns.filter((_column, i) => shown[i]).map(({ name }) => name.toUpperCase()),
    ...(options.labelColumns ?? []).map((label) => (label.split('/').at(-1) ?? '').toUpperCase()),
    ...(options.showLabels === true ? ['LABELS'] : []),
  ];
  const lines = rows.map((row) => rowCells(row, columns, shown, options));
  return (
    alignTabs([...(options.noHeaders === true ? [] : [header]), ...lines].map((cells) => cells.join('\t')).join('\n'), TABLE_LAYOUT, options.remembered) + '\n'
  );
}

function rowCells({ object, cells }: Row, columns: readonly Column[], shown: readonly boolean[], options: TableOptions): string[] {
  const meta = fields(object, 'metadata');
  const labels = map(meta, 'labels');
  const own = cells
    .map((cell, i) => (options.withKind !== undefined && columns[i]?.name === 'Name' ? `${options.withKind}/${cell}` : cell))
    .filter((_cell, i) => shown[i]);
  const listed = Object.entries(labels)
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  return [
    ...(options.event === undefined ? [] : [options.event]),
    ...(options.withNamespace === true ? [text(meta, 'namespace')] : []),
    ...own.map(oneLine),
    ...(options.labelColumns ?? []).map((label) => labels[label] ?? ''),
    ...(options.showLabels === true ? [listed === '' ? '<none>' : listed] : []),
  ];
}

/** Cells end at a line break. */
function oneLine(cell: string): string {
  const at = cell.search(/[\f\n\r]/);
  return escapeTerminal(at < 0 ? cell : cell.slice(0, at)) + (at < 0 ? '' : '...');
}

/** Control characters that could steer a terminal are made visible. */
export const escapeTerminal = (value: string): string => value.replaceAll('\u001b', '^[').replaceAll('\r', '\\r');
