import { beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeLink } from '../link/decode.ts';
import { parseView } from '../link/view.ts';
import { encodeLink, packedText } from '../link/encode.ts';
import { traceOf } from '../testing/trace-builder.ts';
import { type AppState, createAppStore } from './app-store.ts';
import type { Draft } from './drafts.ts';
import { linkOf } from './link-of.ts';
import { startSession } from './session.ts';
import { browserShelf } from './shelf.ts';

const DEFAULT_TEXT = 'kind: Pod # the default\n';

/** A visit to the page: what is in the address and on the shelf, and what comes of it. */
function visit({
  fragment = '',
  kept = {} as Record<string, string>,
  journal = [] as Draft[],
  encode = (state: AppState) => linkOf(state),
  loadLibrary = async () => {},
} = {}) {
  const store = createAppStore();
  const content = kept;
  const address = { fragment, entries: 0, copied: '' };
  let fragmentChanged = () => {};
  const services = startSession(store, {
    fragment: () => (address.fragment === '' ? '' : `#${address.fragment}`),
    address: () => 'https://podloupe.example/',
    setFragment: (next, how) => {
      address.fragment = next;
      if (how === 'push') address.entries += 1;
    },
    onFragmentChange: (changed) => {
      fragmentChanged = changed;
    },
    onLeave: () => {},
    copy: async (text) => {
      address.copied = text;
    },
    nowMs: () => 1_800_000_000_000,
    shelf: browserShelf(
      () =>
        new Proxy(content, {
          get: (_, name) =>
            name === 'getItem'
              ? (key: string) => content[key] ?? null
              : name === 'setItem'
                ? (key: string, value: string) => void (content[key] = value)
                : (key: string) => void delete content[key],
        }) as Storage,
    ),
    journal: {
      drafts: async () => [...journal],
      write: (draft) => void journal.push(draft),
      clear: () => void journal.splice(0),
    },
    strip: async () => undefined,
    encodeGuess: async (_state, guesses) => `1guess-${guesses.join('-')}`,
    library: async () => {
      await loadLibrary();
      return {
        LIBRARY: [{ name: 'crash', title: 'A crash' }],
        libraryText: async (name) => (name === 'crash' ? 'kind: Pod # crash\n' : undefined),
        libraryIn: async () => [],
        storyIn: async () => undefined,
        recordingOfEntry: () => undefined,
        nearestEntries: () => [{ name: 'crash', title: 'A crash' }],
      };
    },
    defaultEntry: { name: 'default', text: DEFAULT_TEXT },
    encode,
    decode: async (hash) => decodeLink(hash),
    readView: async (settings) => parseView(settings),
  });
  let runs = 0;
  /** The worker answers: every text is a run of 60 s in which `app` exits with 1 at 9 s. */
  const answer = () => {
    runs += 1;
    const trace = traceOf('cart', [{ name: 'app', image: 'app' }])
      .action(0, 'create')
      .pod(0, { phase: 'Pending' })
      .process('app', 1, 'start')
      .process('app', 9, 'exit', { exitCode: 1 })
      .build(60);
    store.actions.receive({
      kind: 'run',
      id: runs,
      diagnostics: [],
      trace,
      facts: { name: 'cart', podSource: { kind: 'Pod', name: 'cart' }, seed: 'typical', sweep: [], governing: [] },
      story: { verdict: { headline: '', line: '', measures: { restarts: 0, readyMs: 0 }, tone: 'good' }, findings: [], disagreements: [] },
    });
  };
  return { store, services, address, kept: content, answer, goTo: (next: string) => ((address.fragment = next), fragmentChanged()) };
}

const later = () => vi.advanceTimersByTimeAsync(1000);

describe('a session', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  it('opens the default scenario, and leaves the bare address alone while nothing is changed', async () => {
    const { store, address, answer } = visit();
    answer();
    await later();
    expect(store.getState()).toMatchObject({ text: DEFAULT_TEXT, playheadMs: 9000, notice: undefined });
    expect(address.fragment).toBe('');
  });

  it('writes a link into the address once the text is edited, and keeps a draft', async () => {
    const { store, address, kept, answer } = visit();
    answer();
    store.actions.editHalf('pod', 'kind: Pod # mine\n');
    answer();
    await later();
    expect(decodeLink(address.fragment)).toMatchObject({ text: 'kind: Pod # mine\n', view: { playheadMs: 9000 } });
    expect(kept['podloupe.drafts']).toContain('# mine');
  });

  it('names no text in the address that is not on screen any more', async () => {
    const { store, address, answer } = visit({ fragment: encodeLink('kind: Pod # theirs\n', {}) });
    await later();
    answer();
    store.actions.editHalf('pod', 'kind: Pod # mine\n');
    expect(address.fragment).toBe('');
    answer();
    await later();
    expect(decodeLink(address.fragment)).toMatchObject({ text: 'kind: Pod # mine\n' });
  });

  it('gives no link to the text before an edit that came while it was made', async () => {
    const made: (() => void)[] = [];
    const { store, address, answer } = visit({ encode: (state) => new Promise((resolve) => made.push(() => resolve(linkOf(state)))) });
    answer();
    store.actions.seek(4000);
    await later();
    store.actions.editHalf('pod', 'kind: Pod # mine\n');
    for (const deliver of made) deliver();
    await vi.advanceTimersByTimeAsync(0);
    expect(made).toHaveLength(1);
    expect(address.fragment).toBe('');
  });

  it('restores the draft for a visitor without a link', async () => {
    const first = visit();
    first.answer();
    first.store.actions.editHalf('pod', 'kind: Pod # mine\n');
    first.answer();
    await later();
    const second = visit({ kept: first.kept });
    expect(second.store.getState()).toMatchObject({ text: 'kind: Pod # mine\n', notice: { kind: 'restored' } });
  });

  it('opens a link with its view, and starts a new draft at the first edit', async () => {
    const kept = { 'podloupe.drafts': JSON.stringify([{ id: 'old', title: 'old', text: 'kind: Pod # old\n', savedAtMs: 1 }]) };
    const { store, answer } = visit({ fragment: encodeLink('kind: Pod # theirs\n', { playheadMs: 4000, zoomMs: { from: 0, to: 20_000 }, seed: 7 }), kept });
    await later();
    answer();
    expect(store.getState()).toMatchObject({ text: 'kind: Pod # theirs\n', playheadMs: 4000, window: { fromMs: 0, toMs: 20_000 }, choices: { seed: 7 } });
    expect(kept['podloupe.drafts']).not.toContain('theirs');
    store.actions.editHalf('pod', 'kind: Pod # theirs, edited\n');
    await later();
    expect(JSON.parse(kept['podloupe.drafts']).map(({ text }: { text: string }) => text)).toEqual(['kind: Pod # theirs, edited\n', 'kind: Pod # old\n']);
  });

  it.each([
    ['damaged', '1AAAA', 'bad-link'],
    ['unknown', '1', 'bad-link'],
    ['from next year', 'ZAAAA', 'newer-link'],
  ])('says so for a link that is %s, and touches neither draft nor address', async (_what, fragment, kind) => {
    const drafts = JSON.stringify([{ id: 'old', title: 'old', text: 'kind: Pod # old\n', savedAtMs: 1 }]);
    const kept = { 'podloupe.drafts': drafts };
    const { store, address, answer } = visit({ fragment, kept });
    await later();
    answer();
    store.actions.seek(3000);
    await later();
    expect(store.getState()).toMatchObject({ text: 'kind: Pod # old\n', notice: { kind } });
    expect({ fragment: address.fragment, drafts: kept['podloupe.drafts'] }).toEqual({ fragment, drafts });
  });

  it('opens entries of the library as pages of their own', async () => {
    const { store, services, address, answer, goTo } = visit();
    answer();
    services.openLibrary('crash');
    await later();
    answer();
    await later();
    expect(store.getState().text).toBe('kind: Pod # crash\n');
    expect(address).toMatchObject({ fragment: '/q/crash', entries: 1 });
    expect(store.getState().lesson).toBe('read');
    goTo('/q/nowhere');
    await later();
    expect(store.getState()).toMatchObject({ text: 'kind: Pod # crash\n', notice: { kind: 'missing-scenario', name: 'nowhere', near: [{ name: 'crash' }] } });
  });

  it('without a network shows what is here when the library does not come, and says so', async () => {
    const { store, services } = visit({ fragment: '/q/crash', loadLibrary: () => Promise.reject(new Error('Failed to fetch dynamically imported module')) });
    await later();
    expect(store.getState()).toMatchObject({ text: DEFAULT_TEXT, notice: { kind: 'not-loaded' } });
    store.actions.set({ notice: undefined });
    store.actions.editHalf('pod', 'kind: Pod # mine\n');
    services.openLibrary('crash');
    await later();
    expect(store.getState()).toMatchObject({ text: 'kind: Pod # mine\n', notice: { kind: 'not-loaded' } });
  });

  it('asks what an entry asks for whoever comes by its address, too', async () => {
    const { store } = visit({ fragment: '/q/crash' });
    await later();
    expect(store.getState()).toMatchObject({ text: 'kind: Pod # crash\n', lesson: 'read' });
  });

  it.each([
    ['another seed', { with: { kind: 'seed', seed: 7 } }, { kind: 'seed', seed: 7 }, 'a'],
    [
      'the library',
      { with: { kind: 'scenario', name: 'crash' }, presentIs: 'b' },
      { kind: 'scenario', name: 'crash', title: 'A crash', text: 'kind: Pod # crash\n' },
      'b',
    ],
    [
      'another text',
      { with: { kind: 'text', packed: packedText('kind: Pod # fixed\n'), title: 'fixed' } },
      { kind: 'text', title: 'fixed', text: 'kind: Pod # fixed\n' },
      'a',
    ],
  ] as const)('opens a link to a comparison with %s, the playhead where the link says', async (_what, compare, counterpart, presentIs) => {
    const { store, answer } = visit({ fragment: encodeLink('kind: Pod # theirs\n', { playheadMs: 4000, compare }) });
    await later();
    answer();
    expect(store.getState()).toMatchObject({ text: 'kind: Pod # theirs\n', playheadMs: 4000, compare: { counterpart, presentIs, goesToFork: false } });
  });

  it('a comparison with what the library has no more opens the run alone', async () => {
    const { store, answer } = visit({ fragment: encodeLink('kind: Pod # theirs\n', { compare: { with: { kind: 'scenario', name: 'gone' } } }) });
    await later();
    answer();
    expect(store.getState()).toMatchObject({ text: 'kind: Pod # theirs\n', compare: undefined });
  });

  it('opens a link with the lanes that it names, and hidden kinds of lanes make a link that names the others', async () => {
    const { store, answer } = visit({ fragment: encodeLink('kind: Pod # theirs\n', { lanes: ['actions', 'pod.events'] }) });
    await later();
    answer();
    expect(store.getState().laneFilter).toEqual({ only: new Set(['actions', 'pod.events']) });
    store.actions.set({ laneFilter: { hide: new Set(['conditions', 'status', 'probes']) } });
    const content = decodeLink(await linkOf(store.getState()));
    expect('view' in content && content.view.lanes).toEqual(['actions', 'pod', 'pod.phase', 'pod.events', 'app', 'app.process']);
    store.actions.open('kind: Pod # another\n', { kind: 'link' });
    answer();
    expect(store.getState().laneFilter).toEqual({ hide: new Set(['conditions', 'status', 'probes']) });
  });

  it('copies a link that reproduces the view', async () => {
    const { store, services, address, answer } = visit();
    answer();
    store.actions.seek(5000);
    services.share();
    await later();
    expect(store.getState().notice).toEqual({ kind: 'copied' });
    expect(address.copied).toMatch(/^https:\/\/podloupe\.example\/#1/);
    expect(decodeLink(address.copied)).toMatchObject({ text: DEFAULT_TEXT, view: { playheadMs: 5000, selected: { lane: 'app.process', ms: 9000 } } });
  });

  it('forgets everything on #reset', async () => {
    const kept = { 'podloupe.drafts': '[]', 'podloupe.theme': 'dark', 'somebody.elses': 'stays' };
    const { store, address } = visit({ fragment: 'reset', kept });
    await later();
    expect(store.getState()).toMatchObject({ text: DEFAULT_TEXT, notice: { kind: 'reset' } });
    expect(kept).toEqual({ 'somebody.elses': 'stays' });
    expect(address.fragment).toBe('');
  });

  it('saves while somebody types without a pause', async () => {
    const { store, kept, answer } = visit();
    answer();
    for (let key = 1; key <= 10; key += 1) {
      store.actions.editHalf('pod', `kind: Pod # ${'x'.repeat(key)}\n`);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(kept['podloupe.drafts']).toMatch(/# x{5,}/);
  });

  it('keeps the work of two tabs apart', async () => {
    const first = visit();
    first.answer();
    first.store.actions.editHalf('pod', 'kind: Pod # mine\n');
    await later();
    const second = visit({ kept: first.kept });
    second.answer();
    second.store.actions.editHalf('pod', 'kind: Pod # of the second tab\n');
    await later();
    first.store.actions.editHalf('pod', 'kind: Pod # of the first tab\n');
    await later();
    expect(first.store.getState().notice).toEqual({ kind: 'own-draft' });
    first.store.actions.editHalf('pod', 'kind: Pod # of the first tab, again\n');
    await later();
    expect(first.services.drafts().map(({ text }) => text)).toEqual(['kind: Pod # of the first tab, again\n', 'kind: Pod # of the second tab\n']);
  });

  it('finds in its journal what the shelf has lost', async () => {
    const old = { id: 'a', title: 'a', text: 'kind: Pod # as on the shelf\n', savedAtMs: 1 };
    const kept = { 'podloupe.drafts': JSON.stringify([old]) };
    const { store, services } = visit({ kept, journal: [{ ...old, text: 'kind: Pod # a second later\n', savedAtMs: 2 }] });
    expect(store.getState().text).toBe(old.text);
    await later();
    expect(store.getState()).toMatchObject({ text: 'kind: Pod # a second later\n', notice: { kind: 'restored' }, origin: { kind: 'draft', id: 'a' } });
    expect(services.drafts()).toHaveLength(1);
    const link = visit({ kept: {}, journal: [old], fragment: encodeLink('kind: Pod # theirs\n', {}) });
    await later();
    expect(link.store.getState().text).toBe('kind: Pod # theirs\n');
    expect(link.services.drafts()).toEqual([old]);
  });
});
