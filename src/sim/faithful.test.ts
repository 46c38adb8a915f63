/**
 * Every scenario that was run on a real v1.36.2 kubelet can be simulated to its end. How like the runs are, and which claims
 * hold, is measured by `scripts/fidelity.mjs` against its floors.
 */
import { expect, test } from 'vitest';
import { createWatcher } from '../recording/index.ts';
import { readScenario } from '../scenario/index.ts';
import { conformanceCases, recordings } from '../testing/fixtures.ts';
import { simulate } from './simulate.ts';

const SCENARIOS = [...conformanceCases(), ...recordings()];

test.each(SCENARIOS)('$name is covered, is not cut, and every action comes due', ({ text }) => {
  const { scenario, diagnostics } = readScenario(text);
  if (scenario === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const sweep = scenario.actions.find((action) => action.sweep !== undefined)?.sweep?.map((value) => value.text) ?? [undefined];
  for (const at of sweep) {
    const { cut, pendingActions } = simulate(scenario, { ...(at !== undefined && { at }), watchTrigger: createWatcher });
    expect({ cut, pendingActions }).toEqual({ cut: undefined, pendingActions: [] });
  }
});
