/**
 * Who belongs to the cluster, as one broker sees it: starting, losing others, and coming back.
 *
 * As RabbitMQ 3.10 does it: a broker that starts joins one that runs, or waits for those that may have outlived it
 * (Mnesia); who goes is asked about among those that are left, so that a partial cut is seen as one.
 */
import { drop, meshTick, type MeshEvent } from './mesh.js';
import { LIVES, isUp, others, statusOf, tell, type At } from './broker-state.js';
import { healTick, onHealing, promisesNothing } from './partitions.js';
import { announce, pause } from './pause.js';
import { linked } from './quorum.js';
import { isDeciding, onQueueMessage, queuesBegin, queueJoined, queueLost, recordsOf } from './queues.js';
import type { QueueRecord, ToBroker } from './messages.js';

/** Everything that happened between brokers. */
export function onMesh(at: At, events: readonly MeshEvent[]): void {
  for (const event of events) {
    if (event.kind === 'up') onUp(at, event.peer);
    else if (event.kind === 'said') onSaid(at, event.peer, event.message);
    else onDown(at, event.peer);
  }
}

export function membershipTick(at: At): void {
  const { state, node } = at;
  onMesh(at, meshTick(state.cluster.mesh, others(at), node));
  answerSurveys(at);
  mayRun(at);
  healTick(at);
}

function onUp(at: At, peer: string): void {
  const { cluster } = at.state;
  const status = cluster.mesh.links[peer]?.status;
  if (status === undefined) return;
  // What it said of itself while they met may be old.
  tell(at, peer, { f: 'status', ...statusOf(at) });
  if (cluster.phase === 'running') linked(at, peer);
  if (cluster.phase === 'running' && status.running && cluster.met[peer] === status.life) {
    // Neither has been away: each side has gone on without the other.
    if (!cluster.parted.includes(peer)) cluster.parted.push(peer);
    at.node.sometimes('brokers were parted');
    return;
  }
  diedFor(at, peer);
  meet(at, peer);
}

/** It is back in a new life: it died, whatever those say who are still being asked. */
function diedFor(at: At, peer: string): void {
  const { surveys, phase } = at.state.cluster;
  if (surveys[peer] === undefined || phase !== 'running') return;
  delete surveys[peer];
  queueLost(at, peer);
}

/** A broker that runs, and is not parted from this one, belongs to the cluster from now on. */
function meet(at: At, peer: string): void {
  const { cluster } = at.state;
  const status = cluster.mesh.links[peer]?.status;
  if (status === undefined || !status.running || cluster.phase !== 'running') return;
  cluster.parted = cluster.parted.filter((name) => name !== peer);
  cluster.met[peer] = status.life;
  cluster.leaving = cluster.leaving.filter((name) => name !== peer);
  setOutlived(
    at,
    cluster.outlived.filter((name) => name !== peer),
  );
  queueJoined(at, peer);
}

function onDown(at: At, peer: string): void {
  const { cluster } = at.state;
  for (const [about, asked] of Object.entries(cluster.surveys)) {
    cluster.surveys[about] = asked.filter((name) => name !== peer);
  }
  if (cluster.phase !== 'running') return;
  if (!cluster.parted.includes(peer) && cluster.met[peer] !== undefined) gone(at, peer);
  settleSurveys(at);
}

/** A broker of the cluster is out of sight, or does not run any more. */
function gone(at: At, peer: string): void {
  const { state, given } = at;
  const { cluster } = state;
  setOutlived(at, [...cluster.outlived.filter((name) => name !== peer), peer]);
  const up = others(at).filter((name) => name !== peer && isUp(state, name));
  if (given.partitions === 'pause-minority' && !isMajority(at, up.length + 1)) return pause(at, 'paused');
  cluster.surveys[peer] = up;
  for (const name of up) tell(at, name, { f: 'survey', about: peer, life: cluster.met[peer] ?? 0 });
}

/** What is known about all that went, once nobody is left to be asked. */
function settleSurveys(at: At): void {
  const { cluster } = at.state;
  for (const [about, asked] of Object.entries(cluster.surveys)) {
    if (asked.length > 0 || cluster.phase !== 'running') continue;
    delete cluster.surveys[about];
    queueLost(at, about);
  }
}

function onSaid(at: At, peer: string, message: ToBroker): void {
  const { cluster } = at.state;
  switch (message.f) {
    case 'tick':
      return;
    case 'status':
      return onStatus(at, peer, message);
    case 'leaving':
      cluster.leaving.push(peer);
      return;
    case 'survey':
      cluster.asked.push({
        by: peer,
        about: message.about,
        life: message.life,
        sinceMs: at.node.monotonicMs(),
      });
      return;
    case 'surveyed':
      return onSurveyed(at, peer, message);
    case 'join':
      // While it is open who leads, nobody is told who led.
      if (cluster.phase === 'running' && !isDeciding(at))
        tell(at, peer, { f: 'records', records: recordsOf(at) });
      return;
    case 'records':
      // Whoever waits learns from whoever runs.
      if (cluster.phase !== 'running') return mayBegin(at) ? run(at, message.records) : undefined;
      return onQueueMessage(at, peer, message);
    // A quorum queue does not ask what the cluster thinks of partitions.
    case 'ask':
    case 'tell':
      return cluster.phase === 'running' ? onQueueMessage(at, peer, message) : undefined;
    case 'weigh':
    case 'weighed':
    case 'begin-anew':
      return onHealing(at, peer, message);
    default:
      // Whoever is parted from this one says nothing that counts.
      if (cluster.phase === 'running' && isUp(at.state, peer)) onQueueMessage(at, peer, message);
  }
}

function onStatus(at: At, peer: string, { life, running, knows }: ToBroker & { f: 'status' }): void {
  const { cluster } = at.state;
  const link = cluster.mesh.links[peer];
  if (link === undefined) return;
  const was = link.status;
  link.status = { life, running, knows };
  if (cluster.phase !== 'running') return;
  if (was.running && (!running || life !== was.life)) {
    if (!cluster.parted.includes(peer)) gone(at, peer);
    if (at.state.cluster.phase !== 'running') return;
    cluster.parted = cluster.parted.filter((name) => name !== peer);
    diedFor(at, peer);
  }
  if (running && (!was.running || life !== was.life)) meet(at, peer);
}

/** Answers who asked after others: alive, if it was heard of since and is still that process, even if it has paused. */
function answerSurveys(at: At): void {
  const { cluster } = at.state;
  cluster.asked = cluster.asked.filter(({ by, about, life, sinceMs }) => {
    const link = cluster.mesh.links[about];
    const isSame = link !== undefined && Math.floor(link.status.life / LIVES) === Math.floor(life / LIVES);
    if (isSame && link.heardMs <= sinceMs) return true;
    tell(at, by, { f: 'surveyed', about, alive: isSame });
    return false;
  });
}

/** Somebody sees whom this one does not see: the cut is partial. */
function onSurveyed(at: At, peer: string, { about, alive }: ToBroker & { f: 'surveyed' }): void {
  const { state, given, node } = at;
  const asked = state.cluster.surveys[about];
  if (asked === undefined || state.cluster.phase !== 'running') return;
  if (alive && asked.includes(peer)) {
    node.log(`${peer} sees ${about}, which is out of sight here: the cut is partial`);
    if (given.partitions === 'pause-minority') return pause(at, 'paused-until-all');
    // Made a full cut: so each broker is on one side.
    return onMesh(at, drop(state.cluster.mesh, peer, node));
  }
  state.cluster.surveys[about] = asked.filter((name) => name !== peer);
  settleSurveys(at);
}

const isMajority = ({ given }: At, count: number): boolean => count * 2 > given.brokers.length;

/** Whether it sees enough others to serve again. */
function mayBegin(at: At): boolean {
  const { cluster } = at.state;
  const seen = Object.keys(cluster.mesh.links).length + 1;
  if (cluster.phase === 'paused-until-all') return seen === at.given.brokers.length;
  return at.given.partitions !== 'pause-minority' || isMajority(at, seen);
}

/** Begins to serve, if it knows what is newest: somebody runs already, or nobody that is away can know more. */
function mayRun(at: At): void {
  const { cluster } = at.state;
  if (cluster.phase === 'running' || !mayBegin(at)) return;
  const links = Object.entries(cluster.mesh.links);
  const running = links.filter(([, { status }]) => status.running);
  for (const [name] of running) tell(at, name, { f: 'join' });
  if (running.length > 0) return;
  const isAway = (name: string): boolean => cluster.mesh.links[name] === undefined;
  if (others(at).some((name) => isAway(name) && !cluster.outlived.includes(name))) return;
  const mine = statusOf(at).knows;
  // Where two know the same, both begin, with the same.
  const isBest = links.every(([, { status }]) => mine >= status.knows);
  // One that begins anew waits for whoever won.
  if (isBest && !promisesNothing(at)) run(at, recordsOf(at));
}

function run(at: At, records: readonly QueueRecord[]): void {
  const { cluster } = at.state;
  cluster.phase = 'running';
  cluster.parted = [];
  announce(at);
  queuesBegin(at, records);
  for (const peer of others(at)) meet(at, peer);
}

function setOutlived({ state, node }: At, outlived: string[]): void {
  if (outlived.join() === state.cluster.outlived.join()) return;
  state.cluster.outlived = outlived;
  node.disk.write('outlived', outlived);
}
