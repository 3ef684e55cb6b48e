/** Scripts: kept by their names, and carried out as one command that nothing comes between. */
import type { CommandRows, RunCommand } from './command.js';
import { checkScript, runScript } from '../lua/run.js';
import { permit, readShebang } from './shebang.js';
import { findCommand } from './find-command.js';
import { isOverMemory, OUT_OF_MEMORY } from './memory.js';
import { OK, Refusal, refuse, refuseSyntax, type RedisReply } from './reply.js';
import { sha1 } from './sha1.js';
import type { Turn } from './turn.js';
import { readInteger } from './integers.js';
import type { ScriptServer } from '../lua/values.js';

/** A script of a client, and what it may do. */
interface Script {
  readonly text: string;
  readonly name: string;
  readonly mayWrite: boolean;
}

function carryOut(
  turn: Turn,
  { text, name, mayWrite }: Script,
  [, , size, ...rest]: readonly string[],
): RedisReply {
  const count = readInteger(size);
  if (count > rest.length) return refuse("Number of keys can't be greater than number of args");
  if (count < 0) return refuse("Number of keys can't be negative");
  const head = readShebang(text);
  const allowed = permit(turn, head, mayWrite);
  const outside = { session: turn.session, db: turn.db, inside: turn.inside };
  turn.session = { ...turn.session, queue: undefined, protocol: 2 };
  turn.inside = 'script';
  const wasOver = isOverMemory(turn.redis) && !allowed.outOfMemory;
  let hasWritten = false;
  let isTold = true;
  const server: ScriptServer = {
    call(words, protocol) {
      const command = knownCommand(words);
      if (command.traits.has('noscript')) return refuse('This Redis command is not allowed from script');
      if (command.isWrite && !allowed.writes)
        return refuse('Write commands are not allowed from read-only scripts.');
      if (command.isWrite && turn.redis.role === 'replica' && turn.as === 'client' && !hasWritten)
        throw new Refusal("READONLY You can't write against a read only replica.");
      if (command.needsMemory && wasOver && !hasWritten) throw new Refusal(OUT_OF_MEMORY);
      hasWritten ||= command.isWrite;
      turn.session.protocol = protocol;
      const writes = turn.writes.length;
      const reply = turn.call(words, turn) ?? null;
      if (!isTold) turn.writes.length = writes;
      if (typeof reply === 'object' && reply !== null && 'error' in reply) throw new Refusal(reply.error);
      return reply;
    },
    tells: (followers) => void (isTold = followers),
    seed: turn.redis.scriptSeed,
  };
  try {
    const run = { source: head.source, name, keys: rest.slice(0, count), argv: rest.slice(count) };
    return runScript(run, server);
  } finally {
    turn.session = outside.session;
    turn.db = outside.db;
    turn.inside = outside.inside;
    turn.changes = 0;
    turn.instead = undefined;
  }
}

function knownCommand(words: readonly string[]): ReturnType<typeof findCommand> {
  try {
    return findCommand(words);
  } catch (error) {
    if (error instanceof Refusal && error.message.startsWith('ERR wrong number'))
      return refuse('Wrong number of args calling Redis command from script');
    return refuse('Unknown Redis command called from script');
  }
}

const evaluate =
  (mayWrite: boolean): RunCommand =>
  (words, turn) => {
    const text = words[1] as string;
    return carryOut(turn, { text, name: keep(turn, text), mayWrite }, words);
  };

/** Keeps a script under its name. @throws Refusal where it is none */
function keep({ redis }: Turn, text: string): string {
  const name = sha1(text);
  if (!redis.scripts.has(name)) {
    checkScript(readShebang(text).source);
    redis.scripts.set(name, text);
  }
  return name;
}

const evaluateKnown =
  (mayWrite: boolean): RunCommand =>
  (words, turn) => {
    const name = (words[1] as string).toLowerCase();
    const text = turn.redis.scripts.get(name);
    if (text === undefined) throw new Refusal('NOSCRIPT No matching script. Please use EVAL.');
    return carryOut(turn, { text, name, mayWrite }, words);
  };

const load: RunCommand = ([, , text = ''], turn) => keep(turn, text);

const flush: RunCommand = ([, , mode], { redis }) => {
  if (mode !== undefined && !['SYNC', 'ASYNC'].includes(mode.toUpperCase()))
    return refuse('SCRIPT FLUSH only support SYNC|ASYNC option');
  redis.scripts.clear();
  return OK;
};

export const scriptCommands: CommandRows = {
  EVAL: [-3, 'noscript stale', evaluate(true)],
  EVALSHA: [-3, 'noscript stale', evaluateKnown(true)],
  EVAL_RO: [-3, 'noscript stale read', evaluate(false)],
  EVALSHA_RO: [-3, 'noscript stale read', evaluateKnown(false)],
  SCRIPT: [-2, 'container', () => refuseSyntax()],
  'SCRIPT|LOAD': [3, 'noscript stale', load],
  'SCRIPT|EXISTS': [
    -3,
    'noscript',
    ([, , ...hashes], { redis }) => hashes.map((hash) => Number(redis.scripts.has(hash.toLowerCase()))),
  ],
  'SCRIPT|FLUSH': [-2, 'noscript', flush],
  'SCRIPT|KILL': [
    2,
    'noscript stale',
    () => {
      throw new Refusal('NOTBUSY No scripts in execution right now.');
    },
  ],
};
