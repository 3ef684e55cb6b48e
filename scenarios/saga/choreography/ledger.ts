/**
 * A ledger with an outbox: what a service did, and what it says about it, are one record. So a power cut takes both or
 * neither. A relay publishes what was said until the broker has confirmed it; an event that caused a record is acknowledged
 * when the record is on the disk. So an event may come twice, and none is lost.
 */
import { appendTo, openLog, type DurableLog, type LogNode } from 'seedstorm/parts';
import {
  clientHears,
  clientTimer,
  publish,
  settle,
  startClient,
  type AmqpClient,
  type ClientHost,
  type ClientMethod,
  type Delivery,
} from 'seedstorm/servers';
import type { Order } from '../order/shop.js';
import type { Rules } from './rules.js';

/** What a service tells all others. `name` says what happened: `placed`, `charge.done`, `charge.taken-back` … */
export interface Said {
  readonly id: string;
  readonly name: string;
  readonly order: Order;
  /** The same for all events of an order. */
  readonly correlation: string;
  /** Id of the event that it answers; none for what begins by itself. */
  readonly causedBy?: string;
}

/** What a service did about an order. Ids are never used again, not even those of lines that were lost. */
export interface Line<Did extends string = string> {
  readonly id: string;
  readonly order: Order;
  readonly did: Did;
  readonly says?: Said;
}

/** Part of the state of a service. */
export interface Ledger<Did extends string = string> {
  readonly log: DurableLog<Line<Did>>;
  readonly amqp: AmqpClient<number>;
  /** What was said and is not confirmed yet, by the number of its line. */
  readonly unsent: Map<number, Said>;
  readonly underWay: Set<number>;
  /** Events that were heard, and how many lines must be on the disk before they are acknowledged. */
  readonly heard: { readonly delivery: Delivery; readonly lines: number }[];
  /** So many lines are on the disk. */
  durable: number;
  syncing: boolean;
}

export interface LedgerToken {
  readonly lines: number;
}

/** What it needs of a state machine's node. */
export interface LedgerNode extends ClientHost, LogNode {
  readonly id: string;
  readonly incarnation: number;
  readonly disk: LogNode['disk'] & { sync(token: LedgerToken): void };
}

const EXCHANGE = 'events';
const RELAYED = 'relayed';

/**
 * For `start`.
 * @param hears names of the events that come to each service. Whoever speaks declares the queues of all: what is said before
 *   a service has started for the first time is for it, too
 */
export function openLedger<Did extends string>(
  hears: Readonly<Record<string, readonly string[]>>,
  node: LedgerNode,
): Ledger<Did> {
  const { log } = openLog<Line<Did>>(node, { file: 'ledger' });
  const relayed = (node.disk.read(RELAYED) as number | undefined) ?? 0;
  const ledger: Ledger<Did> = {
    log,
    unsent: new Map(),
    underWay: new Set(),
    heard: [],
    durable: 0,
    syncing: false,
    amqp: startClient(
      {
        to: 'broker',
        heartbeatMs: 200,
        channels: [
          [
            { method: 'confirm.select' },
            { method: 'exchange.declare', exchange: EXCHANGE, type: 'direct', durable: true },
            ...Object.entries(hears).flatMap(([name, events]) => queueOf(name, events)),
            { method: 'basic.qos', prefetchCount: 10 },
            { method: 'basic.consume', queue: `to.${node.id}` },
          ],
        ],
      },
      node,
    ),
  };
  for (const [number, { says }] of log.entries.entries())
    if (number >= relayed && says !== undefined) ledger.unsent.set(number, says);
  sync(ledger, node);
  return ledger;
}

function queueOf(name: string, events: readonly string[]): ClientMethod[] {
  const queue = `to.${name}`;
  return [
    { method: 'queue.declare', queue, durable: true },
    ...events.map((routingKey) => ({ method: 'queue.bind', queue, exchange: EXCHANGE, routingKey }) as const),
  ];
}

/** Writes a line, and what is said about it. */
export function write<Did extends string>(
  ledger: Ledger<Did>,
  { says, ...line }: Line<Did>,
  rules: Rules,
  node: LedgerNode,
): void {
  const number = ledger.log.entries.length;
  appendTo(ledger.log, { ...line, ...(says && rules.outbox === 'with-effect' && { says }) }, node);
  if (says !== undefined) ledger.unsent.set(number, says);
  if (rules.speaks === 'at-once') relay(ledger, Infinity, node);
  sync(ledger, node);
}

/** For `onStream`. @param act does what the event asks for, by `write` */
export function ledgerHears(
  ledger: Ledger,
  event: Parameters<typeof clientHears>[1],
  act: (said: Said) => void,
  rules: Rules,
  node: LedgerNode,
): void {
  for (const news of clientHears(ledger.amqp, event, node)) {
    if (news.kind === 'delivery') {
      act(news.delivery.body as unknown as Said);
      const lines = rules.speaks === 'after-sync' ? ledger.log.entries.length : 0;
      ledger.heard.push({ delivery: news.delivery, lines });
      acknowledge(ledger, node);
    } else if (news.kind === 'confirmed') {
      ledger.underWay.delete(news.about);
      ledger.unsent.delete(news.about);
      const [first = ledger.log.entries.length] = ledger.unsent.keys();
      // Needs no sync: whoever does not know publishes again.
      node.disk.write(RELAYED, first);
    } else if (news.kind === 'unknown' || news.kind === 'refused') ledger.underWay.delete(news.about);
    else if (news.kind === 'ready') relay(ledger, ledger.durable, node);
  }
}

/** For `onSync`. */
export function ledgerSynced(
  ledger: Ledger,
  token: LedgerToken | undefined,
  node: LedgerNode,
  ok: boolean,
): void {
  if (!ok || token === undefined) node.exit('a sync failed');
  ledger.syncing = false;
  ledger.durable = token.lines;
  acknowledge(ledger, node);
  relay(ledger, ledger.durable, node);
  sync(ledger, node);
}

/** For `onTimer`. @returns whether the timer was the ledger's */
export function ledgerTimer(ledger: Ledger, timer: string, node: LedgerNode): boolean {
  return clientTimer(ledger.amqp, timer, node);
}

function sync(ledger: Ledger, node: LedgerNode): void {
  const { log, durable, syncing } = ledger;
  if (syncing || log.entries.length === durable) return;
  ledger.syncing = true;
  node.disk.sync({ lines: log.entries.length });
}

function acknowledge({ heard, durable, amqp }: Ledger, node: LedgerNode): void {
  while (heard[0] !== undefined && heard[0].lines <= durable)
    settle(amqp, heard.shift()!.delivery, 'ack', node);
}

function relay({ unsent, underWay, amqp }: Ledger, lines: number, node: LedgerNode): void {
  for (const [number, said] of unsent) {
    if (number >= lines || underWay.has(number)) continue;
    const properties = { deliveryMode: 2, messageId: said.id, correlationId: said.correlation } as const;
    const message = { exchange: EXCHANGE, routingKey: said.name, properties, body: said as never };
    if (!publish(amqp, message, number, node)) return;
    underWay.add(number);
  }
}
