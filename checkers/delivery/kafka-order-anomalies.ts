/**
 * Sends and polls that skip messages or go backwards, within a transaction (*internal*) and between the operations
 * of a process. Compared are places in the observed log of the key, so that gaps in offsets do not count.
 */
import type { BudgetMeter } from '../budget.js';
import type { Reporter } from '../findings.js';
import { getOrMake } from '../grouping.js';
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

type Positions = Map<number, Position>;

export function reportOrderAnomalies(
  columns: KafkaColumns,
  logs: KafkaLogs,
  findings: Reporter,
  meter: BudgetMeter,
): void {
  const polls = new Side(columns, logs, findings, columns.polls, { within: INTERNAL_POLL, between: POLL });
  const sends = new Side(columns, logs, findings, columns.sends, { within: INTERNAL_SEND, between: SEND });
  for (const [index, operation] of columns.history.entries()) {
    meter.spend(1 + columns.pollsFrom[index + 1]! - columns.pollsFrom[index]!);
    if (operation.type === 'fail') continue;
    const { f } = fieldsOf(operation);
    if (f === 'assign' || f === 'subscribe') {
      polls.reassign(operation);
      sends.reassign(operation);
      continue;
    }
    polls.walk(operation, columns.pollsFrom[index]!, columns.pollsFrom[index + 1]!);
    sends.walk(operation, columns.sendsFrom[index]!, columns.sendsFrom[index + 1]!);
  }
}

/** Either all sends or all polls. */
class Side {
  private readonly positions = new Map<unknown, Positions>();

  constructor(
    private readonly columns: KafkaColumns,
    private readonly logs: KafkaLogs,
    private readonly findings: Reporter,
    private readonly rows: Rows,
    private readonly names: { readonly within: Names; readonly between: Names },
  ) {}

  /** Compares each row of an operation with the row of the same key before it. */
  walk(operation: Operation, start: number, end: number): void {
    if (start === end) return;
    const { rows, columns } = this;
    const polling = rows === columns.polls;
    const lasting = this.positionsOf(operation);
    // A consumer whose poll did not complete does not advance: it may poll the same messages again.
    const known = polling && operation.type !== 'ok' ? new Map(lasting) : lasting;
    const rebalanced = polling ? rebalancedKeys(operation) : undefined;
    for (let row = start; row < end; row++) {
      const key = rows.key[row]!;
      const before = known.get(key);
      const within = before?.operation === operation;
      if (before && !(within && rebalanced?.has(columns.keys[key]!))) {
        this.compare(before, { row, operation }, within ? this.names.within : this.names.between);
      }
      known.set(key, { row, operation });
    }
  }

  /** A new assignment keeps the positions of the keys that stay, unless it seeks to the beginning. */
  reassign(operation: Operation): void {
    const { value, seekToBeginning } = fieldsOf(operation);
    const kept = new Set(Array.isArray(value) && seekToBeginning !== true ? value.map(String) : []);
    const known = this.positionsOf(operation);
    for (const key of known.keys()) if (!kept.has(this.columns.keys[key]!)) known.delete(key);
  }

  private positionsOf({ process }: Operation): Positions {
    return getOrMake(this.positions, process, () => new Map<number, Position>());
  }

  private compare(before: Position, now: Position, names: Names): void {
    const { columns, rows, findings } = this;
    const { placed, byKey } = this.logs;
    const [from, to] = [rows.message[before.row]!, rows.message[now.row]!];
    const [fromIndex, toIndex] = [placed[from]!, placed[to]!];
    if (fromIndex === -1 || toIndex === -1 || toIndex === fromIndex + 1) return;
    const key = rows.key[now.row]!;
    const did = rows === columns.sends ? 'sent' : 'polled';
    const values = () => `${show(columns.messageValue[from])}, then ${show(columns.messageValue[to])}`;
    const what = () => `${whoWhen(now.operation)} ${did} ${values()} of ${columns.keys[key]}`;
    if (toIndex <= fromIndex) {
      const involved = () => [...sendersOf(columns, [from, to]), before.operation, now.operation];
      findings.add(names.nonmonotonic, involved, () => {
        return `${what()}, which is ${from === to ? 'the same message' : 'an earlier message'}`;
      });
    } else if (names.skip !== undefined) {
      const skipped = byKey[key]!.messages[fromIndex + 1]!;
      const involved = () => [
        ...sendersOf(columns, [from, skipped, to]),
        ...witnessesOf(columns, skipped),
        before.operation,
        now.operation,
      ];
      findings.add(names.skip, involved, () => {
        const more = toIndex - fromIndex > 2 ? ` and ${toIndex - fromIndex - 2} more` : '';
        return `${what()}, past ${show(columns.messageValue[skipped])}${more}`;
      });
    }
  }
}

function sendersOf(
  { history, writer }: KafkaColumns,
  messages: readonly number[],
): (Operation | undefined)[] {
  return messages.map((message) => history[writer[message]!]);
}

/** A poll that shows where a message is, in case its sender did not learn the offset. */
function witnessesOf(
  { history, polls, sends, writer }: KafkaColumns,
  message: number,
): (Operation | undefined)[] {
  const sent = sends.message.findIndex(
    (other, row) => other === message && sends.offset[row] !== -1 && sends.operation[row] === writer[message],
  );
  if (sent >= 0) return [];
  const row = polls.message.findIndex(
    (other, at) => other === message && history[polls.operation[at]!]!.type === 'ok',
  );
  return [history[polls.operation[row]!]];
}

/** Keys whose assignment changed during the operation: field `rebalanced` of the input, an array of keys. */
function rebalancedKeys(operation: Operation): ReadonlySet<string> | undefined {
  const { rebalanced } = fieldsOf(operation);
  return Array.isArray(rebalanced) ? new Set(rebalanced.map(String)) : undefined;
}
