/**
 * `npm run bench`: what takes how long on this machine. Prints ratios and medians of one run; nothing here passes or fails.
 * Needs a Chromium for the part with the app; without one that part is left out.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, PARTS } from './build.mjs';
import { benchApp } from './bench/app.mjs';
import { kb, median, ms, say } from './bench/say.mjs';
import { loadEngine } from './engine.mjs';
import { ensureInstalled, ROOT, stop } from './install.mjs';

const HOUR_MS = 3_600_000;
/** Runs until the engine's code is compiled: an editor that is typed into gets there in a minute. */
const WARM_UPS = 120;

const probe = (/** @type {string} */ name) => `      ${name}: {httpGet: {path: /, port: 8080}, periodSeconds: 1}\n`;
const HEALTHY = `apiVersion: v1
kind: Pod
metadata: {name: healthy}
spec:
  containers:
    - name: app
      image: shop/cart:1.4
      ports: [{containerPort: 8080}]
${['startupProbe', 'livenessProbe', 'readinessProbe'].map(probe).join('')}`;

/** Ends after five seconds without ever serving, and restarts for ever. */
const CRASHING = HEALTHY.replace('name: healthy', 'name: crashing').replace(
  'image: shop/cart:1.4',
  "image: busybox:1.37\n      command: [sh, -c, 'sleep 5; exit 1']",
);

/** The kubelet's shortest back-off, 1 s, so that restarts follow each other. */
const RESTARTING = `apiVersion: podloupe.dev/v1
kind: Scenario
metadata: {name: restarting}
spec:
  cluster: {kubelet: {crashLoopBackOff: {maxContainerRestartPeriod: 1s}}}
---
apiVersion: v1
kind: Pod
metadata: {name: restarting}
spec:
  containers:
    - {name: app, image: busybox:1.37, command: [sh, -c, exit 1]}
`;
/** From one of its starts to the next, about. */
const RESTART_MS = 2000;

/** @typedef {Awaited<ReturnType<typeof loadEngine>>} Engine */

/** Median time of a call in ms, after some that warm up. @param {() => unknown} call */
function timed(call, times = 7, warmUps = 1) {
  return timedInTurn([call], times, warmUps)[0] ?? Number.NaN;
}

/**
 * The same for calls that are held against each other: one of each in turn, so that all are equally warm and what else
 * the machine does meets them alike.
 * @param {(() => unknown)[]} calls @param {number} times @param {number} warmUps
 */
function timedInTurn(calls, times, warmUps) {
  for (let i = 0; i < warmUps; i += 1) for (const call of calls) call();
  /** @type {number[][]} */
  const took = calls.map(() => []);
  for (let i = 0; i < times; i += 1) {
    for (const [index, call] of calls.entries()) {
      const began = performance.now();
      call();
      took[index]?.push(performance.now() - began);
    }
  }
  return took.map(median);
}

async function benchSimulation() {
  const { simulate } = await import(join(ROOT, 'dist-node/index.js'));
  const healthyFor = (/** @type {number} */ hours) => () => simulate(HEALTHY, { durationMs: hours * HOUR_MS });
  const [hour = Number.NaN, day = Number.NaN] = timedInTurn([healthyFor(1), healthyFor(24)], 41, WARM_UPS);
  say('one hour of a healthy Pod with three httpGet probes of period 1 s', ms(hour));
  say('24 hours of it', ms(day));
  say('24 h against 1 h (at most 1.3)', (day / hour).toFixed(2));

  const engine = await loadEngine();
  const { scenario: crashing } = engine.readScenario(CRASHING);
  if (crashing === undefined) throw new Error('the scenario of the crash loop cannot be read');
  const crashes = timed(() => engine.simulate(crashing, { durationMs: HOUR_MS }), 21, WARM_UPS);
  say(`one hour of a crash loop with the same probes, after ${WARM_UPS} runs (at most 20)`, ms(crashes));
  const thousand = timed(() => restarts(engine, 1000), 3);
  const tenThousand = timed(() => restarts(engine, 10_000), 3);
  say('10,000 restarts against 1,000 (at most 12)', (tenThousand / thousand).toFixed(2));
  benchMemory(engine);
  benchConformance(engine);
  benchDiagnostics(engine);
}

/** A Pod of 10 kB with one mistake in each container, as long as the text is in the worker: read, refused, explained. @param {Engine} engine */
function benchDiagnostics(engine) {
  const container = (/** @type {number} */ i) =>
    `    - name: app-${i}\n      image: shop/cart:1.4\n      ports: [{containerPort: ${i + 70_000}}]\n${['startupProbe', 'livenessProbe', 'readinessProbe'].map(probe).join('')}`;
  const containers = Array.from({ length: 34 }, (_, i) => container(i)).join('');
  const text = `apiVersion: v1\nkind: Pod\nmetadata: {name: wrong}\nspec:\n  containers:\n${containers}`;
  let edits = 0;
  const diagnose = () => {
    // What was read once is remembered, and an edit makes another text
    edits += 1;
    const { scenario, locate } = engine.readScenario(`${text}# ${edits}\n`);
    if (scenario === undefined) throw new Error('the Pod with mistakes cannot be read');
    const created = engine.simulate(scenario, { watchTrigger: engine.createWatcher }).records.find((record) => record.kind === 'Action');
    if (created?.kind !== 'Action' || created.error === undefined) throw new Error('the Pod with mistakes is accepted');
    return engine.refusalNotes(created.error, scenario.podSource).map(({ field }) => locate(field));
  };
  say(`${diagnose().length} diagnostics of a Pod of ${kb(text.length)}, after ${WARM_UPS} times (at most 30)`, ms(timed(diagnose, 21, WARM_UPS)));
}

/** A container that ends at once, with restarts as fast as the kubelet allows: back-off capped at a second. @param {Engine} engine @param {number} count */
function restarts(engine, count) {
  const { scenario } = engine.readScenario(RESTARTING);
  if (scenario === undefined) throw new Error('the scenario of the restarts cannot be read');
  const trace = engine.simulate(scenario, { durationMs: count * RESTART_MS, recordLimit: Number.POSITIVE_INFINITY });
  const starts = trace.records.filter((record) => record.kind === 'Process' && record.what === 'start').length;
  if (starts < count * 0.8 || starts > count * 1.25) stop(`${starts} restarts are not ${count}: RESTART_MS is wrong.`);
  return trace;
}

/** What a long trace takes. @param {Engine} engine */
function benchMemory(engine) {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const trace = restarts(engine, 10_000);
  globalThis.gc?.();
  const bytes = process.memoryUsage().heapUsed - before;
  if (globalThis.gc !== undefined)
    say(`memory of 10,000 records, of ${trace.records.length} (at most 4)`, `${((bytes / trace.records.length / 1e6) * 10_000).toFixed(1)} MB`);
}

/** @param {Engine} engine */
function benchConformance(engine) {
  const began = performance.now();
  const cases = engine.conformanceCases();
  for (const { text } of cases) {
    const { scenario } = engine.readScenario(text);
    if (scenario !== undefined) engine.judge(scenario, engine.recordingOf(engine.simulate(scenario, { watchTrigger: engine.createWatcher })));
  }
  say(`${cases.length} cases from Kubernetes' end-to-end tests, simulated and judged (at most 5)`, `${((performance.now() - began) / 1000).toFixed(1)} s`);
}

function benchCommandLine() {
  const folder = mkdtempSync(join(tmpdir(), 'podloupe-bench-'));
  const file = join(folder, 'healthy.yaml');
  writeFileSync(file, HEALTHY);
  const call =
    (/** @type {string[]} */ ...words) =>
    () =>
      spawnSync(process.execPath, [join(ROOT, 'dist-node/podloupe.js'), ...words]);
  say('node -e 0, for comparison', ms(timed(() => spawnSync(process.execPath, ['-e', '0']))));
  say('podloupe --version (at most 150 ms)', ms(timed(call('--version'))));
  say('podloupe run of a small scenario (at most 300 ms)', ms(timed(call('run', file))));
  rmSync(folder, { recursive: true });
}

ensureInstalled();
if (!build([PARTS.app, PARTS.node], { ifStale: true })) stop('The build failed: see the message above.');
await benchSimulation();
benchCommandLine();
await benchApp();
