/** A broker: leads some of the partitions, each with its log on the disk. What it acknowledges and shows is durable. */
import { stateMachine, type StateMachineNode } from 'seedstorm';
import { appendTo, logKept, logSynced, openLog, type DurableLog } from 'seedstorm/parts';
import {
  advanceHighWatermark,
  appendBatch,
  appendMarker,
  fetchFrom,
  restorePartitionLog,
  soundLog,
  type Batch,
  type LogRules,
  type PartitionLog,
} from 'seedstorm/servers';
import type { BrokerCalls } from './messages.js';
import type { Rules } from './rules.js';

interface Led {
  readonly kept: DurableLog<Batch>;
  readonly log: PartitionLog;
}

interface Broker {
  /** By partition. */
  state: { readonly led: Record<number, Led> };
  messages: BrokerCalls;
  /** Numbers of the next record of each log when the sync was asked for. */
  token: Readonly<Record<number, number>>;
}

type Node = Omit<StateMachineNode<Broker>, 'reply'>;

const MAX_FETCH = 6;
const after = { after: 'sync' } as const;

export function broker(partitions: readonly number[], rules: Rules) {
  const logRules: LogRules = { ...soundLog, sequence: rules.sequence, stable: rules.stable };
  const isSafe = rules.acknowledge === 'after-sync';

  return stateMachine<Broker>({
    start(node) {
      const led = Object.fromEntries(
        partitions.map((partition) => {
          const { log: kept } = openLog<Batch>(node, { file: `log/${partition}` });
          return [partition, { kept, log: restorePartitionLog(kept.entries) }];
        }),
      );
      sync(led, node);
      return { led };
    },

    onMessage: {
      produce({ led }, { partition, producer, transactional, value }, node) {
        const { log } = led[partition] as Led;
        const nowMs = node.monotonicMs();
        const records = [{ key: null, value, timestampMs: nowMs }];
        const answer = appendBatch(log, { producer, transactional, records }, nowMs, logRules);
        if (answer.kind === 'refused') return node.reply(answer);
        if (answer.kind === 'appended') note(led, partition, node);
        const isForgotten = answer.kind === 'duplicate' && rules.retryAnswer === 'end';
        const offset = isForgotten ? log.nextOffset : answer.baseOffset;
        node.reply({ kind: 'done', offset }, isSafe ? after : undefined);
      },

      fetch({ led }, { partition, offset, isolation }, node) {
        const { log } = led[partition] as Led;
        const from = offset === 'latest' ? log.highWatermark : offset;
        node.reply(fetchFrom(log, { offset: from, maxRecords: MAX_FETCH, isolation }, logRules));
      },

      marker({ led }, { partition, marker }, node) {
        const { log } = led[partition] as Led;
        if (appendMarker(log, marker, node.monotonicMs(), logRules).kind === 'appended')
          note(led, partition, node);
        // One that is refused is older than what is here: this partition has heard already.
        node.reply('written', after);
      },
    },

    onSync({ led }, next, node, ok) {
      if (!ok) return node.exit('a sync failed');
      for (const [partition, { kept, log }] of Object.entries(led)) {
        logSynced(kept, next[Number(partition)] ?? 0, node);
        advanceHighWatermark(log, endOf(kept));
      }
    },
  });

  /** The last batch of a log is new. */
  function note(led: Record<number, Led>, partition: number, node: Node): void {
    const { kept, log } = led[partition] as Led;
    appendTo(kept, log.batches.at(-1) as Batch, node);
    sync(led, node);
    if (!isSafe) advanceHighWatermark(log);
  }
}

function sync(led: Record<number, Led>, node: Node): void {
  node.disk.sync(
    Object.fromEntries(Object.entries(led).map(([partition, { kept }]) => [partition, kept.next])),
  );
}

/** Up to which offset a log is durable. */
function endOf(kept: DurableLog<Batch>): number {
  return (kept.entries[logKept(kept) - 1]?.lastOffset ?? -1) + 1;
}
