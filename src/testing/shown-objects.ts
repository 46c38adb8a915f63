/** A Pod's statuses and Events as the API shows them, without what differs from run to run: for comparing one run with another, member by member. */
import type { RecordingLine, WatchedEvent, WatchedPod } from '../recording/lines.ts';

/** Each once, as JSON with its members in order, in the order in which they were shown first. */
export function shownObjects(recording: readonly RecordingLine[]): string[] {
  const texts = recording.flatMap((line) => {
    if (line.kind === 'Pod') return [statusText(line.object)];
    return line.kind === 'Event' ? [eventText(line.object)] : [];
  });
  return [...new Set(texts)];
}

function statusText({ metadata, status }: WatchedPod): string {
  // The sums of the containers' resources, which no part of a lifecycle depends on
  const { resources: _resources, allocatedResources: _allocated, ...rest } = (status ?? {}) as Record<string, unknown>;
  return neutral(rest, metadata?.namespace);
}

/** What it is about and who says so. Text, number and times are compared elsewhere. */
function eventText({ kind, apiVersion, metadata, involvedObject, reason, type, source, reportingComponent, action }: WatchedEvent): string {
  const { resourceVersion: _version, ...about } = involvedObject ?? {};
  return neutral({ kind, apiVersion, about, reason, type, source, reportingComponent, action }, metadata?.namespace);
}

function neutral(object: object, namespace = 'default'): string {
  return JSON.stringify(object, (member, value: unknown) => {
    if (typeof value !== 'string') return value;
    if (member === 'namespace' && value === namespace) return 'NAMESPACE';
    // Which digest an image has is the registry's affair
    if (member === 'imageID') return value === '' ? '' : 'IMAGE';
    if (/^\d{4}-\d\d-\d\dT/.test(value)) return 'TIME';
    return (
      value
        .replaceAll(`_${namespace}(`, '_NAMESPACE(')
        .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UID')
        .replace(/[0-9a-f]{64}/g, 'ID')
        // A static Pod's is a hash of its manifest
        .replace(/\b[0-9a-f]{32}\b/g, 'UID')
        .replace(/kube-api-access-\w{5}/g, 'kube-api-access-TOKEN')
        .replace(/\b\d+\.\d+\.\d+\.\d+\b/g, 'IP')
    );
  });
}
