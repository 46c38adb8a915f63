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

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN' });

  test('help leads to the guides in the language of the reader, and each of their pages to the other language', async ({ page }) => {
    const app = new AppPage(page);
    await app.open();
    await page.keyboard.press('?');
    const opened = page.waitForEvent('popup');
    await page.getByRole('dialog').getByRole('link', { name: '文档' }).click();
    const docs = await opened;
    await expect(docs.getByRole('heading', { level: 1 })).toHaveText('文档');
    const menu = docs.getByRole('navigation', { name: '文档' });
    await menu.getByRole('link', { name: '使用指南' }).click();
    await expect(docs.getByRole('heading', { level: 1 })).toHaveText('使用指南');
    const picture = docs.getByRole('img', { name: '工作台' });
    await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(1440);
    expect((await new AxeBuilder({ page: docs }).analyze()).violations).toEqual([]);
    await menu.getByRole('link', { name: 'English' }).click();
    await expect(docs.getByRole('heading', { level: 1 })).toHaveText('User guide');
    await docs.getByRole('link', { name: '简体中文' }).click();
    await expect(docs).toHaveURL(/\/docs\/zh-Hans\/user-guide\.html$/);
    await menu.getByRole('link', { name: 'Scenario format' }).click();
    await expect(docs.getByRole('heading', { level: 1 })).toHaveText('Scenario format');
    // Without the slash
    await docs.goto('docs/zh-Hans');
    await expect(docs).toHaveURL(/\/docs\/zh-Hans\/$/);
    await docs.getByRole('navigation', { name: '文档' }).getByRole('link', { name: 'Podloupe' }).click();
    await expect(docs.getByRole('region', { name: '时间线' })).toBeVisible();
    expect(app.complaints).toEqual([]);
  });
});
