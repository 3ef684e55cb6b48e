/** Runs the mutants instead of the tests. */

import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../../', import.meta.url)),
  test: {
    include: ['test/mutants/run.ts'],
    maxConcurrency: Math.max(2, availableParallelism() - 1),
    testTimeout: 600_000,
    reporters: ['verbose'],
  },
});
