/** Moves the playhead: steps, jumps, and playing. */
import type { RecordKind } from '../model/trace.ts';
import type { AppStore } from '../store/app-store.ts';
import { shownEndMs } from '../store/comparison.ts';
import { chooseListed } from '../store/listed.ts';
import { neighbour } from '../store/moments.ts';
import { nextDifference, nextDisagreement, runStartTimes, transitionTimes, timeAxis, visibleWindow, wholeWindow } from '../store/selectors.ts';
import { listedOf, type MarkRef, recordsOf, revealTime, type TimelineModel, zoomAt } from '../timeline/index.ts';
import type { FrameLoop } from './frame-loop.ts';

/** Moves the playhead and, if it would leave the screen, the zoom window with it. */
export function goTo(store: AppStore, timeMs: number, how: 'jump' | 'glide' = 'glide'): void {
  const state = store.getState();
  const window = visibleWindow(state);
  const revealed = revealTime(window, wholeWindow(state), timeMs, timeAxis(state));
  if (revealed !== window) store.actions.setWindow(revealed);
  store.actions.seek(timeMs, how);
}

/** To the previous (-1) or next (+1) transition. */
export function step(store: AppStore, direction: -1 | 1): void {
  const state = store.getState();
  const timeMs = neighbour(transitionTimes(state), state.playheadMs, direction);
  store.actions.set({ playing: false });
  if (timeMs !== undefined) goTo(store, timeMs);
}

/** To the start of the previous or next run of a container. */
export function stepRun(store: AppStore, direction: -1 | 1): void {
  const state = store.getState();
  const timeMs = neighbour(runStartTimes(state), state.playheadMs, direction);
  if (timeMs !== undefined) goTo(store, timeMs);
}

/** To where node, API and Events begin to disagree next (+1), or did before (-1). */
export function stepDisagreement(store: AppStore, direction: -1 | 1): void {
  const index = nextDisagreement(store.getState(), direction);
  store.actions.set({ inspectorTab: 'truths' });
  if (index !== undefined) goToDisagreement(store, index);
}

/** To a disagreement of node, API and Events, by its position in the list. */
export function goToDisagreement(store: AppStore, index: number): void {
  const disagreement = store.getState().run?.story.disagreements[index];
  if (!disagreement) return;
  chooseListed(store, { of: 'disagreements', position: index });
  goTo(store, disagreement.fromMs);
}

/** Selects a mark: the inspector tells why it is there, of a disagreement what disagrees, of a note what the kubelet did. */
export function selectMark(store: AppStore, model: TimelineModel, mark: MarkRef): void {
  const listed = listedOf(model, mark);
  const [record] = recordsOf(model, mark);
  if (listed) chooseListed(store, listed);
  else if (record !== undefined) {
    store.actions.select({ record, attempt: mark.attempt });
    store.actions.set({ inspectorTab: 'why' });
  }
}

/** To a difference of two runs, by its position in the list. */
export function goToDifference(store: AppStore, index: number): void {
  const difference = store.getState().compared?.words.differences[index];
  if (!difference) return;
  store.actions.chooseDifference(index);
  goTo(store, difference.t);
}

/** To the next (+1) or previous (-1) difference of two runs. */
export function stepDifference(store: AppStore, direction: -1 | 1): void {
  const index = nextDifference(store.getState(), direction);
  store.actions.set({ inspectorTab: 'compare' });
  if (index !== undefined) goToDifference(store, index);
}

/** Zooms by `factor` around the playhead, or around the middle if the playhead is off screen. */
export function zoomBy(store: AppStore, factor: number): void {
  const state = store.getState();
  const window = visibleWindow(state);
  const isVisible = state.playheadMs >= window.fromMs && state.playheadMs <= window.toMs;
  const anchorMs = isVisible ? state.playheadMs : (window.fromMs + window.toMs) / 2;
  store.actions.setWindow(zoomAt(window, wholeWindow(state), anchorMs, factor, timeAxis(state)));
}

export function togglePlay(store: AppStore): void {
  const { playing, playheadMs, run } = store.getState();
  if (!run) return;
  if (!playing && playheadMs >= shownEndMs(store.getState())) store.actions.seek(0);
  store.actions.set({ playing: !playing });
}

/** Lets simulated time pass while the state says that it plays: at speed 1 a second takes a second. */
export function startPlayback(store: AppStore, frames: FrameLoop): () => void {
  let lastMs: number | undefined;
  const tick = (nowMs: number) => {
    const { playing, playheadMs, speed, run } = store.getState();
    if (!playing || !run) {
      lastMs = undefined;
      return;
    }
    const passedMs = lastMs === undefined ? 0 : Math.min(250, nowMs - lastMs);
    lastMs = nowMs;
    const nextMs = playheadMs + passedMs * speed;
    goTo(store, nextMs, 'jump');
    if (nextMs >= shownEndMs(store.getState())) store.actions.set({ playing: false });
    else frames.request('input', tick);
  };
  return store.subscribe((state, before) => {
    if (state.playing && !before.playing) frames.request('input', tick);
  });
}

/** Selects what is at the playhead: the most telling record at or just before it. */
export function selectAtPlayhead(store: AppStore): void {
  const { run, playheadMs } = store.getState();
  const before = run?.trace.records.filter(({ t }) => t <= playheadMs) ?? [];
  const lastMs = before.at(-1)?.t;
  const here = before.filter(({ t }) => t === lastMs);
  const record =
    TELLING.map((kind) => here.find((each) => each.kind === kind)).find((found) => found !== undefined) ??
    before.findLast(({ kind }) => TELLING.includes(kind));
  if (!record) return;
  store.actions.select({ record: record.id, attempt: 0 });
  store.actions.set({ inspectorTab: 'why' });
}

const TELLING: readonly RecordKind[] = ['Process', 'Signal', 'Hook', 'Decision', 'Probe', 'Event', 'Image', 'Action', 'Pod'];
