/** What a browser takes for the built app. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { findChromium, HOW_TO } from '../chromium.mjs';
import { ROOT, stop } from '../install.mjs';
import { benchHostile } from './hostile.mjs';
import { kb, median, ms, say } from './say.mjs';
import { openWindow } from './window.mjs';
import { benchStage } from './stage.mjs';

/** @typedef {import('@playwright/test').Browser} Browser */
/** @typedef {import('@playwright/test').Page} Page */

const KEYSTROKES = 20;
const DRAG_MS = 3000;

/** What the page fetches, by what it is for. @param {string} name @param {ReadonlySet<string>} ofWorker */
function partOf(name, ofWorker) {
  if (/monaco|editor|yaml\.worker|codicon/i.test(name)) return 'Monaco and what comes with it';
  return ofWorker.has(name) ? 'simulation worker' : 'the page';
}

/** The worker's own files: itself and what it imports. @param {readonly string[]} paths */
function filesOfWorker(paths) {
  const files = new Set(paths.filter((path) => /\.worker-/.test(path)));
  for (const file of files) {
    const text = readFileSync(join(ROOT, 'dist', file), 'utf8');
    for (const [, name] of text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) files.add(`/assets/${name}`);
  }
  return files;
}

/** The built app in a browser: loads, edits, and what a reader or a speaker waits for. */
export async function benchApp() {
  const executablePath = findChromium();
  if (executablePath === undefined) return console.log(`No Chromium, so nothing of the app. Install one: ${HOW_TO}`);
  const [{ preview }, { chromium }] = await Promise.all([import('vite'), import('@playwright/test')]);
  const server = await preview({ root: ROOT, logLevel: 'warn', preview: { host: '127.0.0.1', port: 4273 } });
  const url = server.resolvedUrls?.local[0] ?? stop('The server has no address.');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await openWindow(browser, { width: 1280, height: 800 });
    await page.goto(url);
    await page.waitForFunction(() => performance.getEntriesByName('podloupe:painted').length > 0);
    const load = await page.evaluate(() => {
      const paintedMs = performance.getEntriesByName('podloupe:painted')[0]?.startTime ?? 0;
      const resources = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType('resource'));
      const contentfulMs = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN;
      return { contentfulMs, paintedMs, names: resources.filter(({ startTime }) => startTime < paintedMs).map(({ name }) => new URL(name).pathname) };
    });
    say('first contentful paint (at most 500 ms)', ms(load.contentfulMs));
    say('until the simulated timeline is painted', ms(load.paintedMs));
    say('until the code editor is there (at most 2000 ms)', ms(await editorShown(page)));
    sayFirstLoad(load.names);
    const latencies = await keystrokes(page);
    say(`from a keystroke to its painted timeline, median of ${latencies.length}`, ms(median(latencies)));
    say('the slowest of them', ms(Math.max(...latencies)));
    await page.close();
    const [rate, count] = await dragged(browser, url);
    say(`updates a second while a handle is dragged, of ${count} (at least 30)`, rate.toFixed(1));
    const [first, again] = await galleryOpenings(browser, url);
    say('from the key to the gallery with its cards (at most 300 ms)', ms(first));
    say('the same once it has been opened', ms(again));
    say('from a link to the first beat of a story (at most 1000 ms)', ms(await firstBeat(browser, url)));
    await benchStage(browser, url);
    await benchHostile(browser, url);
  } finally {
    await browser.close();
    await server.close();
  }
}

/** @param {Page} page */
async function editorShown(page) {
  const shownMs = await page.waitForFunction(() => document.querySelector('.monaco-editor .view-line') && performance.now());
  return Number(await shownMs.jsonValue());
}

/** @param {string[]} paths */
function sayFirstLoad(paths) {
  /** @type {Record<string, number>} */
  const sums = {};
  const ofWorker = filesOfWorker(paths);
  for (const path of ['/index.html', ...new Set(paths)]) {
    const part = partOf(path, ofWorker);
    sums[part] = (sums[part] ?? 0) + gzipSync(readFileSync(join(ROOT, 'dist', path)), { level: 9 }).length;
  }
  for (const [part, bytes] of Object.entries(sums)) say(`fetched until then, gzip: ${part}`, kb(bytes));
}

/** Types digits behind the last line and measures each until the run of that text is painted. @param {Page} page */
async function keystrokes(page) {
  await page.locator('.monaco-editor .view-line').first().waitFor();
  await page.locator('.monaco-editor .view-line').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\n#');
  await page.waitForFunction(() => document.documentElement.dataset['idle'] === 'true');
  const latencies = [];
  for (let index = 0; index < KEYSTROKES; index += 1) {
    await page.evaluate(() => {
      performance.clearMarks('podloupe:painted');
      addEventListener('keydown', () => performance.mark('bench:key'), { capture: true, once: true });
    });
    await page.keyboard.press(String(index % 10));
    await page.waitForFunction(() => performance.getEntriesByName('podloupe:painted').length > 0);
    latencies.push(
      await page.evaluate(() => {
        const at = (/** @type {string} */ name) => performance.getEntriesByName(name).at(-1)?.startTime ?? Number.NaN;
        return at('podloupe:painted') - at('bench:key');
      }),
    );
  }
  return latencies;
}

/** A fresh page that shows the default scenario, has its editor and is at rest. @param {Browser} browser @param {string} url */
async function opened(browser, url) {
  const page = await openWindow(browser, { width: 1280, height: 800 });
  await page.goto(url);
  await page.locator('.monaco-editor .view-line').first().waitFor();
  await atRest(page);
  return page;
}

/** @param {Page} page */
const atRest = (page) => page.waitForFunction(() => document.documentElement.dataset['idle'] === 'true');

/**
 * Drags the handle of an action to and fro, three pixels with every frame as a hand does, and counts the runs that were painted meanwhile.
 * The moves are made in the page: those that a test sends from outside come as fast as it is answered, which measures the answers.
 *
 * @param {Browser} browser @param {string} url @returns {Promise<[rate: number, count: number]>}
 */
async function dragged(browser, url) {
  const page = await opened(browser, url);
  // What is kept for the next visit, offline, is fetched behind the first one
  await page.evaluate(() => navigator.serviceWorker.ready);
  const handle = await page.getByRole('slider', { name: 'delete' }).boundingBox();
  if (handle === null) throw new Error('The default scenario has no handle to drag');
  const [x, y] = [handle.x + handle.width / 2, handle.y + handle.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.evaluate(() => performance.clearMarks('podloupe:painted'));
  const tookMs = await page.evaluate(handMoves, { x, y, dragMs: DRAG_MS });
  const count = await page.evaluate(() => performance.getEntriesByName('podloupe:painted').length);
  await page.mouse.up();
  await page.close();
  return [(count * 1000) / tookMs, count];
}

/** Runs in the page. @param {{x: number, y: number, dragMs: number}} hand @returns {Promise<number>} how long it took, in milliseconds */
function handMoves({ x, y, dragMs }) {
  const target = document.elementFromPoint(x, y);
  const beganMs = performance.now();
  return new Promise((resolve) => {
    const move = (step = 0) => {
      const tookMs = performance.now() - beganMs;
      if (tookMs >= dragMs) return resolve(tookMs);
      target?.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, pointerId: 1, buttons: 1, clientX: x - 20 - ((3 * step) % 60), clientY: y }));
      requestAnimationFrame(() => move(step + 1));
    };
    move();
  });
}

/** The first time with its chunk and the library, then once more. @param {Browser} browser @param {string} url @returns {Promise<[first: number, again: number]>} */
async function galleryOpenings(browser, url) {
  const page = await opened(browser, url);
  const open = async () => {
    await page.evaluate(() => addEventListener('keydown', () => performance.mark('bench:key'), { capture: true, once: true }));
    await page.keyboard.press('g');
    const shownMs = await page.waitForFunction(() => document.querySelectorAll('dialog li').length > 20 && performance.now());
    const keyMs = await page.evaluate(() => performance.getEntriesByName('bench:key').at(-1)?.startTime ?? Number.NaN);
    return Number(await shownMs.jsonValue()) - keyMs;
  };
  const first = await open();
  await page.keyboard.press('Escape');
  await atRest(page);
  const again = await open();
  await page.close();
  return [first, again];
}

/** From the start of loading until the claim of a beat is on screen. @param {Browser} browser @param {string} url */
async function firstBeat(browser, url) {
  const page = await openWindow(browser, { width: 1920, height: 1080 });
  await page.goto(`${url}#/q/impatient-liveness&beat=1`);
  const shownMs = await page.waitForFunction(() => document.querySelector('[aria-label="Presentation"] h1')?.textContent && performance.now());
  const value = Number(await shownMs.jsonValue());
  await page.close();
  return value;
}
