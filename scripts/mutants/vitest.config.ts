import { defineConfig } from 'vitest/config';

/** The tests that a mutant of a rule has to pass unseen: those that run the engine and look at what the rules made of it, or why. */
export default defineConfig({
  plugins: [
    {
      name: 'mutants:count-coverage-once',
      // Which test reaches which mutant is known from the run without one. Counting it again for every mutant takes as long as the engine itself
      transform: (code) => code.replace('function cover() {', 'function cover() { if (ns.activeMutant !== undefined) return;'),
    },
  ],
  test: {
    include: ['src/sim/**/*.test.ts', 'src/explain/{why-not,questions}.test.ts', 'src/explain/{verdict,findings,disagreements}/*.test.ts'],
    // What holds of every run says little about a rule and takes long; the queue and the clock are not mutated
    exclude: ['src/sim/{properties,invariants}.test.ts', 'src/sim/engine/**', 'src/explain/findings/near-misses.test.ts'],
    isolate: false,
    // Whether a mutant takes too long is for Stryker to say: a busy machine must not find mutants
    testTimeout: 0,
  },
});
