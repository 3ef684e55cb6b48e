/** A bank whose power fails: a transfer is on the disk as a whole, or in halves. */
import { it } from 'vitest';
import { asyncProgram, clients, defineScenario, nodeNames, ssd, z } from 'seedstorm';
import { conservation } from 'seedstorm/checkers';
import { proofs, prove } from './prove.js';

type Balances = Record<string, number>;

interface Bank {
  request:
    | { readonly f: 'read' }
    | { readonly f: 'transfer'; readonly from: string; readonly to: string; readonly amount: number };
  reply: Balances | 'moved';
  durable: Record<string, Balances>;
}

const accounts = ['ann', 'bob', 'cid'];
const opening: Balances = { ann: 20, bob: 20, cid: 20 };

/** Keeps all balances in one file, or each account in its own. */
const bank = (files: 'one' | 'each') =>
  asyncProgram<Bank>(async (node) => {
    const balances = { ...opening };
    for (const file of ['all', ...accounts]) Object.assign(balances, (await node.disk.read(file)) ?? {});

    async function keep(names: readonly string[]): Promise<void> {
      if (files === 'one') await node.disk.write('all', balances);
      else
        for (const name of names) {
          await node.disk.write(name, { [name]: balances[name]! });
          await node.disk.sync();
        }
      await node.disk.sync();
    }

    for await (const request of node.requests()) {
      if (request.body.f === 'read') {
        request.reply({ ...balances });
        continue;
      }
      const { from, to, amount } = request.body;
      if (balances[from]! < amount) {
        request.reject('not enough money');
        continue;
      }
      balances[from]! -= amount;
      balances[to]! += amount;
      await keep([from, to]);
      request.reply('moved');
    }
  });

const town = defineScenario<object>({
  name: 'proof/bank',
  summary: 'Transfers move money, and neither make nor lose any',
  params: z.object({}),
  nodes: () => nodeNames(1),
  protocol: (_params, { bug }) => bank(bug === 'halves' ? 'each' : 'one'),
  workload: () =>
    clients(
      3,
      { read: 0.4, transfer: 0.6 },
      {
        everyMs: 15,
        input(f, random) {
          if (f === 'read') return {};
          const from = random.pick(accounts);
          const to = random.pick(accounts.filter((account) => account !== from));
          return { from, to, amount: random.int(1, 5) };
        },
      },
    ),
  disk: { ...ssd(), syncLatency: { kind: 'uniform', minMs: 1, maxMs: 4 } },
  faults: 'crashes',
  restartAfterMs: 30,
  clientTimeoutMs: 100,
  durationMs: 2_000,
  check: { conservation: conservation({ total: 60, accounts }) },
  bugs: {
    halves: {
      summary: 'Each account has a file of its own: a power cut comes between the two of a transfer',
      shows: { check: 'conservation', anomaly: 'wrong-total', within: 10 },
    },
  },
});

it.each(proofs(town))('$check finds $anomaly in $system.name with $bug', prove);
