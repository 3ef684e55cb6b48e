/**
 * Reliable broadcast: every correct node delivers the same messages, in any order (Hadzilacos & Toueg 1994; Cachin,
 * Guerraoui & Rodrigues, "Reliable and Secure Distributed Programming", module 3.2).
 */
import { counted } from '../counted.js';
import { type Findings, scanning } from '../findings.js';
import type { Checker } from '../history.js';
import { show } from '../identity.js';
import { whoWhen } from '../selectors.js';
import {
  type BroadcastOptions,
  type Broadcasts,
  broadcastsOf,
  deliveriesOf,
  looksFor,
  reportAgreement,
  reportIntegrity,
} from './broadcast.js';

/**
 * Validity (a correct node delivers what it broadcast), agreement (what one correct node delivered, all of them did),
 * no duplication, no creation (Hadzilacos & Toueg 1994).
 *
 * What it reads. A node records `{f: 'broadcast', value}` and `{f: 'deliver', value}`, with `node.effect`. The value
 * identifies the message.
 *
 * `nodes` are the correct ones: they must have delivered everything when the history ends. Default: all that delivered
 * anything; name them where one stopped for good, or never received anything.
 *
 * Anomalies: `validity`, `agreement`, `duplicate-delivery`, `phantom-delivery`. Linear in the deliveries of all nodes.
 */
export function reliableBroadcast(options: BroadcastOptions = {}): Checker {
  return scanning({
    name: 'reliable-broadcast',
    looksFor: looksFor(options),
    scan(history, findings, meter) {
      meter.spend(history.length);
      const broadcasts = broadcastsOf(history, options);
      const nodes = options.nodes ?? deliveringNodes(broadcasts);
      reportIntegrity(broadcasts, findings);
      reportValidity(broadcasts, nodes, findings);
      meter.spend(nodes.length * broadcasts.messages.size);
      reportAgreement(broadcasts, { ...options, nodes }, findings);
      return {
        judged: deliveriesOf(broadcasts),
        reason: `${counted(broadcasts.messages.size, 'message')}, the same at ${counted(nodes.length, 'node')}`,
      };
    },
  });
}

function deliveringNodes({ nodes }: Broadcasts): readonly (string | number)[] {
  return [...nodes].flatMap(([node, steps]) => (steps.some(({ kind }) => kind === 'deliver') ? [node] : []));
}

/** A broadcast that may not have begun asks for nothing. */
function reportValidity(
  { nodes }: Broadcasts,
  correct: readonly (string | number)[],
  findings: Findings,
): void {
  for (const node of correct) {
    const steps = nodes.get(node) ?? [];
    const delivered = new Set(steps.filter(({ kind }) => kind === 'deliver').map(({ id }) => id));
    for (const { kind, id, value, operation } of steps) {
      if (kind !== 'send' || operation.type !== 'ok' || delivered.has(id)) continue;
      findings.add(
        'validity',
        [operation],
        () => `${whoWhen(operation)} broadcast ${show(value)} and never delivered it itself`,
      );
    }
  }
}
