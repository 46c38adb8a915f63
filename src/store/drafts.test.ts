import { describe, expect, it } from 'vitest';
import { type Draft, readDrafts, saveDraft } from './drafts.ts';
import { browserShelf } from './shelf.ts';

function memory(content: Record<string, string> = {}) {
  const storage = {
    getItem: (key: string) => content[key] ?? null,
    setItem: (key: string, value: string) => void (content[key] = value),
    removeItem: (key: string) => void delete content[key],
  };
  return { content, shelf: browserShelf(() => new Proxy(content, { get: (_, key) => storage[key as 'getItem'] }) as Storage) };
}

const draft = (id: string, text = id): Draft => ({ id, title: id, text, savedAtMs: 0 });

describe('drafts', () => {
  it('come back newest first, each once', () => {
    const { shelf } = memory();
    saveDraft(shelf, draft('a'));
    saveDraft(shelf, draft('b'));
    saveDraft(shelf, draft('a', 'a edited'));
    expect(readDrafts(shelf).map(({ text }) => text)).toEqual(['a edited', 'b']);
  });

  it('give way from the oldest on', () => {
    const { shelf } = memory();
    for (let i = 0; i < 20; i += 1) saveDraft(shelf, draft(`d${i}`));
    expect(readDrafts(shelf).map(({ id }) => id)).toEqual(Array.from({ length: 12 }, (_, i) => `d${19 - i}`));
  });

  it('survive a shelf that holds something else', () => {
    expect(readDrafts(memory({ 'podloupe.drafts': '{"not": "a list"' }).shelf)).toEqual([]);
    expect(readDrafts(memory({ 'podloupe.drafts': '[1, {"id": "x"}]' }).shelf)).toEqual([]);
  });

  it('say when the browser refuses', () => {
    const shelf = browserShelf(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    expect(saveDraft(shelf, draft('a'))).toBe(false);
    expect(readDrafts(shelf)).toEqual([]);
  });

  it('are gone after a reset, and nothing else is', () => {
    const { shelf, content } = memory({ other: 'stays' });
    saveDraft(shelf, draft('a'));
    shelf.clear();
    expect(content).toEqual({ other: 'stays' });
  });
});
