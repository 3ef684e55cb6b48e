/**
 * A worker that takes one message after another and tries it at the ledger. What it passes on it publishes, and
 * acknowledges the message when the broker has confirmed that. What becomes of a message that failed is its scenario's.
 */
import { stateMachine, type Program, type StateMachineNode } from 'seedstorm';
import {
  clientHears,
  clientTimer,
  settle,
  startClient,
  type AmqpClient,
  type ClientMethod,
  type Delivery,
} from 'seedstorm/servers';
import type { Ledger, Work } from './ledger.js';

interface Worker {
  /** The first of `inHand` is in work. */
  state: { readonly amqp: AmqpClient<Delivery>; readonly inHand: Delivery[] };
  calls: Ledger['messages'];
  token: Delivery;
}

export type WorkerNode = StateMachineNode<Worker>;

/** What a scenario decides. */
export interface WorkerRules {
  readonly declares: readonly ClientMethod[];
  /** Before each try. */
  readonly begins: (delivery: Delivery, node: WorkerNode) => void;
  /** The ledger has answered that the try failed: settle the message, or publish it with itself as `about`. */
  readonly failed: (amqp: AmqpClient<Delivery>, delivery: Delivery, node: WorkerNode) => void;
}

const WORK_MS = 15;

export const retryingWorker = ({ declares, begins, failed }: WorkerRules): Program =>
  stateMachine<Worker>({
    start: (node) => ({
      inHand: [],
      amqp: startClient(
        {
          to: 'broker',
          heartbeatMs: 200,
          channels: [
            [
              { method: 'confirm.select' },
              ...declares,
              { method: 'basic.qos', prefetchCount: 1 },
              { method: 'basic.consume', queue: 'work' },
            ],
          ],
        },
        node,
      ),
    }),

    onStream({ amqp, inHand }, event, node) {
      for (const news of clientHears(amqp, event, node)) {
        if (news.kind === 'delivery') {
          if (inHand.push(news.delivery) === 1) node.setTimer('work', WORK_MS);
        } else if (news.kind === 'confirmed') settle(amqp, news.about, 'ack', node);
        else if (news.kind === 'refused') settle(amqp, news.about, 'requeue', node);
      }
    },

    onTimer({ amqp, inHand: [delivery] }, timer, node) {
      if (clientTimer(amqp, timer, node) || delivery === undefined) return;
      begins(delivery, node);
      node.call('ledger', { f: 'apply', ...workIn(delivery) }, { timeoutMs: 100, token: delivery });
    },

    onReply({ amqp, inHand }, { kind, token: delivery, ...reply }, node) {
      const answer = kind === 'answer' && 'value' in reply ? reply.value : 'unknown';
      if (answer === 'failed') failed(amqp, delivery, node);
      else settle(amqp, delivery, answer === 'applied' ? 'ack' : 'requeue', node);
      inHand.shift();
      if (inHand.length > 0) node.setTimer('work', WORK_MS);
    },
  });

export function workIn({ body }: Delivery): Work {
  return body as Work;
}
