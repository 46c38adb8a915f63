/** The last step of a build of the app: a service worker that knows all files of the build, so that the app works without a network. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './install.mjs';

const DIST = join(ROOT, 'dist');
const WORKER = 'sw.js';

const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file !== WORKER && !file.endsWith('.map') && statSync(join(DIST, file)).isFile())
  .sort();
const hash = createHash('sha256');
for (const file of files) hash.update(file).update(readFileSync(join(DIST, file)));
const template = readFileSync(join(ROOT, 'scripts/offline/service-worker.js'), 'utf8');
writeFileSync(
  join(DIST, WORKER),
  template.replace("'%VERSION%'", JSON.stringify(hash.digest('hex').slice(0, 12))).replace("['%FILES%']", JSON.stringify(files.map((file) => `./${file}`))),
);
