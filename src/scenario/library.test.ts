/** The library tests itself: every scenario of scenarios/ runs, and all of its claims hold. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkClaims, createWatcher, judge, judgedText, recordingOf } from '../recording/index.ts';
import { simulate } from '../sim/simulate.ts';
import { LIBRARY, libraryText } from './library.ts';
import { readScenario } from './read.ts';

const FOLDER = fileURLToPath(new URL('../../scenarios/', import.meta.url));
const AREAS = ['hook', 'probe', 'restart', 'termination', 'status', 'image'];

const files = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.yaml'))
  .sort();
const slug = (file: string) => file.replace(/\.yaml$/, '');

describe.each(files)('scenarios/%s', (file) => {
  const text = readFileSync(FOLDER + file, 'utf8');
  const { scenario, diagnostics } = readScenario(text);

  it('is read without a remark', () => {
    expect(diagnostics).toEqual([]);
    expect(scenario).toBeDefined();
  });
  if (scenario === undefined) return;

  it('says what it is about', () => {
    expect(scenario.name).toBe(slug(file));
    expect(AREAS).toContain(scenario.labels['podloupe.dev/area']);
    expect(scenario.title).toMatch(/^[A-Z].*[^.]$/);
    expect(scenario.title?.length).toBeLessThanOrEqual(70);
    expect(scenario.summary?.length).toBeGreaterThan(100);
    expect(scenario.durationMs).toBeDefined();
    expect(scenario.expect.length).toBeGreaterThanOrEqual(3);
    expect(checkClaims(scenario.expect, { actionCount: scenario.actions.length })).toEqual([]);
  });

  const sweep = scenario.actions.flatMap(({ sweep: values = [] }) => values.map((value) => value.text));
  it.each(sweep.length === 0 ? [undefined] : sweep)('keeps what it claims%s', (at) => {
    const trace = simulate(scenario, { watchTrigger: createWatcher, ...(at !== undefined && { at }) });
    expect(trace.cut).toBeUndefined();
    expect(trace.pendingActions).toEqual([]);
    const judged = judge(scenario, recordingOf(trace), { complete: true });
    expect(judged.filter(({ verdict }) => verdict !== 'pass').map(judgedText)).toEqual([]);
  });
});

describe('the list of the library', () => {
  it('is what list-library.mjs writes of scenarios/', async () => {
    const generator: { listing(): string } = await import(new URL('./list-library.mjs', import.meta.url).href);
    const generated = readFileSync(new URL('./library.generated.ts', import.meta.url), 'utf8');
    expect(generated, 'run node src/scenario/list-library.mjs').toBe(generator.listing());
  });

  it('loads the text of each entry', async () => {
    expect(LIBRARY.map(({ name }) => name)).toEqual(files.map(slug));
    for (const { name } of LIBRARY) expect(await libraryText(name)).toContain(`name: ${name}\n`);
    expect(await libraryText('no-such-scenario')).toBeUndefined();
  });
});
