/**
 * Records what a real dash, as PID 1 of a namespace of its own, makes of the scripts in src/testing/fixtures/shell: run it on
 * Debian as root (`node scripts/record-shell.mjs`) after a script was added. Writes answers.json beside them.
 */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from './install.mjs';

/**
 * @typedef {{ script: string, args?: string[], signals?: [atMs: number, name: string][] }} Script
 * @typedef {{ stdout: string, stderr: string, code: number, quarters: number }} Answer `quarters`: of a second, until the end
 */

const FOLDER = join(ROOT, 'src/testing/fixtures/shell');
const QUARTER_MS = 250;
/** A real run needs some time to start; how much tells whether the machine was free enough for its times to count. */
const MOST_EXTRA_MS = 110;
const ATTEMPTS = 8;
const AT_ONCE = 3;
/** Standard output and error are pipes, as in containers: Node's own are sockets, which cannot be opened as /dev/stderr. */
const PIPES = 'exec > >(cat) 2> >(grep -v "^unshare: " >&2); exec unshare -pfm --mount-proc sh -c "$@"';
/** An empty /tmp, and an environment as containers have it. A line on descriptor 3 says that it begins. */
const SETUP = `mount -t tmpfs none /tmp && cd /tmp && echo >&3 && exec 3>&- env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root HOSTNAME=pod sh -c "$@"`;

/** One run. @param {Script} script @returns {Promise<Answer & { extraMs: number }>} */
function run({ script, args = [], signals = [] }) {
  return new Promise((resolve, reject) => {
    let began = Number.NaN;
    const child = spawn('bash', ['-c', PIPES, 'pipes', SETUP, 'setup', script, ...args], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    child.stdout?.on('data', (chunk) => (output.stdout += chunk));
    child.stderr?.on('data', (chunk) => (output.stderr += chunk));
    let killed = false;
    /** @type {NodeJS.Timeout[]} */
    let timers = [];
    const send = (/** @type {string} */ name) => {
      // The last child: those before it pass the output on
      const init = Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ').at(-1));
      killed ||= name === 'KILL';
      process.kill(init, `SIG${name}`);
    };
    child.stdio[3]?.once('data', () => {
      began = performance.now();
      timers = signals.map(([atMs, name]) => setTimeout(() => send(name), atMs));
    });
    child.on('error', reject);
    child.on('close', (code) => {
      for (const timer of timers) clearTimeout(timer);
      const tookMs = performance.now() - began;
      // PID 1 of a namespace ends by a signal only if that is SIGKILL from outside; unshare has no words for it
      const quarters = Math.floor(tookMs / QUARTER_MS);
      const lastMs = signals.at(-1)?.[0] ?? 0;
      const endsAtSignal = killed && tookMs >= lastMs && tookMs < lastMs + QUARTER_MS;
      const extraMs = endsAtSignal ? tookMs - lastMs : tookMs - quarters * QUARTER_MS;
      resolve({ ...output, code: killed ? 137 : (code ?? -1), quarters, extraMs });
    });
  });
}

/** Until two runs on a machine that was free agree. @param {Script} script @returns {Promise<Answer>} */
async function answerOf(script) {
  /** @type {Set<string>} */
  const seen = new Set();
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { extraMs, ...answer } = await run(script);
    if (extraMs > MOST_EXTRA_MS && !script.signals) continue;
    const text = JSON.stringify(answer);
    if (seen.has(text)) return answer;
    seen.add(text);
  }
  throw new Error(`No two runs agree, or the machine is too busy:\n${script.script}\n${[...seen].join('\n')}`);
}

/** @type {Record<string, Script[]>} */
const groups = parse(readFileSync(join(FOLDER, 'scripts.yaml'), 'utf8'));
const all = Object.entries(groups).flatMap(([group, scripts]) => scripts.map((script, index) => ({ name: `${group} ${index + 1}`, script })));
/** @type {Record<string, Answer>} */
const answers = {};
const queue = [...all];
const failed = await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    const faults = [];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      try {
        answers[next.name] = await answerOf(next.script);
      } catch (error) {
        faults.push(`${next.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return faults;
  }),
);
for (const fault of failed.flat()) console.error(fault);
writeFileSync(join(FOLDER, 'answers.json'), `${JSON.stringify(Object.fromEntries(all.map(({ name }) => [name, answers[name]])), null, 1)}\n`);
console.log(`${Object.keys(answers).length} of ${all.length} scripts recorded`);
process.exit(failed.flat().length > 0 ? 1 : 0);
