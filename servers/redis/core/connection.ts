/** Commands about the connection itself. */
import type { CommandRows, RunCommand } from './command.js';
import { readInteger } from './integers.js';
import { OK, Refusal, refuse } from './reply.js';
import { unwatchAll } from './watching.js';

const ping: RunCommand = (words, { session }) => {
  if (words.length > 2) return refuse("wrong number of arguments for 'ping' command");
  const listens = session.channels.size + session.patterns.size + session.shardChannels.size > 0;
  if (listens && session.protocol === 2) return ['pong', words[1] ?? ''];
  return words[1] ?? { status: 'PONG' };
};

const select: RunCommand = ([, index], turn) => {
  const db = turn.redis.databases[readInteger(index, 'value is not an integer or out of range')];
  if (db === undefined) return refuse('DB index is out of range');
  turn.session.db = db.index;
  turn.db = db;
  return OK;
};

const hello: RunCommand = (words, { session, redis }) => {
  const [, version] = words;
  let protocol = session.protocol;
  if (version !== undefined) {
    const asked = readInteger(version, 'Protocol version is not an integer or out of range');
    if (asked !== 2 && asked !== 3) throw new Refusal('NOPROTO unsupported protocol version');
    protocol = asked;
  }
  let name: string | undefined;
  for (let at = 2; at < words.length; at++) {
    const option = (words[at] as string).toUpperCase();
    if (option === 'AUTH' && at + 2 < words.length) at += 2;
    else if (option === 'SETNAME' && at + 1 < words.length) name = words[++at];
    else return refuse(`Syntax error in HELLO option '${words[at] ?? ''}'`);
  }
  if (name !== undefined) session.name = name;
  session.protocol = protocol;
  return {
    record: [
      ['server', 'redis'],
      ['version', '7.0.15'],
      ['proto', protocol],
      ['id', session.client],
      ['mode', 'standalone'],
      ['role', redis.role],
      ['modules', []],
    ],
  };
};

const quit: RunCommand = (_, turn) => {
  turn.closes.push(turn.session.client);
  return OK;
};

const reset: RunCommand = (_, turn) => {
  const { session, redis } = turn;
  session.queue = undefined;
  unwatchAll(redis, session);
  session.channels.clear();
  session.patterns.clear();
  session.shardChannels.clear();
  session.db = 0;
  session.protocol = 2;
  session.name = '';
  session.told = 'on';
  return { status: 'RESET' };
};

export const connectionCommands: CommandRows = {
  // Without its master a replica does not even answer this, if it is told so.
  PING: [-1, '', ping],
  ECHO: [2, 'stale', ([, word = '']) => word],
  SELECT: [2, 'stale', select],
  HELLO: [-1, 'noscript stale', hello],
  QUIT: [-1, 'noscript stale', quit],
  RESET: [1, 'noscript stale', reset],
};
