/** A fail-over, step by step: an election, a replica that becomes the master, and the others that turn to it. */
import { chooseReplica } from './choose-replica.js';
import { isSame, placeOf, type Instance } from './instance.js';
import type { Address } from '../replication/host-side.js';
import type { Watcher } from './watcher.js';
import { elected } from './votes.js';
import type { Failover } from './watched.js';

export function beginFailover(sentinel: Watcher): void {
  const { watched, ballot, nowMs, periods, place } = sentinel;
  ballot.currentEpoch++;
  sentinel.keep();
  watched.failover = { state: 'elects', epoch: ballot.currentEpoch, sinceMs: nowMs };
  watched.lastFailoverMs = nowMs + place.random() * periods.desync;
  sentinel.tell('+try-failover', `master ${placeOf(watched.master)}`);
  sentinel.askPeers(true);
}

export function stepFailover(sentinel: Watcher): void {
  const { failover } = sentinel.watched;
  if (failover?.state === 'elects') elect(sentinel, failover);
  else if (failover?.state === 'selects') select(sentinel, failover);
  else if (failover?.state === 'promotes') promote(sentinel, failover);
  else if (failover?.state === 'turns') turn(sentinel, failover);
}

/** Tells a server whom to follow, and ends its clients: they are to ask where the master is. */
export function follow(one: Instance, master: Address | undefined): void {
  const { link } = one;
  if (link?.isOpen !== true) return;
  link.ask(['MULTI']);
  link.ask(master === undefined ? ['SLAVEOF', 'NO', 'ONE'] : ['SLAVEOF', master.host, String(master.port)]);
  link.ask(['CONFIG', 'REWRITE']);
  link.ask(['CLIENT', 'KILL', 'TYPE', 'normal']);
  link.ask(['CLIENT', 'KILL', 'TYPE', 'pubsub']);
  link.ask(['EXEC']);
  one.infoAskedMs = -Infinity;
}

function elect(sentinel: Watcher, { epoch, sinceMs }: Failover): void {
  const { watched, ballot, settings, nowMs, periods, runId } = sentinel;
  const { leaderEpoch } = ballot;
  const leader = elected(ballot, runId, [...watched.peers.values()], {
    epoch,
    quorum: settings.quorum,
    elects: settings.rules.elects,
  });
  if (ballot.leaderEpoch !== leaderEpoch) sentinel.keep();
  if (leader !== runId) {
    if (nowMs - sinceMs <= Math.min(periods.election, settings.failoverTimeoutMs)) return;
    watched.failover = undefined;
    return sentinel.tell('-failover-abort-not-elected', `master ${placeOf(watched.master)}`);
  }
  sentinel.tell('+elected-leader', `master ${placeOf(watched.master)}`);
  // Not at once: replicas are asked anew how far they are since the master is down.
  watched.failover = { state: 'selects', epoch, sinceMs: nowMs };
}

function select(sentinel: Watcher, { epoch }: Failover): void {
  const { watched, settings, nowMs, periods } = sentinel;
  const replica = chooseReplica(watched.replicas.values(), {
    nowMs,
    periods,
    downAfterMs: settings.downAfterMs,
    masterDownSinceMs: watched.master.downSinceMs,
    chooses: settings.rules.chooses,
  });
  if (replica === undefined) {
    watched.failover = undefined;
    return sentinel.tell('-failover-abort-no-good-slave', `master ${placeOf(watched.master)}`);
  }
  sentinel.tell('+selected-slave', placeOf(replica));
  follow(replica, undefined);
  watched.failover = { state: 'promotes', epoch, sinceMs: nowMs, replica };
}

function promote(sentinel: Watcher, { epoch, sinceMs, replica }: Failover & { state: 'promotes' }): void {
  const { watched, settings, nowMs } = sentinel;
  if (replica.info?.role === 'master') {
    watched.configEpoch = epoch;
    watched.failover = { state: 'turns', epoch, sinceMs: nowMs, replica, told: new Map() };
    sentinel.keep();
    sentinel.tell('+promoted-slave', placeOf(replica));
    return sentinel.greetAll();
  }
  if (nowMs - sinceMs <= settings.failoverTimeoutMs) return;
  watched.failover = undefined;
  sentinel.tell('-failover-abort-slave-timeout', `master ${placeOf(watched.master)}`);
}

function turn(sentinel: Watcher, failover: Failover & { state: 'turns' }): void {
  const { watched, settings, nowMs } = sentinel;
  const { replica, told, sinceMs, epoch } = failover;
  const isDone = ({ info }: Instance): boolean =>
    info?.master !== undefined && isSame(info.master, replica) && info.linkIsUp;
  const left = [...watched.replicas.values()].filter(
    (one) => one !== replica && one.downSinceMs === undefined && !isDone(one),
  );
  const isLate = nowMs - sinceMs > settings.failoverTimeoutMs;
  let atOnce = left.filter((one) => told.has(one)).length;
  for (const one of left) {
    if (told.has(one) || (atOnce >= settings.parallelSyncs && !isLate)) continue;
    if (one.link?.isOpen !== true) continue;
    atOnce++;
    told.set(one, nowMs);
    follow(one, replica);
    sentinel.tell('+slave-reconf-sent', placeOf(one));
  }
  if (left.length > 0 && !isLate) return;
  sentinel.tell('+failover-end', `master ${placeOf(watched.master)}`);
  sentinel.switchTo({ host: replica.host, port: replica.port }, epoch);
}
