import { arrowKey, type LiveMachine, type ProbeSubject, step } from '../../../timeline/states/index.ts';
import { statesTexts } from '../../texts/en-states.ts';
import { alongLine, type ArrowShape, beside, type Diagram, type LabelShape, type NodeShape, onLine, rare, type Role, usual } from '../diagram.ts';

const words = statesTexts.probe;

/** Steps that are drawn one by one; of a higher threshold the middle ones share a box. */
const MAX_BOXES = 5;
const FIRST = { x: 168, y: 304, width: 92, height: 42 };
const LAST = { x: 312, y: 76, width: 104, height: 44 };

/** The climb to the threshold, as in the probe's lane: a staircase. */
export function probeDiagram({ type, threshold, probe }: ProbeSubject, { current }: LiveMachine): Diagram {
  const boxes = stepBoxes(threshold);
  const failures = current?.facts?.failures ?? 0;
  const nodes: NodeShape[] = boxes.map((box, index) => {
    const isShared = box.to > box.from;
    const isHere = current !== undefined && failures >= box.from && failures <= box.to;
    const label = isShared && !isHere ? words.steps(box.from, box.to) : words.step(isShared ? failures : box.from, threshold);
    return {
      ...box.place,
      state: step(box.from),
      label,
      forms: index === 0 ? [words.fresh[type]] : index === boxes.length - 1 ? [words.reached[type]] : [],
      role: stepRole(index, boxes.length),
    };
  });
  nodes.push(
    { state: 'off', x: 14, y: 304, width: 104, height: 42, label: words.off, forms: [words.noContainer], role: 'plain' },
    {
      state: 'waiting',
      x: 14,
      y: 206,
      width: 104,
      height: 42,
      label: words.waiting,
      forms: (probe.initialDelaySeconds ?? 0) > 0 ? [words.delay(probe.initialDelaySeconds ?? 0)] : [words.noDelay],
      role: 'plain',
    },
  );
  if (type === 'startup') nodes.push({ state: 'passed', x: 14, y: 100, width: 104, height: 42, label: words.passed, forms: [words.onHold], role: 'serveTint' });
  const last = step(threshold);
  return {
    viewBox: { x: 0, y: 26, width: 430, height: 346 },
    zones: [],
    nodes,
    arrows: [...climb(boxes), ...ways(boxes, type), ...resets(boxes, type)],
    labels: [
      ...boxes.slice(1).map((box, index) => failsLabel(boxes[index] as StepBox, box)),
      successLabel(boxes, type),
      beside(arrowKey('off', 'waiting'), words.running, 72, 272, 'start'),
      onLine(arrowKey('off', step(0)), '', 141, 327),
      onLine(arrowKey(step(0), 'off'), '', 141, 353),
      alongLine('newContainer', words.newContainer, 250, 40),
      alongLine('stops', words.stops, 352, 355),
    ].filter(({ group }) => group !== arrowKey(last, last)),
  };
}

/** The state that stands for a number of failures in the drawing: several share a box if the threshold is high. */
export function drawnStep(state: string, threshold: number): string {
  const failures = /^step(\d+)$/.exec(state)?.[1];
  if (failures === undefined) return state;
  const box = stepBoxes(threshold).find(({ from, to }) => Number(failures) >= from && Number(failures) <= to);
  return box === undefined ? state : step(box.from);
}

interface StepBox {
  /** Failures in a row, from and to. */
  from: number;
  to: number;
  place: { x: number; y: number; width: number; height: number };
}

function stepBoxes(threshold: number): StepBox[] {
  const isWhole = threshold + 1 <= MAX_BOXES;
  const ranges = isWhole
    ? Array.from({ length: threshold + 1 }, (_, failures) => [failures, failures] as const)
    : ([
        [0, 0],
        [1, 1],
        [2, 2],
        [3, threshold - 1],
        [threshold, threshold],
      ] as const);
  const top = ranges.length - 1;
  return ranges.map(([from, to], index) => {
    const share = index / top;
    const middle = { width: to > from ? 84 : 76, height: ranges.length > 4 ? 34 : 38 };
    const size = index === 0 ? FIRST : index === top ? LAST : middle;
    return {
      from,
      to,
      place: {
        x: Math.round(FIRST.x + (LAST.x - FIRST.x) * share),
        y: Math.round(FIRST.y + (LAST.y - FIRST.y) * share),
        width: size.width,
        height: size.height,
      },
    };
  });
}

function stepRole(index: number, count: number): Role {
  return index === 0 ? 'serveTint' : index === count - 1 ? 'fail' : 'failTint';
}

/** From each step to the next: out to the right, in from below. */
function climb(boxes: readonly StepBox[]): ArrowShape[] {
  return boxes.slice(1).map((box, index) => usual(step((boxes[index] as StepBox).from), step(box.from), climbPath(boxes[index] as StepBox, box)));
}

function climbPath({ place: a }: StepBox, { place: b }: StepBox): string {
  // The first box is wide enough for a straight way up.
  const x = Math.min(b.x + b.width - 14, a === undefined ? 0 : Math.max(a.x + a.width + 12, b.x + b.width / 2));
  return a.x === FIRST.x ? `M${Math.max(b.x + 12, 240)} ${a.y}V${b.y + b.height}` : `M${a.x + a.width} ${a.y + a.height / 2}H${x}V${b.y + b.height}`;
}

function failsLabel(a: StepBox, b: StepBox): LabelShape {
  const corners = /(?:H|M)(-?[\d.]+)(?: [\d.]+)?V/.exec(climbPath(a, b));
  const x = Number(corners?.[1] ?? 0);
  // Near the lower end: at the upper one hangs how long it has been there.
  return beside(arrowKey(step(a.from), step(b.from)), words.fails, x + 7, a.place.y + (a.from === 0 ? -8 : 6), 'start');
}

/** On the way back from the highest step that has one. */
function successLabel(boxes: readonly StepBox[], type: ProbeSubject['type']): LabelShape {
  const { x, y, height } = (boxes.at(type === 'readiness' ? -1 : -2) as StepBox).place;
  return { ...onLine('success', words.success, (184 + Math.max(x, 264)) / 2, y + height / 2 - 6), countdown: 'above' };
}

/** What a success does: back to the ground, or through the gate. */
function resets(boxes: readonly StepBox[], type: ProbeSubject['type']): ArrowShape[] {
  const target = type === 'startup' ? 'passed' : step(0);
  const end = type === 'startup' ? 'H134V121H118' : 'H184V304';
  const from = boxes.slice(1, type === 'readiness' ? undefined : -1);
  const middle = ({ place }: StepBox) => place.y + place.height / 2;
  return [
    ...(type === 'startup' ? [usual(step(0), 'passed', 'M168 314H134V121H118', 'success')] : []),
    ...from.map((box) => usual(step(box.from), target, `M${box.place.x} ${middle(box)}${end}`, 'success')),
  ];
}

/** In from below and back: beginning to probe, a new container, no container. */
function ways(boxes: readonly StepBox[], type: ProbeSubject['type']): ArrowShape[] {
  const isStartup = type === 'startup';
  const top = boxes.at(-1) as StepBox;
  const topX = top.place.x + top.place.width / 2;
  const newContainer = isStartup ? `M${topX} ${top.place.y}V46H4V227H14` : `M${topX} ${top.place.y}V46H66V206`;
  return [
    usual('off', 'waiting', 'M66 304V248'),
    usual('waiting', step(0), 'M118 227H146V325H168'),
    rare('waiting', 'off', 'M40 248V304'),
    rare('off', step(0), 'M118 331H168'),
    rare(step(0), 'off', 'M168 340H118'),
    // A readiness probe is never on hold: it ends with its container, or succeeds again.
    ...(type === 'readiness'
      ? [rare(step(top.from), 'waiting', newContainer, 'newContainer')]
      : [usual(step(top.from), 'waiting', newContainer, 'newContainer'), rare(step(top.from), step(0), `M${topX} ${top.place.y}V46H174V304`, 'newContainer')]),
    ...(isStartup
      ? [rare('passed', 'waiting', 'M66 142V206'), rare('passed', step(0), 'M96 142V190H160V320H168'), rare('passed', 'off', 'M14 121H4V325H14')]
      : []),
    ...boxes.slice(1).map(({ from, place }) => rare(step(from), 'off', `M${place.x + place.width - 10} ${place.y + place.height}V360H52V346`, 'stops')),
    ...boxes.slice(1).map(({ from, place }) => rare('waiting', step(from), `M118 236H${place.x - 20}V${place.y + place.height - 8}H${place.x}`)),
    ...boxes.slice(1).map(({ from, place }) => rare('off', step(from), `M118 312H128V${place.y + place.height - 8}H${place.x}`)),
  ];
}
