/** Makes sure that Node is new enough and that node_modules holds what package-lock.json says. No dependencies of its own. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** @param {string} message @returns {never} */
export function stop(message) {
  console.error(message);
  process.exit(1);
}

/** Node 20.19, 22.13 or 24 and later: what the build tools ask for (`engines` in package.json). */
function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major >= 24;
  if (!fits) stop(`Podloupe needs Node 20.19, 22.13 or 24 (or later); this is ${process.version}. See https://nodejs.org.`);
}

/** The packages of a lock file, by path. @param {string} path @returns {Record<string, {version?: string, optional?: boolean, devOptional?: boolean}>} */
function packagesOf(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}

/** npm leaves a copy of the lock in node_modules: compared by content, since a checkout says nothing by its times. */
function isInstalled() {
  const wanted = packagesOf(`${ROOT}/package-lock.json`);
  try {
    const present = packagesOf(`${ROOT}/node_modules/.package-lock.json`);
    return Object.entries(wanted).every(
      ([path, { version, optional, devOptional }]) =>
        path === '' || (present[path] === undefined ? optional === true || devOptional === true : present[path].version === version),
    );
  } catch {
    return false;
  }
}

/** Installs what is missing; ends the process if that fails. */
export function ensureInstalled() {
  checkNode();
  if (isInstalled()) return;
  console.log('Installing the dependencies (npm ci) …');
  // --include=dev: the build tools are development dependencies, also where NODE_ENV says production
  const { status } = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (status !== 0) stop('The dependencies could not be installed: see the message of npm above. The npm registry must be reachable once.');
}
