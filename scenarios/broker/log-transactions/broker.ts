/** A broker: leads some logs, on a disk that keeps what was synced. What is synced is committed: it has no followers. */
import { stateMachine } from 'seedstorm';
import { appendTo, openLog, type DurableLog } from 'seedstorm/parts';
import {
  advanceHighWatermark,
  appendBatch,
  appendMarker,
  fetchFrom,
  lastStableOffset,
  recordsOf,
  restorePartitionLog,
  soundLog,
  visibleRecords,
  type Appended,
  type Batch,
  type LogRules,
  type PartitionLog,
} from 'seedstorm/servers';
import { LED_BY, type BrokerCalls, type Ends, type LogName } from './messages.js';
import type { Rules } from './rules.js';

type Logs = Partial<Record<LogName, PartitionLog>>;

interface Line {
  readonly log: LogName;
  readonly batch: Batch;
}

interface Broker {
  state: { readonly logs: Logs; readonly journal: DurableLog<Line>; readonly sent: Record<string, number> };
  request: { readonly f: 'send'; readonly value: string } | { readonly f: 'report' };
  reply: { readonly offset: number } | { readonly aborted: readonly string[] };
  messages: BrokerCalls;
  token: Readonly<Partial<Record<LogName, number>>>;
}

const MAX_RECORDS = 6;

export function logRulesOf({ sequence, fencing, marker, stable, aborted }: Rules): LogRules {
  return { ...soundLog, sequence, epoch: fencing, marker, stable, aborted };
}

export function broker(rules: Rules) {
  const logRules = logRulesOf(rules);
  return stateMachine<Broker>({
    start(node) {
      const { log: journal } = openLog<Line>(node);
      const logs: Logs = {};
      for (const [name, leader] of Object.entries(LED_BY) as [LogName, string][])
        if (leader === node.id)
          logs[name] = restorePartitionLog(
            journal.entries.filter(({ log }) => log === name).map(({ batch }) => batch),
          );
      const sent: Record<string, number> = {};
      for (const batch of logs.input?.batches ?? [])
        for (const { offset, record } of recordsOf(batch)) sent[String(record.value)] = offset;
      node.disk.sync(endsOf(logs));
      return { logs, journal, sent };
    },

    onRequest(state, request, node) {
      if (request.f === 'report') return node.reply({ aborted: abortedIn(state.logs) });
      const { value } = request;
      const log = logOf(state.logs, 'input');
      // The network may deliver a message twice: its value tells.
      const known = state.sent[value];
      if (known !== undefined) return node.reply({ offset: known }, { after: 'sync' });
      const offset = (state.sent[value] = log.nextOffset);
      appendBatch(log, { records: [{ key: null, value, timestampMs: node.nowMs() }] }, node.nowMs());
      kept(state, 'input', { kind: 'appended', baseOffset: offset }, node);
      node.reply({ offset }, { after: 'sync' });
    },

    onMessage: {
      produce(state, { log, batch }, node) {
        const appended = appendBatch(logOf(state.logs, log), batch, node.nowMs(), logRules);
        kept(state, log, appended, node);
        node.reply(appended, { after: 'sync' });
      },
      marker(state, { log, marker }, node) {
        const appended = appendMarker(logOf(state.logs, log), marker, node.nowMs(), logRules);
        kept(state, log, appended, node);
        node.reply(appended, { after: 'sync' });
      },
      read({ logs }, { log, offset, isolation }, node) {
        node.reply(fetchFrom(logOf(logs, log), { offset, maxRecords: MAX_RECORDS, isolation }, logRules));
      },
      ends({ logs }, _asked, node) {
        const answer: Ends = { next: endsOf(logs), committed: logs.offsets && committedIn(logs.offsets) };
        node.reply(answer);
      },
    },

    onSync({ logs }, synced, node, ok) {
      if (!ok) return node.exit('a sync failed');
      for (const [name, end] of Object.entries(synced) as [LogName, number][])
        advanceHighWatermark(logOf(logs, name), end);
    },
  });

  /** Writes down what was appended, and asks for it to be made durable. */
  function kept(
    { logs, journal }: Broker['state'],
    name: LogName,
    { kind }: Appended,
    node: Parameters<typeof appendTo>[2] & { readonly disk: { sync(token: Broker['token']): void } },
  ): void {
    if (kind !== 'appended') return;
    const batch = logOf(logs, name).batches.at(-1);
    if (batch !== undefined) appendTo(journal, { log: name, batch }, node);
    node.disk.sync(endsOf(logs));
  }

  /** Where the workers read on: what the last transaction that was committed says. */
  function committedIn(offsets: PartitionLog): number | undefined {
    if (lastStableOffset(offsets) < offsets.nextOffset) return undefined;
    const isolation = 'read_committed';
    const fetched = fetchFrom(offsets, { offset: 0, maxRecords: Infinity, isolation });
    if (fetched.kind === 'refused') return 0;
    return (visibleRecords(fetched, isolation).at(-1)?.record.value as number | undefined) ?? 0;
  }
}

function logOf(logs: Logs, name: LogName): PartitionLog {
  const log = logs[name];
  if (log === undefined) throw new Error(`The log ${name} is led by another broker`);
  return log;
}

function endsOf(logs: Logs): Partial<Record<LogName, number>> {
  return Object.fromEntries(Object.entries(logs).map(([name, { nextOffset }]) => [name, nextOffset]));
}

/** Places of records that a marker has aborted, as `log@offset`: read from the batches, not from any index. */
function abortedIn(logs: Logs): string[] {
  const places: string[] = [];
  for (const [name, { batches }] of Object.entries(logs)) {
    const open: Record<number, string[]> = {};
    for (const batch of batches) {
      const { id } = batch.producer ?? { id: -1 };
      if (batch.control === 'abort') places.push(...(open[id] ?? []));
      if (batch.control !== undefined) open[id] = [];
      else if (batch.transactional)
        (open[id] ??= []).push(...recordsOf(batch).map(({ offset }) => `${name}@${offset}`));
    }
  }
  return places;
}
