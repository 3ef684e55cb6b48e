/** What every copy must come to: the same state of the same updates, and the same log. */
import { it } from 'vitest';
import { clients, defineScenario, nemesis, nodeNames, z } from 'seedstorm';
import { committedPrefix, strongConvergence } from 'seedstorm/checkers';
import { proofs, prove } from './prove.js';
import { replica, type Order } from './streams.js';

const nodes = nodeNames(3);

interface Put {
  readonly f: 'put';
  readonly value: number;
}

const shared = {
  params: z.object({}),
  nodes: () => nodes,
  workload: () =>
    clients(
      3,
      { put: 1 },
      {
        everyMs: 30,
        input: (_f, _random, { client, clients: all, index }) => ({ value: client + all * index }),
      },
    ),
  faults: nemesis({ loss: 'rough', reordering: 'rough' }, { kindProbability: 1 }),
  durationMs: 1_800,
};

/** One value, of which the greatest stays, or the last to come; each copy shows it after every update. */
const cell = (stays: 'greatest' | 'last') =>
  replica<Put, number, { value: number; seen: number[] }>({
    order: 'none',
    memory: () => ({ value: -1, seen: [] }),
    ask: (_memory, { value }) => ({ reply: 'put', post: value }),
    deliver(memory, value, node) {
      memory.value = stays === 'last' ? value : Math.max(memory.value, value);
      memory.seen.push(value);
      node.effect({ f: 'state', value: memory.value, seen: memory.seen });
    },
  });

const cells = defineScenario<object>({
  ...shared,
  name: 'proof/cells',
  summary: 'Copies that know the same updates hold the same, in whatever order they heard of them',
  protocol: (_params, { bug }) => cell(bug === 'last-to-come' ? 'last' : 'greatest'),
  check: { strongConvergence: strongConvergence() },
  bugs: {
    'last-to-come': {
      summary: 'The update that comes last stays: another one at every copy',
      shows: { check: 'strongConvergence', anomaly: 'divergence', within: 5 },
    },
  },
});

/** A log in the order of one node; each copy commits an entry at the next index. */
const log = (order: Order) =>
  replica<Put, number, { length: number }>({
    order,
    sequencer: 'n1',
    memory: () => ({ length: 0 }),
    ask: (_memory, { value }) => ({ reply: 'put', post: value }),
    deliver(memory, value, node) {
      node.effect({ f: 'commit', index: ++memory.length, value });
    },
  });

const logs = defineScenario<object>({
  ...shared,
  name: 'proof/committed',
  summary: 'Copies commit the entries of one log in its order',
  protocol: (_params, { bug }) => log(bug === 'as-they-come' ? 'none' : 'fifo'),
  check: { committedPrefix: committedPrefix() },
  bugs: {
    'as-they-come': {
      summary: 'Copies commit entries as they come',
      shows: { check: 'committedPrefix', anomaly: 'divergence', within: 5 },
    },
  },
});

it.each(proofs(cells, logs))('$check finds $anomaly in $system.name with $bug', prove);
