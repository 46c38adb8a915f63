import { expect, it } from 'vitest';
import type { KubeletNote, Story } from '../worker/protocol.ts';
import { traceOf } from '../testing/trace-builder.ts';
import { createAppStore } from './app-store.ts';
import { chooseListed } from './listed.ts';
import { startKubelet } from './kubelet.ts';
import { chosenNote } from './selectors.ts';

const NOTE: KubeletNote = {
  part: 'pleg',
  what: 'done',
  fromMs: 1000,
  toMs: 1000,
  text: 'app died',
  detail: 'ContainerDied of app.',
  cause: 0,
  rule: 'pleg.relist',
};
const TRACE = traceOf('web').process('app', 0, 'exit').build(60);
const STORY: Story = { verdict: { headline: '', line: '', measures: { restarts: 0, readyMs: 0 }, tone: 'good' }, findings: [], disagreements: [] };

function withRun() {
  const store = createAppStore();
  const asked: number[] = [];
  const answers: ((notes: KubeletNote[] | undefined) => void)[] = [];
  startKubelet(store, {
    list: async (_kind, runId) => {
      asked.push(runId);
      return new Promise((resolve) => answers.push(resolve as (typeof answers)[number]));
    },
  });
  const show = (id: number) =>
    store.actions.receive({
      kind: 'run',
      id,
      diagnostics: [],
      trace: TRACE,
      facts: { name: '', podSource: { kind: 'Pod', name: '' }, seed: 1, sweep: [], governing: [] },
      story: STORY,
    });
  return { store, asked, answers, show };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

it('nothing is asked until the lanes are wanted, then each run is', async () => {
  const { store, asked, answers, show } = withRun();
  show(1);
  expect(asked).toEqual([]);
  store.actions.set({ kubeletShown: true });
  expect([asked, store.getState().noting]).toEqual([[1], true]);
  answers[0]?.([NOTE]);
  await settled();
  expect(store.getState()).toMatchObject({ noting: false, notes: { runId: 1, notes: [NOTE] } });
  store.actions.set({ kubeletShown: false });
  store.actions.set({ kubeletShown: true });
  expect(asked).toEqual([1]);
  show(2);
  expect(asked).toEqual([1, 2]);
});

it('an answer about an older run is dropped', async () => {
  const { store, answers, show } = withRun();
  store.actions.set({ kubeletShown: true });
  show(1);
  show(2);
  answers[0]?.([NOTE]);
  await settled();
  expect(store.getState()).toMatchObject({ noting: true, notes: undefined });
});

it('a note that is chosen selects what led to it, and is gone with its lanes', async () => {
  const { store, answers, show } = withRun();
  store.actions.set({ kubeletShown: true });
  show(1);
  answers[0]?.([NOTE, { ...NOTE, cause: -1 }]);
  await settled();
  chooseListed(store, { of: 'notes', position: 0 });
  expect(store.getState()).toMatchObject({ selected: { record: 0, attempt: 0 }, inspectorTab: 'why' });
  expect(chosenNote(store.getState())).toEqual(NOTE);
  chooseListed(store, { of: 'notes', position: 1 });
  expect(store.getState().selected).toBeUndefined();
  store.actions.set({ kubeletShown: false });
  expect(chosenNote(store.getState())).toBeUndefined();
});
