/** The formats of `-o` (staging/src/k8s.io/kubectl/pkg/cmd/get/get_flags.go, cli-runtime/pkg/genericclioptions/print_flags.go). */
import type { TableOptions } from '../../printers/table.ts';
import { type Kind, printedResource } from '../../server/kinds.ts';
import { UsageError } from '../outcome.ts';
import type { Session } from '../session.ts';
import { goTemplatePrinter } from './go-template/index.ts';
import { jsonText } from './json.ts';
import { jsonPathPrinter } from './json-path.ts';
import { kyamlText } from './kyaml.ts';
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

/** The formats of commands that change things; `get` has those of tables as well. */
export const WHOLE_FORMATS = 'go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,yaml'.split(',');
const TAKES_TEMPLATE = /^(?:go-template|template|jsonpath|custom-columns)/;
const ANY_CASE = new Set(['json', 'yaml', 'kyaml', 'name']);

export interface Format {
  /** Empty where nothing is asked for. */
  name: string;
  /** What stands behind `=`, or in `--template`. */
  argument: string;
}

/** @throws {UsageError} for a format that is not among the allowed ones. */
export function readFormat({ options }: Session, allowed: readonly string[]): Format {
  const written = options.text('output') ?? '';
  const template = options.text('template') ?? '';
  if (written === '') return template === '' ? { name: '', argument: '' } : { name: 'go-template', argument: template };
  const lower = written.toLowerCase();
  const equals = written.indexOf('=');
  const isTemplate = TAKES_TEMPLATE.test(written);
  const name = ANY_CASE.has(lower) ? lower : equals < 0 || !isTemplate ? written : written.slice(0, equals);
  if (!allowed.includes(name))
    throw new UsageError(`unable to match a printer suitable for the output format "${written}", allowed formats are: ${allowed.join(',')}`);
  return { name, argument: template !== '' && isTemplate ? template : equals < 0 ? '' : written.slice(equals + 1) };
}

/** Formats that `get` prints row by row. */
export const isTable = (name: string): boolean => ['', 'wide', 'name', 'custom-columns', 'custom-columns-file'].includes(name);

/** Prints one object or list after another. */
export type Printer = (whole: unknown) => string;

/** For a format that prints all of an object. @throws {UsageError} for a template that is missing or cannot be read. */
export function wholePrinter(session: Session, { name, argument }: Format): Printer {
  const isStrict = session.options.text('allow-missing-template-keys') === 'false';
  switch (name) {
    case 'json':
      return (whole) => `${jsonText(whole)}\n`;
    case 'yaml':
      return separated(yamlText);
    case 'kyaml':
      return kyamlText;
    case 'jsonpath':
    case 'jsonpath-as-json':
    case 'jsonpath-file':
      return jsonPathPrinter(templateOf(session, argument, name === 'jsonpath-file'), { isStrict, isJson: name === 'jsonpath-as-json' });
    default:
      return goTemplatePrinter(templateOf(session, argument, name.endsWith('file')), { isStrict });
  }
}

function templateOf(session: Session, argument: string, isFile: boolean): string {
  if (argument === '') throw new UsageError('template format specified but no template given');
  if (!isFile) return argument;
  const content = session.content(argument);
  if (content === undefined) throw new UsageError(`error reading --template ${argument}, open ${argument}: no such file or directory\n`);
  return content;
}

/** Documents behind the first begin with `---`. */
function separated(print: Printer): Printer {
  let isFirst = true;
  return (whole) => {
    const before = isFirst ? '' : '---\n';
    isFirst = false;
    return before + print(whole);
  };
}
