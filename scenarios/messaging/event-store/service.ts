/**
 * A service: it folds the events of an account, decides, and appends what follows, if the stream is still as it was.
 * Otherwise it begins again. It keeps nothing.
 */
import { stateMachine, type Program, type ReplyTo, type StateMachineNode } from 'seedstorm';
import { fold, type Account, type Schema, type Stored } from './events.js';
import type { Store } from './store.js';

/** How a service goes about it. */
export interface ServiceRules {
  /** A wrong amount is put right by one more event. */
  readonly corrects: 'by-event' | 'in-place';
}

/** What a client asks: something of an account, under a name of its own. */
export interface Command {
  readonly key: string;
  readonly value: string;
  readonly coins: number;
}

const WHAT = { deposit: 'deposited', withdraw: 'withdrawn', correct: 'corrected' } as const;

interface UnderWay {
  readonly key: string;
  readonly replyTo: ReplyTo;
  /** Nothing: the client asks for the balance. */
  readonly command?: Command & { readonly what: Stored['what']; readonly by: string };
  readonly untilMs: number;
  /** Whether anything was sent that may have been appended. */
  mayBeThere: boolean;
}

interface Service {
  state: { readonly underWay: Record<string, UnderWay>; balances: number };
  requests: {
    /** What is on the account then, in coins. */
    deposit: (command: Command) => number;
    withdraw: (command: Command) => number;
    correct: (command: Command) => number;
    balance: (ask: { readonly key: string }) => number;
  };
  calls: Store;
  timer: string;
  token: { readonly id: string; readonly after?: Account };
}
type State = Service['state'];
type Node = Omit<StateMachineNode<Service>, 'reply'>;

const CALL_MS = 80;
const GIVES_UP_MS = 600;
/** A snapshot is taken every so many events of a stream. */
const EVERY = 4;

/** The program of a service of this version. */
export function service(schema: Schema, rule: ServiceRules): Program {
  const command =
    (f: keyof typeof WHAT) =>
    (state: State, ask: Command, node: StateMachineNode<Service>, by: string): void => {
      // The network may deliver it twice.
      if (state.underWay[ask.value] === undefined)
        begin(state, ask.value, { key: ask.key, command: { ...ask, what: WHAT[f], by } }, node);
    };

  return stateMachine<Service>({
    start: () => ({ underWay: {}, balances: 0 }),

    onRequest: {
      deposit: command('deposit'),
      withdraw: command('withdraw'),
      correct: command('correct'),
      balance: (state, { key }, node) => begin(state, `balance ${++state.balances}`, { key }, node),
    },

    onTimer: (state, id, node) => load(state, id, node),

    onReply(state, result, node) {
      const { id, after } = result.token;
      const work = state.underWay[id];
      if (work === undefined) return;
      if (result.kind !== 'answer') return node.setTimer(id, 0);
      const { value } = result;
      if (typeof value === 'object' && 'events' in value) decide(state, id, work, value, node);
      else if (value === 'conflict') node.setTimer(id, node.random.int(0, 5));
      else if (after !== undefined) {
        end(state, id, after.units / schema.unitsPerCoin, node);
        const ask = { account: work.key, schema: schema.version, snapshot: after };
        if (after.version % EVERY === 0)
          node.call('store', { f: 'save', ...ask }, { timeoutMs: CALL_MS, token: { id } });
      }
    },
  });

  function begin(
    state: State,
    id: string,
    what: Pick<UnderWay, 'key' | 'command'>,
    node: StateMachineNode<Service>,
  ): void {
    const untilMs = node.monotonicMs() + GIVES_UP_MS;
    state.underWay[id] = { ...what, replyTo: node.defer(), untilMs, mayBeThere: false };
    load(state, id, node);
  }

  function load(state: State, id: string, node: Node): void {
    const work = state.underWay[id];
    if (work === undefined) return;
    if (node.monotonicMs() < work.untilMs)
      return node.call(
        'store',
        { f: 'load', account: work.key, schema: schema.version },
        { timeoutMs: CALL_MS, token: { id } },
      );
    delete state.underWay[id];
    node.rejectTo(work.replyTo, 'the store does not answer', { definite: !work.mayBeThere });
  }

  function decide(
    state: State,
    id: string,
    work: UnderWay,
    { snapshot, events }: ReturnType<Store['load']>,
    node: Node,
  ): void {
    const account = fold(snapshot ?? { version: 0, units: 0, done: {} }, events, schema);
    const { command } = work;
    if (command === undefined) return end(state, id, account.units / schema.unitsPerCoin, node);
    const done = account.done[id];
    if (done !== undefined) return end(state, id, done / schema.unitsPerCoin, node);
    const { what, by, coins, key } = command;
    if (what === 'withdrawn' && account.units < coins * schema.unitsPerCoin) {
      delete state.underWay[id];
      return node.rejectTo(work.replyTo, 'there is not so much on the account');
    }
    const change = what === 'withdrawn' ? -coins : coins;
    const event = { id, what, account: key, by, version: account.version + 1, ...schema.write(change) };
    const token = { id, after: fold(account, [event], schema) };
    work.mayBeThere = true;
    if (what === 'corrected' && rule.corrects === 'in-place')
      node.call('store', { f: 'overwrite', account: key, units: change }, { timeoutMs: CALL_MS, token });
    else node.call('store', { f: 'append', expected: account.version, event }, { timeoutMs: CALL_MS, token });
  }
}

function end({ underWay }: State, id: string, coins: number, node: Node): void {
  const work = underWay[id];
  delete underWay[id];
  if (work !== undefined) node.replyTo(work.replyTo, coins);
}
