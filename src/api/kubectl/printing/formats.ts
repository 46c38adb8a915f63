/** The formats of `kubectl get -o` (staging/src/k8s.io/kubectl/pkg/cmd/get/get_flags.go). */
import type { TableOptions } from '../../printers/table.ts';
import { type Kind, printedResource } from '../../server/kinds.ts';
import { UsageError } from '../outcome.ts';
import type { Session } from '../session.ts';
import { goTemplateText } from './go-template.ts';
import { jsonText } from './json.ts';
import { evaluateJsonPath, jsonPathText } from './json-path.ts';
import { yamlText } from './yaml.ts';

/** What the command line says about a table of one kind. */
export function tableOptions({ options }: Session, kind: Kind, { wide, withKind = false }: { wide: boolean; withKind?: boolean }): TableOptions {
  return {
    wide,
    noHeaders: options.flag('no-headers'),
    withNamespace: options.flag('all-namespaces') && kind.namespaced,
    ...((withKind || options.flag('show-kind')) && { withKind: printedResource(kind) }),
    labelColumns: options.list('label-columns'),
    showLabels: options.flag('show-labels'),
  };
}

const NEEDS_TEMPLATE = new Set(['jsonpath', 'jsonpath-as-json', 'go-template', 'template']);

/** One object or list in a format that prints all of it. */
export function wholeText(whole: unknown, format: string, argument: string): string {
  if (NEEDS_TEMPLATE.has(format) && argument === '') throw new UsageError('template format specified but no template given');
  switch (format) {
    case 'json':
      return `${jsonText(whole)}\n`;
    case 'yaml':
      return yamlText(whole);
    case 'jsonpath':
      return jsonPathText(whole, argument);
    case 'jsonpath-as-json':
      return `${jsonText(evaluateJsonPath(whole, argument))}\n`;
    case 'go-template':
    case 'template':
      return goTemplateText(whole, argument);
    default:
      throw new UsageError(`the output format "${format}" is not covered; use json, yaml, jsonpath, go-template, custom-columns, name or wide`);
  }
}
