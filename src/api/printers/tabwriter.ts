/** Text with tabs to aligned columns (Go's text/tabwriter with spaces). */

export interface Layout {
  minWidth: number;
  padding: number;
}

/** kubectl's tables. */
export const TABLE_LAYOUT: Layout = { minWidth: 6, padding: 3 };
/** The texts of `kubectl describe`. */
export const DESCRIBE_LAYOUT: Layout = { minWidth: 0, padding: 2 };

/**
 * Every cell that ends with a tab belongs to a column; a column is as wide as its widest cell over the consecutive lines
 * that have it. What follows the last tab of a line is not part of a column. `remembered` carries widths from one text to
 * the next, so that columns of a growing table never become narrower.
 */
export function alignTabs(text: string, { minWidth, padding }: Layout, remembered?: number[]): string {
  const lines = text.split('\n').map((line) => line.split('\t'));
  const widths = lines.map((cells) => cells.slice(0, -1).map(() => 0));
  const layColumn = (from: number, to: number, column: number): void => {
    for (let i = from; i < to; i += 1) {
      if (column >= (lines[i]?.length ?? 0) - 1) continue;
      let end = i;
      let width = minWidth;
      while (end < to && column < (lines[end]?.length ?? 0) - 1) {
        width = Math.max(width, [...(lines[end]?.[column] ?? '')].length + padding);
        end += 1;
      }
      if (remembered !== undefined) {
        width = Math.max(width, remembered[column] ?? 0);
        remembered[column] = width;
      }
      for (let n = i; n < end; n += 1) (widths[n] as number[])[column] = width;
      layColumn(i, end, column + 1);
      i = end - 1;
    }
  };
  layColumn(0, lines.length, 0);
  return lines
    .map((cells, i) =>
      cells.map((cell, column) => (column < cells.length - 1 ? cell + ' '.repeat(Math.max(0, (widths[i]?.[column] ?? 0) - [...cell].length)) : cell)).join(''),
    )
    .join('\n');
}
