/**
 * Which partition a producer sends a message to: the one it names, else one by the hash of its key, else the next. Hash and
 * choice are those of kafkajs's two partitioners; the default is what Kafka's own clients do with keys.
 */

/** A hash of a key: a whole number of 32 bits with a sign. */
export type KeyHash = (key: string | Uint8Array) => number;

const SEED = 0x9747b28c;
const FACTOR = 0x5bd1e995;

/** Murmur 2 as Kafka's clients have it: equal keys of all clients go to the same partition. */
export const murmur2: KeyHash = (key) => {
  const bytes = bytesOf(key);
  const whole = bytes.length & ~3;
  let hash = SEED ^ bytes.length;
  for (let at = 0; at < whole; at += 4) {
    const mixed = Math.imul(word(bytes, at), FACTOR);
    hash = Math.imul(hash, FACTOR) ^ Math.imul(mixed ^ (mixed >>> 24), FACTOR);
  }
  if (whole < bytes.length) hash = Math.imul(hash ^ word(bytes, whole), FACTOR);
  hash = Math.imul(hash ^ (hash >>> 13), FACTOR);
  return hash ^ (hash >>> 15);
};

/**
 * The hash of kafkajs before version 2, which its `LegacyPartitioner` keeps: products of doubles, which lose their last
 * digits, and what is left over is mixed in twice. Other clients send the same keys elsewhere.
 */
export const legacyMurmur2: KeyHash = (key) => {
  const bytes = bytesOf(key);
  const whole = bytes.length & ~3;
  let hash = SEED ^ bytes.length;
  for (let at = 0; at < bytes.length; at += 4) {
    const product = word(bytes, at) * FACTOR;
    hash = (hash * FACTOR) ^ ((product ^ (product >>> 24)) * FACTOR);
  }
  if (whole < bytes.length) hash = (hash ^ word(bytes, whole)) * FACTOR;
  hash = (hash ^ (hash >>> 13)) * FACTOR;
  return hash ^ (hash >>> 15);
};

/** Where all messages of a key go, as long as the topic has so many partitions. */
export function partitionOfKey(
  key: string | Uint8Array,
  partitions: number,
  hash: KeyHash = murmur2,
): number {
  return positive(hash(key)) % partitions;
}

/** What a producer remembers: how often it chose for itself, by topic. */
export type PartitionerCounters = Record<string, number>;

export interface MessageToPlace {
  readonly topic: string;
  readonly key?: string | Uint8Array | null;
  /** The producer has chosen already. */
  readonly partition?: number;
}

/**
 * Which partition it is.
 * @param led partitions that have a leader now, of all: a message without a key goes to them in turn
 */
export function choosePartition(
  counters: PartitionerCounters,
  { topic, key, partition }: MessageToPlace,
  partitions: number,
  led?: readonly number[],
  hash: KeyHash = murmur2,
): number {
  if (partition !== undefined) return partition;
  if (key !== undefined && key !== null) return partitionOfKey(key, partitions, hash);
  const turn = positive((counters[topic] = (counters[topic] ?? 0) + 1));
  if (led === undefined || led.length === 0) return turn % partitions;
  return led[turn % led.length] as number;
}

function bytesOf(key: string | Uint8Array): Uint8Array {
  return typeof key === 'string' ? new TextEncoder().encode(key) : key;
}

/** Four bytes, the lowest first; zeros behind the end. */
function word(bytes: Uint8Array, at: number): number {
  const byte = (offset: number): number => bytes[at + offset] ?? 0;
  return byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24);
}

/** Without its sign bit, which is not the same as without its sign. */
function positive(value: number): number {
  return value & 0x7fff_ffff;
}
