/** Plugins of Stryker: only the mutants that were drawn are run, and what survives is said as soon as it is known. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { CheckStatus } from '@stryker-mutator/api/check';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import { ROOT } from '../install.mjs';
import { keyOf } from './draw.mjs';

/**
 * @typedef {import('@stryker-mutator/api/core').Mutant} Mutant
 * @typedef {import('@stryker-mutator/api/core').MutantResult} MutantResult
 */

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

/** How many results there are, every so often. */
const PACE = 50;

/** Names each survivor, with the text it replaced: `src/sim/kubelet/deadline.ts:14:7 a > b → a >= b`. */
class Survivors {
  static inject = tokens();
  #results = 0;

  /** @param {Readonly<MutantResult>} mutant */
  onMutantTested(mutant) {
    if (mutant.status === 'CompileError' || mutant.status === 'Ignored') return;
    this.#results += 1;
    if (this.#results % PACE === 0) console.log(`${this.#results} mutants`);
    const note = mutant.status === 'NoCoverage' ? '  (no test runs it)' : '';
    if (mutant.status === 'Survived' || note !== '')
      console.log(`${relative(ROOT, mutant.fileName)}:${placeOf(mutant)} ${inShort(originalOf(mutant))} → ${inShort(mutant.replacement ?? '')}${note}`);
  }
}

/** @param {Readonly<MutantResult>} mutant */
function placeOf({ location: { start } }) {
  return `${start.line}:${start.column}`;
}

/** @param {Readonly<MutantResult>} mutant */
function originalOf({ fileName, location: { start, end } }) {
  const lines = readFileSync(fileName, 'utf8')
    .split('\n')
    .slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return lines.map((line, index) => line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined)).join('\n');
}

/** On one line. @param {string} text */
function inShort(text, most = 80) {
  const line = text.replace(/\s+/g, ' ');
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'sample', Sample), declareClassPlugin(PluginKind.Reporter, 'survivors', Survivors)];
