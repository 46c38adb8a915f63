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

it('nothing is folded while the future is hidden, of which a fold would tell', () => {
  const { store, folds } = withRun();
  store.actions.set({ hideFuture: true });
  expect(folds()).toEqual([]);
  store.actions.set({ hideFuture: false });
  expect(folds()).toEqual(['app.1']);
});

it('two runs that crash alike are folded together; a mark of the other one that is selected is unfolded, too', () => {
  const { store, folds } = withRun();
  const counterpart = { kind: 'seed', seed: 7 } as const;
  store.actions.startComparison(counterpart);
  const other = crashLoopTrace({ duration: '3h', containers: { app: 'crashes' }, seed: 7 });
  const words = { sentence: '', rows: [], differences: [] };
  store.actions.receiveCompared({ id: 2, counterpart, presentIs: 'a', source: 'simulated', text: '', title: '', trace: other, disagreements: [], words });
  const [loops] = foldableLoops(store.getState());
  expect(loops).toMatchObject({ key: 'app.1', pair: { side: 'a' } });
  expect(folds()).toEqual(['app.1']);
  const record = other.records.find(({ kind, t }) => kind === 'Process' && loops !== undefined && t > loops.fromMs && t < loops.toMs);
  store.actions.select({ record: trace.records.length + (record?.id ?? -1), attempt: 0 });
  expect(folds()).toEqual([]);
});

it('the strip of the whole run has no folds: what shows the end of the run there reaches to its end', () => {
  const { store } = withRun();
  expect(wholeWindow(store.getState()).toMs).toBeLessThan(trace.endMs * 1.01);
  expect(visibleOnStrip(store.getState())).toEqual({ fromMs: 0, toMs: trace.endMs * 1.02 });
  const window = { fromMs: 60_000, toMs: 120_000 };
  store.actions.setWindow(window);
  expect(visibleOnStrip(store.getState())).toEqual(window);
});
