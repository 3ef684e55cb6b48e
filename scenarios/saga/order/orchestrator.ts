/**
 * The orchestrator: takes an order through its steps, or back, and remembers in a log where it stands.
 *
 * Garcia-Molina & Salem, "Sagas" (SIGMOD 1987), with backward recovery. Every position is in the log for good before
 * it is acted upon, so that after a crash the saga goes on from there; what was under way is asked for again under
 * the same key. A step that is never answered is given up; a compensation is not.
 */
import { stateMachine, type Program, type ReplyTo, type StateMachineNode } from 'seedstorm';
import {
  answerAll,
  answerWhenEmpty,
  appendTo,
  callReply,
  callTimer,
  openLog,
  rpcRules,
  startCall,
  type DurableLog,
  type RpcCalls,
  type RpcTimer,
  type RpcToken,
} from 'seedstorm/parts';
import type { Books, BooksRequest, SagaOutcome, StepAnswer, StepCall, StepDeed } from './messages.js';
import { afterAnswer, afterSilence, beginning, type Position } from './position.js';
import type { SagaRules } from './rules.js';
import { steps, type Order, type Step } from './steps.js';

type OrderRequest = { readonly f: 'order' } & Order;

/** A line of the saga log: the last of a saga says all there is to know. */
interface LogLine {
  readonly id: string;
  readonly order: Order;
  readonly position: Position;
}

interface Saga {
  order: Order;
  position: Position;
  /** Id of the line that says so. */
  line: string;
}

export interface Orchestrator {
  state: {
    sagas: Record<number, Saga>;
    /** What the services were asked, about which order. */
    calls: RpcCalls<StepDeed, number>;
    /** Who waits for the end of an order. A crash forgets them: they will not be told. */
    waiting: Record<number, ReplyTo>;
    /** Who wants to see the books, once no order is under way. */
    readers: ReplyTo[];
    lines: number;
    log: DurableLog<LogLine>;
  };
  request: OrderRequest | BooksRequest;
  reply: { readonly outcome: SagaOutcome } | Books;
  message: StepCall;
  answer: StepAnswer;
  timer: RpcTimer | 'books';
  token: RpcToken;
}

type State = Orchestrator['state'];
type Node = StateMachineNode<Orchestrator>;

/** How services are asked: how long each attempt waits, and how long to wait before the next. */
const ASKED = { timeoutMs: 150, pauseMs: 25, factor: 2, maxPauseMs: 400 } as const;
/** How long those who read the books wait for orders under way. */
const READERS_WAIT_MS = 800;

export function orchestrator(rules: SagaRules): Program {
  return stateMachine<Orchestrator>({
    start(node) {
      const { log } = openLog<LogLine>(node);
      const state: State = { sagas: {}, calls: {}, waiting: {}, readers: [], lines: 0, log };
      for (const { id, order, position } of log.entries)
        state.sagas[order.id] = { order, position, line: id };
      for (const saga of Object.values(state.sagas))
        if (saga.position.at !== 'ended') perform(state, saga, node);
      return state;
    },

    onRequest(state, request, node) {
      if (request.f === 'books') {
        // An order that the network held back may have come in a moment ago.
        const when = { empty: isQuiet(state), timer: 'books', atMostMs: READERS_WAIT_MS } as const;
        return answerWhenEmpty(state.readers, when, () => books(state), node);
      }
      const { f: _, ...order } = request;
      const known = state.sagas[order.id];
      if (known?.position.at === 'ended')
        return node.reply({ outcome: known.position.outcome }, { after: 'sync' });
      state.waiting[order.id] = node.defer();
      // The network may deliver an order twice, and late.
      if (known !== undefined) return;
      const saga: Saga = { order, position: beginning, line: '' };
      state.sagas[order.id] = saga;
      if (rules.log === 'before-call') write(state, saga, node);
      perform(state, saga, node);
    },

    onReply(state, result, node) {
      const ended = callReply(state.calls, result, node);
      if (ended === undefined) return;
      const saga = state.sagas[ended.about] as Saga;
      if (ended.outcome.kind !== 'ok') return move(state, saga, afterSilence(saga.position, rules), node);
      if (rules.log === 'after-call') write(state, saga, node);
      move(state, saga, afterAnswer(saga.position, ended.outcome.value, rules), node);
    },

    onTimer(state, timer, node) {
      if (!callTimer(state.calls, timer, node)) answerAll(state.readers, () => books(state), node);
    },
  });

  function move(state: State, saga: Saga, position: Position, node: Node): void {
    saga.position = position;
    if (rules.log === 'before-call' || position.at === 'ended') write(state, saga, node);
    perform(state, saga, node);
  }

  /** Does what the position of a saga says, once the log says so too. */
  function perform(state: State, saga: Saga, node: Node): void {
    const { order, position } = saga;
    if (position.at === 'ended') return end(state, saga, position.outcome, node);
    const step = steps[position.at === 'act' ? position.step : position.left[0]] as Step;
    const action = `${order.id}/${step.action}`;
    const call =
      position.at === 'act'
        ? {
            key: action,
            message: { kind: 'act', order } as const,
            attempts: rules.attempts,
            rules: { ...rpcRules, key: rules.key },
          }
        : {
            key: `${order.id}/${step.compensation}`,
            message: { kind: 'undo', of: rules.key === 'per-call' ? action : `${action}/1`, order } as const,
            ...(rules.retryCompensations ? {} : { attempts: 1 }),
          };
    const after = rules.log === 'before-call' ? ({ after: 'sync' } as const) : {};
    startCall(state.calls, { ...ASKED, to: step.service, about: order.id, ...call, ...after }, node);
  }
}

function write(state: State, saga: Saga, node: Node): void {
  const { order, position } = saga;
  saga.line = `${node.incarnation}.${++state.lines}`;
  // Noted first: the process may end between the two, and what is in the log has happened.
  if (position.at === 'ended')
    node.effect({ f: 'saga-end', saga: order.id, outcome: position.outcome, entry: saga.line });
  appendTo(state.log, { id: saga.line, order, position }, node);
}

function end(state: State, { order }: Saga, outcome: SagaOutcome, node: Node): void {
  if (state.readers.length > 0 && isQuiet(state)) answerAll(state.readers, () => books(state), node);
  const waiting = state.waiting[order.id];
  if (waiting === undefined) return;
  delete state.waiting[order.id];
  node.replyTo(waiting, { outcome }, { after: 'sync' });
}

function isQuiet({ sagas }: State): boolean {
  return Object.values(sagas).every(({ position }) => position.at === 'ended');
}

function books({ sagas }: State): Books {
  const outcomes = Object.values(sagas).map(({ order, position }) => {
    return [order.id, position.at === 'ended' ? position.outcome : 'open'] as const;
  });
  return { entries: Object.values(sagas).map(({ line }) => line), sagas: Object.fromEntries(outcomes) };
}
