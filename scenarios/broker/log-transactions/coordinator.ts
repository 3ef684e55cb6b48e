/** The transaction coordinator: keeps each decision before it tells anybody, and sends markers until all are written. */
import { stateMachine, type StateMachineNode } from 'seedstorm';
import { appendTo, openLog, type DurableLog } from 'seedstorm/parts';
import {
  addPartitionsToTxn,
  coordinatorPassTime,
  endTxn,
  initProducerId,
  markerWritten,
  pendingMarkers,
  restoreTransactionCoordinator,
  soundCoordinator,
  type CoordinatorAnswer,
  type CoordinatorEffect,
  type CoordinatorRules,
  type Participant,
  type Transaction,
  type TransactionCoordinator,
} from 'seedstorm/servers';
import { LED_BY, type BrokerCalls, type CoordinatorCalls, type LogName } from './messages.js';
import type { Rules } from './rules.js';

type Line = Extract<CoordinatorEffect, { kind: 'keep' | 'keep-producer-ids' }>;

interface Coordinator {
  state: { readonly coordinator: TransactionCoordinator; readonly journal: DurableLog<Line> };
  messages: CoordinatorCalls;
  calls: Pick<BrokerCalls, 'marker'>;
  timer: 'tick';
  token: { readonly by: Participant; readonly producerId: number; readonly epoch: number };
}
type Node = Omit<StateMachineNode<Coordinator>, 'reply'>;

const TICK_MS = 60;

export function coordinator(rules: Rules) {
  const { endTxn: binding, fencing, timeout, markers, open } = rules;
  const chosen: CoordinatorRules = { ...soundCoordinator, endTxn: binding, fencing, timeout, markers, open };
  return stateMachine<Coordinator>({
    start(node) {
      const { log: journal } = openLog<Line>(node);
      const kept = new Map<string, Transaction>();
      let next = 1;
      for (const line of journal.entries)
        if (line.kind === 'keep') kept.set(line.transaction.transactionalId, line.transaction);
        else next = line.next;
      node.setTimer('tick', TICK_MS);
      return {
        coordinator: restoreTransactionCoordinator([...kept.values()], next, node.incarnation, chosen),
        journal,
      };
    },

    onMessage: {
      init(state, asked, node) {
        answer(state, initProducerId(state.coordinator, asked, node.nowMs(), chosen), node);
      },
      join(state, { logs, ...asked }, node) {
        const partitions = logs.map((topic) => ({ topic, partition: 0 }));
        answer(
          state,
          addPartitionsToTxn(state.coordinator, { ...asked, partitions }, node.nowMs(), chosen),
          node,
        );
      },
      end(state, asked, node) {
        answer(state, endTxn(state.coordinator, asked, chosen), node);
      },
    },

    onReply(state, result, node) {
      if (result.kind !== 'answer') return;
      const { value } = result;
      // A partition that knows a newer epoch has no need of this marker; one that knows a newer coordinator hears from that.
      if (value.kind === 'refused' && value.error === 'TRANSACTION_COORDINATOR_FENCED') return;
      carryOut(state, markerWritten(state.coordinator, result.token), node);
    },

    onTimer(state, _timer, node) {
      node.setTimer('tick', TICK_MS);
      const again = pendingMarkers(state.coordinator);
      carryOut(state, [...coordinatorPassTime(state.coordinator, node.nowMs(), chosen), ...again], node);
    },
  });

  function answer<A>(
    state: Coordinator['state'],
    { effects, ...told }: CoordinatorAnswer<A>,
    node: Node & { reply(value: CoordinatorAnswer<A>, options: { after: 'sync' }): void },
  ): void {
    carryOut(state, effects, node);
    node.reply({ ...told, effects: [] } as unknown as CoordinatorAnswer<A>, { after: 'sync' });
  }

  function carryOut(
    { journal }: Coordinator['state'],
    effects: readonly CoordinatorEffect[],
    node: Node,
  ): void {
    for (const effect of effects)
      if (effect.kind !== 'write-marker') appendTo(journal, effect, node);
      else if (effect.to.kind === 'partition') {
        const { to, marker } = effect;
        const log = to.topic as LogName;
        node.call(
          LED_BY[log],
          { f: 'marker', log, marker },
          {
            timeoutMs: 3 * TICK_MS,
            token: { by: to, producerId: marker.producerId, epoch: marker.producerEpoch },
            after: 'sync',
          },
        );
      }
  }
}
