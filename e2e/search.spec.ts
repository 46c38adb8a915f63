import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

test('/ finds a mark by its words, and Enter goes there', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await page.keyboard.press('/');
  const field = page.getByRole('combobox', { name: 'Words of the mark' });
  await expect(field).toBeFocused();
  await field.fill('liveness 3 of 3');
  const options = page.getByRole('dialog').getByRole('option');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowDown');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.keyboard.press('ArrowUp');
  const time = await options.first().locator('time').textContent();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: /^Why did the liveness probe of app fail at/ })).toContainText(time?.replace(' s', '') ?? 'no time');
});

test('what nobody says is not found, and Escape changes nothing', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await page.keyboard.press('/');
  await page.getByRole('combobox', { name: 'Words of the mark' }).fill('no such words');
  await expect(page.getByRole('status').filter({ hasText: 'No mark says that.' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
