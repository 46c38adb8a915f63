/** `-o custom-columns` (staging/src/k8s.io/kubectl/pkg/cmd/get/customcolumn.go). */
import { goValue } from '../../go-text.ts';
import { alignTabs, TABLE_LAYOUT } from '../../printers/tabwriter.ts';
import { isFields } from '../../schema/fields.ts';
import { UsageError } from '../outcome.ts';
import { evaluateJsonPath } from './json-path.ts';

/** The table of `-o custom-columns=DEFINITION`. */
export function customColumnsText(objects: readonly unknown[], definition: string, noHeaders: boolean, remembered?: number[]): string {
  if (definition === '') throw new UsageError('custom-columns format specified but no custom columns given');
  const columns = definition
    .split(/,(?![^[]*\])/)
    .map((column) => ({ header: column.slice(0, column.indexOf(':')), path: column.slice(column.indexOf(':') + 1) }));
  if (columns.some(({ header }) => header === '')) throw new UsageError(`unexpected custom-columns spec: ${definition}, expected <header>:<json-path-expr>`);
  const lines = objects.map((object) =>
    columns
      .map(({ path }) => {
        const values = evaluateJsonPath(object, `{${path.startsWith('.') ? path : `.${path}`}}`);
        return values.length === 0 ? '<none>' : values.map((value) => (isFields(value) || Array.isArray(value) ? goValue(value) : String(value))).join(',');
      })
      .join('\t'),
  );
  const header = noHeaders ? [] : [columns.map((column) => column.header).join('\t')];
  return `${alignTabs([...header, ...lines].join('\n'), TABLE_LAYOUT, remembered)}\n`;
}
