/**
 * `npm run kill`: the browser is killed at random moments while somebody types and drags, and started again on the same profile.
 * Nothing that was typed more than a second before may be missing, and the text must still be one. After a build;
 * `npm run kill -- 20` for another number of rounds.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import { findChromium, HOW_TO } from './chromium.mjs';
import { ROOT, stop } from './install.mjs';

const ROUNDS = 8;
const PORT = 4187;
/** How much of the latest work may be lost. */
const LOST_MS = 1000;
const SHORTEST_ROUND_MS = 3000;
const LONGEST_ROUND_MS = 9000;

const rounds = Number(process.argv[2] ?? ROUNDS);
const executable = findChromium() ?? stop(`There is no Chromium: ${HOW_TO}`);
if (!existsSync(join(ROOT, 'dist/index.html'))) stop('There is no dist/: npm run build first.');
const profile = mkdtempSync(join(tmpdir(), 'podloupe-kill-'));
const server = spawn(process.execPath, ['node_modules/vite/bin/vite.js', 'preview', '--host', '127.0.0.1', '--port', String(PORT), '--strictPort'], {
  cwd: ROOT,
  stdio: 'ignore',
});

/** Waits until the page is served. */
async function served() {
  for (let waited = 0; ; waited += 1) {
    const answer = await fetch(`http://127.0.0.1:${PORT}/`).catch(() => undefined);
    if (answer?.ok) return;
    if (waited > 300 || server.exitCode !== null) throw new Error(`Nothing is served at port ${PORT}.`);
    await later(100);
  }
}

/** Written by the browser when it listens: the port on the first line, and a path on the second. */
async function debuggingPort() {
  const file = join(profile, 'DevToolsActivePort');
  for (let waited = 0; waited <= 300; waited += 1) {
    const [port, path] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    if (port && path) return port;
    await later(100);
  }
  throw new Error('The browser does not start.');
}

/** A browser in a process group of its own, so that all of it dies at once. */
async function start() {
  rmSync(join(profile, 'DevToolsActivePort'), { force: true });
  const args = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--window-size=1280,800',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    'about:blank',
  ];
  const browser = spawn(executable, args, { detached: true, stdio: 'ignore' });
  const kill = () => process.kill(-(browser.pid ?? stop('The browser has no process.')), 'SIGKILL');
  running.push(kill);
  const connection = await chromium.connectOverCDP(`http://127.0.0.1:${await debuggingPort()}`);
  const context = connection.contexts()[0] ?? stop('The browser has no window.');
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(`http://127.0.0.1:${PORT}/`);
  await page.locator('html[data-idle="true"]').waitFor({ state: 'attached', timeout: 60_000 });
  await page.getByTestId('code-editor').locator('.view-line').first().waitFor({ timeout: 60_000 });
  return { page, kill, gone: new Promise((done) => browser.once('exit', done)) };
}

/** The newest draft, once what the journal knows has come to the shelf. @param {import('@playwright/test').Page} page @returns {Promise<string>} */
async function keptText(page) {
  await later(1000);
  return page.evaluate(() => JSON.parse(localStorage.getItem('podloupe.drafts') ?? '[]')[0]?.text ?? '');
}

/** Types numbered comments, and now and then drags a handle, until the browser is gone. @param {import('@playwright/test').Page} page @param {number} round @param {{ word: string, atMs: number }[]} typed */
async function work(page, round, typed) {
  for (let word = 0; ; word += 1) {
    if (word % 12 === 6) {
      const handle = page.locator('[role=slider][data-kind=process]').first();
      const box = await handle.boundingBox({ timeout: 1000 }).catch(() => null);
      if (box) {
        await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
        await page.mouse.down();
        for (let step = 1; step < 6; step += 1) await page.mouse.move(box.x + step * 4, box.y + box.height / 2);
        await page.mouse.up();
      }
    }
    // The handle has the focus after a drag
    if (word % 6 === 0) {
      await page.getByRole('tab', { name: 'Pod' }).click();
      await page.getByTestId('code-editor').locator('.view-lines').click();
      await page.keyboard.press('Control+End');
    }
    const name = `# r${round}w${word}.`;
    await page.keyboard.type(`${name}\n`);
    typed.push({ word: name, atMs: Date.now() });
  }
}

let failed = false;
/** @type {(() => void)[]} */
const running = [];
try {
  await served();
  let session = await start();
  for (let round = 1; round <= rounds; round += 1) {
    /** @type {{ word: string, atMs: number }[]} */
    const typed = [];
    const working = work(session.page, round, typed).catch(() => undefined);
    await later(SHORTEST_ROUND_MS + Math.random() * (LONGEST_ROUND_MS - SHORTEST_ROUND_MS));
    const killedMs = Date.now();
    session.kill();
    await Promise.all([session.gone, working]);
    session = await start();
    const text = await keptText(session.page);
    const due = typed.filter(({ atMs }) => atMs < killedMs - LOST_MS);
    const lost = due.filter(({ word }) => !text.includes(word));
    const isWhole = due.length === 0 || ((await session.page.locator('section[data-stale]').count()) === 0 && text.includes('kind: Pod'));
    failed ||= lost.length > 0 || !isWhole;
    for (const { word, atMs } of lost) console.log(`     ${word} ${killedMs - atMs} ms before`);
    console.log(
      `${lost.length > 0 || !isWhole ? 'LOST' : 'ok  '} round ${round}: ${typed.length} words, ${due.length} older than 1 s, ${lost.length} of them lost`,
    );
  }
} finally {
  running.at(-1)?.();
  server.kill();
  await later(500);
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
process.exit(failed ? 1 : 0);
