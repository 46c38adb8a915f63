import { describe, expect, it, test } from 'vitest';
import type { Trace } from '../model/trace.ts';
import { lanePicture } from '../testing/lane-picture.ts';
import { NAMED_PALETTE, recordingCanvas } from '../testing/recording-canvas.ts';
import { traceOf } from '../testing/trace-builder.ts';
import { isFolded } from './filter.ts';
import { laneRects } from './lanes.ts';
import { layoutTrace } from './layout.ts';
import { marksOfRecord, nextMark, recordsOf, timeOfMark } from './marks.ts';
import type { Side, TimelineModel } from './model.ts';
import { laneOfSubject, markOfHappening, OTHER, pairModels } from './pair.ts';
import { createTimeScale, fitWindow } from './scale.ts';
import { describeMark, markSentence, valueAt } from './words.ts';

const PROBE = { httpGet: { path: '/', port: 80 } };

/** Killed by its liveness probe at 12 s, and gone at 30 s. */
const KILLED = traceOf('cart', [{ name: 'app', image: 'cart', livenessProbe: PROBE }])
  .action(0, 'create')
  .pod(0, { phase: 'Pending' }, 'ADDED')
  .process('app', 1, 'start')
  .pod(2, { phase: 'Running', statuses: { app: 'Running' } })
  .probeState('app', 'liveness', 2, 'probing')
  .probe('app', 'liveness', 6, 'failure', { run: 3, met: true, takesMs: 500 })
  .warning(6.5, 'Unhealthy')
  .event(6.5, 'Killing')
  .process('app', 12, 'exit', { exitCode: 137 })
  .pod(13, { statuses: { app: 'Terminated:Error:137' } })
  .pod(30, { deleting: true }, 'DELETED')
  .build(40);

/** The same with a startup probe: it runs on, and the run is longer. */
const SAVED = traceOf('cart', [{ name: 'app', image: 'cart', livenessProbe: PROBE, startupProbe: PROBE }])
  .action(0, 'create')
  .pod(0, { phase: 'Pending' }, 'ADDED')
  .process('app', 1, 'start')
  .pod(2, { phase: 'Running', statuses: { app: 'Running' } })
  .probe('app', 'startup', 6, 'failure')
  .action(50, 'delete')
  .build(60);

const modelOf = (trace: Trace) => layoutTrace(trace, { density: 'normal' });
const pairOf = (present: Trace, other: Trace, presentIs: Side = 'a') =>
  pairModels(modelOf(present), modelOf(other), { records: present.records.length, presentIs });
const ids = (model: TimelineModel) => model.lanes.map(({ id, home }) => `${home?.side} ${id}`);

describe('each lane twice', () => {
  it('A above B; a lane that only one run has stays alone where it stands there', () => {
    expect(ids(pairOf(KILLED, SAVED)).slice(-9)).toEqual([
      'a app',
      'b other/app',
      'a app.process',
      'b other/app.process',
      'b other/app.startup',
      'a app.liveness',
      'b other/app.liveness',
      'a app.status',
      'b other/app.status',
    ]);
  });

  it('swapped, the present run keeps its ids below', () => {
    expect(ids(pairOf(KILLED, SAVED, 'b')).slice(-7)).toEqual([
      'a other/app.process',
      'b app.process',
      'a other/app.startup',
      'a other/app.liveness',
      'b app.liveness',
      'a other/app.status',
      'b app.status',
    ]);
  });

  it('is as long as the longer run', () => {
    expect(pairOf(KILLED, SAVED).endMs).toBe(60_000);
    expect(pairOf(SAVED, KILLED).endMs).toBe(60_000);
  });

  it('a group that is folded is folded on both sides', () => {
    const { rects } = laneRects(pairOf(KILLED, SAVED), { heightPx: 0, hidden: (lane) => isFolded(new Set(['app']), lane) });
    expect(rects.map(({ lane }) => lane.id).slice(-2)).toEqual(['app', 'other/app']);
  });

  it('says on the group rows what matters there', () => {
    const pair = pairModels(modelOf(KILLED), modelOf(SAVED), {
      records: KILLED.records.length,
      presentIs: 'a',
      details: { present: 'simulated', other: 'real' },
    });
    expect(pair.lanes.filter(({ kind }) => kind === 'group').map(({ detail }) => detail)).toEqual(['simulated', 'real', 'simulated', 'real']);
  });
});

describe.each<[string, Trace, Trace, Side]>([
  ['a shorter run first', KILLED, SAVED, 'a'],
  ['a longer run first', SAVED, KILLED, 'a'],
  ['swapped', KILLED, SAVED, 'b'],
])('what is true of a run alone is true of it in a pair: %s', (_, present, other, side) => {
  const pair = pairOf(present, other, side);
  const runs = [
    { model: modelOf(present), prefix: '', shift: 0, records: present.records.length },
    { model: modelOf(other), prefix: OTHER, shift: present.records.length, records: other.records.length },
  ];

  it('the words of every mark', () => {
    for (const { model, prefix } of runs) {
      for (const { id } of model.lanes) {
        let paired = nextMark(pair, prefix + id);
        for (let ref = nextMark(model, id); ref !== undefined; ref = nextMark(model, id, ref)) {
          if (paired === undefined) throw new Error(`${prefix}${id} has fewer marks in the pair`);
          expect(markSentence(pair, paired)).toBe(markSentence(model, ref));
          expect(describeMark(pair, paired)).toEqual(describeMark(model, ref));
          paired = nextMark(pair, prefix + id, paired);
        }
        expect(paired).toBeUndefined();
      }
    }
  });

  it('the values at any time', () => {
    for (const { model, prefix } of runs)
      for (const { id } of model.lanes)
        for (let t = 0; t <= model.endMs; t += 500) expect(valueAt(pair, prefix + id, t), `${id} at ${t}`).toBe(valueAt(model, id, t));
  });

  it('the marks of every record, and the records of every mark', () => {
    for (const { model, prefix, shift, records } of runs) {
      for (let record = 0; record < records; record += 1) {
        const alone = marksOfRecord(model, record);
        const paired = marksOfRecord(pair, record + shift);
        expect(paired.map((ref) => [pair.lanes[ref.lane]?.id, ref.track, ref.mark])).toEqual(
          alone.map((ref) => [prefix + model.lanes[ref.lane]?.id, ref.track, ref.mark]),
        );
        for (const ref of paired) expect(recordsOf(pair, ref)).toContain(record + shift);
      }
    }
  });
});

describe('the picture', () => {
  const pair = pairOf(KILLED, SAVED);
  const layout = laneRects(pair, { heightPx: 0 });
  const widthPx = 618;
  const view = { lanes: layout, scale: createTimeScale(fitWindow(pair.endMs), widthPx) };

  it('shows the marks of both', () => {
    expect(lanePicture(pair, 'app.process')).not.toBe(lanePicture(pair, 'other/app.process'));
    expect(lanePicture(pair, 'other/app.process')).toBe(lanePicture(modelOf(SAVED), 'app.process', { toMs: 60_000 }));
  });

  it('says nothing of the shorter run after its end', () => {
    const canvas = recordingCanvas(widthPx, layout.totalPx);
    canvas.renderer.drawLanes(pair, view, NAMED_PALETTE);
    const row = layout.rects.find(({ lane }) => lane.id === 'app.process');
    const endPx = view.scale.xPx(KILLED.endMs);
    expect(canvas.lines()).toContain(`fill panel ${Math.round(endPx * 10) / 10},${row?.yPx} ${Math.round((widthPx - endPx) * 10) / 10}x${row?.heightPx}`);
  });

  it('marks where the runs part, with the longest words that have room', () => {
    const canvas = recordingCanvas(widthPx, layout.totalPx);
    const fork = { timeMs: 6500, forms: ['a'.repeat(200), 'app liveness'] };
    canvas.renderer.drawOverlay(pair, view, NAMED_PALETTE, { playheadMs: 0, fork });
    expect(canvas.texts().map(({ text }) => text)).toEqual(['app liveness']);
    canvas.clear();
    canvas.renderer.drawOverlay(pair, { ...view, hiddenFromMs: 6000 }, NAMED_PALETTE, { playheadMs: 0, fork });
    expect(canvas.texts()).toEqual([]);
  });
});

test.each([
  ['actions', 'actions', 'actions'],
  ['probes', 'app liveness', 'app.liveness'],
  ['processes', 'app', 'app.process'],
  ['events', 'app', 'pod.events'],
  ['states', 'app', 'app.status'],
  ['conditions', 'Ready', 'pod.conditions'],
  ['conditions', 'phase', 'pod.phase'],
  ['kubectl', 'STATUS', 'pod.phase'],
] as const)('%s of %s are shown by %s', (aspect, subject, lane) => {
  expect(laneOfSubject(aspect, subject)).toBe(lane);
});

describe('the mark of a happening', () => {
  const model = modelOf(KILLED);
  const found = (lane: string, label: string, t: number, subject = '') => {
    const ref = markOfHappening(model, lane, subject, { label, t });
    return ref && `${markSentence(model, ref)} (${timeOfMark(model, ref)})`;
  };

  it.each([
    ['app.process', 'start', 1000, /^running, from 1 to 12 seconds/],
    ['app.process', 'exit 137', 12_000, /^running, from 1 to 12 seconds/],
    ['app.liveness', 'failure', 6500, /^liveness failed, 3 of 3/],
    ['app.status', 'terminated Error 137 #0', 13_000, /^app Error, from 13/],
    ['pod.events', 'Warning Unhealthy "x"', 6500, /^Warning Unhealthy/],
    ['pod.events', 'Normal Killing "x"', 6500, /^Killing/],
    ['pod.phase', 'Error', 13_000, /^phase Running/],
  ] as const)('%s, %s at %i', (lane, label, t, wanted) => {
    expect(found(lane, label, t)).toMatch(wanted);
  });

  it('there is none where there is no lane', () => {
    expect(found('app.readiness', 'failure', 1000)).toBeUndefined();
  });
});
