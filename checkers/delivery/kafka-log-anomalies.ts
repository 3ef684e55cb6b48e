/** What is wrong with the logs as a whole: duplicates, divergence, lost, unseen, aborted and invented messages. */
import type { BudgetMeter } from '../budget.js';
import type { Reporter } from '../findings.js';
import { show } from '../identity.js';
import { whoWhen } from '../selectors.js';
import { type KafkaColumns, NO_OFFSET } from './kafka-columns.js';
import type { KafkaLogs } from './kafka-logs.js';

export function reportLogAnomalies(
  columns: KafkaColumns,
  logs: KafkaLogs,
  findings: Reporter,
  meter: BudgetMeter,
): void {
  meter.spend(columns.messageKey.length);
  reportOffsets(columns, logs, findings);
  reportReads(columns, findings, meter);
  reportMissing(columns, logs, findings, meter);
}

/** `inconsistent-offsets`: two messages at one offset. `duplicate`: one message at two offsets. */
function reportOffsets(columns: KafkaColumns, { byKey }: KafkaLogs, findings: Reporter): void {
  for (const [key, { offsets, messages, conflicts }] of byKey.entries()) {
    for (const [index, conflicting] of conflicts) {
      const involved = () => conflicting.map((message) => observer(columns, message, offsets[index]!));
      findings.add('inconsistent-offsets', involved, () => {
        const values = conflicting.map((message) => show(columns.messageValue[message])).join(' and ');
        return `offset ${offsets[index]} of ${columns.keys[key]} holds ${values}`;
      });
    }
    const places = new Map<number, number>();
    for (const [index, message] of messages.entries()) {
      const before = places.get(message);
      if (before === undefined) {
        places.set(message, index);
        continue;
      }
      const [first, second] = [offsets[before]!, offsets[index]!];
      const seenAt = (offset: number) => observer(columns, message, offset);
      const involved = () => [writerOf(columns, message), seenAt(first), seenAt(second)];
      findings.add('duplicate', involved, () => {
        return `${show(columns.messageValue[message])} is in ${columns.keys[key]} at offset ${first} and at offset ${second}`;
      });
    }
  }
}

/** `G1a`: a poll returned what certainly failed. `precommitted-read`: what its own transaction sent. `phantom`: what nobody sent. */
function reportReads(columns: KafkaColumns, findings: Reporter, meter: BudgetMeter): void {
  const { history, polls, writer, messageValue, keys, sends } = columns;
  const mayExist = new Uint8Array(messageValue.length);
  for (let row = 0; row < sends.key.length; row++) {
    if (history[sends.operation[row]!]!.type !== 'fail') mayExist[sends.message[row]!] = 1;
  }
  for (let row = 0; row < polls.key.length; row++) {
    meter.spend();
    const [reader, message] = [polls.operation[row]!, polls.message[row]!];
    const operation = history[reader]!;
    const sender = writer[message]!;
    const healthy = sender !== reader && mayExist[message] === 1;
    if (operation.type !== 'ok' || healthy) continue;
    const what = () =>
      `${whoWhen(operation)} polled ${show(messageValue[message])} from ${keys[polls.key[row]!]}`;
    if (sender === -1) findings.add('phantom', [operation], () => `${what()}, which nobody sent`);
    else if (sender === reader)
      findings.add('precommitted-read', [operation], () => `${what()} in the transaction that sent it`);
    else
      findings.add(
        'G1a',
        [history[sender], operation],
        () => `${what()}, which ${whoWhen(history[sender]!)} failed to send`,
      );
  }
}

/**
 * `lost-write`: a message that must have been read, because it certainly exists and a poll got past it, was not.
 * `unseen`: an acknowledged message that nobody ever polled.
 */
function reportMissing(columns: KafkaColumns, logs: KafkaLogs, findings: Reporter, meter: BudgetMeter): void {
  const { messageKey, messageValue, keys, writer, history } = columns;
  const { firstIndex, lastIndex, seen, committed } = logs;
  // How far polls got in each key: of every message polled, the first place it was at, so that duplicates do not count as far.
  const furthest = keys.map(() => -1);
  for (let message = 0; message < messageKey.length; message++) {
    if (seen[message])
      furthest[messageKey[message]!] = Math.max(furthest[messageKey[message]!]!, firstIndex[message]!);
  }
  for (let message = 0; message < messageKey.length; message++) {
    meter.spend();
    const sender = writer[message]!;
    if (seen[message] || sender === -1) continue;
    const key = messageKey[message]!;
    const last = lastIndex[message]!;
    const name = () => `${show(messageValue[message])}, sent to ${keys[key]} by ${whoWhen(history[sender]!)}`;
    if (committed[sender] && last !== -1 && last <= furthest[key]!) {
      const log = logs.byKey[key]!;
      const beyond = messagesAt(log, furthest[key]!).find((other) => seen[other])!;
      const involved = () => [history[sender], writerOf(columns, beyond), pollerOf(columns, beyond)];
      findings.add('lost-write', involved, () => {
        return `${name()} at offset ${log.offsets[last]}, was never polled, though polls got to offset ${log.offsets[furthest[key]!]}`;
      });
    }
    if (history[sender]!.type === 'ok')
      findings.add('unseen', [history[sender]], () => `${name()}, was never polled`);
  }
}

function messagesAt({ conflicts, messages }: KafkaLogs['byKey'][number], index: number): readonly number[] {
  return conflicts.get(index) ?? [messages[index]!];
}

function writerOf({ history, writer }: KafkaColumns, message: number) {
  return history[writer[message]!];
}

/** An operation that saw, or sent, a message at an offset. Only called for messages that are reported. */
function observer({ history, polls, sends }: KafkaColumns, message: number, offset: number) {
  for (const rows of [sends, polls]) {
    for (let row = 0; row < rows.key.length; row++) {
      if (rows.message[row] === message && rows.offset[row] === offset && rows.offset[row] !== NO_OFFSET) {
        if (history[rows.operation[row]!]!.type !== 'fail') return history[rows.operation[row]!];
      }
    }
  }
  return undefined;
}

function pollerOf({ history, polls }: KafkaColumns, message: number) {
  const row = polls.message.findIndex(
    (polled, at) => polled === message && history[polls.operation[at]!]!.type === 'ok',
  );
  return history[polls.operation[row]!];
}
