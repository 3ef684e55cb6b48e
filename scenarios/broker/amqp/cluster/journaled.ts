/**
 * Classic queues: the master carries out commands, and its journal goes to the disk and to the mirrors. A mirror that
 * takes over makes the queue again from what it has, as after a restart; every message then counts as redelivered.
 */
import type { JournalLine } from 'seedstorm/servers';
import { isUp, moved, nodeOf, others, tell, type At } from './broker-state.js';
import type { Journaled, Master } from './journaled-state.js';
import type { Kept, Mirror, QueueCommand, QueueOutput, QueueRecord, Stamped, ToBroker } from './messages.js';
import { hostQueue, kept, perform } from './queue-host.js';

/**
 * What the disk holds. After a kill nobody knows what had been handed out, so all counts as redelivered: a single
 * RabbitMQ 3.10.8 does the same.
 */
export function openJournaled(node: At['node'], queue: string, inGoodOrder: boolean): Journaled {
  const found = node.disk.read(`queue/${queue}`);
  const messages = [...(found?.kept.values() ?? [])];
  return {
    queue,
    record: found?.record,
    forgotten: false,
    away: false,
    deciding: false,
    fresh: false,
    kept: new Map(messages.map((one) => [one.place, inGoodOrder ? one : { ...one, delivered: true }])),
    places: found?.places ?? 0,
    role: { kind: 'none' },
  };
}

/** The broker runs: it knows where the queue lives. */
export function begin(at: At, held: Journaled, record: QueueRecord): void {
  held.record = record;
  held.forgotten = false;
  held.away = false;
  held.deciding = false;
  held.fresh = false;
  if (record.master === at.node.id) lead(at, held, held.kept.values(), { ...record, mirrors: [] });
  else {
    held.role = { kind: 'none' };
    write(at, held);
  }
}

/** This broker is the master from now on, with these messages. */
function lead(at: At, held: Journaled, from: Iterable<Kept>, record: QueueRecord): void {
  const { state, node } = at;
  const messages = [...from];
  held.kept = new Map(messages.map((one) => [one.place, one]));
  held.away = false;
  held.deciding = false;
  held.record = { ...record, epoch: record.epoch + 1, version: record.version + 1, master: node.id };
  held.role = {
    kind: 'master',
    hosted: hostQueue(held.queue, 'classic', messages, held.places, node.monotonicMs()),
    number: 0,
    onDisk: 0,
    held: {},
    waiting: [],
    joinedAt: {},
    again: [],
  };
  const { mirrors } = held.record;
  held.record = { ...held.record, mirrors: mirrors.filter(({ name }) => isUp(state, name)) };
  publish(at, held);
  for (const { name, synced } of held.record.mirrors) sendCopy(at, held, name, synced);
  refill(at, held);
  piece(at, held, []);
  moved(at, held.queue);
}

/** A broker belongs to the cluster now. */
export function joined(at: At, held: Journaled, peer: string): void {
  if (held.role.kind !== 'master' || held.record === undefined) return;
  tell(at, peer, { f: 'records', records: [held.record] });
  refill(at, held);
  moved(at, held.queue);
}

/** As many mirrors as asked for, of those that are there. */
function refill(at: At, held: Journaled): void {
  const { given, state, node } = at;
  for (const name of given.brokers) {
    const { record } = held;
    if (record === undefined || record.mirrors.length >= given.mirrors) return;
    if (name === node.id || !isUp(state, name) || record.mirrors.some((mirror) => mirror.name === name))
      continue;
    const synced = held.kept.size === 0 || given.syncMode === 'automatic';
    held.record = {
      ...record,
      version: record.version + 1,
      mirrors: [...record.mirrors, { name, synced: false }],
    };
    publish(at, held);
    sendCopy(at, held, name, synced);
  }
}

/** What the master has goes to a mirror: all of it, or nothing but its place in the journal. */
function sendCopy(at: At, held: Journaled, name: string, whole: boolean): void {
  const { role, record, queue } = held;
  if (role.kind !== 'master' || record === undefined) return;
  const messages = whole ? [...held.kept.values()] : [];
  if (whole) delete role.joinedAt[name];
  else role.joinedAt[name] = held.places;
  role.held[name] = -1;
  at.state.sentBodies += messages.length;
  const { number } = role;
  tell(at, name, { f: 'copy', queue, epoch: record.epoch, number, places: held.places, kept: messages });
}

/** A broker of the cluster is gone for good, as far as anybody here can tell. */
export function lost(at: At, held: Journaled, peer: string): void {
  const { record, role } = held;
  if (record === undefined) return;
  if (role.kind === 'master') {
    if (record.mirrors.some(({ name }) => name === peer)) {
      const mirrors = record.mirrors.filter(({ name }) => name !== peer);
      held.record = { ...record, version: record.version + 1, mirrors };
      publish(at, held);
      refill(at, held);
    }
    for (const session of Object.keys(role.hosted.sessions))
      if (nodeOf(session) === peer) command(at, held, { do: 'detach', session });
    return release(at, held);
  }
  if (record.master === peer || held.deciding) succeed(at, held, record);
}

/** The master is gone: the oldest mirror that may take over does. */
function succeed(at: At, held: Journaled, record: QueueRecord): void {
  const { state, node, given } = at;
  const there = record.mirrors.filter(({ name }) => name === node.id || isUp(state, name));
  // What stops in good order comes back with all that it has: ha-promote-on-shutdown is when-synced.
  const inGoodOrder = state.cluster.leaving.includes(record.master);
  const mayLead = ({ synced }: Mirror): boolean =>
    synced || given.rules.promote === 'any' || (given.promoteOnFailure === 'always' && !inGoodOrder);
  const next = there.find(({ synced }) => synced) ?? there.find(mayLead);
  held.deciding = next !== undefined && next.name !== node.id;
  if (next?.name === node.id && (held.fresh || given.rules.promote === 'any')) {
    node.sometimes('a mirror takes over');
    node.log(`takes over ${held.queue}${next.synced ? '' : ', unsynchronised'}`);
    const mirrors = record.mirrors.filter(({ name }) => name !== node.id);
    // The master may have handed out any of them, so all count as redelivered.
    const messages = [...held.kept.values()].map((one) => ({ ...one, delivered: true }));
    return lead(at, held, messages, { ...record, mirrors });
  }
  // Its record tells who takes over; if nobody may, the queue is away until its master is back.
  held.away = !held.deciding;
  moved(at, held.queue);
}

/** News of where queues live. */
export function learn(at: At, held: Journaled, record: QueueRecord): void {
  const { record: known } = held;
  if (
    known !== undefined &&
    (record.epoch < known.epoch || (record.epoch === known.epoch && record.version <= known.version))
  )
    return;
  const isOther = known?.epoch !== record.epoch;
  held.record = record;
  held.away = false;
  held.deciding = false;
  if (isOther) held.role = { kind: 'none' };
  write(at, held);
  moved(at, held.queue);
}

/** A command for the queue, which lives here. */
export function command(at: At, held: Journaled, asked: QueueCommand): void {
  const { role, queue } = held;
  if (role.kind !== 'master') return;
  if (asked.do === 'publish' && isKept(held, asked)) {
    const { session, tag } = asked;
    role.again.push({ number: role.number, output: { session, says: 'confirm', tag, ok: true } });
    return release(at, held);
  }
  const { outputs, lines, mark } = perform(role.hosted, asked, at.node.monotonicMs(), true);
  if (lines.length > 0) {
    role.waiting.push({ number: role.number + 1, mark });
    piece(at, held, lines);
  }
  pass(at, queue, outputs);
  release(at, held);
}

const isKept = (held: Journaled, { message }: QueueCommand & { do: 'publish' }): boolean => {
  const { guid } = message.body as Stamped;
  for (const { message: one } of held.kept.values()) if ((one.body as Stamped).guid === guid) return true;
  return false;
};

/** The next piece of the journal: into memory, onto the disk, and to the mirrors. */
function piece(at: At, held: Journaled, lines: readonly JournalLine[]): void {
  const { role, record, queue } = held;
  if (role.kind !== 'master' || record === undefined) return;
  const number = ++role.number;
  apply(held, lines);
  write(at, held);
  at.node.disk.sync({ kind: 'held', queue, epoch: record.epoch, number });
  const bodies = lines.filter(({ line }) => line === 'message').length;
  for (const { name } of record.mirrors) {
    if (tell(at, name, { f: 'lines', queue, epoch: record.epoch, number, lines }))
      at.state.sentBodies += bodies;
  }
}

function apply(held: Journaled, lines: readonly JournalLine[]): void {
  for (const line of lines) {
    if (line.line === 'message') {
      held.places = Math.max(held.places, line.place + 1);
      held.kept.set(line.place, { place: line.place, message: line.message, delivered: false });
    } else if (line.line === 'message-gone') held.kept.delete(line.place);
    else if (line.line === 'delivered') {
      const one = held.kept.get(line.place);
      if (one !== undefined) held.kept.set(line.place, { ...one, delivered: true });
    }
  }
}

function write({ node }: At, { queue, record, kept: messages, places }: Journaled): void {
  if (record !== undefined) node.disk.write(`queue/${queue}`, { record, kept: messages, places });
}

/** What the master says to its mirrors, and they to it. */
export function onMirroring(
  at: At,
  held: Journaled,
  peer: string,
  said: ToBroker & { f: 'copy' | 'lines' | 'held' },
): void {
  const { record, role, queue } = held;
  if (record?.epoch !== said.epoch) return;
  if (said.f === 'held') {
    if (role.kind !== 'master') return;
    role.held[peer] = Math.max(role.held[peer] ?? -1, said.number);
    return release(at, held);
  }
  if (record.master !== peer || role.kind === 'master') return;
  if (said.f === 'copy') {
    held.kept = new Map(said.kept.map((one) => [one.place, one]));
    held.places = said.places;
    held.fresh = true;
    held.role = { kind: 'mirror', number: said.number };
  } else {
    // Each piece follows the one before.
    if (role.kind !== 'mirror' || said.number !== role.number + 1) return;
    role.number = said.number;
    apply(held, said.lines);
  }
  write(at, held);
  at.node.disk.sync({ kind: 'held', queue, epoch: said.epoch, number: said.number });
}

/** A piece of the journal is on this disk. */
export function onHeld(at: At, held: Journaled, epoch: number, number: number): void {
  const { record, role, queue } = held;
  if (record?.epoch !== epoch) return;
  if (role.kind === 'master') {
    role.onDisk = Math.max(role.onDisk, number);
    release(at, held);
  } else if (role.kind === 'mirror') tell(at, record.master, { f: 'held', queue, epoch, number });
}

/** Confirms what the disk and all mirrors have, and finds out which mirrors have everything. */
function release(at: At, held: Journaled): void {
  const { role, record, queue } = held;
  if (role.kind !== 'master' || record === undefined) return;
  let everywhere = role.onDisk;
  if (at.given.rules.confirm === 'when-mirrored')
    for (const { name } of record.mirrors) everywhere = Math.min(everywhere, role.held[name] ?? -1);
  const done = role.waiting.filter(({ number }) => number <= everywhere);
  if (done.length > 0) {
    role.waiting = role.waiting.filter(({ number }) => number > everywhere);
    const mark = Math.max(...done.map((one) => one.mark));
    pass(at, queue, kept(role.hosted, mark, at.node.monotonicMs()));
  }
  const again = role.again.filter(({ number }) => number <= everywhere);
  if (again.length > 0) {
    role.again = role.again.filter(({ number }) => number > everywhere);
    pass(
      at,
      queue,
      again.map(({ output }) => output),
    );
  }
  synchronise(at, held, role, record);
}

/** A mirror is synchronised once it has the copy, or once all that it lacks has left the queue. */
function synchronise(at: At, held: Journaled, role: Master, record: QueueRecord): void {
  const oldest = Math.min(Infinity, ...held.kept.keys());
  const isSynced = ({ name, synced }: Mirror): boolean =>
    synced || ((role.held[name] ?? -1) >= 0 && oldest >= (role.joinedAt[name] ?? 0));
  if (record.mirrors.every((mirror) => mirror.synced === isSynced(mirror))) return;
  const mirrors = record.mirrors.map((mirror) => ({ ...mirror, synced: isSynced(mirror) }));
  held.record = { ...record, version: record.version + 1, mirrors };
  publish(at, held);
}

/** What the queue says goes to the brokers of its clients. */
function pass(at: At, queue: string, outputs: readonly QueueOutput[]): void {
  if (outputs.length === 0) return;
  const epoch = at.state.queues[queue]?.record?.epoch ?? 0;
  for (const name of [...new Set(outputs.map(({ session }) => nodeOf(session)))]) {
    const here = outputs.filter(({ session }) => nodeOf(session) === name);
    if (name === at.node.id) at.notices.push({ queue, outputs: here });
    else tell(at, name, { f: 'outputs', queue, epoch, outputs: here });
  }
}

function publish(at: At, held: Journaled): void {
  write(at, held);
  if (held.record === undefined) return;
  for (const name of others(at))
    if (isUp(at.state, name)) tell(at, name, { f: 'records', records: [held.record] });
}
