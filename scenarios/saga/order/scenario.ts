/** Orders as sagas under partitions, crashes and duplicates: completed or taken back, and the books agree. */
import { defineScenario, hdd, lan, profileNamed, z, type NemesisProfile } from 'seedstorm';
import { booksBalance, sagasInBooks } from './checks.js';
import { orderState } from './coverage.js';
import { openingAccounts, ORCHESTRATOR, orders } from './opening.js';
import { orchestrator } from './orchestrator.js';
import { rules } from './rules.js';
import { service } from './service.js';
import { steps } from './steps.js';

const params = z.object({
  clients: z.int().min(1).max(50).default(3),
  everyMs: z.number().min(1).max(10_000).default(120).describe('mean pause between the orders of a client'),
  attempts: z
    .int()
    .min(1)
    .max(100)
    .default(4)
    .describe('how often a step is tried before the order is taken back'),
  stock: z.int().min(0).max(1_000_000).default(40).describe('units of each item at the beginning'),
  money: z.int().min(0).max(1_000_000_000).default(1_500).describe('money of each customer at the beginning'),
});

const nodes = [ORCHESTRATOR, ...steps.map((step) => step.service)];

export const orderSagaScenario = defineScenario({
  name: 'saga/order',
  summary: 'An order ends completed or taken back, whoever crashes in between',
  params,
  nodes: () => nodes,
  protocol: (shop, { bug }) => {
    const own = rules.with(bug, { attempts: shop.attempts });
    const opening = openingAccounts(shop);
    const services = steps.map(
      (step) => [step.service, service(step, opening[step.service] ?? {}, own)] as const,
    );
    return { [ORCHESTRATOR]: orchestrator(own), ...Object.fromEntries(services) };
  },
  workload: ({ clients, everyMs }) => orders(clients, everyMs),
  network: lan(),
  // Slow disks, so that there is time to crash between a write and its sync.
  disk: hdd(),
  faults: profileNamed('rough') as NemesisProfile,
  coverage: { abstract: orderState },
  // Nothing is claimed for disks that lose what they said was written, nor for damaged messages.
  budget: { intactReplicas: nodes.length, allow: { corruption: false } },
  durationMs: 6_000,
  clientTimeoutMs: 1_000,
  liveWithinMs: 500,
  restartAfterMs: 200,
  final: () => nodes.map((to) => ({ to, input: { f: 'books', of: to } })),
  check: (shop) => ({
    sagas: sagasInBooks(nodes),
    books: booksBalance(openingAccounts(shop), ORCHESTRATOR),
  }),
  bugs: rules.bugs,
});
