import { beforeEach, describe, expect, it } from 'vitest';
import { type AppStore, createAppStore } from './app-store.ts';
import { type History, presentFork, startHistory } from './history.ts';

let store: AppStore;
let history: History;
let nowMs: number;

beforeEach(() => {
  store = createAppStore();
  nowMs = 1_800_000_000_000;
  store.actions.open('kind: Pod\n', { kind: 'library', name: 'default' });
  history = startHistory(store, () => nowMs);
});

const type = (text: string, pauseMs = 5000) => {
  nowMs += pauseMs;
  store.actions.editHalf('pod', text);
};
const text = () => store.getState().text;

describe('one undo', () => {
  it('takes back typing, changes and settings in the order in which they were made', () => {
    type('kind: Pod # a\n');
    store.actions.applyChange('Wait longer', 'kind: Pod # b\n');
    store.actions.choose({ seed: 7 });
    expect(history.undo()).toBe(true);
    expect([text(), store.getState().choices]).toEqual(['kind: Pod # b\n', {}]);
    history.undo();
    expect(text()).toBe('kind: Pod # a\n');
    history.undo();
    expect(text()).toBe('kind: Pod\n');
    expect(history.undo()).toBe(false);
    for (let step = 0; step < 3; step += 1) history.redo();
    expect([text(), store.getState().choices]).toEqual(['kind: Pod # b\n', { seed: 7 }]);
    expect(history.redo()).toBe(false);
  });

  it('takes a burst of keys as one, and a drag', () => {
    type('kind: Pod # a\n');
    type('kind: Pod # ab\n', 100);
    type('kind: Pod # abc\n', 100);
    for (let step = 0; step < 20; step += 1) store.actions.applyChange(`Move to ${step}`, `kind: Pod # ${step}\n`, 1);
    expect(history.getState().versions.map(({ kind, title }) => `${kind} ${title}`)).toEqual(['opened ', 'typed pod', 'changed Move to 19']);
    history.undo();
    expect(text()).toBe('kind: Pod # abc\n');
    history.undo();
    expect(text()).toBe('kind: Pod\n');
    history.redo();
    // Typing after an undo is another version, however fast
    type('kind: Pod # abcd\n', 10);
    history.undo();
    expect(text()).toBe('kind: Pod # abc\n');
  });

  it('a change that is taken back where it is spoken of is undone, not another change', () => {
    store.actions.applyChange('Wait longer', 'kind: Pod # b\n');
    store.actions.takeBack();
    expect(history.getState().versions).toHaveLength(2);
    expect(history.undo()).toBe(false);
    history.redo();
    expect(text()).toBe('kind: Pod # b\n');
  });

  it('ends where another text is opened', () => {
    type('kind: Pod # a\n');
    store.actions.open('kind: Pod # another\n', { kind: 'link' });
    expect(history.undo()).toBe(false);
    expect(history.getState().versions.map(({ text: each }) => each)).toEqual(['kind: Pod # another\n']);
  });
});

describe('a text that is opened over an emptied one', () => {
  it('follows it: undo leads back to what was there before it was emptied', () => {
    type('kind: Pod # mine\n');
    type('# start over\n---\n');
    store.actions.open('kind: Pod # another\n', { kind: 'library', name: 'crash-loop' });
    history.undo();
    expect(text()).toBe('# start over\n---\n');
    history.undo();
    expect(text()).toBe('kind: Pod # mine\n');
    history.redo();
    history.redo();
    expect(text()).toBe('kind: Pod # another\n');
  });

  it('begins anew where the reader had emptied nothing', () => {
    store.actions.open('', { kind: 'link' });
    store.actions.open('kind: Pod # another\n', { kind: 'link' });
    expect(history.undo()).toBe(false);
  });
});

describe('branches', () => {
  it('stay when something else is done after an undo', () => {
    type('kind: Pod # a\n');
    history.undo();
    type('kind: Pod # b\n');
    const [, a, b] = history.getState().versions;
    expect([a?.parent, b?.parent]).toEqual([0, 0]);
    history.goTo(a?.id ?? -1);
    expect(text()).toBe('kind: Pod # a\n');
    history.undo();
    history.redo();
    expect(text()).toBe('kind: Pod # a\n');
  });

  it('a fork is what its versions descend from', () => {
    history.fork(12_000, 'Fork at 12 s');
    store.actions.applyChange('delete', 'kind: Pod # fork\n');
    expect(presentFork(history.getState())).toMatchObject({ kind: 'fork', forkMs: 12_000, text: 'kind: Pod\n' });
    history.undo();
    history.undo();
    expect(presentFork(history.getState())).toBeUndefined();
    history.redo();
    history.redo();
    expect(text()).toBe('kind: Pod # fork\n');
  });

  it('give way from the oldest on, but not the way to the present', () => {
    for (let index = 0; index < 400; index += 1) {
      type(`kind: Pod # ${index}\n`);
      if (index % 3 === 0) history.undo();
    }
    const { versions, current } = history.getState();
    expect(versions.length).toBeLessThanOrEqual(301);
    expect(versions.some(({ id }) => id === current)).toBe(true);
    expect(history.undo()).toBe(true);
  });
});
