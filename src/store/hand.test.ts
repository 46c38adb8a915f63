import { describe, expect, it } from 'vitest';
import { traceOf } from '../testing/trace-builder.ts';
import type { Gestured } from '../worker/protocol.ts';
import { createAppStore } from './app-store.ts';
import { grab } from './hand.ts';
import { startTeller } from './teller.ts';

const TRACE = traceOf('cart', [{ name: 'app', image: 'app' }])
  .action(0, 'create')
  .process('app', 1, 'start')
  .build(60);

/** A page whose run is there, and a worker that writes the wished time into the text when the test says so. */
function atWork() {
  const store = createAppStore();
  store.actions.open('at: 0\n', { kind: 'link' }, {}, { playheadMs: 0 });
  let runs = 0;
  const run = () => {
    runs += 1;
    store.actions.receive({
      kind: 'run',
      id: runs,
      diagnostics: [],
      trace: TRACE,
      facts: { name: 'cart', podSource: { kind: 'Pod', name: 'cart' }, seed: 'typical', sweep: [], governing: [] },
      story: { verdict: { headline: '', line: '', measures: { restarts: 0, readyMs: 0 }, tone: 'good' }, findings: [], disagreements: [] },
    });
  };
  run();
  store.subscribe((state, before) => state.text !== before.text && !state.running && store.actions.markRunning());
  const asked: number[] = [];
  const answers: ((gestured?: Gestured | Error) => void)[] = [];
  const grip = grab(store, {
    gesture: (_text, gesture) => {
      const toMs = gesture.kind === 'move-action' ? gesture.toMs : Number.NaN;
      asked.push(toMs);
      return new Promise((resolve, reject) => answers.push((other) => (other instanceof Error ? reject(other) : resolve(other ?? { text: `at: ${toMs}\n` }))));
    },
  });
  if (!grip) throw new Error('There is a run to take hold of');
  const move = (toMs: number) => grip.move(`${toMs}`, { kind: 'move-action', index: 1, toMs });
  const answer = async (error?: Error) => {
    answers.shift()?.(error);
    await settled();
  };
  return { store, grip, move, answer, run, asked, text: () => store.getState().text };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('a hand that drags', () => {
  it('has its newest wish carried out, each once the run of the one before is there', async () => {
    const { move, answer, run, asked, text } = atWork();
    move(1);
    move(2);
    move(3);
    expect(asked).toEqual([1]);
    await answer();
    expect(text()).toBe('at: 1\n');
    expect(asked).toEqual([1]);
    run();
    // At once, before anybody who waits for the run has drawn it
    expect(asked).toEqual([1, 3]);
    await answer();
    expect(text()).toBe('at: 3\n');
  });

  it('is over when somebody else changes the text', async () => {
    const { store, move, answer, asked, text } = atWork();
    move(1);
    store.actions.editHalf('pod', 'kind: Pod # typed\n');
    await answer();
    expect(text()).toBe('kind: Pod # typed\n');
    expect(asked).toEqual([1]);
  });

  it('keeps explanations waiting until it rests', async () => {
    const { store, grip, move, answer, run } = atWork();
    const told: number[] = [];
    startTeller(store, {
      tell: async (runId) => {
        told.push(runId);
        return undefined;
      },
    });
    store.actions.select({ record: 1, attempt: 0 });
    expect(told).toEqual([1]);
    move(1);
    await answer();
    run();
    await settled();
    expect(told).toEqual([1]);
    await grip.release();
    expect(told).toEqual([1, 2]);
  });

  it('lets go when a wish fails', async () => {
    const { store, grip, move, answer } = atWork();
    move(1);
    expect(store.getState().dragging).toBe(true);
    const released = grip.release().catch((error: Error) => error.message);
    await answer(new Error('the worker is gone'));
    expect(await released).toBe('the worker is gone');
    expect(store.getState().dragging).toBe(false);
  });
});
