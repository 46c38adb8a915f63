/** `kubectl get --watch` (staging/src/k8s.io/kubectl/pkg/cmd/get/get.go: watch). */
import { parseRfc3339 } from '../../../base/timestamp.ts';
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import { tableOf } from '../../printers/kind-tables.ts';
import { tableText } from '../../printers/table.ts';
import { type Kind, printedResource } from '../../server/kinds.ts';
import { UsageError } from '../outcome.ts';
import { columnsOf, customColumnsText } from '../printing/custom-columns.ts';
import { type Format, isTable, tableOptions, wholePrinter } from '../printing/formats.ts';
import type { Change, Session } from '../session.ts';
import { findTargets, type Found, isSelected } from '../targets.ts';

/** What there is now and then each change, as long as changes are known; a real watch never ends. */
export function watch(session: Session, format: Format): void {
  const { found, kinds, named } = findTargets(session);
  const [kind] = kinds;
  if (kind === undefined) return;
  if (new Set(kinds).size > 1 || (named && found.length > 1))
    throw new UsageError('watch is only supported on individual resources and resource collections - more than 1 resource was found');
  if (named && found.length === 0) return;
  const print = printer(session, kind, format);
  if (!session.options.flag('watch-only')) print('ADDED', found, session.server.nowMs);
  for (const change of session.changes) {
    if (isWatched(session, kind, change, named ? found[0] : undefined)) print(change.type, [{ kind, object: change.object }], parseRfc3339(change.at));
  }
}

type Print = (type: Change['type'], found: readonly Found[], nowMs: number) => void;

/** Headers come once, before the first row. */
function printer(session: Session, kind: Kind, format: Format): Print {
  const { options, out } = session;
  const showsEvents = options.flag('output-watch-events');
  const remembered: number[] = [];
  const columns = format.name.startsWith('custom-columns') ? columnsOf(session, format) : [];
  const whole = isTable(format.name) ? undefined : wholePrinter(session, format);
  let isFirst = true;
  return (type, found, nowMs) => {
    if (found.length === 0) return;
    const objects = found.map(({ object }) => object);
    const withoutHeader = !isFirst || options.flag('no-headers');
    switch (format.name) {
      case '':
      case 'wide': {
        const { columns, cells } = tableOf(kind);
        const rows = objects.map((object) => ({ object: object, cells: cells(object, nowMs) }));
        const table = { ...tableOptions(session, kind, { wide: format.name === 'wide' }), remembered, noHeaders: withoutHeader };
        out.stdout += tableText(columns, rows, showsEvents ? { ...table, event: type } : table);
        break;
      }
      case 'name':
        for (const object of objects) out.line(`${printedResource(kind)}/${object.metadata.name ?? ''}`);
        break;
      case 'custom-columns':
      case 'custom-columns-file':
        session.print(() => customColumnsText(objects, columns, withoutHeader, remembered), undefined);
        break;
      default:
        for (const object of objects) if (whole !== undefined) session.print(whole, showsEvents ? watchEvent(type, object) : object);
    }
    isFirst = false;
  };
}

const watchEvent = (type: Change['type'], object: KubernetesObject) => ({ type, object });

function isWatched(session: Session, kind: Kind, { object }: Change, only: Found | undefined): boolean {
  if (object.kind !== kind.kind || object.apiVersion !== kind.apiVersion) return false;
  if (kind.namespaced && !session.options.flag('all-namespaces') && object.metadata.namespace !== session.namespace) return false;
  if (only !== undefined && object.metadata.name !== only.object.metadata.name) return false;
  return isSelected(session, object);
}
