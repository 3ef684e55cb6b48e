/** Random commands of sorted sets. */
import type { Draws, Words } from './words.js';

export function zsetDraws(w: Words): Draws {
  const { one, maybe, member, float, index, members } = w;
  const z = (): string => w.key('z');
  const score = (): string => (w.random.chance(0.3) ? `(${float()}` : one('-inf', '+inf', float(), float()));
  const lex = (): string => one('-', '+', '[a', '(a', '[c', '(d', '[', 'x', '"[\\xff"', '(3');
  /** Ranges by bytes are for members of equal scores. */
  const y = (): string => one('y1', 'y1', 'y2');
  const withScores = (): string => maybe(0.5, () => 'WITHSCORES');
  const limit = (): string =>
    maybe(0.3, () => `LIMIT ${one('0', '1', '-1', 'x')} ${one('1', '2', '-1', '0')}`);
  const timeout = (): string =>
    w.random.weighted([
      [12, '0'],
      [1, one('x', '-1')],
    ]);
  const source = (): string => (w.random.chance(0.15) ? w.key('t') : z());
  const sources = (): string =>
    w.random.weighted([
      [4, `1 ${source()}`],
      [8, `2 ${source()} ${source()}`],
      [3, `3 ${source()} ${source()} ${source()}`],
      [1, one('0 z1', 'x z1', '9 z1')],
    ]);
  const aggregates = (): string =>
    `${maybe(0.3, () => `WEIGHTS ${one('2', '0.5', 'x')} ${one('3', '-1', 'inf')}`)}${maybe(0.3, () => `AGGREGATE ${one('SUM', 'MIN', 'MAX', 'X')}`)}`;
  const range = (): string =>
    w.random.weighted<() => string>([
      [3, () => `${index()} ${index()}${maybe(0.3, () => 'REV')}`],
      [3, () => `${score()} ${score()} BYSCORE${maybe(0.3, () => 'REV')}${limit()}`],
      [1, () => `${index()} ${index()}${limit()}`],
    ])();
  const pops = (): string =>
    `${one(`1 ${z()}`, `2 ${z()} ${z()}`)} ${one('MIN', 'MAX', 'MIN', 'MAX', 'X')}${maybe(0.5, () => `COUNT ${one('1', '2', '3', '0')}`)}`;
  return [
    [8, () => `ZADD ${z()} ${float()} ${member()}${maybe(0.5, () => `${float()} ${member()}`)}`],
    [
      5,
      () =>
        `ZADD ${z()}${maybe(0.4, () => one('NX', 'XX'))}${maybe(0.4, () => one('GT', 'LT'))}${maybe(0.3, () => 'CH')}${maybe(0.3, () => 'INCR')} ${float()} ${member()}${maybe(0.3, () => `${float()} ${member()}`)}`,
    ],
    [4, () => `ZINCRBY ${z()} ${float()} ${member()}`],
    [3, () => `ZREM ${z()} ${members()}`],
    [1, () => `ZCARD ${z()}`],
    [2, () => `ZSCORE ${z()} ${member()}`],
    [1, () => `ZMSCORE ${z()} ${members()}`],
    [2, () => `${one('ZRANK', 'ZREVRANK')} ${z()} ${member()}`],
    [5, () => `ZRANGE ${z()} ${range()}${withScores()}`],
    [2, () => `ZREVRANGE ${z()} ${index()} ${index()}${withScores()}`],
    [
      2,
      () =>
        `${one('ZRANGEBYSCORE', 'ZREVRANGEBYSCORE')} ${z()} ${score()} ${score()}${withScores()}${limit()}`,
    ],
    [2, () => `${one('ZRANGEBYLEX', 'ZREVRANGEBYLEX')} ${y()} ${lex()} ${lex()}${limit()}`],
    [2, () => `ZRANGESTORE ${z()} ${z()} ${range()}`],
    [1, () => `ZCOUNT ${z()} ${score()} ${score()}`],
    [1, () => `ZLEXCOUNT ${y()} ${lex()} ${lex()}`],
    [1, () => `ZREMRANGEBYRANK ${z()} ${index()} ${index()}`],
    [1, () => `ZREMRANGEBYSCORE ${z()} ${score()} ${score()}`],
    [1, () => `ZREMRANGEBYLEX ${y()} ${lex()} ${lex()}`],
    [3, () => `${one('ZPOPMIN', 'ZPOPMAX')} ${z()}${maybe(0.5, () => one('0', '1', '2', '-1', 'x'))}`],
    [2, () => `ZMPOP ${pops()}`],
    [3, () => `${one('ZUNION', 'ZINTER')} ${sources()}${aggregates()}${withScores()}`],
    [1, () => `ZDIFF ${sources()}${withScores()}`],
    [3, () => `${one('ZUNIONSTORE', 'ZINTERSTORE')} ${z()} ${sources()}${aggregates()}`],
    [1, () => `ZDIFFSTORE ${z()} ${sources()}`],
    [1, () => `ZINTERCARD ${sources()}${maybe(0.3, () => `LIMIT ${one('0', '1', '-1')}`)}`],
    [1, () => `ZRANDMEMBER ${z()} ${one('100', '0', 'x')}${maybe(0.4, () => 'WITHSCORES')}`],
    [1, () => `ZSCAN ${z()} 0${maybe(0.4, () => 'MATCH [a-c]')}`],
    [3, () => `${one('BZPOPMIN', 'BZPOPMAX')} ${w.keys('z')} ${timeout()}`],
    [2, () => `BZMPOP ${timeout()} ${pops()}`],
    [1, () => `SADD ${w.key('t')} ${members()}`],
    [3, () => `ZADD ${y()} 0 ${member()} 0 ${member()}`],
    [2, () => `ZRANGE ${y()} ${lex()} ${lex()} BYLEX${maybe(0.3, () => 'REV')}${limit()}`],
    [1, () => `ZRANGESTORE ${z()} ${y()} ${lex()} ${lex()} BYLEX`],
  ];
}
