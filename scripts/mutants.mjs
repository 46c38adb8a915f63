/**
 * `npm run mutants`: would a test notice if a rule were wrong? Stryker changes the rules of the engine, one place at a time (a condition
 * turned round, a call left out, a text emptied), and runs the tests of `src/sim` against each change. Exit status 1 if fewer than 80 %
 * of a seeded sample of such mutants are found.
 *
 *   npm run mutants -- [--seed N] [--sample N] [FOLDER]
 *
 * A FOLDER below src/sim takes the sample from its rules alone. The report of Stryker is left in `.mutants/report.json`.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { ensureInstalled, ROOT, stop } from './install.mjs';
import { draw, keyOf, rangesOf } from './mutants/draw.mjs';

/** @typedef {import('@stryker-mutator/api/core').MutantResult} MutantResult */

/** Where the rules are. Latencies are measured values; the engine's queue and tasks know nothing of Kubernetes. */
const RULES = /^src\/sim\/(kubelet\/.+|control-plane\/.+|node\/(runtime|exec|security|termination-message|container-record|images))(?<!\.test)\.ts$/;

const FLOOR = 0.8;
const SAMPLE = 1000;

const { seed, size, folder } = readArguments();
ensureInstalled();
process.chdir(ROOT);
const files = readdirSync('src/sim', { recursive: true, encoding: 'utf8' })
  .map((file) => `src/sim/${file.replaceAll('\\', '/')}`)
  .filter((file) => RULES.test(file) && file.startsWith(folder));
if (files.length === 0) stop(`No rules below ${folder}`);

const began = Date.now();
const { all, drawn } = await draw(files, { seed, size });
const results = await mutate(drawn);
const count = (/** @type {MutantResult['status']} */ status) => results.filter((result) => result.status === status).length;
const [killed, timeout, survived, uncovered] = [count('Killed'), count('Timeout'), count('Survived'), count('NoCoverage')];
const run = killed + timeout + survived + uncovered;
const score = (killed + timeout) / run;

console.log(`\n${run} mutants of ${all} (seed ${seed}), ${Math.round((Date.now() - began) / 60_000)} min`);
console.log(`${killed} killed, ${timeout} timed out, ${survived} survived, ${uncovered} in code that no test runs`);
console.log(`${(score * 100).toFixed(1)} % found; must be ${FLOOR * 100} %`);
process.exit(score < FLOOR ? 1 : 0);

function readArguments() {
  const options = /** @type {const} */ ({ seed: { type: 'string', default: '1' }, sample: { type: 'string', default: String(SAMPLE) } });
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [seed, size] = [Number(values.seed), Number(values.sample)];
  if (!Number.isInteger(seed) || !Number.isInteger(size) || size < 1 || positionals.length > 1)
    stop('Usage: npm run mutants -- [--seed N] [--sample N] [FOLDER]');
  return { seed, size, folder: (positionals[0] ?? 'src/sim').replace(/\/?$/, '/') };
}

/** @param {import('@stryker-mutator/api/core').Mutant[]} mutants @returns {Promise<MutantResult[]>} */
function mutate(mutants) {
  return new Stryker({
    mutate: rangesOf(mutants),
    plugins: ['@stryker-mutator/vitest-runner', join(ROOT, 'scripts/mutants/plugins.mjs')],
    testRunner: 'vitest',
    vitest: { configFile: 'scripts/mutants/vitest.config.ts', related: false },
    checkers: ['sample'],
    sample: mutants.map(keyOf),
    coverageAnalysis: 'perTest',
    concurrency: 2,
    // A mutant that is only slower, on a busy machine, must not count as found; counting coverage made the first run slower still
    timeoutFactor: 2,
    timeoutMS: 10_000,
    // Stryker adapts tsconfig.json by an interface that TypeScript 7 no longer has; no types are checked here
    tsconfigFile: 'none',
    disableTypeChecks: false,
    tempDirName: '.mutants/sandbox',
    // The fewer files there are, the faster Stryker finds those of a thousand ranges
    ignorePatterns: ['.mutants', 'biome.json', 'dist', 'dist-node', 'docs', 'e2e', 'public', 'src/testing/fixtures/answers', 'src/ui', 'test-results'],
    reporters: ['json', 'survivors'],
    jsonReporter: { fileName: '.mutants/report.json' },
    warnings: { unknownOptions: false, preprocessorErrors: true, unserializableOptions: true, slow: true },
  }).runMutationTest();
}
