/** Goes through a presentation: from beat to beat, into the workbench for a "what if", and back to the story unchanged. */
import type { Beat } from '../worker/protocol.ts';
import type { AppState, AppStore } from './app-store.ts';

const NO_BEATS: readonly Beat[] = [];

/** The beats of the run on screen; empty until its story is there. */
export function beatsOnScreen({ presentation, run }: AppState): readonly Beat[] {
  return presentation !== undefined && presentation.runId === run?.id ? presentation.beats : NO_BEATS;
}

/** What is on the stage. */
export interface OnStage {
  /** Position of the beat whose claim, or the question before it, is on screen. */
  index: number;
  /** The beat whose time, lanes and lines are shown: while a question is asked, the one before it. */
  shown: Beat;
  /** The question on screen instead of a claim; true: what happens next. */
  question?: string | true;
  /** Where the playhead is. While the question of the first beat is asked, nothing has happened yet. */
  playheadMs: number;
}

/** What is on the stage now; undefined until the story is there. */
export function onStage(state: AppState): OnStage | undefined {
  const beats = beatsOnScreen(state);
  const { present } = state;
  const index = Math.min(present?.beat ?? 0, beats.length - 1);
  const beat = beats[index];
  if (!present || !beat) return undefined;
  if (!present.asking || beat.ask === undefined) return { index, shown: beat, playheadMs: beat.atMs };
  const before = beats[index - 1];
  return { index, shown: before ?? { ...beat, yaml: [] }, question: beat.ask, playheadMs: before?.atMs ?? beat.window.fromMs };
}

/** Starts with the first beat, or returns to the story that was left for a "what if". */
export function startPresentation(store: AppStore): void {
  const { present, run } = store.getState();
  if (present?.away) backToStory(store);
  else if (!present && run) store.actions.set({ present: { beat: 0, asking: true }, dialog: undefined, playing: false });
}

export function leavePresentation(store: AppStore): void {
  store.actions.set({ present: undefined });
}

/** Goes to a beat and shows its claim. Positions beyond the story mean its ends. */
export function goToBeat(store: AppStore, beat: number): void {
  const last = beatsOnScreen(store.getState()).length - 1;
  if (last >= 0) store.actions.set({ present: { beat: Math.min(Math.max(0, beat), last), asking: false } });
}

/** Goes on: from a question to its claim, else to the next beat, whose question comes first. */
export function nextBeat(store: AppStore): void {
  const state = store.getState();
  const stage = onStage(state);
  const beats = beatsOnScreen(state);
  if (!stage) return;
  if (stage.question !== undefined) goToBeat(store, stage.index);
  else if (stage.index + 1 < beats.length) store.actions.set({ present: { beat: stage.index + 1, asking: beats[stage.index + 1]?.ask !== undefined } });
}

export function previousBeat(store: AppStore): void {
  const stage = onStage(store.getState());
  if (stage) goToBeat(store, stage.index - 1);
}

/** Opens the workbench at the moment and in the stretch that are on stage, to try something else. */
export function whatIf(store: AppStore): void {
  const state = store.getState();
  const { present, text, choices, origin, edited } = state;
  const stage = onStage(state);
  if (!present || !stage) return;
  const { actions } = store;
  actions.set({ present: { ...present, away: { text, choices, origin, edited } }, editorOpen: true, hideFuture: false });
  // What is tried is kept as a draft of its own: the draft with the story stays as it is
  if (origin.kind === 'draft') actions.set({ origin: { kind: 'link' } });
  actions.setWindow(stage.shown.window);
  actions.seek(stage.playheadMs);
  actions.select(stage.shown.record === undefined ? undefined : { record: stage.shown.record, attempt: 0 });
}

/** Returns to the presented text and the beat at which it was left. */
export function backToStory(store: AppStore): void {
  const { present } = store.getState();
  if (!present?.away) return;
  const { text, choices, origin, edited } = present.away;
  store.actions.open(text, origin, choices, { beat: present.beat });
  store.actions.set({ edited, notice: undefined });
}

/** Asks for the story of each run that is on screen. Returns what stops it. */
export function startStoryteller(
  store: AppStore,
  { present: ask }: { present(runId: number): Promise<Omit<NonNullable<AppState['presentation']>, 'runId'> | undefined> },
): () => void {
  let asked: number | undefined;
  const tell = async (runId: number) => {
    const presentation = await ask(runId);
    // Only the newest run counts; a worker that was stopped has no story.
    if (asked === runId) store.actions.set({ presentation: { runId, ...(presentation ?? { beats: [], isGenerated: true }) } });
  };
  const follow = () => {
    const { run, running, presentation } = store.getState();
    if (running || run === undefined || run.id === asked || presentation?.runId === run.id) return;
    asked = run.id;
    void tell(run.id);
  };
  follow();
  return store.subscribe(follow);
}
