/** Random commands of hashes, lists and sets. */
import type { Draws, Words } from './words.js';

export function hashDraws(w: Words): Draws {
  const { one, maybe, member, number, float } = w;
  const h = (): string => w.key('h');
  const field = (): string => one('f', 'g', 'i', 'j', '1', '""');
  return [
    [
      8,
      () =>
        `${one('HSET', 'HSET', 'HMSET')} ${h()} ${field()} ${member()}${maybe(0.4, () => `${field()} ${number()}`)}${maybe(0.05, field)}`,
    ],
    [2, () => `HSETNX ${h()} ${field()} ${member()}`],
    [4, () => `HGET ${h()} ${field()}`],
    [2, () => `HMGET ${h()} ${field()} ${field()}`],
    [3, () => `HDEL ${h()} ${field()}${maybe(0.5, field)}`],
    [1, () => `HLEN ${h()}`],
    [1, () => `HSTRLEN ${h()} ${field()}`],
    [1, () => `HEXISTS ${h()} ${field()}`],
    [1, () => `HKEYS ${h()}`],
    [1, () => `HVALS ${h()}`],
    [3, () => `HGETALL ${h()}`],
    [4, () => `HINCRBY ${h()} ${field()} ${number()}`],
    [4, () => `HINCRBYFLOAT ${h()} ${field()} ${float().replace('1e300', '1e30')}`],
    [1, () => `HRANDFIELD ${h()} ${one('100', '0', 'x', '-0')}${maybe(0.4, () => one('WITHVALUES', 'X'))}`],
    [1, () => `HSCAN ${h()} 0${maybe(0.4, () => `MATCH ${one('f*', '?', '*')}`)}`],
  ];
}

export function listDraws(w: Words): Draws {
  const { one, maybe, member, members, number, index } = w;
  const l = (): string => w.key('l');
  const side = (): string =>
    w.random.weighted([
      [9, one('LEFT', 'RIGHT')],
      [1, one('left', 'X')],
    ]);
  const timeout = (): string =>
    w.random.weighted([
      [12, '0'],
      [1, one('x', '-1', '1e400')],
    ]);
  const pops = (): string =>
    `${w.random.weighted([
      [6, `1 ${l()}`],
      [4, `2 ${l()} ${l()}`],
      [1, `0 ${l()}`],
      [1, `x ${l()}`],
      [1, `5 ${l()}`],
    ])} ${side()}${maybe(0.5, () => `COUNT ${one('1', '2', '3', '0', 'x')}`)}`;
  return [
    [8, () => `${one('LPUSH', 'RPUSH')} ${l()} ${members()}`],
    [1, () => `${one('LPUSHX', 'RPUSHX')} ${l()} ${members()}`],
    [5, () => `${one('LPOP', 'RPOP')} ${l()}${maybe(0.4, () => one('0', '1', '2', '9', '-1', 'x'))}`],
    [1, () => `LLEN ${l()}`],
    [4, () => `LRANGE ${l()} ${index()} ${index()}`],
    [2, () => `LINDEX ${l()} ${index()}`],
    [2, () => `LSET ${l()} ${index()} ${member()}`],
    [2, () => `LINSERT ${l()} ${one('BEFORE', 'AFTER', 'X')} ${member()} ${member()}`],
    [2, () => `LREM ${l()} ${number()} ${member()}`],
    [1, () => `LTRIM ${l()} ${index()} ${index()}`],
    [
      2,
      () =>
        `LPOS ${l()} ${member()}${maybe(0.4, () => `RANK ${one('1', '2', '-1', '-2', '0')}`)}${maybe(0.4, () => `COUNT ${one('0', '1', '2', '-1')}`)}${maybe(0.3, () => `MAXLEN ${one('0', '1', '3', '-1')}`)}`,
    ],
    [3, () => `LMOVE ${l()} ${l()} ${side()} ${side()}`],
    [1, () => `RPOPLPUSH ${l()} ${l()}`],
    [2, () => `LMPOP ${pops()}`],
    [4, () => `${one('BLPOP', 'BRPOP')} ${w.keys('l')} ${timeout()}`],
    [2, () => `BLMOVE ${l()} ${l()} ${side()} ${side()} ${timeout()}`],
    [1, () => `BRPOPLPUSH ${l()} ${l()} ${timeout()}`],
    [2, () => `BLMPOP ${timeout()} ${pops()}`],
  ];
}

export function setDraws(w: Words): Draws {
  const { one, maybe, member, members } = w;
  const t = (): string => w.key('t');
  return [
    [9, () => `SADD ${t()} ${members(4)}`],
    [4, () => `SREM ${t()} ${members()}`],
    [2, () => `SMOVE ${t()} ${t()} ${member()}`],
    [1, () => `SPOP ${t()} ${one('100', '0', '-1', 'x')}`],
    [1, () => `SRANDMEMBER ${t()} ${one('100', '0', 'x')}`],
    [1, () => `SCARD ${t()}`],
    [2, () => `SISMEMBER ${t()} ${member()}`],
    [1, () => `SMISMEMBER ${t()} ${members()}`],
    [3, () => `SMEMBERS ${t()}`],
    [1, () => `SSCAN ${t()} 0 COUNT 1000${maybe(0.4, () => 'MATCH [a-c]')}`],
    [3, () => `${one('SINTER', 'SUNION', 'SDIFF')} ${w.keys('t')}`],
    [3, () => `${one('SINTERSTORE', 'SUNIONSTORE', 'SDIFFSTORE')} ${t()} ${w.keys('t')}`],
    [
      2,
      () =>
        `SINTERCARD ${one('1', '2', '2', '0', 'x', '9')} ${t()} ${t()}${maybe(0.4, () => `LIMIT ${one('0', '1', '-1', 'x')}`)}`,
    ],
    [1, () => `OBJECT ENCODING ${t()}`],
  ];
}
