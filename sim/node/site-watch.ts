/** What a node does that a fault may wait for, and who looks on. */

/** The things nodes do that a fault can wait for. */
export const sites = ['send', 'receive', 'reply', 'write', 'sync', 'await', 'effect'] as const;

/**
 * `send`: a message, a call or a piece of a stream leaves. `receive`: one reaches its handler, or a request does.
 * `reply`: an answer or a refusal leaves. `write`: the disk is changed (write, append, truncate, delete).
 * `sync`: a sync reaches the disk: before it, nothing of it is durable; after it, all is, and the program has not
 * heard. `await`: code goes on after a wait (an answer, a time-out, a timer, a disk operation), and after it, it has
 * gone on as far as it comes; handlers of state machines count alike. `effect`: `node.effect`.
 */
export type Site = (typeof sites)[number];

export type SiteMoment = 'before' | 'after';

/** Told just before and just after each. */
export interface SiteWatch {
  /**
   * The node may be down, or stand still, when this returns.
   * @param peer endpoint at the other end, or -1
   * @param payload what is sent or received, where something is
   */
  before(site: Site, peer: number, payload: unknown): void;
  after(site: Site, peer: number, payload: unknown): void;
}
