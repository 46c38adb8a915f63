import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

test('an entry that a real kubelet ran, too, shows the simulated run, the recorded one, or both', async ({ page }) => {
  test.setTimeout(120_000);
  const app = new AppPage(page);
  await app.open('#/q/on-failure');
  const bar = page.getByRole('group', { name: 'Simulated or real' });
  const choose = async (kind: 'Simulated' | 'Both' | 'Real') => {
    const button = bar.getByRole('button', { name: kind, exact: true });
    await button.focus();
    await page.keyboard.press('Enter');
    await app.idle();
    await expect(button).toHaveAttribute('aria-pressed', 'true');
  };
  await expect(bar.getByRole('status')).toHaveText('This entry was run on a real v1.36.2 kubelet, too.');
  await expect(app.lane('other/app.process')).toHaveCount(0);

  await choose('Both');
  await expect(bar.getByRole('status')).toContainText('100.0 % alike');
  await expect(app.lane('app.process')).toHaveCount(1);
  await expect(app.lane('other/app.process')).toHaveCount(1);
  expect((await new AxeBuilder({ page }).include('main').analyze()).violations).toEqual([]);

  await choose('Real');
  await expect(app.lane('app.process')).toHaveCount(0);
  await expect(app.lane('other/app.process')).toHaveCount(1);

  await choose('Simulated');
  await expect(app.lane('other/app.process')).toHaveCount(0);
  await expect(page).toHaveURL(/#\/q\/on-failure$/);

  await app.open('#/q/readiness-gate');
  await choose('Both');
  await expect(bar.getByRole('status')).toContainText('The recording ends at 40.4 s, before patch-status at 45.0 s: what follows is simulated only.');

  await app.open('#/q/env-downward');
  await expect(bar).toHaveCount(0);
  expect(app.complaints).toEqual([]);
});
