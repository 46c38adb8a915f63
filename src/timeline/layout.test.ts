import { describe, expect, it } from 'vitest';
import { cartStory } from '../testing/cart-story.ts';
import { lanePicture } from '../testing/lane-picture.ts';
import { traceOf } from '../testing/trace-builder.ts';
import { isFolded } from './filter.ts';
import { laneRects } from './lanes.ts';
import { layoutTrace } from './layout.ts';

const normal = { density: 'normal' } as const;
const cart = layoutTrace(cartStory(), normal);
const probed = { name: 'app', image: 'app', livenessProbe: {}, startupProbe: {}, readinessProbe: {} };

describe('lanes', () => {
  it('stand in the order of the design; lanes of probes that are not configured do not exist', () => {
    expect(cart.lanes.map(({ id }) => id)).toEqual([
      'actions',
      'pod',
      'pod.phase',
      'pod.conditions',
      'pod.traffic',
      'pod.events',
      'app',
      'app.process',
      'app.liveness',
      'app.status',
      'proxy',
      'proxy.process',
      'proxy.startup',
      'proxy.readiness',
      'proxy.status',
    ]);
  });

  it('of the overview are one strip a container', () => {
    const { lanes } = layoutTrace(cartStory(), { density: 'overview' });
    expect(lanes.map(({ id }) => id)).toEqual(['actions', 'pod.traffic', 'pod.events', 'app', 'app.process', 'proxy', 'proxy.process']);
  });

  it('name the Pod with its namespace, app containers with their image, sidecars and init containers as such', () => {
    const groups = cart.lanes.filter(({ kind }) => kind === 'group');
    expect(groups.map(({ label, detail }) => `${label} (${detail})`)).toEqual(['Pod cart (shop)', 'app (cart:1.4)', 'proxy (sidecar)']);
  });

  it('come without traffic if there is no EndpointSlice', () => {
    const { lanes } = layoutTrace(traceOf('web').pod(0, { phase: 'Pending' }, 'ADDED').build(10), normal);
    expect(lanes.some(({ id }) => id === 'pod.traffic')).toBe(false);
  });

  it('of a Pod that the API refused are those that still say something', () => {
    const { lanes } = layoutTrace(traceOf('web').action(0, 'create').build(10), normal);
    expect(lanes.map(({ id }) => id)).toEqual(['actions', 'pod', 'pod.phase', 'pod.conditions', 'pod.events']);
  });
});

describe('what the API reported', () => {
  it('is phase, conditions and status as the watch delivered them, until the object is gone', () => {
    expect(lanePicture(cart, 'pod.phase', { stepMs: 4000 })).toBe('pills --RRRRRRRRRRRRRRRRRRRRRRRRD');
    expect(lanePicture(cart, 'app.status', { stepMs: 2000 })).toBe('pills ----RRRRRRRRRRRRRRRRRRRRRRRRRRRRR//////RRRRRRRRRRRRDD');
    expect(lanePicture(cart, 'pod.conditions', { stepMs: 4000 })).toBe(
      [
        'PodScheduled              ===========================',
        'PodReadyToStartContainers ===========================',
        'Initialized                ==========================',
        'ContainersReady             ==============...======..',
        'Ready                       ==============...======..',
      ].join('\n'),
    );
  });

  it('has pills by state: waiting, running, back-off, failed, done', () => {
    const trace = traceOf('web')
      .pod(0, { phase: 'Pending', statuses: { app: 'Waiting:ContainerCreating' } }, 'ADDED')
      .pod(2, { statuses: { app: 'Waiting:ErrImagePull' } })
      .pod(4, { statuses: { app: 'Waiting:ImagePullBackOff' } })
      .pod(6, { phase: 'Running', statuses: { app: 'Running' } })
      .pod(8, { phase: 'Failed', statuses: { app: 'Terminated:OOMKilled:137' } })
      .build(10);
    const model = layoutTrace(trace, normal);
    expect(lanePicture(model, 'app.status')).toBe('pills --FF//RRFF');
    expect(lanePicture(model, 'pod.phase')).toBe('pills ------RRFF');
  });

  it('keeps a state that lasted no time to itself', () => {
    const trace = traceOf('web').pod(0, { phase: 'Pending' }, 'ADDED').pod(3, { phase: 'Running' }).pod(3, { phase: 'Failed' }).build(5);
    expect(lanePicture(layoutTrace(trace, normal), 'pod.phase')).toBe('pills ---FF');
  });
});

describe('traffic', () => {
  it('crosses the EndpointSlice with whether anybody listens', () => {
    expect(lanePicture(cart, 'pod.traffic', { stepMs: 2000 })).toBe('traffic     xxxxxxxxxxx#######xxxxxxxxxxxx     xxx#####:::::');
  });

  it('ignores ports that nobody sends to, and other Pods', () => {
    const trace = traceOf('web')
      .pod(0, { phase: 'Running' }, 'ADDED')
      .slice(1, 'ready', 9090)
      .serving('app', 2, 'serving', { ports: [8080] })
      .serving('app', 5, 'serving', { ports: [8080, 9090] })
      .build(8);
    expect(lanePicture(layoutTrace(trace, normal), 'pod.traffic')).toBe('traffic  xxxx###');
  });
});

describe('the process', () => {
  it('boots, serves and drains; hooks, signals and grace have rows of their own', () => {
    expect(lanePicture(cart, 'app.process', { stepMs: 2000 })).toBe(
      [
        'main      pbbbbbbbbbbbbSSSSSSSSbbbbbbbbb//////bbbbSSSSSSSSdd',
        'hooks      oo  hhhh            oo   hhhoo     oo       hhhh',
        'grace          GGGGGGGGGGGGGGGG     gggg               ggggg',
        'signals           T           K        T                  T',
      ].join('\n'),
    );
  });

  it('has runs with their exit codes', () => {
    const runs = cart.lanes.find(({ id }) => id === 'app')?.tracks[0];
    expect([...(runs?.limit ?? [])]).toEqual([137, 143, 1, 0]);
  });

  it('shows how far a boot came that was cut short', () => {
    const main = cart.lanes.find(({ id }) => id === 'app.process')?.tracks[0];
    const boots = [...(main?.value ?? [])].filter((_, mark) => cart.strings[main?.text[mark] ?? 0] === 'booting');
    expect(boots.map((reached) => Math.round(reached * 100))).toEqual([100, 67, 9, 100]);
  });

  it('is merely running if nothing is known of its ports', () => {
    const trace = traceOf('job').pod(0, {}, 'ADDED').process('app', 2, 'start').process('app', 6, 'exit', { exitCode: 0 }).build(8);
    expect(lanePicture(layoutTrace(trace, normal), 'app.process')).toBe('main   rrrr');
  });

  it('shows one wait however often the kubelet looks at it, and ends it at the next start', () => {
    const trace = traceOf('crash')
      .pod(0, {}, 'ADDED')
      .process('app', 1, 'start')
      .process('app', 2, 'exit', { exitCode: 1 })
      .backOff('app', 3, 10, 12)
      .backOff('app', 7, 10, 12)
      .process('app', 14, 'start', { instance: 2 })
      .build(16);
    expect(lanePicture(layoutTrace(trace, normal), 'app.process')).toBe('main  r//////////  rr');
  });

  it('gives grace that a SIGKILL ended, and grace cut short by a second decision, their own marks', () => {
    const trace = traceOf('stuck')
      .pod(0, {}, 'ADDED')
      .process('app', 1, 'start')
      .kill('app', 2, 'liveness', 30)
      .kill('app', 5, 'pod', 4)
      .signal('app', 9, 'SIGKILL')
      .process('app', 9, 'exit', { exitCode: 137 })
      .build(12);
    expect(lanePicture(layoutTrace(trace, normal), 'app.process')).toContain('grace     gggGGGG');
  });
});

describe('probes', () => {
  const trace = traceOf('web', [probed])
    .pod(0, {}, 'ADDED')
    .probeState('app', 'startup', 1, 'probing')
    .probeState('app', 'liveness', 1, 'waiting')
    .probe('app', 'startup', 2, 'failure', { threshold: 5 })
    .probe('app', 'startup', 4, 'success', { met: true })
    .probeState('app', 'startup', 4, 'on-hold')
    .probeState('app', 'liveness', 4, 'probing')
    .probe('app', 'liveness', 5, 'success', { count: 4, periodMs: 2000 })
    .probe('app', 'liveness', 13, 'failure', { timedOut: true, takesMs: 1000 })
    .probe('app', 'liveness', 15, 'error')
    .probeState('app', 'liveness', 17, 'none')
    .build(20);
  const model = layoutTrace(trace, normal);

  it('have a baseline and attempts; a train is one mark with many attempts', () => {
    expect(lanePicture(model, 'app.startup')).toBe(['baseline  ___~~~~~~~~~~~~~~~~', 'attempts   x •'].join('\n'));
    expect(lanePicture(model, 'app.liveness')).toBe(
      ['baseline  ...______________', 'attempts      • • • • □ ◇'].join('\n').replace('_'.repeat(14), '_'.repeat(13)),
    );
    expect(model.lanes.find(({ id }) => id === 'app.liveness')?.tracks[1]?.length).toBe(3);
  });
});

describe('lane rectangles', () => {
  it('follow each other without gaps and grow into spare height, type last', () => {
    for (const heightPx of [0, 300, 480, 600, 900, 1400]) {
      const { rects, totalPx, unit } = laneRects(cart, { heightPx });
      expect(rects.reduce((y, rect) => (expect(rect.yPx).toBe(y), y + rect.heightPx), 0)).toBe(totalPx);
      expect(unit).toBeGreaterThanOrEqual(1);
      expect(unit).toBeLessThanOrEqual(1.12);
    }
    expect(laneRects(cart, { heightPx: 0 }).unit).toBe(1);
    expect(laneRects(cart, { heightPx: 900 }).unit).toBeCloseTo(1.12, 2);
  });

  it('leave out the lanes of a folded group, but not its row', () => {
    const { rects } = laneRects(cart, { heightPx: 500, hidden: (lane) => isFolded(new Set(['app', 'pod']), lane) });
    expect(rects.map(({ lane }) => lane.id)).toEqual(['actions', 'pod', 'app', 'proxy', 'proxy.process', 'proxy.startup', 'proxy.readiness', 'proxy.status']);
  });
});
