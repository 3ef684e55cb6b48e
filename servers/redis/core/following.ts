/** Commands about masters and replicas: whom to follow, who follows, and how far they are. */
import { followersAt, wait } from './blocking.js';
import type { CommandRows, RunCommand } from './command.js';
import type { Redis } from './data.js';
import { readInteger } from './integers.js';
import { OK, Refusal, refuse } from './reply.js';

/** Are there too few replicas that were heard of lately? */
export function lacksReplicas({ config, followers, role }: Redis, nowMs: number): boolean {
  const least = Number(config.get('min-replicas-to-write'));
  const lag = Number(config.get('min-replicas-max-lag'));
  if (least === 0 || lag === 0 || role === 'replica') return false;
  const good = [...followers.values()].filter(
    ({ isOnline, heardMs }) => isOnline && secondsSince(heardMs, nowMs) <= lag,
  );
  return good.length < least;
}

/** The server's clock shows whole seconds. */
export const secondsSince = (thenMs: number, nowMs: number): number =>
  Math.floor(nowMs / 1000) - Math.floor(thenMs / 1000);

/** A replica that was told to be silent rather than wrong, without its master. */
export const lacksMaster = ({ role, master, config }: Redis): boolean =>
  role === 'replica' &&
  master !== undefined &&
  master.state !== 'connected' &&
  config.get('replica-serve-stale-data') === 'no';

const waitFor: RunCommand = ([, count, timeout], turn) => {
  if (turn.redis.role === 'replica')
    return refuse(
      'WAIT cannot be used with replica instances. Please also note that since Redis 4.0 if a replica is configured to be writable (which is not the default) writes to replicas are just local and are not propagated.',
    );
  const wanted = readInteger(count);
  const timeoutMs = readInteger(timeout, 'timeout is not an integer or out of range');
  if (timeoutMs < 0) return refuse('timeout is negative');
  const upTo = turn.session.wroteUpTo;
  const now = followersAt(turn.redis, upTo);
  if (now >= wanted || turn.inside !== undefined) return now;
  turn.asks.push({ ask: 'get-ack' });
  return wait(turn, [], { type: 'replicas', count: wanted, upTo }, timeoutMs);
};

const role: RunCommand = (_, { redis: { role: is, offset, followers, master } }) =>
  is === 'master'
    ? [
        'master',
        offset,
        [...followers.values()]
          .filter(({ isOnline }) => isOnline)
          .map(({ host, port, upTo }) => [host, String(port), String(upTo)]),
      ]
    : ['slave', master?.host ?? '127.0.0.1', master?.port ?? 6379, master?.state ?? 'connected', offset];

const replicaof: RunCommand = ([, host = '', word = ''], { redis, asks }) => {
  if (host.toUpperCase() === 'NO' && word.toUpperCase() === 'ONE') {
    asks.push({ ask: 'lead' });
    return OK;
  }
  const port = readInteger(word, 'Invalid master port');
  if (port < 0 || port > 65_535) return refuse('Invalid master port');
  if (redis.master?.host === host && redis.master.port === port)
    return { status: 'OK Already connected to specified master' };
  asks.push({ ask: 'follow', host, port });
  return OK;
};

const psync: RunCommand = ([, history = '', from], { session, redis, asks }) => {
  if (redis.role === 'replica' && redis.master?.state !== 'connected')
    throw new Refusal("NOMASTERLINK Can't SYNC while not connected with my master");
  asks.push({ ask: 'stream', client: session.client, history, from: readInteger(from) });
  return undefined;
};

const replconf: RunCommand = ([, ...words], { session, asks }) => {
  if (words.length % 2 === 1) return refuse('syntax error');
  asks.push({ ask: 'replica', client: session.client, words });
  // What a replica acknowledges is not answered.
  return words[0]?.toUpperCase() === 'ACK' ? undefined : OK;
};

export const followingCommands: CommandRows = {
  WAIT: [3, 'noscript', waitFor],
  ROLE: [1, 'noscript stale', role],
  REPLICAOF: [3, 'noscript stale', replicaof],
  SLAVEOF: [3, 'noscript stale', replicaof],
  PSYNC: [-3, 'noscript nomulti', psync],
  REPLCONF: [-1, 'noscript stale', replconf],
};
