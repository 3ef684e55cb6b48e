/**
 * Random scripts: three clients, keys of all types under a few names, and all commands about them, with words that are
 * often wrong. In some of them transactions are more than half of it, in some a fourth client hears of every change. A seed
 * and a number give the same script for ever.
 */
import { randomFrom, type Random } from '../../rabbitmq/random/random.js';
import { script, type Script } from '../language.js';
import { hashDraws, listDraws, setDraws } from './collections.js';
import { keyDraws, stringDraws } from './strings.js';
import { wordsFrom, type Draws, type Words } from './words.js';
import { zsetDraws } from './zsets.js';
import { streamDraws } from './streams.js';

export function draw(seed: string, number: number): Script {
  const random = randomFrom(`redis ${seed} ${number}`);
  const words = wordsFrom(random);
  const draws = tables(words, random);
  const hears = random.chance(0.3)
    ? ['CONFIG SET notify-keyspace-events KEA', 'n: PSUBSCRIBE __key*__:*']
    : [];
  const steps = Array.from({ length: 10 + random.below(30) }, () => {
    const client = words.client();
    const text = random.weighted(draws)();
    return client === 'a' ? text : `${client}: ${text}`;
  });
  return script(`random/${seed}-${number}`, 'Drawn.', ...hears, ...steps);
}

/** A script is mostly about one or two types. */
function tables(words: Words, random: Random): Draws {
  const types = [
    stringDraws(words),
    hashDraws(words),
    listDraws(words),
    setDraws(words),
    zsetDraws(words),
    streamDraws(words.random),
  ];
  const [first, second] = [random.pick(types), random.pick(types)];
  const transactions = random.weighted([
    [6, 0],
    [2, 1],
    [2, 6],
  ]);
  const share = (draws: Draws, weight: number): Draws => {
    const sum = draws.reduce((total, [own]) => total + own, 0);
    return draws.map(([own, text]) => [(own * weight) / sum, text]);
  };
  const watches: Draws = [
    [4, () => 'MULTI'],
    [4, () => 'EXEC'],
    [1, () => 'DISCARD'],
    [2, () => `WATCH ${words.key(words.one('s', 'h', 'l', 't', 'z'))}`],
    [1, () => 'UNWATCH'],
  ];
  return [
    ...share(first, 10),
    ...share(second, 6),
    ...share(keyDraws(words), 3),
    ...share(watches, transactions),
  ];
}
