import { describe, expect, it } from 'vitest';
import { keepSnapshot, readSnapshots, removeSnapshot } from './snapshots.ts';

function shelf(stored?: string, refuses = false) {
  let content = stored;
  return { preference: () => content, setPreference: (_name: string, value: string) => void (refuses || (content = value)) };
}

const snapshot = (name: string, text = name) => ({ name, text, savedAtMs: 1 });

describe('snapshots', () => {
  it('are kept by name, newest first, until they are removed', () => {
    const kept = shelf();
    for (const each of [snapshot('a'), snapshot('b'), snapshot('a', 'again')]) expect(keepSnapshot(kept, each)).toBe(true);
    expect(readSnapshots(kept).map(({ text }) => text)).toEqual(['again', 'b']);
    removeSnapshot(kept, 'a');
    expect(readSnapshots(kept)).toEqual([snapshot('b')]);
  });

  it('survive nonsense in their place, and say where the browser refuses', () => {
    expect(readSnapshots(shelf('[{"name": 1}, null]'))).toEqual([]);
    expect(readSnapshots(shelf('not JSON'))).toEqual([]);
    expect(keepSnapshot(shelf(undefined, true), snapshot('a'))).toBe(false);
  });
});
