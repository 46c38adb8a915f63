/** Where a Chromium for the browser tests is, and how to get one. No dependencies of its own. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
export const HOW_TO = 'apt-get install -y chromium fonts-noto-cjk (or set CHROMIUM_PATH to a Chromium or Chrome)';

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What `playwright install chromium` leaves in its cache. @returns {string[]} */
function downloaded() {
  const cache = process.env['PLAYWRIGHT_BROWSERS_PATH'] ?? join(homedir(), '.cache', 'ms-playwright');
  try {
    const folders = readdirSync(cache).filter((name) => /^chromium-\d+$/.test(name));
    return folders.flatMap((folder) => ['chrome-linux', 'chrome-linux64'].map((part) => join(cache, folder, part, 'chrome')));
  } catch {
    return [];
  }
}

/** The path of a Chromium or Chrome: CHROMIUM_PATH, one on the PATH, or Playwright's own. @returns {string | undefined} */
export function findChromium() {
  const chosen = process.env['CHROMIUM_PATH'];
  if (chosen) return chosen;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...downloaded()].find(isExecutable);
}

/** A browser that lacks a library starts no further than its loader: ask it for its version. @param {string | undefined} path */
export function canStart(path) {
  return path !== undefined && spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 60_000 }).status === 0;
}

/**
 * Finds a Chromium that starts, or installs one: Debian's package as root, else Playwright's own.
 * @param {(line: string) => void} say
 * @returns {string | undefined}
 */
export function ensureChromium(say) {
  const found = findChromium();
  if (canStart(found)) return found;
  if (process.env['CHROMIUM_PATH']) return undefined;
  const run = (/** @type {string} */ command) => spawnSync('sh', ['-c', command], { stdio: 'ignore' }).status === 0;
  if (process.getuid?.() === 0 && run('command -v apt-get')) {
    say('Installing chromium (apt-get) …');
    run('export DEBIAN_FRONTEND=noninteractive; apt-get -q update && apt-get -q install -y --no-install-recommends chromium fonts-noto-cjk');
  }
  if (!canStart(findChromium())) {
    say('Installing chromium (npx playwright install chromium) …');
    run('npx playwright install chromium');
  }
  const path = findChromium();
  return canStart(path) ? path : undefined;
}
