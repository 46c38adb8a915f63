import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('a shared link shows the same scenario, run and view to somebody else', async ({ page, browser }) => {
  test.slow();
  const app = new AppPage(page);
  await app.open();
  await app.replaceText(
    'Pod',
    'apiVersion: v1\nkind: Pod\nmetadata: {name: shared}\nspec:\n  containers:\n    - {name: main, image: "busybox:1.37", command: [sh, -c, "sleep 7; exit 9"]}\n',
  );
  await app.openInspector('Events');
  await app
    .eventRow(/exit 9/)
    .first()
    .click();
  await app.idle();
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await expect(dialog.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Copy' }).click();
  await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await expect(dialog.getByText(`The link has ${link.length} characters.`)).toBeVisible();
  await expect.poll(() => page.url()).toBe(link);
  await dialog.getByRole('radio', { name: 'the scenario alone' }).check();
  await expect(dialog.getByRole('textbox', { name: 'What is copied' })).toHaveValue(/#1[\w-]+$/);
  await dialog.getByRole('combobox', { name: 'As' }).selectOption('report for an issue');
  await expect(dialog.getByRole('textbox', { name: 'What is copied' })).toHaveValue(/### Events[^]*exit 9/);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.keyboard.press('Escape');

  const stranger = await browser.newContext();
  const other = new AppPage(await stranger.newPage());
  await other.page.goto(link);
  await other.idle();
  expect(await other.recording()).toBe(await app.recording());
  await expect(other.verdict).toHaveText((await app.verdict.textContent()) ?? '');
  await expect(other.clock).toHaveText(await app.clock.innerText());
  await expect(other.page.getByRole('heading', { name: /Why did main exit with 9/ })).toBeVisible();
  await stranger.close();
});

test('the address follows the text while it is edited', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  expect(new URL(page.url()).hash).toBe('');
  await app.replaceText('Pod', 'apiVersion: v1\nkind: Pod\nmetadata: {name: mine}\nspec: {containers: [{name: main, image: nginx}]}\n');
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#1/);
  await page.reload();
  await app.idle();
  await expect(app.lane('pod')).toContainText('Pod mine');
});

test('a draft is kept in this browser and comes back without a link', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.replaceText('Pod', 'apiVersion: v1\nkind: Pod\nmetadata: {name: draft}\nspec: {containers: [{name: main, image: nginx}]}\n');
  await expect.poll(() => page.evaluate(() => localStorage.getItem('podloupe.drafts'))).toContain('name: draft');
  await page.goto('about:blank');
  await app.open();
  await expect(app.lane('pod')).toContainText('Pod draft');
  await expect(page.getByText('kept in this browser only', { exact: false })).toBeVisible();
});

test('a broken link says so and touches neither the draft nor the address', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.replaceText('Pod', 'apiVersion: v1\nkind: Pod\nmetadata: {name: precious}\nspec: {containers: [{name: main, image: nginx}]}\n');
  await expect.poll(() => page.evaluate(() => localStorage.getItem('podloupe.drafts'))).toContain('precious');
  const saved = await page.evaluate(() => localStorage.getItem('podloupe.drafts'));
  await page.goto('about:blank');
  await app.open('#1AAAAnot-a-scenario');
  await expect(page.getByText('Your saved drafts are untouched', { exact: false })).toBeVisible();
  await expect(app.lane('pod')).toContainText('Pod precious');
  expect(await page.evaluate(() => localStorage.getItem('podloupe.drafts'))).toBe(saved);
  expect(new URL(page.url()).hash).toBe('#1AAAAnot-a-scenario');
});

test('a link from a newer version asks for a reload', async ({ page }) => {
  const app = new AppPage(page);
  await app.open('#ZAAAA');
  await expect(page.getByText('Made by a newer Podloupe. Reload.')).toBeVisible();
  await expect(app.lane('app.liveness')).toBeVisible();
});

test('#reset forgets everything that was kept', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.replaceText('Pod', 'apiVersion: v1\nkind: Pod\nmetadata: {name: gone}\nspec: {containers: [{name: main, image: nginx}]}\n');
  await expect.poll(() => page.evaluate(() => localStorage.getItem('podloupe.drafts'))).toContain('gone');
  await page.goto('about:blank');
  await app.open('#reset');
  await expect(page.getByText('was removed', { exact: false })).toBeVisible();
  await expect(app.lane('app.liveness')).toBeVisible();
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('podloupe.drafts')))).toEqual([]);
});

test('scenarios of the library open from the header', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await page.getByRole('button', { name: 'Scenarios' }).click();
  const dialog = page.getByRole('dialog', { name: 'Scenarios' });
  await expect(dialog).toBeVisible();
  await dialog.getByRole('searchbox').fill('while it boots');
  await dialog.getByRole('link', { name: /Why is my Pod killed while it boots/ }).click();
  await expect(dialog).toHaveCount(0);
  await app.idle();
  await expect(app.lane('app.liveness')).toBeVisible();
});
