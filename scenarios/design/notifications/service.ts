/** The service that takes notifications: it keeps them in two lanes, hands them to workers, and hears who wants no more. */
import { stateMachine, type Program, type ReplyTo, type StateMachineNode } from 'seedstorm';
import {
  acknowledge,
  answerAll,
  answerWhenEmpty,
  openQueue,
  receiveFrom,
  sendTo,
  type Delivery,
  type DurableQueue,
  type Waiting,
} from 'seedstorm/parts';
import type { Channel, Provider } from './provider.js';

/** What can be wrong with it. */
export interface ServiceRules {
  /** Who knows whether the user wants it: the provider itself, or a worker that asks, or whoever took the notification. */
  readonly preferences: 'at-provider' | 'before-send' | 'when-taken';
  /** Which lane is next: the urgent one, but one time in four; always the urgent one; or the older notification. */
  readonly lanes: 'urgent-mostly' | 'urgent-only' | 'oldest';
}

/** What somebody is told. */
export interface Notification {
  readonly id: string;
  readonly user: string;
  readonly channel: Channel;
  readonly urgency: Lane;
}
export type Lane = 'urgent' | 'batch';

/** Who wants no more, and on which channel. */
export interface Stop {
  readonly user: string;
  readonly channel: Channel;
}

/** What workers ask. */
export interface Service {
  receive: () => readonly Delivery<Notification>[];
  done: (ask: { readonly receipts: readonly string[] }) => 'gone';
  isWanted: (ask: Stop) => boolean;
}

interface Taking {
  state: {
    readonly lanes: Record<Lane, DurableQueue<Notification>>;
    readonly stopped: string[];
    turn: number;
    readonly draining: Waiting;
  };
  requests: {
    notify: (ask: Notification) => 'taken';
    stop: (ask: Stop) => 'stopped';
    /** Answered once all are sent, or after a while: whether they are. */
    settled: () => boolean;
  };
  messages: Service;
  calls: Provider;
  token: { readonly stop: Stop; readonly to: ReplyTo; readonly attempt: number };
  timer: 'over';
  durable: { stopped: string[] };
}
type State = Taking['state'];
type Node = Omit<StateMachineNode<Taking>, 'reply'>;

/** What was handed out comes back after this. */
const VISIBILITY_MS = 200;
/** So many of the batch lane are handed out at once. */
const BATCH = 5;
/** One time in so many the batch lane is first. */
const TURNS = 4;
const ATTEMPTS = 4;

const nameOf = ({ user, channel }: Stop): string => `${user}/${channel}`;

/** The program of the service. */
export function service(rule: ServiceRules): Program {
  return stateMachine<Taking>({
    start(node) {
      const lane = (file: Lane) => openQueue<Notification>(node, { visibilityMs: VISIBILITY_MS }, { file });
      return {
        lanes: { urgent: lane('urgent'), batch: lane('batch') },
        stopped: node.disk.read('stopped') ?? [],
        // After a crash the batch lane is next: so no crash makes it wait for longer.
        turn: TURNS - 1,
        draining: [],
      };
    },

    onRequest: {
      notify(state, { id, user, channel, urgency }, node) {
        const body = { id, user, channel, urgency };
        // A copy is dropped here while the first one waits, and by the provider afterwards.
        if (rule.preferences !== 'when-taken' || !state.stopped.includes(nameOf(body)))
          sendTo(state.lanes[urgency], { id, body }, node);
        node.reply('taken', { after: 'sync' });
      },
      stop(state, { user, channel }, node) {
        if (rule.preferences === 'at-provider')
          return stopAt({ stop: { user, channel }, to: node.defer(), attempt: 1 }, node);
        state.stopped.push(nameOf({ user, channel }));
        node.disk.write('stopped', state.stopped);
        node.reply('stopped', { after: 'sync' });
      },
      settled(state, _ask, node) {
        const when = { empty: isEmpty(state), timer: 'over', atMostMs: 300 } as const;
        answerWhenEmpty(state.draining, when, () => isEmpty(state), node);
      },
    },

    onMessage: {
      receive(state, _ask, node) {
        const [lane, other] = lanesInTurn(state, node);
        let got = take(state, lane, node);
        if (got.length === 0) got = take(state, other, node);
        const ids = got.map(({ body }) => body.id);
        const [first] = got;
        if (first !== undefined) node.effect({ f: 'hand', lane: first.body.urgency, ids });
        node.reply(got, { after: 'sync' });
      },
      done(state, { receipts }, node) {
        for (const receipt of receipts)
          for (const lane of Object.values(state.lanes)) acknowledge(lane, receipt, node);
        node.reply('gone', { after: 'sync' });
        if (isEmpty(state)) answerAll(state.draining, () => true, node);
      },
      isWanted: ({ stopped }, ask, node) => node.reply(!stopped.includes(nameOf(ask))),
    },

    onReply(_state, { kind, token }, node) {
      if (kind === 'answer') return node.replyTo(token.to, 'stopped');
      if (token.attempt < ATTEMPTS) return stopAt({ ...token, attempt: token.attempt + 1 }, node);
      node.rejectTo(token.to, 'no answer', { definite: false });
    },

    onTimer: (state, _timer, node) => answerAll(state.draining, () => isEmpty(state), node),
  });

  /** The lane that is first this time, and the other one. */
  function lanesInTurn(state: State, node: Node): readonly [Lane, Lane] {
    if (rule.lanes === 'oldest') {
      const [urgent, batch] = [state.lanes.urgent, state.lanes.batch].map(
        ({ messages }) =>
          messages.find(({ visibleAtMs }) => visibleAtMs <= node.monotonicMs())?.sentMs ?? Infinity,
      );
      return (batch ?? Infinity) < (urgent ?? Infinity) ? ['batch', 'urgent'] : ['urgent', 'batch'];
    }
    state.turn = (state.turn + 1) % TURNS;
    return state.turn === 0 && rule.lanes === 'urgent-mostly' ? ['batch', 'urgent'] : ['urgent', 'batch'];
  }

  function take(state: State, lane: Lane, node: Node): Delivery<Notification>[] {
    const got: Delivery<Notification>[] = [];
    while (got.length < (lane === 'batch' ? BATCH : 1)) {
      const delivery = receiveFrom(state.lanes[lane], node);
      if (delivery === undefined) break;
      got.push(delivery);
    }
    return got;
  }

  /** Nobody is told that it stops before the provider sends no more. */
  function stopAt(token: Taking['token'], node: Node): void {
    node.call(token.stop.channel, { f: 'stop', user: token.stop.user }, { timeoutMs: 80, token });
  }
}

const isEmpty = ({ lanes }: State): boolean =>
  Object.values(lanes).every(({ messages }) => messages.length === 0);
