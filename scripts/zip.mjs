/** `npm run zip`, after a build: the app as one file, podloupe-VERSION.zip; unpacked anywhere on a web server it works. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { ROOT, stop } from './install.mjs';

const DIST = join(ROOT, 'dist');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
if (!statSync(join(DIST, 'index.html'), { throwIfNoEntry: false })) stop('There is no build of the app in dist/: npm run build');
/** @type {import('fflate').Zippable} */
const entries = {};
for (const file of readdirSync(DIST, { recursive: true, encoding: 'utf8' }).sort()) {
  const path = join(DIST, file);
  // The same build makes the same archive, whenever it is packed
  if (statSync(path).isFile()) entries[`podloupe/${file.replaceAll('\\', '/')}`] = [readFileSync(path), { mtime: '1980-01-01T00:00:00' }];
}
const archive = zipSync(entries, { level: 9 });
const name = `podloupe-${version}.zip`;
writeFileSync(join(ROOT, name), archive);
console.log(`${name}: ${Object.keys(entries).length} files, ${(archive.length / 1e6).toFixed(1)} MB`);
