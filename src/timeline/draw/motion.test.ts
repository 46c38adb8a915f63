import { describe, expect, it } from 'vitest';
import { cartStory } from '../../testing/cart-story.ts';
import { NAMED_PALETTE, recordingCanvas } from '../../testing/recording-canvas.ts';
import { laneRects } from '../lanes.ts';
import { layoutTrace } from '../layout.ts';
import { createTimeScale, fitWindow, panBy, type TimeWindow, zoomAt } from '../scale.ts';
import { PALETTES } from '../tokens.ts';
import type { View } from './scene.ts';

const WIDTH_PX = 840;
const MODEL = layoutTrace(cartStory(), { density: 'normal' });
const LANES = laneRects(MODEL, { heightPx: 0 });
const WHOLE = fitWindow(MODEL.endMs);
const WINDOW: TimeWindow = { fromMs: 20_000, toMs: 60_000 };

const viewOf = (window: TimeWindow): View => ({ scale: createTimeScale(window, WIDTH_PX), lanes: LANES });
const panned = (px: number) => viewOf(panBy(WINDOW, WHOLE, px / viewOf(WINDOW).scale.pxPerMs));
const NEVER = () => false;
const ALWAYS = () => true;

/** A canvas on which the lanes of a window are painted, and what was written down is forgotten. */
function paintedCanvas(view = viewOf(WINDOW), devicePixelRatio = 1) {
  const canvas = recordingCanvas(WIDTH_PX, LANES.totalPx, devicePixelRatio);
  canvas.renderer.drawLanes(MODEL, view, NAMED_PALETTE);
  canvas.clear();
  const clips = () => canvas.lines().filter((line) => line.startsWith('clip'));
  const pictures = () => canvas.lines().filter((line) => line.startsWith('picture'));
  const lanesPainted = () => clips().filter((line) => line.startsWith('clip 0,') && line.includes(` ${WIDTH_PX}x`)).length;
  return { ...canvas, clips, pictures, lanesPainted };
}

describe('lanes of a window that moves', () => {
  it('are the picture before, moved, and what came into view', () => {
    const canvas = paintedCanvas();
    expect(canvas.renderer.moveLanes(MODEL, panned(40), NAMED_PALETTE, NEVER)).toBe(true);
    expect(canvas.pictures()).toEqual([`picture 40,0 800x${LANES.totalPx} to 0,0 800x${LANES.totalPx}`]);
    expect(canvas.clips()[0]).toBe(`clip 800,0 40x${LANES.totalPx}`);
  });

  it('move to the left as well', () => {
    const canvas = paintedCanvas();
    canvas.renderer.moveLanes(MODEL, panned(-25), NAMED_PALETTE, NEVER);
    expect(canvas.pictures()).toEqual([`picture 0,0 815x${LANES.totalPx} to 25,0 815x${LANES.totalPx}`]);
    expect(canvas.clips()[0]).toBe(`clip 0,0 25x${LANES.totalPx}`);
  });

  it('move by whole pixels of the device, and what is left of the way is not lost', () => {
    const canvas = paintedCanvas();
    for (let moves = 1; moves <= 10; moves += 1) canvas.renderer.moveLanes(MODEL, panned(0.4 * moves), NAMED_PALETTE, NEVER);
    const widths = canvas.pictures().map((line) => Number(/^picture (\d+),0 /.exec(line)?.[1]));
    expect(widths.reduce((sum, px) => sum + px, 0)).toBe(4);
    expect(widths.every((px) => px === 1)).toBe(true);
  });

  it('are stretched where the window is shorter: nothing comes into view', () => {
    const canvas = paintedCanvas();
    const middleMs = viewOf(WINDOW).scale.timeMs(WIDTH_PX / 2);
    canvas.renderer.moveLanes(MODEL, viewOf(zoomAt(WINDOW, WHOLE, middleMs, 2)), NAMED_PALETTE, NEVER);
    expect(canvas.pictures()).toHaveLength(1);
    expect(canvas.pictures()[0]).toMatch(new RegExp(`to 0,0 ${WIDTH_PX}x`));
    expect(canvas.clips().filter((line) => line.includes(`x${LANES.totalPx}`))).toEqual([]);
  });

  it('leave room on both sides where it is longer', () => {
    const canvas = paintedCanvas();
    canvas.renderer.moveLanes(MODEL, viewOf(zoomAt(WINDOW, WHOLE, 40_000, 0.8)), NAMED_PALETTE, NEVER);
    expect(canvas.clips().filter((line) => line.includes(`x${LANES.totalPx}`))).toHaveLength(2);
  });

  it('get what came into view in turn: a quarter of them in every frame at least, and the later ones all that they lack', () => {
    const canvas = paintedCanvas();
    const quarter = Math.ceil(LANES.rects.length / 4);
    const strips = () => canvas.clips().filter((line) => !line.includes(`x${LANES.totalPx}`) && !line.includes(` ${WIDTH_PX}x`));
    canvas.renderer.moveLanes(MODEL, panned(40), NAMED_PALETTE, NEVER);
    expect(strips()).toHaveLength(quarter);
    expect(strips().every((strip) => /^clip 800,\d+ 40x/.test(strip))).toBe(true);
    canvas.clear();
    canvas.renderer.moveLanes(MODEL, panned(70), NAMED_PALETTE, NEVER);
    expect(strips()).toHaveLength(quarter);
    expect(strips().every((strip) => /^clip 770,\d+ 70x/.test(strip))).toBe(true);
    canvas.clear();
    canvas.renderer.moveLanes(MODEL, panned(70), NAMED_PALETTE, ALWAYS);
    // A quarter has it all, and one the first 40 px of 70
    expect(strips()).toHaveLength(LANES.rects.length - quarter);
    canvas.clear();
    canvas.renderer.moveLanes(MODEL, panned(70), NAMED_PALETTE, ALWAYS);
    expect(strips()).toEqual([]);
  });

  it('lack again what left the screen', () => {
    const canvas = paintedCanvas();
    const closer = viewOf(zoomAt(WINDOW, WHOLE, 40_000, 2));
    canvas.renderer.moveLanes(MODEL, closer, NAMED_PALETTE, NEVER);
    canvas.clear();
    canvas.renderer.moveLanes(MODEL, viewOf(WINDOW), NAMED_PALETTE, ALWAYS);
    const strips = canvas.clips().filter((line) => /^clip \d+,\d+ 21[01]x/.test(line) && !line.includes(`x${LANES.totalPx}`));
    expect(strips).toHaveLength(2 * LANES.rects.length);
  });

  it('are painted anew in turn when nothing is missing: one in every frame at least, all of them where there is time', () => {
    const canvas = paintedCanvas();
    const closer = (factor: number) => viewOf(zoomAt(WINDOW, WHOLE, 40_000, factor));
    canvas.renderer.moveLanes(MODEL, closer(1.1), NAMED_PALETTE, NEVER);
    expect(canvas.lanesPainted()).toBe(1);
    const first = canvas.clips().at(-1);
    canvas.clear();
    canvas.renderer.moveLanes(MODEL, closer(1.2), NAMED_PALETTE, NEVER);
    expect(canvas.clips().at(-1)).not.toBe(first);
    canvas.clear();
    canvas.renderer.moveLanes(MODEL, closer(1.3), NAMED_PALETTE, ALWAYS);
    expect(canvas.lanesPainted()).toBe(LANES.rects.length);
  });

  it('say in each lane what the whole picture says there, once it had its turn', () => {
    const view = panned(120);
    const whole = recordingCanvas(WIDTH_PX, LANES.totalPx);
    whole.renderer.drawLanes(MODEL, view, NAMED_PALETTE);
    const canvas = paintedCanvas();
    canvas.renderer.moveLanes(MODEL, view, NAMED_PALETTE, ALWAYS);
    const said = (texts: readonly { text: string; x: number; y: number }[]) => new Set(texts.map(({ text, x, y }) => `${text} ${x.toFixed(1)} ${y}`));
    expect([...said(whole.texts())].filter((text) => !said(canvas.texts()).has(text))).toEqual([]);
  });
});

describe('nothing is moved', () => {
  it('before anything was painted, or after the canvas has another size', () => {
    const canvas = recordingCanvas(WIDTH_PX, LANES.totalPx);
    expect(canvas.renderer.moveLanes(MODEL, viewOf(WINDOW), NAMED_PALETTE, ALWAYS)).toBe(false);
    canvas.renderer.drawLanes(MODEL, viewOf(WINDOW), NAMED_PALETTE);
    canvas.renderer.resize(WIDTH_PX, LANES.totalPx, 2);
    canvas.clear();
    expect(canvas.renderer.moveLanes(MODEL, panned(10), NAMED_PALETTE, ALWAYS)).toBe(false);
    expect(canvas.lines()).toEqual([]);
  });

  it.each<[string, Partial<View>]>([
    ['lanes in other places', { lanes: laneRects(MODEL, { heightPx: 900 }) }],
    ['lanes that are scrolled', { scrollTopPx: 30 }],
    ['a future that is hidden', { hiddenFromMs: 45_000 }],
    ['a place far away', { scale: panned(5 * WIDTH_PX).scale }],
    ['another clock', { scale: { ...panned(10).scale, wallStartMs: 1_767_261_600_000 } }],
  ])('to %s', (_, change) => {
    const canvas = paintedCanvas();
    expect(canvas.renderer.moveLanes(MODEL, { ...panned(10), ...change }, NAMED_PALETTE, ALWAYS)).toBe(false);
    expect(canvas.lines()).toEqual([]);
  });

  it('into other colours, or another run', () => {
    const canvas = paintedCanvas();
    expect(canvas.renderer.moveLanes(MODEL, panned(10), PALETTES.dark, ALWAYS)).toBe(false);
    expect(canvas.renderer.moveLanes({ ...MODEL }, panned(10), NAMED_PALETTE, ALWAYS)).toBe(false);
  });
});
