/**
 * The account of a delivery: what was sent, what came of it, and what does not add up.
 *
 * Convention. A client's `{f: 'send', value}` offers a message (`ok`: acknowledged, `info`: perhaps accepted,
 * `fail`: refused); a node's `{f: 'process', value, group?}` is its effect, recorded as an `ok` operation of
 * process = node name. The value identifies the message: two sends of one value are attempts of one message.
 * Messages count per consumer group, because each group owes every message once. An effect of unknown outcome that does
 * not say of which message (a `dequeue` without an answer) may have been that of any one, in any group.
 * `{f: 'drain'}` marks a reader that reads everything to the end. Its `ok` output may list values, which then
 * count as processed. If a history has drains, only messages acknowledged before the last `ok` drain began must
 * have been processed; later ones are merely *unseen*. Without drains, the end of the history is the deadline.
 */
import type { History, Operation } from '../history.js';
import { identityOf } from '../identity.js';
import type { BudgetMeter } from '../budget.js';
import { type Fields, fieldsOf, selector, type Selector } from '../selectors.js';

/** How to read the operations of a delivery; names are function names (`f`). */
export interface DeliveryOptions {
  /** The message offered. Default: `value` of `send`. */
  readonly sent?: string | Selector;
  /** The message whose effect this is. Default: `value` of `process`. */
  readonly processed?: string | Selector;
  /** Name of the final read to the end. Default: `drain`. */
  readonly drain?: string;
  /** The consumer group an effect belongs to. Default: the field `group`, or one group for all. */
  readonly group?: Selector<string | number>;
  /** Groups that owe every message; default: those seen in the history. */
  readonly groups?: readonly (string | number)[];
}

/** One message in one group. */
export interface Entry {
  readonly message: unknown;
  readonly group: string | number | undefined;
  readonly sends: readonly Operation[];
  readonly effects: readonly Operation[];
}

/** Every message that does not add up, by what is wrong with it, and the totals. */
export interface Ledger {
  /** Messages with at least one `ok` send. */
  readonly acknowledged: number;
  /** Messages never acknowledged, but with a send of unknown outcome. */
  readonly uncertain: number;
  /** Messages of which every send was refused. */
  readonly refused: number;
  /** Messages with an effect, counted once per group. */
  readonly processed: number;
  /** Effects and drains that were recorded, however they ended: with none, nobody looked at what took effect. */
  readonly looked: number;
  /** Acknowledged, due, and without effect. */
  readonly lost: readonly Entry[];
  /** More than one effect. */
  readonly duplicated: readonly Entry[];
  /** An effect of a message that nobody had offered when it took effect. */
  readonly phantom: readonly Entry[];
  /** An effect of a message whose every send was refused. */
  readonly aborted: readonly Entry[];
  /** Acknowledged and without effect, but not yet due: nobody looked again after the acknowledgement. */
  readonly unseen: readonly Entry[];
  /** Effects of unknown outcome that do not say of which message: each may have been that of any one. */
  readonly unnamed: readonly Operation[];
}

interface Message {
  readonly message: unknown;
  readonly sends: Operation[];
  firstInvoke: number;
  acknowledgedAt: number;
  maybe: boolean;
}

interface Effects {
  readonly operations: Operation[];
  readonly message: unknown;
  definite: number;
  firstComplete: number;
}

type Group = string | number | undefined;

/** What the account keeps of an operation, roughly. */
const BYTES_PER_OPERATION = 150;

/** Draws up the account of a history. Linear in its length. */
export function deliveryLedger(history: History, options: DeliveryOptions = {}, meter?: BudgetMeter): Ledger {
  const { messages, groups, dueBefore, looked, unnamed } = collect(history, options, meter);
  const ledger = {
    acknowledged: 0,
    uncertain: 0,
    refused: 0,
    processed: 0,
    looked,
    lost: [] as Entry[],
    duplicated: [] as Entry[],
    phantom: [] as Entry[],
    aborted: [] as Entry[],
    unseen: [] as Entry[],
    unnamed,
  };
  for (const message of messages.values()) {
    if (message.acknowledgedAt < Infinity) ledger.acknowledged++;
    else if (message.maybe) ledger.uncertain++;
    else ledger.refused++;
  }
  for (const [group, effectsOf] of groups) {
    for (const [id, message] of messages) {
      meter?.spend();
      if (message.acknowledgedAt === Infinity) continue;
      const effects = effectsOf.get(id);
      if (effects && effects.definite > 0) continue;
      const due = message.acknowledgedAt < dueBefore && effects === undefined;
      (due ? ledger.lost : ledger.unseen).push(entry(group, message, effects));
    }
    for (const [id, effects] of effectsOf) {
      meter?.spend();
      if (effects.definite === 0) continue;
      ledger.processed++;
      const message = messages.get(id);
      if (!message || effects.firstComplete < message.firstInvoke)
        ledger.phantom.push(entry(group, message, effects));
      else if (message.acknowledgedAt === Infinity && !message.maybe)
        ledger.aborted.push(entry(group, message, effects));
      if (effects.definite > 1) ledger.duplicated.push(entry(group, message, effects));
    }
  }
  return ledger;
}

function entry(group: Group, message: Message | undefined, effects: Effects | undefined): Entry {
  return {
    message: message ? message.message : effects?.message,
    group,
    sends: message?.sends ?? [],
    effects: effects?.operations ?? [],
  };
}

/** One pass over the history: messages by identity, effects by group and identity, and the deadline. */
function collect(history: History, options: DeliveryOptions, meter: BudgetMeter | undefined) {
  const value = (fields: Fields) => fields['value'];
  const sentBy = selector(options.sent, 'send', value);
  const processedBy = selector(options.processed, 'process', value);
  const groupOf: Selector<string | number> =
    options.group ?? ((operation) => fieldsOf(operation)['group'] as Group);
  const drainName = options.drain ?? 'drain';
  const effectName = typeof options.processed === 'function' ? undefined : (options.processed ?? 'process');

  const messages = new Map<unknown, Message>();
  const groups = new Map<Group, Map<unknown, Effects>>();
  for (const group of options.groups ?? []) groups.set(group, new Map());
  const unnamed: Operation[] = [];
  let drains = 0;
  let looked = 0;
  let lastDrain = -Infinity;

  const effect = (operation: Operation, message: unknown) => {
    const group = groupOf(operation);
    let effectsOf = groups.get(group);
    if (!effectsOf) groups.set(group, (effectsOf = new Map<unknown, Effects>()));
    const id = identityOf(message);
    let effects = effectsOf.get(id);
    if (!effects) {
      effectsOf.set(id, (effects = { operations: [], message, definite: 0, firstComplete: Infinity }));
    }
    effects.operations.push(operation);
    if (operation.type !== 'ok') return;
    effects.definite++;
    effects.firstComplete = Math.min(effects.firstComplete, operation.complete);
  };

  for (const operation of history) {
    meter?.spend();
    meter?.hold(BYTES_PER_OPERATION);
    const sent = sentBy(operation);
    if (sent !== undefined) {
      record(messages, operation, sent);
      continue;
    }
    const processed = processedBy(operation);
    if (processed !== undefined) {
      looked++;
      if (operation.type !== 'fail') effect(operation, processed);
    } else if (fieldsOf(operation).f === drainName) {
      drains++;
      looked++;
      if (operation.type !== 'ok') continue;
      lastDrain = Math.max(lastDrain, operation.invoke);
      if (Array.isArray(operation.output)) for (const seen of operation.output) effect(operation, seen);
    } else if (operation.type === 'info' && fieldsOf(operation).f === effectName) {
      looked++;
      unnamed.push(operation);
    }
  }
  if (groups.size === 0) groups.set(undefined, new Map());
  return { messages, groups, looked, unnamed, dueBefore: drains === 0 ? Infinity : lastDrain };
}

function record(messages: Map<unknown, Message>, operation: Operation, sent: unknown): void {
  const id = identityOf(sent);
  let message = messages.get(id);
  if (!message) {
    message = { message: sent, sends: [], firstInvoke: Infinity, acknowledgedAt: Infinity, maybe: false };
    messages.set(id, message);
  }
  message.sends.push(operation);
  message.firstInvoke = Math.min(message.firstInvoke, operation.invoke);
  if (operation.type === 'ok') message.acknowledgedAt = Math.min(message.acknowledgedAt, operation.complete);
  else if (operation.type === 'info') message.maybe = true;
}
