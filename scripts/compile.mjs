/**
 * A step of `npm run build:node`: what V8 compiles of dist-node/program.cjs during ordinary calls, kept beside it for src/cli/main.ts.
 * Only the Node that built it can use it; any other compiles the program anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { compiledName } from '../src/cli/compiled-name.mjs';
import { ROOT } from './install.mjs';

const FILE = join(ROOT, 'dist-node/program.cjs');
const SCENARIO = join(ROOT, 'scenarios/impatient-liveness.yaml');
/** Of what is called most: functions that none of them needs are compiled when they are first called. @type {[CommandName, ...string[]][]} */
const CALLS = [
  ['run', SCENARIO],
  ['check', SCENARIO],
  ['why', SCENARIO, '--at', '20s'],
  ['kubectl', SCENARIO, '--', 'get', 'pods'],
  ['kubectl', SCENARIO, '--', 'describe', 'pods'],
];

/** @typedef {typeof import('../src/cli/program.ts')} Program */
/** @typedef {import('../src/cli/commands.ts').CommandName} CommandName */

const script = new Script(module.wrap(readFileSync(FILE, 'latin1')), { filename: FILE });
/** @type {{ exports: unknown }} */
const loaded = { exports: {} };
script.runInThisContext()(loaded.exports, module.createRequire(FILE), loaded);
const { loadCommand, parseArguments } = /** @type {Program} */ (loaded.exports);
for (const [command, ...words] of CALLS) {
  let said = '';
  const terminal = {
    out: () => undefined,
    err: (/** @type {string} */ text) => void (said += text),
    readStdin: () => Promise.resolve(new Uint8Array()),
    colours: false,
    progress: false,
    threadEntry: undefined,
    columns: undefined,
  };
  const run = await loadCommand(command);
  const status = await run(parseArguments([command, ...words]), terminal);
  if (status === 2) throw new Error(`podloupe ${[command, ...words].join(' ')}: ${said}`);
}
writeFileSync(join(ROOT, 'dist-node', compiledName(process)), script.createCachedData());
