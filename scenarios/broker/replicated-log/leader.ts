/** A leader: appends what producers send, feeds followers and consumers, moves the high watermark, keeps the in-sync set. */
import type { ReplyTo, StateMachineNode } from 'seedstorm';
import {
  appendTo,
  logKept,
  mayShare,
  partsAt,
  takeReady,
  type DurableLog,
  type LogPosition,
} from 'seedstorm/parts';
import type { Options } from './rules.js';
import type {
  BrokerCalls,
  ControllerCalls,
  Entry,
  Fetch,
  Fetched,
  Partition,
  Produce,
  Read,
  Records,
  Stamp,
} from './messages.js';

/** The types of the broker's program. */
export interface Broker {
  state: {
    /** Signs of life sent since the process started. */
    beats: number;
    readonly replicas: Replica[];
  };
  messages: BrokerCalls;
  calls: Pick<BrokerCalls, 'fetch'> & Pick<ControllerCalls, 'alive' | 'alter'>;
  timer: 'tick' | 'alive';
  token:
    /** Numbers of the next record of each log when the sync was asked for. */
    | { readonly kind: 'synced'; readonly next: readonly number[] }
    | { readonly kind: 'asked'; readonly partition: number; readonly epoch: number };
  durable: Record<`high-watermark/${number}`, number>;
}

export type BrokerNode = Omit<StateMachineNode<Broker>, 'reply'>;

export interface Replica {
  readonly number: number;
  /** What the controller last said. */
  partition: Partition;
  readonly log: DurableLog<Entry>;
  /** Entries below it are on every in-sync replica: committed. Lags behind on followers. */
  highWatermark: number;
  role: Leading | Following | { readonly kind: 'idle' };
}

export interface Following {
  readonly kind: 'following';
  fetching: boolean;
  /** Where its log parts from the leader's has been asked. */
  compared: boolean;
}

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
  readonly unacknowledged: { readonly replyTo: ReplyTo; readonly offset: number }[];
  /** Fetches and reads that wait for news. */
  readonly held: Held[];
}

export interface Held {
  readonly kind: 'fetch' | 'read';
  readonly replyTo: ReplyTo;
  readonly offset: number;
  readonly sinceMs: number;
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

/** A follower that has not had everything for so long is no longer in sync. */
const LAG_MS = 400;
/** How long a fetch or read waits for news. */
const HOLD_MS = 60;
const MAX_ENTRIES = 20;
const MAX_READ = 8;
const ALTER_TIMEOUT_MS = 250;

export function lead(replica: Replica, node: BrokerNode): void {
  replica.role = {
    kind: 'leading',
    start: replica.log.entries.length,
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

/** What a leader does. */
export function leader({ rules, minIsr, brokers }: Options) {
  return { produce, fetch, read, advance, review };

  /** @returns whether the log has grown */
  function produce(replica: Replica, message: Produce, node: BrokerNode): boolean {
    const { role, partition, log } = replica;
    const { acks, value, stamp } = message;
    // With acks=0 nobody listens.
    const replyTo = acks === 0 ? undefined : node.defer();
    const refuse = (error: string): false => {
      if (replyTo) node.rejectTo(replyTo, error);
      return false;
    };
    if (role.kind !== 'leading') return refuse('not the leader');
    if (acks === 'all' && partition.inSync.length < minIsr) return refuse('too few replicas in sync');
    const { length } = log.entries;
    const admitted = stamp === undefined ? ('new' as const) : admission(log.entries, stamp, rules);
    if (admitted === 'fenced' || admitted === 'gap') {
      if (replyTo) node.replyTo(replyTo, admitted);
      return false;
    }
    const offset = admitted === 'new' ? length : admitted;
    if (admitted === 'new') appendTo(log, { epoch: partition.epoch, value, ...(stamp && { stamp }) }, node);
    const waits = acks === 'all' && rules.acknowledge === 'when-replicated';
    if (replyTo && waits && offset >= replica.highWatermark) role.unacknowledged.push({ replyTo, offset });
    else if (replyTo) node.replyTo(replyTo, offset, { after: 'sync' });
    release(replica, role, node);
    return admitted === 'new';
  }

  function fetch(replica: Replica, { epoch, after, begins }: Fetch, from: string, node: BrokerNode): void {
    const { role, partition, log } = replica;
    const replyTo = node.defer();
    const isFenced = rules.fenceFetches === 'by-epoch';
    if (role.kind !== 'leading' || (isFenced && epoch !== partition.epoch))
      return node.rejectTo(replyTo, 'not the leader');
    const agrees = isFenced || begins ? whereTheyPart(log.entries, after) : undefined;
    if (agrees !== undefined) return node.replyTo(replyTo, { agrees });
    const sinceMs = node.monotonicMs();
    note(role, from, after.length, log.entries.length, sinceMs);
    role.held.push({ kind: 'fetch', replyTo, offset: after.length, sinceMs });
    advance(replica, node);
    release(replica, role, node);
    review(replica, node);
  }

  /** Where a follower's log parts from this one; nothing, where it does not, or nobody asks. */
  function whereTheyPart(entries: readonly Entry[], theirs: LogPosition): LogPosition | undefined {
    if (rules.truncateTo === 'leader-epoch') return partsAt(entries, theirs);
    if (rules.truncateTo === 'high-watermark') return undefined;
    const { epoch } = theirs;
    const length = mayShare(entries, theirs);
    return length < theirs.length ? { epoch, length } : undefined;
  }

  function read(replica: Replica, from: Read['from'], node: BrokerNode): void {
    const { role, log, highWatermark } = replica;
    const replyTo = node.defer();
    if (role.kind !== 'leading') return node.rejectTo(replyTo, 'not the leader');
    if (from === 'latest') {
      // Until this leader knows how far its predecessors had come, its answer could go back behind theirs (KIP-207).
      if (highWatermark < role.start) return node.rejectTo(replyTo, 'end not known yet');
      return node.replyTo(replyTo, { offset: highWatermark, values: [] });
    }
    const offset = from === 'earliest' ? 0 : from;
    if (offset > log.entries.length) return node.replyTo(replyTo, 'out-of-range');
    role.held.push({ kind: 'read', replyTo, offset, sinceMs: node.monotonicMs() });
    release(replica, role, node);
  }

  /** Moves the high watermark to what every replica has that is, or may be, in sync. */
  function advance(replica: Replica, node: BrokerNode): void {
    const { role, partition, log } = replica;
    if (role.kind !== 'leading') return;
    let everywhere = logKept(log);
    for (const name of [...partition.inSync, ...role.proposed])
      if (name !== node.id) everywhere = Math.min(everywhere, role.followers[name]?.end ?? 0);
    if (everywhere <= replica.highWatermark) return;
    replica.highWatermark = everywhere;
    for (const { replyTo, offset } of takeReady(role.unacknowledged, (one) => one.offset < everywhere))
      if (partition.inSync.length >= minIsr) node.replyTo(replyTo, offset);
      else node.rejectTo(replyTo, 'too few replicas in sync after the append', { definite: false });
    release(replica, role, node);
  }

  /** Proposes another in-sync set if this one is no longer right. The controller decides. */
  function review({ role, partition, highWatermark, number }: Replica, node: BrokerNode): void {
    if (role.kind !== 'leading' || role.altering) return;
    const nowMs = node.monotonicMs();
    const inSync = brokers.filter((name) => {
      if (name === node.id) return true;
      const follower = role.followers[name];
      if (partition.inSync.includes(name))
        return nowMs - Math.max(follower?.caughtUpMs ?? 0, role.sinceMs) < LAG_MS;
      return follower !== undefined && follower.end >= Math.max(highWatermark, role.start);
    });
    if (inSync.join() === brokers.filter((name) => partition.inSync.includes(name)).join()) return;
    role.altering = true;
    role.proposed = [...new Set([...role.proposed, ...inSync])];
    const { epoch, version } = partition;
    node.call(
      'controller',
      { f: 'alter', partition: number, epoch, version, inSync },
      { timeoutMs: ALTER_TIMEOUT_MS, token: { kind: 'asked', partition: number, epoch } },
    );
  }
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

/** Answers the waiting fetches and reads for which there is news, or that have waited long enough. */
export function release(replica: Replica, { held }: Leading, node: BrokerNode): void {
  const { log, highWatermark } = replica;
  const isReady = ({ kind, offset, sinceMs }: Held): boolean =>
    offset < (kind === 'fetch' ? log.entries.length : highWatermark) ||
    node.monotonicMs() - sinceMs >= HOLD_MS;
  for (const one of takeReady(held, isReady)) serve(replica, one, node);
}

/** Answers with what there is from an offset on: a follower with entries, a consumer with what is committed. */
function serve({ log, highWatermark }: Replica, { kind, replyTo, offset }: Held, node: BrokerNode): void {
  const most = kind === 'fetch' ? MAX_ENTRIES : Math.min(MAX_READ, Math.max(0, highWatermark - offset));
  const entries = log.entries.slice(offset, offset + most);
  const answer: Fetched | Records =
    kind === 'fetch'
      ? { entries, after: offset, highWatermark }
      : { offset, values: entries.map(({ value }) => value) };
  node.replyTo(replyTo, answer);
}

/**
 * What a leader does with a message of an idempotent producer (KIP-98): append it, know it (its offset, or a later one
 * of that producer), or refuse it. What is known of producers follows from the log alone, so every replica knows it.
 */
export function admission(
  entries: readonly Entry[],
  { producer, epoch, sequence }: Stamp,
  rules: Options['rules'],
): 'new' | 'fenced' | 'gap' | number {
  if (!rules.checkSequence) return 'new';
  const offset = entries.findLastIndex(({ stamp }) => stamp?.producer === producer);
  const last = entries[offset]?.stamp;
  const isNewEpoch = last === undefined || epoch > last.epoch;
  // A newer instance of the producer has written: this one must not any more.
  if (!isNewEpoch && rules.fenceOldEpochs && epoch < last.epoch) return 'fenced';
  if (!isNewEpoch && sequence <= last.sequence) return offset;
  return sequence === (isNewEpoch ? 0 : last.sequence + 1) ? 'new' : 'gap';
}
