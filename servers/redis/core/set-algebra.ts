/** Intersections, unions and differences of sets. */
import type { CommandRows, RunCommand } from './command.js';
import type { RedisSet } from './data.js';
import { find, notifyRemoved, remove, replace, touch } from './keyspace.js';
import { notify } from './notify.js';
import { refuse, refuseSyntax } from './reply.js';
import { addMember, membersOf, newSet, setOf } from './sets.js';
import type { Turn } from './turn.js';
import { readPositive } from './words.js';

type Operation = 'inter' | 'union' | 'diff';

const EMPTY: ReadonlySet<string> = new Set();

/** The members that come out, in the order of the first set. */
function combine(turn: Turn, keys: readonly string[], operation: Operation, limit = Infinity): string[] {
  const sets = keys.map((key) => setOf(turn, key));
  const members = sets.map((set) => set?.members ?? EMPTY);
  const [first = EMPTY, ...rest] = members;
  if (operation === 'union')
    return membersOf({
      ...newSet(),
      members: new Set(members.flatMap((one) => [...one])),
      integers: areNumbers(sets),
    });
  const isIn =
    operation === 'inter'
      ? (member: string) => rest.every((one) => one.has(member))
      : (member: string) => !rest.some((one) => one.has(member));
  const found: string[] = [];
  for (const member of sets[0] === undefined ? first : membersOf(sets[0])) {
    if (found.length >= limit) break;
    if (isIn(member)) found.push(member);
  }
  return found;
}

const areNumbers = (sets: readonly (RedisSet | undefined)[]): boolean =>
  sets.every((set) => set === undefined || set.integers);

const combined =
  (operation: Operation): RunCommand =>
  ([, ...keys], turn) => ({ set: combine(turn, keys, operation) });

const stored =
  (operation: Operation): RunCommand =>
  ([, to = '', ...keys], turn) => {
    const members = combine(turn, keys, operation);
    if (members.length === 0) {
      if (find(turn, to) !== undefined) {
        remove(turn, to);
        touch(turn, to);
        notifyRemoved(turn, to);
        turn.changes++;
      }
      return 0;
    }
    const set = newSet();
    for (const member of members) addMember(turn, set, member);
    find(turn, to);
    replace(turn, to, set);
    touch(turn, to);
    notify(turn, 's', `s${operation}store`, to);
    turn.changes++;
    return members.length;
  };

const sintercard: RunCommand = ([, size, ...words], turn) => {
  const count = readPositive(size, 'numkeys should be greater than 0', 1);
  if (count > words.length) return refuse("Number of keys can't be greater than number of args");
  let limit = 0;
  for (let at = count; at < words.length; at += 2) {
    if (words[at]?.toUpperCase() !== 'LIMIT' || at + 1 >= words.length) return refuseSyntax();
    limit = readPositive(words[at + 1], "LIMIT can't be negative");
  }
  return combine(turn, words.slice(0, count), 'inter', limit === 0 ? Infinity : limit).length;
};

export const setAlgebraCommands: CommandRows = {
  SINTER: [-2, 'read', combined('inter')],
  SUNION: [-2, 'read', combined('union')],
  SDIFF: [-2, 'read', combined('diff')],
  SINTERSTORE: [-3, 'write oom', stored('inter')],
  SUNIONSTORE: [-3, 'write oom', stored('union')],
  SDIFFSTORE: [-3, 'write oom', stored('diff')],
  SINTERCARD: [-3, 'read', sintercard],
};
