/**
 * A table, laid out as Lua 5.1 does it: an array for keys from 1 on, and nodes for the others. So `pairs`, `next`, `#` of
 * lists with gaps, and what `cjson` writes, are in the order of the real server. A map finds nodes by their keys.
 */
import { mainPlace } from './hashes.js';

/** Larger arrays there are none. */
const MAX_BITS = 26;
const MAX_ARRAY = 67_108_864;

/** No more node in the chain. */
const END = -1;

export class Table<Value> {
  #array: (Value | undefined)[];
  #keys: (Value | undefined)[];
  #values: (Value | undefined)[];
  #next: number[];
  /** Nodes from here on are taken. */
  #free: number;
  #nodes = new Map<unknown, number>();

  /** @param nodes so many are made, or the next power of two */
  constructor(array = 0, nodes = 0) {
    this.#array = array === 0 ? [] : new Array<Value | undefined>(array).fill(undefined);
    const size = nodeCount(nodes);
    this.#keys = emptyOf<Value>(size);
    this.#values = emptyOf<Value>(size);
    this.#next = size === 0 ? [] : new Array<number>(size).fill(END);
    this.#free = size;
  }

  get(key: unknown): Value | undefined {
    if (typeof key === 'number' && key > 0 && key <= this.#array.length && Number.isInteger(key))
      return this.#array[key - 1];
    const node = this.#nodes.get(key);
    return node === undefined ? undefined : this.#values[node];
  }

  /** Sets a key, which may be neither nil nor NaN. Also nil takes a place. */
  set(key: Value, value: Value | undefined): void {
    if (typeof key === 'number' && key > 0 && key <= this.#array.length && Number.isInteger(key)) {
      this.#array[key - 1] = value;
      return;
    }
    const node = this.#nodes.get(key);
    if (node === undefined) this.#insert(key, value);
    else this.#values[node] = value;
  }

  /** Makes room for a list. */
  reserve(array: number): void {
    if (array > this.#array.length) this.#resize(array, this.#keys.length);
  }

  /** A border: there is something at it, and nothing behind it. */
  length(): number {
    const array = this.#array;
    if (array.length > 0 && array.at(-1) === undefined) {
      let low = 0;
      let high = array.length;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (array[middle - 1] === undefined) high = middle;
        else low = middle;
      }
      return low;
    }
    if (this.#keys.length === 0) return array.length;
    let low = array.length;
    let high = low + 1;
    while (this.get(high) !== undefined) {
      low = high;
      high *= 2;
    }
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.get(middle) === undefined) high = middle;
      else low = middle;
    }
    return low;
  }

  /** The key behind this one and what it has; undefined: there is none; 'unknown': this is no key. */
  after(key: unknown): readonly [key: Value, value: Value] | undefined | 'unknown' {
    let at = this.#indexOf(key);
    if (at === undefined) return 'unknown';
    const array = this.#array;
    for (; at < array.length; at++)
      if (array[at] !== undefined) return [placeKey<Value>(at), array[at] as Value];
    for (at -= array.length; at < this.#keys.length; at++)
      if (this.#values[at] !== undefined) return [this.#keys[at] as Value, this.#values[at] as Value];
    return undefined;
  }

  /** All keys that have something, in order. */
  *entries(): Generator<readonly [key: Value, value: Value]> {
    for (const [at, value] of this.#array.entries())
      if (value !== undefined) yield [placeKey<Value>(at), value];
    for (const [at, value] of this.#values.entries())
      if (value !== undefined) yield [this.#keys[at] as Value, value];
  }

  /** Where one goes on behind a key: places of the array, then nodes. */
  #indexOf(key: unknown): number | undefined {
    if (key === undefined) return 0;
    if (typeof key === 'number' && key > 0 && key <= this.#array.length && Number.isInteger(key)) return key;
    const node = this.#nodes.get(key);
    return node === undefined ? undefined : this.#array.length + node + 1;
  }

  /** A key that is not there: in its main place if that is free, else in a free one, chained. */
  #insert(key: Value, value: Value | undefined): void {
    const size = this.#keys.length;
    let place = size === 0 ? END : mainPlace(key, size);
    if (place === END || this.#values[place] !== undefined) {
      const free = this.#takeFree();
      if (free === END) {
        this.#grow(key);
        this.set(key, value);
        return;
      }
      const other = mainPlace(this.#keys[place], size);
      if (other === place) {
        this.#next[free] = this.#next[place] as number;
        this.#next[place] = free;
        place = free;
      } else this.#moveAway(place, other, free);
    } else if (this.#keys[place] !== undefined) this.#nodes.delete(this.#keys[place]);
    this.#keys[place] = key;
    this.#values[place] = value;
    this.#nodes.set(key, place);
  }

  /** Who is not in its main place gives way. */
  #moveAway(place: number, main: number, free: number): void {
    let before = main;
    while (this.#next[before] !== place) before = this.#next[before] as number;
    this.#next[before] = free;
    this.#next[free] = this.#next[place] as number;
    this.#next[place] = END;
    const key = this.#keys[place];
    this.#keys[free] = key;
    this.#values[free] = this.#values[place];
    this.#nodes.set(key, free);
  }

  #takeFree(): number {
    while (this.#free-- > 0) if (this.#keys[this.#free] === undefined) return this.#free;
    return END;
  }

  /** Makes array and nodes anew, as large as all keys and this one need. */
  #grow(key: unknown): void {
    const counts = new Array<number>(MAX_BITS + 1).fill(0);
    let integers = 0;
    let all = 1;
    const count = (one: unknown): void => {
      if (typeof one !== 'number' || !Number.isInteger(one) || one < 1 || one > MAX_ARRAY) return;
      const slice = ceilLog2(one);
      counts[slice] = (counts[slice] as number) + 1;
      integers++;
    };
    for (const [at, value] of this.#array.entries())
      if (value !== undefined) {
        count(at + 1);
        all++;
      }
    for (const [at, value] of this.#values.entries())
      if (value !== undefined) {
        count(this.#keys[at]);
        all++;
      }
    count(key);
    const { size, inside } = bestArray(counts, integers);
    this.#resize(size, all - inside);
  }

  #resize(arraySize: number, nodes: number): void {
    const array = this.#array;
    const [keys, values] = [this.#keys, this.#values];
    const gone = array.slice(arraySize);
    if (arraySize < array.length) array.length = arraySize;
    while (array.length < arraySize) array.push(undefined);
    const size = nodeCount(nodes);
    this.#keys = emptyOf<Value>(size);
    this.#values = emptyOf<Value>(size);
    this.#next = new Array<number>(size).fill(END);
    this.#free = size;
    this.#nodes = new Map();
    for (const [at, value] of gone.entries())
      if (value !== undefined) this.set(placeKey<Value>(arraySize + at), value);
    for (let at = keys.length - 1; at >= 0; at--)
      if (values[at] !== undefined) this.set(keys[at] as Value, values[at]);
  }
}

/** The key of a place in the array. */
const placeKey = <Value>(at: number): Value => (at + 1) as Value;

const emptyOf = <Value>(size: number): (Value | undefined)[] =>
  size === 0 ? [] : new Array<Value | undefined>(size).fill(undefined);

const nodeCount = (nodes: number): number => (nodes === 0 ? 0 : 1 << ceilLog2(nodes));

const ceilLog2 = (value: number): number => 32 - Math.clz32(value - 1);

/** The largest power of two of which more than half would be in use, by how many keys each slice up to one has. */
function bestArray(counts: readonly number[], integers: number): { size: number; inside: number } {
  let [below, size, inside] = [0, 0, 0];
  for (let bit = 0, power = 1; power / 2 < integers; bit++, power *= 2) {
    const here = counts[bit] ?? 0;
    below += here;
    if (here > 0 && below > power / 2) {
      size = power;
      inside = below;
    }
    if (below === integers) break;
  }
  return { size, inside };
}
