/** Random commands of strings, counters, bits, keys and deadlines. */
import type { Draws, Words } from './words.js';

export function stringDraws(w: Words): Draws {
  const { key, keys, number, index, float, member, maybe, one } = w;
  const s = (): string => key('s');
  const deadline = (): string =>
    w.random.weighted([
      [4, 'EX 100'],
      [3, 'PX 100000'],
      [2, 'PXAT 9999999999999'],
      [1, 'EXAT 9999999999'],
      [
        1,
        one(
          'EX 0',
          'PX -5',
          'EX x',
          'EX',
          'EXAT 9223372036854775807',
          'PX 9223372036854775807',
          'EX 100 PX 5',
        ),
      ],
    ]);
  const bit = (): string => one('0', '1', '5', '7', '8', '15', '20', '-1', 'x');
  return [
    [8, () => `SET ${s()} ${member()}`],
    [3, () => `SET ${s()} ${number()}`],
    [
      6,
      () =>
        `SET ${s()} ${member()}${maybe(0.5, deadline)}${maybe(0.4, () => one('NX', 'XX'))}${maybe(0.3, () => 'GET')}${maybe(0.1, () => 'KEEPTTL')}${maybe(0.05, () => one('NX', 'FOO', 'GET'))}`,
    ],
    [6, () => `GET ${s()}`],
    [2, () => `SETNX ${s()} ${member()}`],
    [2, () => `${one('SETEX', 'PSETEX')} ${s()} ${one('100', '100000', '0', '-1', 'x')} ${member()}`],
    [2, () => `GETSET ${s()} ${member()}`],
    [2, () => `GETDEL ${s()}`],
    [3, () => `GETEX ${s()}${maybe(0.7, () => (w.random.chance(0.3) ? 'PERSIST' : deadline()))}`],
    [3, () => `APPEND ${s()} ${member()}`],
    [1, () => `STRLEN ${s()}`],
    [2, () => `${one('GETRANGE', 'SUBSTR')} ${s()} ${index()} ${index()}`],
    [2, () => `SETRANGE ${s()} ${one('0', '1', '3', '-1', 'x', '600000000')} ${member()}`],
    [2, () => `MGET ${keys('s')}`],
    [2, () => `${one('MSET', 'MSETNX')} ${s()} ${member()} ${s()} ${member()}${maybe(0.1, s)}`],
    [3, () => `${one('INCR', 'DECR')} ${s()}`],
    [4, () => `${one('INCRBY', 'DECRBY')} ${s()} ${number()}`],
    [4, () => `INCRBYFLOAT ${s()} ${float()}`],
    [2, () => `SETBIT ${s()} ${bit()} ${one('0', '1', '1', '2')}`],
    [2, () => `GETBIT ${s()} ${bit()}`],
    [
      2,
      () =>
        `BITCOUNT ${s()}${maybe(0.6, () => `${index()} ${index()}${maybe(0.4, () => one('BIT', 'BYTE', 'X'))}`)}`,
    ],
    [
      2,
      () =>
        `BITPOS ${s()} ${one('0', '1', '2')}${maybe(0.5, () => `${index()}${maybe(0.6, () => `${index()}${maybe(0.4, () => one('BIT', 'BYTE'))}`)}`)}`,
    ],
    [2, () => `BITOP ${one('AND', 'OR', 'XOR', 'NOT', 'X')} ${s()} ${keys('s')}`],
  ];
}

/** Of keys of any type. */
export function keyDraws(w: Words): Draws {
  const { one, maybe } = w;
  const any = (): string => w.key(one('s', 'h', 'l', 't', 'z'));
  const options = (): string =>
    maybe(0.4, () => one('NX', 'XX', 'GT', 'LT', 'NX GT', 'GT LT', 'XX GT', 'FOO'));
  return [
    [3, () => `DEL ${any()}${maybe(0.3, any)}`],
    [1, () => `UNLINK ${any()} ${any()}`],
    [2, () => `EXISTS ${any()} ${any()}`],
    [1, () => `TOUCH ${any()} ${any()}`],
    [2, () => `TYPE ${any()}`],
    [2, () => `RENAME ${any()} ${any()}`],
    [1, () => `RENAMENX ${any()} ${any()}`],
    [
      2,
      () =>
        `COPY ${any()} ${any()}${maybe(0.3, () => 'REPLACE')}${maybe(0.2, () => `DB ${one('0', '1', '99', 'x')}`)}`,
    ],
    [1, () => `MOVE ${any()} ${one('0', '1', '1', '99', 'x')}`],
    [1, () => `SELECT ${one('0', '0', '1', '99', 'x')}`],
    [1, () => `KEYS ${one('*', 's*', '?1', '[hl]*', '[^s]?', 'nothing')}`],
    [
      1,
      () =>
        `SCAN 0 COUNT 1000${maybe(0.4, () => `MATCH ${one('s*', '?1', '*2')}`)}${maybe(0.3, () => `TYPE ${one('string', 'hash', 'zset', 'foo')}`)}`,
    ],
    [1, () => 'DBSIZE'],
    [1, () => `OBJECT ENCODING ${any()}`],
    [3, () => `EXPIRE ${any()} ${one('100', '200', '-1', '0', 'x', '9223372036854775807')}${options()}`],
    [2, () => `PEXPIRE ${any()} ${one('100000', '300000', '-1', 'x')}${options()}`],
    [1, () => `EXPIREAT ${any()} ${one('9999999999', '1', 'x')}${options()}`],
    [2, () => `PEXPIREAT ${any()} ${one('9999999999999', '8888888888888', '1', 'x')}${options()}`],
    [2, () => `TTL ${any()}`],
    [2, () => `PTTL ${any()}`],
    [1, () => `${one('EXPIRETIME', 'PEXPIRETIME')} ${any()}`],
    [2, () => `PERSIST ${any()}`],
    [0.2, () => one('FLUSHDB', 'FLUSHALL', 'FLUSHDB X', 'SWAPDB 0 1', 'SWAPDB 0 x')],
    [0.3, () => `PING${maybe(0.5, () => 'hi')}`],
    [0.3, () => `ECHO hi`],
    [
      0.2,
      () =>
        `${one('GET', 'SET a', 'HSET h1 a', 'FOO bar', 'XADD', 'config get', 'OBJECT FOO s1', 'object encoding')}`,
    ],
  ];
}
