/** EndpointSlices: whether a Service sends traffic to the Pod. */
import type { ObjectRecord } from '../../model/trace.ts';
import { isReady } from '../pods.ts';
import { type History, podAt, servingSpans } from '../history.ts';
import type { Said, TellWords } from './said.ts';

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

export function sayObject(words: TellWords, history: History, record: ObjectRecord): Said {
  const { kind, metadata } = record.object;
  if (kind !== 'EndpointSlice') return words.object(record.t, kind, metadata.name ?? '', record.type);
  const endpoint = endpointIn(record);
  const state = !endpoint
    ? 'none'
    : endpoint.terminating
      ? endpoint.serving
        ? 'terminating, serving'
        : 'terminating'
      : !endpoint.ready
        ? 'not ready'
        : listens(history, record.t)
          ? 'ready'
          : 'ready, deaf';
  return words.endpoint(record.t, serviceOf(record), state);
}

function listens(history: History, t: number): boolean {
  const pod = podAt(history, t);
  if (!pod || !isReady(pod.object)) return true;
  const apps = history.containers.filter(({ role }) => role === 'app');
  return apps.every(({ runs }) => runs.some((run) => servingSpans(run, history.trace.endMs).some(({ fromMs, toMs }) => fromMs <= t && t < toMs)));
}
