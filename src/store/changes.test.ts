import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../model/diagnostics.ts';
import { traceOf } from '../testing/trace-builder.ts';
import { createAppStore } from './app-store.ts';
import { changesOn } from './changes.ts';

const TEXT = 'kind: Pod\nspec:\n  contaners: []\n';

/** A page with a text, and a worker that writes the edits behind it. */
function page() {
  const store = createAppStore();
  store.actions.open(TEXT, { kind: 'link' }, {}, { playheadMs: 0 });
  const changes = changesOn(store, {
    edit: async (text, edits) => ({ text: `${text}# ${JSON.stringify(edits)}\n`, diff: [] }),
    gesture: async () => undefined,
  });
  return { store, changes, text: () => store.getState().text };
}

const diagnostic = (more: Partial<Diagnostic>): Diagnostic => ({ severity: 'error', message: 'unknown field', ...more });

describe('a problem of the text is mended', () => {
  it('by other words in its place, which an undo takes back', async () => {
    const { store, changes, text } = page();
    const range = { startLine: 3, startColumn: 3, endLine: 3, endColumn: 12 };
    await changes.mend(diagnostic({ range, fix: { replacement: 'containers' } }), 'Write containers');
    expect(text()).toBe('kind: Pod\nspec:\n  containers: []\n');
    expect(store.getState().notice).toMatchObject({ kind: 'applied', title: 'Write containers', textBefore: TEXT });
  });

  it('with the verdict before it, but not where the run on screen is that of an earlier text', async () => {
    const { store, changes } = page();
    const range = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 5 };
    store.actions.receive({
      kind: 'run',
      id: 1,
      diagnostics: [],
      trace: traceOf('cart').pod(0, {}, 'ADDED').build(60),
      facts: { name: 'cart', podSource: { kind: 'Pod', name: 'cart' }, seed: 'typical', sweep: [], governing: [] },
      story: { verdict: { headline: 'One crash', line: '', measures: { restarts: 0, readyMs: 0 }, tone: 'bad' }, findings: [], disagreements: [] },
    });
    await changes.mend(diagnostic({ range, fix: { replacement: 'kind' } }), 'Write kind');
    expect(store.getState().notice).toMatchObject({ kind: 'applied', before: 'One crash' });
    store.actions.receive({ kind: 'run', id: 2, diagnostics: [diagnostic({})] });
    await changes.mend(diagnostic({ range, fix: { replacement: 'Kind' } }), 'Write Kind');
    expect(store.getState().notice).toMatchObject({ kind: 'applied', before: '' });
  });

  it('by edits, as a finding is', async () => {
    const { changes, text } = page();
    const edits = [{ document: 'pod' as const, path: 'spec.restartPolicy', value: 'OnFailure' }];
    await changes.mend(diagnostic({ fix: { write: 'restartPolicy: OnFailure', edits } }), 'Write it');
    expect(text()).toBe(`${TEXT}# ${JSON.stringify(edits)}\n`);
  });

  it('not while a newer text is simulated: the place may be another one', async () => {
    const { store, changes, text } = page();
    store.actions.markRunning();
    await changes.mend(diagnostic({ range: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 5 }, fix: { replacement: 'Kind' } }), 'Write Kind');
    expect(text()).toBe(TEXT);
  });

  it('by nothing where nobody knows what is meant', async () => {
    const { changes, text } = page();
    await changes.mend(diagnostic({}), '');
    expect(text()).toBe(TEXT);
  });
});

describe('a proposed change', () => {
  const change = { title: 'Restart it', edits: [{ document: 'pod' as const, path: 'spec.restartPolicy', value: 'Always' }] };
  const edited = { text: `${TEXT}restarted\n`, diff: [] };

  /** What is shown of the change where the worker fails so many times before it answers. */
  function shownAfter(failures: number, store = createAppStore()) {
    let left = failures;
    const edit = async () => {
      left -= 1;
      if (left >= 0) throw new Error('The simulation was stopped before it answered.');
      return edited;
    };
    return changesOn(store, { edit, gesture: async () => undefined }).preview(change);
  }

  it('is asked for again where the worker was stopped: the text may have a place for it', async () => {
    expect(await shownAfter(1)).toEqual(edited);
    expect(await shownAfter(2)).toBeUndefined();
  });

  it('is not asked for again of a text that the worker was stopped for', async () => {
    const store = createAppStore();
    store.actions.stopped('hung', '');
    expect(await shownAfter(1, store)).toBeUndefined();
  });
});
