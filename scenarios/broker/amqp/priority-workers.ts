/** Workers that take messages of two priorities from two queues. */
import { stateMachine, type Program, type StateMachineNode } from 'seedstorm';
import {
  ask,
  clientHears,
  clientTimer,
  settle,
  startClient,
  type AmqpClient,
  type ClientMethod,
  type Delivery,
} from 'seedstorm/servers';

const WORK_MS = 50;
/** After this pause a worker asks again that has found nothing. */
const PAUSE_MS = 10;

type Held = Pick<Delivery, 'channel' | 'session' | 'deliveryTag' | 'body'>;

interface Worker {
  /** The first of `inHand` is in work. */
  state: {
    readonly amqp: AmqpClient;
    readonly inHand: Held[];
    /** How many queues it has asked since it is free. */
    asked: number;
  };
}

const start = (channel: readonly ClientMethod[], node: StateMachineNode<Worker>): Worker['state'] => ({
  inHand: [],
  asked: 0,
  amqp: startClient({ to: 'broker', heartbeatMs: 200, channels: [channel] }, node),
});

/** Does the first message that it holds, if the time is over for which it worked. @returns whether it did */
function workDone({ amqp, inHand }: Worker['state'], timer: string, node: StateMachineNode<Worker>): boolean {
  const [held] = inHand;
  if (clientTimer(amqp, timer, node) || timer !== 'work' || held === undefined) return false;
  node.effect({ f: 'process', value: held.body });
  settle(amqp, held, 'ack', node);
  inHand.shift();
  return true;
}

/** The broker pushes: of each queue a worker may hold so many, and it does them in the order in which they come. */
export function sharingWorker(
  declares: readonly ClientMethod[],
  taken: readonly (readonly [queue: string, prefetch: number])[],
): Program {
  const consumes = taken.flatMap(([queue, prefetchCount]): ClientMethod[] => [
    { method: 'basic.qos', prefetchCount },
    { method: 'basic.consume', queue },
  ]);
  return stateMachine<Worker>({
    start: (node) => start([...declares, ...consumes], node),
    onStream({ amqp, inHand }, event, node) {
      for (const news of clientHears(amqp, event, node))
        if (news.kind === 'delivery' && inHand.push(news.delivery) === 1) node.setTimer('work', WORK_MS);
    },
    onTimer(state, timer, node) {
      if (workDone(state, timer, node) && state.inHand.length > 0) node.setTimer('work', WORK_MS);
    },
  });
}

/** The worker pulls: it asks one queue after the other, and begins with the first again whenever it is done. */
export function pollingWorker(declares: readonly ClientMethod[], queues: readonly string[]): Program {
  return stateMachine<Worker>({
    start: (node) => start(declares, node),
    onStream(state, event, node) {
      for (const news of clientHears(state.amqp, event, node)) {
        if (news.kind === 'ready' && state.inHand.length === 0) askNext(state, 0, node);
        if (news.kind !== 'answer') continue;
        const { channel, method } = news;
        if (method.method === 'basic.get-empty') askNext(state, state.asked, node);
        if (method.method !== 'basic.get-ok') continue;
        const session = state.amqp.channels[channel - 1]?.session ?? 0;
        state.inHand.push({ channel, session, deliveryTag: method.deliveryTag, body: method.body });
        node.setTimer('work', WORK_MS);
      }
    },
    onTimer(state, timer, node) {
      const isOver = timer === 'pause' && state.asked > queues.length;
      if (workDone(state, timer, node) || isOver) askNext(state, 0, node);
    },
  });

  function askNext(state: Worker['state'], asked: number, node: StateMachineNode<Worker>): void {
    const queue = queues[asked];
    state.asked = asked + 1;
    if (queue === undefined) node.setTimer('pause', PAUSE_MS);
    else ask(state.amqp, [{ method: 'basic.get', queue }], node);
  }
}
