/** What a Redis keeps: databases with keys and deadlines, sessions of clients, and who waits. Plain data. */
import type { RedisStream, Waiter as StreamWaiter } from '../streams/data.js';

/** How a Redis is set up; what is not named is as in the real one. */
export interface RedisSettings {
  /** How many databases there are. Default 16. */
  readonly databases?: number;
  /** How often in a second it looks at deadlines. Default 10. */
  readonly hz?: number;
  /** Above so many bytes, which are estimated, commands that need memory are refused. Default 0: no bound. */
  readonly maxmemory?: number;
  /** Which events of keys are told, such as `KEA`. Default none. */
  readonly notifyKeyspaceEvents?: string;
  /** A replica deletes nothing by itself and refuses writes of clients. Default `master`. */
  readonly role?: RedisRole;
}

export type RedisRole = 'master' | 'replica';

/** The fields of a hash. `large`: it has left its compact form, in which fields keep their order. */
export interface RedisHash {
  readonly type: 'hash';
  readonly fields: Map<string, string>;
  large: boolean;
}

export interface RedisList {
  readonly type: 'list';
  readonly items: string[];
}

/** A set. `integers`: it has only ever had integers, and keeps them in order. */
export interface RedisSet {
  readonly type: 'set';
  readonly members: Set<string>;
  integers: boolean;
}

export interface Scored {
  readonly member: string;
  readonly score: number;
}

/** A sorted set: members by score, then by bytes. */
export interface RedisSortedSet {
  readonly type: 'zset';
  readonly scores: Map<string, number>;
  readonly order: Scored[];
  large: boolean;
}

/** A stream, as the folder beside has it. */
export interface RedisStreamValue {
  readonly type: 'stream';
  readonly stream: RedisStream;
}

/** What a key has; a text is a string. */
export type RedisValue = string | RedisHash | RedisList | RedisSet | RedisSortedSet | RedisStreamValue;

/** When a key is over, in the order of time: the first of a heap is the next. */
export interface Deadline {
  readonly atMs: number;
  readonly key: string;
}

export interface RedisDatabase {
  readonly index: number;
  keys: Map<string, RedisValue>;
  /** The last millisecond of each key that has one. */
  expires: Map<string, number>;
  /** All deadlines there were, also of keys that have another one now: a heap. */
  due: Deadline[];
}

/** A key that a client watches. */
export interface Watched {
  readonly db: number;
  readonly key: string;
  /** It was overdue already, and not yet deleted. */
  wasOver: boolean;
}

/** Commands that a client has queued since MULTI. */
export interface Queue {
  readonly commands: (readonly string[])[];
  /** One was refused as it was queued. */
  spoilt: boolean;
}

/** A connection. */
export interface RedisSession {
  readonly client: number;
  db: number;
  protocol: 2 | 3;
  name: string;
  queue: Queue | undefined;
  readonly watched: Watched[];
  /** A watched key was touched. */
  dirty: boolean;
  readonly channels: Set<string>;
  readonly patterns: Set<string>;
  readonly shardChannels: Set<string>;
  /** How many writes there were when it last had an answer: what WAIT waits for. */
  wroteUpTo: number;
  /** Whether it is told: CLIENT REPLY. */
  told: 'on' | 'off' | 'skip' | 'skips next';
}

/** What a blocked client waits for. */
export type Wish =
  | {
      readonly type: 'list';
      readonly from: Side;
      /** With the name of the key, as many as there are up to it (BLMPOP). */
      readonly count?: number;
      readonly moves?: { readonly to: string; readonly at: Side; readonly name: string };
    }
  | { readonly type: 'zset'; readonly from: 'min' | 'max'; readonly count?: number }
  | { readonly type: 'stream'; readonly waiter: StreamWaiter }
  | { readonly type: 'replicas'; readonly count: number; readonly upTo: number };

export type Side = 'left' | 'right';

export interface RedisWaiter {
  readonly client: number;
  readonly db: number;
  readonly keys: readonly string[];
  readonly wish: Wish;
  /** Undefined: for ever. */
  readonly untilMs: number | undefined;
}

/** Somebody who follows. */
export interface RedisFollower {
  host: string;
  port: number;
  /** It has the data set, and is told what is written. */
  isOnline: boolean;
  /** Up to which offset it has acknowledged, and when it did so last. */
  upTo: number;
  heardMs: number;
}

/** Which history of writes the data set is of: each master begins one of its own. */
export interface RedisHistory {
  id: string;
  /** The history of the master before, and up to where it is this one's too. */
  before: { readonly id: string; readonly upTo: number } | undefined;
}

/** The link to whom it follows. */
export interface RedisMaster {
  readonly host: string;
  readonly port: number;
  state: 'connect' | 'connecting' | 'sync' | 'connected';
  /** When it last said something, and since when there is no link. */
  heardMs: number;
  downSinceMs: number;
}

/** What is known of its files; whoever keeps them writes it. */
export interface RedisFilesState {
  /** There is a folder for them. */
  isKept: boolean;
  /** Changes since the last snapshot was begun that came to its end. */
  changes: number;
  lastSaveMs: number;
  lastSaveOk: boolean;
  isSaving: boolean;
  isRewriting: boolean;
  rewriteIsDue: boolean;
  lastRewriteOk: boolean;
  /** The append-only file could not be written, or synced, for this reason. */
  aofTrouble: string | undefined;
  aofBytes: number;
  aofBaseBytes: number;
}

/** A Redis. Plain data. */
export interface Redis {
  /** What CONFIG GET and CONFIG SET speak of. */
  readonly config: Map<string, string>;
  readonly databases: RedisDatabase[];
  readonly sessions: Map<number, RedisSession>;
  /** Who waits, the longest first. */
  readonly waiting: RedisWaiter[];
  /** Who watches a key: clients by database and key. */
  readonly watchers: Map<string, Set<number>>;
  readonly scripts: Map<string, string>;
  /** Where `math.random` of scripts is: 48 bits, as two halves. */
  readonly scriptSeed: [high: number, low: number];
  role: RedisRole;
  /** Those who follow it, by their connections. */
  readonly followers: Map<number, RedisFollower>;
  /** How many bytes were written for those who follow, in the protocol's form: its place in the history. */
  offset: number;
  readonly history: RedisHistory;
  /** This run of the server, by 40 hexadecimal digits of chance. */
  runId: string;
  /** Whom it follows, as its surroundings tell; undefined: nobody. */
  master: RedisMaster | undefined;
  readonly files: RedisFilesState;
  /** The database of what was written last; undefined: whoever reads on must be told. */
  writtenDb: number | undefined;
  /** It deletes what is over by itself, too (DEBUG SET-ACTIVE-EXPIRE). */
  expiresActively: boolean;
  /** Somebody has asked for the memory that is used: it is counted since. */
  counted: boolean;
  bytes: number;
  /** Of each key, by database and key. */
  readonly sizes: Map<string, number>;
}
