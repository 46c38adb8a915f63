import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { run, sketch } from '../testing/sim.ts';
import { crashLoopTrace } from '../testing/crash-loop-trace.ts';
import { stillSvg, storyMarkdown, storyZip, type ToldBeat } from './index.ts';

const TRACE = run(
  sketch(
    `
    containers:
    - name: app
      image: shop/app:1
      ports: [{containerPort: 8080}]
      livenessProbe: {httpGet: {port: 8080}, periodSeconds: 2, failureThreshold: 2}
`,
    'duration: 30s\nworkloads: {app: {boot: 20s}}',
  ),
);

const BEAT: ToldBeat = {
  title: 'Two failures & a kill.',
  text: 'Nobody listens yet.',
  notes: 'Wait for an answer.',
  atMs: 5000,
  lanes: ['app.process', 'app.liveness'],
  window: { fromMs: 0, toMs: 20_000 },
  yaml: [
    { text: 'livenessProbe:', isMarked: false },
    { text: '  failureThreshold: 2', isMarked: true },
  ],
  ask: 'Who kills it?',
};

test('a still has the lanes of the beat alone, and nothing after its moment', () => {
  const svg = stillSvg(TRACE, BEAT);
  expect(svg).toContain('<title>Two failures &amp; a kill. 5.0 s</title>');
  expect(svg).toContain('>process</text>');
  expect(svg).toContain('>liveness</text>');
  expect(svg).not.toContain('>API status</text>');
  const whole = stillSvg(TRACE, { ...BEAT, atMs: 20_000 });
  expect(svg.length).toBeLessThan(whole.length);
});

test('a container by its name alone means all of its lanes', () => {
  expect(stillSvg(TRACE, { ...BEAT, lanes: ['app'] })).toContain('>API status</text>');
});

test('Markdown: question, claim, moment, picture, lines and notes', () => {
  expect(storyMarkdown('Impatient', [BEAT, { ...BEAT, ask: true, notes: '', yaml: [], text: '' }], (index) => `b${index}.svg`)).toBe(
    [
      '# Impatient',
      '> Who kills it?',
      '## 1. Two failures & a kill.',
      '*5.0 s* Nobody listens yet.',
      '![Two failures & a kill.](b0.svg)',
      '```yaml\nlivenessProbe:\n  failureThreshold: 2   # ←\n```',
      'Wait for an answer.',
      '> What happens next?',
      '## 2. Two failures & a kill.',
      '*5.0 s*',
      '![Two failures & a kill.](b1.svg)\n',
    ].join('\n\n'),
  );
});

test('the file has the story and a still of each beat, and is the same each time', () => {
  const zip = storyZip('impatient', TRACE, 'Impatient', [BEAT, BEAT]);
  const files = unzipSync(zip);
  expect(Object.keys(files)).toEqual(['impatient.md', 'impatient-01.svg', 'impatient-02.svg']);
  expect(strFromU8(files['impatient-01.svg'] as Uint8Array)).toBe(stillSvg(TRACE, BEAT));
  expect(strFromU8(files['impatient.md'] as Uint8Array)).toContain('](impatient-02.svg)');
  expect(storyZip('impatient', TRACE, 'Impatient', [BEAT, BEAT])).toEqual(zip);
});

test('a still at the end of hours of crash loops folds them; one in their midst does not tell how they go on', () => {
  const trace = crashLoopTrace({ duration: '3h', containers: { app: 'crashes' } });
  const beat = { ...BEAT, lanes: ['app'], window: { fromMs: 0, toMs: trace.endMs } };
  expect(stillSvg(trace, { ...beat, atMs: trace.endMs })).toMatch(/×\d+, every 5 min/);
  expect(stillSvg(trace, { ...beat, atMs: trace.endMs / 2 })).not.toContain('every 5 min');
});
