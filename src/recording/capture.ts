/**
 * What a user captured on a cluster, as a recording: the output of `kubectl get pods -w --output-watch-events -o json`
 * and of the same for events, in any order; without `-w` and with `List`s too; or the text of `kubectl describe pod`. It has no times
 * of its own, so every line takes the newest time stamp of its object: whole seconds.
 */
import { jsonObjects } from '../base/json-objects.ts';
import { parseRfc3339Ms } from '../base/parse-timestamp.ts';
import { rfc3339 } from '../base/timestamp.ts';
import { describedObjects, isDescription } from './describe.ts';
import { type EventLine, MEMBERS, type PodLine, type RecordingLine, type WatchedEvent, type WatchedPod, type WatchType } from './lines.ts';
import { containerStatuses } from './pods.ts';
import { RecordingError, parseRecording } from './text.ts';

/**
 * A recording from its text, or from what kubectl printed.
 *
 * @throws {RecordingError} if the text is neither.
 */
export function readRecording(text: string): RecordingLine[] {
  return isRecording(text) ? parseRecording(text) : captureOf(text);
}

/** The first line of a recording is an object of a known kind, which a Kubernetes object only has with an apiVersion. */
export function isRecording(text: string): boolean {
  const first = text.split('\n').find((line) => line.trim() !== '') ?? '';
  try {
    const { kind, apiVersion, t } = JSON.parse(first) as Record<string, unknown>;
    return typeof kind === 'string' && apiVersion === undefined && (Object.hasOwn(MEMBERS, kind) || typeof t === 'number');
  } catch {
    return /^\s*\{\s*"(kind"\s*:\s*"Meta|t"\s*:)/.test(first);
  }
}

/** Whether a text is what kubectl printed of a cluster in which something has happened: Events, or a Pod with a status. */
export function isCapture(text: string): boolean {
  if (isDescription(text)) return true;
  if (!/^\s*\{/.test(text)) return false;
  try {
    return objectsIn(text)
      .flatMap(unpacked)
      .some(({ object }) => kindOf(object) === 'Event' || (kindOf(object) === 'Pod' && (object as WatchedPod).status?.phase !== undefined));
  } catch {
    return false;
  }
}

interface Seen<Captured> {
  type: WatchType;
  object: Captured;
  /** When somebody looked, if that is known. */
  atMs?: number;
}

function captureOf(text: string): RecordingLine[] {
  const seen = seenIn(text);
  const pods = seen.filter((entry): entry is Seen<WatchedPod> => kindOf(entry.object) === 'Pod');
  const events = seen.filter((entry): entry is Seen<WatchedEvent> => kindOf(entry.object) === 'Event');
  const name = pods[0]?.object.metadata?.name ?? events[0]?.object.involvedObject?.name;
  if (name === undefined) {
    throw new RecordingError(
      'this is neither a recording nor what kubectl prints: capture with `kubectl get pods -w --output-watch-events -o json` and `kubectl get events -w --output-watch-events -o json`, or paste what `kubectl describe pod` says',
    );
  }
  const ofPod = pods.filter(({ object }) => object.metadata?.name === name);
  const ofEvents = events.filter(({ object }) => object.involvedObject?.name === name);
  const createdAtMs = createdAtOf(ofPod, ofEvents);
  const lines = [...podLines(ofPod, createdAtMs), ...eventLines(ofEvents, createdAtMs)].sort((a, b) => a.t - b.t);
  const records = [...(ofPod.length > 0 ? ['Pod'] : []), ...(ofEvents.length > 0 ? ['Event'] : [])];
  return [{ kind: 'Meta', format: 1, source: 'kubectl', pod: name, createdAt: rfc3339(createdAtMs), records }, ...lines];
}

function seenIn(text: string): Seen<object>[] {
  const described = describedObjects(text);
  if (!described) return objectsIn(text).flatMap(unpacked);
  const { pod, events, nowMs } = described;
  return [{ type: 'ADDED', object: pod, ...(nowMs !== undefined && { atMs: nowMs }) }, ...events.map((object): Seen<object> => ({ type: 'ADDED', object }))];
}

function createdAtOf(pods: readonly Seen<WatchedPod>[], events: readonly Seen<WatchedEvent>[]): number {
  const ofPod = stampMs(pods[0]?.object.metadata?.creationTimestamp);
  return ofPod ?? events.reduce((least, { object }) => Math.min(least, eventMs(object) ?? Infinity), Infinity);
}

/** Corrects times so that no line is earlier than the one before: the order of a watch is certain, its times are not. */
function podLines(pods: readonly Seen<WatchedPod>[], createdAtMs: number): PodLine[] {
  let t = 0;
  const lines = pods.map(({ type, object, atMs }): PodLine => {
    t = Math.max(t, (atMs ?? newestStampMs(object) ?? createdAtMs) - createdAtMs);
    return { kind: 'Pod', t, type, object };
  });
  const [first, ...later] = lines;
  if (first?.type !== 'ADDED' || first.t === 0) return lines;
  return [creationOf(first.object), { ...first, type: 'MODIFIED' }, ...later];
}

/** Adds the creation of the Pod to a capture that began later: when it was is known, and that the Pod was Pending then. */
function creationOf({ apiVersion, kind, metadata, spec }: WatchedPod): PodLine {
  const { deletionTimestamp: _at, deletionGracePeriodSeconds: _grace, ...created } = metadata ?? {};
  const object = { apiVersion, kind, metadata: created, spec, status: { phase: 'Pending' } } as WatchedPod;
  return { kind: 'Pod', t: 0, type: 'ADDED', object };
}

function eventLines(events: readonly Seen<WatchedEvent>[], createdAtMs: number): EventLine[] {
  return events.map(({ type, object }) => ({ kind: 'Event', t: Math.max(0, (eventMs(object) ?? createdAtMs) - createdAtMs), type, object }));
}

function stampMs(timestamp: unknown): number | undefined {
  return typeof timestamp === 'string' ? parseRfc3339Ms(timestamp) : undefined;
}

/** The newest thing that the Pod says about itself. A deletion was asked for its grace period before it falls due. */
function newestStampMs({ metadata = {}, status = {}, ...pod }: WatchedPod): number | undefined {
  const deletionMs = stampMs(metadata.deletionTimestamp);
  const managed = Array.isArray(metadata.managedFields) ? (metadata.managedFields as { time?: string }[]) : [];
  const states = containerStatuses({ ...pod, metadata, status }).flatMap(({ state, lastState }) => [state, lastState]);
  const stamps = [
    stampMs(metadata.creationTimestamp),
    deletionMs === undefined ? undefined : deletionMs - (metadata.deletionGracePeriodSeconds ?? 0) * 1000,
    ...managed.map(({ time }) => stampMs(time)),
    ...(status.conditions ?? []).map(({ lastTransitionTime }) => stampMs(lastTransitionTime)),
    ...states.flatMap((state) => [stampMs(state?.running?.startedAt), stampMs(state?.terminated?.finishedAt)]),
  ].filter((ms) => ms !== undefined);
  return stamps.length > 0 ? Math.max(...stamps) : undefined;
}

function eventMs({ lastTimestamp, eventTime, firstTimestamp, metadata }: WatchedEvent): number | undefined {
  return stampMs(lastTimestamp) ?? stampMs(eventTime) ?? stampMs(firstTimestamp) ?? stampMs(metadata?.creationTimestamp);
}

// ---- concatenated JSON -----------------------------------------------------------------------------------------------

const WATCH_TYPES: readonly unknown[] = ['ADDED', 'MODIFIED', 'DELETED'] satisfies WatchType[];

function kindOf(object: unknown): unknown {
  return typeof object === 'object' && object !== null && 'kind' in object ? object.kind : undefined;
}

/** A watch event as it is, an object alone as if it had been added, a list as its items. Bookmarks and errors are left out. */
function unpacked(value: unknown): Seen<object>[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('items' in value && Array.isArray(value.items)) return value.items.flatMap(unpacked);
  if ('object' in value && 'type' in value) {
    return WATCH_TYPES.includes(value.type) ? [{ type: value.type as WatchType, object: value.object as object }] : [];
  }
  return [{ type: 'ADDED', object: value }];
}

/** The values of a text in which JSON objects follow one another, with or without line breaks. */
function objectsIn(text: string): unknown[] {
  return Array.from(jsonObjects(text), ([from, to]) => parsedAt(text, from, to));
}

function parsedAt(text: string, from: number, to: number): unknown {
  try {
    return JSON.parse(text.slice(from, to));
  } catch (error) {
    const line = text.slice(0, from).split('\n').length;
    throw new RecordingError(`the object that begins in line ${line} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
