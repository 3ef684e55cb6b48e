/**
 * The services of a saga without an orchestrator. Each hears what its neighbours say, does its part, and says so.
 *
 * Forth: `placed`, `reserve.done`, `charge.done`, `ship.done`. Back: whoever refuses, or has taken back its part, says so,
 * and the service before it takes back its own. An order that takes too long is cancelled: the last service hears of it
 * first, so that it alone decides whether it is too late.
 */
import { stateMachine, type Program, type ReplyTo } from 'seedstorm';
import { answerAll, answerWhenEmpty, type Waiting } from 'seedstorm/parts';
import type { Books } from '../order/saga.js';
import { objectionOf, post, steps, type Accounts, type Order, type Step } from '../order/shop.js';
import {
  ledgerHears,
  ledgerSynced,
  ledgerTimer,
  openLedger,
  write,
  type Ledger,
  type LedgerNode,
  type LedgerToken,
  type Line,
  type Said,
} from './ledger.js';
import type { Rules } from './rules.js';

/** The books of a node, and what it said. */
export interface EventBooks extends Books {
  readonly said: readonly Said[];
}

interface BooksRequest {
  readonly f: 'books';
}

/** `cancelled`: told to take back what was not done; it must not be done later. */
type Part = 'done' | 'refused' | 'taken-back' | 'cancelled';

interface Service {
  state: {
    readonly ledger: Ledger<Part>;
    readonly accounts: Accounts;
    /** What became of this service's part of each order. */
    readonly parts: Map<number, Part>;
  };
  request: BooksRequest;
  reply: EventBooks;
  timer: string;
  token: LedgerToken;
}

/** A new line with an id of its own, and what is said about it. */
function lineOf<Did extends string>(
  { log }: Ledger,
  {
    did,
    order,
    name,
    cause,
  }: { did: Did; order: Order; name?: string | undefined; cause?: Said | undefined },
  { correlation }: Rules,
  node: LedgerNode,
): Line<Did> {
  const id = `${node.incarnation}.${log.next}`;
  if (name === undefined) return { id, order, did };
  const event = `${node.id}/${id}`;
  const first = correlation === 'handed-on' ? cause?.correlation : cause?.id;
  const caused = cause && { causedBy: cause.id };
  return {
    id,
    order,
    did,
    says: { id: event, name, order, correlation: first ?? `order/${order.id}`, ...caused },
  };
}

const saidIn = ({ log }: Ledger): Said[] =>
  log.entries.flatMap(({ says }) => (says === undefined ? [] : [says]));
const idsIn = ({ log }: Ledger): string[] => log.entries.map(({ id }) => id);

/** Takes the orders. */
export const FRONT = 'orders';

/** What the front hears, and what it then knows of an order. */
const ends = endsOf(steps[0] as Step, steps.at(-1) as Step);

function endsOf(first: Step, last: Step): Readonly<Record<string, Outcome>> {
  return {
    [`${last.action}.done`]: 'completed',
    [`${first.action}.refused`]: 'compensated',
    [`${first.action}.taken-back`]: 'compensated',
  };
}

/** What the service of a step hears: first what makes it do its part, then what makes it take that back. */
function heardBy(index: number, { saysAgain }: Rules): [string, ...string[]] {
  const [before, after] = [steps[index - 1], steps[index + 1]];
  return [
    before === undefined ? 'placed' : `${before.action}.done`,
    ...(after === undefined ? ['cancelled'] : [`${after.action}.refused`, `${after.action}.taken-back`]),
    // To be sure: where goods are free again, the money must be back.
    ...(saysAgain && before !== undefined ? [`${before.action}.taken-back`] : []),
  ];
}

const hearing = (rules: Rules): Readonly<Record<string, readonly string[]>> => ({
  [FRONT]: Object.keys(ends),
  ...Object.fromEntries(steps.map(({ service: name }, index) => [name, heardBy(index, rules)])),
});

/** The service of one step. */
export function service(index: number, opening: Accounts, rules: Rules): Program {
  const step = steps[index] as Step;
  const after = steps[index + 1];
  const [forth] = heardBy(index, rules);

  return stateMachine<Service>({
    start(node) {
      const ledger = openLedger<Part>(hearing(rules), node);
      const state: Service['state'] = { ledger, accounts: { ...opening }, parts: new Map() };
      for (const line of ledger.log.entries) enter(state, line);
      return state;
    },

    onStream: ({ ledger, ...rest }, event, node) =>
      ledgerHears(ledger, event, (said) => act({ ledger, ...rest }, said, node), rules, node),
    onSync: ({ ledger }, token, node, ok) => ledgerSynced(ledger, token, node, ok),
    onTimer: ({ ledger }, timer, node) => void ledgerTimer(ledger, timer, node),
    onRequest: ({ ledger, accounts }, _books, node) =>
      node.reply({ entries: idsIn(ledger), accounts, said: saidIn(ledger) }, { after: 'sync' }),
  });

  function act(state: Service['state'], said: Said, node: LedgerNode & EffectNode): void {
    const part = state.parts.get(said.order.id);
    const did = said.name === forth ? forthPart(state, said.order, part) : backPart(part);
    if (did !== undefined) record(state, did, said, node);
  }

  function forthPart({ accounts }: Service['state'], order: Order, part: Part | undefined): Part | undefined {
    const isNew = part === undefined || (part === 'done' && !rules.recognises);
    const mayBeDone = isNew || (part === 'cancelled' && !rules.refusesCancelled);
    if (!mayBeDone) return undefined;
    return objectionOf(step, accounts, order) === undefined ? 'done' : 'refused';
  }

  function backPart(part: Part | undefined): Part | undefined {
    if (part === undefined) return 'cancelled';
    // What was sent off cannot be called back: the order is about to complete.
    if (part === 'done') return after === undefined ? undefined : 'taken-back';
    return part !== 'refused' && rules.saysAgain ? part : undefined;
  }

  function record(state: Service['state'], did: Part, cause: Said, node: LedgerNode & EffectNode): void {
    const isAgain = state.parts.get(cause.order.id) === did && did !== 'done';
    const name = `${step.action}.${did === 'cancelled' ? 'taken-back' : did}`;
    const line = lineOf(state.ledger, { did, order: cause.order, name, cause }, rules, node);
    // Noted before it is written: the process may end between the two, and what is in the ledger has happened.
    const effect = { saga: cause.order.id, entry: line.id };
    if (did === 'done') node.effect({ f: step.action, ...effect });
    if (did === 'taken-back' && !isAgain) node.effect({ f: step.compensation, ...effect });
    enter(state, line);
    write(state.ledger, line, rules, node);
  }

  function enter({ accounts, parts }: Service['state'], { did, order }: Line<Part>): void {
    if (did === 'done') post(step, accounts, order, 'forth');
    if (did === 'taken-back' && parts.get(order.id) === 'done') post(step, accounts, order, 'back');
    parts.set(order.id, did);
  }
}

interface EffectNode {
  effect(input: { readonly f: string; readonly [field: string]: unknown }): void;
}

type Outcome = 'completed' | 'compensated';
type Stage = 'placed' | 'cancelled' | Outcome;

interface Front {
  state: {
    readonly ledger: Ledger<Stage>;
    readonly stages: Map<number, Stage>;
    /** Who waits for the end of an order. A crash forgets them: they will not be told. */
    readonly waiting: Map<number, ReplyTo>;
    readonly readers: Waiting;
  };
  request: ({ readonly f: 'order' } & Order) | BooksRequest;
  reply: { readonly outcome: Outcome } | EventBooks;
  timer: string;
  token: LedgerToken;
}

/** How long those who read the books wait for orders under way. */
const READERS_WAIT_MS = 500;

/** Takes orders, hears how they end, and cancels those that take too long. It tells nobody what to do. */
export function front(patienceMs: number, rules: Rules): Program {
  return stateMachine<Front>({
    start(node) {
      const ledger = openLedger<Stage>(hearing(rules), node);
      const state: Front['state'] = { ledger, stages: new Map(), waiting: new Map(), readers: [] };
      for (const { order, did } of ledger.log.entries) state.stages.set(order.id, did);
      for (const [id, stage] of state.stages) if (stage === 'placed') node.setTimer(`late/${id}`, patienceMs);
      return state;
    },

    onRequest(state, request, node) {
      const { stages, ledger } = state;
      if (request.f === 'books') {
        const when = { empty: isQuiet(state), timer: 'books', atMostMs: READERS_WAIT_MS };
        return answerWhenEmpty(state.readers, when, () => books(state), node);
      }
      const { f: _, ...order } = request;
      const stage = stages.get(order.id);
      if (stage === 'completed' || stage === 'compensated')
        return node.reply({ outcome: stage }, { after: 'sync' });
      state.waiting.set(order.id, node.defer());
      // The network may deliver an order twice, and late.
      if (stage !== undefined) return;
      stages.set(order.id, 'placed');
      write(ledger, lineOf(ledger, { did: 'placed', order, name: 'placed' }, rules, node), rules, node);
      node.setTimer(`late/${order.id}`, patienceMs);
    },

    onStream(state, event, node) {
      const { ledger, stages, waiting, readers } = state;
      const act = ({ name, order }: Said): void => {
        const stage = stages.get(order.id);
        const outcome = ends[name] as Outcome;
        if (stage === 'completed' || stage === 'compensated') return;
        stages.set(order.id, outcome);
        node.clearTimer(`late/${order.id}`);
        const line = lineOf(ledger, { did: outcome, order }, rules, node);
        node.effect({ f: 'saga-end', saga: order.id, outcome, entry: line.id });
        write(ledger, line, rules, node);
        const to = waiting.get(order.id);
        waiting.delete(order.id);
        if (to !== undefined) node.replyTo(to, { outcome }, { after: 'sync' });
        if (readers.length > 0 && isQuiet(state)) answerAll(readers, () => books(state), node);
      };
      ledgerHears(ledger, event, act, rules, node);
    },

    onSync: ({ ledger }, token, node, ok) => ledgerSynced(ledger, token, node, ok),

    onTimer(state, timer, node) {
      const { ledger, stages } = state;
      if (timer === 'books') return answerAll(state.readers, () => books(state), node);
      const id = Number(/^late\/(.*)$/.exec(timer)?.[1]);
      const placed = ledger.log.entries.find(({ order, did }) => order.id === id && did === 'placed');
      if (ledgerTimer(ledger, timer, node) || placed === undefined || stages.get(id) !== 'placed') return;
      stages.set(id, 'cancelled');
      const { order, says } = placed;
      write(
        ledger,
        lineOf(ledger, { did: 'cancelled', order, name: 'cancelled', cause: says }, rules, node),
        rules,
        node,
      );
    },
  });
}

const isQuiet = ({ stages }: Front['state']): boolean =>
  ![...stages.values()].some((stage) => stage === 'placed' || stage === 'cancelled');

const books = ({ ledger, stages }: Front['state']): EventBooks => ({
  entries: idsIn(ledger),
  said: saidIn(ledger),
  sagas: Object.fromEntries(
    [...stages].map(([id, stage]) => [id, stage === 'completed' || stage === 'compensated' ? stage : 'open']),
  ),
});
