import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SimulationClient, type WorkerLike } from './client.ts';
import { traceOf } from '../testing/trace-builder.ts';
import type { Compared, SimulationReply, SimulationRequest } from './protocol.ts';

/** A worker that answers when the test says so. */
class ScriptedWorker implements WorkerLike {
  onmessage: WorkerLike['onmessage'] = null;
  onerror: WorkerLike['onerror'] = null;
  readonly asked: SimulationRequest[] = [];
  terminated = false;
  postMessage(message: SimulationRequest): void {
    this.asked.push(message);
  }
  terminate(): void {
    this.terminated = true;
  }
  answerLast(): void {
    const request = this.asked.at(-1) as SimulationRequest;
    this.reply({ kind: 'run', id: request.id, diagnostics: [] });
  }
  reply(reply: SimulationReply): void {
    this.onmessage?.({ data: reply } as MessageEvent<SimulationReply>);
  }
}

function setUp() {
  const workers: ScriptedWorker[] = [];
  const log: string[] = [];
  const client = new SimulationClient({
    createWorker: () => {
      const worker = new ScriptedWorker();
      workers.push(worker);
      return worker;
    },
    onReply: (reply) => log.push(`${reply.kind} ${reply.id}`),
    onStopped: ({ id, why }) => log.push(`${why} ${id}`),
    hangMs: 5000,
    supersedeMs: 500,
  });
  const asked = () => workers.flatMap((worker) => worker.asked.map((request) => request.text));
  return { client, workers, log, asked };
}

describe('SimulationClient', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('sends one run at a time, and then only the newest', () => {
    const { client, workers, log, asked } = setUp();
    client.run('a', {});
    client.run('b', {});
    client.run('c', {});
    expect(asked()).toEqual(['a']);
    workers[0]?.answerLast();
    expect(asked()).toEqual(['a', 'c']);
    expect(log).toEqual([]);
    workers[0]?.answerLast();
    expect(log).toEqual(['run 3']);
    expect(client.busy).toBe(false);
  });

  it('never shows an answer that nobody waits for', () => {
    const { client, workers, log } = setUp();
    client.run('a', {});
    workers[0]?.reply({ kind: 'run', id: 77, diagnostics: [] });
    expect(log).toEqual([]);
  });

  it('replaces a worker that does not answer, says so, and can run again', () => {
    const { client, workers, log } = setUp();
    client.run('endless', {});
    vi.advanceTimersByTime(5000);
    expect(log).toEqual(['hung 1']);
    expect(workers[0]?.terminated).toBe(true);
    client.run('fine', {});
    workers[1]?.answerLast();
    expect(log).toEqual(['hung 1', 'run 2']);
  });

  it('gives up a slow run soon once a newer one waits, however fast one types', () => {
    const { client, workers, log, asked } = setUp();
    client.run('endless', {});
    for (let keystroke = 0; keystroke < 20; keystroke += 1) {
      vi.advanceTimersByTime(100);
      client.run(`fine ${keystroke}`, {});
    }
    expect(workers[0]?.terminated).toBe(true);
    expect(asked()[1]).toMatch(/^fine/);
    expect(log).toEqual([]);
  });

  it('treats a worker that dies like one that hangs, with its words', () => {
    const { client, workers, log } = setUp();
    client.run('a', {});
    workers[0]?.onerror?.({ message: 'out of memory' } as ErrorEvent);
    expect(log).toEqual(['crashed 1']);
    expect(client.busy).toBe(false);
  });

  it('answers a request for a recording beside the runs', async () => {
    const { client, workers, log } = setUp();
    const recording = client.recording('a');
    workers[0]?.reply({ kind: 'recording', id: 1, diagnostics: [], recording: '{"kind":"Meta"}' });
    await expect(recording).resolves.toBe('{"kind":"Meta"}');
    const broken = client.recording('b');
    workers[0]?.reply({ kind: 'recording', id: 2, diagnostics: [] });
    await expect(broken).rejects.toThrow('errors');
    expect(log).toEqual([]);
  });

  /** The worker answers the last run with a trace. */
  const show = (worker: ScriptedWorker | undefined) =>
    worker?.reply({ kind: 'run', id: worker.asked.at(-1)?.id ?? 0, diagnostics: [], trace: traceOf('other').build(60) });
  const explanation = { record: 3, question: 'Why?', steps: [] };

  it('asks about the run on screen with its text, so that any worker can answer', async () => {
    const { client, workers } = setUp();
    client.run('a', { seed: 7 });
    show(workers[0]);
    const told = client.tell(1, 3);
    expect(workers[0]?.asked.at(-1)).toEqual({ kind: 'tell', id: 2, runId: 1, text: 'a', choices: { seed: 7 }, record: 3 });
    workers[0]?.reply({ kind: 'tell', id: 2, explanation });
    await expect(told).resolves.toEqual(explanation);
  });

  const kinds = (worker: ScriptedWorker | undefined) => worker?.asked.map(({ kind, id }) => `${kind} ${id}`);

  it('asks beside the runs one by one, and behind a run that is wanted meanwhile', async () => {
    const { client, workers } = setUp();
    client.run('a', {});
    show(workers[0]);
    const [told, edited] = [client.tell(1, 3), client.edit('a', [])];
    expect(kinds(workers[0])).toEqual(['run 1', 'tell 2']);
    client.run('b', {});
    workers[0]?.reply({ kind: 'tell', id: 2, explanation });
    await expect(told).resolves.toEqual(explanation);
    await vi.advanceTimersByTimeAsync(0);
    expect(kinds(workers[0])).toEqual(['run 1', 'tell 2', 'run 3']);
    show(workers[0]);
    await vi.advanceTimersByTimeAsync(0);
    workers[0]?.reply({ kind: 'edit', id: 4, edited: { text: 'a', diff: [] } });
    await expect(edited).resolves.toEqual({ text: 'a', diff: [] });
  });

  it('does not ask any more about a run that was replaced while the question waited', async () => {
    const { client, workers } = setUp();
    client.run('a', {});
    show(workers[0]);
    client.run('b', {});
    const [told, claims] = [client.tell(1, 3), client.claims(1)];
    show(workers[0]);
    await vi.advanceTimersByTimeAsync(0);
    expect(kinds(workers[0])).toEqual(['run 1', 'run 2']);
    await expect(Promise.all([told, claims])).resolves.toEqual([undefined, undefined]);
  });

  it('lets a hand wait for nothing', async () => {
    const { client, workers } = setUp();
    client.run('a', {});
    show(workers[0]);
    void client.tell(1, 3);
    void client.claims(1);
    void client.gesture('a', {}, { kind: 'move-action', index: 1, toMs: 5000 }, []);
    expect(kinds(workers[0])).toEqual(['run 1', 'tell 2', 'gesture 4']);
  });

  describe('a gesture', () => {
    /** A page with a run, and a hand on it; `log` tells what came of both, in order. */
    function dragging() {
      const { client, workers, log } = setUp();
      const choices = {};
      client.run('a', choices);
      show(workers[0]);
      const text = client.gesture('a', choices, { kind: 'move-action', index: 1, toMs: 5000 }, []).then((gestured) => {
        log.push(`text ${gestured?.text}`);
        client.run('b', choices);
      });
      const [worker] = workers;
      worker?.reply({ kind: 'gesture', id: 3, gestured: { text: 'b' } });
      return { client, worker, log, text, choices };
    }

    it('comes with its run, which nobody has to ask for', async () => {
      const { client, worker, log, text } = dragging();
      await vi.advanceTimersByTimeAsync(10);
      expect(log).toEqual(['run 1']);
      worker?.reply({ kind: 'run', id: 2, diagnostics: [], trace: traceOf('web').build(60) });
      await text;
      await vi.advanceTimersByTimeAsync(0);
      expect(log).toEqual(['run 1', 'text b', 'run 2']);
      expect(kinds(worker)).toEqual(['run 1', 'gesture 3']);
      expect(client.busy).toBe(false);
    });

    it('does not wait for a run that takes its time', async () => {
      const { worker, log } = dragging();
      await vi.advanceTimersByTimeAsync(100);
      expect(log).toEqual(['run 1', 'text b']);
      worker?.reply({ kind: 'run', id: 2, diagnostics: [], trace: traceOf('web').build(60) });
      await vi.advanceTimersByTimeAsync(0);
      expect(log).toEqual(['run 1', 'text b', 'run 2']);
      expect(kinds(worker)).toEqual(['run 1', 'gesture 3']);
    });

    it('of a run that hangs says so', async () => {
      const { worker, log } = dragging();
      await vi.advanceTimersByTimeAsync(5100);
      expect(log).toEqual(['run 1', 'text b', 'hung 2']);
      expect(worker?.terminated).toBe(true);
    });

    it('has no say about a text that was changed again', async () => {
      const { client, worker, log, choices } = dragging();
      await vi.advanceTimersByTimeAsync(0);
      client.run('typed', choices);
      worker?.reply({ kind: 'run', id: 2, diagnostics: [], trace: traceOf('web').build(60) });
      await vi.advanceTimersByTimeAsync(0);
      expect(kinds(worker)).toEqual(['run 1', 'gesture 3', 'run 4']);
      expect(log).toEqual(['run 1', 'text b']);
    });
  });

  it('asks no other worker what waited while one hung: it may be what hangs', async () => {
    const { client, workers } = setUp();
    client.run('a', {});
    const strip = client.strip('a').catch((error: Error) => error.message);
    await vi.advanceTimersByTimeAsync(5001);
    await expect(strip).resolves.toContain('stopped before it answered');
    client.run('b', {});
    expect(workers.map(kinds)).toEqual([['run 1'], ['run 2']]);
  });

  it('has no explanation for a run that is not on screen, or no longer', async () => {
    const { client, workers } = setUp();
    client.run('a', {});
    show(workers[0]);
    await expect(client.tell(77, 3)).resolves.toBeUndefined();
    const late = client.tell(1, 3);
    client.run('b', {});
    show(workers[0]);
    workers[0]?.reply({ kind: 'tell', id: 2, explanation });
    await expect(late).resolves.toBeUndefined();
  });

  it('keeps asking about the run on screen while the text has errors', async () => {
    const { client, workers } = setUp();
    client.run('a', {});
    show(workers[0]);
    client.run('broken', {});
    workers[0]?.answerLast();
    void client.tell(1, 3);
    expect(workers[0]?.asked.at(-1)).toMatchObject({ kind: 'tell', text: 'a' });
  });

  describe('a run beside the one on screen', () => {
    const other = { text: 'b', choices: { seed: 2 }, edits: [] };
    const compared: Compared = {
      trace: traceOf('other').build(60),
      source: 'simulated',
      text: 'b, changed',
      title: 'b',
      words: { sentence: '', rows: [], differences: [] },
      disagreements: [],
    };

    it('is asked for with both, and can be asked about by its own number', async () => {
      const { client, workers } = setUp();
      client.run('a', { seed: 7 });
      show(workers[0]);
      const answer = client.compare(1, other, 'b');
      expect(workers[0]?.asked.at(-1)).toEqual({ kind: 'compare', id: 2, runId: 1, text: 'a', choices: { seed: 7 }, other, presentIs: 'b' });
      workers[0]?.reply({ kind: 'compare', id: 2, compared });
      await expect(answer).resolves.toEqual({ ...compared, id: 2 });
      void client.tell(2, 3);
      expect(workers[0]?.asked.at(-1)).toEqual({ kind: 'tell', id: 3, runId: 2, text: 'b, changed', choices: { seed: 2 }, record: 3 });
    });

    it('that was measured cannot be asked about', async () => {
      const { client, workers } = setUp();
      client.run('a', {});
      show(workers[0]);
      const answer = client.compare(1, other, 'a');
      workers[0]?.reply({ kind: 'compare', id: 2, compared: { ...compared, source: 'real' } });
      await answer;
      await expect(client.tell(2, 3)).resolves.toBeUndefined();
    });

    it('that hangs costs its worker, and the next run has another', async () => {
      const { client, workers } = setUp();
      client.run('a', {});
      show(workers[0]);
      const reason = client.compare(1, other, 'a').catch((error: Error) => error.message);
      await vi.advanceTimersByTimeAsync(5000);
      expect(await reason).toContain('stopped before it answered');
      expect(workers[0]?.terminated).toBe(true);
      client.run('c', {});
      expect(workers[1]?.asked).toHaveLength(1);
    });

    it('that cannot be had says why; one of a run that is gone says nothing', async () => {
      const { client, workers } = setUp();
      client.run('a', {});
      show(workers[0]);
      const broken = client.compare(1, other, 'a');
      workers[0]?.reply({ kind: 'compare', id: 2, reason: 'Line 1: no Pod' });
      await expect(broken).resolves.toEqual({ reason: 'Line 1: no Pod' });
      const late = client.compare(1, other, 'a');
      client.run('c', {});
      show(workers[0]);
      workers[0]?.reply({ kind: 'compare', id: 3, compared });
      await expect(late).resolves.toBeUndefined();
    });
  });

  it('lets nobody wait for a worker that was stopped', async () => {
    const { client, workers } = setUp();
    const edited = client.edit('a', []);
    workers[0]?.onerror?.({ message: 'out of memory' } as ErrorEvent);
    await expect(edited).rejects.toThrow('stopped before it answered');
  });
});
