/** `npm run layers`: checks the imports of src/ against the table in layers.mjs. */
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import { parseSync } from 'vite';
import { ROOT, stop } from './install.mjs';
import { DATA, ROOMS } from './layers.mjs';

/** @typedef {{ to: string, typesOnly: boolean }} Arrow */

/** Tests combine rooms, and generators are tools: neither belongs to a room. */
const OUTSIDE = /\.(test|built)\.tsx?$|\.d\.ts$|\.mjs$/;

const modules = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.tsx?$/.test(path) && !OUTSIDE.test(path));

/** What a module imports or exports from elsewhere. @param {string} path @returns {Arrow[]} */
function arrowsOf(path) {
  const text = readFileSync(join(ROOT, 'src', path), 'utf8');
  const { module, errors } = parseSync(path, text);
  if (errors.length > 0) stop(`src/${path} cannot be parsed: ${errors[0]?.message}`);
  return [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({
      to: moduleRequest.value,
      typesOnly: entries.length > 0 && entries.every(({ isType }) => isType),
    })),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) => (moduleRequest ? [{ to: moduleRequest.value, typesOnly: isType }] : [])),
    ),
    ...module.dynamicImports.map(({ moduleRequest: { start, end } }) => ({ to: text.slice(start + 1, end - 1), typesOnly: false })),
  ];
}

/** @param {string} path */
function roomOf(path) {
  const found = Object.entries({ ...Object.fromEntries(Object.entries(DATA).map(([name, pattern]) => [name, { path: pattern }])), ...ROOMS }).find(([, room]) =>
    room.path.test(path),
  );
  return found?.[0];
}

/** What is wrong with an arrow; undefined if nothing. @param {string} from @param {string} name @param {import('./layers.mjs').Room} room @param {Arrow} arrow */
function faultOf(from, name, room, { to, typesOnly }) {
  if (isBuiltin(to)) return room.node ? undefined : `${name} may not import modules of Node`;
  if (!to.startsWith('.')) {
    if (room.packages === 'any' || room.packages?.test(to)) return undefined;
    return `${name} may import packages: ${room.packages?.source ?? 'none'}`;
  }
  const target = posix.join(posix.dirname(from), to.replace(/\?.*$/, ''));
  // Outside src/: package.json and the like
  if (target.startsWith('..')) return undefined;
  const other = roomOf(target);
  if (other === undefined) return 'is in no room of scripts/layers.mjs';
  if (other === name || other === 'base' || room.may.includes(other)) return undefined;
  if (room.types?.includes(other)) return typesOnly ? undefined : `${name} may import types alone of ${other}`;
  return `${name} may import: ${['base', ...room.may].join(', ')}${room.types ? `; types of: ${room.types.join(', ')}` : ''}`;
}

let arrows = 0;
let faults = 0;
for (const path of modules) {
  const name = roomOf(path);
  const room = name === undefined ? undefined : ROOMS[name];
  const report = (/** @type {string} */ what) => {
    faults += 1;
    console.error(`src/${path}${what}`);
  };
  if (name === undefined || room === undefined) {
    report(': is in no room of scripts/layers.mjs');
    continue;
  }
  for (const arrow of arrowsOf(path)) {
    arrows += 1;
    const fault = faultOf(path, name, room, arrow);
    if (fault !== undefined) report(` → ${arrow.to}\n    ${fault}`);
  }
}

// If no imports were found, nothing would be wrong: make sure that there are some
if (modules.length < Object.keys(ROOMS).length || arrows < modules.length)
  stop(`Only ${modules.length} modules and ${arrows} imports were read: the check sees nothing.`);
console.log(`${modules.length} modules, ${arrows} imports, ${faults} against the layers`);
process.exit(faults > 0 ? 1 : 0);
