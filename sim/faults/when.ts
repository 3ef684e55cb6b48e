/**
 * What a fault may wait for, as data: a fault with a `when` begins not at its `atMs` but at something that happens, in
 * the very moment: so windows of microseconds can be hit, and whoever leads, whatever its name.
 */
import { z } from 'zod';
import {
  expecting,
  choice,
  integer,
  json,
  number,
  object,
  refined,
  word,
  type Read,
} from '../input/schema.js';
import { MAX_MS } from '../kernel/time.js';
import { sites, type Site } from '../node/site-watch.js';
import { aNode, aNodeOrClient, someNodes, worldAtHand } from './names.js';
import type { Pattern } from './pattern.js';

const waits = {
  /** Which one, from 1, counted from the fault's `atMs` on. */
  nth: integer(1, 1e9),
  /** The fault waits so long, counted from its `atMs`, and then never begins. Absent: until heal-all. */
  withinMs: number(0.001, MAX_MS, 'a time in ms').optional(),
  /** How much later the fault begins; not for the moment `before`. Default 0: at once. */
  afterMs: number(0, MAX_MS, 'a time in ms').optional(),
  /** Nodes that do not count, where the fault would hit them as `@whoever` or `@peer`. */
  except: someNodes.optional(),
};

const moment = word('before', 'after');
const notBefore = ['afterMs', "no afterMs for the moment 'before'"] as const;

const siteWhen = refined(
  object({
    site: word(...sites),
    /** Whether the fault comes just before it, or just after. */
    moment,
    /** The node that does it. Absent: the node the fault hits; any, where that is `@whoever`. */
    node: aNode.optional(),
    /** Counts only messages to or from this node or client; for `send`, `receive` and `reply`. */
    peer: aNodeOrClient.optional(),
    ...waits,
  }),
  ({ site, moment, peer, afterMs }) => {
    if (peer !== undefined && !hasPeer(site))
      return ['peer', `no peer for ${site === 'await' || site === 'effect' ? 'an' : 'a'} ${site}`];
    return afterMs !== undefined && moment === 'before' ? notBefore : undefined;
  },
);

const stateWhen = object({
  /** A state by its name in the scenario's `watch`, or what the state must hold among other things. */
  state: watchedOr('state', 'states'),
  /** The node that comes into it. Absent: any. */
  node: aNode.optional(),
  ...waits,
});

const messageWhen = refined(
  object({
    /** A message by its name in the scenario's `watch`, or what it must hold among other things. */
    message: watchedOr('message', 'messages'),
    /** Whether the fault comes just before it leaves (or is handled), or just after. */
    moment,
    /** Where: as it leaves, or as its handler gets it (which answers have none of). Default `send`. */
    at: word('send', 'receive').optional(),
    /** Who sends it: a node or client. Absent: anybody. */
    from: aNodeOrClient.optional(),
    /** Who gets it. Absent: anybody. */
    to: aNodeOrClient.optional(),
    ...waits,
  }),
  ({ moment, afterMs, from, to }) => {
    if (from !== undefined && from === to)
      return ['to', `another than ${from}, as nothing to itself is meant`];
    return afterMs !== undefined && moment === 'before' ? notBefore : undefined;
  },
);

/** A name that the scenario gives, or what the thing must hold. */
function watchedOr(noun: string, kind: 'states' | 'messages'): z.ZodType<string | Pattern> {
  const known = () => worldAtHand().watch?.[kind] ?? [];
  const name = z.custom<string>(
    (value) => typeof value === 'string' && known().includes(value),
    expecting(() => {
      const named = known().length === 0 ? 'the scenario watches none' : known().join(', ');
      return `a ${noun} by name (${named}) or an object with what it must hold`;
    }, known),
  );
  const isPattern = (value: unknown): boolean =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  return choice((value) => (isPattern(value) ? (json() as z.ZodType<Pattern>) : name));
}

/** Something a node does. */
export type SiteWhen = Read<typeof siteWhen>;

/** A node comes into a state; one that is in it when the waiting begins counts at its next event. */
export type StateWhen = Read<typeof stateWhen>;

/** A message, a call, an answer or a request of a client, from one endpoint to another. */
export type MessageWhen = Read<typeof messageWhen>;

/** What a fault waits for: something a node does, a state that it comes into, or a message. */
export type When = SiteWhen | StateWhen | MessageWhen;

export const whenSchema = choice((value) => {
  const given = Object(value) as object;
  if ('state' in given) return stateWhen;
  return 'message' in given ? messageWhen : siteWhen;
});

/** The sites at which a message has somebody at its other end. */
export function hasPeer(site: Site): boolean {
  return site === 'send' || site === 'receive' || site === 'reply';
}
