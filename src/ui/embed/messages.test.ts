import { describe, expect, it } from 'vitest';
import { createAppStore } from '../../store/app-store.ts';
import { messageIn, newsOf, obey } from './messages.ts';

describe('messages of the page around', () => {
  it('are objects that say so', () => {
    expect(messageIn({ podloupe: 1, type: 'play' })).toEqual({ podloupe: 1, type: 'play' });
    for (const other of [null, undefined, 'play', 7, { type: 'play' }, { podloupe: 2, type: 'play' }, { podloupe: 1, type: 7 }, []])
      expect(messageIn(other)).toBeUndefined();
  });

  it('change what is on screen', () => {
    const store = createAppStore();
    const links: string[] = [];
    const send = (message: { type: string } & Record<string, unknown>) => obey(message, store, (link) => links.push(link));
    expect(send({ type: 'open', text: 'kind: Pod\n' })).toBeUndefined();
    expect(store.getState().text).toBe('kind: Pod\n');
    expect(send({ type: 'open', link: '#1AbC' })).toBeUndefined();
    expect(links).toEqual(['#1AbC']);
    expect(send({ type: 'theme', theme: 'dark' })).toBeUndefined();
    expect(store.getState().theme).toBe('dark');
    expect(send({ type: 'zoom', from: 1, to: 4 })).toBeUndefined();
    expect(store.getState().window).toEqual({ fromMs: 1000, toMs: 4000 });
    expect(send({ type: 'zoom' })).toBeUndefined();
    expect(store.getState().window).toBeUndefined();
    expect(send({ type: 'lanes', lanes: ['app.process'] })).toBeUndefined();
    expect(store.getState().laneFilter).toEqual({ only: new Set(['app.process']) });
    expect(send({ type: 'of a later version' })).toBeUndefined();
  });

  it('that make no sense change nothing, and the answer says what is wrong', () => {
    const store = createAppStore();
    const before = store.getState();
    const nonsense: ({ type: string } & Record<string, unknown>)[] = [
      { type: 'open' },
      { type: 'seek', seconds: -1 },
      { type: 'seek', seconds: '4' },
      { type: 'seek', seconds: Number.NaN },
      { type: 'zoom', from: 4, to: 1 },
      { type: 'lanes', lanes: [7] },
      { type: 'theme', theme: 'pink' },
      { type: 'hideFuture' },
    ];
    for (const message of nonsense)
      expect(
        obey(message, store, () => expect.unreachable()),
        JSON.stringify(message),
      ).toContain(`${message.type} needs`);
    expect(store.getState()).toBe(before);
  });
});

describe('what the page around hears', () => {
  it('is where the playhead is and whether it plays', () => {
    const store = createAppStore();
    const before = store.getState();
    store.actions.set({ playing: true });
    expect(newsOf(store.getState(), before)).toEqual([{ type: 'time', seconds: 0, playing: true }]);
    expect(newsOf(store.getState(), store.getState())).toEqual([]);
  });
});
