/** EndpointSlices: whether a Service sends traffic to the Pod. */
import type { ObjectRecord } from '../../model/trace.ts';
import { isReady } from '../pods.ts';
import { type History, podAt, servingSpans } from '../history.ts';
import { at } from '../texts/en/words.ts';
import type { Said } from './said.ts';

export interface Endpoint {
  ready: boolean;
  serving: boolean;
  terminating: boolean;
}

/** The Pod's endpoint in a slice; undefined if it is not in it. */
export function endpointIn(record: ObjectRecord): Endpoint | undefined {
  const [endpoint] = (record.object['endpoints'] ?? []) as { conditions?: Partial<Endpoint> }[];
  if (!endpoint) return undefined;
  const { ready = true, serving = true, terminating = false } = endpoint.conditions ?? {};
  return { ready, serving, terminating };
}

export function serviceOf(record: ObjectRecord): string {
  return (
    record.object.metadata.labels?.['kubernetes.io/service-name'] ?? record.object.metadata.generateName?.replace(/-$/, '') ?? record.object.metadata.name ?? ''
  );
}

export function sayObject(history: History, record: ObjectRecord): Said {
  const { kind, metadata } = record.object;
  if (kind !== 'EndpointSlice') {
    const verb = record.type === 'ADDED' ? 'appears' : record.type === 'DELETED' ? 'goes' : 'changes';
    return { question: `Why did ${kind} ${metadata.name ?? ''} change at ${at(record.t)}?`, title: `${kind} ${metadata.name ?? ''} ${verb}`, detail: '' };
  }
  const service = serviceOf(record);
  const endpoint = endpointIn(record);
  const question = `Why did the endpoints of ${service} change at ${at(record.t)}?`;
  if (!endpoint) return { question, title: `Service ${service} has no endpoint here any more`, detail: 'the Pod is finished or has no address' };
  if (endpoint.terminating)
    return {
      question,
      title: `The endpoint in ${service} is terminating`,
      detail: endpoint.serving ? 'ready is false because of the deletion; serving is still true' : 'neither ready nor serving',
    };
  if (!endpoint.ready) return { question, title: `Service ${service} sends nothing here`, detail: 'the Pod is not Ready' };
  return {
    question,
    title: `Service ${service} sends traffic here`,
    detail: listens(history, record.t) ? 'the Pod is Ready' : 'the Pod is Ready, but nobody listens yet',
  };
}

function listens(history: History, t: number): boolean {
  const pod = podAt(history, t);
  if (!pod || !isReady(pod.object)) return true;
  const apps = history.containers.filter(({ role }) => role === 'app');
  return apps.every(({ runs }) => runs.some((run) => servingSpans(run, history.trace.endMs).some(({ fromMs, toMs }) => fromMs <= t && t < toMs)));
}
