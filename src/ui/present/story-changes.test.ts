/** What the editor of stories makes of a text: each change as the text has it afterwards. */
import { expect, test } from 'vitest';
import { readScenario } from '../../scenario/index.ts';
import { editedText } from '../../scenario/edit.ts';
import { type AppState, createAppStore, type Run } from '../../store/app-store.ts';
import type { Beat } from '../../store/services.ts';
import { sketch } from '../../testing/sim.ts';
import { simulated } from '../../testing/simulated.ts';
import { presentationOf } from '../../worker/answers/present.ts';
import { kept, moved, recorded, removed, type StoryChange, withField, withView } from './story-changes.ts';

const POD = 'containers:\n- {name: app, image: shop/cart:1.4, ports: [{containerPort: 8080}]}';
const WRITTEN = sketch(
  POD,
  `duration: 40s
story:
# opening
- {at: 0s, title: A}
- at: 10s
  title: B
  text: Because.
- {at: 20s, title: C}`,
);
const BARE = sketch(POD);

function opened(text: string): { state: AppState; beats: Beat[]; after(change: StoryChange): string } {
  const { trace, scenario } = simulated(text);
  const store = createAppStore();
  store.actions.open(text, { kind: 'link' });
  store.setState({ run: { id: 1, trace, facts: {}, story: {} } as Run, playheadMs: 12_000, window: { fromMs: 5000, toMs: 15_000 } });
  return { state: store.getState(), beats: presentationOf({ trace, scenario }, text).beats, after: (change) => editedText(text, change.edits) };
}

function titles(text: string): (string | undefined)[] {
  return readScenario(text).scenario?.story.map(({ title }) => title) ?? [];
}

test('a beat is recorded with moment, stretch and lanes of the screen, between those before and after it', () => {
  const { state, beats, after } = opened(WRITTEN);
  const text = after(recorded(state, beats, false));
  expect(titles(text)).toEqual(['A', 'B', 'What happens at 12.0 s.', 'C']);
  expect(readScenario(text).scenario?.story[2]).toEqual({
    at: '12s',
    title: 'What happens at 12.0 s.',
    show: ['app.process', 'app.status'],
    zoom: ['5s', '15s'],
  });
  const late = recorded({ ...state, playheadMs: 30_000, window: undefined }, beats, false);
  expect(after(late)).toContain('# opening');
  expect(titles(after(late))).toEqual(['A', 'B', 'C', 'What happens at 30.0 s.']);
});

test('into a text without a Scenario document a beat comes with one', () => {
  const { state, beats, after } = opened(BARE);
  expect(after(recorded(state, beats, true))).toMatch(/^apiVersion: podloupe\.dev\/v1\nkind: Scenario\nspec:\n {2}story:\n {4}- \{at: 12s, /);
});

test('what the run tells of itself can be kept, and reads as it was told', () => {
  const { beats, after } = opened(BARE);
  const text = after(kept(beats));
  const again = opened(text);
  expect(again.beats.map(({ title, atMs, lanes, window, yaml }) => ({ title, atMs, lanes, window, yaml: yaml.length }))).toEqual(
    beats.map(({ title, atMs, lanes, window, yaml }) => ({ title, atMs, lanes, window, yaml: yaml.length })),
  );
});

test('texts are changed where they stand; an empty one is taken away', () => {
  const { after } = opened(WRITTEN);
  const lines = (text: string) => text.split('\n').filter((line) => !WRITTEN.split('\n').includes(line));
  expect(lines(after(withField(1, 'title', 'Better: B')))).toEqual(['    title: "Better: B"']);
  expect(after(withField(1, 'text', '  '))).not.toContain('Because.');
  expect(readScenario(after(withField(0, 'ask', 'What happens next?'))).scenario?.story[0]?.ask).toBe(true);
  expect(readScenario(after(withField(0, 'ask', 'And now?'))).scenario?.story[0]?.ask).toBe('And now?');
});

test('beats move and go; without any the story goes', () => {
  const { beats, after } = opened(WRITTEN);
  expect(titles(after(moved(beats, 2, -1)))).toEqual(['A', 'C', 'B']);
  expect(titles(after(moved(beats, 0, 1)))).toEqual(['B', 'A', 'C']);
  expect(titles(after(removed(beats, 1)))).toEqual(['A', 'C']);
  const [only] = beats;
  expect(after(removed(only ? [only] : [], 0))).not.toContain('story');
});

test('a beat takes moment, stretch and lanes of the screen, and keeps its words', () => {
  const { state, beats, after } = opened(WRITTEN);
  expect(readScenario(after(withView(state, beats, 1))).scenario?.story[1]).toEqual({
    at: '12s',
    title: 'B',
    text: 'Because.',
    show: ['app.process', 'app.status'],
    zoom: ['5s', '15s'],
  });
});
