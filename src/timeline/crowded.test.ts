import { beforeAll, describe, expect, it } from 'vitest';
import { randomStream } from '../base/random.ts';
import { crowdedTrace } from '../testing/crowded-trace.ts';
import { NAMED_PALETTE, recordingCanvas } from '../testing/recording-canvas.ts';
import { hitTest } from './hit.ts';
import { laneRects } from './lanes.ts';
import { layoutTrace } from './layout.ts';
import type { Lane, TimelineModel, Track } from './model.ts';
import { createTimeScale, fitWindow } from './scale.ts';

const WIDTH_PX = 80;
/** More than a pixel of that width can hold, in each lane; and ten times as many. */
const MARKS = 20_000;
const TIMES = 10;

/** A layout whose columns count how often they are read. */
function counted(model: TimelineModel): { model: TimelineModel; reads(): number } {
  let reads = 0;
  const watched = <Column extends object>(column: Column): Column =>
    new Proxy(column, {
      get: (target, name) => {
        if (typeof name === 'string' && /^\d/.test(name)) reads += 1;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  const watchedTrack = (track: Track): Track => ({
    ...track,
    kind: watched(track.kind),
    startMs: watched(track.startMs),
    endMs: watched(track.endMs),
    reachMs: watched(track.reachMs),
    value: watched(track.value),
    limit: watched(track.limit),
    repeat: watched(track.repeat),
  });
  const lanes = model.lanes.map((lane): Lane => ({ ...lane, tracks: lane.tracks.map(watchedTrack) }));
  return {
    model: { ...model, lanes },
    reads: () => {
      const before = reads;
      reads = 0;
      return before;
    },
  };
}

function marksOf({ lanes }: TimelineModel): number {
  return lanes.flatMap(({ tracks }) => tracks).reduce((sum, { length }) => sum + length, 0);
}

function rowsOf({ lanes }: TimelineModel): number {
  return lanes.reduce((sum, { tracks }) => sum + tracks.length, 0);
}

let few: TimelineModel;
let many: TimelineModel;
beforeAll(() => {
  few = layoutTrace(crowdedTrace({ marks: MARKS }), { density: 'normal' });
  many = layoutTrace(crowdedTrace({ marks: MARKS * TIMES }), { density: 'normal' });
});

it('a crowd has as many marks as were asked for, and hardly more', () => {
  for (const [model, marks] of [
    [few, MARKS],
    [many, MARKS * TIMES],
  ] as const) {
    expect(marksOf(model)).toBeGreaterThanOrEqual(marks);
    expect(marksOf(model)).toBeLessThan(marks * 1.05);
  }
});

describe('a frame costs by the pixel', () => {
  /** Of a frame with a part of the run: shapes drawn, and marks looked at. */
  function frame(whole: TimelineModel, part: number): { shapes: number; reads: number } {
    const { model, reads } = counted(whole);
    const lanes = laneRects(model, { heightPx: 0 });
    const canvas = recordingCanvas(WIDTH_PX, lanes.totalPx);
    const { toMs } = fitWindow(model.endMs);
    const scale = createTimeScale({ fromMs: toMs * 0.3, toMs: toMs * (0.3 + part * 0.6) }, WIDTH_PX);
    canvas.renderer.drawLanes(model, { scale, lanes }, NAMED_PALETTE);
    return { shapes: canvas.lines().length, reads: reads() };
  }

  it.each([1, 0.5])('and not by the mark: %d of the run', (part) => {
    const [small, large] = [frame(few, part), frame(many, part)];
    expect(large.shapes).toBeLessThan(small.shapes * 1.5);
    // Of each row and pixel a few marks and the blocks over them; one by one it would be several columns of each mark
    expect(large.reads).toBeLessThan(40 * WIDTH_PX * rowsOf(many));
    expect(large.reads).toBeLessThan(marksOf(many));
  });

  it('in the overview too', () => {
    const shapes = (model: TimelineModel) => {
      const canvas = recordingCanvas(WIDTH_PX, 40);
      canvas.renderer.drawOverview(model, NAMED_PALETTE, { playheadMs: 0, window: fitWindow(model.endMs) });
      return canvas.lines().length;
    };
    expect(shapes(many)).toBeLessThan(shapes(few) * 1.5);
  });
});

describe('the hit test', () => {
  it('looks at a few marks around the pointer, and finds those by halves', () => {
    const { model, reads } = counted(many);
    const lanes = laneRects(model, { heightPx: 0 });
    const whole = fitWindow(model.endMs);
    const random = randomStream(1, 'places');
    for (let zoom = 1; zoom < 1e6; zoom *= 8) {
      const scale = createTimeScale({ fromMs: whole.toMs * 0.4, toMs: whole.toMs * (0.4 + 0.6 / zoom) }, WIDTH_PX);
      for (let place = 0; place < 50; place += 1) {
        hitTest(model, { scale, lanes }, random.next() * WIDTH_PX, random.next() * lanes.totalPx);
        // Each of at most five tracks: searches of log2(n) steps, and 64 marks with a few columns each
        expect(reads()).toBeLessThan(5 * (6 * Math.log2(marksOf(many)) + 64 * 8));
      }
    }
  });

  it('finds a mark in a crowd', () => {
    const lanes = laneRects(many, { heightPx: 0 });
    const scale = createTimeScale(fitWindow(many.endMs), WIDTH_PX);
    for (const { lane, yPx, heightPx } of lanes.rects) {
      if (lane.kind !== 'probe') continue;
      const hit = hitTest(many, { scale, lanes }, WIDTH_PX / 2, yPx + heightPx * 0.8);
      expect(hit?.lane.id).toBe(lane.id);
      const track = lane.tracks[hit?.mark?.track ?? -1];
      expect(Math.abs(scale.xPx(track?.startMs[hit?.mark?.mark ?? -1] ?? Number.NaN) - WIDTH_PX / 2)).toBeLessThan(2);
    }
  });
});
