/** Which objects a command line means: `pods`, `pod web db`, `pod/web pod/db`, `pods,events`, with selectors. */
import type { KubernetesObject } from '../../model/kubernetes.ts';
import { apiError } from '../errors.ts';
import { goQuote } from '../go-text.ts';
import type { Fields } from '../schema/fields.ts';
import type { Kind } from '../server/kinds.ts';
import { notFound } from '../server/server.ts';
import { ServerError, UsageError } from './outcome.ts';
import { fieldsOf, matchesFields, matchesLabels } from './selectors.ts';
import type { Session } from './session.ts';

export interface Found {
  kind: Kind;
  object: KubernetesObject;
}

export interface Targets {
  found: Found[];
  /** Names were given; else everything of the kinds. */
  named: boolean;
  kinds: Kind[];
}

/** Words that stand for several resources. */
export const CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  all: 'pods replicationcontrollers services daemonsets deployments replicasets statefulsets cronjobs jobs'.split(' '),
};

/** Missing names are remembered as failures of the command. */
export function findTargets(session: Session, words: readonly string[] = session.words): Targets {
  const { options } = session;
  if (options.has('filename')) {
    const manifests = session.manifests();
    const found = manifests.flatMap((manifest) =>
      lookUp(session, manifest.kind, String((manifest.object['metadata'] as Fields)['name']), session.namespaceOf(manifest)),
    );
    return { found, named: true, kinds: manifests.map(({ kind }) => kind) };
  }
  const [first = '', ...names] = words;
  if (first === '') throw new UsageError('Required resource not specified.');
  if (first.includes('/')) {
    const targets = words.map((word) => session.target([word]));
    return { found: targets.flatMap(({ kind, name }) => lookUp(session, kind, name)), named: true, kinds: targets.map(({ kind }) => kind) };
  }
  const kinds = first.split(',').flatMap((name) => (CATEGORIES[name] ?? [name]).map((resource) => session.resource(resource)));
  if (names.length > 0 && (options.flag('all') || options.has('selector') || options.has('field-selector')))
    throw new UsageError('name cannot be provided when a selector is specified');
  if (names.length > 0) return { found: kinds.flatMap((kind) => names.flatMap((name) => lookUp(session, kind, name))), named: true, kinds };
  for (const kind of kinds) checkFieldSelector(session, kind);
  const namespace = options.flag('all-namespaces') ? undefined : session.namespace;
  const found = kinds.flatMap((kind) =>
    session.server
      .list(kind, namespace)
      .filter((object) => isSelected(session, object))
      .map((object) => ({ kind, object })),
  );
  return { found, named: false, kinds };
}

/**
 * What a command that changes things is about: objects by name or file, or with `--all` or a selector everything that there is.
 *
 * @throws {UsageError} if only a kind is named.
 */
export function findChanged(session: Session, words: readonly string[] = session.words): Found[] {
  const { options } = session;
  const everything = options.flag('all') || options.has('selector') || options.has('field-selector');
  const [first = ''] = words;
  if (first === '' && !options.has('filename')) throw new UsageError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  if (!everything && words.length === 1 && !first.includes('/') && !options.has('filename')) {
    for (const name of first.split(',')) session.resource(name);
    throw new UsageError('resource(s) were provided, but no name was specified');
  }
  return findTargets(session, words).found;
}

/** Whether an object meets `--selector` and `--field-selector`. */
export function isSelected({ options }: Session, object: KubernetesObject): boolean {
  const [labels, fieldTerms] = [options.text('selector'), options.text('field-selector')];
  return (
    (labels === undefined || matchesLabels(object.metadata as Fields, labels)) &&
    (fieldTerms === undefined || matchesFields(object as unknown as Fields, fieldTerms))
  );
}

/** Fields of Pods that the server can select by, besides name and namespace (pkg/apis/core/v1/conversion.go: AddFieldLabelConversionsForPod). */
const POD_FIELDS =
  'spec.nodeName spec.restartPolicy spec.schedulerName spec.serviceAccountName spec.hostNetwork status.phase status.podIP status.podIPs status.nominatedNodeName'.split(
    ' ',
  );

function checkFieldSelector({ options }: Session, kind: Kind): void {
  const selector = options.text('field-selector');
  if (selector === undefined || kind.kind === 'Event') return;
  const known = ['metadata.name', 'metadata.namespace', ...(kind.kind === 'Pod' ? POD_FIELDS : [])];
  const unknown = fieldsOf(selector).find((field) => !known.includes(field));
  if (unknown === undefined) return;
  const [group = '', version] = kind.apiVersion.includes('/') ? kind.apiVersion.split('/') : ['', kind.apiVersion];
  const resource = `${group}/${version ?? ''}, Resource=${kind.plural}`;
  const labels = goQuote(options.text('selector') ?? '');
  const reason =
    kind.kind === 'Pod' ? `field label not supported: ${unknown}` : `"${unknown}" is not a known field selector: only "metadata.name", "metadata.namespace"`;
  throw new ServerError(
    apiError('BadRequest', `Unable to find ${goQuote(resource)} that match label selector ${labels}, field selector ${goQuote(selector)}: ${reason}`),
  );
}

function lookUp(session: Session, kind: Kind, name: string, namespace = session.namespace): Found[] {
  const object = session.server.get(kind, namespace, name);
  if (object !== undefined) return [{ kind, object }];
  if (!session.options.flag('ignore-not-found')) session.out.fail(new ServerError(notFound(kind, name)));
  return [];
}

/** What a command says that shows objects and is not told which. */
export const nothingNamed = (command: string): string =>
  `You must specify the type of resource to ${command}. Use "kubectl api-resources" for a complete list of supported resources.`;

/** `No resources found in NS namespace.` */
export function noteNothingFound(session: Session, kinds: readonly Kind[]): void {
  const scoped = kinds.some((kind) => kind.namespaced) && !session.options.flag('all-namespaces');
  session.out.note(scoped ? `No resources found in ${session.namespace} namespace.` : 'No resources found');
}
