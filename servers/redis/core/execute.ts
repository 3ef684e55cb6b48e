/** Carrying out a command: is it known, is it allowed, is it queued; then its answer, what is written, and who wakes up. */
import { serveReady } from './blocking.js';
import './commands.js';
import { findCommand } from './find-command.js';
import type { Command } from './command.js';
import type { Redis, RedisSession } from './data.js';
import { lacksMaster, lacksReplicas } from './following.js';
import { filesTrouble } from './keeping.js';
import { isOverMemory, OUT_OF_MEMORY } from './memory.js';
import { MASTER, newSession } from './redis.js';
import { Refusal, type RedisReply } from './reply.js';
import { endWaits } from './ticking.js';
import { flushWrites, newTurn, outcomeOf, type RedisMoment, type RedisOutcome, type Turn } from './turn.js';

/** Carries out a command of a client. Nothing is said to one that waits. */
export function redisCommand(
  redis: Redis,
  client: number,
  words: readonly string[],
  at: RedisMoment,
): RedisOutcome {
  const session = redis.sessions.get(client);
  if (session === undefined) throw new Error(`Client ${client} is not connected.`);
  const turn = newTurn(redis, session, at, 'client', callInside);
  const told = session.told;
  if (told === 'skips next') session.told = 'skip';
  const reply = answerTo(words, turn);
  if (reply !== undefined) turn.said.push({ client, reply });
  if (session.told !== 'on' && told !== 'on') mute(turn, session);
  if (session.told === 'skip') session.told = 'on';
  if (turn.ready.length > 0) serveReady(turn);
  if (redis.waiting.length > 0) endWaits(turn);
  return outcomeOf(turn);
}

/** A follower carries out what its master has written; nobody is told an answer. */
export function redisReplicate(redis: Redis, words: readonly string[], at: RedisMoment): RedisOutcome {
  const session = redis.sessions.get(MASTER) ?? newSession(MASTER);
  redis.sessions.set(MASTER, session);
  const turn = newTurn(redis, session, at, 'follower', callInside);
  answerTo(words, turn);
  if (turn.ready.length > 0) serveReady(turn);
  return outcomeOf(turn);
}

function mute(turn: Turn, { client }: RedisSession): void {
  const heard = turn.said.filter((one) => one.client !== client);
  turn.said.splice(0, turn.said.length, ...heard);
}

function answerTo(words: readonly string[], turn: Turn): RedisReply | undefined {
  const { session, redis } = turn;
  try {
    const command = findCommand(words);
    mayRun(command, turn);
    if (session.queue !== undefined && !IN_MULTI.has(command.name)) {
      if (!session.queue.spoilt && !session.dirty) session.queue.commands.push(words);
      return { status: 'QUEUED' };
    }
    const reply = carryOut(command, words, turn);
    flushWrites(turn, command.name !== 'SCAN' && command.name !== 'RANDOMKEY');
    session.wroteUpTo = redis.offset;
    return reply;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (session.queue === undefined) return { error: error.message };
    session.queue.spoilt = true;
    if ((words[0] ?? '').toUpperCase() !== 'EXEC') return { error: error.message };
    session.queue = undefined;
    return { error: `EXECABORT Transaction discarded because of: ${error.message}` };
  }
}

/** Commands that are not queued. */
const IN_MULTI = new Set(['EXEC', 'DISCARD', 'MULTI', 'WATCH', 'QUIT', 'RESET']);
const IN_SUBSCRIPTION = new Set([
  ...['PING', 'SUBSCRIBE', 'SSUBSCRIBE', 'UNSUBSCRIBE', 'SUNSUBSCRIBE', 'PSUBSCRIBE', 'PUNSUBSCRIBE'],
  ...['QUIT', 'RESET'],
]);

/** @throws Refusal where the server is in no state for it */
function mayRun(command: Command, turn: Turn): void {
  const { session, redis } = turn;
  const { name, traits } = command;
  const { queue } = session;
  if (queue !== undefined && traits.has('nomulti'))
    throw new Refusal('ERR Command not allowed inside a transaction');
  const queued =
    name === 'EXEC' && queue !== undefined ? queue.commands.map((words) => findCommand(words)) : [];
  if (isOverMemory(redis)) {
    const isQueued = queue !== undefined && !['EXEC', 'DISCARD', 'QUIT', 'RESET'].includes(name);
    if (isQueued || command.needsMemory || queued.some(({ needsMemory }) => needsMemory))
      throw new Refusal(OUT_OF_MEMORY);
  }
  const writes = turn.as === 'client' && (command.isWrite || queued.some(({ isWrite }) => isWrite));
  if (redis.role === 'master' && turn.as === 'client' && (writes || name === 'PING')) {
    const trouble = filesTrouble(redis);
    if (trouble !== undefined) throw new Refusal(trouble);
  }
  if (writes && lacksReplicas(redis, turn.nowMs))
    throw new Refusal('NOREPLICAS Not enough good replicas to write.');
  if (writes && redis.role === 'replica' && redis.config.get('replica-read-only') === 'yes')
    throw new Refusal("READONLY You can't write against a read only replica.");
  const listens = session.channels.size + session.patterns.size + session.shardChannels.size > 0;
  if (listens && session.protocol === 2 && !IN_SUBSCRIPTION.has(name))
    throw new Refusal(
      `ERR Can't execute '${name.toLowerCase()}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`,
    );
  if (turn.as === 'client' && !traits.has('stale') && lacksMaster(redis))
    throw new Refusal("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.");
}

/** Carries out a command, at once, and notes what is written because of it. A refusal is an answer as well. */
function carryOut(command: Command, words: readonly string[], turn: Turn): RedisReply | undefined {
  turn.changes = 0;
  turn.instead = undefined;
  let reply: RedisReply | undefined;
  try {
    reply = command.run(words, turn);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    reply = { error: error.message };
  }
  if (turn.changes > 0) {
    turn.redis.files.changes += turn.changes;
    const db = turn.db.index;
    if (turn.instead === undefined) turn.writes.push({ db, words });
    else
      for (const one of turn.instead as readonly (readonly string[])[]) turn.writes.push({ db, words: one });
  }
  return reply;
}

/** Inside a transaction or a script. */
const callInside: Turn['call'] = (words, turn) => carryOut(findCommand(words), words, turn);
