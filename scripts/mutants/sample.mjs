/** A plugin of Stryker: of all mutants, only a seeded sample is run. */
import { createHash } from 'node:crypto';
import { CheckStatus } from '@stryker-mutator/api/check';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';

/** @typedef {import('@stryker-mutator/api/core').Mutant} Mutant */

/**
 * Stryker can be told which files and ranges to mutate, but not which mutants. It leaves out those that a checker does not pass, which
 * is meant for mutants that do not compile: the ones not drawn bear that mark in the report, and count for nothing.
 */
class Sample {
  static inject = tokens(commonTokens.options);

  /** @param {import('@stryker-mutator/api/core').StrykerOptions} options */
  constructor(options) {
    this.options = /** @type {{ seed: number, size: number }} */ (options['sample']);
  }

  async init() {}

  /** All in one group, so that the sample is drawn from all. @param {Mutant[]} mutants */
  async group(mutants) {
    return [mutants.map(({ id }) => id)];
  }

  /** @param {Mutant[]} mutants @returns {Promise<Record<string, import('@stryker-mutator/api/check').CheckResult>>} */
  async check(mutants) {
    const drawn = new Set(
      mutants
        .map((mutant) => ({ id: mutant.id, rank: rankOf(mutant, this.options.seed) }))
        .sort((a, b) => (a.rank < b.rank ? -1 : 1))
        .slice(0, this.options.size)
        .map(({ id }) => id),
    );
    return Object.fromEntries(
      mutants.map(({ id }) => [id, drawn.has(id) ? { status: CheckStatus.Passed } : { status: CheckStatus.CompileError, reason: 'not drawn' }]),
    );
  }
}

/** A mutant's place in the draw depends on itself and the seed alone: a change elsewhere leaves most of the sample as it was. @param {Mutant} mutant @param {number} seed */
function rankOf({ fileName, location: { start, end }, mutatorName, replacement }, seed) {
  const what = [seed, fileName.slice(fileName.lastIndexOf('/src/')), start.line, start.column, end.line, end.column, mutatorName, replacement];
  return createHash('sha256').update(JSON.stringify(what)).digest('hex');
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'sample', Sample)];
