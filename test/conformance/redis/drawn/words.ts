/** Words of which random commands are made: keys, numbers, members, often wrong ones. */
import type { Random } from '../../rabbitmq/random/random.js';

export interface Words {
  readonly random: Random;
  /** A key, mostly of this type: its names begin with the letter. */
  key(letter: string): string;
  keys(letter: string, most?: number): string;
  /** A small number, sometimes one at the edge, or none. */
  number(): string;
  index(): string;
  float(): string;
  member(): string;
  members(most?: number): string;
  client(): string;
  maybe(chance: number, text: () => string): string;
  one(...texts: readonly string[]): string;
}

const LETTERS = 'shltzx';

export function wordsFrom(random: Random): Words {
  const one = (...texts: readonly string[]): string => random.pick(texts);
  const key = (letter: string): string => {
    const own = random.chance(0.95) ? letter : (LETTERS[random.below(LETTERS.length)] as string);
    return `${own}${random.weighted([
      [6, 1],
      [3, 2],
      [1, 3],
    ])}`;
  };
  const several = (most: number, text: () => string): string =>
    Array.from({ length: 1 + random.below(most) }, text).join(' ');
  const member = (): string =>
    random.weighted([
      [8, one('a', 'b', 'c', 'd', 'e')],
      [6, String(random.below(8))],
      [
        1,
        one('-3', '010', '3.5', '""', '"x y"', '"\\xff\\x00"', '9223372036854775807', '18446744073709551615'),
      ],
    ]);
  return {
    random,
    key,
    keys: (letter, most = 3) => several(most, () => key(letter)),
    number: () =>
      random.weighted([
        [10, String(random.below(6))],
        [4, String(-random.below(6))],
        [1, one('9223372036854775807', '-9223372036854775808', '9223372036854775808', '4611686018427387904')],
        [1, one('x', '1.5', '""', '01', '+1', '" 1"', '1e3')],
      ]),
    index: () =>
      random.weighted([
        [8, String(random.below(6))],
        [6, String(-1 - random.below(5))],
        [1, one('100', '-100', 'x', '1.5')],
      ]),
    float: () =>
      random.weighted([
        [8, String(random.below(5))],
        [6, one('0.1', '0.2', '1.5', '-2.25', '3.14159', '1e3', '-0.7', '5e-3', '.5', '2.')],
        [2, one('inf', '-inf', '+inf', '1e20', '1e-7', '123456789012345678', '0x10', '-0', '1e300')],
        [1, one('x', 'nan', '""', '1e', '" 1"')],
      ]),
    member,
    members: (most = 3) => several(most, member),
    client: () => one('a', 'a', 'a', 'b', 'c'),
    maybe: (chance, text) => (random.chance(chance) ? ` ${text()}` : ''),
    one,
  };
}

/** Commands and how often each comes. */
export type Draws = readonly (readonly [weight: number, text: () => string])[];
