/** What a limiter remembers: a Redis, in a node of its own or in a gateway's memory, and the decisions made on it. */
import type { NodeHandle } from 'seedstorm';
import {
  newRedis,
  redisCommand,
  redisConnect,
  redisTick,
  type Redis,
  type RedisReply,
} from 'seedstorm/servers';
import { runAtOnce, type Algorithm, type Ask, type Decision } from './limiter.js';
import type { Rules } from './rules.js';

/** Plain data: part of a state. */
export interface Memory {
  readonly redis: Redis;
  /** Until then it lets nobody in: it does not know what it has let in before. */
  readonly closedUntilMs: number;
}

export type Node = Pick<
  NodeHandle<object>,
  'id' | 'incarnation' | 'nowMs' | 'monotonicMs' | 'random' | 'effect'
>;
/** What became of a request; `afterwards` as in a decision. */
export interface Outcome {
  readonly kind: 'admitted' | 'refused' | 'closed';
  readonly afterwards?: readonly string[];
}

/** All limiters share one connection. */
const CLIENT = 1;

/** Nothing outlives the process: after a restart it is closed for as long as what was forgotten may count. */
export function startMemory(node: Node, forMs: number, rule: Rules): Memory {
  const redis = newRedis({ databases: 1 });
  redisConnect(redis, CLIENT);
  const isClosed = node.incarnation > 1 && rule.afterRestart === 'closed';
  return { redis, closedUntilMs: isClosed ? node.monotonicMs() + forMs : 0 };
}

/** The clock of whoever remembers. */
const clockOf = (node: Node, rule: Rules): number =>
  rule.clock === 'wall' ? node.nowMs() : node.monotonicMs();

export function command({ redis }: Memory, words: readonly string[], node: Node, rule: Rules): RedisReply {
  // The core counts whole ms; a real Redis tells microseconds.
  if (words[0] === 'TIME') return timeReply(clockOf(node, rule));
  const at = { nowMs: clockOf(node, rule), random: () => node.random.float() };
  return redisCommand(redis, CLIENT, words, at).said[0]?.reply ?? null;
}

/** Decides in one step, and notes what it decided. `nowMs` is the time that the one who asks tells, if it goes by that. */
export function decide(
  memory: Memory,
  algorithm: Algorithm,
  ask: Ask,
  node: Node,
  rule: Rules,
  nowMs?: number,
): Outcome {
  if (node.monotonicMs() < memory.closedUntilMs) {
    node.effect({ f: 'closed', key: ask.key });
    return { kind: 'closed' };
  }
  const decision = runAtOnce(algorithm(ask), (words) =>
    words[0] === 'TIME' && nowMs !== undefined ? timeReply(nowMs) : command(memory, words, node, rule),
  );
  note(decision, ask, node);
  return outcomeOf(decision);
}

export const outcomeOf = ({ admits, afterwards }: Decision): Outcome => ({
  kind: admits ? 'admitted' : 'refused',
  ...(afterwards === undefined ? {} : { afterwards }),
});

export function note({ admits, window }: Decision, { key, weight }: Ask, node: Pick<Node, 'effect'>): void {
  node.effect({ f: admits ? 'admit' : 'refuse', key, weight, ...(window === undefined ? {} : { window }) });
}

/** What TIME answers. */
export const timeReply = (nowMs: number): RedisReply => {
  const micros = Math.floor(nowMs * 1000);
  return [String(Math.floor(micros / 1e6)), String(micros % 1e6)];
};

export interface Keys {
  readonly keys: number;
  /** Those that nothing will ever end. */
  readonly endless: number;
  /** What they take, as Redis estimates it. */
  readonly bytes: number;
}

/** Which keys there are. */
export function keysIn(memory: Memory, node: Node, rule: Rules): Keys {
  redisTick(memory.redis, { nowMs: clockOf(node, rule), random: () => node.random.float() });
  const keys = command(memory, ['KEYS', '*'], node, rule) as readonly string[];
  const endless = keys.filter((key) => command(memory, ['PTTL', key], node, rule) === -1);
  const sizes = keys.map((key) => Number(command(memory, ['MEMORY', 'USAGE', key], node, rule)));
  return { keys: keys.length, endless: endless.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}
