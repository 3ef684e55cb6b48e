/** An event in two versions, and four ways to write and read it while both are about. */

/** What differs between the versions. */
export type Change =
  | 'optional field'
  | 'required field'
  | 'field removed'
  | 'field renamed'
  /** The same name, and another meaning: from euros to cents. */
  | 'unit changed';

/** How events are read, and written. */
export type Style =
  /** A reader knows the fields of its own version: all of them are there, and no others. */
  | 'strict'
  /** A reader takes the fields that it knows, and does not mind others. */
  | 'tolerant'
  /** A reader looks at the version, and knows its own and those before it. */
  | 'by version'
  /** What is new comes beside what is old, readers take either, and what is old goes once nobody reads it. */
  | 'expand, then contract';

/** What happened, whatever the event says of it. */
export interface Order {
  readonly id: number;
  readonly cents: number;
  readonly customer: string;
}

/** An event on its way: plain JSON. */
export interface OrderCreated {
  readonly type: 'OrderCreated';
  readonly version: 1 | 2;
  readonly orderId: number;
  readonly amount?: number;
  readonly total?: number;
  readonly amountCents?: number;
  readonly note?: string;
  readonly customerId?: string;
}

/** What a reader made of it. */
export type Reading = { readonly kind: 'read'; readonly cents: number } | { readonly kind: 'refused' };

const NAMES = ['orderId', 'amount', 'note'] as const;
type Field = Exclude<keyof OrderCreated, 'type' | 'version'>;

/** What each change makes of the fields: those that must be there, and those that may. */
const SECOND: Readonly<Record<Change, { readonly must: readonly Field[]; readonly may: readonly Field[] }>> =
  {
    'optional field': { must: NAMES, may: ['customerId'] },
    'required field': { must: [...NAMES, 'customerId'], may: [] },
    'field removed': { must: ['orderId', 'amount'], may: [] },
    'field renamed': { must: ['orderId', 'total', 'note'], may: [] },
    'unit changed': { must: NAMES, may: [] },
  };

/** Writes an event as a service of this version does. */
export function written(order: Order, version: 1 | 2, change: Change, style: Style): OrderCreated {
  const head = { type: 'OrderCreated', version, orderId: order.id } as const;
  const first = { ...head, amount: order.cents / 100, note: 'as ordered' };
  if (version === 1) return first;
  const expands = style === 'expand, then contract';
  switch (change) {
    case 'optional field':
      // Every second order is of somebody who is known.
      return order.id % 2 === 0 ? { ...first, customerId: order.customer } : first;
    case 'required field':
      return { ...first, customerId: order.customer };
    case 'field removed':
      return expands ? first : { ...head, amount: order.cents / 100 };
    case 'field renamed':
      return expands
        ? { ...first, total: order.cents / 100 }
        : { ...head, total: order.cents / 100, note: 'as ordered' };
    case 'unit changed':
      return expands ? { ...first, amountCents: order.cents } : { ...first, amount: order.cents };
  }
}

/** Reads an event as a service of this version does. */
export function readBy(event: OrderCreated, version: 1 | 2, change: Change, style: Style): Reading {
  if (style === 'by version' && event.version > version) return { kind: 'refused' };
  // A version that it knows is read as that version was meant.
  const as = style === 'by version' ? event.version : version;
  const { must, may } = as === 1 ? { must: NAMES, may: [] } : SECOND[change];
  if (style === 'expand, then contract') return { kind: 'read', cents: eitherWay(event) };
  const known: readonly Field[] = [...must, ...may];
  if (must.some((field) => event[field] === undefined)) return { kind: 'refused' };
  const fields = Object.keys(event).filter((name) => name !== 'type' && name !== 'version');
  if (style === 'strict' && fields.some((name) => !known.includes(name as Field))) return { kind: 'refused' };
  const value = (event.amount ?? event.total) as number;
  return { kind: 'read', cents: as === 2 && change === 'unit changed' ? value : Math.round(value * 100) };
}

/** Whichever field is there: an old reader finds the old one, and a new reader the new one first. */
const eitherWay = ({ amountCents, total, amount }: OrderCreated): number =>
  amountCents ?? Math.round(((total ?? amount) as number) * 100);
