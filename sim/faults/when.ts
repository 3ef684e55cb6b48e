/**
 * What a fault may wait for, as data: a fault with a `when` begins not at its `atMs` but at something that happens, in
 * the very moment: so windows of microseconds can be hit, and whoever leads, whatever its name.
 */
import type { Site, SiteMoment } from '../node/site-watch.js';
import type { Pattern } from './pattern.js';

/** What a fault waits for: something a node does, a state that it comes into, or a message. */
export type When = SiteWhen | StateWhen | MessageWhen;

interface Waits {
  /** Which one, from 1, counted from the fault's `atMs` on. */
  readonly nth: number;
  /** The fault waits so long, counted from its `atMs`, and then never begins. Absent: until heal-all. */
  readonly withinMs?: number;
  /** How much later the fault begins; not for the moment `before`. Default 0: at once. */
  readonly afterMs?: number;
  /** Nodes that do not count, where the fault would hit them as `@whoever` or `@peer`. */
  readonly except?: readonly string[];
}

/** Something a node does. */
export interface SiteWhen extends Waits {
  readonly site: Site;
  /** Whether the fault comes just before it, or just after. */
  readonly moment: SiteMoment;
  /** The node that does it. Absent: the node the fault hits; any, where that is `@whoever`. */
  readonly node?: string;
  /** Counts only messages to or from this node or client; for `send`, `receive` and `reply`. */
  readonly peer?: string;
}

/** A node comes into a state; one that is in it when the waiting begins counts at its next event. */
export interface StateWhen extends Waits {
  /** A state by its name in the scenario's `watch`, or what the state must hold among other things. */
  readonly state: string | Pattern;
  /** The node that comes into it. Absent: any. */
  readonly node?: string;
}

/** A message, a call, an answer or a request of a client, from one endpoint to another. */
export interface MessageWhen extends Waits {
  /** A message by its name in the scenario's `watch`, or what it must hold among other things. */
  readonly message: string | Pattern;
  /** Whether the fault comes just before it leaves (or is handled), or just after. */
  readonly moment: SiteMoment;
  /** Where: as it leaves, or as its handler gets it (which answers have none of). Default `send`. */
  readonly at?: 'send' | 'receive';
  /** Who sends it: a node or client. Absent: anybody. */
  readonly from?: string;
  /** Who gets it. Absent: anybody. */
  readonly to?: string;
}

/** The sites at which a message has somebody at its other end. */
export function hasPeer(site: Site): boolean {
  return site === 'send' || site === 'receive' || site === 'reply';
}
