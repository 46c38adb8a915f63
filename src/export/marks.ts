/** The marks of all lanes, one after the other: what the exports that are no pictures are made of. */
import type { Disagreement } from '../model/disagreement.ts';
import type { Trace } from '../model/trace.ts';
import { describeMark, layoutTrace, type MarkKind, MARK_KINDS, type Lane, type Track } from '../timeline/index.ts';

export interface ExportedMark {
  lane: Lane;
  track: Track;
  kind: MarkKind;
  startMs: number;
  /** Equal to `startMs` for a moment; for a train of probe attempts the time of the last one. */
  endMs: number;
  /** Attempts in a train; 1 for every other mark. */
  count: number;
  what: string;
  /** Reason, message or where it comes from; may be empty. */
  why: string;
}

/** In order of time, then from the top lane to the bottom one. The grounds of probe lanes are left out. */
export function marksOf(trace: Trace, disagreements: readonly Disagreement[] = []): ExportedMark[] {
  const model = layoutTrace(trace, { density: 'detail', disagreements });
  const marks = model.lanes.flatMap((lane) =>
    lane.tracks
      .filter(({ name }) => name !== 'baseline')
      .flatMap((track) =>
        Array.from({ length: track.length }, (_, mark): ExportedMark => {
          const { what, why } = describeMark(model, { lane: lane.index, track: lane.tracks.indexOf(track), mark, attempt: 0 });
          return {
            lane,
            track,
            kind: MARK_KINDS[track.kind[mark] as number] as MarkKind,
            startMs: track.startMs[mark] as number,
            endMs: track.endMs[mark] as number,
            count: track.repeat[mark] as number,
            what,
            why,
          };
        }),
      ),
  );
  return marks.sort((a, b) => a.startMs - b.startMs || a.lane.index - b.lane.index);
}
