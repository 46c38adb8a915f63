/**
 * A setup file of vitest: every property that is asserted runs as often as FC_RUNS says, from the seed that FC_SEED says.
 * A failure names its seed and path, as always.
 */
import { vi } from 'vitest';

vi.mock('fast-check', async (importOriginal) => {
  const fc = await importOriginal<typeof import('fast-check')>();
  const many = { numRuns: Number(process.env['FC_RUNS']), seed: Number(process.env['FC_SEED']) };
  const assert: typeof fc.assert = (property, parameters = {}) => fc.assert(property as never, { ...(parameters as object), ...many });
  return { ...fc, assert, default: { ...fc.default, assert } };
});
