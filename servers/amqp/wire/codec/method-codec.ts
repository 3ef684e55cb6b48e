/** Methods as bytes and back, by their table. */
import type { ClientMethod, ServerMethod, Table } from '../../core/methods.js';
import { Undecodable } from '../../../wire/bytes.js';
import { AmqpError, ReplyCode, Unanswerable } from './amqp-error.js';
import type { ByteReader, ByteWriter } from './bytes.js';
import { plainNumbers, readFields, writeTable } from './field-table.js';
import { shapeNamed, shapeNumbered, type FieldType, type MethodShape } from './method-table.js';

interface Named<M extends string> {
  readonly method: M;
}

interface Limits {
  readonly channelMax: number;
  readonly frameMax: number;
  /** In seconds; 0: none. */
  readonly heartbeat: number;
}

/** What is said before a connection is open, and what only the wire answers. */
export type HandshakeMethod =
  | (Named<'connection.start'> & {
      readonly versionMajor: number;
      readonly versionMinor: number;
      readonly serverProperties: Table;
      readonly mechanisms: string;
      readonly locales: string;
    })
  | (Named<'connection.start-ok'> & {
      readonly clientProperties: Table;
      readonly mechanism: string;
      readonly response: Uint8Array;
      readonly locale: string;
    })
  | (Named<'connection.secure'> & { readonly challenge: Uint8Array })
  | (Named<'connection.secure-ok'> & { readonly response: Uint8Array })
  | (Named<'connection.tune'> & Limits)
  | (Named<'connection.tune-ok'> & Limits)
  | (Named<'connection.open'> & { readonly virtualHost: string })
  | Named<'connection.open-ok' | 'connection.update-secret-ok'>
  | (Named<'connection.update-secret'> & { readonly newSecret: Uint8Array; readonly reason: string })
  | (Named<'access.request'> & { readonly realm: string })
  | (Named<'access.request-ok'> & { readonly ticket: number });

/** Every method there is, in either direction. */
export type WireMethod = ClientMethod | ServerMethod | HandshakeMethod;

type Fields = Record<string, unknown>;

/** Without what comes behind it: properties and body are not among its fields. */
export function writeMethod(to: ByteWriter, method: WireMethod): MethodShape {
  const shape = shapeNamed(method.method);
  if (shape === undefined) throw new Error(`AMQP has no method ${method.method}`);
  const fields = method as unknown as Fields;
  to.short(shape.classId);
  to.short(shape.methodId);
  let bits = 0;
  let count = 0;
  for (const { name, type } of shape.fields) {
    if (type === 'bit') {
      if (count === 8) {
        to.octet(bits);
        bits = count = 0;
      }
      if (fields[name] === true) bits |= 1 << count;
      count++;
      continue;
    }
    if (count > 0) to.octet(bits);
    bits = count = 0;
    writeField(to, type, fields[name]);
  }
  if (count > 0) to.octet(bits);
  return shape;
}

/** What is missing is zero, or empty. */
function writeField(to: ByteWriter, type: FieldType, value: unknown): void {
  switch (type) {
    case 'octet':
      return to.octet((value as number | undefined) ?? 0);
    case 'short':
      return to.short((value as number | undefined) ?? 0);
    case 'long':
      return to.long((value as number | undefined) ?? 0);
    case 'longlong':
      return to.longlong((value as number | undefined) ?? 0);
    case 'text':
      return to.text((value as string | undefined) ?? '');
    case 'longtext':
      return to.longText((value as string | undefined) ?? '');
    case 'bytes':
      return to.longBytes((value as Uint8Array | undefined) ?? new Uint8Array());
    case 'table':
      return writeTable(to, (value as Table | undefined) ?? {});
    case 'bit':
      throw new Error('bits are written together');
  }
}

/**
 * What a frame of a method carries, without properties and body.
 * @throws AmqpError where its fields cannot be read, Unanswerable where there is no such method or a table is no table
 */
export function readMethod(from: ByteReader): { readonly shape: MethodShape; readonly method: WireMethod } {
  const [classId, methodId] = [from.short(), from.short()];
  const shape = shapeNumbered(classId, methodId);
  if (shape === undefined) throw new Unanswerable(`there is no method ${methodId} of class ${classId}`);
  try {
    const method = { method: shape.name, ...readAllFields(from, shape) };
    if (from.left > 0) throw new Undecodable(`${from.left} bytes are left`);
    return { shape, method: method as unknown as WireMethod };
  } catch (error) {
    if (!(error instanceof Undecodable)) throw error;
    throw new AmqpError(ReplyCode.frameError, `${shape.name} cannot be read: ${error.message}`, shape.name);
  }
}

function readAllFields(from: ByteReader, shape: MethodShape): Fields {
  const fields: Fields = {};
  let bits = 0;
  let count = 8;
  for (const { name, type } of shape.fields) {
    if (type !== 'bit') {
      count = 8;
      const value = readField(from, type, name);
      if (name !== '') fields[name] = value;
      continue;
    }
    if (count === 8) {
      bits = from.octet();
      count = 0;
    }
    if (name !== '') fields[name] = (bits & (1 << count)) !== 0;
    count++;
  }
  return fields;
}

function readField(from: ByteReader, type: Exclude<FieldType, 'bit'>, name: string): unknown {
  switch (type) {
    case 'octet':
      return from.octet();
    case 'short':
      return from.short();
    case 'long':
      return from.long();
    case 'longlong':
      return Number(from.longlong());
    case 'text': {
      const text = from.strictText();
      if (text === undefined) throw new AmqpError(ReplyCode.frameError, 'a short string is no UTF-8');
      return text;
    }
    case 'longtext':
      return from.longText();
    case 'bytes':
      return from.longBytes();
    case 'table': {
      const table = fieldsOf(from.part(from.long()));
      return name === 'arguments' ? plainNumbers(table) : table;
    }
  }
}

/** All its bytes are there: what is wrong then is in them. */
function fieldsOf(part: ByteReader): Table {
  try {
    return readFields(part);
  } catch (error) {
    if (error instanceof Undecodable) throw new Unanswerable(error.message);
    throw error;
  }
}
