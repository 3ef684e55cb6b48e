/**
 * The controller: decides who leads, who is in sync and who reads what, and keeps the committed offsets. One node
 * with a disk; whatever it says leaves only once it is durable, so it may crash at any moment.
 */
import { stateMachine, type StateMachineNode } from 'seedstorm';
import {
  answerMember,
  endSessions,
  everyAgain,
  hear,
  isCurrent,
  newGroup,
  newHearing,
  startEvery,
  suspects,
  type Group,
  type Hearing,
} from 'seedstorm/parts';
import type { Options } from './rules.js';
import type { BrokerCalls, Cluster, ControllerCalls, Partition } from './messages.js';
import { altered, deposed, elected, initialPartitions, versionSum, without } from './partitions.js';

interface Controller {
  state: {
    cluster: Cluster;
    /** Signs of life of the brokers, and which of them live. */
    readonly hearing: Hearing;
    live: readonly string[];
    readonly group: Group;
    /** By partition. */
    readonly committed: Record<number, number>;
    /** Newest epoch of each producer. */
    readonly producers: Record<string, number>;
  };
  messages: ControllerCalls;
  calls: Pick<BrokerCalls, 'cluster'>;
  timer: 'tick';
  durable: {
    cluster: Cluster;
    generation: number;
    committed: Readonly<Record<number, number>>;
    producers: Readonly<Record<string, number>>;
  };
}

type State = Controller['state'];
type Node = Omit<StateMachineNode<Controller>, 'reply'>;

const TICK = { everyMs: 100, first: 'whole' } as const;
const BROKERS = { everyMs: 100, suspect: { by: 'timeout', afterMs: 500 } } as const;
const MEMBERS = { everyMs: 100, sessionMs: 600 };
const after = { after: 'sync' } as const;

export function controller({ partitions: count, brokers, rules }: Options) {
  return stateMachine<Controller>({
    start(node) {
      startEvery('tick', TICK, node);
      const { disk } = node;
      return {
        cluster: disk.read('cluster') ?? { partitions: initialPartitions(count, brokers), incarnations: {} },
        // Nobody is given up for silence while this process was away.
        hearing: newHearing(brokers, node.monotonicMs(), BROKERS),
        live: brokers,
        group: newGroup(disk.read('generation')),
        committed: { ...disk.read('committed') },
        producers: { ...disk.read('producers') },
      };
    },

    onMessage: {
      /** A broker lives. If it began anew, it must not lead in the epoch it led before. */
      alive(state, { known, ...beat }, node, name) {
        const before = state.cluster.incarnations[name];
        if (before !== undefined && beat.incarnation < before) return;
        if (!hear(state.hearing, name, beat, node.monotonicMs(), BROKERS)) return;
        const returns = !state.live.includes(name);
        state.live = brokers.filter((broker) => broker === name || state.live.includes(broker));
        if (beat.incarnation !== before) {
          const incarnations = { ...state.cluster.incarnations, [name]: beat.incarnation };
          state.cluster = { ...state.cluster, incarnations };
          if (before !== undefined) change(state, (partition) => deposed(partition, name), node, name);
          node.disk.write('cluster', state.cluster);
        } else if (returns) change(state, (partition) => partition, node);
        if (known !== versionSum(state.cluster.partitions))
          node.send(name, { f: 'cluster', ...state.cluster }, after);
      },

      alter(state, proposal, node, from) {
        const { partitions } = state.cluster;
        const before = partitions[proposal.partition] as Partition;
        const now = before.leader === from ? altered(before, proposal, state.live) : before;
        publish(state, partitions.with(proposal.partition, now), node);
        node.reply(now, after);
      },

      /** From now on the older messages of this producer are those of a zombie. */
      initProducer({ producers }, { producer }, node) {
        const epoch = (producers[producer] ?? 0) + 1;
        producers[producer] = epoch;
        node.disk.write('producers', producers);
        node.reply(epoch, after);
      },

      member({ group }, question, node, from) {
        const { answer, changed } = answerMember(group, question, from, node.monotonicMs(), MEMBERS);
        if (changed) node.disk.write('generation', group.generation);
        node.reply(answer, after);
      },

      committed({ group, committed }, { generation, partition }, node, from) {
        if (!reads(group, from, generation, partition))
          return node.reject('not the reader of this partition');
        node.reply(committed[partition] ?? null, after);
      },

      /** Only whoever reads the partition now, and never backwards: a late copy of an old commit changes nothing. */
      commit({ group, committed }, { generation, partition, offset }, node, from) {
        if (!reads(group, from, generation, partition))
          return node.reject('not the reader of this partition');
        if (offset > (committed[partition] ?? -1)) {
          committed[partition] = offset;
          node.disk.write('committed', committed);
        }
        node.reply('committed', after);
      },

      overview({ cluster: { partitions }, group: { generation, members } }, _asked, node) {
        node.reply({ partitions, generation, readers: members.map(({ name }) => name) });
      },
    },

    onTimer(state, timer, node) {
      everyAgain(timer, TICK, node);
      const silent = suspects(state.hearing, node.monotonicMs(), BROKERS);
      const gone = state.live.filter((name) => silent.includes(name));
      state.live = brokers.filter((name) => !silent.includes(name));
      // With nobody silent this still gives partitions back to replicas that lead them by preference.
      change(state, (partition) => gone.reduce(without, partition), node);
      if (endSessions(state.group, node.monotonicMs(), MEMBERS).length > 0)
        node.disk.write('generation', state.group.generation);
    },
  });

  /**
   * Changes partitions, elects leaders, and tells the brokers if anything is different now. A broker that is passed over
   * leads only what nobody else can, until the next tick gives it back what it should lead.
   */
  function change(
    state: State,
    rule: (partition: Partition) => Partition,
    node: Node,
    passedOver?: string,
  ): void {
    const { live, cluster } = state;
    const others = live.filter((name) => name !== passedOver);
    const next = cluster.partitions.map((partition, number) => {
      const now = rule(partition);
      const chosen = elected(now, number, others, brokers, rules);
      return chosen.leader === undefined ? elected(now, number, live, brokers, rules) : chosen;
    });
    publish(state, next, node);
  }

  function publish(state: State, partitions: readonly Partition[], node: Node): void {
    if (versionSum(partitions) === versionSum(state.cluster.partitions)) return;
    state.cluster = { ...state.cluster, partitions };
    node.disk.write('cluster', state.cluster);
    for (const name of state.live) node.send(name, { f: 'cluster', ...state.cluster }, after);
  }
}

/** Whether the partition is read by this member, in the generation that it knows. */
function reads(group: Group, name: string, generation: number, partition: number): boolean {
  const { members } = group;
  return isCurrent(group, name, generation) && members[partition % members.length]?.name === name;
}
