/**
 * Snapshots: a world of state machines saved, put back, forked and hashed at any event. Possible because in that
 * style everything that outlives a handler is data.
 */
import { copyPlain } from '../kernel/copy.js';
import { digest } from '../kernel/digest.js';
import { hashString } from '../kernel/hash.js';
import { EventKind } from '../kernel/event-kind.js';
import type { QueueSnapshot, Slot } from '../kernel/queue.js';
import type { Micros } from '../kernel/time.js';
import type { CalendarSnapshot } from '../faults/calendar.js';
import type { NetworkSnapshot } from '../network/network.js';
import type { NodeSnapshot } from '../node/node-snapshot.js';
import type { FigureSnapshot } from '../record/figure-recorder.js';
import type { HistorySnapshot } from '../record/history.js';
import type { FingerprintState } from '../record/fingerprint.js';
import type { Incident } from './incident.js';
import type { ClientSnapshot } from '../workload/client.js';
import { World } from './world.js';
import type { WorldCounters } from './counters.js';
import type { InvariantSnapshot } from './invariant-watch.js';

/** A world at one moment. Opaque: made by `snapshot`, used by `restore` and `fork`. */
export interface Snapshot {
  readonly counters: WorldCounters;
  readonly names: readonly string[];
  readonly queue: QueueSnapshot;
  readonly network: NetworkSnapshot;
  readonly faults: CalendarSnapshot;
  readonly nodes: readonly NodeSnapshot[];
  readonly clients: readonly ClientSnapshot[];
  readonly history: HistorySnapshot;
  readonly fingerprint: FingerprintState;
  readonly incidents: readonly Incident[];
  readonly invariants: InvariantSnapshot;
  readonly figures: FigureSnapshot;
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
    names: world.interned.save(),
    queue: world.queue.save(copyPlain),
    network: world.network.save(),
    faults: world.calendar.save(),
    nodes: world.nodes.map((node) => node.save()),
    clients: world.clients.map((client) => client.save()),
    history: world.history.save(),
    fingerprint: world.fingerprint.save(),
    incidents: world.incidents.save(),
    invariants: world.invariants.save(),
    figures: world.figures.save(),
  };
}

/** Puts a world back to where it was. The snapshot stays good for further use. */
export function restore(world: World, saved: Snapshot): void {
  world.restoreCounters(saved.counters);
  world.interned.restore(saved.names);
  world.ring.forget(saved.counters.events);
  world.queue.restore(saved.queue, copyPlain);
  world.network.restore(saved.network);
  world.calendar.restore(saved.faults);
  world.nodes.forEach((node, index) => node.restore(saved.nodes[index] as NodeSnapshot));
  for (const slot of world.queue.pending()) tellStream(world, slot);
  world.clients.forEach((client, index) => client.restore(saved.clients[index] as ClientSnapshot));
  world.history.restore(saved.history);
  world.fingerprint.restore(saved.fingerprint);
  world.incidents.restore(saved.incidents);
  world.invariants.restore(saved.invariants);
  world.figures.restore(saved.figures);
}

/** Connections do not save where their timers are: the calendar knows. */
function tellStream({ queue, nodes }: World, slot: Slot): void {
  if (queue.kind[slot] !== EventKind.StreamTimer) return;
  nodes[queue.node[slot] as number]?.streams.moved(queue.b[slot] as number, slot);
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
  const { now, done, closing, memberNames, timing } = counters;
  const whole = [
    [now, done, closing, memberNames],
    [network.sent, network.cuts, network.rules, network.busyUntil?.map((us) => Math.max(us, now))],
    faults,
    nodes.map((node) => lasting(node, now)),
    clients.map(({ next, open, asked }) => [next, open >= 0, ...(asked?.operations.slice(next) ?? [])]),
    world.queue.pending().map((slot) => pendingEvent(world, slot)),
    ...(timing === undefined ? [] : [timing]),
    ...(network.held === undefined ? [] : [network.held]),
  ];
  const half = (salt: number): string =>
    (digest(whole, hashString('state', salt)) >>> 0).toString(16).padStart(8, '0');
  return half(1) + half(2);
}

/** What of a node decides how it goes on: all but where in the pool its events are. */
function lasting(node: NodeSnapshot, now: Micros): unknown[] {
  const { status, incarnation, version, state, clock, streams, random, backlog, pausedBy, slowUs, held } =
    node;
  const { syncSlot: _, ...disk } = node.disk;
  const calls = node.calls.map(([id, { to, token, f }]) => [id, to, token, ...(f === undefined ? [] : [f])]);
  const downUntilUs = Math.max(node.downUntilUs, now);
  return [
    status,
    incarnation,
    version,
    state,
    clock,
    disk,
    streams,
    random,
    backlog,
    pausedBy,
    held,
    slowUs,
    calls,
    downUntilUs,
  ];
}

/** A row of the calendar. Timers go by name: their numbers follow the order in which names came up. */
function pendingEvent(world: World, slot: Slot): readonly unknown[] {
  const [time, kind, node, a, ...rest] = world.queue.row(slot);
  const isTimer = kind === EventKind.Timer;
  return [time, kind, node, isTimer ? world.nameOfInterned(a as number) : a, ...rest];
}
