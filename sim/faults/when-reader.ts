/** Reads what a fault waits for from unknown JSON, and refuses what no run could ever meet. */
import {
  integer,
  json,
  nameOf,
  number,
  object,
  optional,
  refined,
  refuse,
  set,
  word,
} from '../input/readers.js';
import type { Reader } from '../input/readers.js';
import { MAX_MS } from '../kernel/time.js';
import { sites } from '../node/site-watch.js';
import type { Fault } from './fault.js';
import type { Pattern } from './pattern.js';
import type { PlanWorld } from './plan-world.js';
import { nodesStoodFor, PEER, standInsOf } from './stand-ins.js';
import { hasPeer, type MessageWhen, type SiteWhen, type StateWhen, type When } from './when.js';
import { watchedBy } from './watched-by.js';

/** Deeper is no pattern that somebody wrote. */
const MAX_DEPTH = 20;
const MAX_NAMES = 10_000;

const allNodes = ({ nodes, spares = [] }: PlanWorld) => [...nodes, ...spares];
const node = nameOf('a node', allNodes);
const endpoint = nameOf('a node or client', (world: PlanWorld) => [...allNodes(world), ...world.clients]);
const moment = word('before', 'after');
const data = json(MAX_DEPTH);

const waits = {
  nth: integer(1, 1e9),
  withinMs: optional(number(0.001, MAX_MS, 'a time in ms')),
  afterMs: optional(number(0, MAX_MS, 'a time in ms')),
  except: optional(set(node, MAX_NAMES)),
};

const siteWhen = refined(
  object<SiteWhen, PlanWorld>({
    site: word(...sites),
    moment,
    node: optional(node),
    peer: optional(endpoint),
    ...waits,
  }),
  ({ site, moment, peer, afterMs }) => {
    if (peer !== undefined && !hasPeer(site))
      return ['peer', `no peer for ${site === 'await' || site === 'effect' ? 'an' : 'a'} ${site}`];
    return afterMs !== undefined && moment === 'before' ? notBefore : undefined;
  },
);

const notBefore = ['afterMs', "no afterMs for the moment 'before'"] as const;

const stateWhen = object<StateWhen, PlanWorld>({
  state: watchedOr('state', 'states'),
  node: optional(node),
  ...waits,
});

const messageWhen = refined(
  object<MessageWhen, PlanWorld>({
    message: watchedOr('message', 'messages'),
    moment,
    at: optional(word('send', 'receive')),
    from: optional(endpoint),
    to: optional(endpoint),
    ...waits,
  }),
  ({ moment, afterMs, from, to }) => {
    if (from !== undefined && from === to)
      return ['to', `another than ${from}, as nothing to itself is meant`];
    return afterMs !== undefined && moment === 'before' ? notBefore : undefined;
  },
);

/** A name that the scenario gives, or what the thing must hold. */
function watchedOr(noun: string, kind: 'states' | 'messages'): Reader<string | Pattern, PlanWorld> {
  const names = ({ watch }: PlanWorld): readonly string[] => watch?.[kind] ?? [];
  const expects = (world: PlanWorld): string => {
    const known = names(world);
    const named = known.length === 0 ? 'the scenario watches none' : known.join(', ');
    return `a ${noun} by name (${named}) or an object with what it must hold`;
  };
  return {
    expects,
    read(value, path, world) {
      if (typeof value === 'string' && names(world).includes(value)) return value;
      if (typeof value === 'string' || typeof value !== 'object' || value === null || Array.isArray(value))
        throw refuse(path, expects(world), value, names(world));
      return data.read(value, path, world) as Pattern;
    },
  };
}

export const whenReader: Reader<When, PlanWorld> = {
  expects: 'what the fault waits for: { site }, { state } or { message }',
  read(value, path, world) {
    const given = typeof value === 'object' && value !== null ? value : {};
    if ('state' in given) return stateWhen.read(value, path, world);
    return 'message' in given ? messageWhen.read(value, path, world) : siteWhen.read(value, path, world);
  },
};

/** What is wrong with a fault that stands in for somebody, or that waits for nobody. */
export function waitingObjection(fault: Fault): readonly ['when', string] | undefined {
  const { when } = fault;
  const [standIn] = standInsOf(fault);
  if (when === undefined)
    return standIn === undefined
      ? undefined
      : ['when', `what the fault waits for, as ${standIn} is known only then`];
  const isMessage = 'message' in when || ('site' in when && hasPeer(when.site));
  if (standInsOf(fault).includes(PEER) && !isMessage)
    return ['when', `a message, or a site send, receive or reply, as only those have a ${PEER}`];
  if (when.except !== undefined && nodesStoodFor(fault).length === 0)
    return ['when', 'no except where the fault hits no @whoever and no @peer'];
  if ('site' in when && watchedBy(fault) === undefined && standIn === undefined)
    return ['when', `a node in when, whose ${when.site} is meant`];
  return undefined;
}
