/**
 * A bridge between two brokers: takes from a queue of one, publishes to the other, and acknowledges here what was
 * confirmed there. So nothing is lost on the way, and what it had in hand when a connection broke comes twice.
 */
import { stateMachine, type Program, type StateMachineNode } from 'seedstorm';
import { HEARTBEAT_MS, HEARTBEAT_WAIT_MS, type FromClient, type ToClient } from './messages.js';

export interface ShovelSettings {
  readonly from: string;
  readonly to: string;
  readonly queue: string;
  /** How many messages it has in hand at most. */
  readonly prefetch: number;
}

type Side = 'from' | 'to';

interface Connected {
  stream: number | undefined;
  open: boolean;
  heardMs: number;
}

interface State {
  readonly from: Connected;
  readonly to: Connected;
  published: number;
  /** Published there, and under which tag it was delivered here. */
  readonly onTheWay: Record<number, number>;
}

interface Shovel {
  state: State;
  message: ToClient;
  sends: FromClient;
  timer: Side | 'heartbeat';
  token: undefined;
}

type Node = StateMachineNode<Shovel>;

const RECONNECT_MS = 60;

export function shovel(given: ShovelSettings): Program {
  const program = stateMachine<Shovel>({
    start(node) {
      node.setTimer('from', 0);
      node.setTimer('to', 0);
      node.setTimer('heartbeat', HEARTBEAT_MS);
      const nowhere = (): Connected => ({ stream: undefined, open: false, heardMs: 0 });
      return { from: nowhere(), to: nowhere(), published: 0, onTheWay: {} };
    },

    onTimer(state, timer, node) {
      if (timer === 'heartbeat') return heartbeat(state, node);
      state[timer].stream = node.connect(given[timer]);
      state[timer].heardMs = node.monotonicMs();
    },

    onStream(state, event, node) {
      const side: Side = event.stream === state.from.stream ? 'from' : 'to';
      const connected = state[side];
      if (connected.stream !== event.stream) return;
      connected.heardMs = node.monotonicMs();
      if (event.kind === 'closed') lost(state, side, node);
      else if (event.kind === 'data') onMethod(state, side, event.data, node);
    },
  });
  return { ...program, closesConnections: true };

  function onMethod(state: State, side: Side, method: ToClient, node: Node): void {
    switch (method.method) {
      case 'connection.open-ok':
        state[side].open = true;
        // It takes nothing before it can pass it on.
        if (state.from.open && state.to.open) {
          say(state, 'from', { method: 'basic.qos', prefetchCount: given.prefetch }, node);
          say(state, 'from', { method: 'basic.consume', queue: given.queue, consumerTag: 'shovel' }, node);
        }
        return;
      case 'basic.deliver': {
        const { properties, body, deliveryTag } = method;
        state.onTheWay[++state.published] = deliveryTag;
        const publish = { method: 'basic.publish', exchange: '', routingKey: given.queue } as const;
        return say(state, 'to', { ...publish, properties, body }, node);
      }
      case 'basic.ack': {
        const deliveryTag = state.onTheWay[method.deliveryTag];
        delete state.onTheWay[method.deliveryTag];
        if (deliveryTag !== undefined) say(state, 'from', { method: 'basic.ack', deliveryTag }, node);
        return;
      }
      default:
    }
  }

  /** One end is gone: the other is given up as well, so that all that is not acknowledged comes again. */
  function lost(state: State, side: Side, node: Node): void {
    const other = side === 'from' ? 'to' : 'from';
    const { stream } = state[other];
    if (stream !== undefined && state[other].open) node.closeStream(stream);
    for (const end of state[other].open ? (['from', 'to'] as const) : [side]) {
      state[end].stream = undefined;
      state[end].open = false;
      node.setTimer(end, RECONNECT_MS);
    }
    state.published = 0;
    for (const tag of Object.keys(state.onTheWay)) delete state.onTheWay[Number(tag)];
  }

  function heartbeat(state: State, node: Node): void {
    for (const side of ['from', 'to'] as const) {
      const { stream, open, heardMs } = state[side];
      if (stream === undefined) continue;
      if (node.monotonicMs() - heardMs > HEARTBEAT_WAIT_MS) {
        node.closeStream(stream);
        lost(state, side, node);
      } else if (open) node.sendStream(stream, { method: 'heartbeat' });
    }
    node.setTimer('heartbeat', HEARTBEAT_MS);
  }

  function say(state: State, side: Side, method: FromClient, node: Node): void {
    const { stream } = state[side];
    if (stream !== undefined) node.sendStream(stream, method);
  }
}
