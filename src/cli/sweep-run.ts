/** One run of a sweep: from the text to a row. */
import { outcomeOf } from '../explain/outcome.ts';
import { verdictOf } from '../explain/index.ts';
import { createWatcher } from '../recording/index.ts';
import { type Axis, combination, textOfCombination } from '../scenario/sweep.ts';
import { simulate } from '../sim/simulate.ts';
import { choiceOf, type Choices, podNamed, readChosen } from './runs.ts';

/** What makes a run, as it is sent to a thread. */
export interface SweepJob {
  /** How messages name the input. */
  label: string;
  /** Name of the input in the table. */
  name: string;
  text: string;
  axes: Axis[];
  /** Which combination of the axes. */
  index: number;
  choices: Choices;
}

export interface SweepRow {
  name: string;
  values: (number | string)[];
  outcome: string;
  readySeconds: number | undefined;
  restarts: number;
  kills: number;
  outageSeconds: number;
  headline: string;
  /** Why there is no run. */
  error?: string;
}

/** Makes the run; what is wrong with its text is said in the row. */
export function sweepRow({ name, text, axes, index, choices }: SweepJob): SweepRow {
  const values = combination(axes, index);
  const failed = (error: string): SweepRow => ({
    name,
    values,
    outcome: 'error',
    readySeconds: undefined,
    restarts: 0,
    kills: 0,
    outageSeconds: 0,
    headline: '',
    error,
  });
  let edited: string;
  try {
    edited = textOfCombination(text, axes, index, choices.pod === undefined ? undefined : podNamed(choices.pod));
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
  const read = readChosen(edited, choices.pod);
  const { scenario, diagnostics } = read;
  const wrong = diagnostics.find(({ severity }) => severity === 'error');
  if (!scenario) {
    const why = wrong === undefined ? 'The text cannot be read.' : `line ${wrong.range?.startLine ?? 1}: ${wrong.message}`;
    return failed([why, choiceOf(read)].filter((part) => part !== undefined).join(' '));
  }
  const chosen = {
    ...scenario,
    ...(choices.seed !== undefined && { seed: choices.seed }),
    ...(choices.durationMs !== undefined && { durationMs: choices.durationMs }),
  };
  const trace = simulate(chosen, { watchTrigger: createWatcher, ...(choices.at !== undefined && { at: choices.at }) });
  const { kind, readyAfterMs, restarts, kills, outageMs } = outcomeOf(trace);
  return {
    name,
    values,
    outcome: kind,
    readySeconds: readyAfterMs === undefined ? undefined : tenths(readyAfterMs),
    restarts,
    kills,
    outageSeconds: tenths(outageMs),
    headline: verdictOf(trace, chosen).headline,
  };
}

function tenths(ms: number): number {
  return Math.round(ms / 100) / 10;
}
