/** `math`, with Redis's own chance: the same numbers in each run of a script. */
import { exactMath } from 'seedstorm';
import { calculate, power } from '../operations.js';
import { raise } from '../state.js';
import { badArgument, takeInteger, takeNumber, type Library, type Native } from './given.js';
import type { Lua } from '../values.js';

const PI = 3.141592653589793;

const of =
  (work: (value: number) => number): Native =>
  (lua, given) => [work(takeNumber(lua, given, 1))];

/** POSIX's lrand48: 48 bits times a constant, of which the first 31 count. */
function draw({ server: { seed } }: Lua): number {
  const [high, low] = seed;
  // 0x5DEECE66D, in halves of 24 bits.
  const [timesHigh, timesLow] = [0x5de, 0xece66d];
  const product = low * timesLow + 0xb;
  seed[1] = product % 16_777_216;
  seed[0] = (high * timesLow + low * timesHigh + Math.floor(product / 16_777_216)) % 16_777_216;
  return seed[0] * 128 + (seed[1] >>> 17);
}

/** 48 bits as `srand48` sets them. */
function seedOf(value: number): [high: number, low: number] {
  const bits = value >>> 0;
  return [bits >>> 8, (bits & 255) * 65_536 + 0x330e];
}

const random: Native = (lua, given) => {
  const chance = (draw(lua) % 2_147_483_647) / 2_147_483_647;
  if (given.length === 0) return [chance];
  const [from, to] = [
    given.length === 1 ? 1 : takeInteger(lua, given, 1),
    takeInteger(lua, given, given.length === 1 ? 1 : 2),
  ];
  if (given.length > 2) return raise(lua, 'wrong number of arguments');
  if (from > to) badArgument(lua, given.length, 'interval is empty');
  return [Math.floor(chance * (to - from + 1)) + from];
};

/** The largest or the smallest. */
const best =
  (isBetter: (one: number, other: number) => boolean): Native =>
  (lua, given) => {
    let found = takeNumber(lua, given, 1);
    for (let place = 2; place <= given.length; place++) {
      const value = takeNumber(lua, given, place);
      if (isBetter(value, found)) found = value;
    }
    return [found];
  };

const fmod: Native = (lua, given) => [takeNumber(lua, given, 1) % takeNumber(lua, given, 2)];

const frexp: Native = (lua, given) => {
  const value = takeNumber(lua, given, 1);
  if (value === 0 || !Number.isFinite(value)) return [value, 0];
  let [part, exponent] = [value, 0];
  while (Math.abs(part) >= 1) [part, exponent] = [part / 2, exponent + 1];
  while (Math.abs(part) < 0.5) [part, exponent] = [part * 2, exponent - 1];
  return [part, exponent];
};

const notThere: Native = (lua) =>
  raise(lua, `math.${lua.site.name ?? '?'} is not there in this Redis: its digits differ between machines`);

export const maths: Library = {
  abs: of(Math.abs),
  ceil: of(Math.ceil),
  deg: of((value) => value / (PI / 180)),
  exp: of(exactMath.exp),
  floor: of(Math.floor),
  fmod,
  frexp,
  ldexp: (lua, given) => [takeNumber(lua, given, 1) * power(2, takeInteger(lua, given, 2))],
  log: of(exactMath.ln),
  log10: of((value) => logarithm10(value)),
  max: best((one, other) => one > other),
  min: best((one, other) => one < other),
  mod: fmod,
  modf: (lua, given) => {
    const value = takeNumber(lua, given, 1);
    const whole = Math.trunc(value);
    return [whole, Number.isFinite(value) ? value - whole : 0];
  },
  pow: (lua, given) => [calculate('^', takeNumber(lua, given, 1), takeNumber(lua, given, 2))],
  rad: of((value) => value * (PI / 180)),
  random,
  randomseed: (lua, given) => {
    [lua.server.seed[0], lua.server.seed[1]] = seedOf(takeInteger(lua, given, 1));
    return [];
  },
  sqrt: of(Math.sqrt),
  ...Object.fromEntries(
    ['acos', 'asin', 'atan', 'atan2', 'cos', 'cosh', 'sin', 'sinh', 'tan', 'tanh'].map((name) => [
      name,
      notThere,
    ]),
  ),
  huge: Infinity,
  pi: PI,
};

/** Powers of ten are exact. */
function logarithm10(value: number): number {
  const about = exactMath.ln(value) / 2.302585092994046;
  const whole = Math.round(about);
  return Math.abs(about - whole) < 1e-9 && power(10, whole) === value ? whole : about;
}
