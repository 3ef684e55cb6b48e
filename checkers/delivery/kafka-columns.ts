/**
 * A Kafka history in columns: every send and every polled message as a row of numbers.
 *
 * Convention (that of jepsen.tests.kafka). Operations `send`, `poll` and `txn` carry micro-operations as `value`:
 * `['send', key, value]` and `['poll']`; completed, as output: `['send', key, [offset, value]]` and
 * `['poll', {key: [[offset, value], …]}]`. A single send may be written shorter, `{f: 'send', key, value}` with the
 * offset (or `{offset}`) as output, and so may a poll, `{f: 'poll'}` with `{key: [[offset, value], …]}` as output.
 * `assign` and `subscribe` have the keys as `value`. A key stands for one partition of one topic; within a key,
 * the value identifies the message.
 */
import type { BudgetMeter } from '../budget.js';
import { isNumber } from '../exact-number.js';
import { getOrMake } from '../grouping.js';
import type { History, Operation } from '../history.js';
import { identityOf } from '../identity.js';
import { fieldsOf } from '../selectors.js';
import { MalformedHistory } from '../well-formed.js';

/** Offset of a send whose offset was not learned. */
export const NO_OFFSET = -1;

/** What a row and its message keep in memory until the verdict, roughly. */
const BYTES_PER_ROW = 150;

/** Rows of sends or of polled messages, in order of the history and, within it, of micro-operations. */
export interface Rows {
  readonly operation: number[];
  readonly key: number[];
  readonly message: number[];
  readonly offset: number[];
}

export interface KafkaColumns {
  readonly history: History;
  readonly keys: readonly string[];
  /** By message number: its key and its value. */
  readonly messageKey: readonly number[];
  readonly messageValue: readonly unknown[];
  readonly sends: Rows;
  readonly polls: Rows;
  /** Per operation, where its rows begin; one more entry at the end. */
  readonly sendsFrom: readonly number[];
  readonly pollsFrom: readonly number[];
  /** By message: the last operation that sent it, or -1. */
  readonly writer: readonly number[];
}

export function kafkaColumns(history: History, meter: BudgetMeter): KafkaColumns {
  const builder = new Builder();
  for (const [index, operation] of history.entries()) {
    builder.begin();
    const rows = builder.polls.message.length + builder.sends.message.length;
    builder.read(operation, index);
    const added = builder.polls.message.length + builder.sends.message.length - rows;
    meter.spend(1 + added);
    meter.hold(added * BYTES_PER_ROW);
  }
  builder.begin();
  const { keys, messageKey, messageValue, sends, polls, sendsFrom, pollsFrom, writer } = builder;
  return { history, keys, messageKey, messageValue, sends, polls, sendsFrom, pollsFrom, writer };
}

class Builder {
  readonly keys: string[] = [];
  readonly messageKey: number[] = [];
  readonly messageValue: unknown[] = [];
  readonly writer: number[] = [];
  readonly sends: Rows = { operation: [], key: [], message: [], offset: [] };
  readonly polls: Rows = { operation: [], key: [], message: [], offset: [] };
  readonly sendsFrom: number[] = [];
  readonly pollsFrom: number[] = [];
  private readonly keyNumbers = new Map<string, number>();
  private readonly messages: Map<unknown, number>[] = [];

  begin(): void {
    this.sendsFrom.push(this.sends.key.length);
    this.pollsFrom.push(this.polls.key.length);
  }

  read(operation: Operation, index: number): void {
    const { f, key, value } = fieldsOf(operation);
    if (f !== 'send' && f !== 'poll' && f !== 'txn') return;
    const micro = Array.isArray(operation.output) && isMicro(operation.output) ? operation.output : value;
    if (key === undefined && Array.isArray(micro) && isMicro(micro)) {
      for (const step of micro as readonly unknown[][]) {
        if (step[0] === 'send') this.sendStep(step, index);
        else if (step[0] === 'poll') this.pollResult(step[1], index);
      }
    } else if (f === 'send') {
      this.send(key, value, offsetIn(operation.output, index), index);
    } else if (f === 'poll') {
      this.pollResult(operation.output, index);
    }
  }

  private sendStep([, key, sent]: readonly unknown[], index: number): void {
    const completed = Array.isArray(sent) && sent.length === 2 && (isNumber(sent[0]) || sent[0] === null);
    if (completed) this.send(key, sent[1], offsetIn(sent[0], index), index);
    else this.send(key, sent, NO_OFFSET, index);
  }

  private send(key: unknown, value: unknown, offset: number, index: number): void {
    const message = this.row(this.sends, String(key), value, offset, index);
    this.writer[message] = index;
  }

  private pollResult(result: unknown, index: number): void {
    if (typeof result !== 'object' || result === null) return;
    const entries: Iterable<[unknown, unknown]> =
      result instanceof Map ? (result as Map<unknown, unknown>) : Object.entries(result);
    for (const [key, pairs] of entries) {
      if (!Array.isArray(pairs)) continue;
      const name = String(key);
      for (const pair of pairs as unknown[][])
        this.row(this.polls, name, pair[1], offsetIn(pair[0], index), index);
    }
  }

  private row(rows: Rows, name: string, value: unknown, offset: number, index: number): number {
    const key = getOrMake(this.keyNumbers, name, () => {
      this.messages.push(new Map());
      return this.keys.push(name) - 1;
    });
    const messages = this.messages[key]!;
    const id = identityOf(value);
    let message = messages.get(id);
    if (message === undefined) {
      message = this.messageKey.push(key) - 1;
      this.messageValue.push(value);
      this.writer.push(-1);
      messages.set(id, message);
    }
    rows.operation.push(index);
    rows.key.push(key);
    rows.message.push(message);
    rows.offset.push(offset);
    return message;
  }
}

function isMicro(value: readonly unknown[]): boolean {
  return value.every((step) => Array.isArray(step) && (step[0] === 'send' || step[0] === 'poll'));
}

function offsetIn(value: unknown, operation: number): number {
  const offset = typeof value === 'object' && value !== null && 'offset' in value ? value.offset : value;
  if (typeof offset === 'bigint')
    throw new MalformedHistory(operation, `an offset is a number within 2^53, not ${offset}`);
  return typeof offset === 'number' && offset >= 0 ? offset : NO_OFFSET;
}
