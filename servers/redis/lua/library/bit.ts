/** `bit`: the bits of whole numbers, 32 of them with a sign. */
import { wrongArgument, type Given, type Library, type Native } from './given.js';
import { toNumber, type Lua } from '../values.js';

const bits = new DataView(new ArrayBuffer(8));
/** Added to a number, it moves the whole part to the lowest bits. */
const MAGIC = 6_755_399_441_055_744;

/** The number as 32 bits: a part behind the point is rounded, to even. */
function bitsOf(lua: Lua, given: Given, place: number): number {
  const number = toNumber(given[place - 1]);
  if (number === undefined) return wrongArgument(lua, given, place, 'number');
  bits.setFloat64(0, number + MAGIC);
  return bits.getInt32(4);
}

const all =
  (join: (one: number, other: number) => number): Native =>
  (lua, given) => {
    let joined = bitsOf(lua, given, 1);
    for (let place = given.length; place > 1; place--) joined = join(joined, bitsOf(lua, given, place));
    return [joined | 0];
  };

const shift =
  (move: (value: number, by: number) => number): Native =>
  (lua, given) => [move(bitsOf(lua, given, 1), bitsOf(lua, given, 2) & 31) | 0];

const tohex: Native = (lua, given) => {
  const value = bitsOf(lua, given, 1) >>> 0;
  const size = given.length < 2 ? 8 : bitsOf(lua, given, 2);
  const digits = value
    .toString(16)
    .padStart(8, '0')
    .slice(8 - Math.min(Math.abs(size), 8));
  return [size < 0 ? digits.toUpperCase() : digits];
};

export const bit: Library = {
  tobit: (lua, given) => [bitsOf(lua, given, 1)],
  bnot: (lua, given) => [~bitsOf(lua, given, 1)],
  band: all((one, other) => one & other),
  bor: all((one, other) => one | other),
  bxor: all((one, other) => one ^ other),
  lshift: shift((value, by) => value << by),
  rshift: shift((value, by) => value >>> by),
  arshift: shift((value, by) => value >> by),
  rol: shift((value, by) => (value << by) | (value >>> (32 - by))),
  ror: shift((value, by) => (value << (32 - by)) | (value >>> by)),
  bswap: (lua, given) => {
    const value = bitsOf(lua, given, 1);
    return [(value >>> 24) | ((value >>> 8) & 0xff00) | ((value & 0xff00) << 8) | (value << 24)];
  },
  tohex,
};
