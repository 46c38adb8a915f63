import type { LifecycleHandler } from '../../../model/kubernetes.ts';
import { arrowKey, type ContainerMachines, type LiveMachine } from '../../../timeline/states/index.ts';
import { clockSeconds } from '../../format.ts';
import { statesTexts } from '../../texts/en-states.ts';
import { alongLine, type ArrowShape, beside, type Diagram, type LabelShape, type NodeShape, onLine, rare, usual, type ZoneShape } from '../diagram.ts';

const words = statesTexts.container;

/** The three kinds of container state, and in each what the node knows more exactly. */
export function containerDiagram({ container, hasPorts }: ContainerMachines, { current }: LiveMachine): Diagram {
  const postStart = container.lifecycle?.postStart;
  const here = (state: string) => (current?.state === state ? current.facts : undefined);
  const wait = here('crashBackOff');
  const failure = here('failed');
  const nodes: NodeShape[] = [
    { state: 'created', x: 26, y: 74, width: 150, height: 46, label: 'ContainerCreating', forms: [words.orInitializing], role: 'wait', isWaiting: true },
    { state: 'pullBackOff', x: 26, y: 164, width: 150, height: 46, label: 'ImagePullBackOff', forms: [words.delays], role: 'failTint', isWaiting: true },
    {
      state: 'crashBackOff',
      x: 26,
      y: 258,
      width: 150,
      height: 46,
      label: 'CrashLoopBackOff',
      forms: wait?.untilMs === undefined ? [words.delays] : [words.wait(clockSeconds(wait.delayMs ?? 0), clockSeconds(wait.untilMs))],
      role: 'failTint',
      isWaiting: true,
    },
    ...(postStart === undefined
      ? []
      : [{ state: 'postStart', x: 284, y: 74, width: 128, height: 46, label: 'postStart', forms: handlerForms(postStart), role: 'hookTint' } as const]),
    { state: 'booting', x: 476, y: 74, width: 128, height: 46, label: words.booting, forms: [hasPorts ? words.portClosed : words.notUp], role: 'boot' },
    {
      state: 'serving',
      x: 508,
      y: 164,
      width: 112,
      height: 46,
      label: hasPorts ? words.serving : words.running,
      forms: [hasPorts ? words.portOpen : words.noPort],
      role: 'serve',
    },
    { state: 'stopping', x: 284, y: 258, width: 320, height: 46, label: words.stopping, forms: [words.seeBelow], role: 'plain' },
    { state: 'completed', x: 730, y: 74, width: 140, height: 46, label: words.exit(0), forms: ['Completed'], role: 'plain' },
    {
      state: 'failed',
      x: 730,
      y: 166,
      width: 140,
      height: 46,
      label: words.exit(failure?.exitCode ?? '≠ 0'),
      forms: [failure?.reason ?? 'Error'],
      role: 'fail',
    },
    { state: 'oomKilled', x: 730, y: 258, width: 140, height: 46, label: words.exit(137), forms: ['OOMKilled'], role: 'fail' },
  ];
  const entry = postStart === undefined ? { state: 'booting', x: 540, leftX: 476 } : { state: 'postStart', x: 396, leftX: 284 };
  return {
    viewBox: { x: 0, y: 16, width: 906, height: 342 },
    zones: ZONES,
    nodes,
    arrows: [...arrowsInto(entry), ...ARROWS.filter(({ from }) => postStart !== undefined || from !== 'postStart')],
    labels: [...LABELS, ...entryLabels(entry.state), beside(arrowKey('booting', 'serving'), hasPorts ? words.portOpens : words.isUp, 568, 146, 'start')],
  };
}

const ZONES: ZoneShape[] = [
  { id: 'waiting', title: words.waiting, x: 10, y: 48, width: 182, height: 276 },
  { id: 'running', title: words.runningZone, x: 262, y: 48, width: 376, height: 276 },
  { id: 'terminated', title: words.terminated, x: 714, y: 48, width: 162, height: 276 },
];

/** The ways to a new process: the first, at once, and after a wait. */
function arrowsInto({ state, x, leftX }: { state: string; x: number; leftX: number }): ArrowShape[] {
  const again = (from: string, y: number, isUsual: boolean) => ({ from, to: state, path: `M870 ${y}H886V36H${x}V74`, isUsual, group: 'atOnce' });
  return [
    usual('created', state, `M176 97H${leftX}`),
    usual('crashBackOff', state, `M176 281H230V108H${leftX}`),
    again('completed', 97, false),
    again('failed', 181, true),
    again('oomKilled', 273, false),
  ];
}

const ARROWS: ArrowShape[] = [
  usual('created', 'pullBackOff', 'M50 120V164'),
  usual('pullBackOff', 'created', 'M152 164V120'),
  rare('created', 'failed', 'M176 112H248V334H702V204H730', 'startFails'),
  rare('crashBackOff', 'failed', 'M176 292H248V334H702V204H730', 'startFails'),
  rare('crashBackOff', 'pullBackOff', 'M101 258V210'),
  usual('postStart', 'booting', 'M412 97H476'),
  usual('postStart', 'stopping', 'M340 120V258'),
  rare('postStart', 'completed', 'M380 74V60H698V86H730'),
  rare('postStart', 'failed', 'M380 74V60H698V174H730'),
  rare('postStart', 'oomKilled', 'M380 74V60H698V298H730'),
  usual('booting', 'serving', 'M562 120V164'),
  usual('booting', 'stopping', 'M492 120V258'),
  rare('booting', 'completed', 'M604 90H730'),
  usual('booting', 'failed', 'M604 104H706V180H730'),
  rare('booting', 'oomKilled', 'M604 112H644V298H730'),
  rare('serving', 'booting', 'M530 164V120'),
  usual('serving', 'stopping', 'M562 210V258'),
  rare('serving', 'completed', 'M620 176H660V98H730'),
  rare('serving', 'failed', 'M620 189H730'),
  usual('serving', 'oomKilled', 'M620 200H652V298H730'),
  usual('stopping', 'completed', 'M604 266H668V108H730'),
  usual('stopping', 'failed', 'M604 277H690V196H730'),
  rare('stopping', 'oomKilled', 'M604 288H730'),
  usual('failed', 'crashBackOff', 'M870 197H894V346H101V304', 'afterWait'),
  rare('completed', 'crashBackOff', 'M870 110H894V346H101V304', 'afterWait'),
  rare('oomKilled', 'crashBackOff', 'M870 290H894V346H101V304', 'afterWait'),
  rare('completed', 'pullBackOff', 'M870 115H898V354H16V187H26', 'pullsAgain'),
  rare('failed', 'pullBackOff', 'M870 206H898V354H16V187H26', 'pullsAgain'),
  rare('oomKilled', 'pullBackOff', 'M870 298H898V354H16V187H26', 'pullsAgain'),
];

const LABELS: LabelShape[] = [
  beside(arrowKey('created', 'pullBackOff'), words.pullFails, 57, 155, 'start'),
  onLine(arrowKey('postStart', 'booting'), words.hookEnds, 444, 90),
  beside(arrowKey('postStart', 'stopping'), words.killing, 346, 186, 'start'),
  beside(arrowKey('booting', 'stopping'), words.killing, 486, 186, 'end'),
  beside(arrowKey('serving', 'stopping'), words.killing, 568, 244, 'start'),
  beside(arrowKey('booting', 'failed'), '', 711, 158, 'start'),
  beside(arrowKey('serving', 'oomKilled'), '', 648, 240, 'end'),
  beside(arrowKey('stopping', 'completed'), '', 672, 128, 'start'),
  beside(arrowKey('stopping', 'failed'), '', 695, 232, 'start'),
  beside('startFails', words.startFails, 254, 200, 'start'),
  alongLine('afterWait', words.afterWait, 500, 341),
  alongLine('pullsAgain', words.pullFails, 800, 352),
];

function entryLabels(entry: string): LabelShape[] {
  return [
    onLine(arrowKey('created', entry), words.starts, 227, 90),
    beside(arrowKey('crashBackOff', entry), words.waitOver, 224, 236, 'end'),
    alongLine('atOnce', words.atOnce, 617, 30),
  ];
}

/** `exec sleep 5`, `exec`. */
export function handlerForms({ exec, httpGet, tcpSocket, sleep }: LifecycleHandler): string[] {
  if (exec) return [`exec ${(exec.command ?? []).join(' ')}`, (exec.command ?? []).join(' '), 'exec'];
  if (httpGet) return [`GET :${httpGet.port}${httpGet.path ?? ''}`, 'httpGet'];
  if (sleep) return [`sleep ${sleep.seconds} s`, 'sleep'];
  return tcpSocket ? ['tcpSocket'] : [];
}
