/**
 * A service of the saga: does its step and takes it back, each once for each idempotency key, across crashes.
 *
 * Answer and change are one ledger record, so that a power cut takes both or neither. Refusals are recorded too: a
 * step refused today must not be done by a late copy of the same call tomorrow.
 */
import { stateMachine, type Program } from 'seedstorm';
import { appendTo, openLog, type DurableLog } from 'seedstorm/parts';
import type { Books, BooksRequest, StepAnswer, StepCall } from './messages.js';
import type { SagaRules } from './rules.js';
import { objectionOf, post, type Accounts, type Order, type Step } from './steps.js';

/** A line of the ledger, with an id that no other line ever had, not even one that was lost. */
type Entry = {
  readonly id: string;
  readonly key: string;
  readonly order: Order;
} & Deed;

type Deed =
  | { readonly did: 'applied' }
  | { readonly did: 'refused'; readonly reason: string }
  | { readonly did: 'took-back' }
  /** Told to take back what was not done: it must not be done later. */
  | { readonly did: 'cancelled'; readonly of: string };

interface Service {
  state: {
    accounts: Accounts;
    /** What was answered, by key. */
    answers: Record<string, StepAnswer>;
    /** Ids of the lines of the ledger. */
    entries: string[];
    log: DurableLog<Entry>;
  };
  request: BooksRequest;
  reply: Books;
  message: StepCall;
  answer: StepAnswer;
}

type State = Service['state'];

/** The node that does one step. */
export function service(step: Step, opening: Accounts, rules: SagaRules): Program {
  return stateMachine<Service>({
    start(node) {
      const { log } = openLog<Entry>(node, { file: 'ledger' });
      const state: State = { accounts: { ...opening }, answers: {}, entries: [], log };
      for (const entry of log.entries) enter(state, entry);
      return state;
    },

    onRequest(state, _request, node) {
      node.reply({ entries: state.entries, accounts: state.accounts }, { after: 'sync' });
    },

    onMessage(state, call, node) {
      const deed = decide(state, call);
      if (deed !== undefined) {
        const { key, order } = call;
        const entry: Entry = { id: `${node.incarnation}.${state.entries.length}`, key, order, ...deed };
        enter(state, entry);
        // Noted first: the process may end between the two, and what is in the ledger has happened.
        if (deed.did === 'applied') node.effect({ f: step.action, saga: order.id, entry: entry.id });
        if (deed.did === 'took-back') node.effect({ f: step.compensation, saga: order.id, entry: entry.id });
        appendTo(state.log, entry, node);
      }
      node.reply(
        state.answers[call.key] as StepAnswer,
        rules.acknowledge === 'after-sync' ? { after: 'sync' } : {},
      );
    },
  });

  /** What there is to do; nothing if it was done or refused before. */
  function decide(state: State, call: StepCall): Deed | undefined {
    const known = state.answers[call.key] !== undefined;
    if (call.kind === 'act') {
      if (known) return undefined;
      const reason = objectionOf(step, state.accounts, call.order);
      return reason === undefined ? { did: 'applied' } : { did: 'refused', reason };
    }
    if (known && rules.compensateOnce) return undefined;
    return state.answers[call.of]?.kind === 'done' ? { did: 'took-back' } : { did: 'cancelled', of: call.of };
  }

  /** Brings a line of the ledger into memory. */
  function enter({ accounts, answers, entries }: State, entry: Entry): void {
    entries.push(entry.id);
    answers[entry.key] =
      entry.did === 'refused' ? { kind: 'refused', reason: entry.reason } : { kind: 'done' };
    if (entry.did === 'applied') post(step, accounts, entry.order, 'forth');
    if (entry.did === 'took-back') post(step, accounts, entry.order, 'back');
    if (entry.did === 'cancelled' && rules.refuseCancelled)
      answers[entry.of] ??= { kind: 'refused', reason: 'the order was taken back' };
  }
}
