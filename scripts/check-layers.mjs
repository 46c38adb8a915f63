/** Holds src/ against the table of layers.mjs: `node scripts/check-layers.mjs`. */
import { existsSync, readdirSync } from 'node:fs';
import { cruise } from 'dependency-cruiser';
import { ONLY_IN, ROOMS } from './layers.mjs';

/** @typedef {{ name: string, from: object, to: object }} Arrow */

/** Tests put rooms together, generators are tools: neither is part of a room. */
const OUTSIDE = '\\.(test|built)\\.tsx?$|\\.mjs$';
const paths = (/** @type {string[]} */ rooms) => rooms.map((room) => ROOMS[room]?.path ?? fail(`layers.mjs: no room named ${room}`));

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(message);
  process.exit(1);
}

/** @param {string} name @param {import('./layers.mjs').Room} room @returns {Arrow[]} */
function rulesOf(name, room) {
  const from = { path: room.path, pathNot: OUTSIDE };
  const may = paths(['base', ...room.may]);
  const types = paths(room.types ?? []);
  /** @type {Arrow[]} */
  const rules = [
    {
      name: `${name} may import: ${['base', ...room.may, ...(room.types ?? [])].join(', ')}`,
      from,
      to: { path: '^src/', pathNot: [room.path, ...may, ...types] },
    },
  ];
  if (types.length > 0)
    rules.push({
      name: `${name} may import types alone of: ${room.types?.join(', ')}`,
      from,
      to: { path: types, dependencyTypesNot: ['type-only'] },
    });
  if (room.core) rules.push({ name: `${name} is pure: no modules of Node`, from, to: { dependencyTypes: ['core'] } });
  if (room.packages !== 'any') {
    const allowed = room.packages === undefined ? [] : [`node_modules/${room.packages.source.replaceAll(/^\^|\$$/g, '')}`];
    rules.push({
      name: `${name} may import packages: ${allowed.join(', ') || 'none'}`,
      from,
      to: { path: 'node_modules/', pathNot: allowed },
    });
  }
  return rules;
}

const forbidden = [
  { name: 'no cycles', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
  ...Object.entries(ROOMS).flatMap(([name, room]) => rulesOf(name, room)),
  ...ONLY_IN.map(({ packages, path }) => ({
    name: `${packages} only in ${path}`,
    from: { path: '^src/', pathNot: path },
    to: { path: `node_modules/${packages.slice(1)}` },
  })),
].map((rule) => ({ severity: /** @type {const} */ ('error'), ...rule }));

const { output } = await cruise(
  ['src'],
  {
    ruleSet: { forbidden },
    validate: true,
    doNotFollow: { path: ['node_modules'] },
    tsPreCompilationDeps: true,
  },
  { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'], extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] },
);
if (typeof output === 'string') fail(output);

const modules = output.modules.filter((module) => /^src\/.*\.tsx?$/.test(module.source));
const homeless = modules.filter((module) => !Object.values(ROOMS).some((room) => new RegExp(room.path).test(module.source)));
if (homeless.length > 0) fail(`In no room of scripts/layers.mjs:\n${homeless.map((module) => `  ${module.source}`).join('\n')}`);

// A cruiser that cannot parse finds no modules and no violations: what it saw has to be what lies there, and to hang together
const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.d)\.tsx?$/.test(file) && existsSync(`src/${file}`));
const arrows = modules.reduce((sum, module) => sum + module.dependencies.length, 0);
if (modules.length < files.length || arrows < files.length)
  fail(`Only ${modules.length} of ${files.length} modules and ${arrows} imports were read: the check sees nothing.`);

const { violations } = output.summary;
for (const { rule, from, to, cycle } of violations) {
  console.error(`${from} → ${cycle === undefined ? to : cycle.map((step) => step.name).join(' → ')}\n    ${rule.name}`);
}
console.log(`${modules.length} modules, ${arrows} imports, ${violations.length} against the layers`);
process.exit(violations.length > 0 ? 1 : 0);
