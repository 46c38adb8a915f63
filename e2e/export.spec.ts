import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

async function downloaded(page: Page, format: string) {
  await page.getByRole('radio', { name: format }).check();
  const started = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  const download = await started;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

test.beforeEach(async ({ page }) => {
  await new AppPage(page).open();
  await page.keyboard.press('e');
  await expect(page.getByRole('dialog', { name: 'Export the run' })).toBeVisible();
});

test('E exports the run as pictures, tables and texts', async ({ page }) => {
  const svg = await downloaded(page, 'Picture, SVG');
  expect(svg.name).toMatch(/\.svg$/);
  expect(svg.bytes.toString('utf8')).toMatch(/^<svg .*<title id="title">Pod cart/);

  const png = await downloaded(page, 'Picture, PNG');
  expect([...png.bytes.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  // Twice the 1200 pixels of the picture
  expect(png.bytes.readUInt32BE(16)).toBe(2400);

  const csv = await downloaded(page, 'Table, CSV');
  expect(csv.bytes.toString('utf8').split('\n')[0]).toBe('start_s,end_s,of,lane,what,count,why');
  expect(JSON.parse((await downloaded(page, 'Chrome trace, JSON')).bytes.toString('utf8'))).toHaveProperty('traceEvents');
  expect((await downloaded(page, 'Narrative, Markdown')).bytes.toString('utf8')).toMatch(/^# Pod cart: /);
});

test('what is on screen is without the lanes that the reader has put away', async ({ page }) => {
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Lanes' }).click();
  await page.getByRole('group', { name: 'Lanes shown' }).getByRole('checkbox', { name: 'Probes' }).uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('e');
  const lanes = async () => (await downloaded(page, 'Picture, SVG')).bytes.toString('utf8');
  expect(await lanes()).toContain('>liveness<');
  await page.getByRole('combobox', { name: 'Shows' }).selectOption('what is on screen');
  expect(await lanes()).not.toContain('>liveness<');
});

test('the run as an animation', async ({ page }) => {
  const gif = await downloaded(page, 'Animation, GIF');
  expect(gif.bytes.subarray(0, 6).toString('latin1')).toBe('GIF89a');
});

test('axe finds nothing, and Escape leads back', async ({ page }) => {
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
