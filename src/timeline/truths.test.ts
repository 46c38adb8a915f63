/** Disagreements of node, API and Events as marks. */
import { describe, expect, it } from 'vitest';
import type { Disagreement } from '../model/disagreement.ts';
import { cartStory } from '../testing/cart-story.ts';
import { lanePicture } from '../testing/lane-picture.ts';
import { markBox } from './draw/mark-box.ts';
import { timelineSvg } from './draw/svg.ts';
import { hitTest } from './hit.ts';
import { laneRects } from './lanes.ts';
import { layoutTrace } from './layout.ts';
import { kindOf, listedOf, markOfListed, marksOfRecord, nextMark } from './marks.ts';
import type { MarkRef, TimelineModel } from './model.ts';
import { pairModels } from './pair.ts';
import { createTimeScale, fitWindow } from './scale.ts';
import { PALETTES } from './tokens.ts';
import { describeMark, markSentence, valueAt } from './words.ts';

const story = cartStory();
const exit = story.records.find((record) => record.kind === 'Process' && record.what === 'exit' && record.container === 'app');
if (exit === undefined) throw new Error('The story has no exit');
const EXIT = exit.id;

const DISAGREEMENTS: readonly Disagreement[] = [
  {
    kind: 'exit-not-reported',
    container: 'app',
    fromMs: exit.t,
    toMs: exit.t + 3000,
    sentence: 'From 45.3 to 48.3 s the API says that app is running; it has left with exit code 137.',
    record: EXIT,
  },
  { kind: 'exit-without-event', container: 'app', fromMs: exit.t, toMs: exit.t, sentence: 'app leaves with exit code 137; no Event says so.', record: EXIT },
  {
    kind: 'phase-withheld',
    fromMs: 60_000,
    toMs: 62_000,
    sentence: 'From 60.0 to 62.0 s all containers are terminated; the phase is still Running.',
    record: EXIT,
  },
];

const model = layoutTrace(story, { density: 'normal', disagreements: DISAGREEMENTS });
const bare = layoutTrace(story, { density: 'normal' });
const disagreementOf = (shown: TimelineModel, ref: MarkRef) => listedOf(shown, ref)?.position;
const markOfDisagreement = (shown: TimelineModel, position: number) => markOfListed(shown, { of: 'disagreements', position });

function markOf(position: number): MarkRef {
  const mark = markOfDisagreement(model, position);
  if (mark === undefined) throw new Error(`Disagreement ${position} has no mark`);
  return mark;
}

const laneOfMark = (position: number) => model.lanes[markOf(position).lane]?.id;

describe('a disagreement', () => {
  it('is a mark of the lane that tells less than the node', () => {
    expect([0, 1, 2].map(laneOfMark)).toEqual(['app.status', 'pod.events', 'pod.phase']);
    expect(lanePicture(model, 'app.status', { fromMs: 44_000, toMs: 50_000 }).split('\n')[1]).toBe('truths  ≠≠≠≠');
    expect(markOfDisagreement(model, 3)).toBeUndefined();
  });

  it('is known by its position, every other mark is none', () => {
    expect([0, 1, 2].map((position) => disagreementOf(model, markOf(position)))).toEqual([0, 1, 2]);
    const pill = nextMark(model, 'app.status');
    expect(pill && disagreementOf(model, pill)).toBeUndefined();
  });

  it('leaves the marks of the record with which it begins as they are', () => {
    expect(marksOfRecord(model, EXIT)).toEqual(marksOfRecord(bare, EXIT));
  });

  it('leaves the values at the playhead as they are', () => {
    for (const { id } of model.lanes) expect(valueAt(model, id, exit.t + 1000)).toBe(valueAt(bare, id, exit.t + 1000));
  });

  it('is said with its sentence', () => {
    expect(markSentence(model, markOf(0))).toBe(
      'disagreement: exit not in the API, from 45.3 to 48.3 seconds. The API says that app is running; it has left with exit code 137.',
    );
    expect(describeMark(model, markOf(2))).toEqual({
      what: 'disagreement: final phase not in the API',
      when: '60.0 s to 62.0 s, 2 s',
      why: 'all containers are terminated; the phase is still Running.',
    });
  });

  it('comes when the keyboard goes through its lane', () => {
    const found: (number | undefined)[] = [];
    for (let mark = nextMark(model, 'pod.events'); mark !== undefined; mark = nextMark(model, 'pod.events', mark)) found.push(disagreementOf(model, mark));
    expect(found.filter((position) => position !== undefined)).toEqual([1]);
  });

  it('of the present run is found beside another run, whose own are not', () => {
    const pair = pairModels(bare, model, { records: story.records.length, presentIs: 'a' });
    expect(markOfDisagreement(pair, 0)).toBeUndefined();
    const swapped = pairModels(model, bare, { records: story.records.length, presentIs: 'b' });
    const mark = markOfDisagreement(swapped, 0);
    expect(mark && swapped.lanes[mark.lane]?.id).toBe('app.status');
  });
});

describe('its bracket', () => {
  const lanes = laneRects(model, { heightPx: 480 });
  const scale = createTimeScale(fitWindow(model.endMs), 1400);

  it('is hit where it is drawn, and the pill below it keeps its place', () => {
    for (const position of [0, 1, 2]) {
      const box = markBox(model, scale, lanes, markOf(position));
      if (box === undefined) throw new Error('No box');
      const x = box.xPx + box.widthPx / 2;
      const hit = hitTest(model, { lanes, scale }, x, box.yPx + box.heightPx - 1);
      expect(hit?.mark && disagreementOf(model, hit.mark)).toBe(position);
    }
    const status = lanes.rects.find(({ lane }) => lane.id === 'app.status');
    const hit = hitTest(model, { lanes, scale }, scale.xPx(exit.t + 1000), (status?.yPx ?? 0) + 12);
    expect(hit?.mark && kindOf(model, hit.mark)).toBe('pillRunning');
  });

  it('is drawn once for disagreements that share a place, with their count', () => {
    const picture = (disagreements: readonly Disagreement[]) => {
      const shown = layoutTrace(story, { density: 'normal', disagreements });
      return timelineSvg(shown, { scale, lanes: laneRects(shown, { heightPx: 0 }) }, PALETTES.light);
    };
    const one = (fromMs: number): Disagreement => ({ kind: 'phase-withheld', fromMs, toMs: fromMs, sentence: '', record: EXIT });
    const count = (svg: string, text: string) => svg.split(`>${text}<`).length - 1;
    const [alone, crowd, apart] = [picture([one(70_000)]), picture([70_000, 70_100, 70_200].map(one)), picture([70_000, 80_000, 90_000].map(one))];
    expect(count(crowd, '3') - count(alone, '3')).toBe(1);
    expect(crowd.length - alone.length).toBeLessThan(400);
    expect(apart.length).toBeGreaterThan(crowd.length);
  });

  it('of what has not come yet is not drawn', () => {
    // In lanes of the same heights: that of Events is higher for its signs
    const { rects, ...room } = laneRects(model, { heightPx: 0 });
    const hidden = (shown: typeof model) => {
      const lanes = { ...room, rects: rects.map((rect) => ({ ...rect, lane: shown.lanes[rect.lane.index] ?? rect.lane })) };
      return timelineSvg(shown, { scale, lanes, hiddenFromMs: exit.t - 1000 }, PALETTES.light);
    };
    expect(hidden(model)).toBe(hidden(bare));
  });
});
