import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    // Tests read the sources, under the names a user's package would import.
    alias: [
      { find: /^seedstorm$/, replacement: source('./sim/index.ts') },
      { find: /^seedstorm\/checkers$/, replacement: source('./checkers/index.ts') },
      { find: /^seedstorm\/scenarios$/, replacement: source('./scenarios/index.ts') },
      { find: /^seedstorm\/parts$/, replacement: source('./parts/index.ts') },
      { find: /^seedstorm\/property$/, replacement: source('./sim/property/arbitraries.ts') },
      { find: /^seedstorm\/vitest$/, replacement: source('./sim/property/vitest.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: [source('./test/setup.ts')],
    testTimeout: 240_000,
    // By default one core stays idle: on a machine with two that is half of it.
    maxWorkers: '100%',
  },
});
