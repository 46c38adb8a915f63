/** The Pod that a command means by `web`, `pod/web` or `deploy/web` (staging/src/k8s.io/kubectl/pkg/polymorphichelpers/attachablepodforobject.go). */
import type { KubernetesObject } from '../../model/kubernetes.ts';
import { type Fields, fields, list, map, text } from '../schema/fields.ts';
import type { Kind } from '../server/kinds.ts';
import { ServerError, UsageError } from './outcome.ts';
import type { Session } from './session.ts';

/**
 * @throws {ServerError} if there is no such Pod, and no such owner of one.
 * @throws {UsageError} if the owner has no Pod: kubectl waits for one, and gives up.
 */
export function podOf(session: Session, word: string): KubernetesObject {
  const pods = session.resource('pods');
  if (!word.includes('/')) return session.find(pods, word);
  const { kind, name } = session.target([word]);
  if (kind.kind === 'Pod') return session.find(pods, name);
  session.checkAddress(kind, name);
  const owner = session.server.get(kind, session.namespace, name);
  const selector = owner === undefined ? undefined : selectorOf(kind, owner);
  const found = session.server
    .list(pods, session.namespace)
    .find((pod) =>
      selector === undefined ? isOwned(pod, kind, name) : Object.entries(selector).every(([key, value]) => pod.metadata.labels?.[key] === value),
    );
  if (found !== undefined) return found;
  if (owner === undefined) throw new ServerError(session.missing(kind, name));
  throw new UsageError('timed out waiting for the condition');
}

function selectorOf({ kind }: Kind, owner: Fields): Record<string, string | null> {
  const spec = fields(owner, 'spec');
  return kind === 'Service' || kind === 'ReplicationController' ? map(spec, 'selector') : map(fields(spec, 'selector'), 'matchLabels');
}

/** Where the owner itself is not held: by the Pod's own words. A Deployment owns by way of a ReplicaSet that is called after it, a CronJob by a Job. */
function isOwned(pod: Fields, { kind }: Kind, name: string): boolean {
  const between = kind === 'Deployment' ? 'ReplicaSet' : kind === 'CronJob' ? 'Job' : undefined;
  return list(fields(pod, 'metadata'), 'ownerReferences').some((owner) => {
    const named = text(owner, 'name');
    return between === undefined
      ? text(owner, 'kind') === kind && named === name
      : text(owner, 'kind') === between && named.slice(0, named.lastIndexOf('-')) === name;
  });
}
