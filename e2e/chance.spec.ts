import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

test.describe.configure({ timeout: 90_000 });

test('U shows what is chance, and the lucky and the unlucky run are a click away', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await page.keyboard.press('u');
  const bar = page.getByRole('group', { name: 'What is chance' }).first();
  await app.idle();
  await expect(bar.getByRole('status')).toContainText(/over 24 seeds|: \d+\.\d s to \d+\.\d s/);
  await expect(bar.getByRole('button', { name: 'Typical' })).toHaveAttribute('aria-pressed', 'true');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await bar.getByRole('button', { name: 'Unlucky' }).click();
  await app.idle();
  await expect(bar.getByRole('button', { name: 'Unlucky' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('textbox', { name: 'seed' })).not.toHaveValue('typical');

  await page.keyboard.press('u');
  await expect(page.getByRole('group', { name: 'What is chance' })).toHaveCount(0);
});
