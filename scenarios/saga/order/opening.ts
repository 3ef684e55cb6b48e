/** What the services hold before the first order, and the orders that will be placed. */
import { clients, type Workload } from 'seedstorm';
import type { Accounts, Order } from './steps.js';

export const ORCHESTRATOR = 'orchestrator';
const items = ['tea', 'rice', 'books'] as const;
const customers = ['ann', 'bo', 'chi'] as const;
/** More parcels than anybody will send. */
const SLOTS = 1_000_000;

export interface Shop {
  /** Units of each item. */
  readonly stock: number;
  /** Money of each customer. */
  readonly money: number;
}

/** The accounts of each service at the beginning. */
export function openingAccounts({ stock, money }: Shop): Readonly<Record<string, Accounts>> {
  return {
    stock: Object.fromEntries(
      items.flatMap((item) => [
        [`free/${item}`, stock],
        [`reserved/${item}`, 0],
      ]),
    ),
    payment: { ...Object.fromEntries(customers.map((customer) => [`purse/${customer}`, money])), revenue: 0 },
    shipping: { slots: SLOTS, parcels: 0 },
  };
}

/** Clients that place orders, some of which cannot be fulfilled. */
export function orders(count: number, everyMs: number): Workload {
  return clients(
    count,
    { order: 1 },
    {
      everyMs,
      to: () => ORCHESTRATOR,
      input: (_, random, { client, clients: all, index }) => {
        const quantity = random.int(1, 3);
        const order: Order = {
          id: 1 + client + all * index,
          customer: random.pick(customers),
          item: random.pick(items),
          quantity,
          amount: quantity * random.int(5, 50),
          card: random.chance(0.15) ? 'declined' : 'good',
          address: random.chance(0.2) ? 'unknown' : 'known',
        };
        return { ...order };
      },
    },
  );
}
