/** The stories of the library: what their beats say, show and count is what the run has. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { figuresIn, figuresNotIn, wordsOf } from '../explain/story/figures.ts';
import { simulated } from '../testing/simulated.ts';
import { type Lane, laneRects, layoutTrace } from '../timeline/index.ts';
import { staleNotes } from '../ui/present/stale.ts';
import { presentationOf } from '../worker/answers/present.ts';
import { LIBRARY } from './library.ts';
import { readScenario } from './read.ts';
import chinese from './translations/stories/zh-Hans.json' with { type: 'json' };

const textOf = (name: string) => readFileSync(fileURLToPath(new URL(`../../scenarios/${name}.yaml`, import.meta.url)), 'utf8');
const LONGEST_TITLE = 75;
const LONGEST_TEXT = 120;
/** Lanes as low as they may be, on a slide of 1080 lines and beside six lines of YAML: the stage leaves out those for which there is no room. */
const HIGHEST_LANES_PX = 205;
/** How much of the window lies before the playhead. */
const LEAST_PAST = 0.25;

const told = LIBRARY.flatMap(({ name }) => ((readScenario(textOf(name)).scenario?.story.length ?? 0) > 0 ? [name] : []));
const TRANSLATED: Readonly<Record<string, Readonly<Record<string, string>>>> = chinese;

test('each question that people ask most has a story, in both languages', () => {
  const asked = LIBRARY.filter(({ isQuestion }) => isQuestion).map(({ name }) => name);
  expect(told).toEqual(expect.arrayContaining(asked));
  expect(Object.keys(TRANSLATED).sort()).toEqual([...told].sort());
});

describe.each(told)('the story of %s', (name) => {
  const text = textOf(name);
  const run = simulated(text);
  const { beats } = presentationOf(run, text);
  const model = layoutTrace(run.trace, { density: 'normal' });
  const lanesOf = (names: readonly string[]) => model.lanes.filter(({ id, kind, group }) => kind !== 'group' && (names.includes(id) || names.includes(group)));

  it('has a few beats in order of time, and asks once', () => {
    expect(beats.length).toBeGreaterThanOrEqual(4);
    expect(beats.length).toBeLessThanOrEqual(8);
    const times = beats.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(beats.filter(({ ask }) => typeof ask === 'string')).toHaveLength(1);
    expect(beats.filter(({ ask }) => ask === true)).toEqual([]);
    expect(beats[0]?.ask).toBeUndefined();
  });

  it.each(beats.map((beat, index) => ({ beat, index, title: beat.title })))('beat $index: $title', ({ beat, index }) => {
    const { title, text: more, notes, lanes, window, yaml, missing, step } = beat;
    expect(missing).toBeUndefined();
    expect(title).toMatch(/^\S.*\.$/);
    expect(title.length).toBeLessThanOrEqual(LONGEST_TITLE);
    expect(more.length).toBeLessThanOrEqual(LONGEST_TEXT);
    expect(notes).not.toBe('');
    if (step.ask !== undefined) expect(step.ask).toMatch(/\?$/);

    // What it shows is there: lanes with marks, some of them in the window (an empty lane may be the point), and the line that is marked
    expect(lanes.length).toBeLessThanOrEqual(4);
    const missingLanes = lanes.filter((lane) => lanesOf([lane]).length === 0);
    expect(missingLanes).toEqual([]);
    const shown = lanesOf(lanes);
    expect(laneRects(model, { heightPx: 0, hidden: (lane) => !shown.includes(lane) }).totalPx).toBeLessThanOrEqual(HIGHEST_LANES_PX);
    const whole = { fromMs: 0, toMs: run.trace.endMs };
    expect(shown.filter((lane) => !hasMarkIn(lane, whole))).toEqual([]);
    expect(shown.filter((lane) => hasMarkIn(lane, window)).length).toBeGreaterThanOrEqual(2);
    expect(window.fromMs).toBeLessThanOrEqual(beat.atMs);
    expect(window.toMs).toBeGreaterThanOrEqual(beat.atMs);
    // Most of a slide whose future is hidden would be empty
    expect((beat.atMs - window.fromMs) / (window.toMs - window.fromMs)).toBeGreaterThan(LEAST_PAST);
    expect(yaml.filter(({ isMarked }) => isMarked)).toHaveLength(1);

    // Nor does the page complain of it
    expect(staleNotes(beat, model)).toEqual([]);
    for (const words of wordsOf(step)) expect(figuresNotIn(words, { trace: run.trace, beats, index }), words).toEqual([]);
  });

  it('is in Chinese, with the same figures', () => {
    const own = TRANSLATED[name] ?? {};
    const english = run.scenario.story.flatMap(({ notes = '', ...step }) => [...wordsOf(step), notes]);
    expect(Object.keys(own).sort()).toEqual([...new Set(english)].sort());
    for (const [words, translated] of Object.entries(own)) {
      expect(translated, words).toMatch(/[一-鿿]/);
      expect(valuesIn(translated), words).toEqual(valuesIn(words));
    }
  });
});

// What the run of every other entry tells of itself may become its story with one click
test.each(LIBRARY.map(({ name }) => name).filter((name) => !told.includes(name)))('the story that %s tells of itself fits its run', (name) => {
  const text = textOf(name);
  const run = simulated(text);
  const story = presentationOf(run, text).beats.map(({ step }) => step);
  const model = layoutTrace(run.trace, { density: 'normal' });
  const { beats } = presentationOf({ ...run, scenario: { ...run.scenario, story } }, text);
  expect(beats.flatMap((beat) => staleNotes(beat, model))).toEqual([]);
});

function hasMarkIn({ tracks }: Lane, { fromMs, toMs }: { fromMs: number; toMs: number }): boolean {
  return tracks.some(({ length, startMs, endMs }) => {
    for (let mark = 0; mark < length; mark += 1) if ((startMs[mark] ?? Infinity) <= toMs && (endMs[mark] ?? -Infinity) >= fromMs) return true;
    return false;
  });
}

function valuesIn(words: string): number[] {
  return figuresIn(words)
    .map(({ value }) => value)
    .sort((a, b) => a - b);
}
