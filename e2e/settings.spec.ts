import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

test('settings take effect at once and are remembered; the language changes without losing work', async ({ page }) => {
  test.slow();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const app = new AppPage(page);
  await app.open();
  await app.replaceText('Pod', 'apiVersion: v1\nkind: Pod\nmetadata: {name: mine}\nspec: {containers: [{name: main, image: nginx}]}\n');
  await app.idle();
  await page.getByRole('button', { name: 'Settings' }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  for (const theme of ['high contrast', 'projector']) {
    await dialog.getByRole('combobox', { name: 'Theme' }).selectOption(theme);
    expect((await new AxeBuilder({ page }).exclude('.monaco-editor').analyze()).violations).toEqual([]);
  }
  await dialog.getByRole('combobox', { name: 'Motion' }).selectOption('none');
  await expect(page.locator('html')).toHaveAttribute('data-motion', 'less');
  expect(asked.filter((url) => /zh-hans/i.test(url))).toEqual([]);

  await dialog.getByRole('combobox', { name: 'Language' }).selectOption('简体中文');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
  await app.idle();
  await expect(page.locator('[data-lane="pod"]')).toContainText('Pod mine');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'projector');
  await expect(app.verdict.getByRole('heading')).toHaveText(/^[\d.]+ s 后 Ready，并一直保持$/);
  await page.getByRole('button', { name: '设置' }).click();
  await expect(page.getByRole('combobox', { name: '动效' })).toHaveValue('less');
  expect(app.complaints).toEqual([]);
});
