import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

test('a row of the table selects the mark and moves the playhead', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.openInspector('Events');
  const row = app.eventRow(/Killing/).first();
  const time = (await row.getByRole('gridcell').first().innerText()).trim();
  await row.click();
  await app.idle();
  await expect(app.clock).toHaveText(time);
  await expect(row).toHaveAttribute('aria-selected', 'true');
  await app.openInspector('Why?');
  await expect(page.getByRole('heading', { name: /^Why is there an Event Killing for app at/ })).toBeVisible();
});

test('a mark selects its row', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.lane('app.liveness').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await app.idle();
  await app.openInspector('Events');
  const selected = app.eventRow(/./).and(page.locator('[aria-selected=true]'));
  await expect(selected).toHaveCount(1);
  await expect(selected).toContainText('liveness failed, 1 of 3');
});

test('a click on the chart selects what is under the pointer', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  const chart = await app.chart.boundingBox();
  const lane = await app.lane('pod.phase').boundingBox();
  if (!chart || !lane) throw new Error('no chart');
  await page.mouse.move(chart.x + chart.width / 2, lane.y + lane.height / 2);
  await expect(page.getByRole('tooltip')).toContainText('phase Running');
  await page.mouse.click(chart.x + chart.width / 2, lane.y + lane.height / 2);
  await app.idle();
  await expect(page.getByRole('heading', { name: /^Why does the API say running for app/ })).toBeVisible();
});

test('steps of Why are the chain of causes, numbered from the first', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  const steps = page.getByRole('list', { name: 'What led to it, earliest cause first' }).getByRole('listitem');
  await expect(steps.first()).toContainText('1');
  const times = (await steps.allInnerTexts()).map((text) => Number.parseFloat(/(\d+\.\d) s/.exec(text)?.[1] ?? 'NaN'));
  expect(times.length).toBeGreaterThan(2);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test('the wheel zooms at the pointer, and 0 shows all again', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  const chart = await app.chart.boundingBox();
  if (!chart) throw new Error('no chart');
  await page.mouse.move(chart.x + chart.width * 0.25, chart.y + 40);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -400);
  await page.keyboard.up('Control');
  await expect.poll(() => new URL(page.url()).hash).toContain('&zoom=');
  await page.keyboard.press('0');
  await expect.poll(() => new URL(page.url()).hash).not.toContain('&zoom=');
});

test('a drag on the chart moves the playhead; the grips of the overview zoom', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  const chart = await app.chart.boundingBox();
  const overview = await page.getByRole('slider', { name: 'Playhead' }).boundingBox();
  if (!chart || !overview) throw new Error('nothing to drag');
  const before = await app.clock.innerText();
  await page.mouse.move(chart.x + chart.width * 0.6, chart.y + 60);
  await page.mouse.down();
  await page.mouse.move(chart.x + chart.width * 0.8, chart.y + 60, { steps: 4 });
  await page.mouse.up();
  await app.idle();
  await expect(app.clock).not.toHaveText(before);
  await expect(page.getByRole('slider', { name: 'Playhead' })).toHaveAttribute('aria-valuetext', await app.clock.innerText());

  const y = overview.y + overview.height / 2;
  await page.mouse.move(overview.x + overview.width - 9, y);
  await page.mouse.down();
  await page.mouse.move(overview.x + overview.width / 2, y, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => new URL(page.url()).hash).toMatch(/&zoom=0s\.\.\d+/);
});

test('Shift and a drag measure without moving the playhead', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  const chart = await app.chart.boundingBox();
  if (!chart) throw new Error('nothing to drag');
  const before = await app.clock.innerText();
  await page.keyboard.down('Shift');
  await page.mouse.move(chart.x + chart.width * 0.5, chart.y + 60);
  await page.mouse.down();
  await page.mouse.move(chart.x + chart.width * 0.7, chart.y + 60, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await app.idle();
  await expect(app.clock).toHaveText(before);
});
