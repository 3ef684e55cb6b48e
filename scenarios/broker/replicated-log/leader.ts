/** A leader: appends what producers send, feeds followers and consumers, moves the high watermark, keeps the in-sync set. */
import type { ReplyTo } from 'seedstorm';
import { admission } from './admission.js';
import type { Rules } from './bugs.js';
import { divergence } from './log.js';
import type { Entry, Message } from './messages.js';
import { append, type BrokerNode, type Replica } from './replica.js';

/** A follower that has not had everything for so long is no longer in sync. */
const LAG_MS = 400;
/** How long a fetch or read waits for news. */
const HOLD_MS = 60;
const MAX_ENTRIES = 20;
const MAX_READ = 8;
const ALTER_TIMEOUT_MS = 250;

export interface Leading {
  readonly kind: 'leading';
  /** End of the log when this epoch began: whoever is in sync must have reached it. */
  readonly start: number;
  /** When it began, by this broker's clock. */
  readonly sinceMs: number;
  readonly followers: Record<string, Follower>;
  /** Replicas proposed for the in-sync set: the controller may have agreed already, so they count (KIP-497). */
  proposed: string[];
  altering: boolean;
  /** Messages that wait for the high watermark to pass them. */
  unacknowledged: { readonly replyTo: ReplyTo; readonly offset: number }[];
  /** Fetches and reads that wait for news. */
  held: {
    readonly kind: 'fetch' | 'read';
    readonly replyTo: ReplyTo;
    readonly offset: number;
    readonly sinceMs: number;
  }[];
}

interface Follower {
  /** It holds this many entries for good. */
  end: number;
  /** When it last had everything. */
  caughtUpMs: number;
  fetchedMs: number;
  /** The leader's end at that moment. */
  endThen: number;
}

export function lead(replica: Replica, node: BrokerNode): void {
  replica.role = {
    kind: 'leading',
    start: replica.log.length,
    sinceMs: node.monotonicMs(),
    followers: {},
    proposed: [],
    altering: false,
    unacknowledged: [],
    held: [],
  };
}

/** Leads no more: nobody can say what becomes of the messages that wait. */
export function stepDown({ role }: Replica, node: BrokerNode): void {
  if (role.kind !== 'leading') return;
  for (const { replyTo } of role.unacknowledged) node.rejectTo(replyTo, 'deposed', { definite: false });
  for (const { replyTo } of role.held) node.rejectTo(replyTo, 'not the leader');
}

export function produce(
  replica: Replica,
  message: Extract<Message, { kind: 'produce' }>,
  node: BrokerNode,
  rules: Rules,
  minIsr: number,
  wantsAnswer: boolean,
): void {
  const { role, partition, sessions, log } = replica;
  const refuse = (error: string): void => {
    if (wantsAnswer) node.reject(error);
  };
  if (role.kind !== 'leading') return refuse('not the leader');
  if (message.acks === 'all' && partition.inSync.length < minIsr) return refuse('too few replicas in sync');
  const { stamp } = message;
  const admitted = stamp === undefined ? ({ kind: 'append' } as const) : admission(sessions, stamp, rules);
  if (admitted.kind === 'fenced' || admitted.kind === 'gap') return refuse(admitted.kind);
  const offset = admitted.kind === 'duplicate' ? admitted.offset : log.length;
  if (admitted.kind === 'append') {
    const { value } = message;
    const { epoch } = partition;
    append(replica, [{ epoch, value, ...(stamp === undefined ? {} : { stamp }) }], node);
  }
  if (!wantsAnswer) {
    // acks=0: nobody listens.
  } else if (
    message.acks === 'all' &&
    rules.acknowledge === 'when-replicated' &&
    offset >= replica.highWatermark
  ) {
    role.unacknowledged.push({ replyTo: node.defer(), offset });
  } else node.reply({ kind: 'appended', offset }, { after: 'sync' });
  if (admitted.kind === 'append') release(replica, node, 'fetch', ({ offset: at }) => at < log.length);
  advance(replica, node, minIsr);
}

export function serveFetch(
  replica: Replica,
  message: Extract<Message, { kind: 'fetch' }>,
  from: string,
  node: BrokerNode,
  rules: Rules,
  minIsr: number,
): void {
  const { role, partition, log } = replica;
  if (role.kind !== 'leading' || message.epoch !== partition.epoch) return node.reject('not the leader');
  const { offset } = message;
  const apart = rules.truncateTo === 'leader-epoch' ? divergence(log, offset, message.lastEpoch) : undefined;
  if (apart !== undefined) return node.reply({ kind: 'diverged', ...apart });
  note(role, from, offset, log.length, node.monotonicMs());
  advance(replica, node, minIsr);
  if (offset < log.length) return node.reply(entriesFrom(replica, offset));
  role.held.push({ kind: 'fetch', replyTo: node.defer(), offset, sinceMs: node.monotonicMs() });
}

/** A follower counts as caught up when it has all there is, or all there was when it last asked. */
function note(role: Leading, from: string, offset: number, end: number, nowMs: number): void {
  const known = (role.followers[from] ??= { end: 0, caughtUpMs: 0, fetchedMs: nowMs, endThen: Infinity });
  if (offset >= end) known.caughtUpMs = nowMs;
  else if (offset >= known.endThen) known.caughtUpMs = Math.max(known.caughtUpMs, known.fetchedMs);
  known.end = Math.max(known.end, offset);
  known.fetchedMs = nowMs;
  known.endThen = end;
}

export function serveRead(
  replica: Replica,
  message: Extract<Message, { kind: 'read' }>,
  node: BrokerNode,
): void {
  const { role, log, highWatermark } = replica;
  if (role.kind !== 'leading') return node.reject('not the leader');
  if (message.from === 'latest') {
    // Until this leader knows how far its predecessors had come, its answer could go back behind theirs (KIP-207).
    if (highWatermark < role.start) return node.reject('end not known yet');
    return node.reply({ kind: 'records', offset: highWatermark, values: [] });
  }
  const offset = message.from === 'earliest' ? 0 : message.from;
  if (offset > log.length) return node.reply({ kind: 'out-of-range' });
  if (offset < highWatermark) return node.reply(valuesFrom(replica, offset));
  role.held.push({ kind: 'read', replyTo: node.defer(), offset, sinceMs: node.monotonicMs() });
}

/** Moves the high watermark to what every replica has that is, or may be, in sync. */
export function advance(replica: Replica, node: BrokerNode, minIsr: number): void {
  const { role, partition } = replica;
  if (role.kind !== 'leading') return;
  let everywhere = replica.durable;
  for (const name of [...partition.inSync, ...role.proposed])
    if (name !== node.id) everywhere = Math.min(everywhere, role.followers[name]?.end ?? 0);
  if (everywhere <= replica.highWatermark) return;
  replica.highWatermark = everywhere;
  const passed = role.unacknowledged.filter(({ offset }) => offset < everywhere);
  role.unacknowledged = role.unacknowledged.filter(({ offset }) => offset >= everywhere);
  for (const { replyTo, offset } of passed) {
    if (partition.inSync.length >= minIsr) node.replyTo(replyTo, { kind: 'appended', offset });
    else node.rejectTo(replyTo, 'too few replicas in sync after the append', { definite: false });
  }
  release(replica, node, 'read', ({ offset }) => offset < everywhere);
}

/** Time passes: nobody waits for ever, and whoever lags is no longer in sync. */
export function leaderTick(replica: Replica, node: BrokerNode, brokers: readonly string[]): void {
  const { role } = replica;
  if (role.kind !== 'leading') return;
  const nowMs = node.monotonicMs();
  const waited = ({ sinceMs }: { readonly sinceMs: number }): boolean => nowMs - sinceMs >= HOLD_MS;
  release(replica, node, 'fetch', waited);
  release(replica, node, 'read', waited);
  review(replica, node, brokers);
}

/** Proposes another in-sync set if this one is no longer right. The controller decides. */
export function review(replica: Replica, node: BrokerNode, brokers: readonly string[]): void {
  const { role, partition, highWatermark } = replica;
  if (role.kind !== 'leading' || role.altering) return;
  const nowMs = node.monotonicMs();
  const wanted = brokers.filter((name) => {
    if (name === node.id) return true;
    const follower = role.followers[name];
    if (partition.inSync.includes(name))
      return nowMs - Math.max(follower?.caughtUpMs ?? 0, role.sinceMs) < LAG_MS;
    return follower !== undefined && follower.end >= Math.max(highWatermark, role.start);
  });
  if (wanted.length === partition.inSync.length && wanted.every((name) => partition.inSync.includes(name)))
    return;
  role.altering = true;
  role.proposed = [...new Set([...role.proposed, ...wanted])];
  const { epoch, version } = partition;
  node.call(
    'controller',
    { kind: 'alter-in-sync', partition: replica.number, epoch, version, inSync: wanted },
    { timeoutMs: ALTER_TIMEOUT_MS, token: { kind: 'altered', partition: replica.number, epoch } },
  );
}

/** Answers those of the waiting fetches or reads that have waited long enough. */
function release(
  replica: Replica,
  node: BrokerNode,
  kind: 'fetch' | 'read',
  ripe: (held: Leading['held'][number]) => boolean,
): void {
  const { role } = replica;
  if (role.kind !== 'leading' || role.held.length === 0) return;
  const answered = role.held.filter((held) => held.kind === kind && ripe(held));
  if (answered.length === 0) return;
  role.held = role.held.filter((held) => !answered.includes(held));
  for (const { replyTo, offset } of answered)
    node.replyTo(replyTo, kind === 'fetch' ? entriesFrom(replica, offset) : valuesFrom(replica, offset));
}

function entriesFrom({ log, highWatermark }: Replica, offset: number) {
  const entries: readonly Entry[] = log.slice(offset, offset + MAX_ENTRIES);
  return { kind: 'entries' as const, offset, entries, highWatermark };
}

function valuesFrom({ log, highWatermark }: Replica, offset: number) {
  const end = Math.min(highWatermark, offset + MAX_READ);
  return {
    kind: 'records' as const,
    offset,
    values: log.slice(offset, Math.max(offset, end)).map(({ value }) => value),
  };
}
