/** How evenly a reader scrolls the gallery and a speaker changes beats, and how soon the notes follow. */
import { median, ms, say } from './say.mjs';
import { openWindow } from './window.mjs';

/** @typedef {import('@playwright/test').Browser} Browser */
/** @typedef {import('@playwright/test').Page} Page */

/** The story has one more, which it begins with. */
const BEATS = 3;
/** A change of beats glides and fades for less than this. */
const CHANGE_MS = 700;
const SCROLL_MS = 2000;
/** A frame that takes longer than one and a half at 60 a second was dropped. */
const DROPPED_MS = 25;

/** @param {Browser} browser @param {string} url */
export async function benchStage(browser, url) {
  sayFrames('frames while the gallery is scrolled', await scrolledGallery(browser, url));
  sayFrames('frames while beats change, 1920x1080', await changedBeats(browser, url));
  const delays = await notesDelays(browser, url);
  say(`from the key until the notes show the beat, median of ${delays.length} (at most 50)`, ms(median(delays)));
  say('the slowest of them', ms(Math.max(...delays)));
}

/** @param {string} what @param {readonly number[]} intervals */
function sayFrames(what, intervals) {
  const p95 = intervals.toSorted((a, b) => a - b)[Math.floor(intervals.length * 0.95)] ?? Number.NaN;
  const dropped = intervals.filter((interval) => interval > DROPPED_MS).length;
  say(`${what}: p95 of ${intervals.length}, ${dropped} longer than ${DROPPED_MS} ms`, ms(p95));
}

/** Runs in the page: the time between frames, while `step` is called with each of them. @param {{ lastsMs: number, selector?: string }} what @returns {Promise<number[]>} */
function frames({ lastsMs, selector }) {
  const scrolled = selector === undefined ? undefined : document.querySelector(selector);
  const wayPx = scrolled ? scrolled.scrollHeight - scrolled.clientHeight : 0;
  if (scrolled && wayPx < 500) throw new Error('There is nothing to scroll');
  return new Promise((resolve) => {
    /** @type {number[]} */
    const intervals = [];
    const beganMs = performance.now();
    const frame = (/** @type {number} */ atMs, /** @type {number | undefined} */ beforeMs) => {
      if (beforeMs !== undefined) intervals.push(atMs - beforeMs);
      if (atMs - beganMs > lastsMs) return resolve(intervals);
      if (scrolled) scrolled.scrollTop = (wayPx * (atMs - beganMs)) / lastsMs;
      requestAnimationFrame((nextMs) => frame(nextMs, atMs));
    };
    requestAnimationFrame((firstMs) => frame(firstMs, undefined));
  });
}

/** @param {Page} page */
const atRest = (page) => page.waitForFunction(() => document.documentElement.dataset['idle'] === 'true');

/** @param {Browser} browser @param {string} url */
async function scrolledGallery(browser, url) {
  const page = await openWindow(browser, { width: 1280, height: 800 });
  await page.goto(url);
  await page.locator('.monaco-editor .view-line').first().waitFor();
  await atRest(page);
  await page.keyboard.press('g');
  await page.waitForFunction(() => document.querySelectorAll('dialog li').length > 20);
  await atRest(page);
  const selector = await page.evaluate(() => {
    const scrolling = [...document.querySelectorAll('dialog *')].find(
      (each) => each.scrollHeight > each.clientHeight + 500 && getComputedStyle(each).overflowY === 'auto',
    );
    if (scrolling) scrolling.id = 'bench-scrolled';
    return '#bench-scrolled';
  });
  const intervals = await page.evaluate(frames, { lastsMs: SCROLL_MS, selector });
  await page.close();
  return intervals;
}

/** @param {Page} page @param {string} url */
async function openStage(page, url) {
  await page.goto(`${url}#/q/impatient-liveness&beat=1`);
  await page.waitForFunction(() => document.querySelector('[aria-label="Presentation"] h1')?.textContent);
  await atRest(page);
}

/** @param {Browser} browser @param {string} url */
async function changedBeats(browser, url) {
  const page = await openWindow(browser, { width: 1920, height: 1080 });
  await openStage(page, url);
  const intervals = [];
  for (let beat = 0; beat < BEATS; beat += 1) {
    const measured = page.evaluate(frames, { lastsMs: CHANGE_MS });
    await page.keyboard.press('PageDown');
    intervals.push(...(await measured));
  }
  await page.close();
  return intervals;
}

/** Both windows tell the time since 1970. @param {Browser} browser @param {string} url */
async function notesDelays(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const [stage, notes] = [await openWindow(browser, context), await openWindow(browser, context)];
  await openStage(stage, url);
  await notes.goto(`${url}#/notes`);
  const now = notes.getByRole('region', { name: 'Now' });
  await now.waitFor();
  await atRest(stage);
  const delays = [];
  for (let beat = 0; beat < BEATS; beat += 1) {
    const before = await now.textContent();
    const shown = notes.evaluate((text) => {
      const region = document.querySelector('[aria-labelledby="now"]');
      return new Promise((resolve) => {
        const look = () => (region?.textContent === text ? requestAnimationFrame(look) : resolve(performance.timeOrigin + performance.now()));
        look();
        // A beat that asks first says the same until it is answered
        setTimeout(() => resolve(undefined), 1000);
      });
    }, before);
    await stage.evaluate(() => addEventListener('keydown', () => performance.mark('bench:key'), { capture: true, once: true }));
    await stage.keyboard.press('PageDown');
    const shownMs = await shown;
    const pressedMs = await stage.evaluate(() => performance.timeOrigin + (performance.getEntriesByName('bench:key').at(-1)?.startTime ?? Number.NaN));
    // The first may find the notes still on their way to the beat before
    if (beat > 0 && typeof shownMs === 'number') delays.push(shownMs - pressedMs);
    await atRest(stage);
  }
  await context.close();
  return delays;
}
