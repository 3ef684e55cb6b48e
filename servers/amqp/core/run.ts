/** One call of the broker: what it works on, when, and what is still to be done before it ends. */
import type { Broker } from './broker.js';
import type { Outlet } from './outlet.js';
import type { Consumer, DeathReason, Queue, QueuedMessage } from './queue/queue-state.js';

/** A message that left a queue without being acknowledged. */
export interface Death {
  readonly queue: Queue;
  readonly entry: QueuedMessage;
  readonly reason: DeathReason;
}

export interface Run {
  readonly broker: Broker;
  readonly nowMs: number;
  readonly outlet: Outlet;
  /** Dead letters are sent on at the end: queues do that by messages of their own. */
  readonly deaths: Death[];
  /** Messages given to consumers of quorum queues that need not acknowledge: until the end each takes up room. */
  readonly selfSettled: { readonly queue: Queue; readonly consumer: Consumer }[];
}

export function newRun(broker: Broker, nowMs: number, outlet: Outlet): Run {
  return { broker, nowMs, outlet, deaths: [], selfSettled: [] };
}
