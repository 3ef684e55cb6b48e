import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Not those of nodes and whole worlds: they look at what their process does, which others must not share.
const engine = ['coverage', 'faults', 'input', 'network', 'record', 'schedule'];
const rooms = [
  'checkers',
  'parts',
  'servers',
  'scenarios',
  'explore',
  'report',
  ...engine.map((room) => `sim/${room}`),
].map((room) => `test/${room}/**/*.test.ts`);

export default defineConfig({
  resolve: {
    // Tests read the sources, under the names a user's package would import.
    alias: [
      { find: /^seedstorm$/, replacement: source('./index.ts') },
      { find: /^seedstorm\/checkers$/, replacement: source('./checkers/index.ts') },
      { find: /^seedstorm\/scenarios$/, replacement: source('./scenarios/index.ts') },
      { find: /^seedstorm\/parts$/, replacement: source('./parts/index.ts') },
      { find: /^seedstorm\/servers$/, replacement: source('./servers/index.ts') },
      { find: /^seedstorm\/programs$/, replacement: source('./programs/index.ts') },
      { find: /^seedstorm\/node$/, replacement: source('./programs/node.ts') },
      { find: /^seedstorm\/property$/, replacement: source('./property/arbitraries.ts') },
      { find: /^seedstorm\/vitest$/, replacement: source('./property/vitest.ts') },
    ],
  },
  test: {
    setupFiles: [source('./test/setup.ts')],
    testTimeout: 240_000,
    hookTimeout: 60_000,
    // By default one core stays idle: on a machine with two that is half of it.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        // These leave their process as they found it. Loading the sources anew for each file cost a fifth of the suite.
        test: { name: 'rooms', include: rooms, isolate: false },
      },
      {
        extends: true,
        // These start servers and commands, or watch what is loaded first: a process for each file.
        test: { name: 'whole', include: ['test/**/*.test.ts'], exclude: rooms },
      },
    ],
  },
});
