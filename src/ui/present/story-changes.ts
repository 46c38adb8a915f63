/** What the editor of stories does to the text. Each is one change of `spec.story`, of as few lines as possible. */
import { formatDuration } from '../../base/duration.ts';
import type { StoryStep } from '../../model/scenario.ts';
import type { AppState } from '../../store/app-store.ts';
import { selectedMark, timelineModel, visibleWindow } from '../../store/selectors.ts';
import type { Beat } from '../../store/services.ts';
import { describeMark, type LaneId, shownLanes, type TimelineModel } from '../../timeline/index.ts';
import { clockSeconds } from '../format.ts';
import { presentTexts } from '../texts/en-present.ts';

const words = presentTexts.editor;
const STORY = 'spec.story';

export interface StoryChange {
  title: string;
  edits: { document: 'scenario'; path: string; value?: unknown }[];
  /** Whether the page need not speak of it. */
  isQuiet: boolean;
}

type Done = keyof typeof words.done;

function change(done: Done, path: string, value: unknown, isQuiet = true): StoryChange {
  return { title: words.done[done], edits: [{ document: 'scenario', path, ...(value !== undefined && { value }) }], isQuiet };
}

const stepsOf = (beats: readonly Beat[]): StoryStep[] => beats.map(({ step }) => step);

/** What the run tells of itself becomes the text's. */
export function kept(beats: readonly Beat[]): StoryChange {
  return change('keep', STORY, stepsOf(beats), false);
}

/** A new beat with what is on screen, after those that are not later. */
export function recorded(state: AppState, beats: readonly Beat[], isGenerated: boolean): StoryChange {
  const written = isGenerated ? [] : beats;
  const step: StoryStep = { ...viewStep(state), title: titleOf(state) };
  const found = written.findIndex(({ atMs }) => atMs > state.playheadMs);
  if (found < 0 && written.length > 0) return change('record', `${STORY}[${written.length}]`, step);
  return change('record', STORY, stepsOf(written).toSpliced(Math.max(0, found), 0, step));
}

/** A text of a beat; an empty one is taken away. */
export function withField(index: number, field: 'title' | 'text' | 'ask' | 'notes', value: string): StoryChange {
  const text = field === 'ask' && value === presentTexts.whatNext ? true : value.trim();
  return change(field, `${STORY}[${index}].${field}`, text === '' ? undefined : text);
}

export function withView(state: AppState, beats: readonly Beat[], index: number): StoryChange {
  const before = beats[index]?.step ?? {};
  return change('fromView', `${STORY}[${index}]`, { ...before, ...viewStep(state) });
}

export function moved(beats: readonly Beat[], index: number, direction: -1 | 1): StoryChange {
  const steps = stepsOf(beats);
  const [step] = steps.splice(index, 1);
  if (step) steps.splice(index + direction, 0, step);
  return change(direction < 0 ? 'up' : 'down', STORY, steps);
}

export function removed(beats: readonly Beat[], index: number): StoryChange {
  const steps = stepsOf(beats).toSpliced(index, 1);
  return change('remove', STORY, steps.length === 0 ? undefined : steps, false);
}

/** Moment, lanes and stretch that are on screen. */
function viewStep(state: AppState): StoryStep {
  const { fromMs, toMs } = visibleWindow(state);
  const model = timelineModel(state);
  const show = model ? lanesOnScreen(state, model) : [];
  return {
    at: formatDuration(Math.round(state.playheadMs)),
    ...(show.length > 0 && { show }),
    zoom: [formatDuration(Math.max(0, Math.round(fromMs / 100) * 100)), formatDuration(Math.round(toMs / 100) * 100)],
  };
}

/** What the stage has room for. */
const MOST_LANES = 4;

/** The lanes that the reader chose; else those of the selected mark's container, or of the first one. */
function lanesOnScreen(state: AppState, model: TimelineModel): LaneId[] {
  const isLane = (id: LaneId) => model.lanes.find((lane) => lane.id === id)?.kind !== 'group';
  const chosen = 'only' in state.laneFilter ? (shownLanes(model, state.laneFilter) ?? []).filter(isLane) : [];
  if (chosen.length > 0) return chosen.slice(0, MOST_LANES);
  const mark = selectedMark(state);
  const selected = mark && model.lanes[mark.lane];
  const container = selected?.container ?? model.lanes.find(({ kind }) => kind === 'process')?.container;
  const wanted = new Set([
    `${container}.process`,
    ...(selected && selected.kind !== 'group' ? [selected.id] : []),
    `${container}.liveness`,
    'pod.traffic',
    `${container}.status`,
  ]);
  return model.lanes
    .map(({ id }) => id)
    .filter((id) => wanted.has(id))
    .slice(0, MOST_LANES);
}

/** What is selected, in words; else when it is. */
function titleOf(state: AppState): string {
  const model = timelineModel(state);
  const mark = selectedMark(state);
  if (!model || !mark) return words.newTitle(clockSeconds(state.playheadMs));
  const { what } = describeMark(model, mark);
  return `${what}.`;
}
