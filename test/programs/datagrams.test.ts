/** Datagram sockets: as on a real machine, and the faults of the world reach them. */
import { defineScenario, simulate, z, type Fault } from 'seedstorm';
import { nodeProgram } from 'seedstorm/programs';
import { expect, it } from 'vitest';
import { bothSay } from './like-life.js';

it('sockets bind, send, connect and fail as in life', async () => {
  const { real, inside, wrong } = await bothSay('datagrams.js');
  expect(wrong).toEqual([]);
  expect(inside).toEqual(real);
  expect(inside.at(-1)).toBe('- the end');
});

it('datagrams between nodes get lost, doubled and overtaken', async () => {
  const seen = async (...faults: Fault[]) => {
    const scenario = defineScenario({
      name: 'own/gossip',
      summary: 'Datagrams from one node to another',
      params: z.object({}),
      nodes: () => ['n1', 'n2'],
      protocol: () => nodeProgram({ entry: './services/gossip.js' }),
      workload: () => ({ clients: [], operations: () => [] }),
      faults: 'none',
      settleMs: 0,
      durationMs: 2_000,
      check: {},
    });
    const { history } = await simulate(scenario, { seed: 1, faults });
    return history[0]?.input as unknown as Record<'count' | 'different' | 'late', number>;
  };
  expect(await seen()).toMatchObject({ count: 100, different: 100, late: 0, from: '10.0.0.1' });
  const { count, different, late } = await seen(
    { kind: 'loss', atMs: 0, probability: 0.3 },
    { kind: 'duplication', atMs: 0, probability: 0.3 },
    { kind: 'reordering', atMs: 0, probability: 0.3, delayMs: 100 },
  );
  expect(different).toBeLessThan(90);
  expect(count).toBeGreaterThan(different);
  expect(late).toBeGreaterThan(0);
});
