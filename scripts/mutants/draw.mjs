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
export function keyOf({ fileName, location: { start, end }, mutatorName, replacement }) {
  const file = fileName.slice(fileName.lastIndexOf('/src/') + 1);
  return JSON.stringify([file, start.line, start.column, end.line, end.column, mutatorName, replacement]);
}

/** A mutant's place as Stryker's option `mutate` takes it, with lines from 1. @param {Mutant} mutant */
export function rangeOf({ fileName, location: { start, end } }) {
  return `${fileName.slice(fileName.lastIndexOf('/src/') + 1)}:${start.line + 1}:${start.column}-${end.line + 1}:${end.column}`;
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
