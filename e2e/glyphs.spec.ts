import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

test('every glyph is painted, in both themes and without colour', async ({ page }) => {
  const app = new AppPage(page);
  await app.open('#/glyphs');
  await expect(page.getByRole('heading', { level: 1, name: 'Glyphs' })).toBeVisible();
  const painted = await page.locator('canvas[data-story]').evaluateAll((canvases) =>
    canvases.map((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      // The last pixel of the first row is ground; grid and separators are close to it, marks are not.
      const at = (pixel: number) => [pixels[pixel * 4] ?? 0, pixels[pixel * 4 + 1] ?? 0, pixels[pixel * 4 + 2] ?? 0];
      const ground = at(width - 1);
      let marked = 0;
      for (let pixel = 0; pixel < width * height; pixel += 1) if (at(pixel).some((channel, i) => Math.abs(channel - (ground[i] ?? 0)) > 60)) marked += 1;
      return { story: canvas.getAttribute('data-story'), label: canvas.getAttribute('aria-label'), marked };
    }),
  );
  const stories = new Set(painted.map(({ story }) => story));
  expect(stories.size).toBeGreaterThan(35);
  expect(painted).toHaveLength(stories.size * 4);
  expect(painted.filter(({ marked }) => marked < 20).map(({ label }) => label)).toEqual([]);
  expect(app.complaints).toEqual([]);
});

test('the page of glyphs and the timeline lead to each other', async ({ page }) => {
  const app = new AppPage(page);
  await app.open('#/glyphs');
  await page.getByRole('link', { name: 'Back to the timeline' }).click();
  await expect(app.grid).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Glyphs' })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('no violations', async ({ page }) => {
      await new AppPage(page).open('#/glyphs');
      const { violations, passes } = await new AxeBuilder({ page }).analyze();
      expect(passes.length).toBeGreaterThan(5);
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(', ')}`)).toEqual([]);
    });
  });
}
