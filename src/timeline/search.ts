/** Finding marks by their words. */
import { MARK_KINDS, type Lane, type MarkRef, type TimelineModel, type Track } from './model.ts';
import { describeMark } from './words.ts';

export interface Found {
  /** In order of time, then from the top lane to the bottom one. */
  marks: MarkRef[];
  /** How many there are in all; `marks` may hold fewer. */
  total: number;
}

/**
 * The marks that hold every word of the query in what they say, in their reason or message, in the name of their lane or
 * container, in any order and case: `failed liveness`, `137`, `BackOff app`. A train of probe attempts is one mark.
 */
export function searchMarks(model: TimelineModel, query: string, limit = 200): Found {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return { marks: [], total: 0 };
  const found: { ref: MarkRef; timeMs: number }[] = [];
  for (const lane of model.lanes) {
    lane.tracks.forEach((track, trackIndex) => {
      if (track.name === 'baseline') return;
      const saysIt = matcher(model, lane, track, trackIndex, words);
      for (let mark = 0; mark < track.length; mark += 1)
        if (saysIt(mark)) found.push({ ref: { lane: lane.index, track: trackIndex, mark, attempt: 0 }, timeMs: track.startMs[mark] as number });
    });
  }
  found.sort((a, b) => a.timeMs - b.timeMs || a.ref.lane - b.ref.lane);
  return { marks: found.slice(0, limit).map(({ ref }) => ref), total: found.length };
}

/** Marks of a track mostly have the same few texts: each text is matched once. */
function matcher(model: TimelineModel, lane: Lane, track: Track, trackIndex: number, words: readonly string[]): (mark: number) => boolean {
  const answers = new Map<string, boolean>();
  return (mark) => {
    const key = [track.kind, track.text, track.note, track.value, track.limit].map((column) => column[mark]).join('/');
    const known = answers.get(key);
    if (known !== undefined) return known;
    const { what, why } = describeMark(model, { lane: lane.index, track: trackIndex, mark, attempt: 0 });
    const text = `${lane.container ?? 'Pod'} ${lane.label} ${lane.id} ${MARK_KINDS[track.kind[mark] as number] ?? ''} ${what} ${why}`.toLowerCase();
    const answer = words.every((word) => text.includes(word));
    answers.set(key, answer);
    return answer;
  };
}
