/** Commands of one set. */
import type { CommandRows, RunCommand } from './command.js';
import type { RedisSet } from './data.js';
import { draw } from './drawing.js';
import { int64Of, readInt64 } from './integers.js';
import { changed, findTyped, notifyRemoved, put, remove, removeEmpty, touch } from './keyspace.js';
import { matches } from './glob.js';
import { notify } from './notify.js';
import { refuse, refuseSyntax } from './reply.js';
import { page, readScan } from './scanning.js';
import { writeInstead, type Turn } from './turn.js';
import { readPositive } from './words.js';

export const setOf = (turn: Turn, key: string): RedisSet | undefined => findTyped(turn, key, 'set');

export const newSet = (): RedisSet => ({ type: 'set', members: new Set(), integers: true });

/** @returns whether it is new */
export function addMember({ redis }: Turn, set: RedisSet, member: string): boolean {
  const before = set.members.size;
  set.members.add(member);
  if (set.members.size === before) return false;
  if (set.integers)
    set.integers =
      int64Of(member) !== undefined && set.members.size <= Number(redis.config.get('set-max-intset-entries'));
  return true;
}

/** The members: numbers in their order while the set has only had numbers. */
export function membersOf({ members, integers }: RedisSet): string[] {
  if (!integers) return [...members];
  return [...members].sort((one, other) => {
    const [a, b] = [BigInt(one), BigInt(other)];
    return a < b ? -1 : a > b ? 1 : 0;
  });
}

const sadd: RunCommand = ([, key = '', ...members], turn) => {
  let set = setOf(turn, key);
  if (set === undefined) {
    set = newSet();
    put(turn, key, set);
  }
  let added = 0;
  for (const member of members) added += Number(addMember(turn, set, member));
  if (added > 0) changed(turn, key, 's', 'sadd', added);
  return added;
};

const srem: RunCommand = ([, key = '', ...members], turn) => {
  const set = setOf(turn, key);
  const gone = members.filter((member) => set?.members.delete(member) === true).length;
  if (set !== undefined && gone > 0) {
    changed(turn, key, 's', 'srem', gone);
    removeEmpty(turn, key, set.members.size);
  }
  return gone;
};

const smove: RunCommand = ([, from = '', to = '', member = ''], turn) => {
  const set = setOf(turn, from);
  if (set === undefined) return 0;
  let other = setOf(turn, to);
  if (set === other) return Number(set.members.has(member));
  if (!set.members.delete(member)) return 0;
  notify(turn, 's', 'srem', from);
  removeEmpty(turn, from, set.members.size);
  if (other === undefined) {
    other = newSet();
    put(turn, to, other);
  }
  touch(turn, from);
  turn.changes++;
  if (addMember(turn, other, member)) {
    touch(turn, to);
    turn.changes++;
    notify(turn, 's', 'sadd', to);
  }
  return 1;
};

const spop: RunCommand = (words, turn) => {
  const [, key = '', given] = words;
  if (words.length > 3) return refuseSyntax();
  if (given === undefined) {
    const set = setOf(turn, key);
    if (set === undefined) return null;
    const [member] = draw(membersOf(set), 1, turn.random) as [string];
    set.members.delete(member);
    notify(turn, 's', 'spop', key);
    writeInstead(turn, ['SREM', key, member]);
    removeEmpty(turn, key, set.members.size);
    touch(turn, key);
    turn.changes++;
    return member;
  }
  const count = readPositive(given);
  const set = setOf(turn, key);
  if (set === undefined || count === 0) return { set: [] };
  notify(turn, 's', 'spop', key);
  const taken = draw(membersOf(set), count, turn.random);
  turn.changes += taken.length;
  if (taken.length === set.members.size) {
    remove(turn, key);
    notifyRemoved(turn, key);
    writeInstead(turn, ['DEL', key]);
  } else {
    for (const member of taken) set.members.delete(member);
    writeInstead(turn, ['SREM', key, ...taken]);
  }
  touch(turn, key);
  return { set: taken };
};

const srandmember: RunCommand = (words, turn) => {
  const [, key = '', given] = words;
  if (words.length > 3) return refuseSyntax();
  if (given === undefined) {
    const set = setOf(turn, key);
    return set === undefined ? null : (draw(membersOf(set), 1, turn.random)[0] as string);
  }
  const count = Number(readInt64(given));
  if (count <= -9.3e18) return refuse('value is out of range');
  const set = setOf(turn, key);
  return set === undefined ? [] : draw(membersOf(set), count, turn.random);
};

const sscan: RunCommand = (words, turn) => {
  const options = readScan(words, 2);
  const set = setOf(turn, words[1] as string);
  const members = set === undefined ? [] : membersOf(set);
  const { cursor, items } =
    set?.integers === false ? page(members, options) : { cursor: '0', items: members };
  return [cursor, items.filter((member) => matches(options.pattern, member))];
};

export const setCommands: CommandRows = {
  SADD: [-3, 'write oom', sadd],
  SREM: [-3, 'write', srem],
  SMOVE: [4, 'write', smove],
  SPOP: [-2, 'write', spop],
  SRANDMEMBER: [-2, 'read', srandmember],
  SCARD: [2, 'read', ([, key = ''], turn) => setOf(turn, key)?.members.size ?? 0],
  SISMEMBER: [
    3,
    'read',
    ([, key = '', member = ''], turn) => Number(setOf(turn, key)?.members.has(member) ?? false),
  ],
  SMISMEMBER: [
    -3,
    'read',
    ([, key = '', ...members], turn) => {
      const set = setOf(turn, key);
      return members.map((member) => Number(set?.members.has(member) ?? false));
    },
  ],
  SMEMBERS: [
    2,
    'read',
    ([, key = ''], turn) => {
      const set = setOf(turn, key);
      return { set: set === undefined ? [] : membersOf(set) };
    },
  ],
  SSCAN: [-3, 'read', sscan],
};
