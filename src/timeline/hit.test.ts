import { describe, expect, it } from 'vitest';
import { cartStory } from '../testing/cart-story.ts';
import { markBox } from './draw/mark-box.ts';
import type { View } from './draw/scene.ts';
import { hitTest, snapTime } from './hit.ts';
import { laneRects } from './lanes.ts';
import { layoutTrace } from './layout.ts';
import { kindOf, markName, nextMark, transitions } from './marks.ts';
import { createTimeScale, fitWindow } from './scale.ts';

const model = layoutTrace(cartStory(), { density: 'normal' });
const lanes = laneRects(model, { heightPx: 480 });
const view: View = { lanes, scale: createTimeScale(fitWindow(model.endMs), 1400) };

/** What is hit in a lane at a time, `share` of its height down. */
function at(laneId: string, timeS: number, share: number, shown = view): string {
  const rect = lanes.rects.find(({ lane }) => lane.id === laneId);
  if (rect === undefined) return `no lane ${laneId}`;
  const hit = hitTest(model, shown, view.scale.xPx(timeS * 1000), rect.yPx + rect.heightPx * share);
  return hit?.mark === undefined ? `${hit?.lane.id ?? 'nothing'}: ground` : `${kindOf(model, hit.mark)} ${markName(model, hit.mark)} record ${hit.record}`;
}

describe('hit test', () => {
  it('finds the row of a process lane by height', () => {
    expect(at('app.process', 18, 0.12)).toMatch(/^hookPreStop app.process@15.3s/);
    expect(at('app.process', 25, 0.5)).toMatch(/^booting app.process@6.1s/);
    expect(at('app.process', 35, 0.85)).toMatch(/^graceUsedUp app.process@15.3s/);
  });

  it('prefers a moment to the span under it, within 6 px', () => {
    const oneS = view.scale.pxPerMs * 1000;
    expect(at('app.process', 20.3 + 4 / oneS, 0.5)).toMatch(/^signal app.process@20.3s/);
    expect(at('app.process', 20.3 + 9 / oneS, 0.5)).toMatch(/^booting/);
  });

  it('finds the attempt of a train', () => {
    expect(at('app.liveness', 90.3, 0.8)).toMatch(/^probeOk app.liveness@90.2s/);
  });

  it('says which lane it is where there is no mark', () => {
    expect(at('app.process', 70, 0.1)).toBe('app.process: ground');
    expect(hitTest(model, view, 100, 5000)).toBeUndefined();
    expect(hitTest(model, view, 100, -1)).toBeUndefined();
  });

  it('finds nothing in a hidden future', () => {
    expect(at('app.process', 90, 0.5)).toMatch(/^serving/);
    expect(at('app.process', 90, 0.5, { ...view, hiddenFromMs: 45_300 })).toBe('app.process: ground');
  });

  it('finds marks where their boxes are, scrolled or not', () => {
    for (const { id } of model.lanes) {
      for (let ref = nextMark(model, id); ref !== undefined; ref = nextMark(model, id, ref)) {
        const box = markBox(model, view.scale, lanes, ref);
        if (box === undefined) continue;
        const [x, y] = [box.xPx + Math.min(box.widthPx / 2, 20), box.yPx + box.heightPx / 2];
        const hit = hitTest(model, view, x, y);
        expect(hit?.lane.id, markName(model, ref)).toBe(id);
        expect(hit?.mark, markName(model, ref)).toBeDefined();
        expect(hitTest(model, { ...view, scrollTopPx: 37 }, x, y - 37)?.mark).toEqual(hit?.mark);
      }
    }
  });
});

describe('snapping', () => {
  const times = transitions(model);

  it('takes the nearest transition within 6 px, else the time under the pointer', () => {
    const x = view.scale.xPx(45_300);
    expect(snapTime(times, view, x + 3)).toBe(45_300);
    expect(snapTime(times, view, x - 5.9)).toBe(45_300);
    expect(snapTime(times, view, x - 6.1)).not.toBe(45_300);
    const free = view.scale.xPx(38_000);
    expect(snapTime(times, view, free)).toBeCloseTo(38_000, 6);
    expect(snapTime(new Float64Array(), view, free)).toBeCloseTo(38_000, 6);
  });
});
