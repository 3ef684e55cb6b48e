/**
 * What events do outside: a mail for each. The mailer has a position of its own that never goes back, whatever is
 * replayed; and the service that sends mails knows one again by its key, for the answer may be lost.
 */
import { stateMachine, type Program, type StateMachineNode } from 'seedstorm';
import { answerAll, answerWhenEmpty, type Waiting } from 'seedstorm/parts';
import { commit, openDatabase, type Database } from '../database.js';
import type { Stored } from './events.js';
import type { Store } from './store.js';

/** How mails are sent. */
export interface MailRules {
  /** Who sends the mails: this node, with a position of its own, or the projection for each event that it takes. */
  readonly mails: 'by-own-position' | 'in-projection';
  /** The key by which a mail is known again. */
  readonly key: 'of-event' | 'of-attempt';
  readonly moves: 'after-mail' | 'before-mail';
}

/** What one asks of the service that sends mails. */
export interface Mailed {
  mail: (ask: { readonly key: string; readonly value: string }) => 'sent';
}

interface Mailer {
  state: { position: number; attempts: number; readonly events: Stored[]; readonly readers: Waiting };
  /** Answered once there is a mail for every event, or after a while. */
  requests: { settled: () => number };
  calls: Store & Mailed;
  timer: 'next' | 'readers';
  token: 'read' | 'mail' | 'position';
  durable: { position: number };
}
type State = Mailer['state'];
type Node = Omit<StateMachineNode<Mailer>, 'reply'>;

const POLL_MS = 15;
const READERS_WAIT_MS = 900;

/** The program that sends a mail for each event. */
export function mailer(rule: MailRules): Program {
  return stateMachine<Mailer>({
    start(node) {
      node.setTimer('next', 0);
      return { position: node.disk.read('position') ?? 0, attempts: 0, events: [], readers: [] };
    },

    onRequest: {
      settled({ readers, position }, _ask, node) {
        const when = { empty: false, timer: 'readers', atMostMs: READERS_WAIT_MS };
        answerWhenEmpty(readers, when, () => position, node);
      },
    },

    onTimer(state, timer, node) {
      if (timer === 'readers') return answerAll(state.readers, () => state.position, node);
      if (state.events.length === 0)
        node.call('store', { f: 'read', after: state.position }, { timeoutMs: 100, token: 'read' });
      else if (rule.moves === 'before-mail') move(state, node);
      else mail(state, node);
    },

    onReply(state, result, node) {
      const isAnswered = result.kind === 'answer';
      if (result.token === 'mail') {
        if (rule.moves === 'before-mail') return next(state, node);
        return isAnswered ? move(state, node) : node.setTimer('next', POLL_MS);
      }
      if (isAnswered && Array.isArray(result.value)) {
        state.events.push(...(result.value as readonly Stored[]));
        if (state.events.length > 0) return node.setTimer('next', 0);
        answerAll(state.readers, () => state.position, node);
      }
      node.setTimer('next', POLL_MS);
    },

    onSync(state, _token, node, ok) {
      if (!ok) node.exit('the disk did not take it');
      if (rule.moves === 'before-mail') mail(state, node);
      else next(state, node);
    },
  });

  function mail(state: State, node: Node): void {
    const [event] = state.events;
    if (event === undefined) return;
    if (rule.mails === 'in-projection') return move(state, node);
    state.attempts++;
    const key = rule.key === 'of-event' ? event.id : `${node.incarnation}.${state.attempts} ${event.id}`;
    node.call('mails', { f: 'mail', key, value: event.id }, { timeoutMs: 100, token: 'mail' });
  }

  function move(state: State, node: Node): void {
    state.position++;
    node.disk.write('position', state.position);
    node.disk.sync('position');
  }

  function next(state: State, node: Node): void {
    state.events.shift();
    node.setTimer('next', 0);
  }
}

interface Mails {
  state: Database<{ mails: string }>;
  messages: Mailed;
  requests: { drain: () => string[] };
}

/** The service outside: it sends a mail for each key, once. */
export const mails = (): Program =>
  stateMachine<Mails>({
    start: (node) => openDatabase(['mails'], node),
    onMessage: {
      mail(db, { key, value }, node) {
        if (!db.tables.mails.has(key)) commit(db, [{ table: 'mails', key, row: value }], node);
        node.reply('sent', { after: 'sync' });
      },
    },
    onRequest: {
      drain: ({ tables }, _drain, node) => node.reply([...tables.mails.values()], { after: 'sync' }),
    },
  });
