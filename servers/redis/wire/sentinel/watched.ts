/** The master that a sentinel watches, with its replicas and the other sentinels. Plain data, but for links. */
import type { Address } from '../replication/host-side.js';
import { newInstance, placeOf, type Instance } from './instance.js';

export interface Peer extends Instance {
  /** What it has said last about the master, and for whom it has voted. */
  findsDown: boolean;
  saidMs: number;
  askedMs: number;
  leader: string | undefined;
  leaderEpoch: number;
}

export const newPeer = (address: Address, runId: string, nowMs: number): Peer => ({
  ...newInstance(address, nowMs),
  runId,
  findsDown: false,
  saidMs: -Infinity,
  askedMs: -Infinity,
  leader: undefined,
  leaderEpoch: 0,
});

export type Failover =
  | { readonly state: 'elects' | 'selects'; readonly epoch: number; readonly sinceMs: number }
  | {
      readonly state: 'promotes';
      readonly epoch: number;
      readonly sinceMs: number;
      readonly replica: Instance;
    }
  | {
      readonly state: 'turns';
      readonly epoch: number;
      sinceMs: number;
      readonly replica: Instance;
      /** Replicas that were told to follow it, and when. */
      readonly told: Map<Instance, number>;
    };

export interface Watched {
  master: Instance;
  configEpoch: number;
  replicas: Map<string, Instance>;
  readonly peers: Map<string, Peer>;
  /** So many sentinels find it down, since then. */
  agreedSinceMs: number | undefined;
  failover: Failover | undefined;
  /** When a fail-over was begun last, here or by one for whom this one voted. */
  lastFailoverMs: number;
}

export const newWatched = (address: Address, nowMs: number): Watched => ({
  master: newInstance(address, nowMs),
  configEpoch: 0,
  replicas: new Map(),
  peers: new Map(),
  agreedSinceMs: undefined,
  failover: undefined,
  lastFailoverMs: -Infinity,
});

/** Somewhere else is the master now: what was one is a replica, until it says otherwise. */
export function turnTo(watched: Watched, address: Address, nowMs: number): void {
  const all = [watched.master, ...watched.replicas.values()];
  for (const { link } of all) link?.end();
  watched.master = newInstance(address, nowMs);
  watched.replicas = new Map(
    all
      .filter((one) => placeOf(one) !== placeOf(address))
      .map((one) => [placeOf(one), newInstance(one, nowMs)]),
  );
  watched.failover = undefined;
  watched.agreedSinceMs = undefined;
  for (const peer of watched.peers.values()) peer.findsDown = false;
}
