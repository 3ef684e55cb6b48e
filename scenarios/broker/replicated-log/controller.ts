/**
 * The controller: decides who leads, who is in sync and who reads what, and keeps the committed offsets. One node
 * with a disk; whatever it says leaves only once it is durable, so it may crash at any moment.
 */
import { stateMachine, type StateMachineNode } from 'seedstorm';
import type { Rules } from './bugs.js';
import { beginDrain, drainReply, drainTimer, type Drain, type DrainToken } from './drain.js';
import { altered, deposed, elected, initialPartitions, without } from './election.js';
import { assignedTo, expired, joined, ownerOf, type Group } from './group.js';
import { NOT_THE_READER, versionSum, type Answer, type Message, type Partition } from './messages.js';

const TICK_MS = 100;
const BROKER_SESSION_MS = 500;
const MEMBER_SESSION_MS = 600;

export interface Controller {
  state: ControllerState;
  request: { readonly f: 'drain' };
  reply: {
    readonly kind: 'drained';
    /** What each partition holds. */ readonly log: readonly (readonly string[])[];
  };
  message: Message;
  answer: Answer;
  timer: 'tick' | 'drain';
  token: DrainToken;
  durable: {
    cluster: Cluster;
    group: Group;
    offsets: { readonly committed: readonly (number | null)[] };
    producers: Readonly<Record<string, number>>;
  };
}

export type ControllerNode = StateMachineNode<Controller>;

interface Cluster {
  readonly partitions: Partition[];
  /** Which start of its process each broker is in. */
  readonly incarnations: Record<string, number>;
}

export interface ControllerState extends Cluster {
  partitions: Partition[];
  /** When each live broker was last heard of. */
  brokers: Record<string, number>;
  group: Group;
  /** When each member was last heard of. */
  members: Record<string, number>;
  committed: (number | undefined)[];
  /** Newest epoch of each producer. */
  producers: Record<string, number>;
  drain: Drain | undefined;
}

export interface ControllerOptions {
  readonly partitions: number;
  readonly brokers: readonly string[];
  readonly rules: Rules;
}

const after = { after: 'sync' } as const;

export function controller(options: ControllerOptions) {
  return stateMachine<Controller>({
    start(node) {
      node.setTimer('tick', TICK_MS);
      const nowMs = node.monotonicMs();
      const cluster = node.disk.read('cluster');
      const group = node.disk.read('group') ?? { generation: 0, members: {} };
      const committed =
        node.disk.read('offsets')?.committed ?? new Array<null>(options.partitions).fill(null);
      return {
        partitions: cluster?.partitions ?? initialPartitions(options.partitions, options.brokers),
        incarnations: cluster?.incarnations ?? {},
        // Nobody is given up for silence while this process was away.
        brokers: Object.fromEntries(options.brokers.map((name) => [name, nowMs])),
        group,
        members: Object.fromEntries(Object.keys(group.members).map((name) => [name, nowMs])),
        committed: committed.map((offset) => offset ?? undefined),
        producers: { ...node.disk.read('producers') },
        drain: undefined,
      };
    },

    onRequest(state, _request, node) {
      beginDrain(state, node, options.brokers);
    },

    onMessage(state, message, node, from) {
      switch (message.kind) {
        case 'alive':
          return heard(state, from, message, node, options);
        case 'alter-in-sync':
          return alter(state, message, from, node);
        case 'init-producer':
          return initProducer(state, message.producer, node);
        case 'member':
          return member(state, from, message, node);
        case 'commit':
          return commit(state, message, from, node);
      }
    },

    onReply(state, result, node) {
      drainReply(state, result, node);
    },

    onTimer(state, timer, node) {
      if (timer === 'drain') return drainTimer(state, node, options.brokers);
      node.setTimer('tick', TICK_MS);
      const nowMs = node.monotonicMs();
      const silent = Object.keys(state.brokers).filter(
        (name) => nowMs - (state.brokers[name] ?? 0) > BROKER_SESSION_MS,
      );
      for (const name of silent) delete state.brokers[name];
      // With nobody silent this still gives partitions back to replicas that lead them by preference.
      change(state, (partition) => silent.reduce(without, partition), node, options);
      for (const [name, seenMs] of Object.entries(state.members))
        if (nowMs - seenMs > MEMBER_SESSION_MS) {
          delete state.members[name];
          regroup(state, expired(state.group, name), node);
        }
    },
  });
}

/** A broker lives. If it began anew, it must not lead in the epoch it led before. */
function heard(
  state: ControllerState,
  name: string,
  { incarnation, known: sum }: Extract<Message, { kind: 'alive' }>,
  node: ControllerNode,
  options: ControllerOptions,
): void {
  const known = state.incarnations[name];
  if (known !== undefined && incarnation < known) return;
  const returns = state.brokers[name] === undefined;
  state.brokers[name] = node.monotonicMs();
  if (incarnation !== known) {
    state.incarnations[name] = incarnation;
    if (known !== undefined) change(state, (partition) => deposed(partition, name), node, options, name);
    node.disk.write('cluster', clusterOf(state));
  } else if (returns) change(state, (partition) => partition, node, options);
  if (sum !== versionSum(state.partitions)) node.send(name, { kind: 'cluster', ...clusterOf(state) }, after);
}

/**
 * Changes partitions, elects leaders, and tells the brokers if anything is different now. A broker that is passed over
 * leads only what nobody else can, until the next tick gives it back what it should lead.
 */
function change(
  state: ControllerState,
  rule: (partition: Partition) => Partition,
  node: ControllerNode,
  { brokers, rules }: ControllerOptions,
  passedOver?: string,
): void {
  const live = new Set(Object.keys(state.brokers));
  const others = new Set([...live].filter((name) => name !== passedOver));
  const next = state.partitions.map((partition, number) => {
    const now = rule(partition);
    const chosen = elected(now, number, others, brokers, rules);
    return chosen.leader === undefined ? elected(now, number, live, brokers, rules) : chosen;
  });
  if (next.every(({ version }, number) => version === state.partitions[number]?.version)) return;
  state.partitions = next;
  publish(state, node);
}

function publish(state: ControllerState, node: ControllerNode): void {
  node.disk.write('cluster', clusterOf(state));
  for (const name of Object.keys(state.brokers))
    node.send(name, { kind: 'cluster', ...clusterOf(state) }, after);
}

function clusterOf({ partitions, incarnations }: ControllerState): Cluster {
  return { partitions, incarnations };
}

function alter(
  state: ControllerState,
  message: Extract<Message, { kind: 'alter-in-sync' }>,
  from: string,
  node: ControllerNode,
): void {
  const before = state.partitions[message.partition] as Partition;
  const live = new Set(Object.keys(state.brokers));
  const now = before.leader === from ? altered(before, message, live) : before;
  if (now !== before) {
    state.partitions[message.partition] = now;
    publish(state, node);
  }
  node.reply({ kind: 'altered', partition: now }, after);
}

/** A producer begins anew: from now on its older messages are those of a zombie. */
function initProducer(state: ControllerState, producer: string, node: ControllerNode): void {
  const epoch = (state.producers[producer] ?? 0) + 1;
  state.producers[producer] = epoch;
  node.disk.write('producers', state.producers);
  node.reply({ kind: 'producer-epoch', epoch }, after);
}

function member(
  state: ControllerState,
  name: string,
  { incarnation, generation: knownGeneration, known }: Extract<Message, { kind: 'member' }>,
  node: ControllerNode,
): void {
  if (incarnation < (state.group.members[name] ?? 0)) return;
  state.members[name] = node.monotonicMs();
  regroup(state, joined(state.group, name, incarnation), node);
  const { group, committed, partitions } = state;
  const { generation } = group;
  if (knownGeneration === generation && known === versionSum(partitions)) return;
  const offsets = assignedTo(group, name, committed);
  node.send(name, { kind: 'assignment', incarnation, generation, offsets, partitions }, after);
}

function regroup(state: ControllerState, group: Group, node: ControllerNode): void {
  if (group === state.group) return;
  state.group = group;
  node.disk.write('group', group);
}

/** Only whoever reads the partition now may commit, and never backwards: a late copy of an old commit changes nothing. */
function commit(
  state: ControllerState,
  { generation, partition, offset }: Extract<Message, { kind: 'commit' }>,
  from: string,
  node: ControllerNode,
): void {
  if (generation !== state.group.generation || ownerOf(state.group, partition) !== from)
    return node.reject(NOT_THE_READER);
  if (offset > (state.committed[partition] ?? -1)) {
    state.committed[partition] = offset;
    node.disk.write('offsets', { committed: state.committed.map((at) => at ?? null) });
  }
  node.reply({ kind: 'committed' }, after);
}
