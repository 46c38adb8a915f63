/** Which objects a command line means: `pods`, `pod web db`, `pod/web pod/db`, `pods,events`, with selectors. */
import type { KubernetesObject } from '../../model/kubernetes.ts';
import type { Fields } from '../schema/fields.ts';
import type { Kind } from '../server/kinds.ts';
import { notFound } from '../server/server.ts';
import { ServerError, UsageError } from './outcome.ts';
import { matchesFields, matchesLabels } from './selectors.ts';
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
const CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  all: 'pods replicationcontrollers services daemonsets deployments replicasets statefulsets cronjobs jobs'.split(' '),
};

/** Missing names are remembered as failures of the command. */
export function findTargets(session: Session): Targets {
  const { options, words } = session;
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
  if (names.length > 0) return { found: kinds.flatMap((kind) => names.flatMap((name) => lookUp(session, kind, name))), named: true, kinds };
  const namespace = options.flag('all-namespaces') ? undefined : session.namespace;
  const found = kinds.flatMap((kind) =>
    session.server
      .list(kind, namespace)
      .filter((object) => isSelected(session, object))
      .map((object) => ({ kind, object })),
  );
  return { found, named: false, kinds };
}

/** Whether an object meets `--selector` and `--field-selector`. */
export function isSelected({ options }: Session, object: KubernetesObject): boolean {
  const [labels, fieldTerms] = [options.text('selector'), options.text('field-selector')];
  return (
    (labels === undefined || matchesLabels(object.metadata as Fields, labels)) &&
    (fieldTerms === undefined || matchesFields(object as unknown as Fields, fieldTerms))
  );
}

function lookUp(session: Session, kind: Kind, name: string, namespace = session.namespace): Found[] {
  const object = session.server.get(kind, namespace, name);
  if (object !== undefined) return [{ kind, object }];
  if (!session.options.flag('ignore-not-found')) session.out.fail(new ServerError(notFound(kind, name)));
  return [];
}

/** `No resources found in NS namespace.` */
export function noteNothingFound(session: Session, kinds: readonly Kind[]): void {
  const scoped = kinds.some((kind) => kind.namespaced) && !session.options.flag('all-namespaces');
  session.out.note(scoped ? `No resources found in ${session.namespace} namespace.` : 'No resources found');
}
