import { describe, expect, it } from 'vitest';
import type { Trace } from '../model/trace.ts';
import { traceOf } from '../testing/trace-builder.ts';
import type { Explanation, Story } from '../worker/protocol.ts';
import { createAppStore } from './app-store.ts';
import { chooseListed } from './listed.ts';
import { changesOn } from './changes.ts';
import { nextDisagreement, selectedExplanation, selectedPath } from './selectors.ts';
import { startTeller } from './teller.ts';

const TRACE = traceOf('cart', [{ name: 'app', image: 'app' }])
  .action(0, 'create')
  .process('app', 1, 'start')
  .process('app', 9, 'exit', { exitCode: 1 })
  .build(60);

const STORY: Story = { verdict: { headline: 'One crash', line: '', measures: { restarts: 0, readyMs: 0 }, tone: 'bad' }, findings: [], disagreements: [] };

/** Steps of one record each; the last one is what was asked about. */
const because = (...records: number[]): Explanation => ({
  record: records.at(-1) ?? 0,
  question: `Why ${records.at(-1)}?`,
  steps: records.map((id, index) => ({
    records: [id],
    t: TRACE.records[id]?.t ?? 0,
    role: index === records.length - 1 ? 'subject' : 'cause',
    title: '',
    detail: '',
    rule: 'worker.sync',
    source: '',
  })) as Explanation['steps'],
});

function opened(story: Partial<Story> = {}, trace: Trace = TRACE) {
  const store = createAppStore();
  store.actions.open('kind: Pod\n', { kind: 'link' }, {}, { playheadMs: 0 });
  const receive = (id: number) =>
    store.actions.receive({
      kind: 'run',
      id,
      diagnostics: [],
      trace,
      facts: { name: 'cart', podSource: { kind: 'Pod', name: 'cart' }, seed: 'typical', sweep: [], governing: [] },
      story: { ...STORY, ...story },
    });
  receive(1);
  return { store, receive };
}

describe('what is selected is told', () => {
  /** A worker that answers when the test says so. */
  function asked() {
    const { store, receive } = opened();
    const answers = new Map<string, (explanation: Explanation | undefined) => void>();
    startTeller(store, { tell: (runId, record) => new Promise((resolve) => answers.set(`${runId} ${record}`, resolve)) });
    const answer = async (question: string, explanation: Explanation | undefined) => {
      answers.get(question)?.(explanation);
      await Promise.resolve();
      await Promise.resolve();
    };
    return { store, receive, questions: () => [...answers.keys()], answer };
  }

  it('once for each record, and once more for another run', async () => {
    const { store, receive, questions, answer } = asked();
    store.actions.select({ record: 2, attempt: 0 });
    store.actions.seek(5000);
    expect(questions()).toEqual(['1 2']);
    expect(store.getState().telling).toBe(true);
    await answer('1 2', because(1, 2));
    expect(store.getState().telling).toBe(false);
    expect(selectedExplanation(store.getState())?.question).toBe('Why 2?');
    receive(2);
    expect(questions()).toEqual(['1 2', '2 2']);
    expect(selectedExplanation(store.getState())).toBeUndefined();
  });

  it('and an answer that comes too late is not shown', async () => {
    const { store, answer } = asked();
    store.actions.select({ record: 1, attempt: 0 });
    store.actions.select({ record: 2, attempt: 0 });
    await answer('1 2', because(1, 2));
    await answer('1 1', because(0, 1));
    expect(selectedExplanation(store.getState())?.question).toBe('Why 2?');
    store.actions.select(undefined);
    expect(selectedExplanation(store.getState())).toBeUndefined();
  });

  it('and a worker without an answer keeps nobody waiting', async () => {
    const { store, answer } = asked();
    store.actions.select({ record: 1, attempt: 0 });
    await answer('1 1', undefined);
    expect(store.getState().telling).toBe(false);
  });
});

it('the drawn path leaves out creation, and its other steps keep their numbers', () => {
  const { store } = opened();
  const pathOf = (...records: number[]) => {
    store.actions.select({ record: records.at(-1) ?? 0, attempt: 0 });
    store.actions.tell(1, because(...records));
    return selectedPath(store.getState());
  };
  expect(pathOf(0, 1, 2)).toEqual([-1, 1, 2]);
  expect(pathOf(0)).toEqual([0]);
});

it('the next disagreement is one that begins after the playhead', () => {
  const at = (fromMs: number) => ({ kind: 'phase-withheld', fromMs, toMs: fromMs + 1000, sentence: '', record: 0 }) as const;
  const { store } = opened({ disagreements: [at(1000), at(1000), at(3000)] });
  const next = (direction: -1 | 1) => nextDisagreement(store.getState(), direction);
  expect([next(1), next(-1)]).toEqual([0, undefined]);
  store.actions.seek(1000);
  expect([next(1), next(-1)]).toEqual([2, undefined]);
  store.actions.seek(5000);
  expect([next(1), next(-1)]).toEqual([undefined, 2]);
});

it('from a disagreement that is looked at the next one may begin at the same moment', () => {
  const at = (fromMs: number) => ({ kind: 'phase-withheld', fromMs, toMs: fromMs + 1000, sentence: '', record: 1 }) as const;
  const { store } = opened({ disagreements: [at(1000), at(1000), at(3000)] });
  const look = (index: number) => {
    chooseListed(store, { of: 'disagreements', position: index });
    store.actions.seek(at(index < 2 ? 1000 : 3000).fromMs);
    return [-1, 1].map((direction) => nextDisagreement(store.getState(), direction as -1 | 1));
  };
  expect(look(0)).toEqual([undefined, 1]);
  expect(look(1)).toEqual([0, 2]);
  expect(look(2)).toEqual([1, undefined]);
  store.actions.set({ hideFuture: true });
  expect(look(1)).toEqual([0, undefined]);
});

it('a disagreement that is looked at has its record selected, until something else is', () => {
  const { store } = opened({ disagreements: [{ kind: 'exit-not-reported', fromMs: 1000, toMs: 2000, sentence: '', record: 2 }] });
  chooseListed(store, { of: 'disagreements', position: 0 });
  expect(store.getState()).toMatchObject({ listed: { of: 'disagreements', position: 0 }, selected: { record: 2, attempt: 0 }, inspectorTab: 'truths' });
  chooseListed(store, { of: 'disagreements', position: 7 });
  expect(store.getState().listed?.position).toBe(0);
  store.actions.select({ record: 1, attempt: 0 });
  expect(store.getState().listed).toBeUndefined();
});

describe('a proposed change', () => {
  const change = { title: 'Wait longer', edits: [] };

  it('is one edit of the text, and is taken back as one', async () => {
    const { store } = opened();
    const before = store.getState();
    await changesOn(store, { edit: async (text) => ({ text: `${text}spec: {}\n`, diff: [] }), gesture: async () => undefined }).apply(change);
    const after = store.getState();
    expect(after.halves.pod).toBe('kind: Pod\nspec: {}\n');
    expect(after.edited).toBe(true);
    expect(after.notice).toMatchObject({ kind: 'applied', title: 'Wait longer', before: 'One crash' });
    expect([after.editsEpoch, after.tabsEpoch]).toEqual([before.editsEpoch + 1, before.tabsEpoch]);
    store.actions.takeBack();
    expect(store.getState()).toMatchObject({ text: 'kind: Pod\n', notice: undefined });
  });

  it('is not spoken of any longer once the text is another one', async () => {
    const { store } = opened();
    await changesOn(store, { edit: async (text) => ({ text: `${text}spec: {}\n`, diff: [] }), gesture: async () => undefined }).apply(change);
    store.actions.editHalf('pod', 'kind: Pod\n');
    expect(store.getState().notice).toBeUndefined();
  });

  it('does not overwrite what was typed meanwhile, and says where there is no place for it', async () => {
    const { store } = opened();
    const slow = async () => {
      store.actions.editHalf('pod', 'kind: Pod\n# typed\n');
      return { text: 'kind: Pod\nspec: {}\n', diff: [] };
    };
    await changesOn(store, { edit: slow, gesture: async () => undefined }).apply(change);
    expect(store.getState().text).toBe('kind: Pod\n# typed\n');
    await changesOn(store, { edit: async () => undefined, gesture: async () => undefined }).apply(change);
    expect(store.getState().notice).toEqual({ kind: 'not-applied', title: 'Wait longer' });
  });
});
