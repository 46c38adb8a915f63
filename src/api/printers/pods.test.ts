import { describe, expect, it } from 'vitest';
import { parseRfc3339 } from '../../base/timestamp.ts';
import type { Fields } from '../schema/fields.ts';
import { POD_COLUMNS, podCells } from './pods.ts';
import { tableText } from './table.ts';

const NOW = parseRfc3339('2026-01-01T00:10:00Z');

interface Sketch {
  phase?: string;
  init?: [spec: object, status: object][];
  main?: object[];
  meta?: object;
  status?: object;
}

function pod({ phase = 'Running', init = [], main = [], meta = {}, status = {} }: Sketch): Fields {
  return {
    metadata: { name: 'web', namespace: 'shop', creationTimestamp: '2026-01-01T00:00:00Z', ...meta },
    spec: { initContainers: init.map(([spec], i) => ({ name: `init-${i}`, ...spec })), containers: main.map((_, i) => ({ name: `app-${i}` })) },
    status: {
      phase,
      initContainerStatuses: init.map(([, state], i) => ({ name: `init-${i}`, restartCount: 0, ...state })),
      containerStatuses: main.map((state, i) => ({ name: `app-${i}`, restartCount: 0, ...state })),
      ...status,
    },
  };
}

const waiting = (reason: string) => ({ state: { waiting: { reason } } });
const running = { ready: true, state: { running: {} } };
const terminated = (exitCode: number, reason?: string, signal?: number) => ({
  state: { terminated: { exitCode, ...(reason !== undefined && { reason }), ...(signal !== undefined && { signal }) } },
});
const SIDECAR = { restartPolicy: 'Always' };

/** pkg/printers/internalversion/printers_test.go: TestPrintPod, TestPrintPodWithRestartableInitContainer */
describe('READY, STATUS and RESTARTS', () => {
  it.each<[string, Sketch, string]>([
    ['pending', { phase: 'Pending', main: [waiting('ContainerCreating')] }, '0/1 ContainerCreating 0'],
    ['running', { main: [running] }, '1/1 Running 0'],
    ['the alphabetically first container wins', { main: [waiting('ErrImagePull'), waiting('CrashLoopBackOff')] }, '0/2 ErrImagePull 0'],
    ['a failed init container', { phase: 'Pending', init: [[{}, terminated(1, 'Error')]], main: [waiting('PodInitializing')] }, '0/1 Init:Error 0'],
    [
      'an init container that died of a signal',
      { phase: 'Pending', init: [[{}, terminated(137, undefined, 9)]], main: [waiting('PodInitializing')] },
      '0/1 Init:Signal:9 0',
    ],
    [
      'the second of two init containers',
      {
        phase: 'Pending',
        init: [
          [{}, terminated(0)],
          [{}, { state: { running: {} } }],
        ],
        main: [waiting('PodInitializing')],
      },
      '0/1 Init:1/2 0',
    ],
    ['a started sidecar counts', { init: [[SIDECAR, { ...running, started: true }]], main: [running] }, '2/2 Running 0'],
    ['one done, one running, Pod not ready', { main: [terminated(0, 'Completed'), running] }, '1/2 NotReady 0'],
    ['one done, one failed', { phase: 'Failed', main: [terminated(0, 'Completed'), terminated(1, 'Error')] }, '0/2 Error 0'],
    ['being deleted', { main: [running], meta: { deletionTimestamp: '2026-01-01T00:10:30Z' } }, '1/1 Terminating 0'],
    ['being deleted on a lost node', { main: [running], meta: { deletionTimestamp: '2026-01-01T00:10:30Z' }, status: { reason: 'NodeLost' } }, '1/1 Unknown 0'],
    [
      'restarts and when the last one ended',
      { main: [{ ...waiting('CrashLoopBackOff'), restartCount: 3, lastState: { terminated: { finishedAt: '2026-01-01T00:09:45Z' } } }] },
      '0/1 CrashLoopBackOff 3 (15s ago)',
    ],
  ])('%s', (_what, sketch, expected) => {
    expect(podCells(pod(sketch), NOW).slice(1, 4).join(' ')).toBe(expected);
  });
});

describe('the table', () => {
  it('pads columns to the widest cell and three spaces, six at least', () => {
    const rows = [pod({ main: [running] }), pod({ phase: 'Pending', main: [waiting('ContainerCreating')], meta: { name: 'a' } })];
    expect(
      tableText(
        POD_COLUMNS,
        rows.map((object) => ({ object, cells: podCells(object, NOW) })),
        {},
      ),
    ).toBe(
      `NAME   READY   STATUS              RESTARTS   AGE\nweb    1/1     Running             0          10m\na      0/1     ContainerCreating   0          10m\n`,
    );
  });
});
