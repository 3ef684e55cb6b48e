/** https and TLS between nodes: plain bytes behind a handshake. */
import { defineScenario, simulate, z } from 'seedstorm';
import { nodeProgram } from 'seedstorm/programs';
import { expect, it } from 'vitest';

it('express over https answers https, fetch and axios; sockets of TLS shake hands', async () => {
  const scenario = defineScenario({
    name: 'own/secure',
    summary: 'A service over https',
    params: z.object({}),
    nodes: () => ['web', 'app'],
    protocol: () => ({
      web: nodeProgram({ entry: './services/secure-server.js' }),
      app: nodeProgram({ entry: './services/secure-client.js' }),
    }),
    workload: () => ({ clients: [], operations: () => [] }),
    faults: 'none',
    settleMs: 0,
    durationMs: 2_000,
    check: {},
  });
  const { history, checks, fingerprint } = await simulate(scenario, { seed: 1 });
  expect(checks.filter(({ verdict }) => verdict === 'invalid').map(({ reason }) => reason)).toEqual([]);
  const whoami = '{"secure":true,"protocol":"https","host":"web"}';
  expect(history.map(({ input }) => (input as unknown as { text: string }).text)).toEqual([
    whoami,
    'true 1',
    whoami,
    'https',
    'true true echo',
    'TLSv1.3 web true',
    'true web echo early late',
    'true other false up',
    'EPROTO',
    'ENOTFOUND',
    '- the end',
  ]);
  expect((await simulate(scenario, { seed: 1 })).fingerprint).toBe(fingerprint);
});
