/** A sentinel: it watches a master with others, and they agree when it is down and who replaces it. */
import type { HostClock } from '../../../wire/after.js';
import type { Address, HostSide } from '../replication/host-side.js';
import { newId } from '../replication/history.js';
import type { Said } from '../reply-reader.js';
import { stepFailover, beginFailover } from './failover.js';
import { HELLO_CHANNEL, helloText, readHello } from './hello.js';
import { isSame, newInstance, placeOf, readInfo, type Instance } from './instance.js';
import { keep, readKept } from './kept.js';
import { PeerLink } from './peer-link.js';
import { mendRoles } from './mending.js';
import { periodsOf, type Periods, type WholeSettings } from './settings.js';
import { vote, type Ballot } from './votes.js';
import { newPeer, newWatched, turnTo, type Peer, type Watched } from './watched.js';
import type { Watcher } from './watcher.js';

export interface SentinelPlace {
  readonly clock: HostClock;
  readonly random: () => number;
  readonly own: Address;
  readonly dial: HostSide['dial'];
  /** An event, for those who listen. */
  publish(event: string, text: string): void;
}

export class Sentinel implements Watcher {
  readonly watched: Watched;
  readonly ballot: Ballot = { currentEpoch: 0, leader: undefined, leaderEpoch: 0 };
  readonly runId: string;
  readonly periods: Periods;
  private stop: () => void = () => undefined;

  constructor(
    readonly settings: WholeSettings,
    readonly place: SentinelPlace,
  ) {
    this.periods = periodsOf(settings);
    const kept = readKept(settings.folder);
    const nowMs = place.clock.nowMs();
    this.runId = kept?.runId ?? newId(place.random);
    this.watched = newWatched(kept?.master ?? settings.monitor, nowMs);
    if (kept === undefined) this.keep();
    else {
      Object.assign(this.ballot, kept.ballot);
      this.watched.configEpoch = kept.configEpoch;
      for (const one of kept.replicas) this.watched.replicas.set(placeOf(one), newInstance(one, nowMs));
      for (const one of kept.peers) this.watched.peers.set(one.runId, newPeer(one, one.runId, nowMs));
    }
    this.tick();
  }

  end(): void {
    this.stop();
    const { master, replicas, peers } = this.watched;
    for (const { link } of [master, ...replicas.values(), ...peers.values()]) link?.end();
  }

  get nowMs(): number {
    return this.place.clock.nowMs();
  }

  /** Tells an event about somebody. */
  tell(event: string, text: string): void {
    this.place.publish(event, text);
  }

  keep(): void {
    const { watched, ballot, runId, settings } = this;
    const address = ({ host, port }: Address): Address => ({ host, port });
    keep(settings.folder, {
      runId,
      ballot,
      configEpoch: watched.configEpoch,
      master: address(watched.master),
      replicas: [...watched.replicas.values()].map(address),
      peers: [...watched.peers.values()].map((peer) => ({ ...address(peer), runId: peer.runId })),
    });
  }

  /** Somewhere else is the master now. */
  switchTo(address: Address, configEpoch: number): void {
    const { watched, settings } = this;
    const { master } = watched;
    watched.configEpoch = configEpoch;
    const before = `${master.host} ${master.port}`;
    turnTo(watched, address, this.nowMs);
    this.keep();
    this.tell('+switch-master', `${settings.name} ${before} ${address.host} ${address.port}`);
  }

  /** Another sentinel asks whether the master is down, and perhaps for a vote. */
  isDown(address: Address, epoch: number, candidate: string): readonly [number, string, number] {
    const { watched, ballot } = this;
    const down = isSame(address, watched.master) && watched.master.downSinceMs !== undefined;
    if (candidate === '*') return [Number(down), '*', 0];
    const before = { ...ballot };
    const isGiven = vote(ballot, epoch, candidate);
    if (before.currentEpoch !== ballot.currentEpoch || isGiven) this.keep();
    // Whoever was voted for has its time to do it.
    if (isGiven && candidate !== this.runId)
      watched.lastFailoverMs = this.nowMs + this.place.random() * this.periods.desync;
    return [Number(down), ballot.leader ?? '*', ballot.leaderEpoch];
  }

  private tick(): void {
    // No two sentinels look at the same moment for ever.
    this.stop = this.place.clock.after(
      Math.max(1, this.periods.tick * (0.75 + this.place.random() / 2)),
      () => this.tick(),
    );
    const { watched } = this;
    this.look(watched.master, 'master');
    for (const replica of [...watched.replicas.values()]) this.look(replica, 'replica');
    for (const peer of watched.peers.values()) this.look(peer, 'sentinel');
    this.agree();
    if (watched.failover === undefined && this.mayBegin()) beginFailover(this);
    this.askPeers(false);
    if (watched.failover !== undefined) stepFailover(this);
    else mendRoles(this);
  }

  private look(one: Instance, kind: 'master' | 'replica' | 'sentinel'): void {
    const { nowMs, periods } = this;
    if (one.link === undefined || one.link.isOver) {
      one.link = undefined;
      if (nowMs - one.dialledMs >= periods.ping) this.dial(one, kind);
    } else if (one.link.isOpen) this.converse(one, kind, one.link);
    const silentMs =
      one.awaitsSinceMs !== undefined
        ? nowMs - one.awaitsSinceMs
        : one.link?.isOpen === true
          ? 0
          : nowMs - one.availableMs;
    const { downAfterMs } = this.settings;
    const isFalse =
      kind === 'master' &&
      one.info?.role === 'slave' &&
      nowMs - one.roleSinceMs > downAfterMs + 2 * periods.info;
    const isDown = silentMs > downAfterMs || isFalse;
    if (isDown && one.downSinceMs === undefined) {
      one.downSinceMs = nowMs;
      this.tell('+sdown', `${kind} ${placeOf(one)}`);
    } else if (!isDown && one.downSinceMs !== undefined) {
      one.downSinceMs = undefined;
      this.tell('-sdown', `${kind} ${placeOf(one)}`);
    }
    // A connection that has died without a word is opened anew.
    if (one.awaitsSinceMs !== undefined && nowMs - one.awaitsSinceMs > downAfterMs / 2) one.link?.end();
  }

  private dial(one: Instance, kind: 'master' | 'replica' | 'sentinel'): void {
    one.dialledMs = this.nowMs;
    one.link = new PeerLink(
      one,
      this.place.dial,
      (link) => {
        if (kind !== 'sentinel') link.tell(['SUBSCRIBE', HELLO_CHANNEL]);
        one.pingMs = one.infoAskedMs = -Infinity;
        this.converse(one, kind, link);
      },
      (message) => this.hear(message),
    );
  }

  private converse(one: Instance, kind: 'master' | 'replica' | 'sentinel', link: PeerLink): void {
    const { nowMs, periods, settings, watched } = this;
    if (nowMs - one.pingMs >= Math.min(periods.ping, settings.downAfterMs)) {
      one.pingMs = nowMs;
      one.awaitsSinceMs ??= nowMs;
      link.ask(['PING'], (said) => {
        const text = typeof said === 'object' && said !== null && 'error' in said ? said.error : said;
        if (!/^(PONG|LOADING|MASTERDOWN)/.test(String(text))) return;
        one.availableMs = this.nowMs;
        one.awaitsSinceMs = undefined;
      });
    }
    if (kind === 'sentinel') return;
    const isUrgent = watched.failover !== undefined || watched.agreedSinceMs !== undefined;
    const isApart = one.info?.role === 'slave' && !one.info.linkIsUp;
    const infoMs = kind === 'replica' && (isUrgent || isApart) ? periods.ping : periods.info;
    if (nowMs - one.infoAskedMs >= infoMs) {
      one.infoAskedMs = nowMs;
      link.ask(['INFO'], (said) => this.takeInfo(one, said));
    }
    if (nowMs - one.helloMs >= periods.hello) {
      one.helloMs = nowMs;
      this.greet(link);
    }
  }

  /** All are to hear at once what has changed. */
  greetAll(): void {
    const { master, replicas } = this.watched;
    for (const { link } of [master, ...replicas.values()]) if (link?.isOpen === true) this.greet(link);
  }

  private greet(link: PeerLink): void {
    const { watched, runId, ballot, settings, place } = this;
    const { failover } = watched;
    const isDone = failover?.state === 'turns';
    link.ask([
      'PUBLISH',
      HELLO_CHANNEL,
      helloText({
        from: place.own,
        runId,
        currentEpoch: ballot.currentEpoch,
        name: settings.name,
        master: isDone ? failover.replica : watched.master,
        configEpoch: watched.configEpoch,
      }),
    ]);
  }

  private takeInfo(one: Instance, said: Said): void {
    if (typeof said !== 'string') return;
    const { watched, nowMs } = this;
    const { info, runId } = readInfo(said);
    if (one.info?.role !== info.role) one.roleSinceMs = nowMs;
    const [before, now] = [one.info?.master, info.master];
    if (before === undefined || now === undefined || !isSame(before, now)) one.followsSinceMs = nowMs;
    Object.assign(one, { info, runId, infoMs: nowMs });
    if (one !== watched.master || info.role !== 'master') return;
    for (const address of info.replicas) {
      if (watched.replicas.has(placeOf(address)) || isSame(address, watched.master)) continue;
      watched.replicas.set(placeOf(address), newInstance(address, nowMs));
      this.keep();
      this.tell('+slave', placeOf(address));
    }
  }

  private hear(message: string): void {
    const hello = readHello(message);
    const { watched, ballot, settings, nowMs } = this;
    if (hello === undefined || hello.name !== settings.name || hello.runId === this.runId) return;
    const { runId, from, currentEpoch, configEpoch, master } = hello;
    const known = watched.peers.get(runId);
    if (known === undefined || !isSame(known, from)) {
      for (const [id, peer] of watched.peers)
        if (id === runId || isSame(peer, from)) {
          peer.link?.end();
          watched.peers.delete(id);
        }
      watched.peers.set(runId, newPeer(from, runId, nowMs));
      this.keep();
      this.tell('+sentinel', placeOf(from));
    }
    if (currentEpoch > ballot.currentEpoch) {
      ballot.currentEpoch = currentEpoch;
      this.keep();
    }
    if (configEpoch <= watched.configEpoch) return;
    if (!isSame(master, watched.master)) return this.switchTo(master, configEpoch);
    watched.configEpoch = configEpoch;
    this.keep();
  }

  /** Do as many sentinels as the quorum find the master down? */
  private agree(): void {
    const { watched, nowMs, settings } = this;
    const others = [...watched.peers.values()].filter(({ findsDown }) => findsDown).length;
    const agrees = watched.master.downSinceMs !== undefined && 1 + others >= settings.quorum;
    if (agrees && watched.agreedSinceMs === undefined) {
      watched.agreedSinceMs = nowMs;
      this.tell('+odown', `master ${placeOf(watched.master)}`);
    } else if (!agrees && watched.agreedSinceMs !== undefined) {
      watched.agreedSinceMs = undefined;
      this.tell('-odown', `master ${placeOf(watched.master)}`);
    }
  }

  private mayBegin(): boolean {
    const { watched, nowMs, settings } = this;
    return (
      watched.agreedSinceMs !== undefined && nowMs - watched.lastFailoverMs >= 2 * settings.failoverTimeoutMs
    );
  }

  /** Asks the others whether they find the master down too; in an election also for their votes. */
  askPeers(atOnce: boolean): void {
    const { watched, nowMs, periods, ballot, runId } = this;
    const { master, failover } = watched;
    for (const peer of watched.peers.values()) {
      if (nowMs - peer.saidMs > 5 * periods.ask) {
        peer.findsDown = false;
        peer.leader = undefined;
      }
      if (master.downSinceMs === undefined || peer.link?.isOpen !== true) continue;
      if (!atOnce && nowMs - peer.askedMs < periods.ask) continue;
      peer.askedMs = nowMs;
      peer.link.ask(
        [
          ...['SENTINEL', 'is-master-down-by-addr', master.host, String(master.port)],
          ...[String(ballot.currentEpoch), failover === undefined ? '*' : runId],
        ],
        (said) => this.takeOpinion(peer, said),
      );
    }
  }

  private takeOpinion(peer: Peer, said: Said): void {
    if (!Array.isArray(said)) return;
    const [down, leader, epoch] = said as readonly Said[];
    peer.saidMs = this.nowMs;
    peer.findsDown = down === 1;
    if (typeof leader !== 'string' || leader === '*') return;
    peer.leader = leader;
    peer.leaderEpoch = Number(epoch);
  }
}
