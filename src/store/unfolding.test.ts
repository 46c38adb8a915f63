import { expect, it } from 'vitest';
import { crashLoopTrace } from '../testing/crash-loop-trace.ts';
import type { Story } from '../worker/protocol.ts';
import { createAppStore } from './app-store.ts';
import { foldableLoops, timeAxis, visibleOnStrip, wholeWindow } from './selectors.ts';
import { startUnfolding } from './unfolding.ts';

const trace = crashLoopTrace({ duration: '3h', containers: { app: 'crashes' } });
const STORY: Story = { verdict: { headline: '', line: '', measures: { restarts: 0, readyMs: 0 }, tone: 'good' }, findings: [], disagreements: [] };
const IN_FOLD_MS = 90 * 60_000;

function withRun() {
  const store = createAppStore();
  startUnfolding(store);
  store.actions.receive({
    kind: 'run',
    id: 1,
    diagnostics: [],
    trace,
    facts: { name: '', podSource: { kind: 'Pod', name: '' }, seed: 'typical', sweep: [], governing: [] },
    story: STORY,
  });
  const folds = () => timeAxis(store.getState()).folds.map(({ key }) => key);
  return { store, folds };
}

it('crash loops that are alike are folded until somebody steps into them', () => {
  const { store, folds } = withRun();
  expect(folds()).toEqual(['app.1']);
  store.actions.seek(IN_FOLD_MS, 'glide');
  expect(folds()).toEqual([]);
  expect([...store.getState().unfoldedLoops]).toEqual(['app.1']);
});

it('a mark that is selected from elsewhere is unfolded', () => {
  const { store, folds } = withRun();
  const record = trace.records.find(({ kind, t }) => kind === 'Process' && t > IN_FOLD_MS);
  store.actions.select({ record: record?.id ?? -1, attempt: 0 });
  expect(folds()).toEqual([]);
});

it('a stretch that lies in a fold is unfolded: there would be nothing else on screen', () => {
  const { store, folds } = withRun();
  store.actions.setWindow({ fromMs: IN_FOLD_MS, toMs: trace.endMs });
  expect(folds()).toEqual(['app.1']);
  store.actions.setWindow({ fromMs: IN_FOLD_MS, toMs: IN_FOLD_MS + 40_000 });
  expect(folds()).toEqual([]);
});

it('a link to such a stretch, too, whether or not its window is there before its run', () => {
  const { store, folds } = withRun();
  const { run } = store.getState();
  store.actions.open('', { kind: 'link' }, {}, { window: { fromMs: IN_FOLD_MS, toMs: IN_FOLD_MS + 40_000 } });
  store.setState({ run });
  expect(folds()).toEqual([]);
});

it('who drags or plays passes over the fold', () => {
  const { store, folds } = withRun();
  store.actions.seek(IN_FOLD_MS, 'jump');
  expect(folds()).toEqual(['app.1']);
});

it('nothing is folded while the future is hidden, of which a fold would tell, nor in a comparison', () => {
  const { store, folds } = withRun();
  store.actions.set({ hideFuture: true });
  expect(folds()).toEqual([]);
  store.actions.set({ hideFuture: false });
  expect(folds()).toEqual(['app.1']);
  store.actions.startComparison({ kind: 'seed', seed: 7 });
  expect(foldableLoops(store.getState())).toEqual([]);
});

it('the strip of the whole run has no folds: what shows the end of the run there reaches to its end', () => {
  const { store } = withRun();
  expect(wholeWindow(store.getState()).toMs).toBeLessThan(trace.endMs * 1.01);
  expect(visibleOnStrip(store.getState())).toEqual({ fromMs: 0, toMs: trace.endMs * 1.02 });
  const window = { fromMs: 60_000, toMs: 120_000 };
  store.actions.setWindow(window);
  expect(visibleOnStrip(store.getState())).toEqual(window);
});
