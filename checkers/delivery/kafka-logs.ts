/**
 * The log of each key as sends and polls together show it: which message is at which offset, and, leaving out the
 * offsets that nobody saw (transaction markers take some), in which order messages follow each other.
 */
import type { BudgetMeter } from '../budget.js';
import type { KafkaColumns, Rows } from './kafka-columns.js';
import { NO_OFFSET } from './kafka-columns.js';

/** The observed log of one key. */
interface KafkaLog {
  /** Observed offsets, ascending. The place of an offset in here is its *index*. */
  readonly offsets: readonly number[];
  /** By index: the first message seen there. */
  readonly messages: readonly number[];
  /** By index, where more than one message was seen: all of them. */
  readonly conflicts: ReadonlyMap<number, readonly number[]>;
}

export interface KafkaLogs {
  readonly byKey: readonly KafkaLog[];
  /** By message: the first and last index at which it was seen, or -1. */
  readonly firstIndex: Int32Array;
  readonly lastIndex: Int32Array;
  /** By message: whether it is the one that its log counts at some index. */
  readonly placed: Int32Array;
  /** By message: whether some committed poll returned it. */
  readonly seen: Uint8Array;
  /** By operation: whether it certainly took effect. */
  readonly committed: Uint8Array;
}

export function kafkaLogs(columns: KafkaColumns, meter: BudgetMeter): KafkaLogs {
  const { messageKey, keys } = columns;
  const seen = seenMessages(columns);
  const committed = committedOperations(columns, seen);
  const atOffset = keys.map(() => new Map<number, number>());
  const others = keys.map(() => new Map<number, Set<number>>());
  const place = ({ operation, key, message, offset }: Rows) => {
    for (let row = 0; row < key.length; row++) {
      meter.spend();
      const at = offset[row]!;
      if (at === NO_OFFSET || !committed[operation[row]!]) continue;
      const log = atOffset[key[row]!]!;
      const first = log.get(at);
      if (first === undefined) log.set(at, message[row]!);
      else if (first !== message[row]) {
        const conflicts = others[key[row]!]!;
        const set = conflicts.get(at);
        if (set) set.add(message[row]!);
        else conflicts.set(at, new Set([first, message[row]!]));
      }
    }
  };
  place(columns.sends);
  place(columns.polls);

  const firstIndex = new Int32Array(messageKey.length).fill(-1);
  const lastIndex = new Int32Array(messageKey.length).fill(-1);
  const placed = new Int32Array(messageKey.length).fill(-1);
  const byKey = atOffset.map((log, key): KafkaLog => {
    meter.spend(log.size);
    const offsets = [...log.keys()].sort((a, b) => a - b);
    const messages = offsets.map((offset) => log.get(offset)!);
    const conflicts = new Map<number, readonly number[]>();
    for (const [index, offset] of offsets.entries()) {
      const set = others[key]!.get(offset);
      if (set) conflicts.set(index, [...set]);
      for (const message of set ?? [messages[index]!]) {
        if (firstIndex[message] === -1) firstIndex[message] = index;
        lastIndex[message] = index;
      }
      placed[messages[index]!] = index;
    }
    return { offsets, messages, conflicts };
  });
  return { byKey, firstIndex, lastIndex, placed, seen, committed };
}

function seenMessages({ history, polls, messageKey }: KafkaColumns): Uint8Array {
  const seen = new Uint8Array(messageKey.length);
  for (let row = 0; row < polls.key.length; row++) {
    if (history[polls.operation[row]!]!.type === 'ok') seen[polls.message[row]!] = 1;
  }
  return seen;
}

/** `ok`, or of unknown outcome with a message of its own that somebody polled. */
function committedOperations({ history, sends, sendsFrom }: KafkaColumns, seen: Uint8Array): Uint8Array {
  const committed = new Uint8Array(history.length);
  for (const [index, { type }] of history.entries()) {
    if (type === 'ok') committed[index] = 1;
    if (type !== 'info') continue;
    for (let row = sendsFrom[index]!; row < sendsFrom[index + 1]!; row++)
      if (seen[sends.message[row]!]) committed[index] = 1;
  }
  return committed;
}
