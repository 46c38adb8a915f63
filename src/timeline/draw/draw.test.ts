import { describe, expect, it } from 'vitest';
import type { Trace } from '../../model/trace.ts';
import { cartStory } from '../../testing/cart-story.ts';
import { NAMED_PALETTE, recordingCanvas } from '../../testing/recording-canvas.ts';
import { simulated } from '../../testing/simulated.ts';
import { traceOf } from '../../testing/trace-builder.ts';
import { type LaneLayout, laneRects } from '../lanes.ts';
import { layoutTrace } from '../layout.ts';
import type { Density, TimelineModel } from '../model.ts';
import { createTimeScale, fitWindow, type TimeWindow } from '../scale.ts';
import type { OverlayState, View } from './scene.ts';
import { timelineSvg } from './svg.ts';

interface Options {
  density?: Density;
  widthPx?: number;
  /** Room for the lanes; default: none to spare, so that glyphs have their nominal size. */
  heightPx?: number;
  window?: TimeWindow;
  hiddenFromMs?: number;
  /** Only what lies in this lane. */
  lane?: string;
}

interface Scene {
  model: TimelineModel;
  view: View;
  lanes: LaneLayout;
  widthPx: number;
}

function scene(trace: Trace, { density = 'normal', widthPx = 840, heightPx = 0, window, hiddenFromMs }: Options): Scene {
  const model = layoutTrace(trace, { density });
  const lanes = laneRects(model, { heightPx });
  const scale = createTimeScale(window ?? fitWindow(model.endMs), widthPx);
  return { model, lanes, widthPx, view: { scale, lanes, ...(hiddenFromMs !== undefined && { hiddenFromMs }) } };
}

/** What is painted in the lanes: lines, texts and the texts of one lane from left to right. */
function paint(trace: Trace, options: Options = {}) {
  const { model, view, lanes, widthPx } = scene(trace, options);
  const canvas = recordingCanvas(widthPx, Math.max(1, lanes.totalPx));
  canvas.renderer.drawLanes(model, view, NAMED_PALETTE);
  const rectOf = (id: string) => lanes.rects.find(({ lane }) => lane.id === id);
  const textsIn = (id: string) => {
    const rect = rectOf(id);
    return canvas
      .texts()
      .filter(({ y }) => rect !== undefined && y >= rect.yPx && y < rect.yPx + rect.heightPx)
      .sort((a, b) => a.x - b.x)
      .map(({ text, color }) => `${text} (${color})`);
  };
  return { lines: canvas.lines(), textsIn };
}

describe('labels', () => {
  it('say everything where there is room', () => {
    const { textsIn } = paint(cartStory(), { widthPx: 1700 });
    expect(textsIn('app.process').filter((text) => /boot|serving|back-off|grace|SIG|handler/.test(text))).toEqual([
      'booting 25 s (onBoot)',
      'SIGTERM (ink)',
      'no handler (onBoot)',
      'serving 14.2 s (onServe)',
      'grace 30 of 30 s, used up (ink)',
      'SIGKILL (canvas)',
      'booting 16.7 s (onBoot)',
      'SIGTERM (ink)',
      'grace 5.7 of 30 s (ink)',
      'back-off 10 s (failLine)',
      'booting 9 s (onBoot)',
      'serving 14.8 s (onServe)',
      'SIGTERM (ink)',
    ]);
    expect(textsIn('app')).toEqual(['run 1 (ink3)', '137 (onFail)', 'run 2 (ink3)', '143 (onFail)', '1 (onFail)', 'run 4 (ink3)', '0 (ink)']);
  });

  it('get shorter by words, never by an ellipsis, and go last where there is none', () => {
    for (const widthPx of [1700, 840, 500, 300, 150]) {
      const { lines } = paint(cartStory(), { widthPx });
      expect(lines.filter((line) => line.includes('…'))).toEqual([]);
    }
    expect(
      paint(cartStory(), { widthPx: 500 })
        .textsIn('app.process')
        .filter((text) => /^(boot|serv)/.test(text)),
    ).toEqual(['booting (onBoot)', 'boot (onBoot)']);
    expect(
      paint(cartStory(), { widthPx: 300 })
        .textsIn('app')
        .filter((text) => text.includes('onFail')),
    ).toEqual(['137 (onFail)', '143 +1 (onFail)']);
  });

  it('of neighbours about the same thing are one with a count', () => {
    expect(paint(cartStory()).textsIn('pod.events')).toEqual([
      'Unhealthy ×3 (failLine)',
      'Killing (ink)',
      '×3 (failLine)',
      'BackOff (failLine)',
      'Unhealthy ×2 (failLine)',
      'Killing ×2 (ink)',
    ]);
  });
});

describe('at the edge of a hidden future', () => {
  const killing = cartStory().records.find((record) => record.kind === 'Event' && record.object.reason === 'Killing');

  it('a name stands before its mark, where nothing is hidden', () => {
    const at = killing?.t ?? 0;
    const { textsIn } = paint(cartStory(), { window: { fromMs: 0, toMs: 2 * at }, hiddenFromMs: at + 100 });
    expect(textsIn('pod.events')).toContain('Killing (ink)');
    expect(textsIn('app.process')).toContain('preStop (hookLine)');
    expect(paint(cartStory(), { window: { fromMs: at - 10, toMs: at + 500 }, hiddenFromMs: at + 1 }).textsIn('pod.events')).not.toContain('Killing (ink)');
  });

  it('a probe attempt that is under way has no result', () => {
    const story = traceOf('web', [{ name: 'app', livenessProbe: {} }])
      .pod(0, {}, 'ADDED')
      .probeState('app', 'liveness', 0, 'probing')
      .probe('app', 'liveness', 10, 'failure', { run: 1, takesMs: 1000 })
      .build(20);
    const crosses = (hiddenFromMs: number) => paint(story, { hiddenFromMs }).lines.filter((line) => line.startsWith('stroke failLine w1.8 ')).length;
    expect([crosses(10_500), crosses(11_500)]).toEqual([0, 1]);
  });
});

describe('a probe', () => {
  const failing = (period: number, count: number) => {
    const story = traceOf('web', [{ name: 'app', readinessProbe: {} }])
      .pod(0, {}, 'ADDED')
      .probeState('app', 'readiness', 0, 'probing');
    for (let i = 0; i < count; i += 1) story.probe('app', 'readiness', 1 + i * period, 'failure', { run: i + 1, met: i === 2 });
    return story.build(100);
  };
  const crosses = (lines: string[]) => lines.filter((line) => /^stroke failLine w1.8 /.test(line)).length;
  const discs = (lines: string[]) => lines.filter((line) => /^fill failFill \(.* r6.5\)/.test(line)).length;

  it('shows each failure as a cross on a stem, and the one that met the threshold in a disc', () => {
    const { lines } = paint(failing(10, 5));
    expect(crosses(lines)).toBe(4);
    expect(discs(lines)).toBe(1);
    expect(lines.some((line) => /^stroke failLine w1 dash3-2 /.test(line))).toBe(true);
  });

  it('keeps failures visible where they are too many, the trigger always', () => {
    const { lines } = paint(failing(0.1, 900), { widthPx: 400 });
    expect(crosses(lines)).toBeGreaterThan(30);
    expect(crosses(lines)).toBeLessThanOrEqual(66);
    expect(discs(lines)).toBe(1);
  });

  it('is as high as its failures, however crowded, whatever threshold the successes between them meet', () => {
    const faltering = (met: boolean) => {
      const story = traceOf('web', [{ name: 'app', readinessProbe: {} }]).pod(0, {}, 'ADDED');
      for (let i = 0; i < 900; i += 2) story.probe('app', 'readiness', 1 + i * 0.1, 'failure').probe('app', 'readiness', 1.1 + i * 0.1, 'success', { met });
      return paint(story.build(100), { widthPx: 400 }).lines;
    };
    expect(faltering(true).some((line) => line.startsWith('fill failTint'))).toBe(true);
    expect(faltering(true)).toEqual(faltering(false));
  });

  const passing = (periodMs: number) =>
    traceOf('web', [{ name: 'app', readinessProbe: {} }])
      .pod(0, {}, 'ADDED')
      .probe('app', 'readiness', 1, 'success', { count: Math.floor(95_000 / periodMs), periodMs })
      .build(100);
  const dots = (lines: string[]) => lines.filter((line) => line.startsWith('fill serveLine (')).length;

  it('shows successes as dots while they are 4 px apart, then as a line', () => {
    expect(dots(paint(passing(5000)).lines)).toBe(19);
    const dense = paint(passing(100)).lines;
    expect(dots(dense)).toBe(0);
    expect(dense.some((line) => line.startsWith('stroke serveLine w2.4'))).toBe(true);
  });

  it('draws only the attempts of a train that are on screen', () => {
    expect(dots(paint(passing(1000), { window: { fromMs: 40_000, toMs: 50_000 } }).lines)).toBeLessThanOrEqual(12);
  });

  it('shows a timeout as a hollow square with a tail as long as it waited, an error as a hollow diamond without a step', () => {
    const trace = traceOf('web', [{ name: 'app', livenessProbe: {} }])
      .pod(0, {}, 'ADDED')
      .probe('app', 'liveness', 10, 'failure', { timedOut: true, takesMs: 5000 })
      .probe('app', 'liveness', 30, 'error')
      .build(100);
    const { lines } = paint(trace);
    expect(lines.filter((line) => /^stroke failLine w1.5 \S+ 6.2x6.2$/.test(line))).toHaveLength(1);
    // 5 s at 8.06 px a second
    const tail = lines.find((line) => /^stroke failLine w1.4 ([\d.]+),([\d.]+) [\d.]+,\2$/.test(line));
    const [from = 0, to = 0] = [...(tail ?? '').matchAll(/ ([\d.]+),/g)].map((match) => Number(match[1]));
    expect(to - from).toBeCloseTo(40.3, 0);
    expect(lines.some((line) => line.startsWith('stroke ink2 w1.3'))).toBe(true);
  });
});

describe('a hook', () => {
  it('that fails at once is a cross, however little room there is for its bar', () => {
    const trace = traceOf('web').pod(0, {}, 'ADDED').process('app', 1, 'start').hook('app', 'preStop', 50, 50.01, { result: 'failed' }).build(100);
    for (const widthPx of [200, 840, 90_000]) {
      expect(paint(trace, { widthPx }).lines.filter((line) => line.startsWith('stroke failLine w1.8 '))).toHaveLength(1);
    }
  });
});

describe('hiding the future', () => {
  const hidden = paint(cartStory(), { widthPx: 1400, hiddenFromMs: 58_000 });

  it('tells no lengths, codes or labels of what comes', () => {
    const all = [...hidden.textsIn('app.process'), ...hidden.textsIn('app'), ...hidden.textsIn('app.liveness')];
    expect(all).toContain('booting (onBoot)');
    expect(all.some((text) => /16.7|143|5.7|back-off|SIGTERM/.test(text) && !/SIGTERM \(ink\)/.test(text))).toBe(false);
    expect(hidden.textsIn('app')).toEqual(['run 1 (ink3)', '137 (onFail)', 'run 2 (ink3)']);
  });

  it('paints no mark right of the playhead', () => {
    const limit = 8 + (58_000 / (105_000 * 1.02)) * (1400 - 18);
    const solid = hidden.lines.filter((line) => /^(fill|text) (?!canvas|panel)/.test(line));
    for (const line of solid) {
      const x = Number(/(?:"|\s|\()(-?[\d.]+),/.exec(line.replace(/^text \S+ ".*"/, ''))?.[1] ?? 0);
      expect(x, line).toBeLessThanOrEqual(limit + 20);
    }
  });

  it('says how much grace is left, but not how much it will take', () => {
    expect(hidden.textsIn('app.process')).toContain('grace: 29.3 s left (ink)');
  });
});

describe('many marks', () => {
  /** A run of 1 ms every 2 ms: far more than there are pixels. */
  function crowd(runs: number): Trace {
    const story = traceOf('crowd').pod(0, {}, 'ADDED');
    for (let i = 0; i < runs; i += 1)
      story
        .process('app', i * 0.002, 'start', { instance: i + 1 })
        .process('app', i * 0.002 + 0.001, 'exit', { instance: i + 1, exitCode: i === 700 ? 137 : 0 });
    return story.build(runs * 0.002);
  }

  it('are counted into strips of pixels; the number of things drawn depends on the screen, not on the marks', () => {
    const few = paint(crowd(2000)).lines.length;
    const many = paint(crowd(20_000)).lines.length;
    expect(many).toBeLessThan(few * 1.5);
  });

  it('narrower than a pixel still paint a pixel', () => {
    const trace = traceOf('blink').pod(0, {}, 'ADDED').process('app', 50, 'start').process('app', 50.001, 'exit', { exitCode: 1 }).build(100);
    expect(paint(trace).lines.some((line) => /^fill serveFill 41\d,\S+ 1x/.test(line))).toBe(true);
  });
});

describe('the overlay', () => {
  function overlay(state: Partial<OverlayState>, options: Options = {}) {
    const { model, view, lanes, widthPx } = scene(cartStory(), { widthPx: 1400, ...options });
    const canvas = recordingCanvas(widthPx, lanes.totalPx);
    canvas.renderer.drawOverlay(model, view, NAMED_PALETTE, { playheadMs: 45_300, ...state });
    return { lines: canvas.lines(), texts: canvas.texts().map(({ text }) => text) };
  }
  const records = cartStory().records;
  const idOf = (kind: string, t: number, test: (record: (typeof records)[number]) => boolean = () => true) =>
    records.find((record) => record.kind === kind && record.t === t && test(record))?.id ?? -1;
  const path = [
    idOf('Process', 6100),
    idOf('Probe', 15_200),
    idOf('Decision', 15_300),
    idOf('Hook', 15_300),
    idOf('Signal', 20_300),
    idOf('Signal', 45_300),
    idOf('Process', 46_300),
  ];

  it('is a playhead and nothing else by default', () => {
    expect(overlay({}).lines).toHaveLength(1);
    expect(overlay({}).lines[0]).toMatch(/^stroke ink w1.5 /);
  });

  it('says whether there is anything to be seen: nothing where the playhead is outside the window and nothing else is shown', () => {
    const { model, view, widthPx, lanes } = scene(cartStory(), { window: { fromMs: 14_800, toMs: 40_000 } });
    const canvas = recordingCanvas(widthPx, lanes.totalPx);
    const isSeen = (state: OverlayState) => canvas.renderer.drawOverlay(model, view, NAMED_PALETTE, state);
    expect(isSeen({ playheadMs: 20_000 })).toBe(true);
    expect(isSeen({ playheadMs: 50_000 })).toBe(false);
    expect(isSeen({ playheadMs: 50_000, hoverMs: 30_000 })).toBe(true);
    expect(isSeen({ playheadMs: 50_000, veilText: 'What happens next?', pathHot: 1 })).toBe(false);
    expect(canvas.renderer.drawOverlay(model, { ...view, hiddenFromMs: 20_000 }, NAMED_PALETTE, { playheadMs: 50_000 })).toBe(true);
  });

  it('numbers the causal path, and adds lines only where marks do not touch', () => {
    const { lines, texts } = overlay({ path });
    expect(texts).toEqual(['1', '2', '3', '4', '5', '6', '7']);
    // Trigger to decision, decision to hook (in two parts: it goes behind the bar): each with a halo under it. From the end of grace to the restart there is
    // no room for more than an arrow
    expect(lines.filter((line) => line.startsWith('stroke canvas w4.5'))).toHaveLength(3);
    expect(lines.filter((line) => /^stroke ink w1.5 /.test(line))).toHaveLength(4);
  });

  it('covers no name of an Event with a number', () => {
    const { model, view, widthPx, lanes } = scene(cartStory(), { window: { fromMs: 14_800, toMs: 40_000 } });
    const canvas = recordingCanvas(widthPx, lanes.totalPx);
    canvas.renderer.drawLanes(model, view, NAMED_PALETTE);
    const name = canvas.texts().find(({ text }) => text === 'Killing');
    canvas.clear();
    canvas.renderer.drawOverlay(model, view, NAMED_PALETTE, {
      playheadMs: 30_000,
      path: [idOf('Event', 15_300, (record) => record.kind === 'Event' && record.object.reason === 'Killing')],
    });
    const [number] = canvas.texts();
    expect(number?.text).toBe('1');
    expect((number?.x ?? 0) + 7).toBeLessThanOrEqual(name?.x ?? 0);
  });

  it('sets numbers apart, and covers names before it writes any number', () => {
    const { model, view, widthPx, lanes } = scene(cartStory(), { window: { fromMs: 0, toMs: 160_000 } });
    const canvas = recordingCanvas(widthPx, lanes.totalPx);
    canvas.renderer.drawOverlay(model, view, NAMED_PALETTE, { playheadMs: 150_000, path });
    const numbers = canvas.texts();
    for (const [index, one] of numbers.entries())
      for (const other of numbers.slice(index + 1)) expect(Math.hypot(one.x - other.x, one.y - other.y), `${one.text} and ${other.text}`).toBeGreaterThan(15);
    const lines = canvas.lines();
    const firstNumber = lines.findIndex((line) => line.startsWith('text'));
    expect(lines.slice(firstNumber).filter((line) => /^fill canvas [\d.,-]+ [\d.]+x[\d.]+$/.test(line))).toEqual([]);
  });

  it('keeps the number of a step that has no mark, and hides steps of a hidden future', () => {
    expect(overlay({ path: [path[0] ?? 0, 99_999, path[1] ?? 0] }).texts).toEqual(['1', '3']);
    expect(overlay({ path }, { hiddenFromMs: 20_000 }).texts).toEqual(['1', '2', '3', '4']);
  });

  it('measures: duration, and probes inside', () => {
    expect(overlay({ measure: { fromMs: 16_000, toMs: 9000 } }).texts).toEqual(['7.0 s · 5 probes']);
  });

  it('measures a hidden future, but does not count in it', () => {
    expect(overlay({ measure: { fromMs: 9000, toMs: 46_000 } }, { hiddenFromMs: 16_000 }).texts[0]).toBe('37 s · 5 probes');
  });

  it('has its playhead below the numbers of a path', () => {
    const { lines } = overlay({ path, playheadMs: 15_200 });
    expect(lines.findIndex((line) => line.startsWith('stroke ink w1.5 '))).toBeLessThan(lines.findLastIndex((line) => line.includes('ink')));
    expect(lines.at(-1)).not.toMatch(/^stroke ink w1.5 /);
  });

  it('shows when a moment comes with other seeds as a line with two caps; not while the future is hidden, nor where it hardly moves', () => {
    const bands = [{ record: path[5] ?? 0, fromMs: 44_000, toMs: 52_000 }];
    expect(overlay({ bands }).lines.filter((line) => line.startsWith('stroke ink w1.5 '))).toHaveLength(2);
    expect(overlay({ bands: [{ record: path[5] ?? 0, fromMs: 45_300, toMs: 45_310 }] }).lines).toHaveLength(1);
    expect(overlay({ bands }, { hiddenFromMs: 60_000 }).lines.filter((line) => line.startsWith('stroke ink w1.5 '))).toHaveLength(1);
  });

  it('veils the future', () => {
    const { lines, texts } = overlay({ veilText: 'What happens next?' }, { hiddenFromMs: 45_300 });
    expect(lines[0]).toMatch(/^fill panel /);
    expect(texts).toEqual(['What happens next?']);
  });
});

describe('axis and overview', () => {
  it('hide a label under the playhead flag', () => {
    const { model, view, widthPx } = scene(cartStory(), {});
    const canvas = recordingCanvas(widthPx, 28);
    canvas.renderer.drawAxis(model, view, NAMED_PALETTE, { playheadMs: 49_000 });
    expect(canvas.texts().map(({ text }) => text)).toEqual(['0 s', '10', '20', '30', '40', '60', '70', '80', '90', '100', '49.0 s']);
  });

  it('say the unit at the first label that is to be seen', () => {
    const { model, view, widthPx } = scene(cartStory(), {});
    const canvas = recordingCanvas(widthPx, 28);
    canvas.renderer.drawAxis(model, view, NAMED_PALETTE, { playheadMs: 0 });
    expect(canvas.texts().map(({ text }) => text)).toEqual(['10 s', '20', '30', '40', '50', '60', '70', '80', '90', '100', '0.0 s']);
  });

  it('show the whole run, and no more than the playhead lets', () => {
    const { model } = scene(cartStory(), {});
    const canvas = recordingCanvas(800, 40);
    const state = { playheadMs: 20_000, window: { fromMs: 0, toMs: 50_000 } };
    canvas.renderer.drawOverview(model, NAMED_PALETTE, state);
    const whole = canvas.lines().filter((line) => line.startsWith('fill failLine')).length;
    canvas.clear();
    canvas.renderer.drawOverview(model, NAMED_PALETTE, { ...state, hiddenFromMs: 20_000 });
    expect(canvas.lines().filter((line) => line.startsWith('fill failLine')).length).toBe(4);
    expect(whole).toBe(10);
  });
});

describe('as SVG', () => {
  it('is a document with the same texts', () => {
    const { model, view } = scene(cartStory(), { widthPx: 1400 });
    const svg = timelineSvg(model, view, NAMED_PALETTE);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="1550" height="\d+"/);
    expect(svg).toContain('>SIGKILL</text>');
    expect(svg).toContain('>kubectl apply</text>');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect([...svg.matchAll(/<(g|svg|clipPath)\b/g)].length).toBe([...svg.matchAll(/<\/(g|svg|clipPath)>/g)].length);
  });
});

describe('what reaches beyond the screen', () => {
  const failing = simulated(
    [
      'apiVersion: podloupe.dev/v1',
      'kind: Scenario',
      'metadata: {name: never-ready}',
      'spec: {duration: 24h}',
      '---',
      'apiVersion: v1',
      'kind: Pod',
      'metadata: {name: never-ready}',
      'spec:',
      '  containers:',
      '    - name: app',
      '      image: busybox:1.36',
      '      command: [sh, -c, "sleep 1000000"]',
      '      readinessProbe: {exec: {command: ["false"]}, periodSeconds: 1}',
    ].join('\n'),
  ).trace;

  it.each([1000, 60_000, 600_000])('is painted no further than its edges: %i ms of a day', (spanMs) => {
    const { lines } = paint(failing, { widthPx: 1400, window: { fromMs: 80_000_000, toMs: 80_000_000 + spanMs } });
    const shapes = lines.filter((line) => !line.startsWith('clip'));
    const reach = shapes.flatMap((line) => [...line.replace(/"[^"]*"/, '').matchAll(/(-?[\d.]+),-?[\d.]+/g)].map(([, x]) => Math.abs(Number(x))));
    expect(reach.filter((px) => px > 1500)).toEqual([]);
  });
});
