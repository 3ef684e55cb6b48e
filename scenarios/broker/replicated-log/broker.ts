/** A broker: one replica of every partition, each leading or following as the controller says. */
import { stateMachine } from 'seedstorm';
import type { Rules } from './bugs.js';
import { fetched, fetchNext, follow } from './follower.js';
import { advance, lead, leaderTick, produce, review, serveFetch, serveRead, stepDown } from './leader.js';
import { versionSum, type Message, type Partition } from './messages.js';
import { checkpoint, openReplica, syncLogs, type Broker, type BrokerNode, type Replica } from './replica.js';

const TICK_MS = 50;
/** A heartbeat every other tick. */
const TICKS_PER_HEARTBEAT = 2;

export interface BrokerOptions {
  readonly partitions: number;
  readonly minIsr: number;
  readonly rules: Rules;
  /** Who holds replicas, this broker included. */
  readonly brokers: readonly string[];
}

export function broker(options: BrokerOptions) {
  const { rules, minIsr } = options;
  return stateMachine<Broker>({
    start(node) {
      const replicas = Array.from({ length: options.partitions }, (_, number) => openReplica(number, node));
      syncLogs(replicas, node);
      node.setTimer('tick', TICK_MS);
      return { ready: false, ticks: 0, replicas };
    },

    onMessage(state, message, node, from) {
      if (message.kind === 'cluster') return learn(state.replicas, message, node, options);
      if (message.kind === 'where')
        return node.reply({ kind: 'here', partitions: state.replicas.map(({ partition }) => partition) });
      if (message.kind === 'report') return report(state.replicas, node);
      if (!('partition' in message)) return;
      const replica = state.replicas[message.partition] as Replica;
      if (message.kind === 'produce') produce(replica, message, node, rules, minIsr, message.acks !== 0);
      else if (message.kind === 'read') serveRead(replica, message, node);
      else if (message.kind === 'fetch') {
        serveFetch(replica, message, from, node, rules, minIsr);
        review(replica, node, options.brokers);
      }
    },

    onReply(state, result, node) {
      if (result.token.kind === 'durable') return;
      const replica = state.replicas[result.token.partition] as Replica;
      if (result.token.epoch !== replica.partition.epoch) return;
      if (result.token.kind === 'fetched') return fetched(replica, result, node);
      if (replica.role.kind !== 'leading') return;
      replica.role.altering = false;
      if (result.kind === 'answer' && result.value.kind === 'altered')
        adopt(replica, result.value.partition, node, options);
    },

    onSync(state, token, node, ok) {
      if (!ok) return node.exit('a sync failed');
      if (token.kind !== 'durable') return;
      for (const [number, length, cuts] of token.lengths) {
        const replica = state.replicas[number] as Replica;
        if (replica.cuts !== cuts) continue;
        replica.durable = Math.max(replica.durable, length);
        advance(replica, node, minIsr);
        fetchNext(replica, node);
      }
      if (!state.ready) {
        state.ready = true;
        heartbeat(state.replicas, node);
      }
    },

    onTimer(state, _timer, node) {
      node.setTimer('tick', TICK_MS);
      for (const replica of state.replicas) {
        checkpoint(replica, node);
        leaderTick(replica, node, options.brokers);
        fetchNext(replica, node);
      }
      if (state.ready && ++state.ticks % TICKS_PER_HEARTBEAT === 0) heartbeat(state.replicas, node);
    },
  });
}

function heartbeat(replicas: readonly Replica[], node: BrokerNode): void {
  const known = versionSum(replicas.map(({ partition }) => partition));
  node.send('controller', { kind: 'alive', incarnation: node.incarnation, known });
}

/** News from the controller. What was meant for an earlier life of this process is not for this one. */
function learn(
  replicas: readonly Replica[],
  news: Extract<Message, { kind: 'cluster' }>,
  node: BrokerNode,
  options: BrokerOptions,
): void {
  if (news.incarnations[node.id] !== node.incarnation) return;
  for (const replica of replicas) adopt(replica, news.partitions[replica.number] as Partition, node, options);
}

function adopt(replica: Replica, partition: Partition, node: BrokerNode, options: BrokerOptions): void {
  const before = replica.partition;
  if (partition.version <= before.version) return;
  replica.partition = partition;
  if (partition.epoch > before.epoch) {
    stepDown(replica, node);
    if (partition.leader === node.id) lead(replica, node);
    else follow(replica, node, options.rules);
  } else if (replica.role.kind === 'leading') replica.role.proposed = [];
  advance(replica, node, options.minIsr);
}

function report(replicas: readonly Replica[], node: BrokerNode): void {
  const led = replicas.flatMap(({ role, number, partition, highWatermark, log }) =>
    role.kind === 'leading'
      ? [{ partition: number, epoch: partition.epoch, highWatermark, values: log.map(({ value }) => value) }]
      : [],
  );
  node.reply({ kind: 'led', led });
}
