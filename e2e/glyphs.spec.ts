import { readFileSync, writeFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { AppPage } from './pages/app-page.ts';

/**
 * What each glyph looks like, by story and look: a coarse grid of how much of each cell stands out against the ground, in base 36.
 * `KEEP_GLYPHS=1 npx playwright test e2e/glyphs.spec.ts` writes it anew: look at `#/glyphs` first.
 */
const KEPT = new URL('./screenshots/glyphs.json', import.meta.url);
const CELL_PX = 4;
const LEVELS = 35;
/** Grid lines and the grounds of rows come to no more than this: no glyph is made of it. */
const FAINT = 2;
/** By how much of its ink a picture may differ from the kept one: antialiasing moves a tenth, another shape or a paler colour half or more … */
const MOST_CHANGE = 0.25;
/** … and by how many levels within 12 × 12 pixels, the size of a glyph: what is small beside a long bar counts, too. */
const MOST_CHANGE_NEARBY = 24;
const NEARBY_CELLS = 3;

type Picture = readonly string[];

/** The page without text: what is left is the same on every machine, whatever its fonts. */
async function openWithoutText(page: Page): Promise<AppPage> {
  await page.addInitScript(() => {
    const { prototype } = CanvasRenderingContext2D;
    prototype.fillText = () => {};
    prototype.strokeText = () => {};
    // Places depend on widths, so they must be the same, too
    prototype.measureText = (text) => ({ width: text.length * 6 }) as TextMetrics;
  });
  const app = new AppPage(page);
  await app.open('#/glyphs');
  await expect(page.getByRole('heading', { level: 1, name: 'Glyphs' })).toBeVisible();
  return app;
}

/** Of each story its looks in order: light and dark in colour, light and dark in grey, as CSS makes grey. */
async function pictures(page: Page): Promise<Record<string, Picture[]>> {
  const all = await page.locator('canvas[data-story]').evaluateAll(
    (canvases, { cellPx, levels }) =>
      canvases.map((element) => {
        const canvas = element as HTMLCanvasElement;
        const { width, height } = canvas;
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, width, height) ?? { data: [] };
        const channels = (x: number, y: number) => [0, 1, 2].map((channel) => data[(y * width + x) * 4 + channel] ?? 0);
        const grey = ([r = 0, g = 0, b = 0]: number[]) => [0.2126 * r + 0.7152 * g + 0.0722 * b];
        const look = canvas.dataset['grey'] === undefined ? (rgb: number[]) => rgb : grey;
        const ground = look(channels(width - 1, 0));
        const contrast = (x: number, y: number) => Math.max(...look(channels(x, y)).map((value, index) => Math.abs(value - (ground[index] ?? 0)))) / 255;
        const rows: string[] = [];
        for (let top = 0; top < height; top += cellPx) {
          let row = '';
          for (let left = 0; left < width; left += cellPx) {
            let [sum, pixels] = [0, 0];
            for (let y = top; y < Math.min(height, top + cellPx); y += 1)
              for (let x = left; x < Math.min(width, left + cellPx); x += 1) [sum, pixels] = [sum + contrast(x, y), pixels + 1];
            row += Math.round((sum / pixels) * levels).toString(36);
          }
          rows.push(row);
        }
        return { story: canvas.dataset['story'] ?? '', rows };
      }),
    { cellPx: CELL_PX, levels: LEVELS },
  );
  const byStory: Record<string, Picture[]> = {};
  for (const { story, rows } of all) (byStory[story] ??= []).push(rows);
  return byStory;
}

/** Whether a picture differs from another one by more than machines do. */
function differs(a: Picture, b: Picture): boolean {
  if (a.length !== b.length || a.some((row, index) => row.length !== b[index]?.length)) return true;
  const inkOf = (picture: Picture) => picture.map((row) => Array.from(row, (level) => Math.max(0, Number.parseInt(level, 36) - FAINT)));
  const [before, after] = [inkOf(a), inkOf(b)];
  const moved = before.map((row, y) => row.map((level, x) => Math.abs(level - (after[y]?.[x] ?? 0))));
  const sum = (rows: readonly (readonly number[])[]) => rows.flat().reduce((total, level) => total + level, 0);
  const isMovedNear = moved.some((row, y) =>
    row.some((_, x) => sum(moved.slice(y, y + NEARBY_CELLS).map((each) => each.slice(x, x + NEARBY_CELLS))) > MOST_CHANGE_NEARBY),
  );
  return isMovedNear || sum(moved) > MOST_CHANGE * sum(before);
}

/** The same shape, paler. */
const faded = (picture: Picture): Picture => picture.map((row) => row.replace(/./g, (level) => Math.round(parseInt(level, 36) * 0.4).toString(36)));

test('every glyph has the shape and the contrast that it had, in both themes and without colour', async ({ page }) => {
  const app = await openWithoutText(page);
  const shown = await pictures(page);
  if (process.env['KEEP_GLYPHS'] !== undefined) writeFileSync(KEPT, `${JSON.stringify(shown, null, 1)}\n`);
  const kept = JSON.parse(readFileSync(KEPT, 'utf8')) as Record<string, Picture[]>;
  expect(Object.keys(shown)).toEqual(Object.keys(kept));
  const changed = Object.entries(kept).flatMap(([story, looks]) =>
    looks.map((look, index) => ({ story, look: index, differs: differs(look, shown[story]?.[index] ?? []) })),
  );
  expect(changed).toHaveLength(Object.keys(shown).length * 4);
  expect(changed.filter((each) => each.differs)).toEqual([]);
  // Tells a glyph from any other and from itself when it fades, or it would tell nothing
  const light = Object.entries(shown).map(([story, looks]) => ({ story, grey: looks[2] ?? [] }));
  expect(light.filter(({ grey }) => !differs(grey, faded(grey))).map(({ story }) => story)).toEqual([]);
  const alike = light.flatMap((one, index) => light.slice(index + 1).flatMap((other) => (!differs(one.grey, other.grey) ? `${one.story} ${other.story}` : [])));
  // A phase and a state that wait are words on the same ground
  expect(alike).toEqual(['pending waiting']);
  expect(app.complaints).toEqual([]);
});

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
