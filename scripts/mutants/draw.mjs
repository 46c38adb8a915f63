/** Which mutants there are, and a seeded sample of them. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { ROOT } from '../install.mjs';

/** @typedef {import('@stryker-mutator/api/core').Mutant} Mutant */

/**
 * All mutants of some files, and those drawn. A mutant's place in the draw depends on itself and the seed alone: a change elsewhere leaves
 * most of the sample as it was.
 *
 * @param {string[]} files below the root @param {{ seed: number, size: number }} options
 * @returns {Promise<{ all: number, drawn: Mutant[] }>}
 */
export async function draw(files, { seed, size }) {
  const sources = files.map((name) => ({ name: join(ROOT, name), mutate: true, content: readFileSync(join(ROOT, name), 'utf8') }));
  const { mutants } = await new Instrumenter(SILENT).instrument(sources, { plugins: null, excludedMutations: [], ignorers: [] });
  const ranked = mutants.map((mutant) => ({
    mutant,
    rank: createHash('sha256')
      .update(`${seed} ${keyOf(mutant)}`)
      .digest('hex'),
  }));
  const drawn = ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1)).slice(0, size);
  return { all: mutants.length, drawn: drawn.map(({ mutant }) => mutant) };
}

/** Says which mutant it is, in every run on the same source. @param {Mutant} mutant */
export function keyOf(mutant) {
  return JSON.stringify([fileOf(mutant), ...startOf(mutant), ...endOf(mutant), mutant.mutatorName, mutant.replacement]);
}

/**
 * Where some mutants are, as Stryker's option `mutate` takes it, with lines from 1. Places are those of syntax nodes, which hold one another
 * or lie apart: what lies within another need not be named, and Stryker is slow at many.
 *
 * @param {Mutant[]} mutants
 */
export function rangesOf(mutants) {
  const sorted = mutants.toSorted((a, b) => compare([fileOf(a), ...startOf(a)], [fileOf(b), ...startOf(b)]) || compare(endOf(b), endOf(a)));
  /** @type {Mutant[]} */
  const outermost = [];
  for (const mutant of sorted) {
    const last = outermost.at(-1);
    if (last === undefined || fileOf(last) !== fileOf(mutant) || compare(endOf(mutant), endOf(last)) > 0) outermost.push(mutant);
  }
  return outermost.map((mutant) => `${fileOf(mutant)}:${startOf(mutant).join(':')}-${endOf(mutant).join(':')}`);
}

const fileOf = (/** @type {Mutant} */ { fileName }) => fileName.slice(fileName.lastIndexOf('/src/') + 1);
const startOf = (/** @type {Mutant} */ { location: { start } }) => [start.line + 1, start.column];
const endOf = (/** @type {Mutant} */ { location: { end } }) => [end.line + 1, end.column];

/** Of two lists of the same length, the first difference decides. @param {(string | number)[]} a @param {(string | number)[]} b */
function compare(a, b) {
  const at = a.findIndex((value, index) => value !== b[index]);
  if (at < 0) return 0;
  return (a[at] ?? 0) < (b[at] ?? 0) ? -1 : 1;
}

const nothing = () => {};
const no = () => false;
const SILENT = {
  isTraceEnabled: no,
  isDebugEnabled: no,
  isInfoEnabled: no,
  isWarnEnabled: no,
  isErrorEnabled: no,
  isFatalEnabled: no,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  fatal: nothing,
};
