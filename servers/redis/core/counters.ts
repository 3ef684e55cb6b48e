/** Commands of strings that are numbers. */
import type { CommandRows, RunCommand } from './command.js';
import { changed, findString, put } from './keyspace.js';
import { addInt64, readInt64, type Int64 } from './integers.js';
import { refuse, type RedisReply } from './reply.js';
import { addFloats } from './long-double.js';
import { writeInstead, type Turn } from './turn.js';

function count(turn: Turn, key: string, by: Int64): RedisReply {
  const before = findString(turn, key);
  const sum = addInt64(before === undefined ? 0 : readInt64(before), by);
  if (sum === undefined) return refuse('increment or decrement would overflow');
  put(turn, key, String(sum));
  changed(turn, key, '$', 'incrby');
  return sum;
}

const decrby: RunCommand = ([, key = '', by], turn) => {
  const size = readInt64(by);
  if (BigInt(size) === -(1n << 63n)) return refuse('decrement would overflow');
  return count(turn, key, typeof size === 'number' ? -size : -size);
};

const incrbyfloat: RunCommand = ([, key = '', by = ''], turn) => {
  const sum = addFloats(findString(turn, key) ?? '0', by);
  put(turn, key, sum);
  changed(turn, key, '$', 'incrbyfloat');
  writeInstead(turn, ['SET', key, sum, 'KEEPTTL']);
  return sum;
};

export const counterCommands: CommandRows = {
  INCR: [2, 'write oom', ([, key = ''], turn) => count(turn, key, 1)],
  DECR: [2, 'write oom', ([, key = ''], turn) => count(turn, key, -1)],
  INCRBY: [3, 'write oom', ([, key = '', by], turn) => count(turn, key, readInt64(by))],
  DECRBY: [3, 'write oom', decrby],
  INCRBYFLOAT: [3, 'write oom', incrbyfloat],
};
