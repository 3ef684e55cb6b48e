/** Commands of hashes. */
import type { CommandRows, RunCommand } from './command.js';
import type { RedisHash } from './data.js';
import { addInt64, int64Of, readInt64 } from './integers.js';
import { changed, findTyped, put, removeEmpty } from './keyspace.js';
import { matches } from './glob.js';
import { addFloats, readLongDouble } from './long-double.js';
import { draw } from './drawing.js';
import { OK, refuse, refuseSyntax, type RedisReply } from './reply.js';
import { page, readScan } from './scanning.js';
import { writeInstead, type Turn } from './turn.js';

const hashOf = (turn: Turn, key: string): RedisHash | undefined => findTyped(turn, key, 'hash');

/** The hash of a key, made if there is none. */
function ownHash(turn: Turn, key: string): RedisHash {
  const hash = hashOf(turn, key);
  if (hash !== undefined) return hash;
  const made: RedisHash = { type: 'hash', fields: new Map(), large: false };
  put(turn, key, made);
  return made;
}

function setField({ redis }: Turn, hash: RedisHash, field: string, value: string): boolean {
  const before = hash.fields.size;
  hash.fields.set(field, value);
  if (!hash.large) {
    const longest = Number(redis.config.get('hash-max-listpack-value'));
    hash.large =
      hash.fields.size > Number(redis.config.get('hash-max-listpack-entries')) ||
      field.length > longest ||
      value.length > longest;
  }
  return hash.fields.size > before;
}

const hset =
  (name: 'hset' | 'hmset'): RunCommand =>
  (words, turn) => {
    const [, key = ''] = words;
    if (words.length % 2 === 1) return refuse(`wrong number of arguments for '${name}' command`);
    const hash = ownHash(turn, key);
    let added = 0;
    for (let at = 2; at < words.length; at += 2)
      added += Number(setField(turn, hash, words[at] as string, words[at + 1] as string));
    changed(turn, key, 'h', 'hset');
    return name === 'hset' ? added : OK;
  };

const hsetnx: RunCommand = ([, key = '', field = '', value = ''], turn) => {
  const hash = ownHash(turn, key);
  if (hash.fields.has(field)) return 0;
  setField(turn, hash, field, value);
  changed(turn, key, 'h', 'hset');
  return 1;
};

const hget: RunCommand = ([, key = '', field = ''], turn) => hashOf(turn, key)?.fields.get(field) ?? null;

const hmget: RunCommand = ([, key = '', ...fields], turn) => {
  const hash = hashOf(turn, key);
  return fields.map((field) => hash?.fields.get(field) ?? null);
};

const hdel: RunCommand = ([, key = '', ...fields], turn) => {
  const hash = hashOf(turn, key);
  if (hash === undefined) return 0;
  const gone = fields.filter((field) => hash.fields.delete(field)).length;
  if (gone > 0) {
    changed(turn, key, 'h', 'hdel', gone);
    removeEmpty(turn, key, hash.fields.size);
  }
  return gone;
};

const hincrby: RunCommand = ([, key = '', field = '', by], turn) => {
  const step = readInt64(by);
  const before = hashOf(turn, key)?.fields.get(field);
  const value = before === undefined ? 0 : int64Of(before);
  if (value === undefined) return refuse('hash value is not an integer');
  const sum = addInt64(value, step);
  if (sum === undefined) return refuse('increment or decrement would overflow');
  setField(turn, ownHash(turn, key), field, String(sum));
  changed(turn, key, 'h', 'hincrby');
  return sum;
};

const hincrbyfloat: RunCommand = ([, key = '', field = '', by = ''], turn) => {
  const step = readLongDouble(by);
  if (step === undefined) return refuse('value is not a valid float');
  if (step === 'infinite') return refuse('value is NaN or Infinity');
  const before = hashOf(turn, key)?.fields.get(field) ?? '0';
  const sum = addFloats(before, by, 'hash value is not a float');
  setField(turn, ownHash(turn, key), field, sum);
  changed(turn, key, 'h', 'hincrbyfloat');
  writeInstead(turn, ['HSET', key, field, sum]);
  return sum;
};

const all =
  (show: (fields: ReadonlyMap<string, string>) => RedisReply): RunCommand =>
  ([, key = ''], turn) =>
    show(hashOf(turn, key)?.fields ?? new Map());

const hrandfield: RunCommand = (words, turn) => {
  const [, key = '', given, withValues] = words;
  if (given === undefined) {
    const fields = hashOf(turn, key)?.fields;
    return fields === undefined
      ? null
      : ([...fields.keys()][Math.floor(turn.random() * fields.size)] as string);
  }
  const count = readInt64(given);
  if (words.length > 4 || (withValues !== undefined && withValues.toUpperCase() !== 'WITHVALUES'))
    return refuseSyntax();
  if (Number(count) <= -9.3e18 || (withValues !== undefined && Math.abs(Number(count)) > 4.7e18))
    return refuse('value is out of range');
  const drawn = draw([...(hashOf(turn, key)?.fields ?? [])], Number(count), turn.random);
  return withValues === undefined ? drawn.map(([field]) => field) : { pairs: drawn };
};

const hscan: RunCommand = (words, turn) => {
  const options = readScan(words, 2);
  const hash = hashOf(turn, words[1] as string);
  const fields = [...(hash?.fields.keys() ?? [])];
  const { cursor, items } = hash?.large === true ? page(fields, options) : { cursor: '0', items: fields };
  const shown = items.filter((field) => matches(options.pattern, field));
  return [cursor, shown.flatMap((field) => [field, hash?.fields.get(field) ?? ''])];
};

export const hashCommands: CommandRows = {
  HSET: [-4, 'write oom', hset('hset')],
  HMSET: [-4, 'write oom', hset('hmset')],
  HSETNX: [4, 'write oom', hsetnx],
  HGET: [3, 'read', hget],
  HMGET: [-3, 'read', hmget],
  HDEL: [-3, 'write', hdel],
  HLEN: [2, 'read', all((fields) => fields.size)],
  HSTRLEN: [3, 'read', ([, key = '', field = ''], turn) => hashOf(turn, key)?.fields.get(field)?.length ?? 0],
  HEXISTS: [
    3,
    'read',
    ([, key = '', field = ''], turn) => Number(hashOf(turn, key)?.fields.has(field) ?? false),
  ],
  HKEYS: [2, 'read', all((fields) => [...fields.keys()])],
  HVALS: [2, 'read', all((fields) => [...fields.values()])],
  HGETALL: [2, 'read', all((fields) => ({ record: [...fields] }))],
  HINCRBY: [4, 'write oom', hincrby],
  HINCRBYFLOAT: [4, 'write oom', hincrbyfloat],
  HRANDFIELD: [-2, 'read', hrandfield],
  HSCAN: [-3, 'read', hscan],
};
