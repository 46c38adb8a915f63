import { describe, expect, it } from 'vitest';
import { FrameLoop } from './frame-loop.ts';

function loop() {
  const frames: ((nowMs: number) => void)[] = [];
  const log: string[] = [];
  const frameLoop = new FrameLoop((run) => frames.push(run));
  frameLoop.onSettled(() => log.push('settled'));
  const note = (text: string) => () => log.push(text);
  return { frameLoop, log, note, tick: () => frames.shift()?.(0) };
}

describe('FrameLoop', () => {
  it('runs input before the DOM before the canvas, whatever the order of asking', () => {
    const { frameLoop, log, note, tick } = loop();
    frameLoop.request('canvas', note('canvas'));
    frameLoop.request('dom', note('dom'));
    frameLoop.request('input', note('input'));
    tick();
    expect(log).toEqual(['input', 'dom', 'canvas', 'settled']);
  });

  it('does in the same frame what an earlier phase asks of a later one', () => {
    const { frameLoop, log, note, tick } = loop();
    const draw = note('draw');
    const settled = () => log.includes('settled');
    frameLoop.request('input', () => frameLoop.request('canvas', draw));
    frameLoop.request('canvas', draw);
    tick();
    expect(log.filter((entry) => entry === 'draw')).toEqual(['draw']);
    expect(settled()).toBe(true);
  });

  it('is settled only when nothing is left for another frame', () => {
    const { frameLoop, log, note, tick } = loop();
    frameLoop.request('canvas', () => frameLoop.request('dom', note('again')));
    tick();
    expect(frameLoop.pending).toBe(true);
    expect(log).toEqual([]);
    tick();
    expect(log).toEqual(['again', 'settled']);
  });

  it('waits for what is on its way to the screen, and settles in a frame of its own', () => {
    const { frameLoop, log, tick } = loop();
    const arrived = frameLoop.hold();
    expect(frameLoop.pending).toBe(true);
    arrived();
    expect(log).toEqual([]);
    tick();
    expect(frameLoop.pending).toBe(false);
    expect(log).toEqual(['settled']);
  });
});
