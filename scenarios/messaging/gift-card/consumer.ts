/**
 * A consumer of entries: it takes a ticket from the store, writes the decision into the database, sends the card, and only
 * then lets the entry leave the queue. Whoever gets the same entry again comes to the same decision and the same card.
 */
import { stateMachine, type StateMachineNode } from 'seedstorm';
import {
  clientHears,
  clientTimer,
  settle,
  startClient,
  type AmqpClient,
  type ClientMethod,
  type Delivery,
} from 'seedstorm/servers';
import type { Rules } from './rules.js';
import type { DatabaseCalls, Decision, Empty, GatewayCalls, Row, StoreCalls } from './stores.js';

interface Consumer {
  state: { readonly amqp: AmqpClient; readonly inHand: Delivery[]; attempts: number };
  calls: StoreCalls & DatabaseCalls & GatewayCalls;
  /** `settled`: the entry has left the queue already. */
  token: { readonly of: Delivery; readonly run?: number; readonly left?: number; readonly settled?: boolean };
  timer: string;
}
type State = Consumer['state'];
type Node = StateMachineNode<Consumer>;

export const entries: ClientMethod = { method: 'queue.declare', queue: 'entries', durable: true };
const TIMEOUT_MS = 100;
const LOOKUP_MS = 40;

export const consumer = ({ stock, refill, entry, acknowledge, key }: Rules) => {
  return stateMachine<Consumer>({
    start: (node) => ({
      inHand: [],
      attempts: 0,
      amqp: startClient(
        {
          to: 'broker',
          heartbeatMs: 200,
          channels: [
            [
              entries,
              { method: 'basic.qos', prefetchCount: 1 },
              { method: 'basic.consume', queue: 'entries' },
            ],
          ],
        },
        node,
      ),
    }),

    onTimer(state, timer, node, token) {
      if (timer === 'record' && token) record(token.of, 'won', node);
      else if (timer === 'write' && token)
        node.call('store', { f: 'write', left: (token.left as number) - 1 }, about(token.of));
      else if (timer === 'send' && token) send(state, token.of, node);
      else clientTimer(state.amqp, timer, node);
    },

    onStream(state, event, node) {
      for (const news of clientHears(state.amqp, event, node)) {
        if (news.kind !== 'delivery') continue;
        if (acknowledge === 'on-receipt') settle(state.amqp, news.delivery, 'ack', node);
        if (state.inHand.push(news.delivery) === 1) take(news.delivery, node);
      }
    },

    onReply(state, result, node) {
      const { of: delivery, run, settled = acknowledge === 'on-receipt' } = result.token;
      const end = (how: 'ack' | 'requeue') => {
        if (!settled) settle(state.amqp, delivery, how, node);
        state.inHand.shift();
        if (state.inHand[0] !== undefined) take(state.inHand[0], node);
      };
      // Whoever did not answer may have done it: the entry goes back, and all is asked again.
      if (result.kind !== 'answer') return end('requeue');
      switch (result.f) {
        case 'take':
          if (typeof result.value === 'object') return refillStore(delivery, result.value, node);
          return result.value === 'ticket' ? look('record', delivery, node) : record(delivery, 'lost', node);
        case 'read':
          if (typeof result.value === 'object') return refillStore(delivery, result.value, node);
          if (result.value <= 0) return record(delivery, 'lost', node);
          return look('write', delivery, node, result.value);
        case 'write':
          return record(delivery, 'won', node);
        case 'rows':
          return fill(delivery, run as number, result.value, node);
        case 'fill':
          return take(delivery, node);
        case 'record':
          if (result.value === 'lost') return end('ack');
          return look('send', delivery, node);
        case 'send':
          return end('ack');
      }
    },
  });

  function take(delivery: Delivery, node: Node): void {
    const message =
      stock === 'decrement' ? ({ f: 'take', entry: of(delivery).entry } as const) : ({ f: 'read' } as const);
    node.call('store', message, about(delivery));
  }

  function refillStore(delivery: Delivery, { run }: Empty, node: Node): void {
    if (refill === 'opening') return fill(delivery, run, [], node);
    node.call('database', { f: 'rows' }, { ...about(delivery), token: { of: delivery, run } });
  }

  function fill(delivery: Delivery, run: number, decided: readonly Row[], node: Node): void {
    node.call('store', { f: 'fill', run, decided }, about(delivery));
  }

  /** The member is looked up, and then the winner's phone number, in a database of others: that takes a while. */
  function look(then: 'record' | 'write' | 'send', delivery: Delivery, node: Node, left = 0): void {
    node.setTimer(then, LOOKUP_MS, { of: delivery, left });
  }

  function record(delivery: Delivery, decision: Decision, node: Node): void {
    node.call('database', { f: 'record', ...of(delivery), decision }, about(delivery));
  }

  function send(state: State, delivery: Delivery, node: Node): void {
    const { entry: own, member } = of(delivery);
    const attempt = `${own}/${node.id}.${node.incarnation}.${state.attempts++}`;
    const settled = acknowledge !== 'after-sending';
    if (acknowledge === 'after-record') settle(state.amqp, delivery, 'ack', node);
    const call = { ...about(delivery), token: { of: delivery, settled } };
    node.call('gateway', { f: 'send', key: key === 'per-entry' ? own : attempt, member }, call);
  }

  /** Whose entry it is, and what it is known by. */
  function of({ body, properties }: Delivery): { readonly entry: string; readonly member: string } {
    const member = String(body);
    return { member, entry: entry === 'member' ? member : `${member}/${properties.messageId}` };
  }
};

const about = (delivery: Delivery) => ({ timeoutMs: TIMEOUT_MS, token: { of: delivery } });
