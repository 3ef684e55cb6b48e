/** Where the broker's decisions go: methods to clients, and lines for whoever keeps what must outlive a restart. */
import type { JournalLine } from './journal.js';
import type { ServerMethod } from './methods.js';

/** What a broker does to the world outside. The core calls it; an adapter carries it out. */
export interface Outlet {
  /** A method for a client. Channel 0 is the connection itself. The method is data that nobody changes afterwards. */
  send(connection: number, channel: number, method: ServerMethod): void;
  /**
   * Something durable changed: keep the line. With a journal, confirms and `tx.commit-ok` of what is durable wait until
   * `journalSynced` is called; without one, nothing is kept and everything is confirmed at once.
   */
  journal?(line: JournalLine): void;
}
