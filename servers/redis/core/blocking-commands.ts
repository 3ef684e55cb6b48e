/** Commands that wait for lists and sorted sets. */
import { wait } from './blocking.js';
import type { CommandRows, RunCommand } from './command.js';
import type { Side } from './data.js';
import { readDouble } from './doubles.js';
import { moveItem, listOf, readPops, readSide, take, takeFirst } from './lists.js';
import { refuse } from './reply.js';
import { writeInstead } from './turn.js';
import { readExtreme, takeExtremes, takeFirstExtremes, zsetOf, type Extreme } from './zsets.js';

/** Seconds, as milliseconds. @throws Refusal */
function readTimeout(word: string | undefined): number {
  const seconds = readDouble(word ?? '');
  if (seconds === undefined) return refuse('timeout is not a float or out of range');
  const ms = Math.ceil(seconds * 1000);
  return ms < 0 || ms > 9e18 ? refuse('timeout is negative') : ms;
}

const blpop =
  (from: Side): RunCommand =>
  ([, ...words], turn) => {
    const keys = words.slice(0, -1);
    const timeoutMs = readTimeout(words.at(-1));
    for (const key of keys) {
      const list = listOf(turn, key);
      if (list === undefined) continue;
      const [item] = take(turn, key, list, from, 1);
      writeInstead(turn, [from === 'left' ? 'LPOP' : 'RPOP', key]);
      return [key, item as string];
    }
    return wait(turn, keys, { type: 'list', from }, timeoutMs);
  };

function blockedMove(name: string, from: string, to: string, sides: readonly [Side, Side]): RunCommand {
  return (words, turn) => {
    const timeoutMs = readTimeout(words.at(-1));
    if (listOf(turn, from) === undefined)
      return wait(
        turn,
        [from],
        { type: 'list', from: sides[0], moves: { to, at: sides[1], name } },
        timeoutMs,
      );
    const reply = moveItem(turn, from, to, sides);
    writeInstead(
      turn,
      name === 'BRPOPLPUSH' ? ['RPOPLPUSH', from, to] : ['LMOVE', from, to, ...words.slice(3, 5)],
    );
    return reply;
  };
}

const blmove: RunCommand = (words, turn) => {
  const [, from = '', to = '', side, otherSide] = words;
  return blockedMove('BLMOVE', from, to, [readSide(side), readSide(otherSide)])(words, turn);
};

const brpoplpush: RunCommand = (words, turn) => {
  const [, from = '', to = ''] = words;
  return blockedMove('BRPOPLPUSH', from, to, ['right', 'left'])(words, turn);
};

const blmpop: RunCommand = ([, timeout, ...words], turn) => {
  const { keys, where, count } = readPops(words, readSide);
  const timeoutMs = readTimeout(timeout);
  return (
    takeFirst(turn, keys, where, count) ?? wait(turn, keys, { type: 'list', from: where, count }, timeoutMs)
  );
};

const bzpop =
  (from: Extreme): RunCommand =>
  ([, ...words], turn) => {
    const keys = words.slice(0, -1);
    const timeoutMs = readTimeout(words.at(-1));
    for (const key of keys) {
      const set = zsetOf(turn, key);
      if (set === undefined) continue;
      const [one] = takeExtremes(turn, key, set, from, 1);
      writeInstead(turn, [from === 'min' ? 'ZPOPMIN' : 'ZPOPMAX', key]);
      return [key, one?.member ?? '', { double: one?.score ?? 0 }];
    }
    return wait(turn, keys, { type: 'zset', from }, timeoutMs);
  };

const bzmpop: RunCommand = ([, timeout, ...words], turn) => {
  const { keys, where, count } = readPops(words, readExtreme);
  const timeoutMs = readTimeout(timeout);
  return (
    takeFirstExtremes(turn, keys, where, count) ??
    wait(turn, keys, { type: 'zset', from: where, count }, timeoutMs)
  );
};

export const blockingCommands: CommandRows = {
  BLPOP: [-3, 'write noscript blocking', blpop('left')],
  BRPOP: [-3, 'write noscript blocking', blpop('right')],
  BLMOVE: [6, 'write oom noscript blocking', blmove],
  BRPOPLPUSH: [4, 'write oom noscript blocking', brpoplpush],
  BLMPOP: [-5, 'write blocking', blmpop],
  BZPOPMIN: [-3, 'write noscript blocking', bzpop('min')],
  BZPOPMAX: [-3, 'write noscript blocking', bzpop('max')],
  BZMPOP: [-5, 'write blocking', bzmpop],
};
