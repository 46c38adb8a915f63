import { arrowKey, type ContainerMachines, type LiveMachine } from '../../../timeline/states/index.ts';
import { texts } from '../../texts/index.ts';
import { type ArrowShape, beside, type Diagram, type LabelShape, onLine, rare, usual } from '../diagram.ts';
import { handlerForms } from './container.ts';

const words = texts.states.termination;

/** From the decision to the end of the process; its grace period is drawn below it (`GraceGauge`). */
export function terminationDiagram({ container }: ContainerMachines, { current }: LiveMachine): Diagram {
  const preStop = container.lifecycle?.preStop;
  const { signal, isHandled, exitCode } = current?.facts ?? {};
  return {
    viewBox: { x: 0, y: -14, width: 906, height: 224 },
    zones: [],
    nodes: [
      { state: 'idle', x: 26, y: 52, width: 104, height: 46, label: words.idle, forms: [words.nothingToStop], role: 'plain' },
      { state: 'decided', x: 181, y: 65, width: 20, height: 20, label: words.decided, forms: [], role: 'ink', isDiamond: true },
      ...(preStop === undefined
        ? []
        : [{ state: 'preStop', x: 262, y: 52, width: 124, height: 46, label: 'preStop', forms: handlerForms(preStop), role: 'hook' } as const]),
      {
        state: 'signalled',
        x: 486,
        y: 52,
        width: 140,
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

const WITHOUT_HOOK: ArrowShape[] = [usual('decided', 'signalled', 'M204 75H486')];

const WITH_HOOK: ArrowShape[] = [
  usual('decided', 'preStop', 'M204 75H262'),
  usual('preStop', 'signalled', 'M386 75H486'),
  rare('decided', 'signalled', 'M191 86V124H556V98'),
  rare('preStop', 'exited', 'M324 52V24H746'),
  rare('preStop', 'killed', 'M324 98V126H746'),
];

const ARROWS: ArrowShape[] = [
  usual('idle', 'decided', 'M130 75H178'),
  usual('signalled', 'exited', 'M626 66H696V35H746'),
  usual('signalled', 'killed', 'M626 84H696V115H746'),
  rare('decided', 'exited', 'M191 86V130H700V45H746'),
  rare('decided', 'killed', 'M191 86V130H746'),
  rare('exited', 'idle', 'M868 35H886V0H78V52', 'again'),
  rare('killed', 'idle', 'M868 115H886V0H78V52', 'again'),
];

const LABELS: LabelShape[] = [
  onLine(arrowKey('preStop', 'signalled'), words.hookEnds, 434, 68),
  beside(arrowKey('signalled', 'exited'), words.inTime, 690, 59, 'end'),
  beside(arrowKey('signalled', 'killed'), words.graceOver, 690, 106, 'end'),
  onLine('again', words.again, 480, -5),
];
