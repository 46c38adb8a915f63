/** `kubectl exec` at a moment of a run: in a copy of the run, which somebody visits. */
import type { Scenario } from '../model/scenario.ts';
import type { ActionRecord, Trace } from '../model/trace.ts';
import { simulate, type Visit, type WatchTrigger } from './simulate.ts';

/** Most commands are over by then. */
const AT_FIRST_MS = 5000;
/** A command that takes longer is taken to run for ever. */
const AT_MOST_MS = 600_000;

/** What became of a command: an error if it did not run, without an exit code it still runs after 10 min. */
export type Visited = Pick<ActionRecord, 'error' | 'exitCode' | 'stdout' | 'stderr'>;

/** Runs a command in a container of a run; the run itself stays as it is. `watchTrigger`: as for `simulate`. */
export function visited({ scenario, trace }: { scenario: Scenario; trace: Trace }, visit: Visit, watchTrigger: WatchTrigger): Visited {
  const { seed, at, createdAtMs } = trace.meta;
  for (const forMs of [AT_FIRST_MS, AT_MOST_MS]) {
    const options = { seed, ...(at !== undefined && { at }), createdAtMs, durationMs: visit.atMs + forMs, watchTrigger, visit };
    const { records } = simulate(scenario, options);
    const record = records.find((each): each is ActionRecord => each.kind === 'Action' && each.index > scenario.actions.length);
    if (record?.exitCode !== undefined || record?.error !== undefined) return record;
  }
  return {};
}
