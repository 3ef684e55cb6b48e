/** Record batches as kafkajs writes and reads them, and bytes that are none. */
import seedrandom from 'seedrandom';
import { expect, it } from 'vitest';
import type { Batch } from '../../../../servers/kafka/core/log-state.js';
import { apis, type AnswerOf } from '../../../../servers/kafka/wire/codec/apis.js';
import { ByteReader } from '../../../../servers/kafka/wire/codec/bytes.js';
import { decodeBatch, encodeBatch } from '../../../../servers/kafka/wire/codec/record-batch.js';
import { RecordBatch, theirsOf, TheirRecord, versionsOfBoth, written } from './kafkajs-codec.js';

const bytes = (...values: number[]): Buffer => Buffer.from(values);
const records = [
  { key: 'k', value: bytes(1, 0, 255), timestampMs: 1_700_000_000_000, headers: [['h', bytes(7)]] as const },
  { key: null, value: null, timestampMs: 1_700_000_000_500 },
  { key: bytes(0xff, 0xfe).toString('latin1'), value: bytes(), timestampMs: 1_699_999_999_999 },
];
const theirRecords = records.map(({ key, value, timestampMs, headers }, offsetDelta) =>
  TheirRecord({
    offsetDelta,
    timestampDelta: timestampMs - 1_700_000_000_000,
    key: key === null ? null : Buffer.from(key, 'latin1'),
    value,
    headers: Object.fromEntries(headers ?? []),
  }),
);
const theirBatch = async (more: object = {}): Promise<Buffer> => {
  const batch = await RecordBatch({
    firstTimestamp: 1_700_000_000_000,
    maxTimestamp: 1_700_000_000_500,
    lastOffsetDelta: 2,
    producerId: 12,
    producerEpoch: 3,
    firstSequence: 40,
    transactional: true,
    records: theirRecords,
    ...more,
  });
  return Buffer.from(batch.buffer);
};
const MOST = 100_000;

it('reads batches of kafkajs, also zipped', async () => {
  for (const compression of [0, 1])
    expect(decodeBatch(await theirBatch({ compression }), MOST)).toEqual({
      batch: {
        producer: { id: 12, epoch: 3, sequence: 40 },
        transactional: true,
        records: records.map((record) => ({
          ...record,
          value: record.value === null ? null : Uint8Array.from(record.value),
          ...('headers' in record && { headers: [['h', Uint8Array.of(7)]] }),
        })),
      },
    });
});

it('refuses what is no batch, by the error that Kafka has for it', async () => {
  const fine = await theirBatch();
  const changed = (at: number, value: number): Buffer => {
    const copy = Buffer.from(fine);
    copy[at] = value;
    return copy;
  };
  expect(decodeBatch(fine, fine.length - 1)).toEqual({ refused: 'MESSAGE_TOO_LARGE' });
  expect(decodeBatch(changed(16, 1), MOST)).toEqual({ refused: 'INVALID_RECORD' });
  expect(decodeBatch(changed(fine.length - 1, 9), MOST)).toEqual({ refused: 'CORRUPT_MESSAGE' });
  expect(decodeBatch(Buffer.concat([fine, fine]), MOST)).toEqual({ refused: 'INVALID_RECORD' });
  expect(decodeBatch(fine.subarray(0, 40), MOST)).toEqual({ refused: 'CORRUPT_MESSAGE' });
  // Zipped, it is larger than it looks.
  const large = await theirBatch({
    compression: 1,
    lastOffsetDelta: 0,
    records: [TheirRecord({ value: Buffer.alloc(50_000), headers: {} })],
  });
  expect(decodeBatch(large, 10_000)).toEqual({ refused: 'CORRUPT_MESSAGE' });
});

it('no change of bytes makes it throw', async () => {
  const random = seedrandom('batches');
  const fine = await theirBatch();
  for (let run = 0; run < 2_000; run++) {
    const copy = Buffer.from(fine);
    for (let count = 1 + Math.floor(random() * 3); count > 0; count--)
      copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256);
    decodeBatch(copy, MOST);
  }
});

it('writes fetched batches as kafkajs reads them: records, markers, and holes that compaction left', async () => {
  const batch: Batch = {
    baseOffset: 10,
    leaderEpoch: 0,
    appendedMs: 5,
    transactional: true,
    producer: { id: 12, epoch: 3, sequence: 40 },
    records,
    offsets: [10, 12, 15],
    lastOffset: 16,
  };
  const marker: Batch = { ...batch, baseOffset: 17, lastOffset: 17, control: 'abort', records: [] };
  const { offsets: _none, ...plain } = marker;
  const answer: AnswerOf<'fetch'> = {
    topics: [
      {
        topic: 't',
        partitions: [
          {
            partition: 3,
            errorCode: 0,
            highWatermark: 18,
            lastStableOffset: 18,
            logStartOffset: 0,
            aborted: [{ producerId: 12, firstOffset: 10 }],
            records: Buffer.concat([encodeBatch(batch), encodeBatch(plain)]),
          },
        ],
      },
    ],
  };
  for (const version of versionsOfBoth('fetch', 'Fetch')) {
    const api = theirsOf('Fetch', version, {
      ...{ replicaId: -1, maxWaitTime: 5, minBytes: 1, maxBytes: 100, topics: [] },
    });
    const reader = new ByteReader((await api.request.encode()).buffer);
    expect(apis.fetch.request.read(reader, version)).toMatchObject({ maxWaitMs: 5, minBytes: 1 });
    expect(reader.left).toBe(0);
    const heard = (await api.response.decode(written(apis.fetch.answer, answer, version))) as {
      responses: [
        { partitions: [{ messages: { offset: string; value: Buffer; isControlRecord: boolean }[] }] },
      ];
    };
    const { messages } = heard.responses[0].partitions[0];
    expect(messages.map(({ offset, isControlRecord }) => `${offset} ${isControlRecord}`)).toEqual([
      '10 false',
      '12 false',
      '15 false',
      '17 true',
    ]);
    expect(messages[0]).toMatchObject({
      key: bytes(0x6b),
      value: bytes(1, 0, 255),
      headers: { h: bytes(7) },
      timestamp: '1700000000000',
    });
    expect(messages[1]).toMatchObject({ key: null, value: null, timestamp: '1700000000500' });
    expect(messages[3]).toMatchObject({ key: bytes(0, 0, 0, 0) });
  }
});

it('reads and answers produce as kafkajs writes it', async () => {
  for (const version of versionsOfBoth('produce', 'Produce')) {
    const api = theirsOf('Produce', version, {
      acks: -1,
      timeout: 50,
      transactionalId: 'tx',
      producerId: 12,
      producerEpoch: 3,
      topicData: [
        {
          topic: 't',
          partitions: [{ partition: 3, firstSequence: 40, messages: [{ key: 'k', value: 'v' }] }],
        },
      ],
    });
    const reader = new ByteReader((await api.request.encode()).buffer);
    const request = apis.produce.request.read(reader, version);
    expect(reader.left).toBe(0);
    expect(request).toMatchObject({ transactionalId: 'tx', acks: -1, timeoutMs: 50 });
    const batch = decodeBatch(request.topics[0]?.partitions[0]?.records as Buffer, MOST);
    expect(batch).toMatchObject({
      batch: { producer: { id: 12, epoch: 3, sequence: 40 }, records: [{ key: 'k' }] },
    });
    const answer = {
      topics: [
        { topic: 't', partitions: [{ partition: 3, errorCode: 0, baseOffset: 8, logStartOffset: 2 }] },
      ],
    };
    expect(await api.response.decode(written(apis.produce.answer, answer, version))).toMatchObject({
      topics: [{ topicName: 't', partitions: [{ partition: 3, errorCode: 0, baseOffset: '8' }] }],
    });
  }
});
