/** `kubectl get --watch` (staging/src/k8s.io/kubectl/pkg/cmd/get/get.go: watch). */
import { parseRfc3339 } from '../../../base/timestamp.ts';
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import { tableOf } from '../../printers/kind-tables.ts';
import { tableText } from '../../printers/table.ts';
import type { Fields } from '../../schema/fields.ts';
import { type Kind, printedResource } from '../../server/kinds.ts';
import { UsageError } from '../outcome.ts';
import { customColumnsText } from '../printing/custom-columns.ts';
import { tableOptions, wholeText } from '../printing/formats.ts';
import type { Change, Session } from '../session.ts';
import { findTargets, type Found, isSelected } from '../targets.ts';

/** What there is now and then each change, as long as changes are known; a real watch never ends. */
export function watch(session: Session, format: string, argument: string): void {
  const { found, kinds, named } = findTargets(session);
  const [kind] = kinds;
  if (kind === undefined) return;
  if (new Set(kinds).size > 1 || (named && found.length > 1))
    throw new UsageError('watch is only supported on individual resources and resource collections - more than 1 resource was found');
  if (named && found.length === 0) return;
  const print = printer(session, kind, format, argument);
  if (!session.options.flag('watch-only')) print('ADDED', found, session.server.nowMs);
  for (const change of session.changes) {
    if (isWatched(session, kind, change, named ? found[0] : undefined)) print(change.type, [{ kind, object: change.object }], parseRfc3339(change.at));
  }
}

type Print = (type: Change['type'], found: readonly Found[], nowMs: number) => void;

/** Headers come once, before the first row. */
function printer(session: Session, kind: Kind, format: string, argument: string): Print {
  const { options, out } = session;
  const showsEvents = options.flag('output-watch-events');
  const remembered: number[] = [];
  let isFirst = true;
  return (type, found, nowMs) => {
    if (found.length === 0) return;
    const objects = found.map(({ object }) => object);
    const withoutHeader = !isFirst || options.flag('no-headers');
    switch (format) {
      case '':
      case 'wide': {
        const { columns, cells } = tableOf(kind);
        const rows = objects.map((object) => ({ object: object as unknown as Fields, cells: cells(object as unknown as Fields, nowMs) }));
        const table = { ...tableOptions(session, kind, { wide: format === 'wide' }), remembered, noHeaders: withoutHeader };
        out.stdout += tableText(columns, rows, showsEvents ? { ...table, event: type } : table);
        break;
      }
      case 'name':
        for (const object of objects) out.line(`${printedResource(kind)}/${object.metadata.name ?? ''}`);
        break;
      case 'custom-columns':
        out.stdout += customColumnsText(objects, argument, withoutHeader, remembered);
        break;
      default:
        for (const [i, object] of objects.entries()) {
          if (format === 'yaml' && !(isFirst && i === 0)) out.line('---');
          out.stdout += wholeText(showsEvents ? watchEvent(type, object) : object, format, argument);
        }
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
