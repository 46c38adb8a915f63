/** `kubectl describe` (staging/src/k8s.io/kubectl/pkg/cmd/describe/describe.go). */
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import type { describeObject } from '../../printers/describe/others.ts';
import { describePod } from '../../printers/describe/pod.ts';
import { type Fields, fields, text } from '../../schema/fields.ts';
import { findKind, type Kind, KINDS } from '../../server/kinds.ts';
import { ServerError, UsageError } from '../outcome.ts';
import type { Session } from '../session.ts';
import { findTargets, type Found, noteNothingFound, nothingNamed } from '../targets.ts';

export function describe(session: Session): void {
  const { options, words } = session;
  const [resource = '', name] = words;
  if (resource === '' && !options.has('filename')) throw new UsageError(nothingNamed('describe'));
  if (resource !== '' && !resource.includes('/') && name !== undefined && words.length === 2 && describeByPrefix(session, session.resource(resource), name))
    return;
  const { found, kinds } = findTargets(session);
  // Two words of which one is not there were taken for a kind and the beginning of a name.
  if (words.length === 2 && resource.includes('/') && session.out.hasFailed) return;
  if (found.length === 0) {
    if (!session.out.hasFailed) noteNothingFound(session, kinds);
    return;
  }
  // Events belong to the description of a single object unless they are asked for.
  const showEvents = options.has('show-events') ? options.flag('show-events') : found.length === 1 && !session.out.hasFailed;
  session.out.stdout += found.map((entry) => description(session, entry, showEvents)).join('\n\n');
}

/** A name that nobody has stands for all names that begin with it; true if that was so. */
function describeByPrefix(session: Session, kind: Kind, name: string): boolean {
  session.checkAddress(kind, name);
  if (session.server.get(kind, session.namespace, name) !== undefined) return false;
  const matches = session.server.list(kind, session.namespace).filter((object) => object.metadata.name?.startsWith(name) === true);
  if (matches.length === 0) throw new ServerError(session.missing(kind, name));
  for (const object of matches) session.out.line(description(session, { kind, object }, session.options.flag('show-events')));
  return true;
}

function description(session: Session, { kind, object }: Found, showEvents: boolean): string {
  const [described, events] = [object, showEvents ? eventsOf(session, object) : undefined];
  if (kind.kind === 'Pod') return describePod(described, events, session.server.nowMs);
  if (describeOthers === undefined) throw new UsageError(`describe ${kind.plural}: only Pods can be described here; use get -o yaml`);
  return describeOthers(described, { events, nowMs: session.server.nowMs, list: (name, namespace) => listOf(session, name, namespace) });
}

function listOf({ server }: Session, name: string, namespace?: string): Fields[] {
  const kind = KINDS.find((known) => known.kind === name);
  return kind === undefined ? [] : server.list(kind, namespace);
}

let describeOthers: typeof describeObject | undefined;

/** Makes kubectl describe more than Pods. A page that shows Pods alone need not load it. */
export function addDescriptions(describe: typeof describeObject): void {
  describeOthers = describe;
}

/** The Events about an object, in name order: those that name its uid (`staging/src/k8s.io/kubectl/pkg/describe/describe.go: searchEvents`). */
function eventsOf(session: Session, object: KubernetesObject): Fields[] {
  const kind = findKind('v1', 'Event');
  if (kind === undefined) return [];
  return session.server.list(kind, object.metadata.namespace).filter((event) => {
    const involved = fields(event, 'involvedObject');
    const uid = text(involved, 'uid');
    return text(involved, 'name') === object.metadata.name && (object.metadata.uid === undefined || uid === object.metadata.uid);
  });
}
