/**
 * Two runs on one axis: each lane twice, A above B. Two layouts are put together into one, so that everything that works on a
 * layout (painters, hit test, keyboard, words) works on the pair.
 *
 *     present      other            pair
 *     app.process  app.process      app.process        A
 *     app.status   app.startup      other/app.process  B
 *                  app.status       other/app.startup  B     only there
 *                                   app.status         A
 *                                   other/app.status   B
 *
 * The present run keeps its lane ids and record ids, whichever side it is on. The other's lane ids get a prefix, its record
 * ids are counted on from the present run's last one.
 */
import type { Aspect, Happening } from '../model/comparison.ts';
import { markAt } from './marks.ts';
import { shownMs } from './draw/places.ts';
import type { Lane, LaneId, MarkRef, RecordIndex, Side, TimelineModel, Track } from './model.ts';

/** Before the ids of the other run's lanes. */
export const OTHER = 'other/';

export interface PairOptions {
  /** How many records the present run has. */
  records: number;
  /** The side of the present run. */
  presentIs: Side;
  /** Small print that replaces that of the group rows: `simulated` and `real`. */
  details?: { present: string; other: string };
}

export function pairModels(present: TimelineModel, other: TimelineModel, { records, presentIs, details }: PairOptions): TimelineModel {
  const shifted = other.lanes.map((lane) => ({ ...lane, tracks: lane.tracks.map((track) => shiftedTrack(track, records, present.strings.length)) }));
  const [ofPresent, ofOther] = [byId(present.lanes), byId(shifted)];
  const ids = presentIs === 'a' ? mergedIds(present.lanes, other.lanes) : mergedIds(other.lanes, present.lanes);
  const places = new Map<string, number>();
  ids
    .flatMap((id) => [...(presentIs === 'a' ? [id, OTHER + id] : [OTHER + id, id])])
    .filter((id) => ofPresent.has(id) || (id.startsWith(OTHER) && ofOther.has(id.slice(OTHER.length))))
    .forEach((id, index) => places.set(id, index));
  const placed = (lanes: readonly Lane[], prefix: string, detail: string | undefined) =>
    lanes.map((lane): Lane => ({ ...lane, index: places.get(prefix + lane.id) ?? 0, ...(lane.kind === 'group' && detail !== undefined && { detail }) }));
  const strings = [...present.strings, ...other.strings];
  const recordIndex = joined(present, other, places);
  const presentHome: TimelineModel = { ...present, strings, recordIndex, lanes: placed(present.lanes, '', details?.present) };
  const otherHome: TimelineModel = { ...other, strings, recordIndex, lanes: placed(shifted, OTHER, details?.other) };
  const presentLanes = presentHome.lanes.map((lane): Lane => ({ ...lane, home: { model: presentHome, lane: lane.id, side: presentIs } }));
  const otherLanes = otherHome.lanes.map(
    (lane): Lane => ({ ...lane, id: OTHER + lane.id, home: { model: otherHome, lane: lane.id, side: presentIs === 'a' ? 'b' : 'a' } }),
  );
  return {
    density: present.density,
    podName: present.podName,
    endMs: Math.max(present.endMs, other.endMs),
    lanes: [...presentLanes, ...otherLanes].sort((x, y) => x.index - y.index),
    strings,
    recordIndex,
  };
}

/** The ids of both lists; those that only `b` has stand behind the id that they follow in `b`. */
function mergedIds(a: readonly Lane[], b: readonly Lane[]): LaneId[] {
  const ids = a.map(({ id }) => id);
  b.forEach(({ id }, index) => {
    if (!ids.includes(id)) ids.splice(index === 0 ? 0 : ids.indexOf(b[index - 1]?.id ?? '') + 1, 0, id);
  });
  return ids;
}

function byId(lanes: readonly Lane[]): Map<LaneId, Lane> {
  return new Map(lanes.map((lane) => [lane.id, lane]));
}

function shiftedTrack(track: Track, records: number, strings: number): Track {
  return {
    ...track,
    record: track.record.map((id) => id + records),
    endRecord: track.endRecord.map((id) => (id < 0 ? id : id + records)),
    alsoRecords: new Map([...track.alsoRecords].map(([mark, ids]) => [mark, ids.map((id) => id + records)])),
    text: track.text.map((position) => position + strings),
    note: track.note.map((position) => position + strings),
  };
}

/** Both indexes, one behind the other. */
function joined(present: TimelineModel, other: TimelineModel, places: ReadonlyMap<LaneId, number>): RecordIndex {
  const [a, b] = [present.recordIndex, other.recordIndex];
  const rows = a.lane.length;
  const first = new Uint32Array(a.first.length + b.first.length - 1);
  first.set(a.first);
  first.set(
    b.first.map((row) => row + rows),
    a.first.length - 1,
  );
  const lane = new Uint16Array(rows + b.lane.length);
  a.lane.forEach((index, row) => (lane[row] = places.get(present.lanes[index]?.id ?? '') ?? 0));
  b.lane.forEach((index, row) => (lane[rows + row] = places.get(OTHER + (other.lanes[index]?.id ?? '')) ?? 0));
  const track = new Uint16Array(lane.length);
  track.set(a.track);
  track.set(b.track, rows);
  const mark = new Uint32Array(lane.length);
  mark.set(a.mark);
  mark.set(b.mark, rows);
  return { first, lane, track, mark };
}

// ---- where a difference is -------------------------------------------------------------------------------------------

/** The lane that shows a subject of an aspect. */
export function laneOfSubject(aspect: Aspect, subject: string): LaneId {
  switch (aspect) {
    case 'actions':
      return 'actions';
    case 'probes':
      return subject.replace(/ (\w+)$/, '.$1');
    case 'processes':
      return `${subject}.process`;
    case 'events':
      return 'pod.events';
    case 'states':
      return `${subject}.status`;
    case 'conditions':
      return subject === 'phase' ? 'pod.phase' : 'pod.conditions';
    case 'kubectl':
      return 'pod.phase';
  }
}

/** The mark that stands for a happening: the one that begins with it or ends with it, else what the lane shows then. */
export function markOfHappening(model: TimelineModel, lane: LaneId, subject: string, { label, t }: Happening): MarkRef | undefined {
  const found = model.lanes.find(({ id }) => id === lane);
  if (!found) return undefined;
  const isExit = label.startsWith('exit');
  let best: { ref: MarkRef; rank: number } | undefined;
  found.tracks.forEach((track, trackIndex) => {
    if (track.name === 'baseline' || (found.kind === 'conditions' && track.title !== subject)) return;
    for (let mark = 0; mark < track.length; mark += 1) {
      const begins = (track.name === 'attempts' ? shownMs(track, mark, 0) : (track.startMs[mark] as number)) === t;
      const ends = track.endRecord[mark] !== -1 && track.endMs[mark] === t;
      if (!begins && !ends) continue;
      // An exit is where the process's bar ends, not the hook or the wait beside it; an Event is known by its reason.
      const isSaid = label.includes(model.strings[track.text[mark] as number] ?? label) ? 0 : 1;
      const rank = isExit ? (ends && track.name === 'main' ? 0 : 1) : (begins ? 0 : 2) + isSaid;
      if (best === undefined || rank < best.rank) best = { ref: { lane: found.index, track: trackIndex, mark, attempt: 0 }, rank };
    }
  });
  return best?.ref ?? markAt(model, lane, t);
}
