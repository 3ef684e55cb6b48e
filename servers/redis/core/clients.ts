/** CLIENT: names and numbers of connections, ending one, waking one that waits. */
import type { CommandRows, RunCommand } from './command.js';
import type { Redis, RedisSession } from './data.js';
import { overFor } from './blocking.js';
import { readInteger } from './integers.js';
import { stopWaiting } from './redis.js';
import { OK, refuse, refuseSyntax } from './reply.js';
import { say } from './turn.js';

const setname: RunCommand = ([, , name = ''], { session }) => {
  if (/[^!-~]/.test(name))
    return refuse('Client names cannot contain spaces, newlines or special characters.');
  session.name = name;
  return OK;
};

function shown(redis: Redis, session: RedisSession): string {
  const { client, name, db, channels, patterns, queue, protocol, watched } = session;
  const waits = redis.waiting.some((waiter) => waiter.client === client);
  const listens = channels.size + patterns.size > 0;
  const flags = `${listens ? 'P' : ''}${queue === undefined ? '' : 'x'}${waits ? 'b' : ''}${session.dirty ? 'd' : ''}`;
  return [
    ...[`id=${client}`, `addr=127.0.0.1:${10_000 + client}`, 'laddr=127.0.0.1:6379', `fd=${client + 7}`],
    ...[`name=${name}`, 'age=0', 'idle=0', `flags=${flags === '' ? 'N' : flags}`, `db=${db}`],
    ...[`sub=${channels.size}`, `psub=${patterns.size}`, `ssub=${session.shardChannels.size}`],
    ...[
      `multi=${queue === undefined ? -1 : queue.commands.length}`,
      `watch=${watched.length}`,
      `resp=${protocol}`,
    ],
  ].join(' ');
}

const list: RunCommand = (words, { redis }) => {
  const ids = words[2]?.toUpperCase() === 'ID' ? words.slice(3).map((word) => readInteger(word)) : undefined;
  if (words.length > 2 && ids === undefined && words[2]?.toUpperCase() !== 'TYPE') return refuseSyntax();
  const sessions = [...redis.sessions.values()].filter(({ client }) => client >= 0);
  const wanted = ids === undefined ? sessions : sessions.filter(({ client }) => ids.includes(client));
  return { verbatim: wanted.map((session) => `${shown(redis, session)}\n`).join('') };
};

function kindOf({ followers }: Redis, { client, channels, patterns }: RedisSession): string {
  if (followers.has(client)) return 'replica';
  return channels.size + patterns.size > 0 ? 'pubsub' : 'normal';
}

const kill: RunCommand = (words, turn) => {
  const { sessions } = turn.redis;
  if (words.length === 3) {
    const found = [...sessions.values()].find(({ client }) => words[2] === `127.0.0.1:${10_000 + client}`);
    if (found === undefined) return refuse('No such client');
    turn.closes.push(found.client);
    return OK;
  }
  if (words.length % 2 === 1) return refuseSyntax();
  let wanted = [...sessions.values()].filter(({ client }) => client >= 0);
  let skipsMe = true;
  for (let at = 2; at < words.length; at += 2) {
    const [option, value = ''] = [(words[at] as string).toUpperCase(), words[at + 1]];
    if (option === 'ID') {
      const id = readInteger(value, 'client-id should be greater than 0');
      if (id < 1) return refuse('client-id should be greater than 0');
      wanted = wanted.filter(({ client }) => client === id);
    } else if (option === 'ADDR')
      wanted = wanted.filter(({ client }) => value === `127.0.0.1:${10_000 + client}`);
    else if (option === 'TYPE') {
      const type = value.toLowerCase();
      const asked = type === 'slave' ? 'replica' : type;
      if (!['normal', 'replica', 'pubsub', 'master'].includes(asked))
        return refuse(`Unknown client type '${value}'`);
      wanted = wanted.filter((session) => kindOf(turn.redis, session) === asked);
    } else if (option === 'SKIPME') skipsMe = value.toLowerCase() !== 'no';
    else return refuseSyntax();
  }
  if (skipsMe) wanted = wanted.filter(({ client }) => client !== turn.session.client);
  turn.closes.push(...wanted.map(({ client }) => client));
  return wanted.length;
};

const unblock: RunCommand = ([, , word, how = 'TIMEOUT'], turn) => {
  const ends = how.toUpperCase();
  if (ends !== 'TIMEOUT' && ends !== 'ERROR')
    return refuse('CLIENT UNBLOCK reason should be TIMEOUT or ERROR');
  const id = readInteger(word);
  const waiter = turn.redis.waiting.find(({ client }) => client === id);
  if (waiter === undefined) return 0;
  stopWaiting(turn.redis, id);
  const error = { error: 'UNBLOCKED client unblocked via CLIENT UNBLOCK' };
  say(turn, id, ends === 'ERROR' ? error : overFor(turn.redis, waiter.wish));
  return 1;
};

const reply: RunCommand = ([, , mode = ''], { session }) => {
  const how = mode.toUpperCase();
  if (how === 'ON') session.told = 'on';
  else if (how === 'OFF') session.told = 'off';
  else if (how === 'SKIP') session.told = session.told === 'off' ? 'off' : 'skips next';
  else return refuseSyntax();
  return how === 'ON' ? OK : undefined;
};

export const clientCommands: CommandRows = {
  CLIENT: [-2, 'container', () => refuseSyntax()],
  'CLIENT|ID': [2, 'noscript stale', (_, { session }) => session.client],
  'CLIENT|GETNAME': [2, 'noscript stale', (_, { session }) => (session.name === '' ? null : session.name)],
  'CLIENT|SETNAME': [3, 'noscript stale', setname],
  'CLIENT|INFO': [
    2,
    'noscript stale',
    (_, { redis, session }) => ({ verbatim: `${shown(redis, session)}\n` }),
  ],
  'CLIENT|LIST': [-2, 'noscript stale', list],
  'CLIENT|KILL': [-3, 'noscript stale', kill],
  'CLIENT|UNBLOCK': [-3, 'noscript stale', unblock],
  'CLIENT|REPLY': [3, 'noscript stale', reply],
  'CLIENT|NO-EVICT': [
    3,
    'noscript stale',
    ([, , mode = '']) => (['ON', 'OFF'].includes(mode.toUpperCase()) ? OK : refuseSyntax()),
  ],
};
