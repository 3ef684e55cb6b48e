/**
 * A link between nodes over a network that loses, doubles and reorders: numbers, acknowledgements, retransmission.
 *
 * Plain data and pure functions. Each message has a number, and is sent again until it is acknowledged; the receiver drops
 * copies, and keeps back what came too early where order is asked for (as the ordered reliable link of Stateright, and
 * stubborn and perfect links in Cachin, Guerraoui & Rodrigues, "Reliable and Secure Distributed Programming", 2011, §2.4).
 * A sender that restarts begins anew under its next incarnation. To a receiver that restarts every message comes that was not
 * acknowledged, so across its crashes a message may be delivered twice: what must not be done twice is kept with `takeOnce`.
 */

export interface LinkRules {
  /** What is not acknowledged is sent again, or not. */
  readonly lost: 'sent-again' | 'let-go';
  /** A copy is dropped, or delivered like the first. */
  readonly copies: 'dropped' | 'delivered';
  /** From each sender in the order in which it sent, or as it comes. */
  readonly order: 'as-sent' | 'as-it-comes';
  /** A sender that restarts is known by its incarnation, or its first messages are taken for copies. */
  readonly restart: 'noticed' | 'unnoticed';
  /** A message is acknowledged when what its handler wrote is durable, or at once. */
  readonly acknowledge: 'after-sync' | 'at-once';
}

/** The rules of links as they should be. */
export const linkRules: LinkRules = {
  lost: 'sent-again',
  copies: 'dropped',
  order: 'as-sent',
  restart: 'noticed',
  acknowledge: 'after-sync',
};

/** How often a message is sent again, and the rules of the link. */
export interface LinkSettings {
  /** After how many ms what is not acknowledged is sent again. Default 20. */
  readonly againMs?: number;
  readonly rules?: Partial<LinkRules>;
}

/** What travels instead of a message. */
export type LinkMessage =
  | {
      readonly linked: 'data';
      /** Incarnation of the sender. */
      readonly by: number;
      readonly n: number;
      /** Every message below this number was acknowledged. */
      readonly base: number;
      readonly of: unknown;
    }
  | { readonly linked: 'ack'; readonly by: number; readonly n: number };

type LinkData = Extract<LinkMessage, { linked: 'data' }>;

/** The links of a node: part of its state. */
export interface Links {
  readonly by: number;
  readonly out: Record<string, { next: number; readonly waiting: Waiting[] }>;
  readonly in: Record<string, Received>;
}

interface Waiting {
  readonly n: number;
  readonly message: unknown;
  readonly after?: 'sync';
}

interface Received {
  readonly by: number;
  /** All below were delivered. */
  low: number;
  /** Above that were delivered, where order does not matter. */
  readonly seen: number[];
  /** Came too early. */
  readonly early: { readonly n: number; readonly of: unknown }[];
}

/** A message to deliver, and its number. */
export interface Delivered {
  readonly n: number;
  readonly of: unknown;
}

/** No links yet. @param by incarnation of the node */
export function newLinks(by: number): Links {
  return { by, out: {}, in: {} };
}

/** What to send to a node instead of a message. */
export function linkSend(
  links: Links,
  to: string,
  message: unknown,
  { lost }: LinkRules,
  after?: 'sync',
): LinkMessage {
  const out = (links.out[to] ??= { next: 1, waiting: [] });
  const entry = { n: out.next++, message, ...(after && { after }) };
  if (lost === 'sent-again') out.waiting.push(entry);
  return dataOf(links, out.waiting, entry);
}

/** What to send again, and to whom. */
export function linkAgain(
  links: Links,
): { readonly to: string; readonly message: LinkMessage; readonly after?: 'sync' }[] {
  return Object.entries(links.out).flatMap(([to, { waiting }]) =>
    waiting.map((entry) => ({
      to,
      message: dataOf(links, waiting, entry),
      ...(entry.after && { after: entry.after }),
    })),
  );
}

/** Whether anything waits for an acknowledgement. */
export function linkWaits({ out }: Links): boolean {
  return Object.values(out).some(({ waiting }) => waiting.length > 0);
}

/** An acknowledgement came. */
export function linkAcked(
  { by, out }: Links,
  from: string,
  ack: { readonly by: number; readonly n: number },
): void {
  const waiting = ack.by === by ? (out[from]?.waiting ?? []) : [];
  const place = waiting.findIndex(({ n }) => n === ack.n);
  if (place >= 0) waiting.splice(place, 1);
}

/**
 * A message came.
 * @returns what to deliver now, in this order: acknowledge each when its handler is done; and whether what came is a copy, which
 *   is acknowledged at once, for the first acknowledgement may be lost
 */
export function linkHear(
  links: Links,
  from: string,
  { by, n, base, of }: LinkData,
  { copies, order, restart }: LinkRules,
): { readonly deliver: readonly Delivered[]; readonly copy: boolean } {
  let known = links.in[from];
  if (known !== undefined && restart === 'noticed' && by < known.by) return { deliver: [], copy: false };
  if (known === undefined || (restart === 'noticed' && by > known.by))
    known = links.in[from] = { by, low: base, seen: [], early: [] };
  // What is below was acknowledged, by an earlier incarnation of this node where not by this one.
  if (base > known.low) forgetBelow(known, base);
  if (n < known.low || known.seen.includes(n))
    return { deliver: copies === 'delivered' ? [{ n, of }] : [], copy: true };
  if (order === 'as-it-comes') {
    known.seen.push(n);
    while (known.seen.includes(known.low)) forgetBelow(known, known.low + 1);
    return { deliver: [{ n, of }], copy: false };
  }
  if (!known.early.some((one) => one.n === n)) known.early.push({ n, of });
  return { deliver: ready(known), copy: false };
}

function ready(known: Received): Delivered[] {
  const deliver: Delivered[] = [];
  for (;;) {
    const next = known.early.find(({ n }) => n === known.low);
    if (next === undefined) return deliver;
    deliver.push(next);
    forgetBelow(known, known.low + 1);
  }
}

function forgetBelow(known: Received, low: number): void {
  known.low = low;
  known.seen.splice(0, Infinity, ...known.seen.filter((n) => n >= low));
  known.early.splice(0, Infinity, ...known.early.filter(({ n }) => n >= low));
}

function dataOf({ by }: Links, waiting: readonly Waiting[], { n, message }: Waiting): LinkMessage {
  return { linked: 'data', by, n, base: waiting[0]?.n ?? n, of: message };
}
