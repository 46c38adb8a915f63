import { expect, type Page, test } from '@playwright/test';
import type { Theme } from '../src/store/app-store.ts';
import { AppPage } from './pages/app-page.ts';

/** In pixels of a slide of 1080: what the last row can read. */
const LEAST_PX = 25;

test.use({ viewport: { width: 1920, height: 1080 }, contextOptions: { reducedMotion: 'reduce' } });

// Stories with long lines, many lanes, many Events, several containers, folds, and one that the run tells of itself
const SHOWN: { entry: string; theme: Theme; locale: string }[] = [
  { entry: 'prestop-overruns', theme: 'light', locale: 'en-US' },
  { entry: 'poststart-hangs', theme: 'dark', locale: 'zh-CN' },
  { entry: 'exit-137-four-ways', theme: 'contrast', locale: 'en-US' },
  { entry: 'liveness-kills-slow-starter', theme: 'projector', locale: 'zh-CN' },
  { entry: 'impatient-liveness', theme: 'light', locale: 'en-US' },
];

for (const { entry, theme, locale } of SHOWN) {
  test.describe(`${entry}, ${theme}, ${locale}`, () => {
    test.use({ locale });

    test('everything on the stage can be read from the last row, nothing is cut, and the lanes keep their place', async ({ page }) => {
      test.slow();
      await watchCanvases(page);
      await page.addInitScript((choice) => localStorage.setItem('podloupe.theme', choice), theme);
      const app = new AppPage(page);
      await app.open(`#/q/${entry}&beat=1`);
      expect(await page.evaluate(() => globalThis.drawnTexts.length)).toBeGreaterThan(0);
      const claim = page.locator('section > header h1');
      const places = new Set<number>();
      let before = '';
      for (;;) {
        await app.idle();
        const words = `${await claim.textContent()} ${await page.locator('section > footer').textContent()}`;
        if (words === before) break;
        before = words;
        expect(await unreadable(page), words).toEqual([]);
        const axis = await page.getByTestId('stage-axis').boundingBox();
        places.add(Math.round(axis?.y ?? 0));
        await page.keyboard.press('PageDown');
      }
      expect(places.size).toBe(1);
      for (const [key, close] of [
        ['?', 'Escape'],
        ['g', 'Escape'],
        ['o', 'o'],
      ] as const) {
        await page.keyboard.press(key);
        await expect(page.locator('dialog[open], [role=dialog]')).toHaveCount(1);
        expect(await unreadable(page), key).toEqual([]);
        await page.keyboard.press(close);
      }
      expect(app.complaints).toEqual([]);
    });
  });
}

interface Drawn {
  text: string;
  canvas: HTMLCanvasElement;
  /** In pixels of the canvas. */
  fontPx: number;
}

declare global {
  var drawnTexts: Drawn[];
}

/** Keeps what the canvases of the page write, and how large. */
async function watchCanvases(page: Page): Promise<void> {
  await page.addInitScript(() => {
    globalThis.drawnTexts = [];
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (...args) {
      const [, size = '0'] = /([\d.]+)px/.exec(this.font) ?? [];
      if (this.canvas instanceof HTMLCanvasElement)
        globalThis.drawnTexts.push({ text: args[0], canvas: this.canvas, fontPx: Number(size) * this.getTransform().d });
      fillText.apply(this, args);
    };
  });
}

/** What is on the stage and smaller than it should be, or reaches out of what holds it. Lines of YAML that only stand around what a beat is about may be cut. */
function unreadable(page: Page): Promise<string[]> {
  return page.evaluate((leastPx) => {
    const stage = document.querySelector('section:has(> header h1)');
    if (!stage) return ['no stage'];
    const found: string[] = [];
    for (const { text, canvas, fontPx } of globalThis.drawnTexts.splice(0)) {
      const px = (fontPx * canvas.getBoundingClientRect().height) / canvas.height;
      if (stage.contains(canvas) && px < leastPx) found.push(`${text}: ${px.toFixed(1)} px`);
    }
    const walker = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent?.trim() ?? '';
      if (text === '' || !element?.checkVisibility({ visibilityProperty: true }) || element.closest('.visually-hidden')) continue;
      const px = Number.parseFloat(getComputedStyle(element).fontSize) * (element.currentCSSZoom ?? 1);
      if (px < leastPx) found.push(`${text}: ${px.toFixed(1)} px`);
      const range = document.createRange();
      range.selectNodeContents(node);
      const { left, top, right, bottom, height } = range.getBoundingClientRect();
      if (element.closest('pre span:not([data-whole])')) continue;
      for (let holder: Element | null = element; holder && holder !== stage; holder = holder.parentElement) {
        if (getComputedStyle(holder).overflow === 'visible') continue;
        const box = holder.getBoundingClientRect();
        const slackPx = height * 0.15;
        const isCut = left < box.left - slackPx || right > box.right + slackPx || top < box.top - slackPx || bottom > box.bottom + slackPx;
        if (isCut) found.push(`${text} is cut`);
      }
    }
    return found;
  }, LEAST_PX);
}
