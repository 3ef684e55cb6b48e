/** Our partitioner chooses what kafkajs's choose, for whatever keys. */
import { Partitioners, type PartitionMetadata } from 'kafkajs';
import seedrandom from 'seedrandom';
import {
  choosePartition,
  legacyMurmur2,
  murmur2,
  partitionOfKey,
  type PartitionerCounters,
} from 'seedstorm/servers';
import { expect, it, vi } from 'vitest';

const RUNS = 10_000;
const FIRST = 0x7fff_fff0;

const metadata = (partitions: number, isLed: (partition: number) => boolean): PartitionMetadata[] =>
  Array.from({ length: partitions }, (_, partitionId) => ({
    partitionId,
    partitionErrorCode: 0,
    leader: isLed(partitionId) ? 1 : -1,
    replicas: [1],
    isr: [1],
  }));

it.each([
  ['DefaultPartitioner', Partitioners.DefaultPartitioner, murmur2],
  ['LegacyPartitioner', Partitioners.LegacyPartitioner, legacyMurmur2],
] as const)('equals the %s of kafkajs on 10,000 drawn messages', (name, theirs, hash) => {
  const random = seedrandom(name);
  const whole = (below: number): number => Math.floor(random() * below);
  // kafkajs begins each topic anywhere: here, everywhere at the same number.
  vi.spyOn(globalThis.crypto, 'getRandomValues').mockImplementation((bytes) => {
    Buffer.from((bytes as unknown as Buffer).buffer, (bytes as unknown as Buffer).byteOffset).writeUInt32BE(
      FIRST,
    );
    return bytes;
  });
  const their = theirs();
  const counters: PartitionerCounters = {};
  const kinds = new Set<string>();
  const differing: unknown[] = [];
  for (let run = 0; run < RUNS; run++) {
    const topic = `t${whole(3)}`;
    counters[topic] ??= FIRST;
    const partitions = 1 + whole(40);
    const led = Array.from({ length: partitions }, (_, partition) => partition).filter(() => random() < 0.8);
    const bytes = Buffer.from(Array.from({ length: whole(20) }, () => whole(256)));
    const text = Array.from({ length: whole(9) }, () => String.fromCharCode(32 + whole(3_000))).join('');
    const kind = (['bytes', 'text', 'none', 'named'] as const)[whole(4)] as string;
    kinds.add(kind);
    const key = kind === 'bytes' ? bytes : kind === 'text' ? text : null;
    const partition = kind === 'named' ? whole(partitions) : undefined;
    const message = { topic, key, ...(partition === undefined ? {} : { partition }) };
    const expected = their({
      topic,
      partitionMetadata: metadata(partitions, (id) => led.includes(id)),
      message: { key, value: null, ...(partition === undefined ? {} : { partition }) },
    });
    const ours = choosePartition(counters, message, partitions, led, hash);
    const byKey = key === null || partition !== undefined ? ours : partitionOfKey(key, partitions, hash);
    if (ours !== expected || byKey !== expected) differing.push({ message, expected, ours, byKey });
  }
  expect(differing).toEqual([]);
  expect(kinds.size).toBe(4);
});
