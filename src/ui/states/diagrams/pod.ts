import type { PodPhase } from '../../../model/kubernetes.ts';
import { arrowKey, type LiveMachine } from '../../../timeline/states/index.ts';
import { texts } from '../../texts/index.ts';
import { type ArrowShape, beside, type Diagram, type LabelShape, onLine, rare, usual } from '../diagram.ts';

const words = texts.states.pod;

/** The phases, and beside them what is none: Terminating. */
export function podDiagram(phase: PodPhase | undefined, { seen, current }: LiveMachine): Diagram {
  const isUnknown = seen.has('unknown');
  return {
    viewBox: { x: 0, y: -12, width: 430, height: 222 },
    zones: [{ id: 'phase', title: words.phase, x: 6, y: -10, width: 418, height: 138 }],
    nodes: [
      { state: 'pending', x: 18, y: 34, width: 100, height: 44, label: 'Pending', forms: [], role: 'wait', isWaiting: true },
      { state: 'running', x: 164, y: 34, width: 100, height: 44, label: 'Running', forms: [], role: 'serveTint' },
      { state: 'succeeded', x: 312, y: 2, width: 104, height: 40, label: 'Succeeded', forms: [], role: 'plain' },
      { state: 'failed', x: 312, y: 72, width: 104, height: 40, label: 'Failed', forms: [], role: 'fail' },
      ...(isUnknown ? [{ state: 'unknown', x: 164, y: 92, width: 100, height: 30, label: 'Unknown', forms: [], role: 'wait' } as const] : []),
      {
        state: 'terminating',
        x: 144,
        y: 162,
        width: 140,
        height: 44,
        label: 'Terminating',
        forms: current?.state === 'terminating' && phase !== undefined ? [words.phaseIs(phase)] : [words.deletionTimestamp],
        role: 'plain',
      },
      { state: 'gone', x: 330, y: 162, width: 86, height: 44, label: words.gone, forms: [words.goneHint], role: 'plain' },
    ],
    arrows: ARROWS,
    labels: LABELS,
  };
}

const ARROWS: ArrowShape[] = [
  usual('pending', 'running', 'M118 56H164'),
  rare('pending', 'failed', 'M104 78V102H312'),
  rare('pending', 'succeeded', 'M104 34V12H312'),
  usual('running', 'succeeded', 'M264 48H288V22H312'),
  usual('running', 'failed', 'M264 64H288V92H312'),
  rare('running', 'pending', 'M164 68H118'),
  usual('pending', 'terminating', 'M58 78V184H144', 'delete'),
  usual('running', 'terminating', 'M214 78V162', 'delete'),
  rare('succeeded', 'terminating', 'M416 22H422V138H264V162', 'delete'),
  rare('failed', 'terminating', 'M364 112V138H264V162', 'delete'),
  rare('unknown', 'terminating', 'M240 122V162', 'delete'),
  usual('terminating', 'gone', 'M284 184H330'),
  rare('pending', 'gone', 'M30 78V208H373V202', 'deletedAtOnce'),
  rare('running', 'gone', 'M180 78V146H373V162', 'deletedAtOnce'),
  rare('succeeded', 'gone', 'M416 30H422V184H416', 'deletedAtOnce'),
  rare('failed', 'gone', 'M390 112V162', 'deletedAtOnce'),
];

const LABELS: LabelShape[] = [
  beside('delete', words.delete, 208, 141, 'end'),
  onLine(arrowKey('pending', 'running'), '', 141, 49),
  beside(arrowKey('running', 'succeeded'), '', 284, 22, 'end'),
  beside(arrowKey('running', 'failed'), '', 284, 108, 'end'),
  onLine(arrowKey('terminating', 'gone'), '', 307, 177),
];
