/** A Pod's statuses as the API shows them, without what differs from run to run: for comparing one run with another, member by member. */
import type { RecordingLine } from '../recording/lines.ts';

/** Each status once, as JSON with its members in order, in the order in which they were shown first. */
export function shownStatuses(recording: readonly RecordingLine[]): string[] {
  const texts = recording.flatMap((line) => (line.kind === 'Pod' ? [statusText(line.object as Shown)] : []));
  return [...new Set(texts)];
}

interface Shown {
  metadata?: { namespace?: string };
  status?: { resources?: unknown; allocatedResources?: unknown };
}

function statusText({ metadata, status }: Shown): string {
  const namespace = metadata?.namespace ?? 'default';
  // The sums of the containers' resources, which no part of a lifecycle depends on
  const { resources: _resources, allocatedResources: _allocated, ...rest } = status ?? {};
  return JSON.stringify(rest, (member, value: unknown) => {
    if (typeof value !== 'string') return value;
    // Which digest an image has is the registry's affair
    if (member === 'imageID') return value === '' ? '' : 'IMAGE';
    if (/^\d{4}-\d\d-\d\dT/.test(value)) return 'TIME';
    return value
      .replaceAll(`_${namespace}(`, '_NAMESPACE(')
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UID')
      .replace(/[0-9a-f]{64}/g, 'ID')
      .replace(/kube-api-access-\w{5}/g, 'kube-api-access-TOKEN')
      .replace(/\b\d+\.\d+\.\d+\.\d+\b/g, 'IP');
  });
}
