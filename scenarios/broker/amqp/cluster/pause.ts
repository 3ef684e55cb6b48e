/** A broker stops serving, because it sees too few others, or begins anew. */
import { others, statusOf, tell, type At } from './broker-state.js';
import { closeClients } from './front.js';
import { queuesEnd } from './queues.js';

/** Stops serving: all clients go, and so do its queues, until it sees enough others again. */
export function pause(at: At, phase: 'paused' | 'paused-until-all' | 'waiting'): void {
  const { cluster } = at.state;
  at.node.log(phase === 'waiting' ? 'begins anew' : 'pauses');
  cluster.phase = phase;
  cluster.life++;
  cluster.parted = [];
  cluster.weighed = undefined;
  for (const about of Object.keys(cluster.surveys)) delete cluster.surveys[about];
  for (const peer of Object.keys(cluster.met)) delete cluster.met[peer];
  closeClients(at);
  queuesEnd(at);
  announce(at);
}

/** Tells all what it is now. */
export function announce(at: At): void {
  for (const peer of others(at)) tell(at, peer, { f: 'status', ...statusOf(at) });
}
