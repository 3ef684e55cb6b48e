/**
 * A relay: it asks a database for rows that nobody has published, publishes them, and says which ones the broker has.
 *
 * It keeps nothing on a disk. If it dies after a confirm and before the database hears of it, the row is published again.
 */
import { stateMachine } from 'seedstorm';
import {
  clientHears,
  clientTimer,
  publish,
  startClient,
  type AmqpClient,
  type BasicPublish,
  type ClientMethod,
} from 'seedstorm/servers';

/** An event that waits to be published. Numbers grow in the order in which transactions begin. */
export interface Row {
  readonly number: number;
  readonly value: string;
}

/** What a database answers that has a relay. */
export interface Relayed {
  /** Rows to publish, smallest numbers first. Those of `done` are published; those up to `after` are not asked for. */
  rows: (ask: { readonly done: readonly number[]; readonly after: number }) => readonly Row[];
}

interface Relay {
  state: {
    readonly amqp: AmqpClient<Row>;
    /** Published, and not confirmed yet. */
    readonly underWay: Set<number>;
    /** Confirmed; the database has not heard of it yet. */
    readonly done: Set<number>;
    highest: number;
  };
  calls: Relayed;
  timer: string;
  token: readonly number[];
}

/** How a relay goes about it. */
export interface RelayRules {
  readonly reads: 'rows-left' | 'higher-numbers';
  readonly done: 'on-confirm' | 'on-publish';
}

/** The queue of events. Only one consumer at a time gets them, so they keep their order. */
export const QUEUE: ClientMethod = {
  method: 'queue.declare',
  queue: 'events',
  durable: true,
  arguments: { 'x-single-active-consumer': true },
};
/** A connection for publishing events. */
export const PUBLISHES = {
  to: 'broker',
  heartbeatMs: 200,
  channels: [[{ method: 'confirm.select' }, QUEUE]],
} as const;

/** The message of an event. */
export const messageOf = (value: string): Omit<BasicPublish, 'method'> => ({
  exchange: '',
  routingKey: 'events',
  properties: { deliveryMode: 2 },
  body: value,
});

const POLL_MS = 15;

/** The relay of the database on the node `of`. */
export const relay = (of: string, rule: RelayRules) =>
  stateMachine<Relay>({
    start(node) {
      node.setTimer('poll', POLL_MS);
      return { amqp: startClient(PUBLISHES, node), underWay: new Set(), done: new Set(), highest: 0 };
    },

    onTimer({ amqp, done, highest }, timer, node) {
      if (clientTimer(amqp, timer, node)) return;
      const told = [...done];
      const after = rule.reads === 'higher-numbers' ? highest : 0;
      node.call(of, { f: 'rows', done: told, after }, { timeoutMs: 100, token: told });
    },

    onReply(state, result, node) {
      node.setTimer('poll', POLL_MS);
      if (result.kind !== 'answer') return;
      for (const number of result.token) state.done.delete(number);
      for (const row of result.value) {
        const { number, value } = row;
        if (state.underWay.has(number) || state.done.has(number)) continue;
        if (!publish(state.amqp, messageOf(value), row, node)) return;
        state.underWay.add(number);
        state.highest = Math.max(state.highest, number);
        if (rule.done === 'on-publish') state.done.add(number);
      }
    },

    onStream({ amqp, underWay, done }, event, node) {
      for (const news of clientHears(amqp, event, node)) {
        if (news.kind !== 'confirmed' && news.kind !== 'refused' && news.kind !== 'unknown') continue;
        underWay.delete(news.about.number);
        if (news.kind === 'confirmed') done.add(news.about.number);
      }
    },
  });
