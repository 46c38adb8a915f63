import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

test.describe.configure({ timeout: 90_000 });

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('A tells the time by the wall clock, in the axis, the flag and the table; the browser remembers it', async ({ page }) => {
      const app = new AppPage(page);
      await app.open();
      await expect(app.clock).toHaveText('42.4 s');
      const before = await app.timeline.locator('canvas').first().screenshot();
      await page.keyboard.press('a');
      await app.idle();
      await expect(app.clock).toHaveText('00:00:42.4');
      await expect(page.getByText('UTC, value at playhead')).toBeVisible();
      expect(await app.timeline.locator('canvas').first().screenshot()).not.toEqual(before);
      await app.openInspector('Events');
      await expect(app.eventRow(/exit 137/)).toContainText('00:00:42.4');
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

      await page.reload();
      await app.idle();
      await expect(app.clock).toHaveText(/^00:0\d:\d\d\.\d$/);
      await app.clock.click();
      await expect(app.clock).toHaveText(/^\d+\.\d s$/);
    });
  });
}
