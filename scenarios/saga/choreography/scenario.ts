/** Orders as sagas without an orchestrator: services that hear events, and say events. */
import { defineScenario, z } from 'seedstorm';
import { busyDisk, cast } from 'seedstorm/parts';
import { amqpBroker } from 'seedstorm/servers';
import { drained } from '../../broker/amqp/emptied.js';
import { booksBalance, nodesOf, sagasInBooks } from '../order/scenario.js';
import { openingAccounts, orders, steps } from '../order/shop.js';
import { rules } from './rules.js';
import { front, FRONT, service } from './services.js';
import { traced } from './traced.js';

export const choreographyScenario = defineScenario({
  name: 'saga/choreography',
  summary: 'An order by events alone ends completed or compensated, whatever crashes in between',
  params: z.object({
    clients: z.int().min(1).max(50).default(3),
    everyMs: z.number().min(1).max(10_000).default(120).describe('mean pause between the orders of a client'),
    patienceMs: z.int().min(1).max(60_000).default(200).describe('an order that takes longer is cancelled'),
    stock: z.int().min(0).max(1_000_000).default(25).describe('units of each item at the beginning'),
    money: z.int().min(0).max(1_000_000_000).default(900).describe('of each customer at the beginning'),
  }),
  nodes: () => ['broker', ...nodesOf(FRONT)],
  protocol(shop, { bug }) {
    const own = rules.with(bug);
    const opening = openingAccounts(shop);
    return {
      ...cast({ broker: [['broker'], amqpBroker()], front: [[FRONT], front(shop.patienceMs, own)] }),
      ...Object.fromEntries(
        steps.map((step, index) => [step.service, service(index, opening[step.service] ?? {}, own)]),
      ),
    };
  },
  workload: ({ clients, everyMs }) => orders(clients, everyMs, FRONT),
  disk: busyDisk(),
  faults: 'rough',
  // Nothing is claimed for disks that lose what they said was written, nor for damaged messages.
  budget: { intactReplicas: 99, allow: { corruption: false } },
  durationMs: 2_000,
  clientTimeoutMs: 600,
  quietMs: 400,
  liveWithinMs: 300,
  restartAfterMs: 100,
  final: () => [...drained, ...nodesOf(FRONT).map((to) => ({ to, input: { f: 'books', of: to } }))],
  check: (shop) => ({
    sagas: sagasInBooks(FRONT),
    books: booksBalance(openingAccounts(shop), FRONT),
    traced,
  }),
  bugs: rules.bugs,
});
