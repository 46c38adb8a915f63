import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

test('the documentation is read beside the app, and a sample in it is run there', async ({ page }) => {
  test.setTimeout(90_000);
  const app = new AppPage(page);
  // Without the slash, as people type it
  await page.goto('docs');
  await expect(page).toHaveURL(/\/docs\/$/);
  const menu = page.getByRole('navigation', { name: 'Documentation' });
  await expect(menu.getByRole('link', { name: 'Documentation' })).toHaveAttribute('aria-current', 'page');

  await menu.getByRole('link', { name: 'Scenario format' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Scenario format');
  await expect(page).toHaveTitle('Scenario format · Podloupe');
  await expect(menu.getByRole('link', { name: 'Scenario format' })).toHaveAttribute('aria-current', 'page');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.getByRole('link', { name: 'Why does the liveness probe kill my slow starter?' }).click();
  await app.idle();
  await expect(page).toHaveURL(/#\/q\/liveness-kills-slow-starter$/);
  await expect(app.verdict).toContainText('restart');
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Scenario format');
  expect(app.complaints).toEqual([]);
});
