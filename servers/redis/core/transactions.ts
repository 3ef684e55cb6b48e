/** MULTI, EXEC, DISCARD, WATCH and UNWATCH. */
import type { CommandRows, RunCommand } from './command.js';
import { isSpoilt, unwatchAll, watch } from './watching.js';
import { NIL_LIST, OK, refuse, Refusal, type RedisReply } from './reply.js';
import type { Turn } from './turn.js';

const multi: RunCommand = (_, { session }) => {
  if (session.queue !== undefined) return refuse('MULTI calls can not be nested');
  session.queue = { commands: [], spoilt: false };
  return OK;
};

const exec: RunCommand = (_, turn) => {
  const { session, redis } = turn;
  const { queue } = session;
  if (queue === undefined) return refuse('EXEC without MULTI');
  const spoilt = isSpoilt(redis, session, turn.nowMs);
  session.queue = undefined;
  unwatchAll(redis, session);
  if (queue.spoilt) throw new Refusal('EXECABORT Transaction discarded because of previous errors.');
  return spoilt ? NIL_LIST : carryOutAll(queue.commands, turn);
};

/** The commands one after another, with nobody in between. */
function carryOutAll(commands: readonly (readonly string[])[], turn: Turn): RedisReply[] {
  turn.inside = 'exec';
  const replies: RedisReply[] = [];
  for (const words of commands) {
    const reply = turn.call(words, turn);
    if (reply !== undefined) replies.push(reply);
  }
  turn.inside = undefined;
  turn.changes = 0;
  turn.instead = undefined;
  return replies;
}

const discard: RunCommand = (_, { session, redis }) => {
  if (session.queue === undefined) return refuse('DISCARD without MULTI');
  session.queue = undefined;
  unwatchAll(redis, session);
  return OK;
};

const watchKeys: RunCommand = ([, ...keys], turn) => {
  const { session, redis, db, nowMs } = turn;
  if (session.queue !== undefined) return refuse('WATCH inside MULTI is not allowed');
  if (session.dirty) return OK;
  for (const key of keys) {
    const atMs = db.expires.get(key);
    watch(redis, session, key, atMs !== undefined && nowMs > atMs);
  }
  return OK;
};

const unwatch: RunCommand = (_, { redis, session }) => {
  unwatchAll(redis, session);
  return OK;
};

export const transactionCommands: CommandRows = {
  MULTI: [1, 'noscript stale', multi],
  EXEC: [1, 'noscript stale', exec],
  DISCARD: [1, 'noscript stale', discard],
  WATCH: [-2, 'noscript stale', watchKeys],
  UNWATCH: [1, 'noscript stale', unwatch],
};
