import { arrowKey, type ContainerMachines, type LiveMachine } from '../../../timeline/states/index.ts';
import { statesTexts } from '../../texts/en-states.ts';
import { alongLine, type ArrowShape, beside, type Diagram, type LabelShape, onLine, rare, usual } from '../diagram.ts';
import { handlerForms } from './container.ts';

const words = statesTexts.termination;

/** From the decision to the end of the process; its grace period is drawn below it (`GraceGauge`). */
export function terminationDiagram({ container }: ContainerMachines, { current }: LiveMachine): Diagram {
  const preStop = container.lifecycle?.preStop;
  const { signal, isHandled, exitCode } = current?.facts ?? {};
  return {
    viewBox: { x: 0, y: -2, width: 906, height: 204 },
    zones: [],
    nodes: [
      { state: 'idle', x: 22, y: 52, width: 104, height: 46, label: words.idle, forms: [words.nothingToStop], role: 'plain' },
      { state: 'decided', x: 200, y: 65, width: 20, height: 20, label: words.decided, forms: [], role: 'ink', isDiamond: true },
      ...(preStop === undefined
        ? []
        : [{ state: 'preStop', x: 280, y: 52, width: 116, height: 46, label: 'preStop', forms: handlerForms(preStop), role: 'hook' } as const]),
      {
        state: 'signalled',
        x: 492,
        y: 52,
        width: 130,
        height: 46,
        label: words.sent(signal ?? container.lifecycle?.stopSignal ?? 'SIGTERM'),
        forms: [isHandled === false ? words.noHandler : words.waitsForExit],
        role: 'plain',
      },
      {
        state: 'exited',
        x: 746,
        y: 14,
        width: 122,
        height: 42,
        label: words.exited,
        forms: [current?.state === 'exited' && exitCode !== undefined ? words.exit(exitCode) : words.exits],
        role: 'plain',
      },
      { state: 'killed', x: 746, y: 94, width: 122, height: 42, label: 'SIGKILL', forms: [words.exit(137)], role: 'ink' },
    ],
    arrows: [...(preStop === undefined ? WITHOUT_HOOK : WITH_HOOK), ...ARROWS],
    labels: LABELS,
  };
}

const WITHOUT_HOOK: ArrowShape[] = [usual('decided', 'signalled', 'M223 75H492')];

const WITH_HOOK: ArrowShape[] = [
  usual('decided', 'preStop', 'M223 75H280'),
  usual('preStop', 'signalled', 'M396 75H492'),
  rare('decided', 'signalled', 'M210 86V124H556V98'),
  rare('preStop', 'exited', 'M338 52V24H746'),
  rare('preStop', 'killed', 'M338 98V126H746'),
];

const ARROWS: ArrowShape[] = [
  usual('idle', 'decided', 'M126 75H197'),
  usual('signalled', 'exited', 'M622 66H696V35H746'),
  usual('signalled', 'killed', 'M622 84H696V115H746'),
  rare('decided', 'exited', 'M210 86V130H700V45H746'),
  rare('decided', 'killed', 'M210 86V130H746'),
  rare('exited', 'idle', 'M868 35H886V3H74V52', 'again'),
  rare('killed', 'idle', 'M868 115H886V3H74V52', 'again'),
];

const LABELS: LabelShape[] = [
  onLine(arrowKey('preStop', 'signalled'), words.hookEnds, 444, 68),
  { ...beside(arrowKey('signalled', 'exited'), words.inTime, 690, 59, 'end'), countdown: 'above' },
  beside(arrowKey('signalled', 'killed'), words.graceOver, 742, 131, 'end'),
  alongLine('again', words.again, 480, 18),
];
