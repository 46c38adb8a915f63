/** `npm run sizes`, after a build: checks the built app against its budgets. Sizes are gzip -9, in kB of 1000 bytes. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT, stop } from './install.mjs';

const DIST = join(ROOT, 'dist');
const ASSETS = join(DIST, 'assets');
const page = readFileSync(join(DIST, 'index.html'), 'utf8');
const assets = readdirSync(ASSETS);

/** The files of dist/assets that a pattern matches. @param {RegExp} pattern */
const matching = (pattern) => assets.filter((name) => pattern.test(name));

/** Files and what they import statically: what loading them fetches. @param {string[]} names @param {Set<string>} seen */
function withImports(names, seen = new Set()) {
  for (const name of names) {
    if (seen.has(name) || !assets.includes(name)) continue;
    seen.add(name);
    const text = name.endsWith('.js') ? readFileSync(join(ASSETS, name), 'utf8') : '';
    withImports(
      Array.from(text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g), (match) => match[1] ?? ''),
      seen,
    );
  }
  return [...seen];
}

const worker = withImports(matching(/^sim\.worker-.*\.js$/));
/** What the worker fetches to tell a run, beside what it has. */
const telling = withImports(matching(/^story-.*\.js$/)).filter((name) => !worker.includes(name));

const gzipped = (/** @type {string} */ name) => gzipSync(readFileSync(join(ASSETS, name)), { level: 9 }).length;
const named = Array.from(page.matchAll(/(?:src|href)="\.\/assets\/([^"]+)"/g), (match) => match[1] ?? '');

/** @type {{ what: string, files: string[], limitKb: number }[]} */
const BUDGETS = [
  { what: 'what index.html names', files: withImports(named), limitKb: 100 },
  // The whole engine: shell and its tools, their parser, the YAML parser, kubelet and scheduler, API server with Pod Security and quotas,
  // scenario reader. 3 kB are PodDisruptionBudgets, their controller and the eviction subresource: a run is made in one go, so nothing of it can be
  // fetched on the way. 7 kB of the server's words about a text are among them: as a file of their own the first run waited for it
  { what: 'simulation worker', files: worker, limitKb: 292 },
  // Fetched while the first run is made: verdict, findings, disagreements, and their words.
  { what: 'what explains a run, in the worker', files: telling, limitKb: 43 },
  // Loaded when its pane is first opened. With Go's templates and JSONPath as kubectl carries them out, all flags and the server's rules for Services
  { what: 'kubectl in the worker (lazy)', files: matching(/^look-.*\.js$/), limitKb: 64 },
  { what: 'Monaco (lazy)', files: matching(/^monaco-.*\.js$/), limitKb: 950 },
  { what: 'YAML worker (lazy)', files: matching(/^yaml\.worker-.*\.js$/), limitKb: 200 },
];

if (named.length === 0) stop('dist/index.html names no files: not a build of the app.');
let failed = false;
for (const { what, files, limitKb } of BUDGETS) {
  const kb = files.reduce((sum, name) => sum + gzipped(name), 0) / 1000;
  const verdict = files.length === 0 ? 'MISSING' : kb > limitKb ? 'TOO BIG' : 'ok';
  failed ||= verdict !== 'ok';
  console.log(`${verdict.padEnd(8)}${kb.toFixed(1).padStart(7)} of ${limitKb} kB  ${what}`);
  if (verdict === 'TOO BIG') for (const name of files) console.log(`${(gzipped(name) / 1000).toFixed(1).padStart(15)} kB  ${basename(name)}`);
}
// A chunk group that swallows Vite's preload helper makes the entry load Monaco eagerly
if (withImports(named).some((name) => /monaco/i.test(name))) {
  failed = true;
  console.log('FAIL     index.html loads Monaco eagerly');
}
// The worker would find them one behind the other
if (telling.length > 1) {
  failed = true;
  console.log(`FAIL     what explains a run is in pieces: ${telling.join(', ')}`);
}
// Without a tag of its own, vite.config.ts: early, the simulation would begin after React
if (!/<script type="module" async[^>]* src="\.\/assets\/early-/.test(page)) {
  failed = true;
  console.log('FAIL     index.html has no tag for early.ts');
}
process.exit(failed ? 1 : 0);
