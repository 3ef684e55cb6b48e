/**
 * Autoheal: once all see each other again, one side wins, and the others begin anew with what it has.
 *
 * As in RabbitMQ 3.10 the winner is the side with the most clients, then the one with the most brokers, then the one
 * whose names come last. What the others took meanwhile is discarded.
 */
import { isUp, others, tell, type At } from './broker-state.js';
import { pause } from './pause.js';
import { forgetQueues } from './queues.js';
import type { ToBroker } from './messages.js';

type Side = { readonly side: readonly string[]; readonly clients: number };

/** The first broker decides, once it sees all and some of them are parted. */
export function healTick(at: At): void {
  const { given, state, node } = at;
  const { cluster } = state;
  if (given.partitions !== 'autoheal' || cluster.phase !== 'running') return;
  if (given.brokers[0] !== node.id || cluster.weighed !== undefined) return;
  if (others(at).some((name) => cluster.mesh.links[name]?.status.running !== true)) return;
  if (cluster.parted.length === 0) return;
  cluster.weighed = {};
  for (const peer of others(at)) tell(at, peer, { f: 'weigh' });
  weighed(at, node.id, sideOf(at));
}

export function onHealing(
  at: At,
  peer: string,
  message: ToBroker & { f: 'weigh' | 'weighed' | 'begin-anew' },
): void {
  const { cluster } = at.state;
  if (message.f === 'weigh') tell(at, peer, { f: 'weighed', life: cluster.life, ...sideOf(at) });
  else if (message.f === 'weighed') weighed(at, peer, message);
  else if (cluster.phase === 'running') beginAnew(at);
}

function sideOf({ state, node, given }: At): Side {
  const side = given.brokers.filter((name) => name === node.id || isUp(state, name));
  return { side, clients: Object.keys(state.front.clients).length };
}

/** One more has answered. When all have, the winner is known. */
function weighed(at: At, name: string, said: Side): void {
  const { cluster } = at.state;
  const { brokers } = at.given;
  if (cluster.weighed === undefined) return;
  cluster.weighed[name] = { side: said.side, clients: said.clients };
  const known = cluster.weighed;
  if (brokers.some((broker) => known[broker] === undefined)) return;
  cluster.weighed = undefined;
  const sides = [...new Set(brokers.map((broker) => known[broker]?.side.join() ?? ''))].map((key) => {
    const side = key.split(',');
    const clients = side.reduce((sum, broker) => sum + (known[broker]?.clients ?? 0), 0);
    return { side, clients, key };
  });
  const [winner] = sides.sort(
    (a, b) => b.clients - a.clients || b.side.length - a.side.length || (a.key < b.key ? 1 : -1),
  );
  if (winner === undefined || sides.length < 2) return;
  at.node.log(`autoheal: ${winner.key} wins`);
  const losers = brokers.filter((broker) => !winner.side.includes(broker));
  for (const loser of losers) if (loser !== at.node.id) tell(at, loser, { f: 'begin-anew' });
  if (losers.includes(at.node.id)) beginAnew(at);
}

/** Forgets all that it holds of mirrored queues, and joins the others as if it were new. */
function beginAnew(at: At): void {
  forgetQueues(at);
  at.state.cluster.outlived = [];
  at.node.disk.write('outlived', []);
  pause(at, 'waiting');
}

/** One that begins anew has nothing of its own to offer. */
export function promisesNothing({ state }: At): boolean {
  return state.cluster.life % 1000 > 0 && Object.values(state.queues).some(({ forgotten }) => forgotten);
}
