/** Which objects a command line means: `pods`, `pod web db`, `pod/web pod/db`, `pods,events`, with selectors. */
import type { KubernetesObject } from '../../model/kubernetes.ts';
import { apiError } from '../errors.ts';
import { goQuote } from '../go-text.ts';
import type { Fields } from '../schema/fields.ts';
import type { Kind } from '../server/kinds.ts';
import { BareError, ServerError, UsageError } from './outcome.ts';
import { addressRefusal } from './addresses.ts';
import { fieldTerms, matchesFields, matchesLabels, SelectorError } from './selectors.ts';
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
  if (options.flag('all-namespaces') && (names.length > 0 || first.includes('/')))
    throw new UsageError('a resource cannot be retrieved by name across all namespaces');
  if (first.includes('/')) {
    if (words.some((word) => !word.includes('/')))
      throw new UsageError(
        "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
      );
    const targets = words.map((word) => session.target([word]));
    return { found: targets.flatMap(({ kind, name }) => lookUp(session, kind, name)), named: true, kinds: targets.map(({ kind }) => kind) };
  }
  const kinds = first.split(',').flatMap((name) => (CATEGORIES[name] ?? [name]).map((resource) => session.resource(resource)));
  if (names.length > 0 && (options.flag('all') || options.has('selector') || options.has('field-selector')))
    throw new UsageError('name cannot be provided when a selector is specified');
  if (names.length > 0) return { found: kinds.flatMap((kind) => names.flatMap((name) => lookUp(session, kind, name))), named: true, kinds };
  const namespace = options.flag('all-namespaces') ? undefined : session.namespace;
  const found: Found[] = [];
  for (const kind of kinds) {
    try {
      found.push(...selected(session, kind, namespace).map((object) => ({ kind, object })));
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      session.out.fail(error);
    }
  }
  return { found, named: false, kinds };
}

const NO_RESOURCES = 'one or more resources must be specified as <resource> <name> or <resource>/<name>';

/**
 * What a command that changes things is about: objects by name or file, or with `--all` or a selector everything that there is.
 *
 * @throws {UsageError} if only a kind is named.
 */
export function findChanged(session: Session, words: readonly string[] = session.words, ifNothing = NO_RESOURCES): Found[] {
  const { options } = session;
  const everything = options.flag('all') || options.has('selector') || options.has('field-selector');
  const [first = ''] = words;
  if (first === '' && !options.has('filename')) throw new UsageError(ifNothing);
  if (!everything && words.length === 1 && !first.includes('/') && !options.has('filename')) {
    for (const name of first.split(',')) session.resource(name);
    throw new UsageError('resource(s) were provided, but no name was specified');
  }
  return findTargets(session, words).found;
}

/** Whether an object meets `--selector` and `--field-selector`. @throws {SelectorError} */
export function isSelected({ options }: Session, object: KubernetesObject): boolean {
  const [labels, terms] = [options.text('selector'), options.text('field-selector')];
  return (labels === undefined || matchesLabels(object.metadata, labels)) && (terms === undefined || matchesFields(object, terms));
}

/** The objects of a kind that are selected. @throws {ServerError} if a selector cannot be read or speaks of unknown fields. */
export function selected(session: Session, kind: Kind, namespace: string | undefined): KubernetesObject[] {
  try {
    checkSelectors(session, kind);
    const unaddressed = namespace === undefined ? undefined : addressRefusal(kind, namespace);
    if (unaddressed !== undefined) throw new BareError(unaddressed);
    return session.server.list(kind, namespace).filter((object) => isSelected(session, object));
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error;
    const [group = '', version] = kind.apiVersion.includes('/') ? kind.apiVersion.split('/') : ['', kind.apiVersion];
    const resource = goQuote(`${group}/${version ?? ''}, Resource=${kind.plural}`);
    const [labels, terms] = ['selector', 'field-selector'].map((name) => goQuote(session.options.text(name) ?? ''));
    throw new ServerError(apiError('BadRequest', `Unable to find ${resource} that match label selector ${labels}, field selector ${terms}: ${error.message}`));
  }
}

/** Fields that the server can select by besides name and namespace (`AddFieldLabelConversionFunc` of each group). */
const SELECTABLE: Readonly<Record<string, string>> = {
  Pod: 'spec.nodeName spec.restartPolicy spec.schedulerName spec.serviceAccountName spec.hostNetwork status.phase status.podIP status.podIPs status.nominatedNodeName',
  Event:
    'involvedObject.kind involvedObject.namespace involvedObject.name involvedObject.uid involvedObject.apiVersion involvedObject.resourceVersion involvedObject.fieldPath reason reportingComponent source type',
  Service: 'spec.clusterIP spec.type',
  Secret: 'type',
  Node: 'spec.unschedulable',
  Namespace: 'status.phase',
  Job: 'status.successful',
};

function checkSelectors({ options }: Session, kind: Kind): void {
  matchesLabels({}, options.text('selector') ?? '');
  const own = SELECTABLE[kind.kind];
  const known = ['metadata.name', 'metadata.namespace', ...(own ?? '').split(' ')];
  const unknown = fieldTerms(options.text('field-selector') ?? '').find(
    ({ field, value }) => !(field === '' && value === '') && !(known.includes(field) && field !== ''),
  );
  if (unknown === undefined) return;
  const { field } = unknown;
  throw new SelectorError(
    own === undefined ? `${goQuote(field)} is not a known field selector: only "metadata.name", "metadata.namespace"` : `field label not supported: ${field}`,
  );
}

function lookUp(session: Session, kind: Kind, name: string, namespace = session.namespace): Found[] {
  const unaddressed = addressRefusal(kind, namespace, name);
  if (unaddressed !== undefined) throw session.options.has('filename') ? new BareError(unaddressed) : new UsageError(unaddressed);
  const object = session.server.get(kind, namespace, name);
  if (object !== undefined) return [{ kind, object }];
  if (!session.options.flag('ignore-not-found')) session.out.fail(new ServerError(session.missing(kind, name, namespace)));
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
