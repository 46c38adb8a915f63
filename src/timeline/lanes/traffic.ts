/**
 * Traffic: is the Pod in the EndpointSlice, and does anybody listen? Crossing the two gives the lesson that a Pod can be
 * "ready" while every request is refused.
 *
 *     in the slice     no   yes   yes        terminating
 *     somebody listens  *   yes   no         *
 *                      ···  ████  ┯┯┯┯       ▪ ▪ ▪
 */
import type { KubernetesObject } from '../../model/kubernetes.ts';
import type { ServingRecord } from '../../model/trace.ts';
import type { Source } from '../source.ts';
import { timelineTexts } from '../texts/en.ts';
import type { MarkInput } from '../tracks.ts';
import { SpanCollector } from './spans.ts';

/** The part of `discovery.k8s.io/v1 EndpointSlice` that is read here. */
interface EndpointSlice extends KubernetesObject {
  endpoints?: { conditions?: { ready?: boolean; serving?: boolean; terminating?: boolean }; targetRef?: { kind?: string; name?: string } }[] | null;
  ports?: { name?: string; port?: number }[] | null;
}

/** Empty if the run has no EndpointSlice: then there is no lane. */
export function trafficMarks(source: Source): MarkInput[] {
  if (source.slices.length === 0) return [];
  const slices = new Map<string, EndpointSlice>();
  const openPorts = new Map<string, readonly number[]>();
  const spans = new SpanCollector();
  for (const record of source.trace.records) {
    if (record.kind === 'Object' && record.object.kind === 'EndpointSlice') {
      const name = record.object.metadata.name ?? '';
      if (record.type === 'DELETED') slices.delete(name);
      else slices.set(name, record.object);
    } else if (record.kind === 'Serving') {
      openPorts.set(record.container, listening(record));
    } else if (record.kind === 'Process') {
      // A new process has not opened anything yet, a dead one has closed everything.
      openPorts.set(record.container, []);
    } else continue;
    const state = trafficState(source.trace.meta.podName, [...slices.values()], [...openPorts.values()].flat());
    spans.observe(record.t, record.id, state?.key, () => state?.mark as Omit<MarkInput, 'startMs' | 'endMs' | 'record'>);
  }
  return spans.finish(source.endMs);
}

/** Ports that accept connections after this record; a draining process keeps those that the record still names. */
function listening({ what, ports }: ServingRecord): readonly number[] {
  return what === 'booting' ? [] : ports;
}

function trafficState(
  podName: string,
  slices: EndpointSlice[],
  open: readonly number[],
): { key: string; mark: Omit<MarkInput, 'startMs' | 'endMs' | 'record'> } | undefined {
  let isIn = false;
  let isTerminating = false;
  const wanted = new Set<number>();
  for (const slice of slices) {
    for (const { conditions, targetRef } of slice.endpoints ?? []) {
      if (targetRef?.name !== undefined && targetRef.name !== podName) continue;
      if (conditions?.terminating === true && conditions.ready !== true) isTerminating = true;
      if (conditions?.ready === true || (conditions?.ready === undefined && conditions?.terminating !== true)) {
        isIn = true;
        for (const { port } of slice.ports ?? []) if (port !== undefined) wanted.add(port);
      }
    }
  }
  const { notes, traffic } = timelineTexts;
  if (!isIn) return isTerminating ? { key: 'closing', mark: { kind: 'trafficClosing', text: traffic.closing, note: notes.closing } } : undefined;
  const refused = [...wanted].filter((port) => !open.includes(port));
  const isServed = wanted.size === 0 ? open.length > 0 : refused.length < wanted.size;
  if (!isServed) return { key: 'refused', mark: { kind: 'trafficRefused', text: traffic.sentAndRefused, note: notes.refused } };
  const note = refused.length === 0 ? notes.served : notes.servedBut(refused.join(', '));
  return { key: `served/${refused.join()}`, mark: { kind: 'trafficServed', text: traffic.served, note } };
}
