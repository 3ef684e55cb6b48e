/**
 * Record batches of version 2, the only ones that producers have sent since Kafka 0.11: a head with a check sum, and records
 * whose times and offsets count from the batch's. Keys are texts of one character a byte in the log: nothing of them is lost,
 * and equal keys are equal texts.
 */
import { gunzipSync } from 'node:zlib';
import type { KafkaError } from '../../core/errors.js';
import type { Batch, LogRecord, ProducerStamp } from '../../core/log-state.js';
import { ByteReader, ByteWriter } from './bytes.js';
import { crc32c } from './crc32c.js';
import { Undecodable } from '../../../wire/bytes.js';

const MAGIC = 2;
/** Offset and length, which the length does not count; then leader epoch, magic, check sum and the fields behind it. */
const BEFORE_LENGTH_ENDS = 12;
const HEAD_BYTES = 61;
const BEFORE_CHECKED = 21;

const COMPRESSION = 0x07;
const GZIP = 1;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;

export interface ProducedBatch {
  readonly producer?: ProducerStamp;
  readonly transactional: boolean;
  readonly records: readonly LogRecord[];
}

export type Decoded = { readonly batch: ProducedBatch } | { readonly refused: KafkaError };

/**
 * The one batch that a producer may send to a partition at once.
 * @param most bytes it may have, also when they are no longer compressed
 */
export function decodeBatch(bytes: Buffer, most: number): Decoded {
  if (bytes.length > most) return { refused: 'MESSAGE_TOO_LARGE' };
  if (bytes.length < HEAD_BYTES) return { refused: 'CORRUPT_MESSAGE' };
  const head = new ByteReader(bytes);
  head.int64();
  const length = head.int32();
  head.int32();
  if (head.int8() !== MAGIC) return { refused: 'INVALID_RECORD' };
  if (length < HEAD_BYTES - BEFORE_LENGTH_ENDS || length > bytes.length - BEFORE_LENGTH_ENDS)
    return { refused: 'CORRUPT_MESSAGE' };
  if (length < bytes.length - BEFORE_LENGTH_ENDS) return { refused: 'INVALID_RECORD' };
  if (head.uint32() !== crc32c(bytes.subarray(BEFORE_CHECKED))) return { refused: 'CORRUPT_MESSAGE' };
  try {
    return decodeChecked(head, most);
  } catch (error) {
    if (error instanceof Undecodable) return { refused: 'CORRUPT_MESSAGE' };
    throw error;
  }
}

function decodeChecked(head: ByteReader, most: number): Decoded {
  const attributes = head.int16();
  const lastOffsetDelta = head.int32();
  const firstMs = head.int64();
  head.int64();
  const producer = { id: head.int64(), epoch: head.int16(), sequence: head.int32() };
  const count = head.int32();
  const compression = attributes & COMPRESSION;
  if (compression !== 0 && compression !== GZIP) return { refused: 'UNSUPPORTED_COMPRESSION_TYPE' };
  // Only the broker writes markers, and offsets have no holes yet.
  if ((attributes & CONTROL) !== 0 || count < 1 || lastOffsetDelta !== count - 1)
    return { refused: 'INVALID_RECORD' };
  const packed = head.raw(head.left);
  const unpacked = compression === GZIP ? unzip(packed, most) : packed;
  if (unpacked === undefined) return { refused: 'CORRUPT_MESSAGE' };
  const reader = new ByteReader(unpacked);
  if (count > reader.left) return { refused: 'CORRUPT_MESSAGE' };
  const records = Array.from({ length: count }, () => readRecord(reader, firstMs));
  if (reader.left > 0) return { refused: 'CORRUPT_MESSAGE' };
  const transactional = (attributes & TRANSACTIONAL) !== 0;
  return { batch: { ...(producer.id < 0 ? {} : { producer }), transactional, records } };
}

function unzip(bytes: Buffer, most: number): Buffer | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: most });
  } catch {
    // Whatever is wrong with it, it is the client's.
    return undefined;
  }
}

function readRecord(batch: ByteReader, firstMs: number): LogRecord {
  const reader = batch.part(batch.varint());
  reader.int8();
  const timestampMs = firstMs + reader.varint();
  reader.varint();
  const key = readBytes(reader);
  const value = readBytes(reader);
  const count = reader.varint();
  if (count < 0 || count > reader.left) throw new Undecodable(`${count} headers`);
  const headers = Array.from({ length: count }, () => {
    const name = reader.raw(reader.varint()).toString('utf8');
    return [name, own(readBytes(reader))] as const;
  });
  return {
    key: key === null ? null : key.toString('latin1'),
    value: own(value),
    timestampMs,
    ...(headers.length === 0 ? {} : { headers }),
  };
}

function readBytes(reader: ByteReader): Buffer | null {
  const length = reader.varint();
  return length < 0 ? null : reader.raw(length);
}

/** A copy: the request that it is a part of is not kept. */
function own(bytes: Buffer | null): Uint8Array | null {
  return bytes === null ? null : Uint8Array.from(bytes);
}

const NO_PRODUCER: ProducerStamp = { id: -1, epoch: -1, sequence: -1 };

export function encodeBatch(batch: Batch): Buffer {
  const { baseOffset, producer = NO_PRODUCER, control, transactional, offsets } = batch;
  const records = control === undefined ? batch.records.map(bytesOf) : [markerOf(control, batch.appendedMs)];
  const times = records.map(({ timestampMs }) => timestampMs);
  const firstMs = times[0] ?? batch.appendedMs;
  const body = new ByteWriter();
  body.int16(
    (transactional || control !== undefined ? TRANSACTIONAL : 0) | (control === undefined ? 0 : CONTROL),
  );
  body.int32(batch.lastOffset - baseOffset);
  body.int64(firstMs);
  body.int64(Math.max(firstMs, ...times));
  body.int64(producer.id);
  body.int16(producer.epoch);
  body.int32(control === undefined ? producer.sequence : -1);
  body.int32(records.length);
  records.forEach((record, index) => {
    const offset = offsets?.[index] ?? baseOffset + index;
    const bytes = encodeRecord(record, record.timestampMs - firstMs, offset - baseOffset);
    body.varint(bytes.length);
    body.append(bytes);
  });
  const checked = body.take();
  const writer = new ByteWriter();
  writer.int64(baseOffset);
  writer.int32(BEFORE_CHECKED - BEFORE_LENGTH_ENDS + checked.length);
  writer.int32(batch.leaderEpoch);
  writer.int8(MAGIC);
  writer.uint32(crc32c(checked));
  writer.append(checked);
  return writer.take();
}

interface RecordBytes {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly timestampMs: number;
  readonly headers: readonly (readonly [string, unknown])[];
}

function bytesOf({ key, value, timestampMs, headers = [] }: LogRecord): RecordBytes {
  const keyBytes = key === null ? null : Buffer.from(key, 'latin1');
  return { key: keyBytes, value: value as Uint8Array | null, timestampMs, headers };
}

/** What a transaction came to: version 0 and the kind as key, version 0 and the coordinator's epoch as value. */
function markerOf(control: 'commit' | 'abort', timestampMs: number): RecordBytes {
  const key = Uint8Array.of(0, 0, 0, control === 'commit' ? 1 : 0);
  return { key, value: new Uint8Array(6), timestampMs, headers: [] };
}

function encodeRecord(
  { key, value, headers }: RecordBytes,
  timestampDelta: number,
  offsetDelta: number,
): Buffer {
  const writer = new ByteWriter();
  writer.int8(0);
  writer.varint(timestampDelta);
  writer.varint(offsetDelta);
  writeBytes(writer, key);
  writeBytes(writer, value);
  writer.varint(headers.length);
  for (const [name, content] of headers) {
    writeBytes(writer, Buffer.from(name));
    writeBytes(writer, content as Uint8Array | null);
  }
  return writer.take();
}

function writeBytes(writer: ByteWriter, bytes: Uint8Array | null): void {
  writer.varint(bytes?.length ?? -1);
  if (bytes !== null) writer.append(bytes);
}
