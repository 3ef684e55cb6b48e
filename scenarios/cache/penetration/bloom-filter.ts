/**
 * A Bloom filter (Bloom 1970): a set of keys in few bits. It may say of a key that was never added that it is there, and
 * never of one that was added that it is not.
 *
 * The places of a key come from two hashes: the first, and so many times the second further on (Kirsch & Mitzenmacher, "Less
 * hashing, same performance", 2006). Plain data, so that it may be part of the state of a node.
 */
import { exactMath } from 'seedstorm';

export interface BloomFilter {
  readonly bits: number;
  /** Places of a key. */
  readonly hashes: number;
  readonly words: number[];
}

export const emptyFilter = (bits: number, hashes: number): BloomFilter => ({
  bits,
  hashes,
  words: Array.from({ length: Math.ceil(bits / 32) }, () => 0),
});

export function addTo(filter: BloomFilter, key: string): void {
  for (const place of placesOf(filter, key))
    filter.words[place >>> 5] = (filter.words[place >>> 5] ?? 0) | (1 << (place & 31));
}

/** False: it was certainly not added. */
export const mayHold = (filter: BloomFilter, key: string): boolean =>
  placesOf(filter, key).every((place) => ((filter.words[place >>> 5] ?? 0) & (1 << (place & 31))) !== 0);

/** The chance that it may hold a key that is not among the `keys` that were added: (1 − e^(−hashes · keys / bits))^hashes. */
export function falsePositives({ bits, hashes }: Omit<BloomFilter, 'words'>, keys: number): number {
  const set = 1 - exactMath.exp((-hashes * keys) / bits);
  return Array.from({ length: hashes }).reduce<number>((product) => product * set, 1);
}

function placesOf({ bits, hashes }: BloomFilter, key: string): number[] {
  const first = hashOf(key, 0x811c9dc5);
  // Odd, so that it is never a multiple of a power of two.
  const step = hashOf(key, 0x9747b28c) | 1;
  return Array.from({ length: hashes }, (_, index) => ((first + Math.imul(index, step)) >>> 0) % bits);
}

/** FNV-1a from this basis, and then mixed as the end of MurmurHash3 does: FNV alone leaves the upper bits of short keys alike. */
function hashOf(key: string, basis: number): number {
  let hash = basis;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
