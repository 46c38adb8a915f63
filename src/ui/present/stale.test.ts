/** What is said of a story that no longer fits the run on screen. */
import { expect, test } from 'vitest';
import { createAppStore, type Run } from '../../store/app-store.ts';
import { sketch } from '../../testing/sim.ts';
import { simulated } from '../../testing/simulated.ts';
import { presentationOf } from '../../worker/answers/present.ts';
import { staleStory } from './stale.ts';

const POD = `
  containers:
  - name: app
    image: shop/cart:1.4
    livenessProbe: {tcpSocket: {port: 8080}, periodSeconds: 3}
`;
const STORY = `duration: 60s
workloads: {app: {boot: 25s}}
story:
- {at: 0s, title: A start., show: [app, pod.events]}
- {at: app.exit, title: Down after 12.4 s., show: [app.process, app.liveness]}`;

function notes(pod: string) {
  const text = sketch(pod, STORY);
  const run = simulated(text);
  const store = createAppStore();
  store.setState({ run: { id: 1, trace: run.trace, facts: {}, story: {} } as Run, presentation: { runId: 1, ...presentationOf(run, text) } });
  const state = store.getState();
  expect(staleStory(state)).toBe(staleStory(state));
  return staleStory(state).map((each) => each.map(({ text: words }) => words));
}

test('each beat with the point, the figures and the lanes that are gone', () => {
  expect(notes(POD.replace(/ {4}livenessProbe.*\n/, ''))).toEqual([
    [],
    [
      'Its moment is not in this run: app.exit never happened.',
      'It says 12.4 s: nothing in this run lies there or takes so long.',
      'It shows the lane app.liveness, which this run does not have.',
    ],
  ]);
});

test('before there is a story nothing is said, and the same nothing each time', () => {
  const state = createAppStore().getState();
  expect(staleStory(state)).toBe(staleStory(state));
});

test('the story that a run tells of itself always fits', () => {
  const text = sketch(POD, 'duration: 30s');
  const run = simulated(text);
  const store = createAppStore();
  store.setState({ presentation: { runId: 1, ...presentationOf(run, text) } });
  expect(staleStory(store.getState())).toEqual([]);
});
