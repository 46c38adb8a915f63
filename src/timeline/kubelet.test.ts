/** The lanes of the kubelet's own parts. */
import { describe, expect, it } from 'vitest';
import { lanePicture } from '../testing/lane-picture.ts';
import { run, sketch } from '../testing/sim.ts';
import { timelineSvg } from './draw/svg.ts';
import { filterNamed, isFilteredOut, shownLanes } from './filter.ts';
import { hitTest } from './hit.ts';
import { laneRects } from './lanes.ts';
import { layoutTrace } from './layout.ts';
import { listedOf, markAt, markOfListed, marksOfRecord } from './marks.ts';
import { markBox } from './draw/mark-box.ts';
import { createTimeScale, fitWindow } from './scale.ts';
import { PALETTES } from './tokens.ts';
import { describeMark, markSentence, valueAt } from './words.ts';

const STOPPED = sketch(
  `
  terminationGracePeriodSeconds: 6
  containers:
  - {name: app, image: "busybox:1.36", command: [sleep, "3600"]}
`,
  `
  duration: 30s
  actions: [{at: 10s, do: delete}]
`,
);

const trace = run(STOPPED, { notes: true });
const notes = trace.notes ?? [];
const model = layoutTrace(trace, { density: 'normal', notes });
const bare = layoutTrace(trace, { density: 'normal' });
const KUBELET = ['node/kubelet', 'node/pleg', 'node/worker', 'node/status', 'node/recorder'];

describe('the lanes of the kubelet’s own parts', () => {
  it('are there on demand, between the Pod and its containers', () => {
    const ids = model.lanes.map(({ id }) => id);
    expect(ids.slice(ids.indexOf('node/kubelet'), ids.indexOf('app'))).toEqual(KUBELET);
    expect(bare.lanes.map(({ id }) => id)).toEqual(ids.filter((id) => !KUBELET.includes(id)));
  });

  it('show the worker busy for as long as it stops the container', () => {
    expect(lanePicture(model, 'node/worker', { fromMs: 8000, toMs: 18_000 }).split('\n').slice(0, 2)).toEqual(['waits   wwwwwww', 'syncs   sssssss']);
    expect(valueAt(model, 'node/worker', 12_000)).toBe('stops app');
    expect(valueAt(model, 'node/worker', 9000)).toBe('idle');
    const wait = markAt(model, 'node/worker', 12_000);
    expect(wait && describeMark(model, wait).what).toBe('pod worker waits: stops app');
  });

  it('leave the marks of every record where they are', () => {
    const place = (shown: typeof model, record: number) =>
      marksOfRecord(shown, record).map(({ lane, track, mark }) => `${shown.lanes[lane]?.id} ${track} ${mark}`);
    for (const { id, kind } of trace.records) if (kind !== 'Sync') expect(place(model, id)).toEqual(place(bare, id));
  });

  it('have a mark for every note, which says its sentence', () => {
    notes.forEach((note, position) => {
      const mark = markOfListed(model, { of: 'notes', position });
      expect(mark && listedOf(model, mark)).toEqual({ of: 'notes', position });
      expect(mark && markSentence(model, mark)).toContain(note.detail);
    });
  });

  it('are hit where they are drawn', () => {
    const lanes = laneRects(model, { heightPx: 700 });
    const scale = createTimeScale(fitWindow(model.endMs), 4000);
    notes.forEach(({ part, what }, position) => {
      if (part === 'worker' || what === 'idle') return;
      const mark = markOfListed(model, { of: 'notes', position });
      const box = mark && markBox(model, scale, lanes, mark);
      if (!box) throw new Error('No box');
      const hit = hitTest(model, { lanes, scale }, box.xPx + box.widthPx / 2, box.yPx + box.heightPx / 2);
      expect(hit?.mark && listedOf(model, hit.mark)?.of).toBe('notes');
    });
  });

  it('draw relists that found nothing as ticks where they are far enough apart', () => {
    const picture = (toMs: number) => {
      const scale = createTimeScale({ fromMs: 0, toMs }, 1200);
      return timelineSvg(model, { scale, lanes: laneRects(model, { heightPx: 0 }) }, PALETTES.light);
    };
    const ticks = (svg: string) => Math.max(...[...svg.matchAll(/d="([^"]*)"/g)].map(([, path = '']) => path.split('M').length));
    expect(ticks(picture(30_000))).toBeGreaterThan(15);
    expect(ticks(picture(600_000))).toBeLessThan(ticks(picture(30_000)) + 60);
  });

  it('are in no link, and whoever follows one may still ask for them', () => {
    expect(shownLanes(model, { hide: new Set() })).toBeUndefined();
    const named = filterNamed(model, new Set(['app.process']));
    expect(shownLanes(model, named)).toEqual(['app.process']);
    expect(model.lanes.filter((lane) => !isFilteredOut(named, lane)).map(({ id }) => id)).toEqual([...KUBELET, 'app.process']);
  });
});
