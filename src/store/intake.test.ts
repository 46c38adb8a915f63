import { expect, test, vi } from 'vitest';
import { crowdedTrace } from '../testing/crowded-trace.ts';
import type { ScenarioFacts, SimulationReply, Story } from '../worker/protocol.ts';
import { createAppStore } from './app-store.ts';
import { intakeOf } from './intake.ts';
import { layoutOf, timelineModel } from './selectors.ts';

const FACTS: ScenarioFacts = { name: 'crowd', podSource: { kind: 'Pod', name: 'crowd' }, seed: 'typical', sweep: [], governing: [] };
const STORY: Story = { verdict: { headline: '', line: '', measures: { restarts: 0, readyMs: 0 }, tone: 'good' }, findings: [], disagreements: [] };

const replyOf = (id: number, marks: number): SimulationReply => ({
  kind: 'run',
  id,
  diagnostics: [],
  trace: crowdedTrace({ marks }),
  facts: FACTS,
  story: STORY,
});

test('a short run is taken at once', () => {
  const store = createAppStore();
  intakeOf(store)(replyOf(1, 100));
  expect(store.getState().run?.id).toBe(1);
});

test('a long run is laid out in tasks of its own, and there when the page takes it', async () => {
  const store = createAppStore();
  const reply = replyOf(1, 60_000);
  intakeOf(store)(reply);
  expect(store.getState().run).toBeUndefined();
  await vi.waitFor(() => expect(store.getState().run?.id).toBe(1));
  const { run, density } = store.getState();
  if (!run) throw new Error('There is no run');
  expect(timelineModel(store.getState())).toBe(layoutOf(run.trace, density, run.story.disagreements, undefined));
  expect(timelineModel(store.getState())?.lanes.length).toBeGreaterThan(10);
});

test('what comes while a long run is laid out takes its place', async () => {
  const store = createAppStore();
  const take = intakeOf(store);
  const taken: (number | undefined)[] = [];
  store.subscribe(({ run }) => taken.push(run?.id));
  take(replyOf(1, 60_000));
  take(replyOf(2, 100));
  // Tasks come one behind the other: what was begun first has had its turn by then
  take(replyOf(3, 60_000));
  await vi.waitFor(() => expect(store.getState().run?.id).toBe(3));
  expect(taken).toEqual([2, 3]);
});
