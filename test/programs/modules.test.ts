/** Whose modules a program has: its own in every incarnation, or those that somebody said are shared. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineScenario, simulate, z, type Fault } from 'seedstorm';
import { freshModules, nodeProgram } from 'seedstorm/programs';
import { afterAll, expect, it } from 'vitest';
import { counting } from './services/counting.mjs';

const folder = mkdtempSync(join(tmpdir(), 'seedstorm-modules-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What two nodes answer, the first of them again after a crash. */
async function counts(protocol: () => typeof counting): Promise<unknown[]> {
  const scenario = defineScenario({
    name: 'own/counting',
    summary: 'Counts requests',
    params: z.object({}),
    nodes: () => ['n1', 'n2'],
    protocol,
    workload: () => ({
      clients: ['c1'],
      operations: () =>
        ['n1', 'n2', 'n1'].map((to, at) => ({
          ...{ process: 'c1', atMs: 100 + 400 * at, to, input: { f: 'count' } },
        })),
    }),
    faults: 'none',
    durationMs: 2_000,
    check: {},
  });
  const crash: Fault = { kind: 'crash', atMs: 600, durationMs: 100, node: 'n1', unsynced: 'lost' };
  const { history } = await simulate(scenario, { faults: [crash] });
  return history.map(({ output, error }) => output ?? error);
}

it('a variable of a module leaks from node to node and from run to run, unless each has modules of its own', async () => {
  expect(await counts(() => counting)).toEqual([1, 2, 3]);
  expect(await counts(() => counting)).toEqual([4, 5, 6]);
  const fresh = () => freshModules({ file: './services/counting.mts', export: 'counting' });
  expect(await counts(fresh)).toEqual([1, 1, 1]);
  expect(await counts(fresh)).toEqual([1, 1, 1]);
});

it('packages that are shared are loaded once', async () => {
  const tally = join(folder, 'node_modules/tally');
  mkdirSync(tally, { recursive: true });
  writeFileSync(join(tally, 'index.js'), 'let n = 0; exports.next = () => ++n;');
  const entry = join(folder, 'entry.js');
  writeFileSync(
    entry,
    "const { next } = require('tally'); require('seedstorm/node').onRequest(() => [next(), require('tally').next()]);",
  );
  const own = () => nodeProgram({ entry });
  expect(await counts(own)).toEqual([1, 1, 1].map((n) => [n, n + 1]));
  const shared = () => nodeProgram({ entry, shared: ['tally'] });
  expect(await counts(shared)).toEqual([1, 3, 5].map((n) => [n, n + 1]));
  expect(() => nodeProgram({ entry, shared: ['tallie'] })).toThrow(
    `shared: expected packages that ${entry} can load; it finds no tallie`,
  );
});

it('what is no program, or awaits, is refused in one sentence', () => {
  const file = './services/counting.mts';
  expect(() => freshModules({ file })).toThrow(
    "export: expected a program under 'default' of ./services/counting.mts, got nothing; it exports counting",
  );
  expect(() => freshModules({ file: './services/couting.mts', export: 'counting' })).toThrow(
    /^file: .* there is no file .*couting\.mts; did you mean counting\.mts\?$/,
  );
  const late = join(folder, 'late.mjs');
  writeFileSync(late, 'await null;');
  expect(() => freshModules({ file: late })).toThrow('late.mjs awaits at its top level');
  expect(() => nodeProgram({ entry: late, arguments: [] } as never)).toThrow(
    "nodeProgram: no option is called 'arguments'",
  );
});
