/** Channels: subscribing, publishing, and who listens. */
import type { CommandRows, RunCommand } from './command.js';
import type { RedisSession } from './data.js';
import { matches } from './glob.js';
import { publish, publishToShard } from './publish.js';
import { refuse } from './reply.js';
import { say, writeToo, type Turn } from './turn.js';

type Room = 'channels' | 'patterns' | 'shardChannels';

const WORDS: Readonly<Record<Room, readonly [enter: string, leave: string]>> = {
  channels: ['subscribe', 'unsubscribe'],
  patterns: ['psubscribe', 'punsubscribe'],
  shardChannels: ['ssubscribe', 'sunsubscribe'],
};

/** Channels and patterns are counted together, channels of shards for themselves. */
const countOf = ({ channels, patterns, shardChannels }: RedisSession, room: Room): number =>
  room === 'shardChannels' ? shardChannels.size : channels.size + patterns.size;

const enter =
  (room: Room): RunCommand =>
  ([, ...names], turn) => {
    const { session } = turn;
    if (turn.inside === 'script') return refuse('This Redis command is not allowed from script');
    for (const name of names) {
      session[room].add(name);
      say(turn, session.client, { push: [WORDS[room][0], name, countOf(session, room)] });
    }
    return undefined;
  };

const leave =
  (room: Room): RunCommand =>
  ([, ...names], turn) => {
    const { session } = turn;
    const left = names.length > 0 ? names : [...session[room]];
    for (const name of left) {
      session[room].delete(name);
      say(turn, session.client, { push: [WORDS[room][1], name, countOf(session, room)] });
    }
    if (left.length === 0)
      say(turn, session.client, { push: [WORDS[room][1], null, countOf(session, room)] });
    return undefined;
  };

const published =
  (shard: boolean): RunCommand =>
  ([name = '', channel = '', message = ''], turn) => {
    // It changes nothing, and is written all the same: the clients of replicas hear it.
    writeToo(turn, [name, channel, message]);
    return (shard ? publishToShard : publish)(turn, channel, message);
  };

const listeners = ({ redis }: Turn, room: 'channels' | 'shardChannels', channel: string): number =>
  [...redis.sessions.values()].filter((session) => session[room].has(channel)).length;

const names =
  (room: 'channels' | 'shardChannels'): RunCommand =>
  (words, turn) => {
    if (words.length > 3) return refuse(`wrong number of arguments for 'pubsub|channels' command`);
    const all = new Set([...turn.redis.sessions.values()].flatMap((session) => [...session[room]]));
    return [...all].filter((name) => matches(words[2] ?? '*', name));
  };

const numbers =
  (room: 'channels' | 'shardChannels'): RunCommand =>
  ([, , ...channels], turn) =>
    channels.flatMap((channel) => [channel, listeners(turn, room, channel)]);

export const pubsubCommands: CommandRows = {
  SUBSCRIBE: [-2, 'noscript pubsub stale', enter('channels')],
  PSUBSCRIBE: [-2, 'noscript pubsub stale', enter('patterns')],
  SSUBSCRIBE: [-2, 'noscript pubsub stale', enter('shardChannels')],
  UNSUBSCRIBE: [-1, 'noscript pubsub stale', leave('channels')],
  PUNSUBSCRIBE: [-1, 'noscript pubsub stale', leave('patterns')],
  SUNSUBSCRIBE: [-1, 'noscript pubsub stale', leave('shardChannels')],
  PUBLISH: [3, 'pubsub stale', published(false)],
  SPUBLISH: [3, 'pubsub stale', published(true)],
  PUBSUB: [-2, 'container', () => undefined],
  'PUBSUB|CHANNELS': [-2, 'pubsub stale', names('channels')],
  'PUBSUB|SHARDCHANNELS': [-2, 'pubsub stale', names('shardChannels')],
  'PUBSUB|NUMSUB': [-2, 'pubsub stale', numbers('channels')],
  'PUBSUB|SHARDNUMSUB': [-2, 'pubsub stale', numbers('shardChannels')],
  'PUBSUB|NUMPAT': [
    2,
    'pubsub stale',
    (_, { redis }) => new Set([...redis.sessions.values()].flatMap(({ patterns }) => [...patterns])).size,
  ],
};
