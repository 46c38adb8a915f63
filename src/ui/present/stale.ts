/** What a written story says or shows that the run on screen no longer has, in words: the figures and points that the worker found, and lanes. */
import type { AppState } from '../../store/app-store.ts';
import { timelineModel } from '../../store/selectors.ts';
import type { Beat } from '../../store/services.ts';
import type { TimelineModel } from '../../timeline/index.ts';
import { presentTexts } from '../texts/en-present.ts';

const words = presentTexts.stale;

export interface StaleNote {
  text: string;
  /** Where in the beat's own words it stands; absent where the view of the beat is what is wrong. */
  place?: { field: 'title' | 'text'; figure: string };
}

const NOTHING: readonly StaleNote[] = [];

/** What is no longer so in a beat; empty for the story that a run tells of itself. */
export function staleNotes(beat: Beat, model: TimelineModel | undefined): readonly StaleNote[] {
  const { stale = [], missing, step } = beat;
  const gone = model ? (step.show ?? []).filter((lane) => !hasLane(model, lane)) : [];
  if (stale.length === 0 && missing === undefined && gone.length === 0) return NOTHING;
  return [
    ...(missing === undefined ? [] : [{ text: words.point(missing) }]),
    ...stale.map((each): StaleNote => {
      if (each.what === 'end') return { text: words.end(each.at) };
      if (each.what === 'zoom') return { text: words.zoom(each.why) };
      const { field, figure, counts } = each;
      return { text: counts === undefined ? words.time(figure) : words.count[counts](figure), place: { field, figure } };
    }),
    ...gone.map((lane) => ({ text: words.lane(lane) })),
  ];
}

const NO_BEATS: readonly (readonly StaleNote[])[] = [];

type Told = Pick<AppState, 'presentation'> & { model: TimelineModel | undefined };

let last: (Told & { stale: readonly (readonly StaleNote[])[] }) | undefined;

/** By beat. A selector: the same state has the same answer. */
export function staleStory(state: AppState): readonly (readonly StaleNote[])[] {
  const { presentation, run } = state;
  const model = presentation && presentation.runId === run?.id ? timelineModel(state) : undefined;
  if (last?.presentation !== presentation || last?.model !== model) {
    const beats = presentation?.isGenerated === false ? presentation.beats : [];
    last = { presentation, model, stale: beats.map((beat) => staleNotes(beat, model)) };
  }
  return last?.stale ?? NO_BEATS;
}

/** A container's name alone means all of its lanes. */
function hasLane({ lanes }: TimelineModel, name: string): boolean {
  return lanes.some(({ id, group }) => id === name || group === name);
}
