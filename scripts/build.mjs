/**
 * `npm run build`: the app in dist/, the command line and the library in dist-node/. With `--if-stale` only what is
 * older than its sources; with `app` or `node` only that part.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled, ROOT } from './install.mjs';

/** @typedef {{ name: string, result: string, commands: string[][] }} Part */

const VITE = ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'];

/** @type {Record<'app' | 'node', Part>} */
export const PARTS = {
  app: { name: 'the app', result: 'dist/index.html', commands: [VITE, ['scripts/docs.mjs', '--html'], ['scripts/offline.mjs']] },
  node: {
    name: 'the command line and the library',
    result: 'dist-node/podloupe.js',
    commands: [
      [...VITE, '--mode', 'program'],
      [...VITE, '--mode', 'node'],
      ['scripts/compile.mjs'],
      ['node_modules/typescript/bin/tsc', '-p', 'scripts/tsconfig.types.json'],
    ],
  },
};

const SOURCES = [
  'src',
  'scenarios',
  'docs',
  'public',
  'index.html',
  'embed.html',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'scripts',
];

/** Latest change below a path, folders included: they change when a file goes away. @param {string} path @returns {number} */
function changedAt(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, changedAt(join(path, name))), stat.mtimeMs);
}

/** @param {Part} part */
function isFresh(part) {
  const result = join(ROOT, part.result);
  if (!existsSync(result)) return false;
  const builtAt = statSync(result).mtimeMs;
  return SOURCES.every((source) => changedAt(join(ROOT, source)) < builtAt);
}

/** Builds the parts, or those that are stale; true if all went well. @param {Part[]} parts @param {{ifStale: boolean}} options */
export function build(parts, { ifStale }) {
  return parts.every((part) => {
    if (ifStale && isFresh(part)) return true;
    console.log(`Building ${part.name} …`);
    return part.commands.every((command) => spawnSync(process.execPath, command, { cwd: ROOT, stdio: 'inherit' }).status === 0);
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  ensureInstalled();
  const named = process.argv.slice(2).filter((argument) => argument === 'app' || argument === 'node');
  const parts = (named.length > 0 ? named : /** @type {const} */ (['app', 'node'])).map((name) => PARTS[name]);
  process.exit(build(parts, { ifStale: process.argv.includes('--if-stale') }) ? 0 : 1);
}
