/** Clients of a cluster: publishers with confirms, consumers with acknowledgements, and shovels, which are both. */
import { stateMachine, type Program, type ReplyTo, type StateMachineNode } from 'seedstorm';
import { HEARTBEAT_MS, HEARTBEAT_WAIT_MS } from './messages.js';
import type { FromClient, ToClient } from './messages.js';

export interface ClientSettings {
  /** Brokers it may connect to, the preferred one first. */
  readonly brokers: readonly string[];
  /** When it connects for the first time: brokers need a moment to start. */
  readonly startMs: number;
  /** Where it publishes: to one after the other. */
  readonly publishes: readonly string[];
  /** What it consumes. */
  readonly consumes: readonly string[];
  readonly prefetch: number;
  /** How long it works on a message. */
  readonly workMs: number;
  /** Whether a message matters: others may be treated with less care. */
  readonly matters: (value: string) => boolean;
  /** 2: messages are to outlive a restart. */
  readonly deliveryMode: (important: boolean) => 1 | 2;
  /** Which publishes wait for the broker's confirm. Others count as sent once they have left. */
  readonly confirms: (important: boolean) => boolean;
}

interface Publish {
  readonly value: string;
  readonly important: boolean;
  readonly replyTo: ReplyTo;
}

interface Work {
  readonly tag: number;
  readonly value: string;
  readonly redelivered: boolean;
  readonly doneMs: number;
}

interface State {
  /** Which of the brokers it tries, or has. */
  broker: number;
  stream: number | undefined;
  open: boolean;
  heardMs: number;
  published: number;
  /** Waits for a connection. */
  readonly waiting: Publish[];
  readonly unconfirmed: Record<number, Publish>;
  work: Work[];
  consuming: boolean;
  /** When it last had something to do. */
  busyMs: number;
  draining: ReplyTo[];
}

export interface ClientProgram {
  state: State;
  request: SendRequest | { readonly f: 'drain' };
  reply: string;
  hears: ToClient;
  sends: FromClient;
  timer: 'connect' | 'heartbeat' | 'work' | 'consume' | 'idle';
  token: undefined;
}

export interface SendRequest {
  readonly f: 'send';
  readonly value: string;
}

type Node = Omit<StateMachineNode<ClientProgram>, 'reply'>;

const RECONNECT_MS = 60;
const AGAIN_MS = 100;
/** Nothing came for so long: nothing is left. */
const IDLE_MS = 400;

export function clusterClient(given: ClientSettings): Program {
  const program = stateMachine<ClientProgram>({
    start(node) {
      node.setTimer('connect', given.startMs);
      return {
        broker: 0,
        stream: undefined,
        open: false,
        heardMs: 0,
        published: 0,
        waiting: [],
        unconfirmed: {},
        work: [],
        consuming: false,
        busyMs: node.monotonicMs(),
        draining: [],
      };
    },

    onRequest(state, asked, node) {
      const replyTo = node.defer();
      if (asked.f === 'drain') {
        state.draining.push(replyTo);
        return node.setTimer('idle', IDLE_MS);
      }
      state.waiting.push({ value: asked.value, important: given.matters(asked.value), replyTo });
      flush(state, node);
    },

    onTimer(state, timer, node) {
      switch (timer) {
        case 'connect':
          state.stream = node.connect(given.brokers[state.broker % given.brokers.length] as string);
          state.heardMs = node.monotonicMs();
          return node.setTimer('heartbeat', HEARTBEAT_MS);
        case 'heartbeat':
          return heartbeat(state, node);
        case 'consume':
          return consume(state, node);
        case 'work':
          return work(state, node);
        case 'idle':
          return idle(state, node);
      }
    },

    onStream(state, event, node) {
      if (event.stream !== state.stream) return;
      state.heardMs = node.monotonicMs();
      if (event.kind === 'closed') lost(state, node);
      else if (event.kind === 'data') onMethod(state, event.data, node);
    },
  });
  return { ...program, closesConnections: true };

  function onMethod(state: State, method: ToClient, node: Node): void {
    switch (method.method) {
      case 'connection.open-ok':
        state.open = true;
        consume(state, node);
        return flush(state, node);
      case 'basic.consume-ok':
        state.consuming = true;
        state.busyMs = node.monotonicMs();
        return;
      case 'basic.cancel':
      case 'channel.close':
        // The queue is away: its messages come back with it.
        state.consuming = false;
        state.work = [];
        return node.setTimer('consume', AGAIN_MS);
      case 'basic.ack':
      case 'basic.nack': {
        const publish = state.unconfirmed[method.deliveryTag];
        if (publish === undefined) return;
        delete state.unconfirmed[method.deliveryTag];
        if (method.method === 'basic.ack') node.replyTo(publish.replyTo, 'confirmed');
        else node.rejectTo(publish.replyTo, 'refused');
        return;
      }
      case 'basic.deliver': {
        const { deliveryTag: tag, body, redelivered } = method;
        state.work.push({ tag, value: body as string, redelivered, doneMs: 0 });
        state.busyMs = node.monotonicMs();
        if (state.work.length === 1) node.setTimer('work', given.workMs);
        return;
      }
      default:
    }
  }

  function flush(state: State, node: Node): void {
    if (!state.open || state.stream === undefined) return;
    for (const publish of state.waiting.splice(0)) {
      const { value, important, replyTo } = publish;
      const tag = ++state.published;
      node.sendStream(state.stream, {
        method: 'basic.publish',
        exchange: '',
        routingKey: given.publishes[tag % given.publishes.length] as string,
        properties: { deliveryMode: given.deliveryMode(important) },
        body: value,
      });
      if (given.confirms(important)) state.unconfirmed[tag] = publish;
      else node.replyTo(replyTo, 'sent');
    }
  }

  function consume(state: State, node: Node): void {
    if (!state.open || state.stream === undefined || given.consumes.length === 0) return;
    node.sendStream(state.stream, { method: 'basic.qos', prefetchCount: given.prefetch });
    for (const queue of given.consumes)
      node.sendStream(state.stream, { method: 'basic.consume', queue, consumerTag: queue });
  }

  /** Done with the first: then it is acknowledged. */
  function work(state: State, node: Node): void {
    const done = state.work.shift();
    if (done === undefined || state.stream === undefined) return;
    state.busyMs = node.monotonicMs();
    node.effect({ f: 'process', value: done.value, redelivered: done.redelivered });
    node.sendStream(state.stream, { method: 'basic.ack', deliveryTag: done.tag });
    if (state.work.length > 0) node.setTimer('work', given.workMs);
  }

  function heartbeat(state: State, node: Node): void {
    const { stream } = state;
    if (stream === undefined) return;
    if (node.monotonicMs() - state.heardMs > HEARTBEAT_WAIT_MS) {
      node.closeStream(stream);
      state.open = false;
      return lost(state, node);
    }
    if (state.open) node.sendStream(stream, { method: 'heartbeat' });
    node.setTimer('heartbeat', HEARTBEAT_MS);
  }

  function idle(state: State, node: Node): void {
    const isIdle = state.consuming && state.work.length === 0 && node.monotonicMs() - state.busyMs >= IDLE_MS;
    if (!isIdle) return node.setTimer('idle', AGAIN_MS);
    for (const replyTo of state.draining.splice(0)) node.replyTo(replyTo, 'drained');
  }

  /** The connection is gone: nobody knows what became of what was published. */
  function lost(state: State, node: Node): void {
    // The broker it had may be back; one that refused is passed over.
    if (!state.open) state.broker++;
    state.stream = undefined;
    state.open = false;
    state.consuming = false;
    state.published = 0;
    state.work = [];
    node.clearTimer('work');
    node.clearTimer('heartbeat');
    for (const [tag, { replyTo }] of Object.entries(state.unconfirmed)) {
      delete state.unconfirmed[Number(tag)];
      node.rejectTo(replyTo, 'connection lost', { definite: false });
    }
    node.setTimer('connect', RECONNECT_MS);
  }
}
