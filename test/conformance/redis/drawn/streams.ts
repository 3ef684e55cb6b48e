/**
 * Random scripts: a stream or two, two groups, three consumers, and all commands about them, with words that are often
 * wrong. Idle times are given by XCLAIM in steps of 100 s, so that no clock decides. A seed and a number give the same
 * script for ever.
 */
import { randomFrom, type Random } from '../../rabbitmq/random/random.js';
import { script, type Script } from '../language.js';
import type { Draws } from './words.js';

export function drawStreams(seed: string, number: number): Script {
  const random = randomFrom(`redis ${seed} ${number}`);
  const draws = streamDraws(random);
  const steps = [
    'XGROUP CREATE s g 0 MKSTREAM',
    ...Array.from({ length: 10 + random.below(25) }, () => random.weighted(draws)()),
  ];
  return script(`random/${seed}-${number}`, 'Drawn.', ...steps);
}

/** One command, of many. */
export function streamDraws(random: Random): Draws {
  const key = (): string =>
    random.weighted([
      [12, 's'],
      [2, 't'],
      [1, 'none'],
    ]);
  const group = (): string =>
    random.weighted([
      [10, 'g'],
      [4, 'h'],
      [1, 'none'],
    ]);
  const consumer = (): string => random.pick(['c', 'd', 'e']);
  const small = (): string => String(random.below(12));
  const id = (): string =>
    random.weighted([
      [12, `${1 + random.below(12)}-${random.below(3)}`],
      [2, String(1 + random.below(12))],
      [
        1,
        random.pick(['0', '0-0', '18446744073709551615-18446744073709551615', 'x', '1-', '-1', '3-4-5', '']),
      ],
    ]);
  const ids = (): string => Array.from({ length: 1 + random.below(3) }, id).join(' ');
  const start = (): string =>
    random.weighted([
      [5, '-'],
      [3, id()],
      [1, `(${id()}`],
      [1, '+'],
    ]);
  const end = (): string =>
    random.weighted([
      [5, '+'],
      [3, id()],
      [1, `(${id()}`],
      [1, '-'],
    ]);
  const maybe = (chance: number, text: () => string): string => (random.chance(chance) ? ` ${text()}` : '');
  const count = (): string =>
    `COUNT ${random.weighted([
      [8, String(1 + random.below(4))],
      [1, '0'],
      [1, '-1'],
      [1, 'x'],
    ])}`;
  const strategy = (): string => {
    const sign = random.weighted([
      [3, ''],
      [2, '= '],
      [1, '~ '],
    ]);
    const by = random.chance(0.6) ? `MAXLEN ${sign}${small()}` : `MINID ${sign}${id()}`;
    return `${by}${maybe(0.1, () => `LIMIT ${random.pick(['0', '1', '100', '-1'])}`)}`;
  };
  const newId = (): string =>
    random.weighted([
      [6, `${1 + random.below(14)}-${random.below(3)}`],
      [3, `${1 + random.below(14)}-*`],
      [1, id()],
    ]);
  const idle = (): string => `${100_000 * random.below(4)}`;
  return [
    [
      14,
      () => `XADD ${key()}${maybe(0.1, () => 'NOMKSTREAM')}${maybe(0.15, strategy)} ${newId()} k ${small()}`,
    ],
    [
      14,
      () =>
        `XREADGROUP GROUP ${group()} ${consumer()}${maybe(0.6, count)}${maybe(0.1, () => 'NOACK')} STREAMS ${key()} ${random.weighted(
          [
            [8, '>'],
            [3, '0'],
            [2, id()],
            [1, '$'],
          ],
        )}`,
    ],
    [
      2,
      () => `XREADGROUP GROUP g ${consumer()}${maybe(0.5, count)} STREAMS s t > ${random.pick(['>', '0'])}`,
    ],
    [6, () => `XACK ${key()} ${group()} ${ids()}`],
    [
      8,
      () =>
        `XCLAIM ${key()} ${group()} ${consumer()} ${random.weighted([
          [8, idle()],
          [1, '-5'],
          [1, 'x'],
        ])} ${ids()}${maybe(0.4, () => `IDLE ${idle()}`)}${maybe(0.2, () => `TIME @-${idle()}`)}${maybe(0.2, () => `RETRYCOUNT ${small()}`)}${maybe(0.2, () => 'FORCE')}${maybe(0.3, () => 'JUSTID')}${maybe(0.1, () => `LASTID ${id()}`)}`,
    ],
    [
      7,
      () =>
        `XAUTOCLAIM ${key()} ${group()} ${consumer()} ${random.weighted([
          [8, idle()],
          [1, '-5'],
          [1, 'x'],
        ])} ${start()}${maybe(0.5, count)}${maybe(0.3, () => 'JUSTID')}`,
    ],
    [6, () => `XPENDING ${key()} ${group()}`],
    [
      6,
      () =>
        `XPENDING ${key()} ${group()}${maybe(0.3, () => `IDLE ${idle()}`)} ${start()} ${end()} ${random.weighted(
          [
            [8, '10'],
            [2, '2'],
            [1, '-1'],
          ],
        )}${maybe(0.4, consumer)}`,
    ],
    [4, () => `XTRIM ${key()} ${strategy()}`],
    [5, () => `XDEL ${key()} ${ids()}`],
    [
      3,
      () =>
        `XGROUP CREATE ${key()} ${random.pick(['h', 'g'])} ${random.pick(['0', '$', id()])}${maybe(0.3, () => 'MKSTREAM')}${maybe(0.1, () => `ENTRIESREAD ${random.pick(['3', '-1', '-2'])}`)}`,
    ],
    [
      3,
      () =>
        `XGROUP SETID ${key()} ${group()} ${random.pick(['0', '$', id()])}${maybe(0.2, () => `ENTRIESREAD ${random.pick(['3', '-1'])}`)}`,
    ],
    [1, () => `XGROUP DESTROY ${key()} ${group()}`],
    [2, () => `XGROUP CREATECONSUMER ${key()} ${group()} ${consumer()}`],
    [2, () => `XGROUP DELCONSUMER ${key()} ${group()} ${consumer()}`],
    [4, () => `XINFO GROUPS ${key()}`],
    [3, () => `XINFO STREAM ${key()}`],
    [3, () => `XINFO CONSUMERS ${key()} ${group()}`],
    [3, () => `XRANGE ${key()} ${start()} ${end()}${maybe(0.4, count)}`],
    [2, () => `XREVRANGE ${key()} ${end()} ${start()}${maybe(0.4, count)}`],
    [3, () => `XREAD${maybe(0.5, count)} STREAMS ${key()} ${random.pick(['0', '$', '>', id()])}`],
    [1, () => `XLEN ${key()}`],
    [1, () => 'DEL t'],
  ];
}
