/** The library tests itself: every scenario of scenarios/ runs, and all of its claims hold. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Seed } from '../base/random.ts';
import { editCount } from '../base/line-diff.ts';
import type { Scenario } from '../model/scenario.ts';
import { checkClaims, createWatcher, judge, judgedText, recordingOf } from '../recording/index.ts';
import { simulate } from '../sim/simulate.ts';
import { lessonOn } from '../worker/answers/lesson.ts';
import { foundSymptoms } from '../testing/found-symptoms.ts';
import solutions from '../testing/fixtures/solutions.json' with { type: 'json' };
import { LIBRARY, libraryIn, libraryText, nearestEntries } from './library.ts';
import { readScenario } from './read.ts';

const FOLDER = fileURLToPath(new URL('../../scenarios/', import.meta.url));
const AREAS = ['hook', 'probe', 'restart', 'termination', 'status', 'image', 'environment'];
const MOST_WORDS = 25;
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
    expect(scenario.title).toMatch(/^[A-Z].*\?$/);
    expect(scenario.title?.length).toBeLessThanOrEqual(75);
    expect(scenario.durationMs).toBeDefined();
    expect(scenario.expect.length).toBeGreaterThanOrEqual(3);
    expect(checkClaims(scenario.expect, { actionCount: scenario.actions.length })).toEqual([]);
  });

  const sweep = scenario.actions.flatMap(({ sweep: values = [] }) => values.map(({ text }) => text));
  const runs = SEEDS.flatMap((seed) => (sweep.length === 0 ? [{ seed }] : sweep.map((at) => ({ seed, at }))));

  it.each(runs)('keeps what it claims: %j', (run) => {
    expect(unmetClaims(scenario, run)).toEqual([]);
  });

  it('begins with the scene and a question, both read in one breath, and answers below', () => {
    const [first = '', ...answer] = scenario.summary?.split('\n\n') ?? [];
    const sentences = sentencesOf(first);
    expect(sentences).toHaveLength(2);
    expect(sentences[0]).not.toMatch(/\?$/);
    expect(sentences[1]).toMatch(/\?$/);
    expect(answer.join('').trim()).not.toBe('');
    // The page shows paragraphs, and no lists
    expect(scenario.summary).not.toMatch(/^\s*[*-] /m);
    for (const sentence of sentences) expect(sentence.split(/\s+/).length, sentence).toBeLessThanOrEqual(MOST_WORDS);
  });

  it('has something to predict, to change and to read on', () => {
    const { tags, predict, links } = lessonOf(scenario);
    expect(tags?.length).toBeGreaterThan(0);
    expect(predict?.length).toBeGreaterThan(0);
    expect(links?.some(({ url }) => url.startsWith('https://kubernetes.io/docs/'))).toBe(true);
    const { questions } = lessonOn({ scenario, trace: simulate(scenario, { watchTrigger: createWatcher }) });
    expect(questions.length).toBeGreaterThan(0);
    expect(questions.filter(({ ask }) => ask.what === 'holds')).toEqual([]);
  });

  it('has a goal that is not reached yet, and can be', () => {
    const { change } = lessonOf(scenario);
    expect(change?.text).toMatch(/^[A-Z].*\.$/);
    const goal = change?.goal ?? [];
    expect(unmetClaims({ ...scenario, expect: goal }, { seed: 'typical' })).not.toEqual([]);
    const text = readFileSync(FOLDER + file, 'utf8');
    const solvedText = solution(text, slug(file));
    // A goal is reached by changing the Pod alone
    expect(scenarioDocument(solvedText)).toBe(scenarioDocument(text));
    const solved = readScenario(solvedText);
    expect(solved.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    if (solved.scenario) expect(unmetClaims({ ...solved.scenario, expect: goal }, { seed: 'typical' })).toEqual([]);
  });
});

describe('the list of the library', () => {
  it('is what list-library.mjs writes of scenarios/', async () => {
    const generator: { listing(found: (text: string) => string[]): string } = await import(new URL('./list-library.mjs', import.meta.url).href);
    const generated = readFileSync(new URL('./library.generated.ts', import.meta.url), 'utf8');
    expect(generated, 'run node src/scenario/list-library.mjs').toBe(generator.listing(foundSymptoms));
  });

  it('loads the text of each entry', async () => {
    expect(LIBRARY.map(({ name }) => name)).toEqual(files.map(slug));
    for (const { name } of LIBRARY) expect(await libraryText(name)).toContain(`name: ${name}\n`);
    expect(await libraryText('no-such-scenario')).toBeUndefined();
  });

  it('has the questions, the myths, the surprises and the levels that it promises', () => {
    expect(LIBRARY.length).toBeGreaterThanOrEqual(100);
    expect(LIBRARY.filter(({ isQuestion }) => isQuestion).length).toBeGreaterThanOrEqual(25);
    expect(LIBRARY.filter(({ myth }) => myth !== undefined).length).toBeGreaterThanOrEqual(10);
    expect(LIBRARY.filter(({ tags }) => tags.includes('surprise')).length).toBeGreaterThanOrEqual(15);
    expect(LIBRARY.flatMap(({ level = [] }) => level).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(new Set(LIBRARY.map(({ title }) => title)).size).toBe(LIBRARY.length);
    const places = LIBRARY.flatMap(({ place = [] }) => place);
    expect(new Set(places).size).toBe(places.length);
  });

  it.each(['FailedPostStartHook', '137', 'CrashLoopBackOff', 'ErrImagePull', 'SIGKILL', 'DeadlineExceeded'])(
    'knows from the runs which ones show %s',
    (symptom) => {
      expect(LIBRARY.some(({ symptoms, found }) => [...symptoms, ...found].includes(symptom))).toBe(true);
    },
  );

  it('gives three stars for the solution of a level', async () => {
    for (const { name, level, stars = [] } of LIBRARY.filter((entry) => entry.level !== undefined)) {
      const text = (await libraryText(name)) ?? '';
      expect(editCount(text, solution(text, name)), `level ${level}: ${name}`).toBeLessThanOrEqual(stars[0] ?? 0);
    }
  });

  it('has no level that is won by taking away what it asks about', async () => {
    for (const { name, level } of LIBRARY.filter((entry) => entry.level !== undefined)) {
      const { scenario } = readScenario((await libraryText(name)) ?? '');
      if (scenario === undefined) throw new Error(name);
      const goal = lessonOf(scenario).change?.goal ?? [];
      for (const [part, without] of withoutParts(scenario)) {
        expect(unmetClaims({ ...without, expect: goal }, { seed: 'typical' }), `level ${level}: ${name} without ${part}`).not.toEqual([]);
      }
    }
  });

  it('is there in Chinese, whatever the browser calls that', async () => {
    const chinese = await libraryIn('zh-CN');
    for (const { name, title, sentences } of chinese) {
      expect(title, name).toMatch(/[一-鿿].*？$/);
      expect(sentences, name).toMatch(/。.*？$/);
      expect(sentences.match(/[。？]/g), name).toHaveLength(2);
    }
    expect(await libraryIn('fr')).toBe(LIBRARY);
  });

  it('answers in Chinese, paragraph by paragraph, sets the same goals and names the same myths', async () => {
    for (const { name, answer = [], goal, myth } of await libraryIn('zh-Hans')) {
      const text = (await libraryText(name)) ?? '';
      const { scenario } = readScenario(text);
      const written = (scenario?.summary ?? '')
        .trim()
        .split(/\n\s*\n/)
        .slice(1);
      expect(answer.length, name).toBe(written.length);
      for (const paragraph of answer) expect(paragraph, name).toMatch(/[一-鿿].*。$/s);
      expect(myth === undefined, name).toBe(LIBRARY.find((entry) => entry.name === name)?.myth === undefined);
      expect(myth ?? '我', name).toMatch(/[一-鿿]/);
      expect(goal, name).toMatch(/[一-鿿].*。$/);
    }
  });

  it('tells symptoms in Chinese, apart from messages of Kubernetes and programs', async () => {
    const chinese = await libraryIn('zh-Hans');
    const pairs = LIBRARY.flatMap(({ name, symptoms }) =>
      symptoms.map((symptom, index) => [symptom, chinese.find((entry) => entry.name === name)?.symptoms[index] ?? ''] as const),
    );
    const english = new Set(pairs.filter(([, said]) => !/[一-鿿]/.test(said)).flatMap(([symptom, said]) => (symptom.includes(' ') ? [said] : [])));
    expect([...english].sort()).toEqual(MESSAGES);
    expect(chinese.every(({ symptomsInEnglish }, index) => symptomsInEnglish === LIBRARY[index]?.symptoms)).toBe(true);
  });

  it('names what is near to a name that it has not', () => {
    expect(nearestEntries('crash-lop')[0]?.name).toBe('crash-loop');
    expect(nearestEntries('prestop-hook').every(({ name }) => name.includes('prestop') || name.includes('hook'))).toBe(true);
    expect(nearestEntries('zzz')).toEqual([]);
  });
});

const MESSAGES = [
  "Cannot evict pod as it would violate the pod's disruption budget.",
  'Liveness probe errored',
  'command timed out',
  'connection refused',
  'context deadline exceeded',
  'invalid handler',
  'pull access denied',
  'timeout: failed to connect service',
  'untolerated taint',
];

/** One line for each claim that does not hold in the run; every action has to come due. */
function unmetClaims(scenario: Scenario, run: { seed: Seed; at?: string }): string[] {
  const trace = simulate(scenario, { ...run, watchTrigger: createWatcher });
  expect(trace.cut).toBeUndefined();
  expect(trace.pendingActions).toEqual([]);
  return judge(scenario, recordingOf(trace), { complete: true })
    .filter(({ verdict }) => verdict !== 'pass')
    .map(judgedText);
}

/** The same scenario without one of its probes or hooks. */
function withoutParts(scenario: Scenario): [part: string, without: Scenario][] {
  return (scenario.pod?.spec.containers ?? []).flatMap((container, index) =>
    (['startupProbe', 'readinessProbe', 'livenessProbe', 'lifecycle'] as const).flatMap((part) => {
      if (container[part] === undefined) return [];
      const without = structuredClone(scenario);
      delete without.pod?.spec.containers[index]?.[part];
      return [[`${part} of ${container.name}`, without] satisfies [string, Scenario]];
    }),
  );
}

interface Lesson {
  tags?: string[];
  predict?: number[];
  links?: { url: string }[];
  change?: { text: string; goal: unknown[] };
}

function lessonOf({ lesson }: Scenario): Lesson {
  return (lesson ?? {}) as Lesson;
}

function sentencesOf(paragraph: string): string[] {
  return paragraph
    .replace(/\s+/g, ' ')
    .trim()
    .split(/(?<=[.!?]) (?=[A-Z`*0-9])/);
}

/** The files begin with it. */
const scenarioDocument = (text: string) => text.slice(0, text.indexOf('\n---\n'));

/** The text with one change that reaches its goal. */
function solution(text: string, name: string): string {
  const edits = (solutions as Record<string, string[][]>)[name] ?? [];
  return edits.reduce((changed, [find = '', replacement = '']) => {
    const at = changed.lastIndexOf(find);
    if (at < 0) throw new Error(`${name}: the solution looks for ${JSON.stringify(find)}`);
    return changed.slice(0, at) + replacement + changed.slice(at + find.length);
  }, text);
}
