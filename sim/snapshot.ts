/**
 * Snapshots: a world of state machines saved, put back, forked and hashed at any event. Possible because in that
 * style everything that outlives a handler is data.
 */
import { copyPlain } from './kernel/copy.js';
import { digest } from './kernel/digest.js';
import { hashString } from './kernel/hash.js';
import type { QueueSnapshot } from './kernel/queue.js';
import type { RandomState } from './kernel/random.js';
import type { FaultSnapshot } from './faults/driver.js';
import type { NetworkSnapshot } from './network/network.js';
import type { NodeSnapshot } from './node/node.js';
import type { HistorySnapshot } from './record/history.js';
import type { FingerprintState } from './record/fingerprint.js';
import type { Incident } from './incident.js';
import type { ClientSnapshot } from './workload/client.js';
import { World, type WorldCounters } from './world.js';

/** A world at one moment. Opaque: made by `snapshot`, used by `restore` and `fork`. */
export interface Snapshot {
  readonly counters: WorldCounters;
  readonly queue: QueueSnapshot;
  readonly network: NetworkSnapshot;
  readonly faults: FaultSnapshot;
  readonly nodes: readonly NodeSnapshot[];
  readonly clients: readonly ClientSnapshot[];
  readonly history: HistorySnapshot;
  readonly fingerprint: FingerprintState;
  readonly incidents: readonly Incident[];
}

/**
 * Saves a world.
 * @throws TypeError when it holds async programs, whose waiting is not data
 */
export function snapshot(world: World): Snapshot {
  const stranger = world.nodes.find((node) => node.program.style !== 'state-machine');
  if (stranger !== undefined) {
    throw new TypeError(
      `snapshot: ${stranger.name} runs an async program; only worlds of state machines can be saved`,
    );
  }
  return {
    counters: world.saveCounters(),
    queue: world.queue.save(copyPlain),
    network: world.network.save(),
    faults: world.faults.save(),
    nodes: world.nodes.map((node) => node.save()),
    clients: world.clients.map((client) => client.save()),
    history: world.history.save(),
    fingerprint: world.fingerprint.save(),
    incidents: world.incidents.save(),
  };
}

/** Puts a world back to where it was. The snapshot stays good for further use. */
export function restore(world: World, saved: Snapshot): void {
  world.restoreCounters(saved.counters);
  world.queue.restore(saved.queue, copyPlain);
  world.network.restore(saved.network);
  world.faults.restore(saved.faults);
  world.nodes.forEach((node, index) => node.restore(saved.nodes[index] as NodeSnapshot));
  world.clients.forEach((client, index) => client.restore(saved.clients[index] as ClientSnapshot));
  world.history.restore(saved.history);
  world.fingerprint.restore(saved.fingerprint);
  world.incidents.restore(saved.incidents);
}

/** A second world that goes on from here exactly as the first will. */
export function fork(world: World): World {
  const twin = new World(world.setup, world.interned);
  restore(twin, snapshot(world));
  return twin;
}

/**
 * A hash of all that decides how the world goes on: nodes, disks, clocks, links, what is pending. How it came
 * there (history, fingerprint, event count) is left out, so two ways to one state give one hash.
 */
export function stateHash(world: World): string {
  const { counters, network, faults, nodes, clients } = snapshot(world);
  const { now, done, memberNames } = counters;
  const calendar = world.queue.pending().map((slot) => world.queue.row(slot));
  const nodeStates = nodes.map(({ state, disk, random, ...rest }) => ({
    state,
    disk,
    random: random as RandomState | undefined,
    status: rest.status,
    incarnation: rest.incarnation,
    clock: rest.clock,
    streams: rest.streams,
  }));
  const whole = [
    now,
    done,
    memberNames,
    network.sent,
    network.cuts,
    faults,
    nodeStates,
    clients.map(({ next, open }) => [next, open]),
    calendar,
  ];
  const half = (salt: number): string =>
    (digest(whole, hashString('state', salt)) >>> 0).toString(16).padStart(8, '0');
  return half(1) + half(2);
}
