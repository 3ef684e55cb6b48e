/** Where sessions are: a store that all servers share, on a disk. A session opens with its first item and is closed once. */
import { stateMachine } from 'seedstorm';
import { commit, openDatabase, type Database } from '../messaging/database.js';

export interface Session {
  readonly items: readonly string[];
  readonly isClosed: boolean;
}

/** What a server asks the store, or itself if it keeps sessions in memory. */
export type SessionStep =
  | { readonly do: 'add'; readonly session: string; readonly item: string }
  | { readonly do: 'read'; readonly session: string }
  | { readonly do: 'close'; readonly session: string }
  /** Writes all of it, whatever is there. */
  | { readonly do: 'replace'; readonly session: string; readonly items: readonly string[] };

/** The items of the session, or why there are none. */
export type SessionAnswer = { readonly items: readonly string[] } | { readonly no: 'session' | 'longer' };

/** What a step makes of a session; to do it twice changes nothing. */
export function stepped(
  session: Session | undefined,
  step: SessionStep,
): { readonly answer: SessionAnswer; readonly changed?: Session } {
  if (session?.isClosed === true)
    return { answer: step.do === 'close' ? { items: session.items } : { no: 'longer' } };
  const items = session?.items ?? [];
  switch (step.do) {
    case 'read':
      return { answer: session === undefined ? { no: 'session' } : { items } };
    case 'add': {
      const more = items.includes(step.item) ? items : [...items, step.item];
      return { answer: { items: more }, changed: { items: more, isClosed: false } };
    }
    case 'replace':
      return { answer: { items: step.items }, changed: { items: step.items, isClosed: false } };
    case 'close':
      return { answer: { items }, changed: { items, isClosed: true } };
  }
}

interface Tables {
  sessions: Session;
}
interface Store {
  state: Database<Tables>;
  message: SessionStep;
  answer: SessionAnswer;
}

export interface StoreRules {
  /** When the store answers. */
  readonly answers: 'once-synced' | 'at-once';
  /** What stays of a session that was closed. */
  readonly closed: 'known' | 'forgotten';
}

export const sessionStore = (rule: StoreRules) =>
  stateMachine<Store>({
    start: (node) => openDatabase<Tables>(['sessions'], node),
    onMessage(db, step, node) {
      const { answer, changed } = stepped(db.tables.sessions.get(step.session), step);
      if (changed !== undefined) {
        const row = changed.isClosed && rule.closed === 'forgotten' ? null : changed;
        commit(db, [{ table: 'sessions', key: step.session, row }], node);
      }
      if (rule.answers === 'once-synced') node.reply(answer, { after: 'sync' });
      else node.reply(answer);
    },
  });
