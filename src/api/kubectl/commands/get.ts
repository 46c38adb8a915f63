/** `kubectl get` (staging/src/k8s.io/kubectl/pkg/cmd/get). */
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import { apiError } from '../../errors.ts';
import { compareText, goJson, goQuote } from '../../go-text.ts';
import { BARE_TABLE, tableOf } from '../../printers/kind-tables.ts';
import { type Row, tableText } from '../../printers/table.ts';
import { KINDS, printedResource } from '../../server/kinds.ts';
import { notFound } from '../../server/server.ts';
import { ServerError, UsageError } from '../outcome.ts';
import { columnsOf, customColumnsText, relaxedPath } from '../printing/custom-columns.ts';
import { isTable, type Printer, readFormat, tableOptions, WHOLE_FORMATS, wholePrinter } from '../printing/formats.ts';
import { evaluateJsonPath } from '../printing/json-path.ts';
import type { Session } from '../session.ts';
import { findTargets, type Found, noteNothingFound, nothingNamed, type Targets } from '../targets.ts';
import { watch } from './watch.ts';

const FORMATS = ['custom-columns', 'custom-columns-file', ...WHOLE_FORMATS, 'wide'].sort();

export function get(session: Session): void {
  if (session.options.has('raw')) {
    getRaw(session, session.options.text('raw') ?? '');
    return;
  }
  const output = session.options.text('output') ?? '';
  if (session.options.flag('show-labels') && output !== '' && output !== 'wide')
    throw new UsageError(`--show-labels option cannot be used with ${output} printer`);
  if (session.options.flag('output-watch-events') && !session.options.flag('watch') && !session.options.flag('watch-only'))
    throw new UsageError('--output-watch-events option can only be used with --watch or --watch-only');
  if (session.words.length === 0 && !session.options.has('filename')) {
    session.out.note(`${nothingNamed('get')}\n`);
    throw new UsageError(
      'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).\nSee \'kubectl get -h\' for help and examples',
    );
  }
  const format = readFormat(session, FORMATS);
  checkSubresource(session);
  if (session.options.flag('watch') || session.options.flag('watch-only')) {
    watch(session, format);
    return;
  }
  const { name } = format;
  const print = isTable(name) ? undefined : wholePrinter(session, format);
  const columns = name.startsWith('custom-columns') ? columnsOf(session, format) : [];
  const targets = findTargets(session);
  sortBy(session, targets.found, name);
  switch (name) {
    case '':
    case 'wide':
      printTables(session, targets, name === 'wide');
      return;
    case 'name':
      for (const { kind, object } of targets.found) session.out.line(`${printedResource(kind)}/${object.metadata.name ?? ''}`);
      return;
    case 'custom-columns':
    case 'custom-columns-file': {
      const objects = targets.found.map(({ object }) => object);
      if (objects.length > 0 || !targets.named) session.print(() => customColumnsText(objects, columns, session.options.flag('no-headers')), undefined);
      return;
    }
    default:
      if (print !== undefined) printWhole(session, targets, print);
  }
}

/** An object or a list by its address, as the server sends it. */
function getRaw({ server, out }: Session, address: string): void {
  const [, version = '', namespace, plural = '', name] =
    /^\/(?:api|apis)\/(v1|[\w.-]+\/v\w+)\/(?:namespaces\/([^/?]+)\/)?([a-z]+)(?:\/([^/?]+))?(?:\?.*)?$/.exec(address) ?? [];
  const kind = KINDS.find((known) => known.apiVersion === version && known.plural === plural);
  if (kind === undefined) throw new ServerError(apiError('NotFound', 'the server could not find the requested resource'));
  const items = server.list(kind, namespace);
  if (name === undefined) {
    out.line(goJson({ kind: `${kind.kind}List`, apiVersion: version, metadata: {}, items }));
    return;
  }
  const object = items.find(({ metadata }) => metadata.name === name);
  if (object === undefined) throw new ServerError(notFound(kind, name));
  out.line(goJson(object));
}

/** A subresource is part of one object, by name. */
function checkSubresource({ options, words }: Session): void {
  const subresource = options.text('subresource');
  if (subresource === undefined) return;
  if (words.length < 2 && !(words[0] ?? '').includes('/')) throw new UsageError('subresource cannot be used when bulk resources are specified');
  if (!['status', 'resize'].includes(subresource)) throw new ServerError(apiError('NotFound', 'the server could not find the requested resource'));
}

function sortBy(session: Session, found: Found[], format: string): void {
  const path = session.options.text('sort-by');
  if (path === undefined) return;
  const template = relaxedPath(path);
  const value = ({ object }: Found) => evaluateJsonPath(object, template)[0];
  if (found.length > 0 && found.every((each) => value(each) === undefined)) {
    if (format !== '' && format !== 'wide') throw new UsageError(`couldn't find any field with path ${goQuote(template)} in the list of objects`);
    // Where the server prints the table, nothing is left of it
    found.length = 0;
    return;
  }
  sortLikeGo(found, (a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === undefined || right === undefined) return left === undefined;
    return typeof left === 'number' && typeof right === 'number' ? left < right : compareText(String(left), String(right)) < 0;
  });
}

/** Go's `sort.Sort` of a few elements is by insertion. It shows where what has no value is less than anything, itself included. */
function sortLikeGo<T>(items: T[], isLess: (a: T, b: T) => boolean): void {
  for (let i = 1; i < items.length; i += 1) {
    for (let j = i; j > 0 && isLess(items[j] as T, items[j - 1] as T); j -= 1) [items[j], items[j - 1]] = [items[j - 1] as T, items[j] as T];
  }
}

function printTables(session: Session, { found, kinds, named }: Targets, wide: boolean): void {
  if (found.length === 0) {
    if (!session.out.hasFailed && !session.options.flag('ignore-not-found')) noteNothingFound(session, kinds);
    return;
  }
  const uniqueKinds = [...new Set(kinds)];
  const kindsFound = new Set(found.map(({ kind }) => kind));
  const blocks = uniqueKinds
    .map((kind) => ({ kind, objects: found.filter((entry) => entry.kind === kind).map(({ object }) => object) }))
    .filter(({ objects }) => objects.length > 0);
  session.out.stdout += blocks
    .map(({ kind, objects }) => {
      const { columns, cells } = session.options.text('server-print') === 'false' ? BARE_TABLE : tableOf(kind);
      const rows: Row[] = objects.map((object) => ({ object: object, cells: cells(object, session.server.nowMs) }));
      return tableText(columns, rows, tableOptions(session, kind, { wide, withKind: (named ? kindsFound.size : uniqueKinds.length) > 1 }));
    })
    // A line between them only where they have headers (`kubectl/pkg/cmd/get/get.go: Run`)
    .join(session.options.flag('no-headers') ? '' : '\n');
}

function printWhole(session: Session, { found, named }: Targets, print: Printer): void {
  const objects = found.map(({ object }) => withoutManagers(object, session));
  if (named && objects.length === 0) return;
  const whole: unknown = named && objects.length === 1 && session.words.length <= 2 ? objects[0] : asList(objects);
  session.print(print, whole);
}

/** Who manages which fields is shown only where it is asked for. */
function withoutManagers(object: KubernetesObject, { options }: Session): KubernetesObject {
  if (options.flag('show-managed-fields') || object.metadata.managedFields === undefined) return object;
  const { managedFields: _managers, ...metadata } = object.metadata;
  return { ...object, metadata };
}

const asList = (items: KubernetesObject[]) => ({ apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } });
