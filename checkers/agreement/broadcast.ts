/** Broadcast: what every node delivers, and in which order (Hadzilacos & Toueg 1994). */
import { counted } from '../counted.js';
import { type Findings, scanning } from '../findings.js';
import { getOrMake } from '../grouping.js';
import type { Checker, History, Operation } from '../history.js';
import { identityOf, show } from '../identity.js';
import { nameOfFunction, selector, type Selector, who, whoWhen } from '../selectors.js';

/** Where messages stand, and which nodes must have delivered all of them. */
export interface BroadcastOptions {
  /** The message broadcast. Default: `value` of `broadcast`. */
  readonly sent?: string | Selector;
  /** The message delivered. Default: `value` of `deliver`. */
  readonly delivered?: string | Selector;
  /** Nodes that must all have delivered the same messages when the history ends. Default: not asked for. */
  readonly nodes?: readonly (string | number)[];
}

/** A message as its sender and the nodes see it. */
interface Message {
  readonly value: unknown;
  readonly sent: Operation;
}

/** One step of a node. */
export interface Step {
  readonly kind: 'send' | 'deliver';
  readonly id: unknown;
  readonly value: unknown;
  readonly operation: Operation;
}

export interface Broadcasts {
  readonly messages: ReadonlyMap<unknown, Message>;
  /** Per node, in order. */
  readonly nodes: ReadonlyMap<string | number, readonly Step[]>;
}

/** Sends and deliveries by node. Anything that did not certainly happen is left out, but an uncertain send counts. */
export function broadcastsOf(history: History, options: BroadcastOptions): Broadcasts {
  const sentBy = selector(options.sent, 'broadcast', (fields) => fields['value']);
  const deliveredBy = selector(options.delivered, 'deliver', (fields) => fields['value']);
  const messages = new Map<unknown, Message>();
  const nodes = new Map<string | number, Step[]>();
  for (const node of options.nodes ?? []) nodes.set(node, []);
  for (const operation of history) {
    const sent = operation.type === 'fail' ? undefined : sentBy(operation);
    const value = sent ?? (operation.type === 'ok' ? deliveredBy(operation) : undefined);
    if (value === undefined) continue;
    const id = identityOf(value);
    const kind = sent === undefined ? 'deliver' : 'send';
    if (kind === 'send' && !messages.has(id)) messages.set(id, { value, sent: operation });
    getOrMake(nodes, operation.process, () => []).push({ kind, id, value, operation });
  }
  for (const steps of nodes.values()) steps.sort((a, b) => a.operation.invoke - b.operation.invoke);
  return { messages, nodes };
}

/** Integrity: every message is delivered at most once, and only if it was sent before. */
export function reportIntegrity({ messages, nodes }: Broadcasts, findings: Findings): void {
  for (const [node, steps] of nodes) {
    const before = new Map<unknown, Operation>();
    for (const { kind, id, value, operation } of steps) {
      if (kind === 'send') continue;
      const first = getOrMake(before, id, () => operation);
      const message = messages.get(id);
      if (first !== operation) {
        findings.add(
          'duplicate-delivery',
          [message?.sent, first, operation],
          () => `${show(node)} delivered ${show(value)} twice`,
        );
      }
      if (!message || message.sent.invoke > operation.complete) {
        findings.add('phantom-delivery', [message?.sent, operation], () => {
          return `${whoWhen(operation)} delivered ${show(value)}, which nobody had sent`;
        });
      }
    }
  }
}

/** Agreement: what one of the given nodes delivered, all of them did. */
export function reportAgreement(
  { messages, nodes }: Broadcasts,
  options: BroadcastOptions,
  findings: Findings,
): void {
  if (!options.nodes) return;
  const delivered = new Map<unknown, Step>();
  for (const node of options.nodes) {
    for (const step of nodes.get(node) ?? [])
      if (step.kind === 'deliver' && !delivered.has(step.id)) delivered.set(step.id, step);
  }
  for (const node of options.nodes) {
    const own = new Set((nodes.get(node) ?? []).filter(({ kind }) => kind === 'deliver').map(({ id }) => id));
    for (const { id, value, operation } of delivered.values()) {
      if (own.has(id)) continue;
      findings.add('agreement', [messages.get(id)?.sent, operation], () => {
        return `${show(node)} never delivered ${show(value)}, but ${whoWhen(operation)} did`;
      });
    }
  }
}

/** What every checker of broadcasts looks for. */
export const looksFor = ({ sent, delivered }: BroadcastOptions): string =>
  `deliveries of messages (${nameOfFunction(sent, 'broadcast')} and ${nameOfFunction(delivered, 'deliver')} with value)`;

export function deliveriesOf({ nodes }: Broadcasts): number {
  let count = 0;
  for (const steps of nodes.values()) for (const { kind } of steps) if (kind === 'deliver') count++;
  return count;
}

/** The deliveries of a node, each message once. */
export function firstDeliveries(steps: readonly Step[]): Step[] {
  const seen = new Set<unknown>();
  return steps.filter(({ kind, id }) => kind === 'deliver' && !seen.has(id) && seen.add(id));
}

/**
 * All nodes deliver messages in one order (Hadzilacos & Toueg 1994).
 *
 * What it reads. A node records `{f: 'broadcast', value}` and `{f: 'deliver', value}`, with `node.effect`. The value
 * identifies the message.
 *
 * Anomalies: `total-order`, `duplicate-delivery`, `phantom-delivery`, and `agreement` if `nodes` are given. Linear in
 * the deliveries.
 */
export function totalOrderBroadcast(options: BroadcastOptions = {}): Checker {
  return scanning({
    name: 'total-order-broadcast',
    looksFor: looksFor(options),
    scan(history, findings, meter) {
      meter.spend(history.length);
      const broadcasts = broadcastsOf(history, options);
      reportIntegrity(broadcasts, findings);
      reportAgreement(broadcasts, options, findings);
      const cycle = deliveryCycle(broadcasts);
      if (cycle.length > 0) {
        const sent = cycle.map(({ id }) => broadcasts.messages.get(id)?.sent);
        findings.add('total-order', [...sent, ...cycle.map(({ operation }) => operation)], () => {
          const pairs: string[] = [];
          for (let i = 0; i < cycle.length; i += 2) {
            pairs.push(
              `${who(cycle[i]!.operation)} delivered ${show(cycle[i]!.value)} before ${show(cycle[i + 1]!.value)}`,
            );
          }
          return `no order fits all nodes: ${pairs.join(', ')}`;
        });
      }
      return {
        judged: deliveriesOf(broadcasts),
        reason: `${counted(broadcasts.messages.size, 'message')}, in one order at ${counted(broadcasts.nodes.size, 'node')}`,
      };
    },
  });
}

/**
 * Merges the nodes' orders by repeatedly taking a message that is at the front of every node that delivers it. If
 * none is left to take, the fronts lead into a cycle, returned as pairs of deliveries, each pair at one node.
 */
function deliveryCycle({ nodes }: Broadcasts): Step[] {
  const queues = [...nodes.values()].map(firstDeliveries);
  const heads = queues.map(() => 0);
  const holders = new Map<unknown, number[]>();
  for (const [node, queue] of queues.entries())
    for (const { id } of queue) getOrMake(holders, id, () => []).push(node);
  const waiting = new Map<unknown, number>();
  const ready: number[] = [...queues.keys()];
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    const front = queues[node]![heads[node]!];
    if (!front) continue;
    const at = (waiting.get(front.id) ?? 0) + 1;
    waiting.set(front.id, at);
    const all = holders.get(front.id)!;
    if (at < all.length) continue;
    for (const holder of all) {
      heads[holder]!++;
      ready.push(holder);
    }
  }
  // Stuck fronts: each waits for a node where something else is in front of it.
  const start = queues.findIndex((queue, node) => heads[node]! < queue.length);
  if (start < 0) return [];
  const path: { front: Step; blocked: Step; node: number }[] = [];
  const seen = new Map<number, number>();
  let node = start;
  while (!seen.has(node)) {
    seen.set(node, path.length);
    const wanted = queues[node]![heads[node]!]!;
    const next = holders.get(wanted.id)!.find((holder) => queues[holder]![heads[holder]!]?.id !== wanted.id)!;
    const front = queues[next]![heads[next]!]!;
    path.push({ front, blocked: queues[next]!.find(({ id }) => id === wanted.id)!, node: next });
    node = next;
  }
  return path.slice(seen.get(node)).flatMap(({ front, blocked }) => [front, blocked]);
}
