import { describe, expect, it } from 'vitest';
import { decodeLink } from '../link/decode.ts';
import type { RecordId, Trace } from '../model/trace.ts';
import { traceOf } from '../testing/trace-builder.ts';
import { markSentence } from '../timeline/index.ts';
import type { Compared, Explanation, OtherRun, Story } from '../worker/protocol.ts';
import { createAppStore } from './app-store.ts';
import { startComparer } from './comparer.ts';
import type { Counterpart } from './comparison.ts';
import { linkOf } from './link-of.ts';
import { counterpartMark, differenceMarks, nextDifference, selectedMark, selectedPath, timelineModel, wholeWindow } from './selectors.ts';
import { startTeller } from './teller.ts';

const CRASH: Trace = traceOf('cart', [{ name: 'app', image: 'app' }])
  .action(0, 'create')
  .pod(0, { phase: 'Pending' }, 'ADDED')
  .process('app', 1, 'start')
  .process('app', 9, 'exit', { exitCode: 1 })
  .build(60);

const LATER: Trace = traceOf('cart', [{ name: 'app', image: 'app' }])
  .action(0, 'create')
  .pod(0, { phase: 'Pending' }, 'ADDED')
  .process('app', 1, 'start')
  .process('app', 30, 'exit', { exitCode: 1 })
  .build(90);

const STORY: Story = { verdict: { headline: '', line: '', measures: { restarts: 0, readyMs: 0 }, tone: 'bad' }, findings: [], disagreements: [] };
const FIRST = { label: 'exit 1', t: 9_000 };
const SECOND = { label: 'exit 1', t: 30_000 };

/** What the worker finds: the process leaves later, and then nothing else. */
const ANSWER: Compared & { id: number } = {
  id: 7,
  trace: LATER,
  source: 'simulated',
  text: 'kind: Pod # fixed\n',
  title: 'cart',
  diff: [],
  disagreements: [],
  words: {
    sentence: 'B lives longer.',
    rows: [],
    differences: [
      { aspect: 'processes', subject: 'app', t: 9_000, where: 'app process', a: { words: '', first: FIRST }, b: { words: '', first: SECOND } },
      { aspect: 'processes', subject: 'app', t: 30_000, where: 'app process', b: { words: '', first: SECOND } },
    ],
  },
};

const SEED: Counterpart = { kind: 'seed', seed: 7 };

function opened() {
  const store = createAppStore();
  store.actions.open('kind: Pod\n', { kind: 'link' }, {}, { playheadMs: 5000 });
  const receive = (id: number) =>
    store.actions.receive({
      kind: 'run',
      id,
      diagnostics: [],
      trace: CRASH,
      facts: { name: 'cart', podSource: { kind: 'Pod', name: 'cart' }, seed: 'typical', sweep: [], governing: [] },
      story: STORY,
    });
  receive(1);
  return { store, receive };
}

/** A worker that answers when the test says so. */
function asked() {
  const { store, receive } = opened();
  const questions: { runId: number; other: OtherRun; presentIs: 'a' | 'b' }[] = [];
  let reply: (answer: (Compared & { id: number }) | { reason: string } | undefined) => void = () => {};
  startComparer(store, {
    compare: (runId, other, presentIs) => {
      questions.push({ runId, other, presentIs });
      return new Promise((resolve) => (reply = resolve));
    },
  });
  const answer = async (with_: (Compared & { id: number }) | { reason: string } | undefined = ANSWER) => {
    reply(with_);
    for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
  };
  return { store, receive, questions, answer };
}

async function compared(counterpart: Counterpart = SEED, answerWith = ANSWER) {
  const all = asked();
  all.store.actions.startComparison(counterpart);
  await all.answer(answerWith);
  return all;
}

describe('the other run', () => {
  it('is asked for once, and again for another run, another counterpart and with the sides swapped', async () => {
    const { store, receive, questions, answer } = asked();
    store.actions.startComparison(SEED);
    store.actions.seek(7000);
    expect(questions).toEqual([{ runId: 1, other: { text: 'kind: Pod\n', choices: { seed: 7 }, edits: [] }, presentIs: 'a' }]);
    expect(store.getState().comparing).toBe(true);
    await answer();
    expect(store.getState().comparing).toBe(false);
    receive(2);
    store.actions.swapSides();
    store.actions.startComparison({ kind: 'gate', gate: 'EventedPLEG', on: true });
    expect(questions.slice(1).map(({ runId, presentIs, other }) => [runId, presentIs, other.edits.length])).toEqual([
      [2, 'a', 0],
      [2, 'b', 0],
      [2, 'a', 1],
    ]);
  });

  it('is made of what the reader chose', () => {
    const { store, questions } = asked();
    const edits = [{ document: 'pod' as const, path: 'spec.x', value: 1 }];
    const others: Counterpart[] = [
      { kind: 'change', title: 'Add x', edits },
      { kind: 'before', title: 'Add x', text: 'kind: Pod # before\n' },
      { kind: 'at', at: '500ms' },
      { kind: 'scenario', name: 'crash', title: 'A crash', text: 'kind: Pod # crash\n' },
      { kind: 'text', title: 'run.jsonl', text: '{}' },
    ];
    for (const other of others) store.actions.startComparison(other);
    expect(questions.map(({ other }) => other)).toEqual([
      { text: 'kind: Pod\n', choices: {}, edits },
      { text: 'kind: Pod # before\n', choices: {}, edits: [] },
      { text: 'kind: Pod\n', choices: { at: '500ms' }, edits: [] },
      { text: 'kind: Pod # crash\n', choices: {}, edits: [] },
      { text: '{}', choices: {}, edits: [] },
    ]);
  });

  it('that cannot be had is a notice, and the workbench is as before', async () => {
    const { store, answer } = asked();
    const before = store.getState();
    store.actions.startComparison(SEED);
    await answer({ reason: 'Line 3: no such field' });
    expect(store.getState()).toEqual({ ...before, notice: { kind: 'not-compared', reason: 'Line 3: no such field' } });
  });

  it('of a worker that was stopped is a notice too, unless a newer run is on its way', async () => {
    const { store } = opened();
    startComparer(store, { compare: () => Promise.reject(new Error('stopped')) });
    store.actions.startComparison(SEED);
    for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
    expect(store.getState()).toMatchObject({ compare: undefined, notice: { kind: 'not-compared', reason: 'stopped' } });
    store.actions.startComparison(SEED);
    store.actions.markRunning();
    for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
    expect(store.getState()).toMatchObject({ compare: { counterpart: SEED }, comparing: false });
  });

  it('comes with the playhead where the runs part', async () => {
    const { store } = await compared();
    expect(store.getState()).toMatchObject({ playheadMs: 9000, difference: 0, inspectorTab: 'compare' });
  });
});

describe('two runs on screen', () => {
  it('are as long as the longer one', async () => {
    const { store } = await compared();
    expect(wholeWindow(store.getState()).toMs).toBeGreaterThan(90_000);
    store.actions.seek(80_000);
    expect(store.getState().playheadMs).toBe(80_000);
  });

  it('leaving them brings back what was there', async () => {
    const { store, answer } = asked();
    store.actions.select({ record: 3, attempt: 0 });
    store.actions.setWindow({ fromMs: 1000, toMs: 9000 });
    const before = store.getState();
    store.actions.startComparison(SEED);
    await answer();
    store.actions.seek(80_000);
    store.actions.toggleFold('app');
    store.actions.startComparison({ kind: 'seed', seed: 8 });
    store.actions.leaveComparison();
    expect(store.getState()).toEqual(before);
  });

  it('end when another scenario is opened', async () => {
    const { store } = await compared();
    store.actions.open('kind: Pod # another\n', { kind: 'link' });
    expect(store.getState()).toMatchObject({ compare: undefined, compared: undefined, inspectorTab: 'why' });
  });

  const sentence = (store: Awaited<ReturnType<typeof compared>>['store'], ref: ReturnType<typeof selectedMark>) => {
    const model = timelineModel(store.getState());
    return model && ref && `${model.lanes[ref.lane]?.home?.side}: ${markSentence(model, ref)}`;
  };

  it('a mark of one outlines what corresponds to it in the other', async () => {
    const { store } = await compared();
    store.actions.select({ record: 3, attempt: 0 });
    expect(sentence(store, selectedMark(store.getState()))).toBe('a: running, from 1 to 9 seconds');
    expect(sentence(store, counterpartMark(store.getState()))).toBe('b: running, from 1 to 30 seconds');
    store.actions.select({ record: CRASH.records.length + 3, attempt: 0 });
    expect(sentence(store, selectedMark(store.getState()))).toBe('b: running, from 1 to 30 seconds');
    expect(sentence(store, counterpartMark(store.getState()))).toBe('a: running, from 1 to 9 seconds');
  });

  it('a difference outlines its marks, one after the other, and not those of the hidden future', async () => {
    const { store } = await compared();
    expect(nextDifference(store.getState(), 1)).toBe(1);
    expect(nextDifference(store.getState(), -1)).toBeUndefined();
    store.actions.chooseDifference(1);
    const marks = differenceMarks(store.getState());
    expect(marks?.a).toBeUndefined();
    expect(sentence(store, marks?.b)).toBe('b: running, from 1 to 30 seconds');
    store.actions.select(undefined);
    expect(nextDifference(store.getState(), 1)).toBe(1);
    store.actions.set({ hideFuture: true });
    expect(nextDifference(store.getState(), 1)).toBeUndefined();
  });

  it('why something happened in the other run is asked of that run', async () => {
    const { store, questions } = await compared();
    expect(questions).toHaveLength(1);
    const told: [number, RecordId][] = [];
    const explanation: Explanation = {
      record: 3,
      question: 'Why?',
      steps: [2, 3].map((id) => ({
        records: [id],
        t: LATER.records[id]?.t ?? 0,
        role: id === 3 ? 'subject' : 'cause',
        title: '',
        detail: '',
        rule: 'worker.sync',
        source: '',
      })),
    };
    startTeller(store, {
      tell: async (runId, record) => {
        told.push([runId, record]);
        return explanation;
      },
    });
    store.actions.select({ record: CRASH.records.length + 3, attempt: 0 });
    for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
    expect(told).toEqual([[7, 3]]);
    expect(selectedPath(store.getState())).toEqual([CRASH.records.length + 2, CRASH.records.length + 3]);
  });

  it('what was measured is not asked about', async () => {
    const { store } = await compared(SEED, { ...ANSWER, source: 'real' });
    const told: number[] = [];
    startTeller(store, { tell: async (runId) => void told.push(runId) as undefined });
    store.actions.select({ record: CRASH.records.length + 3, attempt: 0 });
    expect(told).toEqual([]);
    expect(store.getState().telling).toBe(false);
  });
});

describe('a link to a comparison', () => {
  const viewOf = async (counterpart: Counterpart, answerWith = ANSWER) => {
    const { store } = await compared(counterpart, answerWith);
    const content = decodeLink(await linkOf(store.getState()));
    return 'error' in content ? content.error : { with: content.view.compare?.with.kind, text: content.compareText };
  };

  it('names what can be made again from the present text', async () => {
    expect(await viewOf(SEED)).toEqual({ with: 'seed', text: undefined });
    expect(await viewOf({ kind: 'scenario', name: 'crash', title: '', text: '' })).toEqual({ with: 'scenario', text: undefined });
  });

  it('carries the other text where it cannot, with the change in it', async () => {
    expect(await viewOf({ kind: 'change', title: 'Add x', edits: [] })).toEqual({ with: 'text', text: 'kind: Pod # fixed\n' });
  });

  it('leaves a recording out', async () => {
    const { diff: _diff, ...recorded } = ANSWER;
    expect(await viewOf({ kind: 'text', title: 'run.jsonl', text: '{}' }, { ...recorded, source: 'real' })).toEqual({ with: undefined, text: undefined });
  });
});
