/** Node's own net and http on the network of a world: the same script does the same on a real machine and in a world. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { defineScenario, simulate, z } from 'seedstorm';
import { nodeProgram } from 'seedstorm/programs';
import { expect, it } from 'vitest';

const script = fileURLToPath(new URL('services/sockets.js', import.meta.url));

const scenario = defineScenario({
  name: 'own/sockets',
  summary: 'What sockets do',
  params: z.object({}),
  nodes: () => ['n1'],
  protocol: () => nodeProgram({ entry: script, env: { INSIDE: '1' } }),
  workload: () => ({ clients: [], operations: () => [] }),
  faults: 'none',
  durationMs: 5_000,
  check: {},
});

it('sockets, servers, half closes, resets, errors and waiting writers are as in life', async () => {
  const real = promisify(execFile)(process.execPath, [script]);
  const { history, checks } = await simulate(scenario, { seed: 1 });
  const lines = history.map(({ input }) => (input as { text: string }).text);
  const { stdout } = await real;
  expect(checks.filter(({ verdict }) => verdict === 'invalid')).toEqual([]);
  expect(lines).toEqual(stdout.trimEnd().split('\n'));
  expect(lines.at(-1)).toBe('- the end');
});
