/**
 * The shop: the steps of an order as data (stock, payment, shipping), and the orders that are placed. Each service keeps
 * accounts, a step moves an amount from one to another, and its compensation moves it back: nothing is made or lost.
 */
import { clients, type Workload } from 'seedstorm';

export const ORCHESTRATOR = 'orchestrator';
const items = ['tea', 'rice', 'books'] as const;
const customers = ['ann', 'bo', 'chi'] as const;
/** More parcels than anybody will send. */
const SLOTS = 1_000_000;

/** What a customer asks for. What will be refused is drawn with it. */
export interface Order {
  readonly id: number;
  readonly customer: string;
  readonly item: string;
  readonly quantity: number;
  readonly amount: number;
  readonly card: 'good' | 'declined';
  readonly address: 'known' | 'unknown';
}

/** What each account of a service holds: units, money, parcels. */
export type Accounts = Record<string, number>;

export interface Step {
  /** Name of the node that does it. */
  readonly service: string;
  readonly action: string;
  readonly compensation: string;
  readonly move: (order: Order) => { readonly from: string; readonly to: string; readonly amount: number };
  /** Why this order cannot be done whatever the accounts hold. */
  readonly objection: (order: Order) => string | undefined;
  /** What to say when the account holds too little. */
  readonly shortage: string;
}

export const steps: readonly Step[] = [
  {
    service: 'stock',
    action: 'reserve',
    compensation: 'release',
    move: ({ item, quantity }) => ({ from: `free/${item}`, to: `reserved/${item}`, amount: quantity }),
    objection: () => undefined,
    shortage: 'out of stock',
  },
  {
    service: 'payment',
    action: 'charge',
    compensation: 'refund',
    move: ({ customer, amount }) => ({ from: `purse/${customer}`, to: 'revenue', amount }),
    objection: ({ card }) => (card === 'declined' ? 'card declined' : undefined),
    shortage: 'not enough money',
  },
  {
    service: 'shipping',
    action: 'ship',
    compensation: 'cancel-shipping',
    move: () => ({ from: 'slots', to: 'parcels', amount: 1 }),
    objection: ({ address }) => (address === 'unknown' ? 'nobody lives there' : undefined),
    shortage: 'no slot left',
  },
];

/** Why a step refuses an order, if it does. */
export function objectionOf(step: Step, accounts: Accounts, order: Order): string | undefined {
  const { from, amount } = step.move(order);
  return step.objection(order) ?? ((accounts[from] ?? 0) < amount ? step.shortage : undefined);
}

/** Carries out a step, or takes it back. */
export function post(step: Step, accounts: Accounts, order: Order, direction: 'forth' | 'back'): void {
  const { from, to, amount } = step.move(order);
  const moved = direction === 'forth' ? amount : -amount;
  accounts[from] = (accounts[from] ?? 0) - moved;
  accounts[to] = (accounts[to] ?? 0) + moved;
}

/** The accounts of each service at the beginning: units of each item, money of each customer. */
export function openingAccounts(shop: { readonly stock: number; readonly money: number }) {
  const all = (names: readonly string[], holds: number): Accounts =>
    Object.fromEntries(names.map((name) => [name, holds]));
  return {
    stock: all(
      items.map((item) => `free/${item}`),
      shop.stock,
    ),
    payment: all(
      customers.map((customer) => `purse/${customer}`),
      shop.money,
    ),
    shipping: { slots: SLOTS },
  } as Readonly<Record<string, Accounts>>;
}

/** Clients that place orders at a node, some of which cannot be fulfilled. */
export const orders = (count: number, everyMs: number, at: string = ORCHESTRATOR): Workload =>
  clients(
    count,
    { order: 1 },
    {
      everyMs,
      to: () => at,
      input(_f, random, { client, clients: all, index }) {
        const quantity = random.int(1, 3);
        return {
          id: 1 + client + all * index,
          customer: random.pick(customers),
          item: random.pick(items),
          quantity,
          amount: quantity * random.int(5, 50),
          card: random.chance(0.15) ? 'declined' : 'good',
          address: random.chance(0.2) ? 'unknown' : 'known',
        } satisfies Order;
      },
    },
  );
