/**
 * The orchestrator: takes an order through its steps, or back, and remembers in a log where it stands.
 *
 * Garcia-Molina & Salem, "Sagas" (SIGMOD 1987), with backward recovery. Every position is in the log for good before
 * it is acted upon, so that after a crash the saga goes on from there; what was under way is asked for again under
 * the same key. A step that is never answered is given up; a compensation is not.
 */
import { stateMachine, type Program, type ReplyTo, type StateMachineNode } from 'seedstorm';
import { appendTo, openLog, pauseAfter, type DurableLog } from 'seedstorm/parts';
import type { Books, BooksRequest, SagaOutcome, StepAnswer, StepCall } from './messages.js';
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
  /** How often the call of this position was sent, as far as this process remembers. */
  attempts: number;
}

export interface Orchestrator {
  state: {
    sagas: Record<number, Saga>;
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
  timer: `retry/${number}` | 'books';
  /** The saga that a call or a timer belongs to. It has one of either at a time. */
  token: number;
}

type State = Orchestrator['state'];
type Node = StateMachineNode<Orchestrator>;

/** How long a service has to answer. */
const TIMEOUT_MS = 150;
/** How long those who read the books wait for orders under way. */
const READERS_WAIT_MS = 800;
/** How long to wait before asking again. */
const PAUSES = { pauseMs: 25, factor: 2, maxPauseMs: 400 } as const;

export function orchestrator(rules: SagaRules): Program {
  return stateMachine<Orchestrator>({
    start(node) {
      const { log } = openLog<LogLine>(node);
      const state: State = { sagas: {}, waiting: {}, readers: [], lines: 0, log };
      for (const { id, order, position } of log.entries)
        state.sagas[order.id] = { order, position, line: id, attempts: 0 };
      const sagas = Object.values(state.sagas);
      for (const saga of sagas) if (saga.position.at !== 'ended') perform(state, saga, node);
      return state;
    },

    onRequest(state, request, node) {
      if (request.f === 'books') {
        state.readers.push(node.defer());
        // An order that the network held back may have come in a moment ago.
        if (isQuiet(state)) showBooks(state, node);
        else node.setTimer('books', READERS_WAIT_MS);
        return;
      }
      const { f: _, ...order } = request;
      const known = state.sagas[order.id];
      if (known?.position.at === 'ended')
        return node.reply({ outcome: known.position.outcome }, { after: 'sync' });
      state.waiting[order.id] = node.defer();
      // The network may deliver an order twice, and late.
      if (known !== undefined) return;
      const saga: Saga = { order, position: beginning, line: '', attempts: 0 };
      state.sagas[order.id] = saga;
      if (rules.log === 'before-call') write(state, saga, node);
      perform(state, saga, node);
    },

    onReply(state, result, node) {
      const saga = state.sagas[result.token];
      if (saga === undefined) return;
      if (result.kind === 'answer') {
        if (rules.log === 'after-call') write(state, saga, node);
        move(state, saga, afterAnswer(saga.position, result.value, rules), node);
        return;
      }
      const next = afterSilence(saga.position, saga.attempts, rules);
      if (next !== saga.position) return move(state, saga, next, node);
      node.setTimer(`retry/${result.token}`, pauseAfter(PAUSES, saga.attempts), result.token);
    },

    onTimer(state, timer, node, id = -1) {
      if (timer === 'books') return showBooks(state, node);
      const saga = state.sagas[id];
      if (saga !== undefined) perform(state, saga, node);
    },
  });

  function move(state: State, saga: Saga, position: Position, node: Node): void {
    saga.position = position;
    saga.attempts = 0;
    if (rules.log === 'before-call' || position.at === 'ended') write(state, saga, node);
    perform(state, saga, node);
  }

  /** Does what the position of a saga says, once the log says so too. */
  function perform(state: State, saga: Saga, node: Node): void {
    const { order, position } = saga;
    if (position.at === 'ended') return end(state, saga, position.outcome, node);
    const attempt = ++saga.attempts;
    const step = steps[position.at === 'act' ? position.step : position.left[0]] as Step;
    const message: StepCall =
      position.at === 'act'
        ? { kind: 'act', key: actionKey(order, step, attempt), order }
        : { kind: 'undo', key: `${order.id}/${step.compensation}`, of: actionKey(order, step, 1), order };
    const after = rules.log === 'before-call' ? ({ after: 'sync' } as const) : {};
    node.call(step.service, message, { timeoutMs: TIMEOUT_MS, token: order.id, ...after });
  }

  function actionKey({ id }: Order, { action }: Step, attempt: number): string {
    return rules.key === 'per-step' ? `${id}/${action}` : `${id}/${action}/${attempt}`;
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
  if (state.readers.length > 0 && isQuiet(state)) showBooks(state, node);
  const waiting = state.waiting[order.id];
  if (waiting === undefined) return;
  delete state.waiting[order.id];
  node.replyTo(waiting, { outcome }, { after: 'sync' });
}

function isQuiet({ sagas }: State): boolean {
  return Object.values(sagas).every(({ position }) => position.at === 'ended');
}

function showBooks(state: State, node: Node): void {
  for (const reader of state.readers.splice(0)) node.replyTo(reader, books(state), { after: 'sync' });
}

function books({ sagas }: State): Books {
  const outcomes = Object.values(sagas).map(({ order, position }) => {
    return [order.id, position.at === 'ended' ? position.outcome : 'open'] as const;
  });
  return { entries: Object.values(sagas).map(({ line }) => line), sagas: Object.fromEntries(outcomes) };
}
