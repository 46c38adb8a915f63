/**
 * `node scripts/pictures.mjs`: the pictures of README and docs, in each language of the docs, taken from the app as built, so that they show what it is. Every one is below
 * 150 kB. Needs `npm run build` and a Chromium (CHROMIUM_PATH).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { findChromium } from './chromium.mjs';
import { ROOT, stop } from './install.mjs';

/** @typedef {import('@playwright/test').Page} Page */

const FOLDER = join(ROOT, 'docs/pictures');
const MOST_BYTES = 150_000;
const SCENARIO = 'impatient-liveness';

/** @type {{ name: string, width: number, height: number, theme: 'light' | 'dark', fragment: string, prepare?: (page: Page, now: string) => Promise<void> }[]} */
const PICTURES = [
  { name: 'workbench', width: 1440, height: 900, theme: 'light', fragment: '' },
  { name: 'present', width: 1280, height: 720, theme: 'dark', fragment: `/q/${SCENARIO}&beat=5` },
  { name: 'notes', width: 900, height: 640, theme: 'light', fragment: '/notes', prepare: besideBeat },
];

/** @type {{ locale: string, folder: string, now: string }[]} `now`: what a part of the window of notes is called. */
const LANGUAGES = [
  { locale: 'en-US', folder: '', now: 'Now' },
  { locale: 'zh-CN', folder: 'zh-Hans', now: '现在' },
];

const executablePath = findChromium();
const server = await preview({ root: ROOT, logLevel: 'warn', preview: { host: '127.0.0.1', port: 0 } });
const address = server.resolvedUrls?.local[0];
if (address === undefined) stop('The app is not built: npm run build first.');
const browser = await chromium.launch({ ...(executablePath !== undefined && { executablePath }), args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
for (const { name, width, height, theme, fragment, prepare, locale, folder, now } of LANGUAGES.flatMap((each) =>
  PICTURES.map((picture) => ({ ...picture, ...each })),
)) {
  mkdirSync(join(FOLDER, folder), { recursive: true });
  const context = await browser.newContext({ locale, viewport: { width, height }, colorScheme: theme, reducedMotion: 'reduce', serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(`${address}#${fragment}`);
  await idle(page);
  await prepare?.(page, now);
  const picture = await asWebp(page, await page.screenshot());
  if (picture.length > MOST_BYTES) stop(`${name} has ${picture.length} bytes: more than ${MOST_BYTES}.`);
  writeFileSync(join(FOLDER, folder, `${name}.webp`), picture);
  console.log(`${join(folder, name)}.webp  ${Math.round(picture.length / 1000)} kB`);
  await context.close();
}
await browser.close();
await server.close();

/** The page says so itself; the code editor comes after that. @param {Page} page */
async function idle(page) {
  await page.locator('html[data-idle="true"]').waitFor({ state: 'attached' });
  if ((await page.getByTestId('code-editor').count()) > 0) await page.locator('[data-testid="code-editor"] .view-line').first().waitFor({ state: 'attached' });
}

/** A window of notes has something to say beside a presentation. @param {Page} page @param {string} now */
async function besideBeat(page, now) {
  const other = await page.context().newPage();
  await other.goto(`${address}#/q/${SCENARIO}&beat=5`);
  await idle(other);
  await page.getByRole('region', { name: now }).waitFor();
}

/** A browser can write WebP. @param {Page} page @param {Buffer} png */
async function asWebp(page, png) {
  const blank = await page.context().newPage();
  const text = await blank.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.85).split(',')[1] ?? '';
  }, png.toString('base64'));
  return Buffer.from(text, 'base64');
}
