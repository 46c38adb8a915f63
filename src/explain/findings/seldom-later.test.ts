import { expect, test } from 'vitest';
import { NotLoadedError } from '../../base/not-loaded.ts';
import { sketch } from '../../testing/sim.ts';
import { simulated } from '../../testing/simulated.ts';
import { historyOf } from '../history.ts';
import { findingTexts } from '../texts/en/findings.ts';
import * as all from './seldom-findings.ts';
import * as later from './seldom-later.ts';
import type { Subject } from './subject.ts';

const BUDGET = `
  apiVersion: policy/v1
  kind: PodDisruptionBudget
  metadata: {name: web}
  spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
`;

function subject(container: string, actions: string): Subject {
  const { trace, scenario } = simulated(sketch(`containers: [{name: app, image: "nginx:1.27"${container}}]`, `duration: 1m\nactions: ${actions}`, BUDGET));
  return { history: historyOf(trace), scenario, words: findingTexts };
}

test('the page loads what explains rare trouble with the first run that has some; the others ask for nothing', async () => {
  expect(Object.keys(later).sort()).toEqual(Object.keys(all).sort());
  const well = subject('', '[]');
  const drained = subject('', '[{at: 10s, do: node-drain}]');
  const refused = subject(', securityContext: {appArmorProfile: {type: RuntimeDefault}}', '[]');
  expect([later.budgetFindings(well), later.appArmorFindings(well)]).toEqual([[], []]);
  expect(() => later.appArmorFindings(refused)).toThrow(NotLoadedError);
  try {
    later.budgetFindings(drained);
  } catch (error) {
    await (error as NotLoadedError).load();
  }
  expect(later.budgetFindings(drained).map(({ kind }) => kind)).toEqual(['budget-blocks-eviction']);
  expect(later.appArmorFindings(refused).map(({ kind }) => kind)).toEqual(['apparmor-missing']);
});
