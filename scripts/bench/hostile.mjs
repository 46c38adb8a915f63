/** How long texts that are too much for anybody hold up the page: the longest task of its thread from the paste until the page is at rest, and what it says. */
import { ms, say } from './say.mjs';
import { openWindow } from './window.mjs';

/** @typedef {import('@playwright/test').Browser} Browser */
/** @typedef {import('@playwright/test').Page} Page */

const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: much\nspec:\n  containers:\n';

/** @param {number} index */
const container = (index) => `  - name: c${index}\n    image: busybox:1.37\n    command: [sh, -c, "sleep ${(index % 50) + 1}"]\n`;

/** @type {Record<string, () => string>} */
const TEXTS = {
  'YAML of 10,000 lines': () =>
    `${POD}${container(0)}    env:\n${Array.from({ length: 5000 }, (_, index) => `    - name: V${index}\n      value: "${index}"\n`).join('')}`,
  'a paste of 1 MB': () => `${POD}${container(0)}# ${'x'.repeat(78)}\n`.padEnd(200) + `# ${'lorem ipsum '.repeat(6)}\n`.repeat(14_500),
  'one line of 1 MB': () => `${POD}${container(0)}    args: ["${'x'.repeat(1_000_000)}"]\n`,
  'a paste of 3 MB': () => `${POD}${container(0)}${`# ${'lorem ipsum '.repeat(6)}\n`.repeat(42_000)}`,
  'an alias bomb': () =>
    `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefghi'.replaceAll(/./g, (name) => {
      const of = String.fromCharCode(name.charCodeAt(0) - 1);
      return `${name}: &${name} [${`*${of}, `.repeat(8)}*${of}]\n`;
    })}`,
  'a Pod of 1000 containers': () => POD + Array.from({ length: 1000 }, (_, index) => container(index)).join(''),
  'brackets 50,000 deep': () => `${POD}${'['.repeat(50_000)}`,
};

/**
 * Pastes each text over the Pod of a page of its own. The page's thread is watched by the Long Tasks API.
 *
 * @param {Browser} browser
 * @param {string} url
 */
export async function benchHostile(browser, url) {
  for (const [what, text] of Object.entries(TEXTS)) {
    const page = await openWindow(browser, { width: 1280, height: 800 });
    await page.goto(url);
    await page.locator('.monaco-editor .view-line').first().click();
    await atRest(page);
    await page.evaluate(() => {
      const tasks = /** @type {number[]} */ ([]);
      Object.assign(globalThis, { tasks });
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    });
    await page.keyboard.press('Control+a');
    // How the text comes into the page is this script's affair: only what the page makes of it is measured
    await page.evaluate((content) => {
      const data = new DataTransfer();
      data.setData('text/plain', content);
      setTimeout(() => document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })), 300);
    }, text());
    await page.waitForTimeout(300);
    await atRest(page);
    // What the page puts off until it has time is part of it
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 2000)));
    await atRest(page);
    const { tasks, told } = await page.evaluate(() => ({
      tasks: /** @type {{ tasks: number[] }} */ (/** @type {unknown} */ (globalThis)).tasks,
      told: document.querySelector('main [role="status"]')?.textContent ?? '',
    }));
    say(`longest task after ${what} (at most 200 ms): ${told.slice(0, 120)}`, ms(Math.max(0, ...tasks)));
    await page.close();
  }
}

/** @param {Page} page */
async function atRest(page) {
  await page.waitForFunction(() => document.documentElement.dataset['idle'] === 'true', undefined, { timeout: 120_000 });
}
