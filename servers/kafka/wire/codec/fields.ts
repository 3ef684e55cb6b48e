/** Fields of messages as data: each is read and written, and knows in which versions of its message it is there. */
import type { ByteReader, ByteWriter } from './bytes.js';
import { Undecodable } from '../../../wire/bytes.js';

export interface Field<T> {
  read(reader: ByteReader, version: number): T;
  write(writer: ByteWriter, value: T, version: number): void;
}

export type ValueOf<F> = F extends Field<infer T> ? T : never;

function elementary<T>(
  read: (reader: ByteReader) => T,
  write: (writer: ByteWriter, value: T) => void,
): Field<T> {
  return { read, write };
}

type Numbers = 'int8' | 'int16' | 'int32' | 'int64';
const number = (kind: Numbers): Field<number> =>
  elementary(
    (reader) => reader[kind](),
    (writer, value) => writer[kind](value),
  );
export const int8 = number('int8');
export const int16 = number('int16');
export const int32 = number('int32');
export const int64 = number('int64');

export const bool: Field<boolean> = elementary(
  (reader) => reader.int8() !== 0,
  (writer, value) => writer.int8(value ? 1 : 0),
);

/** Its length is two bytes; -1 stands for null. */
export const nullableText: Field<string | null> = elementary(
  (reader) => {
    const length = reader.int16();
    return length < 0 ? null : reader.raw(length).toString('utf8');
  },
  (writer, value) => {
    const bytes = value === null ? undefined : Buffer.from(value);
    writer.int16(bytes?.length ?? -1);
    if (bytes !== undefined) writer.append(bytes);
  },
);

/** Its length is four bytes; -1 stands for null. */
export const nullableBytes: Field<Uint8Array | null> = elementary(
  (reader) => {
    const length = reader.int32();
    return length < 0 ? null : reader.raw(length);
  },
  (writer, value) => {
    writer.int32(value?.length ?? -1);
    if (value !== null) writer.append(value);
  },
);

function present<T>(field: Field<T | null>): Field<T> {
  return {
    read(reader, version) {
      const value = field.read(reader, version);
      if (value === null) throw new Undecodable('null where a value must be');
      return value;
    },
    write: (writer, value, version) => field.write(writer, value, version),
  };
}

export const text: Field<string> = present(nullableText);
export const bytes: Field<Uint8Array> = present(nullableBytes);

/** Its length is four bytes; -1 stands for null. */
export function nullableList<T>(of: Field<T>): Field<readonly T[] | null> {
  return {
    read(reader, version) {
      const length = reader.int32();
      if (length < 0) return null;
      // Each has a byte at least: so nobody makes us count to two thousand million.
      if (length > reader.left)
        throw new Undecodable(`a list of ${length}, and ${reader.left} bytes are left`);
      return Array.from({ length }, () => of.read(reader, version));
    },
    write(writer, value, version) {
      writer.int32(value?.length ?? -1);
      for (const one of value ?? []) of.write(writer, one, version);
    },
  };
}

export function list<T>(of: Field<T>): Field<readonly T[]> {
  return present(nullableList(of));
}

/** There in versions from `first` to `last`; `absent` is its value in the others. */
export function within<T, A>(first: number, last: number, field: Field<T>, absent: A): Field<T | A> {
  const isThere = (version: number): boolean => version >= first && version <= last;
  return {
    read: (reader, version) => (isThere(version) ? field.read(reader, version) : absent),
    write(writer, value, version) {
      if (isThere(version)) field.write(writer, value as T, version);
    },
  };
}

export function since<T, A>(first: number, field: Field<T>, absent: A): Field<T | A> {
  return within(first, Infinity, field, absent);
}

/** May be left out by whoever writes. */
export function usually<T>(value: T, field: Field<T>): Field<T | undefined> {
  return {
    read: (reader, version) => field.read(reader, version),
    write: (writer, given, version) => field.write(writer, given ?? value, version),
  };
}

type Fields = Readonly<Record<string, Field<unknown>>>;
type MayLack<F extends Fields> = { [K in keyof F]: undefined extends ValueOf<F[K]> ? K : never }[keyof F];
export type StructOf<F extends Fields> = {
  readonly [K in Exclude<keyof F, MayLack<F>>]: ValueOf<F[K]>;
} & { readonly [K in MayLack<F>]?: ValueOf<F[K]> };

/** Fields one after the other. */
export function struct<F extends Fields>(fields: F): Field<StructOf<F>> {
  const entries = Object.entries(fields) as unknown as readonly (readonly [string, Field<unknown>])[];
  return {
    read: (reader, version) =>
      Object.fromEntries(entries.map(([name, field]) => [name, field.read(reader, version)])) as StructOf<F>,
    write(writer, value, version) {
      for (const [name, field] of entries)
        field.write(writer, (value as Readonly<Record<string, unknown>>)[name], version);
    },
  };
}
