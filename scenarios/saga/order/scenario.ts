/** Orders as sagas under partitions, crashes and duplicates: completed or taken back, and the books agree. */
import { defineScenario, hdd, z, type NodeView } from 'seedstorm';
import { defineChecker, sagaAtomicity, type Checker, type History, type Operation } from 'seedstorm/checkers';
import { orchestrator, rules, service, type Books, type Orchestrator } from './saga.js';
import { openingAccounts, ORCHESTRATOR, orders, post, steps, type Accounts, type Order } from './shop.js';

/** The nodes of a shop: who takes orders, and the services. */
export const nodesOf = (front: string): string[] => [front, ...steps.map((step) => step.service)];

const nodes = nodesOf(ORCHESTRATOR);

/** The readings of the books at the end, by node. */
function readings(history: History): Map<string, Operation & { readonly output: Books }> {
  return new Map(
    history.flatMap((operation) => {
      const { f, of } = operation.input as { readonly f: string; readonly of?: string };
      const isReading = f === 'books' && of !== undefined && operation.type === 'ok';
      return isReading ? [[of, operation as Operation & { readonly output: Books }]] : [];
    }),
  );
}

/**
 * Every saga ends completed or compensated, the last step taken back first.
 *
 * An effect counts if it stayed in the books: a node notes it when it writes the entry, and a power cut may take the
 * entry back before anybody is told. Only the books at the end know.
 *
 * @param front the node that takes orders
 */
export function sagasInBooks(front: string = ORCHESTRATOR): Checker {
  const { name, check } = sagaAtomicity({ steps });
  return {
    name,
    check(history, budget) {
      const read = readings(history);
      const unread = nodesOf(front).find((node) => !read.has(node));
      if (unread !== undefined)
        return {
          verdict: 'unknown',
          reason: `${unread} did not show its books at the end, so nobody knows what stayed in them`,
        };
      const kept = new Map([...read].map(([node, { output }]) => [node, new Set(output.entries)]));
      const lasting = history.filter(({ process, input }) => {
        const { entry } = input as { readonly entry?: string };
        return entry === undefined || kept.get(String(process))?.has(entry) === true;
      });
      return check(lasting, budget);
    },
  };
}

/**
 * Conservation: at the end, every account holds what it held at first and what the completed orders moved, no more
 * and no less.
 */
export const booksBalance = (
  opening: Readonly<Record<string, Accounts>>,
  front: string = ORCHESTRATOR,
): Checker =>
  defineChecker({
    name: 'books-balance',
    looksFor: 'what each node shows at the end (function books)',
    scan(history, found) {
      const judged = { judged: 1, reason: 'every account holds what the completed orders left in it' };
      const read = readings(history);
      for (const node of nodesOf(front))
        if (!read.has(node)) found.anomaly('unread-books', `${node} did not show its books at the end`);
      const all = read.get(front);
      if (all === undefined) return judged;
      const placed = new Map(history.map((operation) => [(operation.input as Partial<Order>).id, operation]));
      const expected = structuredClone(opening);
      const completed: Operation[] = [];
      for (const [id, outcome] of Object.entries(all.output.sagas ?? {})) {
        const operation = placed.get(Number(id));
        if (operation === undefined) {
          found.undecided(`order ${id} is in the books, and nobody placed it`);
          return judged;
        }
        if (outcome === 'open')
          found.anomaly('open-saga', `order ${id} was still open at the end`, operation);
        if (outcome === 'completed') completed.push(operation);
      }
      for (const { input } of completed)
        for (const step of steps) post(step, expected[step.service] as Accounts, input as Order, 'forth');
      for (const [node, accounts] of Object.entries(expected)) {
        const books = read.get(node);
        for (const account of Object.keys({ ...accounts, ...books?.output.accounts })) {
          const [is, ought] = [books?.output.accounts?.[account] ?? 0, accounts[account] ?? 0];
          const message = `${node} ends with ${is} in ${account}, but the completed orders leave ${ought}`;
          if (books !== undefined && is !== ought)
            found.anomaly('wrong-balance', message, books, ...read.values(), ...completed);
        }
      }
      return judged;
    },
  });

/** Who is up, and where the sagas under way are; not how many, nor whose. */
function underWay({ name, status, state }: NodeView): string {
  const { sagas = {}, calls = {} } = (state ?? {}) as Partial<Orchestrator['state']>;
  const again = new Set(Object.values(calls).flatMap(({ about, attempts }) => (attempts > 1 ? [about] : [])));
  const places = Object.values(sagas).flatMap(({ order, position }) => {
    const where = `${position.way} ${position.left.join()}`;
    return position.left.length === 0 ? [] : [again.has(order.id) ? `${where} again` : where];
  });
  return [name, status, ...new Set(places.sort())].join(', ');
}

export const orderSagaScenario = defineScenario({
  name: 'saga/order',
  summary: 'An order ends completed or compensated, whatever crashes in between',
  params: z.object({
    clients: z.int().min(1).max(50).default(3),
    everyMs: z.number().min(1).max(10_000).default(120).describe('mean pause between the orders of a client'),
    attempts: z.int().min(1).max(100).default(4).describe('tries of a step before the order is taken back'),
    stock: z.int().min(0).max(1_000_000).default(40).describe('units of each item at the beginning'),
    money: z.int().min(0).max(1_000_000_000).default(1_500).describe('of each customer at the beginning'),
  }),
  nodes: () => nodes,
  protocol(shop, { bug }) {
    const own = rules.with(bug, { attempts: shop.attempts });
    const opening = openingAccounts(shop);
    const services = steps.map((step) => [step.service, service(step, opening[step.service] ?? {}, own)]);
    return { [ORCHESTRATOR]: orchestrator(own), ...Object.fromEntries(services) };
  },
  workload: ({ clients, everyMs }) => orders(clients, everyMs),
  // Slow disks, so that there is time to crash between a write and its sync.
  disk: hdd(),
  faults: 'rough',
  coverage: { abstract: (views) => views.map(underWay) },
  // Nothing is claimed for disks that lose what they said was written, nor for damaged messages.
  budget: { intactReplicas: nodes.length, allow: { corruption: false } },
  durationMs: 6_000,
  clientTimeoutMs: 1_000,
  liveWithinMs: 500,
  restartAfterMs: 200,
  final: () => nodes.map((to) => ({ to, input: { f: 'books', of: to } })),
  check: (shop) => ({ sagas: sagasInBooks(), books: booksBalance(openingAccounts(shop)) }),
  bugs: rules.bugs,
});
