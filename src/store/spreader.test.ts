import { expect, test } from 'vitest';
import type { Spread } from '../worker/protocol.ts';
import { createAppStore, type Run } from './app-store.ts';
import { chanceBands } from './selectors.ts';
import { startSpreader } from './spreader.ts';

const spread = (runs: number): Spread => ({
  runs,
  bands: [
    { name: 'app#2 starts', record: 7, timeMs: 100, earliestMs: 90, latestMs: 150, seen: runs },
    { name: 'app#3 starts', record: 9, timeMs: 100, earliestMs: 100, latestMs: 100, seen: 0 },
  ],
});

function page() {
  const store = createAppStore();
  const asked: [runId: number, seeds: number][] = [];
  startSpreader(store, {
    spread: async (runId, seeds) => {
      asked.push([runId, seeds]);
      return spread(seeds);
    },
  });
  const show = (id: number) => store.setState({ run: { id } as Run, running: false, status: { kind: 'current' } });
  const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
  return { store, asked, show, settled };
}

test('nothing is run before chance is shown; then a few seeds at first, and more', async () => {
  const { store, asked, show, settled } = page();
  show(1);
  await settled();
  expect(asked).toEqual([]);
  store.actions.set({ chanceShown: true });
  await settled();
  expect(asked.map(([, seeds]) => seeds)).toEqual([4, 8, 12, 16, 20, 24]);
  expect(store.getState()).toMatchObject({ spreading: false, spread: { runId: 1, spread: { runs: 24 } } });
});

test('another run is asked about anew, and bands of the one before are not drawn on it', async () => {
  const { store, asked, show, settled } = page();
  store.actions.set({ chanceShown: true });
  show(1);
  await settled();
  store.setState({ run: { id: 2 } as Run, running: true });
  expect(chanceBands(store.getState())).toBeUndefined();
  show(2);
  await settled();
  expect(asked.filter(([runId]) => runId === 2)).toHaveLength(6);
  expect(chanceBands(store.getState())).toEqual([{ record: 7, fromMs: 90, toMs: 150 }]);
});

test('hidden again, it stops and draws nothing', async () => {
  const { store, asked, show } = page();
  store.actions.set({ chanceShown: true });
  show(1);
  store.actions.set({ chanceShown: false });
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(asked).toHaveLength(1);
  expect(store.getState().spreading).toBe(false);
  expect(chanceBands(store.getState())).toBeUndefined();
});
