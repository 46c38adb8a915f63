/**
 * A setup file of vitest: every property that is asserted runs as often as FC_RUNS says, and with another seed each time.
 * A failure names its seed and path, as always.
 */
import { vi } from 'vitest';

vi.mock('fast-check', async (importOriginal) => {
  const fc = await importOriginal<typeof import('fast-check')>();
  const numRuns = Number(process.env['FC_RUNS']);
  const assert: typeof fc.assert = (property, { seed: _fixed, ...parameters } = {}) => fc.assert(property as never, { ...(parameters as object), numRuns });
  return { ...fc, assert, default: { ...fc.default, assert } };
});
