/**
 * `npm run fidelity`: how true is the simulation? Runs every case taken from Kubernetes' end-to-end tests and judges its claims,
 * and compares every recording of a real v1.36.2 kubelet with the simulated run of the same scenario. Exit status 1 if anything
 * is below its floor (fidelity/floors.json), or if an exception listed there is no longer needed.
 *
 *   node scripts/fidelity.mjs [--list] [--json[=FILE]] [--keep]
 *
 * `--list` shows every recording and every claim that fails, `--json` the numbers instead of the tables (or in a file beside them).
 * `--keep` makes the likeness of each typical run the one that `src/sim/recorded.test.ts` holds it to.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEngine } from './engine.mjs';
import { heldAgainst } from './fidelity/floors.mjs';
import { measure } from './fidelity/measure.mjs';
import { textOf } from './fidelity/report.mjs';
import { ensureInstalled, ROOT, stop } from './install.mjs';

const args = process.argv.slice(2);
const json = args.find((arg) => /^--json(=.+)?$/.test(arg));
const list = args.includes('--list');
const keep = args.includes('--keep');
const unknown = args.filter((arg) => arg !== json && arg !== '--list' && arg !== '--keep');
if (unknown.length > 0) stop(`Unknown: ${unknown.join(' ')}. Usage: node scripts/fidelity.mjs [--list] [--json[=FILE]] [--keep]`);

ensureInstalled();
const measured = measure(await loadEngine());
const floors = JSON.parse(readFileSync(join(ROOT, 'scripts/fidelity/floors.json'), 'utf8'));
const { passed, faults } = heldAgainst(floors, measured);
const result = `${JSON.stringify({ passed, failed: faults.length, faults, ...measured }, null, 2)}\n`;

if (keep) writeFileSync(join(ROOT, 'src/testing/fixtures/recordings/likeness.json'), likenessText(measured));
if (json === '--json') process.stdout.write(result);
else {
  if (json !== undefined) writeFileSync(json.slice('--json='.length), result);
  console.log(textOf(measured, floors, { list }));
  for (const fault of faults) console.log(`FAIL  ${fault}`);
  console.log(`\n${passed} passed, ${faults.length} failed`);
}
process.exit(faults.length > 0 ? 1 : 0);

/** Where a run is not like its recording in everything: the share in which it is, cut to thousandths. @param {import('./fidelity/measure.mjs').Measured} measured */
function likenessText({ recordings }) {
  const lacking = recordings.filter(({ typical }) => typical < 1).map(({ name, typical }) => [name, Math.floor(typical * 1000) / 1000]);
  return `${JSON.stringify(Object.fromEntries(lacking), null, 2)}\n`;
}
