import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { recordingLines } from '../src/recording/from-trace.ts';
import { createWatcher } from '../src/recording/watcher.ts';
import { readScenario } from '../src/scenario/read.ts';
import { simulate } from '../src/sim/simulate.ts';
import { AppPage } from './pages/app-page.ts';

test('Node and the worker in the browser record the same run, twice', async ({ page }) => {
  const { scenario } = readScenario(readFileSync('scenarios/impatient-liveness.yaml', 'utf8'));
  if (!scenario) throw new Error('the default scenario has errors');
  const inNode = [...recordingLines(simulate(scenario, { watchTrigger: createWatcher }))].join('\n');
  const app = new AppPage(page);
  await app.open();
  expect(await app.recording()).toBe(inNode);
  await page.reload();
  await app.idle();
  expect(await app.recording()).toBe(inNode);
});
