/** What the API server held at a moment of a simulated run, read from the run's trace. */
import { rfc3339, rfc3339Micro } from '../../../base/timestamp.ts';
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import type { Scenario } from '../../../model/scenario.ts';
import type { ActionRecord, EventRecord, ObjectRecord, PodRecord, Trace } from '../../../model/trace.ts';
import { findKind } from '../../server/kinds.ts';
import { ApiServer } from '../../server/server.ts';
import { withClusterAddresses } from '../../server/service-network.ts';
import type { Change } from '../session.ts';
import { nodeAt } from './node.ts';

/** A run: the scenario and what came of it. */
export interface SimulatedRun {
  scenario: Scenario;
  trace: Trace;
}

type Written = PodRecord | EventRecord | ObjectRecord;

/** Pods, Events and what controllers wrote, in the order of the run. */
function writtenUpTo({ trace }: SimulatedRun, atMs: number): Written[] {
  return trace.records.filter(
    (record): record is Written => record.t <= atMs && (record.kind === 'Pod' || record.kind === 'Event' || record.kind === 'Object'),
  );
}

/** When the Pod showed first; undefined if it never did. */
export function firstShownMs({ trace }: SimulatedRun): number | undefined {
  return trace.records.find(({ kind }) => kind === 'Pod')?.t;
}

/** All objects at that moment, in the order in which they came to be. */
export function objectsHeldAt(run: SimulatedRun, atMs: number): KubernetesObject[] {
  const held = new Map<string, KubernetesObject>();
  for (const object of [nodeAt(run, atMs), ...usersObjectsAt(run, atMs)]) held.set(keyOf(object), object);
  for (const { type, object } of writtenUpTo(run, atMs)) {
    if (type === 'DELETED') held.delete(keyOf(object));
    else held.set(keyOf(object), object as KubernetesObject);
  }
  return [...held.values()];
}

/** What a watch that begins after `fromMs` sees until `toMs`. */
export function changesBetween(run: SimulatedRun, fromMs: number, toMs: number): Change[] {
  return writtenUpTo(run, toMs)
    .filter(({ t }) => t > fromMs)
    .map(({ type, t, object }) => ({ type, at: rfc3339Micro(run.trace.meta.createdAtMs + t), object: object as KubernetesObject }));
}

/** The objects that came with the scenario and from its actions, with what the API server adds to them. */
function usersObjectsAt(run: SimulatedRun, atMs: number): KubernetesObject[] {
  const { scenario, trace } = run;
  const { namespace, createdAtMs } = trace.meta;
  const held = new Map<string, KubernetesObject>();
  const put = (object: KubernetesObject, ms: number) => {
    const before = held.get(`${object.kind}/${object.metadata.name ?? ''}`);
    held.set(`${object.kind}/${object.metadata.name ?? ''}`, asStored(object, before, namespace, createdAtMs + ms));
  };
  if (namespace !== 'default') put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, 0);
  for (const object of scenario.objects) put(object, 0);
  const actions = trace.records.filter((record): record is ActionRecord => record.kind === 'Action' && record.t <= atMs && record.error === undefined);
  for (const { index, t } of actions) {
    const action = scenario.actions[index - 1];
    if (action?.do === 'apply' && action.object.kind !== 'Pod') put(action.object, t);
    if (action?.do === 'remove') held.delete(`${action.objectKind}/${action.name}`);
  }
  return withAddresses([...held.values()]);
}

/** A Service without an address gets one: that which containers find in their environment. */
function withAddresses(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const addresses = new Map(withClusterAddresses(objects).map(({ service, address }) => [service, address]));
  return objects.map((object) => {
    const clusterIP = addresses.get(object);
    return clusterIP === undefined ? object : { ...object, spec: { ...(object['spec'] as object), clusterIP } };
  });
}

/** The object as the server stores it; one that the server would not take, or does not know, stays as it is written. */
function asStored(object: KubernetesObject, before: KubernetesObject | undefined, namespace: string, nowMs: number): KubernetesObject {
  const own = object.metadata.namespace ?? namespace;
  const server = new ApiServer(nowMs);
  if (object.kind !== 'Namespace') server.restore({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: own } }, own);
  if (before !== undefined) server.restore(before, own);
  const kind = findKind(object.apiVersion, object.kind);
  const written = { ...object, metadata: { namespace: own, ...object.metadata } };
  const options = { dryRun: false, fieldValidation: 'Ignore' } as const;
  const answer =
    kind === undefined
      ? undefined
      : before === undefined
        ? server.create(kind, own, written, options)
        : server.update(kind, own, object.metadata.name ?? '', written, options);
  const stored = answer === undefined || 'error' in answer ? undefined : answer.object;
  return stored ?? { ...object, metadata: { namespace: own, creationTimestamp: rfc3339(nowMs), ...object.metadata } };
}

function keyOf({ kind, metadata }: Pick<KubernetesObject, 'kind' | 'metadata'>): string {
  return `${kind}/${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
}
