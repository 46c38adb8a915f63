/** A plugin of Stryker: of the mutants in the ranges it was given, only those drawn are run. */
import { CheckStatus } from '@stryker-mutator/api/check';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import { keyOf } from './draw.mjs';

/** @typedef {import('@stryker-mutator/api/core').Mutant} Mutant */

/**
 * A range holds all mutants within it, a block those of each of its statements. Stryker leaves out the mutants that a checker does not
 * pass, which is meant for those that do not compile: the ones not drawn bear that mark in the report, and count for nothing.
 */
class Sample {
  static inject = tokens(commonTokens.options);

  /** @param {import('@stryker-mutator/api/core').StrykerOptions} options */
  constructor(options) {
    this.drawn = new Set(/** @type {string[]} */ (options['sample']));
  }

  async init() {}

  /** @param {Mutant[]} mutants */
  async group(mutants) {
    return [mutants.map(({ id }) => id)];
  }

  /** @param {Mutant[]} mutants @returns {Promise<Record<string, import('@stryker-mutator/api/check').CheckResult>>} */
  async check(mutants) {
    /** @type {(mutant: Mutant) => import('@stryker-mutator/api/check').CheckResult} */
    const resultOf = (mutant) => (this.drawn.has(keyOf(mutant)) ? { status: CheckStatus.Passed } : { status: CheckStatus.CompileError, reason: 'not drawn' });
    return Object.fromEntries(mutants.map((mutant) => [mutant.id, resultOf(mutant)]));
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'sample', Sample)];
