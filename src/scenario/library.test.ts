/** The library tests itself: every scenario of scenarios/ runs, and all of its claims hold. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Seed } from '../base/random.ts';
import type { Scenario } from '../model/scenario.ts';
import { checkClaims, createWatcher, judge, judgedText, recordingOf } from '../recording/index.ts';
import { simulate } from '../sim/simulate.ts';
import { LIBRARY, libraryText } from './library.ts';
import { readScenario } from './read.ts';

const FOLDER = fileURLToPath(new URL('../../scenarios/', import.meta.url));
const AREAS = ['hook', 'probe', 'restart', 'termination', 'status', 'image'];
/** What a scenario teaches does not depend on chance. */
const SEEDS: readonly Seed[] = ['typical', 1, 2];

const files = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.yaml'))
  .sort();
const slug = (file: string) => file.replace(/\.yaml$/, '');

describe.each(files)('scenarios/%s', (file) => {
  const { scenario, diagnostics } = readScenario(readFileSync(FOLDER + file, 'utf8'));

  it('is read without errors and warnings', () => {
    expect(diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(scenario).toBeDefined();
  });
  if (scenario === undefined) return;

  it('says what it is about', () => {
    expect(scenario.name).toBe(slug(file));
    expect(AREAS).toContain(scenario.labels['podloupe.dev/area']);
    // A statement without a full stop; a field of the Pod may begin it
    expect(scenario.title).toMatch(/^([A-Z]|[a-z]+[A-Z]).*[^.]$/);
    expect(scenario.title?.length).toBeLessThanOrEqual(70);
    expect(scenario.summary?.length).toBeGreaterThan(100);
    expect(scenario.durationMs).toBeDefined();
    expect(scenario.expect.length).toBeGreaterThanOrEqual(3);
    expect(checkClaims(scenario.expect, { actionCount: scenario.actions.length })).toEqual([]);
  });

  const sweep = scenario.actions.flatMap(({ sweep: values = [] }) => values.map(({ text }) => text));
  const runs = SEEDS.flatMap((seed) => (sweep.length === 0 ? [{ seed }] : sweep.map((at) => ({ seed, at }))));

  it.each(runs)('keeps what it claims: %j', (run) => {
    expect(unmetClaims(scenario, run)).toEqual([]);
  });

  const goal = goalOf(scenario);
  if (goal.length === 0) return;
  it('leaves something to change', () => {
    expect(unmetClaims({ ...scenario, expect: goal }, { seed: 'typical' })).not.toEqual([]);
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

/** One line for each claim that does not hold in the run; every action has to come due. */
function unmetClaims(scenario: Scenario, run: { seed: Seed; at?: string }): string[] {
  const trace = simulate(scenario, { ...run, watchTrigger: createWatcher });
  expect(trace.cut).toBeUndefined();
  expect(trace.pendingActions).toEqual([]);
  return judge(scenario, recordingOf(trace), { complete: true })
    .filter(({ verdict }) => verdict !== 'pass')
    .map(judgedText);
}

/** The claims that a learner's change has to make true. */
function goalOf({ lesson }: Scenario): unknown[] {
  return (lesson as { change?: { goal?: unknown[] } } | undefined)?.change?.goal ?? [];
}
