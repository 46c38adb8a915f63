/** Finding marks: by time, by record, by name, and one after the other. */
import { laneById } from './lane-by-id.ts';
import type { RecordId } from '../model/trace.ts';
import { recordsOfMark } from './layout.ts';
import { type Lane, type LaneId, MARK_KINDS, type MarkKind, type MarkRef, type TimelineModel, type Track, type TrackName } from './model.ts';
import { spanAt, upperBound } from './tracks.ts';

export function laneOf(model: TimelineModel, ref: MarkRef): Lane {
  const lane = model.lanes[ref.lane];
  if (lane === undefined) throw new RangeError(`No lane ${ref.lane}: the mark belongs to another layout`);
  return lane;
}

export function trackOf(model: TimelineModel, ref: MarkRef): Track {
  const track = laneOf(model, ref).tracks[ref.track];
  if (track === undefined) throw new RangeError(`No track ${ref.track} in lane ${ref.lane}: the mark belongs to another layout`);
  return track;
}

export function kindAt(track: Track, mark: number): MarkKind {
  return MARK_KINDS[track.kind[mark] as number] as MarkKind;
}

export function kindOf(model: TimelineModel, ref: MarkRef): MarkKind {
  return kindAt(trackOf(model, ref), ref.mark);
}

/** When the mark begins; for an attempt of a train, that attempt. */
export function timeOfMark(model: TimelineModel, ref: MarkRef): number {
  const track = trackOf(model, ref);
  return (track.startMs[ref.mark] as number) + ref.attempt * (track.periodMs[ref.mark] as number);
}

/** The records that the mark stands for, the one that opens it first. */
export function recordsOf(model: TimelineModel, ref: MarkRef): RecordId[] {
  return recordsOfMark(trackOf(model, ref), ref.mark);
}

/** How telling each kind of mark is where a record has several: what happened comes before the state, the traffic or the bracket that followed from it. */
const TELLING: readonly TrackName[] = [
  'attempts',
  'signals',
  'hooks',
  'grace',
  'main',
  'pills',
  'condition',
  'warnings',
  'normal',
  'actions',
  'traffic',
  'runs',
  'baseline',
  'syncs',
  'truths',
  'waits',
  'notes',
];

/**
 * The marks that stand for a record, those that it opens before those that it closes, the most telling one first. Empty for
 * records that are not drawn.
 */
export function marksOfRecord(model: TimelineModel, record: RecordId): MarkRef[] {
  const { first, lane, track, mark } = model.recordIndex;
  const found: MarkRef[] = [];
  for (let row = first[record] ?? 0; row < (first[record + 1] ?? 0); row += 1) {
    found.push({ lane: lane[row] as number, track: track[row] as number, mark: mark[row] as number, attempt: 0 });
  }
  const rank = (ref: MarkRef) => (isClosedBy(model, ref, record) ? TELLING.length : 0) + TELLING.indexOf(trackOf(model, ref).name);
  return found.sort((a, b) => rank(a) - rank(b) || a.lane - b.lane);
}

/** Whether the record is where the mark ends. */
export function isClosedBy(model: TimelineModel, ref: MarkRef, record: RecordId): boolean {
  const track = trackOf(model, ref);
  return track.endRecord[ref.mark] === record && track.record[ref.mark] !== record;
}

/** The attempt of a train that has begun by `timeMs`. */
function attemptAt(track: Track, mark: number, timeMs: number): number {
  const periodMs = track.periodMs[mark] as number;
  if (periodMs === 0) return 0;
  return Math.min((track.repeat[mark] as number) - 1, Math.max(0, Math.floor((timeMs - (track.startMs[mark] as number)) / periodMs)));
}

/**
 * The mark of a lane at a time: the span that covers it, preferring the row that says most; else the last moment at or before it.
 */
export function markAt(model: TimelineModel, laneId: LaneId, timeMs: number): MarkRef | undefined {
  const lane = laneById(model, laneId);
  if (lane === undefined) return undefined;
  let best: MarkRef | undefined;
  let bestMs = -Infinity;
  lane.tracks.forEach((track, trackIndex) => {
    if (track.name === 'baseline') return;
    const span = spanAt(track, timeMs, (lane.home?.model ?? model).endMs);
    const mark = span >= 0 ? span : upperBound(track.startMs, timeMs) - 1;
    if (mark < 0) return;
    const attempt = attemptAt(track, mark, timeMs);
    const startMs = (track.startMs[mark] as number) + attempt * (track.periodMs[mark] as number);
    const sortMs = span >= 0 && track.repeat[mark] === 1 ? Number.MAX_SAFE_INTEGER : startMs;
    if (sortMs > bestMs) {
      bestMs = sortMs;
      best = { lane: lane.index, track: trackIndex, mark, attempt };
    }
  });
  return best;
}

/** The mark after this one in its lane, in order of time over all rows; undefined at the end. Without `from`, the first. */
export function nextMark(model: TimelineModel, laneId: LaneId, from?: MarkRef): MarkRef | undefined {
  return stepMark(model, laneId, from && positionOf(model, from), 1);
}

/** The mark before this one in its lane; undefined at the beginning. Without `from`, the last. */
export function previousMark(model: TimelineModel, laneId: LaneId, from?: MarkRef): MarkRef | undefined {
  return stepMark(model, laneId, from && positionOf(model, from), -1);
}

/** The first mark of a lane from a time on (1), or the last one up to it (-1). */
export function markFrom(model: TimelineModel, laneId: LaneId, timeMs: number, direction: 1 | -1): MarkRef | undefined {
  return stepMark(model, laneId, { timeMs, track: -direction * Infinity, mark: 0, attempt: 0 }, direction);
}

interface Position {
  timeMs: number;
  track: number;
  mark: number;
  attempt: number;
}

/** Order within a lane: time, then row, then mark. */
function comparePositions(a: Position, b: Position): number {
  return a.timeMs - b.timeMs || a.track - b.track || a.mark - b.mark || a.attempt - b.attempt;
}

function positionOf(model: TimelineModel, ref: MarkRef): Position {
  return { timeMs: timeOfMark(model, ref), track: ref.track, mark: ref.mark, attempt: ref.attempt };
}

function stepMark(model: TimelineModel, laneId: LaneId, origin: Position | undefined, direction: 1 | -1): MarkRef | undefined {
  const lane = laneById(model, laneId);
  if (lane === undefined) return undefined;
  let best: Position | undefined;
  lane.tracks.forEach((track, trackIndex) => {
    if (track.name === 'baseline') return;
    for (const candidate of candidates(track, trackIndex, origin, direction)) {
      if (origin !== undefined && comparePositions(candidate, origin) * direction <= 0) continue;
      if (best === undefined || comparePositions(candidate, best) * direction < 0) best = candidate;
    }
  });
  return best === undefined ? undefined : { lane: lane.index, track: best.track, mark: best.mark, attempt: best.attempt };
}

/** The few marks of a track that can be the neighbour of `origin`: those around its place, trains split into their attempts. */
function candidates(track: Track, trackIndex: number, origin: Position | undefined, direction: 1 | -1): Position[] {
  const at = (mark: number, attempt: number): Position => ({
    timeMs: (track.startMs[mark] as number) + attempt * (track.periodMs[mark] as number),
    track: trackIndex,
    mark,
    attempt,
  });
  if (track.length === 0) return [];
  if (origin === undefined) return direction > 0 ? [at(0, 0)] : [at(track.length - 1, (track.repeat[track.length - 1] as number) - 1)];
  const after = upperBound(track.startMs, origin.timeMs);
  const out: Position[] = [];
  for (let mark = after - 1; mark <= after; mark += 1) {
    if (mark < 0 || mark >= track.length) continue;
    const attempt = attemptAt(track, mark, origin.timeMs);
    const last = (track.repeat[mark] as number) - 1;
    for (const near of [attempt - 1, attempt, attempt + 1]) if (near >= 0 && near <= last) out.push(at(mark, near));
  }
  // Marks of the same moment lie side by side: go over all of them
  for (let mark = after - 2; mark >= 0; mark -= 1) {
    out.push(at(mark, (track.repeat[mark] as number) - 1));
    if (track.startMs[mark] !== track.startMs[after - 1]) break;
  }
  return out;
}

/** An entry of a list that the layout was given: what a mark can stand for if not for a record. */
export type Listed = { of: 'disagreements' | 'notes'; position: number };

const LISTS: readonly { of: Listed['of']; track: TrackName }[] = [
  { of: 'disagreements', track: 'truths' },
  { of: 'notes', track: 'notes' },
];

/** The mark of an entry; of two runs side by side, that of the present one. */
export function markOfListed(model: TimelineModel, { of, position }: Listed): MarkRef | undefined {
  for (const { index: lane, id, home, tracks } of model.lanes) {
    if (home !== undefined && home.lane !== id) continue;
    for (const [track, { name, value }] of tracks.entries()) {
      const mark = LISTS.some((list) => list.of === of && list.track === name) ? value.indexOf(position) : -1;
      if (mark >= 0) return { lane, track, mark, attempt: 0 };
    }
  }
  return undefined;
}

/** The entry of the present run's lists that a mark stands for; undefined for every other mark. */
export function listedOf(model: TimelineModel, ref: MarkRef): Listed | undefined {
  const { id, home } = laneOf(model, ref);
  const { name, value } = trackOf(model, ref);
  const list = home === undefined || home.lane === id ? LISTS.find(({ track }) => track === name) : undefined;
  return list && { of: list.of, position: value[ref.mark] as number };
}

/** `app.liveness@15.2s`: the mark's name in a link. */
export function markName(model: TimelineModel, ref: MarkRef): string {
  return `${laneOf(model, ref).id}@${timeOfMark(model, ref) / 1000}s`;
}

/** The mark that a link means: the nearest one of that lane, at most `MARK_SLACK_MS` away. */
export function findMark(model: TimelineModel, name: string): MarkRef | undefined {
  const match = /^(.+)@(\d+(?:\.\d+)?)s$/.exec(name);
  const lane = model.lanes.find(({ id }) => id === match?.[1]);
  if (match === null || lane === undefined) return undefined;
  const timeMs = Number(match[2]) * 1000;
  let best: MarkRef | undefined;
  let bestMs = MARK_SLACK_MS;
  lane.tracks.forEach((track, trackIndex) => {
    if (track.name === 'baseline') return;
    for (const candidate of candidates(track, trackIndex, { timeMs, track: 0, mark: 0, attempt: 0 }, 1)) {
      const awayMs = Math.abs(candidate.timeMs - timeMs);
      if (awayMs < bestMs || (awayMs === bestMs && best === undefined)) {
        bestMs = awayMs;
        best = { lane: lane.index, track: candidate.track, mark: candidate.mark, attempt: candidate.attempt };
      }
    }
  });
  return best;
}

const MARK_SLACK_MS = 50;

/** Moments worth stopping at, sorted: every mark's beginning and end; of a train that changes nothing, only its first attempt. */
export function transitions(model: TimelineModel): Float64Array {
  const tracks = model.lanes.flatMap((lane) => lane.tracks);
  const times = new Float64Array(1 + 2 * tracks.reduce((sum, { length }) => sum + length, 0));
  let count = 1;
  for (const { length, startMs, endMs, endRecord, repeat } of tracks) {
    for (let mark = 0; mark < length; mark += 1) {
      times[count++] = startMs[mark] as number;
      const isTrain = (repeat[mark] as number) > 1;
      if (!isTrain && (endRecord[mark] as number) >= 0) times[count++] = endMs[mark] as number;
    }
  }
  const sorted = times.subarray(0, count).sort();
  let distinct = 1;
  for (let i = 1; i < count; i += 1) if (sorted[i] !== sorted[i - 1]) sorted[distinct++] = sorted[i] as number;
  return sorted.slice(0, distinct);
}

/** Starts of the runs of all containers, sorted: where `[` and `]` jump. */
export function runStarts(model: TimelineModel): Float64Array {
  const times = new Set<number>();
  for (const lane of model.lanes) for (const track of lane.tracks) if (track.name === 'runs') for (const timeMs of track.startMs) times.add(timeMs);
  return Float64Array.from(times).sort();
}
