import { describe, expect, it } from 'vitest';
import type { WorkerLike } from './client.ts';
import type { SimulationRequest, SweptRun } from './protocol.ts';
import { sweepOffer, sweptRun } from './answers/sweep.ts';
import { startSweep, sweepOffer as offer } from './sweep-pool.ts';

const TEXT =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - {name: app, image: nginx, readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 3}}\n';
const AXES = ['spec.containers[0].readinessProbe.periodSeconds=1..3', 'spec.containers[0].readinessProbe.tcpSocket.port=80,81'];

/** A worker without a thread: answers when the present work is done. */
function worker(answers: boolean, log: string[]): WorkerLike {
  const it: WorkerLike = {
    onmessage: null,
    onerror: null,
    terminate: () => log.push('terminated'),
    postMessage: (request: SimulationRequest) => {
      if (!answers) return;
      queueMicrotask(() => {
        const data = request.kind === 'sweepRun' ? sweptRun(request) : request.kind === 'sweepOffer' ? sweepOffer(request) : undefined;
        if (data) it.onmessage?.({ data } as MessageEvent);
      });
    },
  };
  return it;
}

describe('a sweep over workers', () => {
  it('makes every combination once, and tells what became of each', async () => {
    const runs = new Map<number, SweptRun>();
    const log: string[] = [];
    await new Promise<void>((done) => {
      startSweep(
        () => worker(true, log),
        { text: TEXT, choices: {}, axes: AXES, count: 6 },
        (index, run) => runs.set(index, run),
        done,
      );
    });
    expect([...runs.keys()].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(runs.get(0)?.outcome?.kind).toBe('survives');
    expect(runs.get(5)?.outcome?.kind).toBe('neverReady');
    expect(runs.get(5)?.text).toContain('port: 81');
    expect(log.length).toBeGreaterThan(0);
  });

  it('stops when it is told to', () => {
    const log: string[] = [];
    const stop = startSweep(
      () => worker(false, log),
      { text: TEXT, choices: {}, axes: AXES, count: 6 },
      () => expect.unreachable(),
      () => expect.unreachable(),
    );
    stop();
    expect(new Set(log)).toEqual(new Set(['terminated']));
  });

  it('offers what can be varied, and says which axis makes no sense', async () => {
    const offered = await offer(() => worker(true, []), TEXT, AXES);
    expect(offered.variables).toEqual([{ path: 'spec.containers[0].readinessProbe.periodSeconds', value: 3 }]);
    expect(offered.axes).toEqual([
      [1, 2, 3],
      [80, 81],
    ]);
    expect((await offer(() => worker(true, []), TEXT, ['spec.x=5..1'])).reason).toContain('no values');
  });
});
