/**
 * What happens to one single message: the `nth` datagram (1-based, counted from the start of the run) sent from
 * `from` to `to`; with a `when`, counted from what it waits for. A message sent before `atMs` is left alone. It is
 * armed, not active: heal-all does not end it.
 */
import { integer, variant, word } from '../../input/schema.js';
import { begins, fields, length, someTime, type FaultIn, type Kind } from '../kind.js';
import { endpointOrStandIn } from '../names.js';
import type { FaultPort } from '../scene.js';
import { PEER, spoken, WHOEVER } from '../stand-in-names.js';
import { messageOf, ordinal } from '../waiting.js';
import type { MessageWhen } from '../when.js';
import { beginRule } from './on-links.js';

const one = { ...begins, from: endpointOrStandIn, to: endpointOrStandIn, nth: integer(1, 1e9) };
const lost = fields('message', { ...one, action: word('drop', 'corrupt') });
const delayed = fields('message', {
  ...one,
  action: word('delay'),
  /** How much later it arrives. */
  delayMs: length,
});
const duplicated = fields('message', {
  ...one,
  action: word('duplicate'),
  /** How much later its copy arrives. Default 0. */
  delayMs: someTime.optional(),
});
const schema = variant('action', { drop: lost, corrupt: lost, delay: delayed, duplicate: duplicated });
type NamedMessage = FaultIn<typeof schema>;

export const message = {
  schema,
  drawn: {},
  begin(fault, scene, number) {
    beginRule(fault.when === undefined ? fault : fromNow(fault, scene.port), scene, number);
  },
  words(fault) {
    const by = 'delayMs' in fault && fault.delayMs !== undefined ? ` by ${fault.delayMs} ms` : '';
    const it = itsMessage(fault);
    if (it !== undefined) return `${fault.action} ${messageOf(it)}${by}`;
    const which = fault.when === undefined ? `message ${fault.nth}` : `the ${ordinal(fault.nth)} message`;
    return `${fault.action} ${which} ${spoken(fault.from)} → ${spoken(fault.to)}${by}`;
  },
  tellsWhen: (fault) => itsMessage(fault) !== undefined,
  cost: {
    delay: {
      ms: (fault) =>
        fault.action === 'delay' || fault.action === 'duplicate' ? (fault.delayMs ?? 0) : undefined,
      atMost: (fault, delayMs) => ({ ...fault, delayMs }) as NamedMessage,
    },
  },
} satisfies Kind<NamedMessage>;

/** The same, with its message counted from the start of the run. */
function fromNow<F extends NamedMessage>(fault: F, port: FaultPort): F {
  const sent = port.network.sentOn(port.endpoint(fault.from), port.endpoint(fault.to));
  return { ...fault, nth: fault.nth + sent };
}

/** The message that the fault waits for, where that is the very one it happens to, as it leaves. */
function itsMessage({ when, nth, from, to }: NamedMessage): MessageWhen | undefined {
  if (when === undefined || !('message' in when)) return undefined;
  const isIt =
    nth === 1 &&
    when.moment === 'before' &&
    when.at !== 'receive' &&
    from === (when.from ?? WHOEVER) &&
    to === (when.to ?? PEER);
  return isIt ? when : undefined;
}
