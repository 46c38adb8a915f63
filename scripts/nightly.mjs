/**
 * `npm run nightly`: what takes too long for every change. All properties with 20,000 runs each from a new seed, the fidelity, a
 * browser that is killed 40 times, then a new sample of mutants. `npm run nightly -- 500 src/sim` takes another number, and only the
 * tests below a folder; neither browser nor mutants then.
 * `npm run nightly -- --seed=123` repeats the properties of a night.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, ROOT, stop } from './install.mjs';

const RUNS = 20_000;
/** Links are cheap to make, and one that loses its text loses somebody's work. */
const LINK_RUNS = 100_000;

const args = process.argv.slice(2);
const runs = args.find((arg) => /^\d+$/.test(arg)) ?? String(RUNS);
const folder = args.find((arg) => !/^(\d+|--seed=\d+)$/.test(arg)) ?? 'src';
const seed = args.find((arg) => arg.startsWith('--seed='))?.slice('--seed='.length) ?? String(newSeed());

/** Test files that assert properties. */
const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
  .map((path) => join(folder, path))
  .filter((path) => path.endsWith('.test.ts') && /fc\.assert|testing\/survey\.ts/.test(readFileSync(join(ROOT, path), 'utf8')));
if (files.length === 0) stop(`No test below ${folder} asserts a property.`);

ensureInstalled();
console.log(`${files.length} files with properties, ${runs} runs each; again with --seed=${seed}`);
const run = (/** @type {string[]} */ command, env = {}) =>
  spawnSync(process.execPath, command, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } }).status === 0;
const properties = run(['node_modules/vitest/vitest.mjs', 'run', '--project=unit', ...files], { FC_RUNS: runs, FC_SEED: seed });
const links = args.length > 0 || run(['node_modules/vitest/vitest.mjs', 'run', '--project=unit', 'src/link'], { FC_RUNS: String(LINK_RUNS), FC_SEED: seed });
const fidelity = run(['scripts/fidelity.mjs']);
const kept = args.length > 0 || (run(['scripts/build.mjs', 'app']) && run(['scripts/kill.mjs', '40']));
const mutants = args.length > 0 || run(['scripts/mutants.mjs', '--seed', String(newSeed())]);
process.exit(properties && links && fidelity && kept && mutants ? 0 : 1);

/** It is printed with the result: `npm run mutants -- --seed N` runs the same mutants again. */
function newSeed() {
  return Math.floor(Math.random() * 1_000_000);
}
