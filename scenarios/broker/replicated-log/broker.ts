/**
 * A broker: one replica of every partition, each leading or following as the controller says.
 *
 * Reconciling by leader epochs instead of high watermarks is KIP-101 (Stopford, Kafka 0.11); answering with the largest
 * epoch both sides have is KIP-279; asking within the fetch itself is KIP-595.
 */
import { stateMachine } from 'seedstorm';
import {
  appendTo,
  everyAgain,
  logKept,
  logSynced,
  mayShare,
  openLog,
  positionOf,
  startEvery,
  truncateLog,
} from 'seedstorm/parts';
import type { Options } from './rules.js';
import { lead, leader, release, stepDown, type Broker, type BrokerNode, type Replica } from './leader.js';
import type { Entry, Fetched, Partition } from './messages.js';
import { versionSum } from './partitions.js';

type State = Broker['state'];

const TICK = { everyMs: 50, first: 'whole' } as const;
const FETCH_TIMEOUT_MS = 250;
const ALIVE = { everyMs: 100, first: 'none' } as const;

export function broker(options: Options) {
  const leading = leader(options);
  return stateMachine<Broker>({
    start(node) {
      const replicas = Array.from({ length: options.partitions }, (_, number) => openReplica(number, node));
      const state = { beats: 0, replicas };
      sync(state, node);
      startEvery('tick', TICK, node);
      startEvery('alive', ALIVE, node);
      return state;
    },

    onMessage: {
      produce(state, message, node) {
        const replica = state.replicas[message.partition] as Replica;
        if (leading.produce(replica, message, node)) sync(state, node);
        leading.advance(replica, node);
      },
      fetch: ({ replicas }, asked, node, from) =>
        leading.fetch(replicas[asked.partition] as Replica, asked, from, node),
      read: ({ replicas }, { partition, from }, node) =>
        leading.read(replicas[partition] as Replica, from, node),
      where: ({ replicas }, _asked, node) => node.reply(replicas.map(({ partition }) => partition)),
      cluster(state, { partitions, incarnations }, node) {
        // What was meant for an earlier life of this process is not for this one.
        if (incarnations[node.id] !== node.incarnation) return;
        for (const replica of state.replicas)
          adopt(state, replica, partitions[replica.number] as Partition, node);
      },
      report({ replicas }, _asked, node) {
        const settled = replicas.filter(
          ({ role, log, highWatermark }) => role.kind === 'leading' && highWatermark === log.entries.length,
        );
        const led = settled.map(({ number, partition: { epoch }, log }) => [
          number,
          { epoch, values: log.entries.map(({ value }) => value) },
        ]);
        node.reply(Object.fromEntries(led));
      },
    },

    onReply(state, result, node) {
      if (result.token.kind !== 'asked') return;
      const replica = state.replicas[result.token.partition] as Replica;
      const { partition, role } = replica;
      const isExpected =
        role.kind === 'leading' || options.rules.fenceFetches === 'by-epoch'
          ? result.token.epoch === partition.epoch
          : result.from === partition.leader;
      if (!isExpected) return;
      if (replica.role.kind === 'leading') {
        replica.role.altering = false;
        if (result.kind === 'answer' && result.f === 'alter') adopt(state, replica, result.value, node);
        return;
      }
      const answer = result.kind === 'answer' && result.f === 'fetch' ? result.value : undefined;
      if (fetched(replica, answer, node)) sync(state, node);
    },

    onSync(state, token, node, ok) {
      if (!ok) return node.exit('a sync failed');
      if (token.kind !== 'synced') return;
      for (const replica of state.replicas) {
        logSynced(replica.log, token.next[replica.number] as number, node);
        leading.advance(replica, node);
        fetchNext(replica, node);
      }
    },

    onTimer(state, timer, node) {
      if (timer === 'alive') {
        const known = versionSum(state.replicas.map(({ partition }) => partition));
        const { incarnation } = node;
        // What was found on the disk is synced before the first: only then do the others count on this broker.
        node.send('controller', { f: 'alive', incarnation, n: ++state.beats, known }, { after: 'sync' });
        return everyAgain('alive', ALIVE, node);
      }
      everyAgain('tick', TICK, node);
      for (const replica of state.replicas) {
        const file = `high-watermark/${replica.number}` as const;
        // Written down now and then: nobody waits for it.
        if (node.disk.read(file) !== replica.highWatermark) node.disk.write(file, replica.highWatermark);
        // Time passes: nobody waits for ever, and whoever lags is no longer in sync.
        if (replica.role.kind === 'leading') release(replica, replica.role, node);
        leading.review(replica, node);
        fetchNext(replica, node);
      }
    },
  });

  /** What the controller says now. */
  function adopt(state: State, replica: Replica, partition: Partition, node: BrokerNode): void {
    const before = replica.partition;
    if (partition.version <= before.version) return;
    replica.partition = partition;
    const isFollowed = replica.role.kind === 'following' && partition.leader === before.leader;
    if (partition.epoch > before.epoch && !(isFollowed && options.rules.fenceFetches === 'by-leader')) {
      stepDown(replica, node);
      if (partition.leader === node.id) lead(replica, node);
      else replica.role = { kind: 'following', fetching: false, compared: false };
      if (replica.role.kind === 'following' && options.rules.truncateTo === 'high-watermark')
        cutBack(replica, replica.highWatermark, node);
      if (logKept(replica.log) < replica.log.entries.length) sync(state, node);
    } else if (replica.role.kind === 'leading') replica.role.proposed = [];
    leading.advance(replica, node);
  }
}

/** Asks for the logs to be made durable as they are now. */
function sync({ replicas }: State, node: BrokerNode): void {
  node.disk.sync({ kind: 'synced', next: replicas.map(({ log }) => log.next) });
}

/** What the disk holds of a partition. Nothing counts as durable before the next sync: the process may have died alone. */
function openReplica(number: number, node: BrokerNode): Replica {
  const { log } = openLog<Entry>(node, { file: `log/${number}` });
  const highWatermark = Math.min(node.disk.read(`high-watermark/${number}`) ?? 0, log.entries.length);
  const partition = { leader: undefined, epoch: 0, version: 0, inSync: [] };
  return { number, partition, log, highWatermark, role: { kind: 'idle' } };
}

/** A fetch tells the leader how much this replica holds for good: so it goes out once all of it is durable. */
function fetchNext({ role, partition, log, number }: Replica, node: BrokerNode): void {
  if (role.kind !== 'following' || role.fetching || partition.leader === undefined) return;
  if (logKept(log) < log.entries.length) return;
  role.fetching = true;
  const { leader, epoch } = partition;
  node.call(
    leader,
    { f: 'fetch', partition: number, epoch, after: positionOf(log.entries), begins: !role.compared },
    { timeoutMs: FETCH_TIMEOUT_MS, token: { kind: 'asked', partition: number, epoch } },
  );
}

/** A fetch of this epoch ended. What went wrong is tried again at the next tick. @returns whether the log has changed */
function fetched(replica: Replica, answer: Fetched | undefined, node: BrokerNode): boolean {
  const { role, log } = replica;
  if (role.kind !== 'following') return false;
  role.fetching = false;
  if (answer === undefined) return false;
  // Compared to the end: the leader had nothing to say against it.
  role.compared = !('agrees' in answer);
  if ('agrees' in answer) return cutBack(replica, mayShare(log.entries, answer.agrees), node);
  if (answer.after !== log.entries.length) return false;
  for (const entry of answer.entries) appendTo(log, entry, node);
  replica.highWatermark = Math.max(replica.highWatermark, Math.min(answer.highWatermark, log.entries.length));
  if (answer.entries.length === 0) fetchNext(replica, node);
  return answer.entries.length > 0;
}

/** Keeps the first `count` entries. */
function cutBack(replica: Replica, count: number, node: BrokerNode): boolean {
  const { log, number } = replica;
  if (count >= log.entries.length) return false;
  node.log(`partition ${number}: cut back from ${log.entries.length} to ${count} entries`);
  truncateLog(log, count, node);
  replica.highWatermark = Math.min(replica.highWatermark, count);
  return true;
}
