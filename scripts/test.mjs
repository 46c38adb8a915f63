/**
 * `npm test`: installs what is missing, runs everything, ends with one line `N passed, N failed` that adds up all runners
 * (each check counts as one). Options after `--` choose steps: `npm test -- lint unit`.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ensureChromium, HOW_TO } from './chromium.mjs';
import { ensureInstalled, ROOT, stop } from './install.mjs';

/**
 * @typedef {{ passed: number, failed: number, unsteady?: string[] }} Count
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} command a script of node_modules or scripts/ and its arguments, run by Node
 * @property {(report: any) => Count} [count] what the runner's JSON report says; without it the step is one check
 * @property {boolean} [alone] uses all cores itself
 * @property {string[]} [after] steps that must have passed
 * @typedef {Step & Count & { ok: boolean, output: string, seconds: number }} Result
 */

const RESULTS = join(ROOT, 'test-results');
const reportOf = (/** @type {string} */ name) => join(RESULTS, `${name}.json`);
const vitest = (/** @type {string} */ project, /** @type {string} */ name) => [
  'node_modules/vitest/vitest.mjs',
  'run',
  `--project=${project}`,
  '--reporter=dot',
  '--reporter=json',
  `--outputFile.json=${reportOf(name)}`,
];

/** A file that cannot be loaded is a failed suite without tests. */
const countVitest = (/** @type {any} */ report) => ({
  passed: report.numPassedTests,
  failed: report.numFailedTests + report.testResults.filter((/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0).length,
});
/** Tests that passed only when they were run again, by name: not a failure, never unsaid. @param {any} suite @returns {string[]} */
const unsteadyIn = (suite) => [
  ...(suite.specs ?? [])
    .filter((/** @type {any} */ spec) => spec.tests.some((/** @type {any} */ test) => test.status === 'flaky'))
    .map((/** @type {any} */ spec) => `${spec.file}:${spec.line} ${spec.title}`),
  ...(suite.suites ?? []).flatMap(unsteadyIn),
];
const countPlaywright = (/** @type {any} */ report) => ({
  passed: report.stats.expected + report.stats.flaky,
  failed: report.stats.unexpected + report.errors.length,
  unsteady: unsteadyIn(report),
});

/** @type {Step[]} */
const STEPS = [
  { name: 'types', command: ['node_modules/typescript/bin/tsc', '--noEmit'] },
  { name: 'lint', command: ['node_modules/oxlint/bin/oxlint', '--format=unix'] },
  { name: 'format', command: ['node_modules/@biomejs/biome/bin/biome', 'format', '.', '--reporter=summary'] },
  { name: 'layers', command: ['scripts/check-layers.mjs'] },
  { name: 'knip', command: ['node_modules/knip/bin/knip.js'] },
  { name: 'build', command: ['scripts/build.mjs'], alone: true },
  { name: 'sizes', command: ['scripts/sizes.mjs'], after: ['build'] },
  { name: 'unit', command: vitest('unit', 'unit'), count: countVitest, alone: true },
  { name: 'fidelity', command: ['scripts/fidelity.mjs', `--json=${reportOf('fidelity')}`], count: (report) => report, alone: true },
  { name: 'built', command: vitest('built', 'built'), count: countVitest, after: ['build'], alone: true },
  {
    name: 'e2e',
    command: ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'],
    count: countPlaywright,
    after: ['build'],
    alone: true,
  },
];

/** @param {Step} step @param {Record<string, string>} env @returns {Promise<Result>} */
function run(step, env) {
  const began = Date.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, step.command, {
      cwd: ROOT,
      env: { ...process.env, NO_COLOR: '1', ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: reportOf(step.name) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => {
      const count = countOf(step, code === 0);
      const result = { ...step, ...count, ok: code === 0 && count.failed === 0, output, seconds: (Date.now() - began) / 1000 };
      say(result);
      resolve(result);
    });
  });
}

/** @param {Step} step @param {boolean} ok @returns {Count} */
function countOf(step, ok) {
  if (step.count === undefined) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  try {
    const { passed, failed, ...rest } = step.count(JSON.parse(readFileSync(reportOf(step.name), 'utf8')));
    // A runner that ran nothing, or fails without naming a test, is a failure of its own
    return { passed, failed: failed === 0 && (!ok || passed === 0) ? 1 : failed, ...rest };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** @param {Result} result */
function say({ name, ok, passed, failed, seconds }) {
  const counts = passed + failed > 1 ? `  ${passed} passed${failed > 0 ? `, ${failed} failed` : ''}` : '';
  console.log(`${ok ? 'ok  ' : 'FAIL'}  ${name.padEnd(8)}${seconds.toFixed(1).padStart(6)} s${counts}`);
}

/** Two at a time where a step needs one core; in order, each after what it needs. @param {Step[]} steps @param {Record<string, string>} env */
async function runAll(steps, env) {
  /** @type {Result[]} */
  const results = [];
  /** @type {Set<Promise<void>>} */
  const running = new Set();
  const settle = async (/** @type {number} */ most) => {
    while (running.size > most) await Promise.race(running);
  };
  for (const step of steps) {
    await settle(step.alone || step.after ? 0 : 1);
    const broken = step.after?.find((name) => results.some((result) => result.name === name && !result.ok));
    if (broken !== undefined) {
      const skipped = { ...step, passed: 0, failed: 1, ok: false, output: `Not run: ${broken} failed.`, seconds: 0 };
      results.push(skipped);
      say(skipped);
      continue;
    }
    const job = run(step, env).then((result) => {
      results.push(result);
      running.delete(job);
    });
    running.add(job);
    await settle(step.alone ? 0 : 1);
  }
  await settle(0);
  return results;
}

/** A free port, so that two runs on one machine do not collide. @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** @param {string} output */
function tail(output, lines = 150) {
  const all = output.trimEnd().split('\n');
  return all.length > lines ? [`… ${all.length - lines} lines before this`, ...all.slice(-lines)].join('\n') : all.join('\n');
}

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !STEPS.some((step) => step.name === name));
if (unknown.length > 0) stop(`No step ${unknown.join(', ')}; there are: ${STEPS.map(({ name }) => name).join(', ')}`);

ensureInstalled();
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

const steps = STEPS.filter(({ name }) => chosen.length === 0 || chosen.includes(name));
const browser = steps.find(({ name }) => name === 'e2e');
const chromium = browser === undefined ? undefined : ensureChromium(console.log);
const missing = browser !== undefined && chromium === undefined;

const results = await runAll(
  missing ? steps.filter((step) => step !== browser) : steps,
  chromium === undefined ? {} : { CHROMIUM_PATH: chromium, E2E_PORT: String(await freePort()) },
);

for (const { name, output } of results.filter(({ ok }) => !ok)) console.log(`\n── ${name} ${'─'.repeat(70)}\n${tail(output)}`);
for (const name of results.flatMap(({ unsteady }) => unsteady ?? [])) console.log(`passed only when it was run again: ${name}`);
if (missing) console.log(`\nThe browser tests did not run: no Chromium that starts. Install one: ${HOW_TO}`);
const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0) + (missing ? 1 : 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
