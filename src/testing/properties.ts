/**
 * A setup file of vitest. Properties begin from one and the same seed, so that the same tree gives the same answer; new seeds are
 * the night's. FC_SEED says another seed, FC_RUNS how often every property runs. A failure names its seed and path, as always.
 */
import { vi } from 'vitest';

const SEED = 20_260_701;

vi.mock('fast-check', async (importOriginal) => {
  const fc = await importOriginal<typeof import('fast-check')>();
  const { FC_RUNS, FC_SEED } = process.env;
  const chosen = { seed: FC_SEED === undefined ? SEED : Number(FC_SEED), ...(FC_RUNS === undefined ? {} : { numRuns: Number(FC_RUNS) }) };
  const assert: typeof fc.assert = (property, parameters = {}) => fc.assert(property as never, { ...(parameters as object), ...chosen });
  return { ...fc, assert, default: { ...fc.default, assert } };
});
