/**
 * `npm run bench:timeline`: how fluid the timeline is with a million marks, beside vis-timeline and a plain D3 timeline with as
 * many as they finish, in a real Chromium. Prints a table; `-- --json` one line for programs. Nothing here passes or fails.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWindow } from './bench/window.mjs';
import { findChromium, HOW_TO } from './chromium.mjs';
import { ensureInstalled, ROOT, stop } from './install.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').Browser} Browser */
/** @typedef {import('../e2e/bench/main.ts').Bench} Bench */
/** @typedef {{ marks: number, p50: number, p95: number, setup: number }} Measured */

const MARKS = 1_000_000;
const SMALLER = [1000, 10_000, 100_000];
/**
 * How long the page has waited for its run. The simulation needs longer than this for a tenth of a million records; meanwhile the page rehearses
 * (src/ui/timeline/rehearsal.ts). A short run comes at once.
 */
const LONG_WAIT_MS = 10_000;
const NO_WAIT_MS = 0;
/** Of several runs the best counts: what else the machine does makes them slower, never faster. */
const RUNS = 3;
const CLICKS = 15;
/** A peer that needs longer for its first picture, or for all its frames, does not finish. */
const PEER_BUDGET_MS = 45_000;
const PORT = 4274;
const CHROMIUM_FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--enable-precise-memory-info'];

const isJson = process.argv.includes('--json');

/** @param {readonly number[]} values @param {number} share */
function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** It takes minutes: says what it is at. @param {string} what */
const progress = (what) => console.error(`… ${what}`);

/** Builds the page that measures, as the app is built, and serves it. */
async function serve() {
  const { build, preview } = await import('vite');
  const { default: react } = await import('@vitejs/plugin-react');
  const root = join(ROOT, 'e2e/bench');
  const outDir = mkdtempSync(join(tmpdir(), 'podloupe-bench-timeline-'));
  const config = /** @type {const} */ ({ root, configFile: false, logLevel: 'error', base: './', worker: { format: 'es' } });
  await build({
    ...config,
    plugins: [react()],
    publicDir: false,
    build: { target: 'es2023', outDir, emptyOutDir: true, chunkSizeWarningLimit: 4000, rolldownOptions: { checks: { bundlerTimings: false } } },
  });
  const server = await preview({ ...config, build: { outDir }, preview: { host: '127.0.0.1', port: PORT } });
  return {
    url: server.resolvedUrls?.local[0] ?? stop('The server has no address.'),
    close: async () => {
      await server.close();
      rmSync(outDir, { recursive: true });
    },
  };
}

/** Calls the page's `bench`. @template T @param {Page} page @param {(bench: Bench, argument: any) => Promise<T> | T} call @param {unknown} [argument] @returns {Promise<T>} */
function inPage(page, call, argument) {
  return page.evaluate(`(${String(call)})(globalThis.bench, ${JSON.stringify(argument)})`);
}

/** Runs `measure` in a fresh page. @template T @param {Browser} browser @param {string} url @param {(page: Page) => Promise<T>} measure */
async function withPage(browser, url, measure) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1100 } });
  const page = await openWindow(browser, context);
  page.on('pageerror', (error) => console.error(String(error)));
  await page.goto(url);
  await page.waitForFunction('globalThis.bench !== undefined');
  try {
    return await measure(page);
  } finally {
    await context.close();
  }
}

/** Memory of the page after a collection: objects and buffers, in MB. @param {Page} page */
async function memoryMb(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = /** @type {{ usedSize: number, backingStorageSize?: number }} */ (await session.send('Runtime.getHeapUsage'));
  await session.detach();
  return (usedSize + (backingStorageSize ?? 0)) / 1e6;
}

/** The first draw of so many marks, in a page that has waited for them so long. @param {Page} page @param {number} marks @param {number} waitsMs */
async function firstDraw(page, marks, waitsMs) {
  const laidOut = await inPage(page, (bench, count) => bench.layOut(count), marks);
  // What making and laying out a million records leaves behind would be collected in the middle of the picture in one run, and before it in another
  await memoryMb(page);
  await inPage(page, (bench, ms) => bench.wait(ms), waitsMs);
  return { ...laidOut, firstDrawMs: await inPage(page, (bench) => bench.show()) };
}

/** The app's timeline with so many marks. @param {Page} page @param {number} marks @param {number} waitsMs */
async function ours(page, marks, waitsMs) {
  const drawn = await firstDraw(page, marks, waitsMs);
  /** @type {number[][]} */
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await inPage(page, (bench) => bench.turn()));
  const best = runs.sort((a, b) => quantile(a, 0.95) - quantile(b, 0.95) || quantile(a, 0.5) - quantile(b, 0.5))[0] ?? [];
  const hits = await inPage(page, (bench) => bench.hits());
  const withTraceMb = await memoryMb(page);
  await inPage(page, (bench) => bench.dropTrace());
  return {
    ...drawn,
    p50: quantile(best, 0.5),
    p95: quantile(best, 0.95),
    hitP95: quantile(hits, 0.95),
    hitMax: Math.max(...hits),
    withTraceMb,
    memoryMb: await memoryMb(page),
  };
}

/** @template T @param {Promise<T>} promise @param {number} ms @returns {Promise<T | undefined>} */
function within(promise, ms) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  return /** @type {Promise<T | undefined>} */ (Promise.race([promise.catch(() => undefined), late])).finally(() => clearTimeout(timer));
}

/** A peer with as many marks as it finishes, size by size. @param {Browser} browser @param {string} url @param {'visTimeline' | 'svg'} name */
async function peerSizes(browser, url, name) {
  /** @type {Measured[]} */
  const finished = [];
  for (const marks of SMALLER) {
    progress(`${name}, ${count(marks)} marks`);
    const measured = await withPage(browser, url, (page) =>
      within(
        inPage(page, (bench, [which, count, budgetMs]) => bench.peer(which, count, budgetMs), [name, marks, PEER_BUDGET_MS]),
        2 * PEER_BUDGET_MS,
      ),
    );
    if (measured === undefined || measured.intervals.length < measured.turns) break;
    const { intervals } = measured;
    finished.push({ marks: measured.marks, p50: quantile(intervals, 0.5), p95: quantile(intervals, 0.95), setup: measured.setupMs });
  }
  return finished;
}

/** Real clicks on marks of a long run, each until its causal path is drawn. @param {Page} page */
async function clicks(page) {
  const { records } = await inPage(page, (bench) => bench.showLongRun());
  const latencies = [];
  for (let index = 0; index < CLICKS; index += 1) {
    const { x, y } = await inPage(page, (bench, which) => bench.aim(which), 5 + index * 40);
    await inPage(page, (bench) => bench.awaitClick());
    await page.mouse.click(x, y);
    latencies.push(await inPage(page, (bench) => bench.pathTime()));
  }
  return { records, p50: quantile(latencies, 0.5), p95: quantile(latencies, 0.95) };
}

const ms = (/** @type {number} */ value) => `${value.toFixed(value < 10 ? 2 : 1)} ms`;
const count = (/** @type {number} */ value) => value.toLocaleString('en');
const times = (/** @type {number} */ value) => `${value < 10 ? value.toFixed(1) : Math.round(value)} x`;

/** @param {string[]} cells */
const row = (...cells) => console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(22) : cell.padStart(15))).join(''));

/** @param {Measured} million @param {Measured[]} small @param {{ visTimeline: Measured[], svg: Measured[] }} peers */
function printFrames(million, small, peers) {
  console.log('\nFrames while panning and zooming (the best of three runs; the peers once)');
  row('', 'marks', 'first picture', 'p50', 'p95', 'p95 / ours');
  const print = (/** @type {string} */ who, /** @type {Measured} */ { marks, setup, p50, p95 }) =>
    row(who, count(marks), ms(setup), ms(p50), ms(p95), who === 'Podloupe' ? '' : times(p95 / million.p95));
  for (const measured of [...small, million]) print('Podloupe', measured);
  for (const measured of peers.visTimeline) print('vis-timeline 8.5.4', measured);
  for (const measured of peers.svg) print('D3, SVG', measured);
  for (const [who, sizes] of /** @type {const} */ ([
    ['vis-timeline', peers.visTimeline],
    ['D3, SVG', peers.svg],
  ])) {
    const largest = sizes.at(-1);
    if (largest) console.log(`${who}: ${times(million.marks / largest.marks)} fewer marks, frames ${times(largest.p95 / million.p95)} as long (p95)`);
  }
}

/** @param {Awaited<ReturnType<typeof ours>>} shown @param {number} coldMs @param {Awaited<ReturnType<typeof clicks>>} why */
function printRest(shown, coldMs, why) {
  console.log('\nWith a million marks');
  const line = (/** @type {string} */ what, /** @type {string} */ value) => console.log(`${value.padStart(12)}  ${what}`);
  line(`layout of ${count(shown.records)} records into ${shown.lanes} lanes`, ms(shown.layoutMs));
  line(`first draw behind it, after ${LONG_WAIT_MS / 1000} s of waiting for the run (at most 150 ms)`, ms(shown.firstDrawMs));
  line('the same in a page that has not waited', ms(coldMs));
  line('hit test, p95 (at most 1 ms)', ms(shown.hitP95));
  line('hit test, the slowest of a thousand', ms(shown.hitMax));
  line('memory of the timeline: JS heap and buffers (at most 120 MB)', `${shown.memoryMb.toFixed(1)} MB`);
  line('the same with the trace it was laid out from', `${shown.withTraceMb.toFixed(1)} MB`);
  console.log(`\nOn a run of ${count(why.records)} records`);
  line('from a click on a mark to its painted path, median (at most 50 ms)', ms(why.p50));
  line('the same, p95', ms(why.p95));
}

ensureInstalled();
const executablePath = findChromium() ?? stop(`No Chromium. Install one: ${HOW_TO}`);
const { chromium } = await import('@playwright/test');
const server = await serve();
const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
try {
  const asMeasured = (/** @type {Awaited<ReturnType<typeof ours>>} */ { marks, p50, p95, firstDrawMs }) => ({ marks, p50, p95, setup: firstDrawMs });
  progress(`Podloupe, ${count(MARKS)} marks`);
  const shown = await withPage(browser, server.url, (page) => ours(page, MARKS, LONG_WAIT_MS));
  progress('clicks on a long run');
  const why = await withPage(browser, server.url, clicks);
  const small = [];
  let coldMs = Number.NaN;
  if (!isJson) {
    for (const marks of SMALLER) small.push(asMeasured(await withPage(browser, server.url, (page) => ours(page, marks, NO_WAIT_MS))));
    ({ firstDrawMs: coldMs } = await withPage(browser, server.url, (page) => firstDraw(page, MARKS, NO_WAIT_MS)));
  }
  const peers = { visTimeline: await peerSizes(browser, server.url, 'visTimeline'), svg: await peerSizes(browser, server.url, 'svg') };
  if (isJson) {
    const { marks, p50, p95, firstDrawMs, hitP95 } = shown;
    const largest = (/** @type {Measured[]} */ sizes) => ({ marks: sizes.at(-1)?.marks ?? 0, p95: sizes.at(-1)?.p95 ?? null });
    const told = { visTimeline: largest(peers.visTimeline), svg: largest(peers.svg) };
    console.log(JSON.stringify({ marks, p50, p95, firstDraw: firstDrawMs, hitTest: hitP95, memoryMB: shown.memoryMb, peers: told }));
  } else {
    printFrames(asMeasured(shown), small, peers);
    printRest(shown, coldMs, why);
  }
} finally {
  await browser.close();
  await server.close();
}
