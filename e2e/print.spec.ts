import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

test.use({ colorScheme: 'dark' });

test('a timeline is printed on white: verdict, lanes, key, what was asked why, and the link; then the page is as it was', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  const headline = await app.verdict.getByRole('heading').textContent();
  // The paper is loaded when the page has nothing else to do
  await expect(async () => {
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await expect(page.locator('html')).toHaveAttribute('data-print', 'sheet', { timeout: 200 });
  }).toPass();
  await page.emulateMedia({ media: 'print' });

  const sheet = page.getByRole('article');
  const lanes = sheet.getByRole('img', { name: /^Pod / });
  await expect(lanes).toContainText(headline ?? '?');
  await expect(lanes).toContainText('process');
  await expect(sheet.getByRole('list', { name: 'Key' })).toBeVisible();
  await expect(sheet.getByRole('heading', { level: 2 })).toHaveText(/^Why /);
  await expect(sheet.locator('footer')).toHaveText(/^http/);
  await expect(app.grid).toBeHidden();
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');

  await page.emulateMedia({ media: 'screen' });
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await expect(app.grid).toBeVisible();
  await expect(sheet).toHaveCount(0);
  expect(app.complaints).toEqual([]);
});

test('a handout is printed on white, without the page behind it', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await page.keyboard.press('p');
  await expect(page.getByTestId('stage-canvas')).toBeVisible();
  await page.keyboard.press('d');
  const handout = page.getByRole('dialog', { name: 'Handout' });
  await expect(handout.getByRole('heading', { level: 2 }).first()).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(app.grid).toBeHidden();
  expect(await handout.evaluate((element) => [getComputedStyle(document.body).backgroundColor, getComputedStyle(element, '::backdrop').display])).toEqual([
    'rgb(255, 255, 255)',
    'none',
  ]);
});
