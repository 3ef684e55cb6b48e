/** The coordinator of transactions, which keeps the offsets of groups, too. Whatever it says is durable. */
import { stateMachine, type StateMachineNode } from 'seedstorm';
import { everyAgain, startEvery } from 'seedstorm/parts';
import {
  addPartitionsToTxn,
  coordinatorPassTime,
  endTxn,
  initProducerId,
  markerWritten,
  pendingMarkers,
  restoreTransactionCoordinator,
  type CoordinatorEffect,
  type Participant,
  type Transaction,
  type TransactionCoordinator,
} from 'seedstorm/servers';
import { TOPIC, type BrokerCalls, type CoordinatorCalls } from './messages.js';

interface Coordinator {
  state: {
    readonly transactions: TransactionCoordinator;
    /** By group: offsets by partition. */
    readonly offsets: Record<string, Record<number, number>>;
  };
  messages: CoordinatorCalls;
  calls: Pick<BrokerCalls, 'marker'>;
  timer: 'tick';
  token:
    | { readonly kind: 'kept'; readonly markers: readonly CoordinatorEffect[] }
    | {
        readonly kind: 'marker';
        readonly producerId: number;
        readonly epoch: number;
        readonly by: Participant;
      };
  durable: {
    epoch: number;
    nextProducerId: number;
    transactions: Readonly<Record<string, Transaction>>;
    offsets: Readonly<Record<string, Readonly<Record<number, number>>>>;
  };
}

type Node = Omit<StateMachineNode<Coordinator>, 'reply'>;

const TICK = { everyMs: 60, first: 'whole' } as const;
const MARKER_TIMEOUT_MS = 50;
/** How long a transaction may be open. */
const TRANSACTION_MS = 700;
const after = { after: 'sync' } as const;

export function coordinator(leaderOf: (partition: number) => string) {
  return stateMachine<Coordinator>({
    start(node) {
      const { disk } = node;
      startEvery('tick', TICK, node);
      const epoch = (disk.read('epoch') ?? 0) + 1;
      disk.write('epoch', epoch);
      const kept = Object.values(disk.read('transactions') ?? {});
      return {
        transactions: restoreTransactionCoordinator(kept, disk.read('nextProducerId') ?? 1, epoch),
        offsets: { ...disk.read('offsets') },
      };
    },

    onMessage: {
      initProducerId({ transactions }, { transactionalId }, node) {
        const asked = { transactionalId, timeoutMs: TRANSACTION_MS };
        const { effects, ...answer } = initProducerId(transactions, asked, node.monotonicMs());
        carryOut(transactions, effects, node);
        node.reply(answer, after);
      },
      addPartition({ transactions }, { partition, ...producer }, node) {
        const asked = { ...producer, partitions: [{ topic: TOPIC, partition }] };
        const { effects, ...answer } = addPartitionsToTxn(transactions, asked, node.monotonicMs());
        carryOut(transactions, effects, node);
        node.reply(answer, after);
      },
      endTxn({ transactions }, asked, node) {
        const { effects, ...answer } = endTxn(transactions, asked);
        carryOut(transactions, effects, node);
        node.reply(answer, after);
      },
      commit({ offsets }, asked, node) {
        offsets[asked.group] = { ...offsets[asked.group], ...asked.offsets };
        node.disk.write('offsets', offsets);
      },
      committed: ({ offsets }, { group, partition }, node) =>
        node.reply(offsets[group]?.[partition] ?? null, after),
    },

    onSync(_state, token, node, ok) {
      if (!ok) return node.exit('a sync failed');
      if (token.kind === 'kept') send(token.markers, node);
    },

    onReply({ transactions }, { token, kind }, node) {
      if (token.kind === 'marker' && kind === 'answer')
        carryOut(transactions, markerWritten(transactions, token), node);
    },

    onTimer({ transactions }, timer, node) {
      everyAgain(timer, TICK, node);
      carryOut(transactions, coordinatorPassTime(transactions, node.monotonicMs()), node);
      const markers = pendingMarkers(transactions);
      if (markers.length > 0) node.disk.sync({ kind: 'kept', markers });
    },
  });

  /** Keeps what is to be kept, and sends markers once that is durable. */
  function carryOut(
    { transactions, nextProducerId }: TransactionCoordinator,
    effects: readonly CoordinatorEffect[],
    node: Node,
  ): void {
    if (effects.length === 0) return;
    node.disk.write('transactions', transactions);
    node.disk.write('nextProducerId', nextProducerId);
    node.disk.sync({ kind: 'kept', markers: effects.filter(({ kind }) => kind === 'write-marker') });
  }

  function send(markers: readonly CoordinatorEffect[], node: Node): void {
    for (const effect of markers) {
      if (effect.kind !== 'write-marker' || effect.to.kind !== 'partition') continue;
      const { marker, to } = effect;
      const token = {
        kind: 'marker',
        producerId: marker.producerId,
        epoch: marker.producerEpoch,
        by: to,
      } as const;
      const { partition } = to;
      node.call(
        leaderOf(partition),
        { f: 'marker', partition, marker },
        { timeoutMs: MARKER_TIMEOUT_MS, token },
      );
    }
  }
}
