/** Many random scenarios, each simulated once and held against all invariants at the same time. */
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { stringify } from 'yaml';
import type { Scenario } from '../model/scenario.ts';
import type { Trace } from '../model/trace.ts';
import { createWatcher, textTimeline } from '../recording/index.ts';
import { readScenario } from '../scenario/index.ts';
import { type SimulateOptions, simulate } from '../sim/simulate.ts';
import { scenarios } from './random/scenario.ts';

/** A scenario and its run. */
export interface SurveyedRun {
  scenario: Scenario;
  trace: Trace;
  /** Runs the same scenario once more, or otherwise. */
  again(options?: SimulateOptions): Trace;
}

/** Says what is wrong with a run, if anything. The first word counts. */
export type Invariant = (run: SurveyedRun) => Iterable<string>;

interface SurveyOptions {
  numRuns: number;
  /** The same ones each time; another number for others. */
  seed: number;
}

/** For a whole survey, and for the search after one that has found something: `npm run nightly` takes its time. */
export const SURVEY_TIMEOUT_MS = process.env['FC_RUNS'] === undefined ? 300_000 : 7_200_000;
/** Longest search for a smaller scenario that breaks the same invariant. */
const SHRINK_MS = 60_000;
/** The event loop gets its turn this often: the runner of the tests wants to hear from us. */
const TURN_RUNS = 50;

/**
 * Runs random scenarios (`npm run nightly` says by FC_RUNS and FC_SEED how many and which) and notes for each invariant
 * the first run that breaks it.
 */
export class Survey {
  readonly #invariants: ReadonlyMap<string, Invariant>;
  readonly #options: SurveyOptions;
  /** By name of the invariant: the place of the first run that breaks it. */
  readonly #broken = new Map<string, number>();

  constructor(invariants: Readonly<Record<string, Invariant>>, options: SurveyOptions) {
    this.#invariants = new Map(Object.entries(invariants));
    this.#options = { numRuns: Number(process.env['FC_RUNS'] ?? options.numRuns), seed: Number(process.env['FC_SEED'] ?? options.seed) };
  }

  async run(): Promise<void> {
    let place = -1;
    const look = fc.asyncProperty(scenarios(), async (text) => {
      place += 1;
      if (place % TURN_RUNS === 0) await setImmediate();
      if (this.#broken.size === this.#invariants.size) return;
      const run = lazily(() => runOf(text));
      for (const [name, invariant] of this.#invariants) {
        if (!this.#broken.has(name) && violation(invariant, run) !== undefined) this.#broken.set(name, place);
      }
    });
    // Not `assert`: nothing here fails, what is found is told invariant by invariant.
    const { failed, errorInstance } = await fc.check(look, this.#options);
    if (failed) throw errorInstance;
  }

  /** @throws if a run broke the invariant: with the smallest scenario that does, and what happens in it. */
  assertHeld(name: string): void {
    const invariant = this.#invariants.get(name);
    const place = this.#broken.get(name);
    if (invariant === undefined) throw new Error(`nobody has asked whether ${name}`);
    if (place === undefined) return;
    const found = fc.check(
      fc.property(scenarios(), (text) => {
        const wrong = violation(
          invariant,
          lazily(() => runOf(text)),
        );
        if (wrong !== undefined) throw new Error(wrong);
      }),
      { seed: this.#options.seed, path: String(place), numRuns: 1, interruptAfterTimeLimit: SHRINK_MS },
    );
    const { seed } = this.#options;
    const smallest = found.counterexample?.[0];
    throw new Error(
      [
        found.errorInstance instanceof Error ? found.errorInstance.message : 'broken, but not when run again: it depends on the runs before',
        `scenario ${place} of FC_SEED=${seed}, made smaller ${found.numShrinks} times`,
        ...(smallest === undefined ? [] : [asYaml(smallest), timelineOf(smallest)]),
      ].join('\n\n'),
    );
  }
}

function runOf(text: string): SurveyedRun {
  const { scenario, diagnostics } = readScenario(text);
  if (scenario === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const again = (options: SimulateOptions = {}) => simulate(scenario, { ...options, watchTrigger: createWatcher });
  return { scenario, trace: again(), again };
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** What an exception says counts as well. */
function violation(invariant: Invariant, run: () => SurveyedRun): string | undefined {
  try {
    for (const wrong of invariant(run())) return wrong;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  return undefined;
}

function asYaml(text: string): string {
  return text
    .split('\n---\n')
    .map((document) => stringify(JSON.parse(document)))
    .join('---\n');
}

function timelineOf(text: string): string {
  try {
    return textTimeline(runOf(text).trace);
  } catch {
    return 'There is no run.';
  }
}
