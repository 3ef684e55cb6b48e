/**
 * Sends and polls that skip messages or go backwards, within a transaction (*internal*) and between the operations
 * of a process. Compared are places in the observed log of the key, so that gaps in offsets do not count.
 */
import type { Findings } from '../findings.js';
import type { Operation } from '../history.js';
import { show } from '../identity.js';
import { fieldsOf, whoWhen } from '../selectors.js';
import type { KafkaColumns, Rows } from './kafka-columns.js';
import type { KafkaLogs } from './kafka-logs.js';

/** Names of the anomalies of one side. Kafka promises nothing of skips between sends of different operations. */
interface Names {
  readonly skip: string | undefined;
  readonly nonmonotonic: string;
}

const INTERNAL_POLL: Names = { skip: 'int-poll-skip', nonmonotonic: 'int-nonmonotonic-poll' };
const INTERNAL_SEND: Names = { skip: 'int-send-skip', nonmonotonic: 'int-nonmonotonic-send' };
const POLL: Names = { skip: 'poll-skip', nonmonotonic: 'nonmonotonic-poll' };
const SEND: Names = { skip: undefined, nonmonotonic: 'nonmonotonic-send' };

/** The last row of a key, and whose it was. */
interface Position {
  readonly row: number;
  readonly operation: Operation;
}

export function reportOrderAnomalies(columns: KafkaColumns, logs: KafkaLogs, findings: Findings): void {
  const { history, sends, polls, sendsFrom, pollsFrom } = columns;
  const pollers = new Map<unknown, Map<number, Position>>();
  const senders = new Map<unknown, Map<number, Position>>();
  const positions = (of: typeof pollers, operation: Operation) => {
    let known = of.get(operation.process);
    if (!known) of.set(operation.process, (known = new Map()));
    return known;
  };
  for (const [index, operation] of history.entries()) {
    const { f } = fieldsOf(operation);
    if (operation.type === 'fail') continue;
    if (f === 'assign' || f === 'subscribe') {
      for (const of of [pollers, senders]) keepOnly(positions(of, operation), columns, operation);
      continue;
    }
    const [pollStart, pollEnd] = [pollsFrom[index]!, pollsFrom[index + 1]!];
    if (pollEnd > pollStart) {
      const rebalanced = rebalancedKeys(operation);
      const known = positions(pollers, operation);
      walk(columns, logs, polls, pollStart, pollEnd, known, operation, findings, POLL, INTERNAL_POLL, rebalanced);
    }
    const [sendStart, sendEnd] = [sendsFrom[index]!, sendsFrom[index + 1]!];
    if (sendEnd > sendStart) {
      walk(columns, logs, sends, sendStart, sendEnd, positions(senders, operation), operation, findings, SEND, INTERNAL_SEND);
    }
  }
}

/** Goes through the rows of one operation, comparing each with the one before it of the same key. */
function walk(
  columns: KafkaColumns,
  logs: KafkaLogs,
  rows: Rows,
  start: number,
  end: number,
  known: Map<number, Position>,
  operation: Operation,
  findings: Findings,
  external: Names,
  internal: Names,
  rebalanced?: ReadonlySet<string>,
): void {
  for (let row = start; row < end; row++) {
    const key = rows.key[row]!;
    const before = known.get(key);
    if (before) {
      const within = before.operation === operation;
      if (!within || !rebalanced?.has(columns.keys[key]!)) {
        compare(columns, logs, rows, before, row, operation, findings, within ? internal : external);
      }
    }
    // A consumer whose poll did not complete does not advance: it may poll the same messages again.
    if (operation.type === 'ok' || rows === columns.sends || before?.operation === operation || row > start) {
      known.set(key, { row, operation });
    }
  }
}

function compare(
  columns: KafkaColumns,
  { placed, byKey }: KafkaLogs,
  rows: Rows,
  before: Position,
  row: number,
  operation: Operation,
  findings: Findings,
  names: Names,
): void {
  const [from, to] = [rows.message[before.row]!, rows.message[row]!];
  const [fromIndex, toIndex] = [placed[from]!, placed[to]!];
  if (fromIndex === -1 || toIndex === -1) return;
  const delta = toIndex - fromIndex;
  if (delta === 1) return;
  const key = columns.keys[rows.key[row]!];
  const values = () => `${show(columns.messageValue[from])} and then ${show(columns.messageValue[to])}`;
  const did = rows === columns.sends ? 'sent' : 'polled';
  if (delta < 1) {
    const involved = () => [...sendersOf(columns, [from, to]), before.operation, operation];
    findings.add(names.nonmonotonic, involved, () => {
      return `${whoWhen(operation)} ${did} ${values()}${from === to ? ' again' : ''}, which ${from === to ? 'is the same message' : `precedes it in ${key}`}`;
    });
  } else if (names.skip !== undefined) {
    const skipped = byKey[rows.key[row]!]!.messages.slice(fromIndex + 1, toIndex);
    const involved = () => [...sendersOf(columns, [from, skipped[0]!, to]), ...witnessesOf(columns, skipped[0]!), before.operation, operation];
    findings.add(names.skip, involved, () => {
      const first = show(columns.messageValue[skipped[0]!]);
      const more = skipped.length > 1 ? ` and ${skipped.length - 1} more` : '';
      return `${whoWhen(operation)} ${did} ${values()} of ${key}, past ${first}${more}`;
    });
  }
}

function sendersOf({ history, writer }: KafkaColumns, messages: readonly number[]): (Operation | undefined)[] {
  return messages.map((message) => history[writer[message]!]);
}

/** A poll that shows where a message is, in case its sender did not learn the offset. */
function witnessesOf({ history, polls, sends, writer }: KafkaColumns, message: number): (Operation | undefined)[] {
  const sent = sends.message.findIndex((other, row) => other === message && sends.offset[row] !== -1 && sends.operation[row] === writer[message]);
  if (sent >= 0) return [];
  const row = polls.message.findIndex((other, at) => other === message && history[polls.operation[at]!]!.type === 'ok');
  return [history[polls.operation[row]!]];
}

/** A new assignment keeps the positions of the keys that stay, unless it seeks to the beginning. */
function keepOnly(known: Map<number, Position>, { keys }: KafkaColumns, operation: Operation): void {
  const { value, seekToBeginning } = fieldsOf(operation);
  const kept = new Set(Array.isArray(value) && seekToBeginning !== true ? value.map(String) : []);
  for (const key of known.keys()) if (!kept.has(keys[key]!)) known.delete(key);
}

/** Keys whose assignment changed during the operation: field `rebalanced` of the input, an array of keys. */
function rebalancedKeys(operation: Operation): ReadonlySet<string> | undefined {
  const { rebalanced } = fieldsOf(operation);
  return Array.isArray(rebalanced) ? new Set(rebalanced.map(String)) : undefined;
}
