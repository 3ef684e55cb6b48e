/** kafkajs, unmodified, and bytes that are nothing of the protocol, on a port of this machine. */
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel, type Consumer, type EachMessagePayload } from 'kafkajs';
import seedrandom from 'seedrandom';
import { listenKafka, type KafkaListener, type KafkaServerSettings } from 'seedstorm/servers';
import { afterEach, expect, it, vi } from 'vitest';

let listener: KafkaListener | undefined;
let folder: string | undefined;
const consumers: Consumer[] = [];
afterEach(async () => {
  await Promise.all(consumers.splice(0).map((consumer) => consumer.disconnect()));
  await listener?.close();
  listener = undefined;
  if (folder !== undefined) rmSync(folder, { recursive: true });
  folder = undefined;
});

const listen = async (settings: KafkaServerSettings = {}): Promise<KafkaListener> =>
  (listener = await listenKafka({ port: 0, initialRebalanceDelayMs: 0, minSessionMs: 100, ...settings }));
const clientOf = (port: number): Kafka =>
  new Kafka({
    brokers: [`localhost:${port}`],
    clientId: 'me',
    retry: { initialRetryTime: 20, retries: 8 },
    logLevel: logLevel.NOTHING,
  });

/** A member of a group that hands on what it reads. */
async function reader(
  kafka: Kafka,
  groupId: string,
  topic: string,
  each: (payload: EachMessagePayload) => void,
  readUncommitted = false,
): Promise<Consumer> {
  const consumer = kafka.consumer({
    ...{ groupId, readUncommitted, sessionTimeout: 1_000, rebalanceTimeout: 1_000, heartbeatInterval: 30 },
    maxWaitTimeInMs: 50,
  });
  consumers.push(consumer);
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ eachMessage: (payload) => Promise.resolve(each(payload)) });
  return consumer;
}
const until = (holds: () => void | Promise<void>) => vi.waitFor(holds, { timeout: 8_000, interval: 20 });
const offsetsOf = async (kafka: Kafka, groupId: string, topic: string) => {
  const admin = kafka.admin();
  await admin.connect();
  const [offsets] = await admin.fetchOffsets({ groupId, topics: [topic] });
  await admin.disconnect();
  return offsets?.partitions.map(({ offset }) => Number(offset));
};

it('a group of two shares the partitions, rebalances when one leaves, and goes on after a restart', async () => {
  folder = mkdtempSync(join(tmpdir(), 'seedstorm-kafka-'));
  const { port } = await listen({ folder, topics: { orders: 4 } });
  const kafka = clientOf(port);
  const producer = kafka.producer({ idempotent: true });
  await producer.connect();
  const send = (from: number, to: number) =>
    producer.send({
      topic: 'orders',
      messages: Array.from({ length: to - from }, (_, index) => ({
        key: `k${from + index}`,
        value: `v${from + index}`,
        partition: (from + index) % 4,
        headers: { h: 'x' },
      })),
    });
  const read: Record<'left' | 'right', string[]> = { left: [], right: [] };
  const partitions: Record<'left' | 'right', Set<number>> = { left: new Set(), right: new Set() };
  const note = (who: 'left' | 'right') => (payload: EachMessagePayload) => {
    read[who].push(`${String(payload.message.key)}=${String(payload.message.value)}`);
    partitions[who].add(payload.partition);
  };
  await reader(kafka, 'stock', 'orders', note('left'));
  const right = await reader(kafka, 'stock', 'orders', note('right'));
  const admin = kafka.admin();
  await admin.connect();
  await until(async () => {
    const { groups } = await admin.describeGroups(['stock']);
    expect(groups[0]).toMatchObject({ state: 'Stable', members: [{}, {}] });
  });
  await send(0, 12);
  await until(() => expect(read.left.length + read.right.length).toBe(12));
  expect([...partitions.left, ...partitions.right].sort()).toEqual([0, 1, 2, 3]);
  expect(partitions.left.size).toBe(2);

  consumers.splice(consumers.indexOf(right), 1);
  await right.disconnect();
  await send(12, 20);
  await until(() => expect(new Set([...read.left, ...read.right]).size).toBe(20));

  await listener?.close();
  await listen({ folder, port });
  expect(listener?.ends()).toEqual({ orders: [5, 5, 5, 5] });
  await send(20, 24);
  await until(() => expect(read.left).toContain('k23=v23'));
  await until(async () => expect(await offsetsOf(kafka, 'stock', 'orders')).toEqual([6, 6, 6, 6]));
  expect(read.left.length + read.right.length).toBe(24);

  expect(await admin.listGroups()).toMatchObject({ groups: [{ groupId: 'stock' }] });
  await expect(admin.deleteGroups(['stock'])).rejects.toMatchObject({
    groups: [{ error: { type: 'NON_EMPTY_GROUP' } }],
  });
  await consumers.pop()?.disconnect();
  await admin.deleteGroups(['stock']);
  await admin.disconnect();
  await producer.disconnect();
}, 20_000);

it('transactions: offsets and records count together or not at all, and an older instance is fenced', async () => {
  const { port } = await listen({ topics: { in: 1, out: 1 } });
  const kafka = clientOf(port);
  const instance = async () => {
    const producer = kafka.producer({ transactionalId: 'tx', idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    return producer;
  };
  const offsets = (offset: string) => ({
    consumerGroupId: 'g',
    topics: [{ topic: 'in', partitions: [{ partition: 0, offset }] }],
  });
  const first = await instance();
  const committed = await first.transaction();
  await committed.send({ topic: 'out', messages: [{ value: 'one' }] });
  await committed.sendOffsets(offsets('7'));
  expect(await offsetsOf(kafka, 'g', 'in')).toEqual([-1]);
  await committed.commit();
  expect(await offsetsOf(kafka, 'g', 'in')).toEqual([7]);
  const aborted = await first.transaction();
  await aborted.send({ topic: 'out', messages: [{ value: 'two' }] });
  await aborted.sendOffsets(offsets('9'));
  await aborted.abort();
  expect(await offsetsOf(kafka, 'g', 'in')).toEqual([7]);

  const open = await first.transaction();
  await open.send({ topic: 'out', messages: [{ value: 'three' }] });
  const second = await instance();
  const newer = await second.transaction();
  await expect(open.commit()).rejects.toMatchObject({ type: 'INVALID_PRODUCER_EPOCH' });
  await newer.send({ topic: 'out', messages: [{ value: 'four' }] });
  await newer.commit();

  const shown: string[] = [];
  const all: string[] = [];
  await reader(kafka, 'committed', 'out', ({ message }) => void shown.push(String(message.value)));
  await reader(kafka, 'all', 'out', ({ message }) => void all.push(String(message.value)), true);
  await until(() => expect(all).toEqual(['one', 'two', 'three', 'four']));
  await until(() => expect(shown).toEqual(['one', 'four']));
  await first.disconnect();
  await second.disconnect();
}, 20_000);

it('what administrators do, and what they are refused', async () => {
  const { port } = await listen();
  const kafka = clientOf(port);
  const admin = kafka.admin();
  await admin.connect();
  const create = (topic: string, numPartitions: number, replicationFactor = 1) =>
    admin.createTopics({
      topics: [
        { topic, numPartitions, replicationFactor, configEntries: [{ name: 'retention.ms', value: '5' }] },
      ],
    });
  expect(await create('a', 2)).toBe(true);
  expect(await create('a', 2)).toBe(false);
  await expect(create('b', 1, 3)).rejects.toMatchObject({ errors: [{ type: 'INVALID_REPLICATION_FACTOR' }] });
  await expect(create('no name', 1)).rejects.toMatchObject({ errors: [{ type: 'INVALID_TOPIC_EXCEPTION' }] });
  await admin.createPartitions({ topicPartitions: [{ topic: 'a', count: 3 }] });
  const few = admin.createPartitions({ topicPartitions: [{ topic: 'a', count: 3 }] });
  await expect(few).rejects.toMatchObject({ type: 'INVALID_PARTITIONS' });
  const producer = kafka.producer();
  await producer.connect();
  for (const value of ['1', '2', '3'])
    await producer.send({ topic: 'a', messages: [{ value, partition: 0, timestamp: `${value}000` }] });
  await admin.deleteTopicRecords({ topic: 'a', partitions: [{ partition: 0, offset: '1' }] });
  expect((await admin.fetchTopicOffsets('a'))[0]).toMatchObject({ low: '1', high: '3' });
  expect((await admin.fetchTopicOffsetsByTimestamp('a', 2_500))[0]).toMatchObject({ offset: '2' });
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: 2, name: 'a', configEntries: [{ name: 'cleanup.policy', value: 'compact' }] }],
  });
  const described = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: 2, name: 'a' }],
  });
  expect(described.resources[0]?.configEntries).toContainEqual(
    expect.objectContaining({ configName: 'cleanup.policy', configValue: 'compact', isDefault: false }),
  );
  await admin.deleteTopics({ topics: ['a'] });
  expect(await admin.listTopics()).toEqual([]);
  await producer.disconnect();
  await admin.disconnect();
});

/** What the broker says to some bytes before it hangs up, or after a while. */
const said = (port: number, bytes: Buffer): Promise<{ readonly answer: Buffer; readonly ended: boolean }> =>
  new Promise((resolve) => {
    const parts: Buffer[] = [];
    const socket = net.connect(port, 'localhost', () => socket.write(bytes));
    const done = (ended: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ answer: Buffer.concat(parts), ended });
    };
    const timer = setTimeout(done, 200, false);
    socket.on('data', (part) => {
      parts.push(part);
      done(false);
    });
    socket.on('error', () => done(true));
    socket.on('close', () => done(true));
  });
const request = (key: number, version: number, body = Buffer.alloc(0)): Buffer => {
  const head = Buffer.alloc(14);
  head.writeInt32BE(10 + body.length, 0);
  head.writeInt16BE(key, 4);
  head.writeInt16BE(version, 6);
  head.writeInt32BE(77, 8);
  head.writeInt16BE(-1, 12);
  return Buffer.concat([head, body]);
};

it('whoever makes no sense is hung up on, and the others go on', async () => {
  const { port } = await listen({ requestMax: 5_000 });
  const large = Buffer.alloc(4);
  large.writeInt32BE(5_001);
  const nonsense: readonly (readonly [string, Buffer])[] = [
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['too large', large],
    ['a length below zero', Buffer.from([255, 255, 255, 255])],
    ['no head', Buffer.from([0, 0, 0, 1, 9])],
    ['no such request', request(17, 0)],
    ['no such version', request(3, 99)],
    ['a list longer than all that came', request(3, 1, Buffer.from([0x7f, 0xff, 0xff, 0xff]))],
    ['a text that ends too early', request(10, 0, Buffer.from([0, 9, 65]))],
  ];
  for (const [what, bytes] of nonsense)
    expect(await said(port, bytes), what).toEqual({ answer: Buffer.alloc(0), ended: true });
  // Only a newer question for versions is answered: in the oldest words.
  const { answer } = await said(port, request(18, 3, Buffer.from([0, 1, 1, 0])));
  expect([answer.readInt32BE(4), answer.readInt16BE(8)]).toEqual([77, 35]);

  const random = seedrandom('requests');
  const whole = (below: number): number => Math.floor(random() * below);
  await Promise.all(
    Array.from({ length: 300 }, () => {
      const body = Buffer.from(Array.from({ length: whole(60) }, () => (random() < 0.6 ? 0 : whole(256))));
      return said(port, request(whole(45), whole(8), body));
    }),
  );
  const admin = clientOf(port).admin();
  await admin.connect();
  expect(await admin.describeCluster()).toMatchObject({ brokers: [{ nodeId: 1, port }] });
  await admin.disconnect();
});
