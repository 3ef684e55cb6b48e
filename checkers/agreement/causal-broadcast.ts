/** FIFO and causal order of delivery (Hadzilacos & Toueg 1994). */
import { counted } from '../counted.js';
import { type Findings, scanning } from '../findings.js';
import { getOrMake } from '../grouping.js';
import type { Checker } from '../history.js';
import { show } from '../identity.js';
import { whoWhen } from '../selectors.js';
import {
  type Broadcasts,
  broadcastsOf,
  type BroadcastOptions,
  deliveriesOf,
  firstDeliveries,
  looksFor,
  reportAgreement,
  reportIntegrity,
  type Step,
} from './broadcast.js';

/**
 * Messages of one sender are delivered in the order sent.
 *
 * What it reads. A node records `{f: 'broadcast', value}` and `{f: 'deliver', value}`, with `node.effect`. The value
 * identifies the message.
 *
 * Anomalies: `fifo-order`, `duplicate-delivery`, `phantom-delivery`, and `agreement` if `nodes` are given.
 */
export function fifoBroadcast(options: BroadcastOptions = {}): Checker {
  return ordered('fifo-broadcast', 'fifo-order', options);
}

/**
 * A message is delivered after every message that its sender knew when it sent.
 *
 * What it reads. A node records `{f: 'broadcast', value}` and `{f: 'deliver', value}`, with `node.effect`. The value
 * identifies the message. A sender knows its own messages, also before it delivers them.
 *
 * Anomalies: `causal-order`, `duplicate-delivery`, `phantom-delivery`, and `agreement` if `nodes` are given.
 */
export function causalBroadcast(options: BroadcastOptions = {}): Checker {
  return ordered('causal-broadcast', 'causal-order', options);
}

function ordered(name: string, kind: 'fifo-order' | 'causal-order', options: BroadcastOptions): Checker {
  return scanning({
    name,
    looksFor: looksFor(options),
    scan(history, findings, meter) {
      meter.spend(history.length);
      const broadcasts = broadcastsOf(history, options);
      reportIntegrity(broadcasts, findings);
      reportAgreement(broadcasts, options, findings);
      const predecessors = predecessorsOf(broadcasts, kind === 'causal-order');
      for (const [node, steps] of broadcasts.nodes) {
        meter.spend(steps.length * broadcasts.nodes.size);
        reportOvertaking(node, steps, broadcasts, predecessors, kind, findings);
      }
      return {
        judged: deliveriesOf(broadcasts),
        reason: `${counted(broadcasts.messages.size, 'message')}, ${broadcasts.messages.size === 1 ? '' : 'each '}delivered after what precedes it`,
      };
    },
  });
}

/** For each message: how many messages of each sender precede it (its vector clock, without itself). */
interface Predecessors {
  readonly clocks: ReadonlyMap<unknown, ReadonlyMap<unknown, number>>;
  readonly sentBy: ReadonlyMap<unknown, readonly Step[]>;
  readonly place: ReadonlyMap<unknown, { readonly sender: unknown; readonly sequence: number }>;
}

function predecessorsOf({ nodes, messages }: Broadcasts, causal: boolean): Predecessors {
  const clocks = new Map<unknown, Map<unknown, number>>();
  const sentBy = new Map<unknown, Step[]>();
  const place = new Map<unknown, { sender: unknown; sequence: number }>();
  for (const [node, steps] of nodes) {
    for (const step of steps) {
      if (step.kind !== 'send' || messages.get(step.id)?.sent !== step.operation) continue;
      const own = getOrMake(sentBy, node, () => []);
      place.set(step.id, { sender: node, sequence: own.push(step) });
    }
  }
  const knowledge = new Map<unknown, Map<unknown, number>>(
    [...nodes.keys()].map((node) => [node, new Map()]),
  );
  const all = [...nodes].flatMap(([node, steps]) => steps.map((step) => ({ node, step })));
  all.sort((a, b) => a.step.operation.invoke - b.step.operation.invoke);
  for (const { node, step } of all) {
    const known = knowledge.get(node)!;
    const at = place.get(step.id);
    if (!at) continue;
    if (step.kind === 'send') {
      if (messages.get(step.id)!.sent !== step.operation) continue;
      clocks.set(step.id, causal ? new Map(known) : new Map([[node, at.sequence - 1]]));
      known.set(node, at.sequence);
    } else if (causal) {
      for (const [sender, count] of clocks.get(step.id) ?? [])
        known.set(sender, Math.max(known.get(sender) ?? 0, count));
      known.set(at.sender, Math.max(known.get(at.sender) ?? 0, at.sequence));
    }
  }
  return { clocks, sentBy, place };
}

function reportOvertaking(
  node: unknown,
  steps: readonly Step[],
  { messages, nodes }: Broadcasts,
  { clocks, sentBy }: Predecessors,
  kind: string,
  findings: Findings,
): void {
  const delivered = new Set<unknown>();
  /** How many messages of each sender were delivered without a hole. */
  const complete = new Map<unknown, number>();
  for (const step of firstDeliveries(steps)) {
    for (const [sender, count] of clocks.get(step.id) ?? []) {
      if (sender === node) continue;
      const sent = sentBy.get(sender)!;
      let upTo = complete.get(sender) ?? 0;
      while (upTo < count && delivered.has(sent[upTo]!.id)) upTo++;
      complete.set(sender, upTo);
      if (upTo >= count) continue;
      const missed = sent[upTo]!;
      const own = messages.get(step.id)!.sent;
      // How the sender knew of it, if it was told directly; longer ways are found when the core is cut out.
      const known = nodes
        .get(own.process)
        ?.find(({ kind: did, id }) => did === 'deliver' && id === missed.id);
      findings.add(kind, [missed.operation, known?.operation, own, step.operation], () => {
        return `${whoWhen(step.operation)} delivered ${show(step.value)} before ${show(missed.value)}, which precedes it`;
      });
      break;
    }
    delivered.add(step.id);
  }
}
