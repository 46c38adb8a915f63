/** From the click on a mark to its causal path on screen: store, worker and timeline as in the page, on a very long run. */
import type { RecordId } from '../../src/model/trace.ts';
import { selectedPath, timeAxis, timelineModel, visibleWindow } from '../../src/store/selectors.ts';
import { startTeller } from '../../src/store/teller.ts';
import { startUnfolding } from '../../src/store/unfolding.ts';
import { markBox } from '../../src/timeline/draw/mark-box.ts';
import { createTimeScale, laneRects, marksOfRecord } from '../../src/timeline/index.ts';
import { SimulationClient } from '../../src/worker/client.ts';
import { nextFrame } from './gestures.ts';
import type { Panel } from './panel.tsx';

/** Killed by its liveness probe, with a hook, again and again; the kubelet's shortest back-off, so that runs follow each other. */
const RESTARTING = `apiVersion: podloupe.dev/v1
kind: Scenario
metadata: {name: bench}
spec:
  cluster: {kubelet: {crashLoopBackOff: {maxContainerRestartPeriod: 1s}}}
---
apiVersion: v1
kind: Pod
metadata: {name: bench}
spec:
  terminationGracePeriodSeconds: 5
  containers:
    - name: app
      image: busybox:1.37
      command: [sh, -c, "sleep 600"]
      lifecycle: {preStop: {exec: {command: [sleep, "1"]}}}
      livenessProbe: {exec: {command: ["false"]}, periodSeconds: 1, failureThreshold: 2}
`;

/** Simulates the long run and shows it; the records that end a process are what is clicked on. */
export async function showLongRun({ store, frames }: Panel): Promise<{ records: number; exits: RecordId[] }> {
  const client = await new Promise<SimulationClient>((resolve) => {
    const asked = new SimulationClient({
      createWorker: () => new Worker(new URL('./run.worker.ts', import.meta.url), { type: 'module' }),
      onReply: (reply) => {
        store.actions.receive(reply);
        resolve(asked);
      },
      onStopped: ({ why }) => {
        throw new Error(`The long run ${why}`);
      },
      hangMs: 600_000,
    });
    // What the page loads after its first run waits for an opened text
    store.actions.open(RESTARTING, { kind: 'link' });
    asked.run(RESTARTING, {});
  });
  startTeller(store, client);
  startUnfolding(store);
  const { run } = store.getState();
  if (!run) throw new Error('The long run has no trace');
  await nextFrame();
  while (frames.pending) await nextFrame();
  const exits = run.trace.records.flatMap((record) => (record.kind === 'Process' && record.what === 'exit' ? [record.id] : []));
  return { records: run.trace.records.length, exits };
}

const AROUND_MS = 20_000;

/** Brings the SIGKILL before an exit into view and says where on the page to click on it. */
export async function aimAt({ store, frames, chart }: Panel, exit: RecordId): Promise<{ x: number; y: number }> {
  const { run } = store.getState();
  const signal = run?.trace.records.findLast(({ id, kind }) => id < exit && kind === 'Signal');
  const model = timelineModel(store.getState());
  if (!signal || !model) throw new Error('Nothing to click on');
  store.actions.setWindow({ fromMs: signal.t - AROUND_MS, toMs: signal.t + AROUND_MS });
  await nextFrame();
  while (frames.pending) await nextFrame();
  const { clientWidth, clientHeight } = chart;
  const mark = marksOfRecord(model, signal.id)[0];
  const scale = createTimeScale(visibleWindow(store.getState()), clientWidth, timeAxis(store.getState()));
  const box = mark && markBox(model, scale, laneRects(model, { heightPx: clientHeight }), mark);
  if (!box) throw new Error('The signal is not drawn');
  const { left, top } = chart.getBoundingClientRect();
  return { x: left + box.xPx + box.widthPx / 2, y: top + box.yPx + box.heightPx / 2 };
}

/** Waits for a click, and from then until a frame with a path has been drawn. In ms. */
export function timeToPath({ store, frames, chart }: Panel): Promise<number> {
  return new Promise((resolve) => {
    let clickedMs: number | undefined;
    chart.addEventListener('pointerup', () => (clickedMs = performance.now()), { capture: true, once: true });
    const stop = store.subscribe((state, before) => {
      if (clickedMs === undefined || state.told === before.told || selectedPath(state) === undefined) return;
      stop();
      // The timeline asked for this frame before: it has drawn when this runs.
      frames.request('canvas', () => resolve(performance.now() - (clickedMs ?? 0)));
    });
  });
}
