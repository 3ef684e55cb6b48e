/** The codec of kafkajs, and what of ours is compared with it. */
import { createRequire } from 'node:module';
import { apis, type ApiName } from '../../../../servers/kafka/wire/codec/apis.js';
import { ByteWriter } from '../../../../servers/kafka/wire/codec/bytes.js';
import type { Field } from '../../../../servers/kafka/wire/codec/fields.js';

interface Theirs {
  readonly request: { readonly apiKey: number; encode(): Promise<{ readonly buffer: Buffer }> };
  readonly response: { decode(bytes: Buffer): Promise<unknown> };
}
interface TheirApi {
  readonly versions: readonly string[];
  protocol(version: { readonly version: number }): (given: unknown) => Theirs;
}
const require = createRequire(import.meta.url);
const theirApis = (require('kafkajs/src/protocol/requests') as { requests: Record<string, TheirApi> })
  .requests;
export const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0') as {
  RecordBatch(batch: unknown): Promise<{ readonly buffer: Buffer }>;
};
export const TheirRecord = require('kafkajs/src/protocol/recordBatch/record/v0') as (
  record: unknown,
) => unknown;

/** What kafkajs does with a request in this version. */
export function theirsOf(name: string, version: number, given: unknown): Theirs {
  return (theirApis[name] as TheirApi).protocol({ version })(given);
}

export function written<T>(field: Field<T>, value: T, version: number): Buffer {
  const writer = new ByteWriter();
  field.write(writer, value, version);
  return Buffer.from(writer.take());
}

export const versionsOfBoth = (name: ApiName, theirs: string): number[] => {
  const [first, last] = apis[name].versions;
  return (theirApis[theirs] as TheirApi).versions.map(Number).filter((one) => one >= first && one <= last);
};
