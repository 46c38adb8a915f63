import type { PodPhase } from '../../../model/kubernetes.ts';
import { arrowKey, type LiveMachine } from '../../../timeline/states/index.ts';
import { statesTexts } from '../../texts/en-states.ts';
import { type ArrowShape, beside, type Diagram, type LabelShape, onLine, rare, usual } from '../diagram.ts';

const words = statesTexts.pod;

/** The phases, and beside them what is none: Terminating. */
export function podDiagram(phase: PodPhase | undefined, { seen, current }: LiveMachine): Diagram {
  const isUnknown = seen.has('unknown');
  return {
    viewBox: { x: 0, y: -12, width: 430, height: 222 },
    zones: [{ id: 'phase', title: words.phase, x: 6, y: -10, width: 418, height: 124 }],
    nodes: [
      { state: 'pending', x: 18, y: 30, width: 92, height: 44, label: 'Pending', forms: [], role: 'wait', isWaiting: true },
      { state: 'running', x: 172, y: 30, width: 92, height: 44, label: 'Running', forms: [], role: 'serveTint' },
      { state: 'succeeded', x: 312, y: 0, width: 104, height: 38, label: 'Succeeded', forms: [], role: 'plain' },
      { state: 'failed', x: 312, y: 66, width: 104, height: 38, label: 'Failed', forms: [], role: 'fail' },
      ...(isUnknown ? [{ state: 'unknown', x: 164, y: 84, width: 100, height: 26, label: 'Unknown', forms: [], role: 'wait' } as const] : []),
      {
        state: 'terminating',
        x: 136,
        y: 148,
        width: 126,
        height: 42,
        label: 'Terminating',
        forms: current?.state === 'terminating' && phase !== undefined ? [words.phaseIs(phase)] : [words.deletionTimestamp],
        role: 'plain',
      },
      { state: 'gone', x: 340, y: 148, width: 84, height: 42, label: words.gone, forms: [words.goneHint], role: 'plain' },
    ],
    arrows: ARROWS,
    labels: LABELS,
  };
}

const ARROWS: ArrowShape[] = [
  usual('pending', 'running', 'M110 52H172'),
  rare('pending', 'failed', 'M104 74V96H312'),
  rare('pending', 'succeeded', 'M104 30V10H312'),
  usual('running', 'succeeded', 'M264 44H288V19H312'),
  usual('running', 'failed', 'M264 60H288V85H312'),
  rare('running', 'pending', 'M172 64H110'),
  rare('running', 'unknown', 'M196 74V84'),
  rare('unknown', 'running', 'M232 84V74'),
  usual('pending', 'terminating', 'M58 74V169H136', 'delete'),
  usual('running', 'terminating', 'M214 74V148', 'delete'),
  rare('succeeded', 'terminating', 'M416 19H422V126H250V148', 'delete'),
  rare('failed', 'terminating', 'M364 104V126H250V148', 'delete'),
  rare('unknown', 'terminating', 'M240 110V148', 'delete'),
  usual('terminating', 'gone', 'M262 169H340'),
  rare('pending', 'gone', 'M30 74V204H382V190', 'atOnce'),
  rare('running', 'gone', 'M180 74V138H382V148', 'atOnce'),
  rare('succeeded', 'gone', 'M416 27H424V148', 'atOnce'),
  rare('failed', 'gone', 'M396 104V148', 'atOnce'),
];

const LABELS: LabelShape[] = [
  beside('delete', words.delete, 208, 128, 'end'),
  onLine(arrowKey('pending', 'running'), '', 141, 46),
  beside(arrowKey('running', 'succeeded'), '', 284, 20, 'end'),
  beside(arrowKey('running', 'failed'), '', 284, 104, 'end'),
  onLine(arrowKey('terminating', 'gone'), '', 301, 162),
];
