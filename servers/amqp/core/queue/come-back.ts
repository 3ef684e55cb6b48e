/**
 * Messages come back to a queue, because a client gave them back or is gone.
 *
 * A classic queue puts each at its original place. A quorum queue puts what a client refused at the end, in the order of
 * the refusals; with a delivery limit, and whenever a channel closed, ahead of all that is ready.
 */
import type { Run } from '../run.js';
import { dropExpired } from './expiry.js';
import { handOut } from './hand-out.js';
import { die } from './leave.js';
import { dropOverLength } from './length.js';
import { addFresh, addReturned } from './ready.js';
import type { Queue, QueuedMessage } from './queue-state.js';

export type CameBack = 'refused' | 'closed';

export function comeBack(run: Run, queue: Queue, entries: readonly QueuedMessage[], because: CameBack): void {
  const { kind, deliveryLimit } = queue.settings;
  for (const entry of entries) {
    entry.redelivered = true;
    entry.returns++;
    if (kind === 'classic') addReturned(queue, entry, 'in place');
    else if (deliveryLimit !== undefined && entry.returns > deliveryLimit)
      die(run, queue, entry, 'delivery_limit');
    else if (because === 'refused' && deliveryLimit === undefined) addFresh(queue, entry);
    else addReturned(queue, entry, 'last');
  }
  if (kind === 'classic') dropOverLength(run, queue);
  dropExpired(run, queue);
  handOut(run, queue);
  if (kind === 'quorum' && dropOverLength(run, queue)) dropExpired(run, queue);
}
