import { expect, test } from 'vitest';
import { traceOf } from '../testing/trace-builder.ts';
import type { Beat } from '../worker/protocol.ts';
import { createAppStore, type Run } from './app-store.ts';
import { backToStory, goToBeat, nextBeat, onStage, previousBeat, startPresentation, startStoryteller, whatIf } from './presenter.ts';

const beat = (title: string, atMs: number, ask?: string | true): Beat => ({
  title,
  text: '',
  notes: '',
  atMs,
  lanes: ['app.process'],
  window: { fromMs: 0, toMs: 50_000 },
  yaml: [],
  ...(ask !== undefined && { ask }),
  follows: false,
  step: { title },
});

const BEATS = [beat('Starts.', 1000, 'What comes first?'), beat('Fails.', 9000), beat('Is killed.', 12_000, true)];

function page() {
  const store = createAppStore();
  store.actions.open('kind: Pod', { kind: 'draft', id: 'd1' });
  store.setState({
    run: { id: 1, trace: traceOf('web').build(60), facts: {}, story: {} } as Run,
    presentation: { runId: 1, beats: BEATS, isGenerated: false },
  });
  const stage = () => {
    const shown = onStage(store.getState());
    return shown && [shown.index + 1, shown.question ?? shown.shown.title, shown.playheadMs];
  };
  return { store, stage };
}

test('a question comes before its claim, over what was on stage until then', () => {
  const { store, stage } = page();
  startPresentation(store);
  const seen = [stage()];
  for (let press = 0; press < 5; press += 1) {
    nextBeat(store);
    seen.push(stage());
  }
  expect(seen).toEqual([
    [1, 'What comes first?', 0],
    [1, 'Starts.', 1000],
    [2, 'Fails.', 9000],
    [3, true, 9000],
    [3, 'Is killed.', 12_000],
    [3, 'Is killed.', 12_000],
  ]);
});

test('back goes from claim to claim, and from a question to the claim before it', () => {
  const { store, stage } = page();
  startPresentation(store);
  nextBeat(store);
  nextBeat(store);
  nextBeat(store);
  previousBeat(store);
  expect(stage()).toEqual([2, 'Fails.', 9000]);
  previousBeat(store);
  previousBeat(store);
  expect(stage()).toEqual([1, 'Starts.', 1000]);
  goToBeat(store, 99);
  expect(stage()).toEqual([3, 'Is killed.', 12_000]);
});

test('a "what if" shows the workbench at the moment on stage; the story comes back with its text, where it was left', () => {
  const { store, stage } = page();
  startPresentation(store);
  goToBeat(store, 1);
  whatIf(store);
  expect(store.getState()).toMatchObject({ playheadMs: 9000, window: { fromMs: 0, toMs: 50_000 }, editorOpen: true });
  // What is tried must not be saved over the draft that is presented
  expect(store.getState().origin).not.toEqual({ kind: 'draft', id: 'd1' });
  store.actions.editHalf('pod', 'kind: Pod\nmetadata: {name: other}');
  startPresentation(store);
  expect(store.getState()).toMatchObject({ text: 'kind: Pod', origin: { kind: 'draft', id: 'd1' }, edited: false, present: { beat: 1 } });
  expect(store.getState().present?.away).toBeUndefined();
  expect(stage()).toEqual([2, 'Fails.', 9000]);
});

test('without a "what if" there is nothing to go back to', () => {
  const { store } = page();
  backToStory(store);
  expect(store.getState().present).toBeUndefined();
});

test('the story of each run is asked for once; one that cannot be had is empty', async () => {
  const { store } = page();
  const asked: number[] = [];
  store.setState({ presentation: undefined, running: false });
  startStoryteller(store, {
    present: async (runId) => {
      asked.push(runId);
      return runId === 1 ? { beats: BEATS, isGenerated: true } : undefined;
    },
  });
  await Promise.resolve();
  await Promise.resolve();
  expect(store.getState().presentation).toEqual({ runId: 1, beats: BEATS, isGenerated: true });
  store.setState({ run: { ...store.getState().run, id: 2 } as Run });
  await Promise.resolve();
  await Promise.resolve();
  expect(store.getState().presentation).toEqual({ runId: 2, beats: [], isGenerated: true });
  expect(asked).toEqual([1, 2]);
});
