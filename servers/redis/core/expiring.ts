/** Commands about deadlines of keys. */
import type { CommandRows, RunCommand } from './command.js';
import { changed, deadlineOf, expireAt, find, remove } from './keyspace.js';
import { refuse } from './reply.js';
import { readAnyDeadline, type DeadlineWords } from './deadline-words.js';
import { writeInstead } from './turn.js';

const expire =
  (unit: DeadlineWords['unit']): RunCommand =>
  (words, turn) => {
    const [name = '', key = '', amount = '', ...options] = words;
    const given = new Set(options.map((option) => option.toUpperCase()));
    for (const [at, option] of [...options.entries()])
      if (!['NX', 'XX', 'GT', 'LT'].includes(option.toUpperCase()))
        return refuse(`Unsupported option ${options[at] ?? ''}`);
    if (given.has('NX') && given.size > 1)
      return refuse('NX and XX, GT or LT options at the same time are not compatible');
    if (given.has('GT') && given.has('LT'))
      return refuse('GT and LT options at the same time are not compatible');
    const when = readAnyDeadline({ unit, amount }, turn.nowMs, name.toLowerCase());
    const atMs = Number(when);
    if (find(turn, key) === undefined) return 0;
    const before = deadlineOf(turn.db, key);
    if (given.has('NX') && before !== undefined) return 0;
    if (given.has('XX') && before === undefined) return 0;
    if (given.has('GT') && (before === undefined || atMs <= before)) return 0;
    if (given.has('LT') && before !== undefined && atMs >= before) return 0;
    if (atMs <= turn.nowMs && turn.redis.role === 'master') {
      remove(turn, key);
      changed(turn, key, 'g', 'del');
      writeInstead(turn, ['DEL', key]);
      return 1;
    }
    expireAt(turn, key, atMs);
    changed(turn, key, 'g', 'expire');
    writeInstead(turn, [unit === 'PXAT' ? name : 'PEXPIREAT', key, String(when), ...options]);
    return 1;
  };

/** `left`: how long it still has, at least 0; `at`: its last millisecond. */
const deadline =
  (tells: 'left' | 'at', unitMs: 1 | 1000): RunCommand =>
  ([, key = ''], turn) => {
    if (find(turn, key) === undefined) return -2;
    const atMs = deadlineOf(turn.db, key);
    if (atMs === undefined) return -1;
    const ms = Math.max(0, tells === 'at' ? atMs : atMs - turn.nowMs - turn.sleptMs);
    return unitMs === 1 ? ms : Math.floor((ms + 500) / 1000);
  };

const persist: RunCommand = ([, key = ''], turn) => {
  if (find(turn, key) === undefined || !turn.db.expires.delete(key)) return 0;
  changed(turn, key, 'g', 'persist');
  return 1;
};

export const expiringCommands: CommandRows = {
  EXPIRE: [-3, 'write', expire('EX')],
  PEXPIRE: [-3, 'write', expire('PX')],
  EXPIREAT: [-3, 'write', expire('EXAT')],
  PEXPIREAT: [-3, 'write', expire('PXAT')],
  TTL: [2, 'read', deadline('left', 1000)],
  PTTL: [2, 'read', deadline('left', 1)],
  EXPIRETIME: [2, 'read', deadline('at', 1000)],
  PEXPIRETIME: [2, 'read', deadline('at', 1)],
  PERSIST: [2, 'write', persist],
};
