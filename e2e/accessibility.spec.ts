import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

// axe looks at every element of the code editor too.
test.describe.configure({ timeout: 90_000 });

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('no violations on the page with a run', async ({ page }) => {
      const app = new AppPage(page);
      await app.open();
      await app.codeEditor();
      expect(await violations(page)).toEqual([]);
      for (const tab of ['Events', 'Findings', 'Disagreements'] as const) {
        await app.openInspector(tab);
        expect(await violations(page)).toEqual([]);
      }
    });

    test('no violations with a broken text', async ({ page }) => {
      const app = new AppPage(page);
      await app.open();
      await app.replaceText('Pod', 'apiVersion: v1\nkind: Pod\nspec: {containers: 7}\n');
      await expect(app.diagnostics).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test('no violations in the dialogs', async ({ page }) => {
      const app = new AppPage(page);
      await app.open();
      for (const key of ['?', 'g']) {
        await page.keyboard.press(key);
        await expect(page.getByRole('dialog')).toBeVisible();
        expect(await violations(page)).toEqual([]);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toHaveCount(0);
      }
    });
  });
}

for (const viewport of [
  { width: 820, height: 1180 },
  { width: 390, height: 844 },
]) {
  test(`no violations at ${viewport.width} pixels, and no sideways scrolling`, async ({ page }) => {
    await page.setViewportSize(viewport);
    const app = new AppPage(page);
    await app.open();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
}

async function violations(page: import('@playwright/test').Page): Promise<string[]> {
  const { violations: found, passes } = await new AxeBuilder({ page }).analyze();
  expect(passes.length).toBeGreaterThan(5);
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(', ')}`);
}
