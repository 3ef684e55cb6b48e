/**
 * The streams of a Redis: a command comes from a client, answers go to it and to those it wakes.
 *
 * Plain data and pure functions; time is told by the caller. True to Redis 7.0.15 as far as test/conformance/redis goes.
 */
import { addingCommands } from './adding.js';
import type { Commands, Context, ReplyTo } from './command.js';
import type { RedisStreams } from './data.js';
import { groupCommands } from './groups.js';
import { inspectingCommands } from './inspecting.js';
import { readingCommands } from './reading.js';
import { NIL_LIST, Refusal } from './reply.js';
import { serve } from './waiting.js';

const commands: Commands = {
  ...addingCommands,
  ...groupCommands,
  ...inspectingCommands,
  ...readingCommands,
};

export function newStreams(): RedisStreams {
  return { keys: new Map(), waiting: [] };
}

/** Carries out a command of a client. @returns what is answered, to whom; nothing to a client that waits */
export function streamCommand(
  store: RedisStreams,
  client: string | number,
  words: readonly string[],
  nowMs: number,
): ReplyTo[] {
  const name = (words[0] ?? '').toUpperCase();
  const found = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (found === undefined) return [{ client, reply: { error: `ERR unknown command '${words[0] ?? ''}'` } }];
  const [count, command] = found;
  if (count > 0 ? words.length !== count : words.length < -count)
    return [
      { client, reply: { error: `ERR wrong number of arguments for '${name.toLowerCase()}' command` } },
    ];
  const context: Context = { store, client, nowMs, touched: new Set() };
  try {
    const reply = command(words, context);
    return [...(reply === undefined ? [] : [{ client, reply }]), ...serve(store, context)];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [{ client, reply: { error: error.message } }];
  }
}

/** When a client has waited long enough; undefined: nobody waits, or for ever. */
export function nextWaitMs({ waiting }: RedisStreams): number | undefined {
  const ends = waiting.flatMap(({ untilMs }) => (untilMs === undefined ? [] : [untilMs]));
  return ends.length === 0 ? undefined : Math.min(...ends);
}

/** Answers those who have waited long enough. */
export function passWaits({ waiting }: RedisStreams, nowMs: number): ReplyTo[] {
  const over = waiting.filter(({ untilMs }) => untilMs !== undefined && untilMs <= nowMs);
  for (const waiter of over) waiting.splice(waiting.indexOf(waiter), 1);
  return over.map(({ client }) => ({ client, reply: NIL_LIST }));
}

/** A client is gone: it waits no more. */
export function clientGone({ waiting }: RedisStreams, client: string | number): void {
  const at = waiting.findIndex((waiter) => waiter.client === client);
  if (at >= 0) waiting.splice(at, 1);
}
