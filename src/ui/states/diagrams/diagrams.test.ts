/** The drawings have a place for everything that happens: in the story of the design, and in all that was recorded on a real kubelet. */
import { describe, expect, it } from 'vitest';
import type { Trace } from '../../../model/trace.ts';
import { createWatcher } from '../../../recording/watcher.ts';
import { readScenario } from '../../../scenario/index.ts';
import { simulate } from '../../../sim/simulate.ts';
import { cartStory } from '../../../testing/cart-story.ts';
import { recordings } from '../../../testing/fixtures.ts';
import { arrowKey, type LiveMachine, machineAt, podMachines } from '../../../timeline/states/index.ts';
import { cornersOf, type Diagram, detour, placeOnPath } from '../diagram.ts';
import { drawnProbe } from '../subject.ts';
import { containerDiagram } from './container.ts';
import { podDiagram } from './pod.ts';
import { drawnStep, probeDiagram } from './probe.ts';
import { terminationDiagram } from './termination.ts';

/** Every diagram of a trace with its machine at the end of the run. */
function drawings(trace: Trace): { what: string; diagram: Diagram; live: LiveMachine }[] {
  const { pod, phaseAt, containers, endMs } = podMachines(trace);
  const podLive = machineAt(pod, endMs);
  return [
    { what: 'Pod', diagram: podDiagram(phaseAt(endMs), podLive), live: podLive },
    ...containers.flatMap((container) => {
      const [node, termination] = [machineAt(container.node, endMs), machineAt(container.termination, endMs)];
      return [
        { what: container.name, diagram: containerDiagram(container, node), live: node },
        { what: `${container.name} ending`, diagram: terminationDiagram(container, termination), live: termination },
        ...container.probes.map((probe) => {
          const live = machineAt(probe.machine, endMs);
          return { what: `${container.name} ${probe.type}`, diagram: probeDiagram(probe, live), live: drawnProbe(live, probe.threshold) };
        }),
      ];
    }),
  ];
}

function missing(trace: Trace): string[] {
  return drawings(trace).flatMap(({ what, diagram, live }) => {
    const states = new Set(diagram.nodes.map(({ state }) => state));
    const ways = new Set(diagram.arrows.map(({ from, to }) => arrowKey(from, to)));
    return [...[...live.seen].filter((state) => !states.has(state)), ...[...live.taken.keys()].filter((key) => !ways.has(key))].map((key) => `${what}: ${key}`);
  });
}

it('the story of the design has every state and arrow in its drawings', () => {
  expect(missing(cartStory())).toEqual([]);
});

describe.each(recordings())('$name', ({ text }) => {
  it('has every state and arrow in its drawings', () => {
    const { scenario } = readScenario(text);
    // Whether the engine takes it is a matter for the engine's own tests.
    if (scenario !== undefined) expect(missing(simulate(scenario, { watchTrigger: createWatcher }))).toEqual([]);
  });
});

it('arrows run along the axes from the edge of one state to the edge of another', () => {
  for (const { what, diagram } of drawings(cartStory())) {
    for (const { from, to, path } of diagram.arrows) {
      const corners = cornersOf(path);
      const ends = [corners[0], corners.at(-1)];
      [from, to].forEach((state, index) => {
        const node = diagram.nodes.find((each) => each.state === state);
        const end = ends[index];
        if (node === undefined || end === undefined) return;
        const slack = node.isDiamond ? 4 : 0.5;
        const isInside = end.x >= node.x - slack && end.x <= node.x + node.width + slack && end.y >= node.y - slack && end.y <= node.y + node.height + slack;
        expect(isInside, `${what}: ${from} to ${to}, ${path} at ${state}`).toBe(true);
      });
    }
  }
});

it('a way that the drawing did not foresee is drawn all the same', () => {
  const node = { state: 'a', x: 0, y: 0, width: 100, height: 40, label: '', forms: [], role: 'plain' as const };
  expect(detour(node, { ...node, state: 'b', x: 200, y: 100 }).path).toBe('M100 28H150V128H200');
  expect(detour(node, { ...node, state: 'b', y: 100 }).path).toBe('M60 40V100');
});

it('the count of an arrow without a label stands at its longest stretch', () => {
  expect(placeOnPath('a>b', 'M0 0H10V100')).toMatchObject({ x: 16, y: 54, anchor: 'start' });
});

it('many steps share a box, few do not', () => {
  expect(['step0', 'step3', 'step29', 'step30', 'off'].map((state) => drawnStep(state, 30))).toEqual(['step0', 'step3', 'step3', 'step30', 'off']);
  expect(['step2', 'step3'].map((state) => drawnStep(state, 3))).toEqual(['step2', 'step3']);
});
