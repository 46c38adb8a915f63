import { expect, test } from 'vitest';
import type { ClaimOnRun } from '../worker/protocol.ts';
import { createAppStore, type Run } from './app-store.ts';
import { startJudge } from './judge.ts';
import { claimMarks, claimsOnScreen } from './selectors.ts';

const claim: ClaimOnRun['claim'] = { kind: 'podDeleted', args: {} };
const CLAIMS: ClaimOnRun[] = [
  { index: 1, text: 'phase value=Running', claim, verdict: 'pass', seen: 'Running', atMs: 3000, lane: 'pod.phase' },
  { index: 2, text: 'order a < b', claim, verdict: 'pass', seen: 'a at 1s, b at 2s' },
  { index: 3, text: 'phase value=Failed', claim, verdict: 'fail', seen: 'Running until 9s', atMs: 9000, lane: 'pod.phase' },
];

function page() {
  const store = createAppStore();
  const asked: number[] = [];
  startJudge(store, {
    claims: async (runId) => {
      asked.push(runId);
      return CLAIMS;
    },
  });
  const show = (id: number, claims?: number) => store.setState({ run: { id, facts: { ...(claims !== undefined && { claims }) } } as Run });
  const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
  return { store, asked, show, settled };
}

test('each run of a text with claims is judged once; a text without any costs nothing', async () => {
  const { store, asked, show, settled } = page();
  show(1);
  await settled();
  expect(asked).toEqual([]);
  show(2, 3);
  expect(store.getState().judging).toBe(true);
  await settled();
  store.actions.set({ playing: true });
  await settled();
  expect(asked).toEqual([2]);
  expect(store.getState()).toMatchObject({ judging: false, claims: { runId: 2, claims: CLAIMS } });
});

test('what decided no single moment has no mark; in the lanes only what fails has one, until the claims are looked at', async () => {
  const { store, show, settled } = page();
  show(1, 3);
  await settled();
  expect(claimMarks(store.getState())).toEqual([
    { index: 1, timeMs: 3000, verdict: 'pass' },
    { index: 3, timeMs: 9000, verdict: 'fail', lane: 'pod.phase' },
  ]);
  store.actions.set({ inspectorTab: 'claims' });
  expect(claimMarks(store.getState())).toEqual([
    { index: 1, timeMs: 3000, verdict: 'pass', lane: 'pod.phase' },
    { index: 3, timeMs: 9000, verdict: 'fail', lane: 'pod.phase' },
  ]);
});

test('of another run nothing is shown until it is judged, and nothing at all if its text claims nothing', async () => {
  const { store, show, settled } = page();
  show(1, 3);
  await settled();
  show(2, 3);
  expect(claimsOnScreen(store.getState())).toEqual([]);
  await settled();
  expect(claimsOnScreen(store.getState())).toEqual(CLAIMS);
  show(3);
  expect(store.getState()).toMatchObject({ claims: undefined, judging: false });
});
