import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

test('from the editor to a selected failure with the keyboard alone', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.codeEditor();
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Pod' }).focus();
  await page.keyboard.press('Tab');
  // Inside the editor Tab indents, until Control+M lets it leave.
  await page.keyboard.press('Control+m');
  await tabTo(page, () => page.evaluate(() => document.activeElement?.getAttribute('role') === 'rowheader'));

  const focus = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  for (let i = 0; i < 20 && !(await focus()).startsWith('liveness'); i += 1) await page.keyboard.press('ArrowDown');
  expect(await focus()).toMatch(/^liveness/);
  await page.keyboard.press('Home');
  expect(await focus()).toMatch(/^liveness failed, 1 of 3, \d+(\.\d)? seconds$/);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  expect(await focus()).toMatch(/^liveness failed, 3 of 3/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /^Why did the liveness probe of app fail at/ })).toBeVisible();
  await app.idle();
  expect(await focus()).toMatch(/^liveness failed, 3 of 3/);
});

test('the keys of the timeline', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.lane('actions').focus();
  const time = async () => Number.parseFloat(await app.clock.innerText());
  await page.keyboard.press('Shift+End');
  await page.locator('body').click({ position: { x: 400, y: 20 } });
  await page.keyboard.press('Home');
  await app.idle();
  expect(await time()).toBe(0);
  await page.keyboard.press('.');
  await app.idle();
  const first = await time();
  await page.keyboard.press('.');
  await app.idle();
  expect(await time()).toBeGreaterThanOrEqual(first);
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await app.idle();
  const later = await time();
  await page.keyboard.press(']');
  await app.idle();
  expect(await time()).toBeGreaterThan(later);
  await page.keyboard.press('End');
  await app.idle();
  expect(await time()).toBe(130);
  await page.keyboard.press('t');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('playing moves the playhead and stops at the end', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await page.keyboard.press('End');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await app.idle();
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('10');
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toHaveCount(0);
  await expect(app.clock).toHaveText('130.0 s');
});

async function tabTo(page: import('@playwright/test').Page, isThere: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 30; i += 1) {
    await page.keyboard.press('Tab');
    if (await isThere()) return;
  }
  throw new Error('Tab never got there');
}
