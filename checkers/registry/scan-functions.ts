/**
 * The functions of the judges that go by fields: what each is called, what it asks for, what its completion says, and when a
 * judge would draw false conclusions without it.
 */
import type { Functions } from './functions.js';

const send = {
  name: 'send',
  summary: 'offers a message',
  asks: ['value'],
  completion: 'acknowledged',
} as const;
const process = {
  name: 'process',
  summary: 'lets a message take effect',
  asks: ['value', 'group'],
} as const;
const acquire = {
  name: 'acquire',
  summary: 'takes a lock',
  asks: ['token'],
} as const;

export const MESSAGES = {
  sent: { ...send, neededWith: ['processed', 'drain'] },
  processed: { ...process, neededWith: ['sent'] },
  drain: { name: 'drain', summary: 'reads all messages to the end', asks: [] },
} as const satisfies Functions;

export const KEYED_MESSAGES = {
  sent: { ...send, neededWith: ['processed'] },
  processed: { ...process, neededWith: ['sent'] },
} as const satisfies Functions;

export const PLACED_MESSAGES = {
  processed: { ...process, asks: ['value', 'group', 'partition', 'offset'] },
} as const satisfies Functions;

export const EFFECTS = {
  effect: { name: 'apply', summary: 'lets a request take effect', asks: [] },
} as const satisfies Functions;

export const PROPOSALS = {
  proposed: {
    name: 'propose',
    summary: 'proposes a value',
    asks: ['value', 'instance'],
    completion: 'answered',
    neededWith: ['decided'],
  },
  decided: { name: 'decide', summary: 'decides a value', asks: ['value', 'instance'] },
} as const satisfies Functions;

export const VOTES = {
  begin: { name: 'begin', summary: 'begins a transaction', asks: ['txn', 'participants'] },
  vote: {
    name: 'vote',
    summary: 'votes on a transaction',
    asks: ['txn', 'vote'],
    neededWith: ['begin'],
  },
  decide: {
    name: 'decide',
    summary: 'decides a transaction',
    asks: ['txn', 'decision'],
    neededWith: ['begin', 'vote', 'transact'],
  },
  transact: { name: 'transact', summary: 'asks for a transaction', asks: ['txn'] },
} as const satisfies Functions;

export const BROADCASTS = {
  sent: {
    name: 'broadcast',
    summary: 'broadcasts a message',
    asks: ['value'],
    completion: 'acknowledged',
    neededWith: ['delivered'],
  },
  delivered: { name: 'deliver', summary: 'delivers a message', asks: ['value'], neededWith: ['sent'] },
} as const satisfies Functions;

export const COMMITS = {
  committed: {
    name: 'commit',
    summary: 'commits an entry',
    asks: ['index', 'value', 'term'],
    neededWith: ['snapshot'],
  },
  snapshot: { name: 'snapshot', summary: 'takes over all entries up to an index', asks: ['index'] },
} as const satisfies Functions;

export const LOGS = {
  log: { name: 'log', summary: 'shows the log of a node', asks: ['entries', 'from'] },
} as const satisfies Functions;

export const LEADERS = {
  leads: { name: 'lead', summary: 'says that its process leads', asks: ['term', 'group'] },
} as const satisfies Functions;

export const LOCKS = {
  acquire: { ...acquire, neededWith: ['release'] },
  release: { name: 'release', summary: 'gives a lock back', asks: [], neededWith: ['acquire'] },
} as const satisfies Functions;

export const TOKENS = {
  acquire: { ...acquire, neededWith: ['access'] },
  access: {
    name: 'access',
    summary: 'uses what the lock protects',
    asks: ['token'],
    neededWith: ['acquire'],
  },
} as const satisfies Functions;

export const IDS = {
  generate: { name: 'generate', summary: 'makes an identifier', asks: [] },
} as const satisfies Functions;

export const BALANCES = {
  read: { name: 'read', summary: 'shows all balances', asks: [] },
} as const satisfies Functions;

export const SAGAS = {
  read: {
    name: 'saga-read',
    summary: 'reads for a saga',
    asks: ['saga', 'object', 'value'],
    neededWith: ['write', 'end'],
  },
  write: {
    name: 'saga-write',
    summary: 'writes for a saga',
    asks: ['saga', 'object', 'value', 'compensates'],
    neededWith: ['read', 'end'],
  },
  end: {
    name: 'saga-end',
    summary: 'ends a saga',
    asks: ['saga', 'outcome'],
    neededWith: ['read', 'write'],
  },
} as const satisfies Functions;

export const ADMISSIONS = {
  admitted: {
    name: 'admit',
    summary: 'lets a request in',
    asks: ['weight', 'window', 'atMs'],
    neededWith: ['refused'],
  },
  refused: { name: 'refuse', summary: 'turns a request away', asks: ['weight', 'window', 'atMs'] },
} as const satisfies Functions;

export const STATES = {
  state: {
    name: 'state',
    summary: 'shows the state of a replica',
    asks: ['replica', 'value', 'seen'],
  },
} as const satisfies Functions;
