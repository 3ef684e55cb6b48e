/** The service of the example in a world: a crash makes it give tickets twice, which is found, shrunk and drawn; mended, it does not. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineScenario, shrink, simulate } from 'seedstorm';
import { nodeProgram } from 'seedstorm/programs';
import { expect, it } from 'vitest';
import { runCli } from '../../cli/app.js';
import { run as runCommand } from '../../cli/commands/run.js';
import { EXIT } from '../../cli/exit-codes.js';
import { tickets } from '../../examples/tickets/tickets.sim.js';
import { fakeTerminal } from '../cli/fake-terminal.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

it('gives a ticket twice after a crash: found, and shrunk to that crash', async () => {
  const { plan } = await simulate(tickets, { seed: 1 });
  const small = await shrink(tickets, { seed: 1, params: {}, plan, anomaly: 'duplicate' }, { runs: 30 });
  expect(small?.plan.faults).toEqual([expect.objectContaining({ kind: 'crash', node: 'web' })]);
  expect(small?.to.operations).toBeLessThan(small?.from.operations ?? 0);
});

it('is drawn', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'seedstorm-tickets-'));
  const page = join(folder, 'tickets.html');
  const file = join(root, 'examples/tickets/tickets.sim.ts');
  const terminal = fakeTerminal();
  expect(await runCli(['run', file, '--seed', '1', '--report', page], [runCommand], terminal)).toBe(
    EXIT.invalid,
  );
  // What is drawn stands in it packed.
  expect(readFileSync(page, 'utf8').length).toBeGreaterThan(100_000);
  rmSync(folder, { recursive: true });
});

it('mended, gives each once', async () => {
  const program = (file: string) =>
    nodeProgram({ entry: join(root, 'examples/tickets', file), env: { REDIS_HOST: 'redis' } });
  const mended = defineScenario({
    ...tickets,
    protocol: () => ({ web: program('fixed.js'), redis: program('redis.js'), app: program('app.js') }),
  });
  const { checks, history } = await simulate(mended, { seed: 1 });
  expect(checks.filter(({ verdict }) => verdict !== 'valid')).toEqual([]);
  expect(history.filter(({ type }) => type === 'ok').length).toBeGreaterThan(10);
});

it('is as the first page shows it', () => {
  const text = (path: string) => readFileSync(join(root, path), 'utf8');
  for (const file of ['server.js', 'tickets.sim.ts'])
    expect(text('README.md')).toContain(text(`examples/tickets/${file}`));
  expect(text('examples/tickets/tickets.sim.ts').split('\n').length).toBeLessThan(40);
});
