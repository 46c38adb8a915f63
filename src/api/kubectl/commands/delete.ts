/** `kubectl delete` (staging/src/k8s.io/kubectl/pkg/cmd/delete/delete.go). */
import { goQuote } from '../../go-text.ts';
import { fields, text } from '../../schema/fields.ts';
import type { Kind } from '../../server/kinds.ts';
import { printedResource } from '../../server/kinds.ts';
import { NOTHING_NAMED, refuseRaw, ServerError, UsageError } from '../outcome.ts';
import { addressRefusal } from '../addresses.ts';
import type { Session } from '../session.ts';
import { CATEGORIES, selected } from '../targets.ts';

const CASCADES = new Set(['background', 'foreground', 'orphan', 'true', 'false']);
const FORCE_WARNING =
  'Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.';

export function deleteObjects(session: Session): void {
  refuseRaw(session);
  const { options } = session;
  const cascade = options.text('cascade') ?? 'background';
  if (!CASCADES.has(cascade)) throw new UsageError(`invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`);
  if (options.flag('all') && options.has('selector')) throw new UsageError('cannot set --all and --selector at the same time');
  const format = options.text('output') ?? '';
  if (format !== '' && format !== 'name') throw new UsageError(`unexpected -o output mode: ${format}. We only support '-o name'`);
  const grace = gracePeriod(session);
  const targets = findTargets(session);
  if (session.options.flag('force')) session.out.warn(FORCE_WARNING);
  for (const { kind, namespace, name, source } of targets) {
    const unaddressed = addressRefusal(kind, namespace, name);
    if (unaddressed !== undefined) {
      session.out.fail(new UsageError(source === undefined ? unaddressed : `error when deleting ${goQuote(source)}: ${unaddressed}`));
      continue;
    }
    const { error } = session.server.delete(kind, namespace, name, {
      dryRun: session.dryRun !== 'none',
      ...(grace !== undefined && { gracePeriodSeconds: grace }),
    });
    if (error !== undefined) {
      if (error.reason !== 'NotFound' || !session.options.flag('ignore-not-found'))
        session.out.fail(new ServerError(error, source === undefined ? '' : `error when deleting ${goQuote(source)}`));
      continue;
    }
    if (session.options.text('output') === 'name') session.out.line(`${printedResource(kind)}/${name}`);
    else
      session.out.line(
        `${printedResource(kind)} ${goQuote(name)} ${session.options.flag('force') ? 'force deleted' : 'deleted'}${kind.namespaced ? ` from ${namespace} namespace` : ''}${session.dryRunSuffix}`,
      );
    waitForEnd(session, kind, namespace, name);
  }
}

/** What is sent: a negative value is left out, 0 without force becomes 1. */
function gracePeriod(session: Session): number | undefined {
  const { options } = session;
  const given = options.number('grace-period');
  if (Number.isNaN(given))
    throw new UsageError(
      `invalid argument ${goQuote(options.text('grace-period') ?? '')} for "--grace-period" flag: strconv.ParseInt: parsing ${goQuote(options.text('grace-period') ?? '')}: invalid syntax\nSee 'kubectl delete --help' for usage.`,
    );
  if (options.flag('now') && given !== undefined && given !== -1) throw new UsageError('--now and --grace-period cannot be specified together');
  const grace = options.flag('now') ? 1 : given;
  if (options.flag('force')) {
    if (grace !== undefined && grace > 0) throw new UsageError('--force and --grace-period greater than 0 cannot be specified together');
    return 0;
  }
  if (grace === undefined || grace < 0) return undefined;
  return grace === 0 ? 1 : grace;
}

/** `source`: the file that names the object. */
function findTargets(session: Session): { kind: Kind; namespace: string; name: string; source?: string }[] {
  const { options, words } = session;
  if (options.has('filename'))
    return session.manifests().map((manifest) => ({
      kind: manifest.kind,
      namespace: session.namespaceOf(manifest),
      name: text(fields(manifest.object, 'metadata'), 'name'),
      source: manifest.source,
    }));
  const [first = '', ...names] = words;
  if (first === '') throw new UsageError(options.has('selector') ? 'at least one resource must be specified to use a selector' : NOTHING_NAMED);
  if (first.includes('/')) return words.map((word) => ({ ...session.target([word]), namespace: session.namespace }));
  const kinds = first.split(',').flatMap((name) => (CATEGORIES[name] ?? [name]).map((resource) => session.resource(resource)));
  if (options.flag('all') || options.has('selector') || options.has('field-selector')) {
    if (names.length > 0) throw new UsageError('name cannot be provided when a selector is specified');
    const namespace = options.flag('all-namespaces') ? undefined : session.namespace;
    const found = kinds.flatMap((kind) => selected(session, kind, namespace).map((object) => ({ kind, object })));
    if (found.length === 0) session.out.line('No resources found');
    return found.map(({ kind, object }) => ({ kind, namespace: object.metadata.namespace ?? '', name: object.metadata.name ?? '' }));
  }
  if (names.length === 0) throw new UsageError('resource(s) were provided, but no name was specified');
  return kinds.flatMap((kind) => names.map((name) => ({ kind, namespace: session.namespace, name })));
}

/** kubectl waits until the object is gone; here nobody will remove it any more, so only a limit ends the wait. */
function waitForEnd(session: Session, kind: Kind, namespace: string, name: string): void {
  const { options } = session;
  if (options.text('wait') === 'false' || session.dryRun !== 'none' || options.text('timeout') === undefined || options.text('timeout') === '0s') return;
  if (session.server.get(kind, namespace, name) !== undefined)
    session.out.fail(new UsageError(`timed out waiting for the condition on ${kind.plural}/${name}`));
}
