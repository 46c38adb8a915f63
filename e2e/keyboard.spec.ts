import AxeBuilder from '@axe-core/playwright';
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
  await page.locator('body').click({ position: { x: 40, y: 20 } });
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

test('the palette finds commands, lanes and scenarios; keys are places, can be changed and switched off', async ({ page }) => {
  test.slow();
  const app = new AppPage(page);
  await app.open();
  await app.codeEditor();
  await page.getByRole('textbox', { name: 'Pod manifest, YAML' }).focus();
  await page.keyboard.press('F1');
  const field = page.getByRole('combobox', { name: 'Command, scenario or lane' });
  await expect(field).toBeFocused();
  await field.fill('hide futr');
  await expect(page.getByRole('dialog').getByRole('option').first()).toHaveText(/Hide or show the future.*H/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Hide the future' })).toHaveAttribute('aria-pressed', 'true');

  await page.keyboard.press('Control+Shift+P');
  await field.fill('app liveness');
  await page
    .getByRole('option', { name: /liveness.*Lane/ })
    .first()
    .click();
  await expect(app.lane('app.liveness')).toBeFocused();

  // The key of a Russian keyboard where W is
  await page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'р', code: 'KeyH', bubbles: true, cancelable: true })));
  await expect(page.getByRole('button', { name: 'Hide the future' })).toHaveAttribute('aria-pressed', 'false');

  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await dialog.getByRole('button', { name: 'Hide or show the future: H' }).click();
  await page.keyboard.press('u');
  await expect(dialog.getByText('U was the key of', { exact: false })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('u');
  await expect(page.getByRole('button', { name: 'Hide the future' })).toHaveAttribute('aria-pressed', 'true');
  await page.reload();
  await app.idle();
  await page.getByRole('button', { name: 'States' }).waitFor();
  await page.keyboard.press('u');
  await expect(page.getByRole('button', { name: 'Hide the future' })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('?');
  await dialog.getByRole('checkbox').uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('u');
  await page.keyboard.press('End');
  await expect(app.clock).toHaveText('130.0 s');
  await expect(page.getByRole('button', { name: 'Hide the future' })).toHaveAttribute('aria-pressed', 'true');
});
