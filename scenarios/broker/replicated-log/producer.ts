/**
 * A producer host: takes messages from clients and delivers each to the leader of its partition, trying again until
 * it is acknowledged or its time is up. Each client is one producer, which may move between hosts: when it does, the
 * new host takes a new producer epoch, and what the old one still tries is a zombie's.
 */
import { stateMachine, type CallResult, type ReplyTo, type StateMachineNode } from 'seedstorm';
import type { Rules } from './bugs.js';
import type { Acks, Answer, Message, Partition, Stamp } from './messages.js';

const ATTEMPT_TIMEOUT_MS = 150;
/** How long a message is tried; longer than clients wait, as is usual. */
const DELIVERY_MS = 1500;
const RETRY_MS = 30;
const REFRESH_MS = 300;

export interface Producer {
  state: ProducerState;
  request: ProduceRequest;
  reply: { readonly partition: number; readonly offset?: number };
  message: Message;
  answer: Answer;
  /** `retry/<client>`, or `refresh`. */
  timer: string;
  token: ProducerToken;
  durable: Record<`taken/${string}`, number>;
}

export interface ProduceRequest {
  readonly f: 'produce';
  readonly value: string;
  readonly partition: number;
  /** Counts the client's messages: what a host has taken once, it does not take again. */
  readonly number: number;
  /** The client was with another host before. */
  readonly takeover: boolean;
}

type ProducerToken =
  | {
      readonly kind: 'taken';
      readonly client: string;
      readonly delivery: Delivery;
      readonly takeover: boolean;
    }
  | { readonly kind: 'where' }
  /** An attempt at the `number`th message of a client. */
  | {
      readonly kind: 'init' | 'sent';
      readonly client: string;
      readonly number: number;
      readonly attempt: number;
    };

interface ProducerState {
  /** What is known of the partitions. */
  partitions: (Partition | undefined)[];
  /** How often brokers were asked for it: each time another one. */
  asked: number;
  sessions: Record<string, Session>;
}

/** One client's producer on this host. */
interface Session {
  /** Its producer epoch, once it has one. */
  epoch: number | undefined;
  /** The next sequence number by partition. */
  next: Record<number, number>;
  /** One message at a time is under way, the first. */
  queue: Delivery[];
}

interface Delivery {
  readonly replyTo: ReplyTo;
  readonly number: number;
  readonly value: string;
  readonly partition: number;
  readonly untilMs: number;
  /** Attempts so far. Whatever was sent may have happened, now or later. */
  attempts: number;
  /** An attempt of which nobody knows what became. */
  uncertain: boolean;
}

type ProducerNode = StateMachineNode<Producer>;

export interface ProducerOptions {
  readonly acks: Acks;
  readonly idempotent: boolean;
  readonly brokers: readonly string[];
  readonly rules: Rules;
}

export function producer(options: ProducerOptions) {
  const { brokers, acks, rules } = options;
  const numbered = options.idempotent && acks !== 0;

  /** Goes on with the first message of the queue. */
  function pump(state: ProducerState, client: string, node: ProducerNode): void {
    const session = state.sessions[client];
    const delivery = session?.queue[0];
    if (session === undefined || delivery === undefined) return;
    if (node.monotonicMs() > delivery.untilMs) return giveUp(state, client, 'not delivered in time', node);
    const token = { client, number: delivery.number, attempt: ++delivery.attempts };
    if (numbered && session.epoch === undefined) {
      const message: Message = { kind: 'init-producer', producer: client };
      return node.call('controller', message, {
        timeoutMs: ATTEMPT_TIMEOUT_MS,
        token: { kind: 'init', ...token },
      });
    }
    const { partition, value } = delivery;
    const leader = state.partitions[partition]?.leader;
    if (leader === undefined) return later(state, client, node);
    const message: Message = {
      kind: 'produce',
      partition,
      acks,
      value,
      ...stampOf(session, client, partition),
    };
    delivery.uncertain = true;
    if (acks !== 0)
      return node.call(leader, message, { timeoutMs: ATTEMPT_TIMEOUT_MS, token: { kind: 'sent', ...token } });
    node.send(leader, message);
    done(state, client, { partition }, node);
  }

  function stampOf(session: Session, client: string, partition: number): { stamp?: Stamp } {
    if (!numbered || session.epoch === undefined) return {};
    return { stamp: { producer: client, epoch: session.epoch, sequence: session.next[partition] ?? 0 } };
  }

  /** Tries again soon, with newer knowledge of who leads. */
  function later(state: ProducerState, client: string, node: ProducerNode): void {
    refresh(state, node);
    node.setTimer(`retry/${client}`, RETRY_MS);
  }

  function refresh(state: ProducerState, node: ProducerNode): void {
    const broker = brokers[state.asked++ % brokers.length] as string;
    node.call(broker, { kind: 'where' }, { timeoutMs: ATTEMPT_TIMEOUT_MS, token: { kind: 'where' } });
  }

  function attempted(
    state: ProducerState,
    client: string,
    result: CallResult<Producer>,
    node: ProducerNode,
  ): void {
    const session = state.sessions[client] as Session;
    const { partition } = session.queue[0] as Delivery;
    if (result.kind === 'answer' && result.value.kind === 'appended') {
      session.next[partition] = (session.next[partition] ?? 0) + 1;
      return done(state, client, { partition, offset: result.value.offset }, node);
    }
    if (result.kind === 'refused' && result.error === 'fenced')
      return giveUp(state, client, 'another host has taken over', node);
    if (result.kind === 'refused' && result.error === 'gap') {
      // The log lost a message before this one. Numbers begin anew, but not for one that may be in the log.
      if ((session.queue[0] as Delivery).attempts > 1)
        return giveUp(state, client, 'messages before it are lost', node);
      restart(session);
    }
    if (result.kind === 'timeout' && !rules.keepIdentity) restart(session);
    later(state, client, node);
  }

  /** Nobody knows what became of the message. Its number is spent, so the next one begins a new epoch. */
  function giveUp(state: ProducerState, client: string, why: string, node: ProducerNode): void {
    const session = state.sessions[client] as Session;
    const { replyTo, uncertain } = session.queue.shift() as Delivery;
    node.rejectTo(replyTo, why, { definite: !uncertain });
    restart(session);
    pump(state, client, node);
  }

  function done(
    state: ProducerState,
    client: string,
    reply: { readonly partition: number; readonly offset?: number },
    node: ProducerNode,
  ): void {
    const { queue } = state.sessions[client] as Session;
    node.replyTo((queue.shift() as Delivery).replyTo, reply);
    pump(state, client, node);
  }

  return stateMachine<Producer>({
    start(node) {
      const state: ProducerState = {
        partitions: [],
        asked: node.random.int(0, brokers.length - 1),
        sessions: {},
      };
      refresh(state, node);
      node.setTimer('refresh', REFRESH_MS);
      return state;
    },

    // What is written down first cannot be taken a second time, by a copy of the request or after a crash.
    onRequest(_state, { number, value, partition, takeover }, node, client) {
      if (number <= (node.disk.read(`taken/${client}`) ?? -1)) return;
      node.disk.write(`taken/${client}`, number);
      const untilMs = node.monotonicMs() + DELIVERY_MS;
      const delivery = {
        replyTo: node.defer(),
        number,
        value,
        partition,
        untilMs,
        attempts: 0,
        uncertain: false,
      };
      node.disk.sync({ kind: 'taken', client, delivery, takeover });
    },

    onSync(state, token, node, ok) {
      if (!ok) return node.exit('a sync failed');
      if (token.kind !== 'taken') return;
      const { client, delivery, takeover } = token;
      const known = state.sessions[client];
      if (known !== undefined && !takeover) {
        if (known.queue.push(delivery) === 1) pump(state, client, node);
        return;
      }
      // What an earlier stay left undelivered belongs to the past.
      for (const { replyTo } of known?.queue ?? [])
        node.rejectTo(replyTo, 'the client has moved', { definite: false });
      state.sessions[client] = { epoch: undefined, next: {}, queue: [delivery] };
      pump(state, client, node);
    },

    onReply(state, result, node) {
      const { token } = result;
      if (token.kind === 'where') {
        if (result.kind === 'answer' && result.value.kind === 'here') learn(state, result.value.partitions);
        return;
      }
      if (token.kind === 'taken') return;
      const session = state.sessions[token.client];
      const delivery = session?.queue[0];
      if (session === undefined || delivery?.number !== token.number || delivery.attempts !== token.attempt)
        return;
      if (token.kind === 'sent') return attempted(state, token.client, result, node);
      if (result.kind !== 'answer' || result.value.kind !== 'producer-epoch')
        return later(state, token.client, node);
      session.epoch = result.value.epoch;
      pump(state, token.client, node);
    },

    onTimer(state, timer, node) {
      if (timer !== 'refresh') return pump(state, timer.slice('retry/'.length), node);
      refresh(state, node);
      node.setTimer('refresh', REFRESH_MS);
    },
  });
}

/** The next message takes a new producer epoch, in which numbers begin at 0. */
function restart(session: Session): void {
  session.epoch = undefined;
  session.next = {};
}

function learn(state: ProducerState, partitions: readonly Partition[]): void {
  for (const [number, partition] of partitions.entries())
    if (partition.version > (state.partitions[number]?.version ?? 0)) state.partitions[number] = partition;
}
