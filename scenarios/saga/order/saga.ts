/**
 * An order as a saga (Garcia-Molina & Salem, "Sagas", SIGMOD 1987, with backward recovery): an orchestrator takes it
 * through its steps, or back, and each service does its step, and takes it back, once for each idempotency key.
 *
 * Every position of a saga is in the log for good before it is acted upon, so that after a crash the saga goes on from
 * there; what was under way is asked for again under the same key. A step that is never answered is given up; a
 * compensation is not.
 */
import { stateMachine, type Program, type ReplyTo, type StateMachineNode } from 'seedstorm';
import {
  answerAll,
  answerWhenEmpty,
  appendTo,
  callReply,
  callTimer,
  openLog,
  openOnce,
  remember,
  rpcRules,
  ruled,
  startCall,
  takeOnce,
  type DurableLog,
  type OnceLog,
  type RpcCalls,
  type RpcTimer,
  type RpcToken,
  type RulesOf,
  type Waiting,
} from 'seedstorm/parts';
import { objectionOf, post, steps, type Accounts, type Order, type Step } from './shop.js';

export const rules = ruled(
  {
    /** When the orchestrator writes down what it does: before it calls a service, or once the service has answered. */
    log: 'before-call',
    /** Whether all attempts of a step carry one idempotency key, or each attempt its own. */
    key: 'per-call',
    /** Steps are taken back last first. */
    compensationOrder: 'reverse',
    /** A compensation nobody answered is tried again. */
    retryCompensations: true,
    /** A step that was given up without an answer may have been done: it is taken back too. */
    compensateUncertain: true,
    /** A service carries out a compensation once, however often it is asked for. */
    compensateOnce: true,
    /** A service that was told to take back what it never did refuses to do it later. */
    refuseCancelled: true,
    /** A service answers only what would survive a crash. */
    acknowledge: 'after-sync',
  },
  {
    'compensation-not-idempotent': {
      summary: 'A service carries out a compensation as often as it is asked: a retried refund pays twice',
      rules: { compensateOnce: false },
      shows: { check: 'sagas', anomaly: 'duplicate-compensation', within: 1 },
    },
    'retry-under-new-key': {
      summary: 'Each attempt of a step has its own key: a charge whose answer was lost is made again',
      rules: { key: 'per-attempt' },
      shows: { check: 'sagas', anomaly: 'duplicate-action', within: 1 },
    },
    'log-after-call': {
      summary: 'The saga log is written once a service has answered: a crash before that forgets the order',
      rules: { log: 'after-call' },
      shows: { check: 'sagas', anomaly: 'unfinished', within: 5 },
    },
    'compensation-not-retried': {
      summary: 'A compensation is tried once: if the service is away, what it holds stays reserved',
      rules: { retryCompensations: false },
      shows: { check: 'sagas', anomaly: 'missing-compensation', within: 1 },
    },
    'compensation-order': {
      summary: 'Steps are taken back first to last: goods are free again while they are still paid for',
      rules: { compensationOrder: 'forward' },
      shows: { check: 'sagas', anomaly: 'compensation-order', within: 1 },
    },
    'uncertain-step-kept': {
      summary: 'A step without an answer counts as not done: the parcel leaves, and the money goes back',
      rules: { compensateUncertain: false },
      shows: { check: 'sagas', anomaly: 'missing-compensation', within: 4 },
    },
    'late-step-accepted': {
      summary: 'A service forgets a compensation that came before its step, and then does the step',
      // A patient orchestrator outwaits nearly every late message.
      params: { attempts: 1 },
      rules: { refuseCancelled: false },
      shows: { check: 'sagas', anomaly: 'missing-compensation', within: 1 },
    },
    'acknowledge-before-sync': {
      summary:
        'A service answers before its ledger is on the disk: a power cut takes back what others rely on',
      rules: { acknowledge: 'at-once' },
      shows: { check: 'sagas', anomaly: 'missing-action', within: 2 },
    },
  },
);

/** The rules of one run. A step is tried so often before the saga is taken back; a compensation until it is done. */
type Rules = RulesOf<typeof rules> & { readonly attempts: number };

/** A step to do, or to take back. Both are recognised by their idempotency key. */
type StepDeed = { readonly order: Order } & (
  { readonly kind: 'act' } | { readonly kind: 'undo'; readonly of: string }
);

/** Refused: it was not done and never will be under this key. */
type StepAnswer = 'done' | { readonly refused: string };

type Outcome = 'completed' | 'compensated' | 'open';

/** The books of a node: the entries that are in them, and what they come to. */
export interface Books {
  readonly entries: readonly string[];
  readonly accounts?: Accounts;
  readonly sagas?: Readonly<Record<number, Outcome>>;
}

interface BooksRequest {
  readonly f: 'books';
}

/** A line of a ledger, with an id that no other line ever had, not even one that was lost. */
type Line = { readonly id: string; readonly order: Order } & Deed;

type Deed =
  | { readonly did: 'applied' | 'took-back' }
  | { readonly did: 'refused'; readonly reason: string }
  /** Told to take back what was not done: it must not be done later. */
  | { readonly did: 'cancelled'; readonly of: string };

interface Service {
  state: { readonly accounts: Accounts; readonly once: OnceLog<Line, StepAnswer> };
  request: BooksRequest;
  reply: Books;
  message: StepDeed & { readonly key: string };
  answer: StepAnswer;
}

/**
 * The node that does one step. Answer and change are one record of its ledger, so that a power cut takes both or neither.
 * Refusals are recorded too: a step refused today must not be done by a late copy of the same call tomorrow.
 */
export function service(step: Step, opening: Accounts, rules: Rules): Program {
  return stateMachine<Service>({
    start(node) {
      const { once } = openOnce<Line, StepAnswer>(node, { file: 'ledger' });
      const state = { accounts: { ...opening }, once };
      for (const { did } of once.log.entries) enter(state, did);
      return state;
    },

    onRequest({ accounts, once }, _request, node) {
      node.reply({ entries: once.log.entries.map(({ did }) => did.id), accounts }, { after: 'sync' });
    },

    onMessage(state, call, node) {
      const { key, order, kind } = call;
      const { next } = state.once.log;
      const asked = { from: key, id: kind === 'undo' && !rules.compensateOnce ? next : 0 };
      const work = () => {
        const line = { id: `${node.incarnation}.${next}`, order, ...deed(state, call) };
        const { did } = line;
        // Noted before it is written: the process may end between the two, and what is in the ledger has happened.
        if (did === 'applied') node.effect({ f: step.action, saga: order.id, entry: line.id });
        if (did === 'took-back') node.effect({ f: step.compensation, saga: order.id, entry: line.id });
        enter(state, line);
        return { did: line, answer: did === 'refused' ? { refused: line.reason } : ('done' as const) };
      };
      const taken = takeOnce(state.once, asked, work, node);
      if (taken.kind !== 'older')
        node.reply(taken.answer, rules.acknowledge === 'after-sync' ? { after: 'sync' } : {});
    },
  });

  function deed({ accounts, once }: Service['state'], call: StepDeed): Deed {
    if (call.kind === 'undo')
      return once.taken.last[call.of]?.answer === 'done'
        ? { did: 'took-back' }
        : { did: 'cancelled', of: call.of };
    const reason = objectionOf(step, accounts, call.order);
    return reason === undefined ? { did: 'applied' } : { did: 'refused', reason };
  }

  /** What a line of the ledger means for the accounts, and for a step that may still come. */
  function enter({ accounts, once }: Service['state'], line: Line): void {
    if (line.did === 'applied') post(step, accounts, line.order, 'forth');
    if (line.did === 'took-back') post(step, accounts, line.order, 'back');
    if (line.did === 'cancelled' && rules.refuseCancelled)
      remember(once.taken, line.of, 0, 0, { refused: 'the order was taken back' });
  }
}

/** The steps that are still to be done, or taken back, in this order. Where none are left the saga has ended. */
interface Position {
  readonly way: 'forth' | 'back';
  readonly left: readonly number[];
}

const outcomeOf = ({ way, left }: Position): Outcome =>
  left.length > 0 ? 'open' : way === 'forth' ? 'completed' : 'compensated';

/** Where a saga goes when a service has answered, or has not and is not asked again. */
function after({ way, left }: Position, answer: StepAnswer | undefined, rules: Rules): Position {
  const [step = 0, ...rest] = left;
  if (way === 'back' || answer === 'done') return { way, left: rest };
  // Nobody knows whether a step without an answer was done.
  const count = step + (answer === undefined && rules.compensateUncertain ? 1 : 0);
  const done = [...steps.keys()].slice(0, count);
  return { way: 'back', left: rules.compensationOrder === 'reverse' ? done.reverse() : done };
}

/** A line of the log, with an id as in a ledger: the last of a saga says all there is to know. */
interface Saga {
  readonly id: string;
  readonly order: Order;
  readonly position: Position;
}

export interface Orchestrator {
  state: {
    readonly sagas: Record<number, Saga>;
    /** What the services were asked, about which order. */
    readonly calls: RpcCalls<StepDeed, number>;
    /** Who waits for the end of an order. A crash forgets them: they will not be told. */
    readonly waiting: Record<number, ReplyTo>;
    /** Who wants to see the books, once no order is under way. */
    readonly readers: Waiting;
    readonly log: DurableLog<Saga>;
  };
  request: ({ readonly f: 'order' } & Order) | BooksRequest;
  reply: { readonly outcome: Outcome } | Books;
  message: StepDeed;
  answer: StepAnswer;
  timer: RpcTimer | 'books';
  token: RpcToken;
}

type State = Orchestrator['state'];
type Node = StateMachineNode<Orchestrator>;

/** How services are asked: how long each attempt waits, and how long to wait before the next. */
const ASKED = { timeoutMs: 150, pauseMs: 25, factor: 2, maxPauseMs: 400 } as const;
/** How long those who read the books wait for orders under way: the network may have held one back. */
const READERS_WAIT_MS = 800;

export function orchestrator(rules: Rules): Program {
  const logsFirst = rules.log === 'before-call';

  return stateMachine<Orchestrator>({
    start(node) {
      const { log } = openLog<Saga>(node);
      const state: State = { sagas: {}, calls: {}, waiting: {}, readers: [], log };
      for (const saga of log.entries) state.sagas[saga.order.id] = saga;
      for (const saga of Object.values(state.sagas)) if (isOpen(saga)) perform(state, saga, node);
      return state;
    },

    onRequest(state, request, node) {
      if (request.f === 'books') {
        const when = { empty: isQuiet(state), timer: 'books', atMostMs: READERS_WAIT_MS };
        return answerWhenEmpty(state.readers, when, () => books(state), node);
      }
      const { f: _, ...order } = request;
      const known = state.sagas[order.id];
      if (known !== undefined && !isOpen(known))
        return node.reply({ outcome: outcomeOf(known.position) }, { after: 'sync' });
      state.waiting[order.id] = node.defer();
      // The network may deliver an order twice, and late.
      if (known === undefined) go(state, { id: '', order }, { way: 'forth', left: [...steps.keys()] }, node);
    },

    onReply(state, result, node) {
      const ended = callReply(state.calls, result, node);
      if (ended === undefined) return;
      const saga = state.sagas[ended.about] as Saga;
      const answer = ended.outcome.kind === 'ok' ? ended.outcome.value : undefined;
      if (!logsFirst && answer !== undefined) write(state, saga, node);
      go(state, saga, after(saga.position, answer, rules), node);
    },

    onTimer(state, timer, node) {
      if (!callTimer(state.calls, timer, node)) answerAll(state.readers, () => books(state), node);
    },
  });

  function go(state: State, before: Omit<Saga, 'position'>, position: Position, node: Node): void {
    const saga = { ...before, position };
    state.sagas[saga.order.id] = saga;
    if (logsFirst || !isOpen(saga)) write(state, saga, node);
    perform(state, saga, node);
  }

  /** Does what the position of a saga says, once the log says so too. */
  function perform(state: State, { order, position }: Saga, node: Node): void {
    const step = steps[position.left[0] ?? NaN];
    if (step === undefined) return end(state, order.id, outcomeOf(position), node);
    const act = `${order.id}/${step.action}`;
    const call =
      position.way === 'forth'
        ? {
            key: act,
            message: { kind: 'act', order } as const,
            attempts: rules.attempts,
            rules: { ...rpcRules, key: rules.key },
          }
        : {
            key: `${order.id}/${step.compensation}`,
            message: { kind: 'undo', of: rules.key === 'per-call' ? act : `${act}/1`, order } as const,
            ...(!rules.retryCompensations && { attempts: 1 }),
          };
    const leaves = logsFirst && ({ after: 'sync' } as const);
    startCall(state.calls, { ...ASKED, to: step.service, about: order.id, ...call, ...leaves }, node);
  }
}

function write({ log, sagas }: State, { order, position }: Saga, node: Node): void {
  const saga = { id: `${node.incarnation}.${log.next}`, order, position };
  sagas[order.id] = saga;
  // Noted before it is written, as in a ledger.
  const outcome = outcomeOf(position);
  if (outcome !== 'open') node.effect({ f: 'saga-end', saga: order.id, outcome, entry: saga.id });
  appendTo(log, saga, node);
}

function end(state: State, id: number, outcome: Outcome, node: Node): void {
  if (state.readers.length > 0 && isQuiet(state)) answerAll(state.readers, () => books(state), node);
  const waiting = state.waiting[id];
  delete state.waiting[id];
  if (waiting !== undefined) node.replyTo(waiting, { outcome }, { after: 'sync' });
}

const isOpen = ({ position }: Saga): boolean => position.left.length > 0;
const isQuiet = ({ sagas }: State): boolean => !Object.values(sagas).some(isOpen);

const books = ({ sagas }: State): Books => ({
  entries: Object.values(sagas).map(({ id }) => id),
  sagas: Object.fromEntries(
    Object.values(sagas).map(({ order, position }) => [order.id, outcomeOf(position)]),
  ),
});
