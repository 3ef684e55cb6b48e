/**
 * Tables of headers and arguments, with every type of value that RabbitMQ knows ("AMQP 0-9-1 Errata", rabbitmq.com).
 *
 * A plain number is written as the smallest type that holds it, as amqplib does. A number that came as another type keeps
 * the name of its type under `!`: it leaves as it came.
 */
import type { FieldValue, Table, TypedValue } from '../../core/methods.js';
import { Undecodable } from '../../../wire/bytes.js';
import type { ByteReader, ByteWriter } from './bytes.js';

type NumberType = Extract<TypedValue, { readonly value: number | bigint }>['!'];

interface NumberCodec {
  readonly tag: string;
  read(from: ByteReader): number | bigint;
  write(to: ByteWriter, value: number | bigint): void;
}

const NUMBERS: Readonly<Record<NumberType, NumberCodec>> = {
  byte: { tag: 'b', read: (from) => from.signedOctet(), write: (to, value) => to.signedOctet(Number(value)) },
  unsignedbyte: { tag: 'B', read: (from) => from.octet(), write: (to, value) => to.octet(Number(value)) },
  short: {
    tag: 's',
    read: (from) => from.signedShort(),
    write: (to, value) => to.signedShort(Number(value)),
  },
  unsignedshort: { tag: 'u', read: (from) => from.short(), write: (to, value) => to.short(Number(value)) },
  int: { tag: 'I', read: (from) => from.signedLong(), write: (to, value) => to.signedLong(Number(value)) },
  unsignedint: { tag: 'i', read: (from) => from.long(), write: (to, value) => to.long(Number(value)) },
  long: {
    tag: 'l',
    read: (from) => exact(from.signedLonglong()),
    write: (to, value) => to.signedLonglong(value),
  },
  float: { tag: 'f', read: (from) => from.float(), write: (to, value) => to.float(Number(value)) },
  double: { tag: 'd', read: (from) => from.double(), write: (to, value) => to.double(Number(value)) },
  timestamp: {
    tag: 'T',
    read: (from) => exact(from.longlong()),
    write: (to, value) => to.longlong(value),
  },
};

const TYPE_OF_TAG = new Map<number, NumberType>(
  (Object.keys(NUMBERS) as NumberType[]).map((type) => [NUMBERS[type].tag.charCodeAt(0), type]),
);
const tag = (letter: string): number => letter.charCodeAt(0);
// RabbitMQ takes it for a signed one, too.
TYPE_OF_TAG.set(tag('L'), 'long');

/** Deeper ones are refused: each level costs a call. */
const DEEPEST = 500;

/** @throws Undecodable where not all of it is there, or a value is none */
export function readTable(from: ByteReader): Table {
  return readFields(from.part(from.long()), 0);
}

/** @throws Undecodable where a value is none */
export function readFields(part: ByteReader, depth = 0): Table {
  if (depth > DEEPEST) throw new Undecodable(`a table has more than ${DEEPEST} levels`);
  const table: Record<string, FieldValue> = {};
  while (part.left > 0) {
    const name = part.text();
    const value = readValue(part, depth);
    // The first of that name counts. `__proto__` is a name like any other.
    if (!Object.hasOwn(table, name))
      Object.defineProperty(table, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return table;
}

function readValue(from: ByteReader, depth: number): FieldValue {
  const letter = from.octet();
  const type = TYPE_OF_TAG.get(letter);
  if (type !== undefined) return typed(type, NUMBERS[type].read(from));
  switch (letter) {
    case tag('S'):
      return from.longText();
    case tag('t'):
      return from.octet() !== 0;
    case tag('V'):
      return null;
    case tag('x'):
      return from.longBytes();
    case tag('F'):
      return readFields(from.part(from.long()), depth + 1);
    case tag('A'):
      return readArray(from, depth + 1);
    case tag('D'):
      return { '!': 'decimal', value: { places: from.octet(), digits: from.long() } };
    default:
      throw new Undecodable(`no value of a table begins with ${letter}`);
  }
}

function readArray(from: ByteReader, depth: number): FieldValue[] {
  if (depth > DEEPEST) throw new Undecodable(`a list has more than ${DEEPEST} levels`);
  const part = from.part(from.long());
  const values: FieldValue[] = [];
  while (part.left > 0) values.push(readValue(part, depth));
  return values;
}

function typed(type: NumberType, value: number | bigint): FieldValue {
  if (typeof value === 'number' && typeOfNumber(value) === type) return value;
  return { '!': type, value } as TypedValue;
}

/** As a number, where that is the same. */
function exact(value: bigint): number | bigint {
  const number = Number(value);
  return BigInt(number) === value ? number : value;
}

const TWO_63 = 0x8000_0000_0000_0000;

/** What a plain number is written as. */
function typeOfNumber(value: number): NumberType {
  if (!Number.isInteger(value) || Object.is(value, -0) || value >= TWO_63 || value < -TWO_63) return 'double';
  if (value >= -0x80 && value < 0x80) return 'byte';
  if (value >= -0x8000 && value < 0x8000) return 'short';
  return value >= -0x8000_0000 && value < 0x8000_0000 ? 'int' : 'long';
}

export function writeTable(to: ByteWriter, table: Table): void {
  to.measured(() => {
    for (const [name, value] of Object.entries(table)) {
      if (value === undefined) continue;
      to.text(name);
      writeValue(to, value);
    }
  });
}

function writeValue(to: ByteWriter, value: FieldValue): void {
  switch (typeof value) {
    case 'string':
      to.octet(tag('S'));
      return to.longText(value);
    case 'number':
      return writeNumber(to, typeOfNumber(value), value);
    case 'boolean':
      to.octet(tag('t'));
      return to.octet(value ? 1 : 0);
  }
  if (value === null) return to.octet(tag('V'));
  if (value instanceof Uint8Array) {
    to.octet(tag('x'));
    return to.longBytes(value);
  }
  if (Array.isArray(value)) {
    to.octet(tag('A'));
    return to.measured(() => {
      for (const each of value as readonly FieldValue[]) writeValue(to, each);
    });
  }
  if (isTyped(value as Table | TypedValue)) return writeTyped(to, value as TypedValue);
  to.octet(tag('F'));
  writeTable(to, value as Table);
}

function writeTyped(to: ByteWriter, value: TypedValue): void {
  if (value['!'] !== 'decimal') return writeNumber(to, value['!'], value.value);
  const { places, digits } = value.value;
  to.octet(tag('D'));
  to.octet(places);
  to.long(digits);
}

function writeNumber(to: ByteWriter, type: NumberType, value: number | bigint): void {
  const codec = NUMBERS[type];
  to.octet(tag(codec.tag));
  codec.write(to, value);
}

/** A table may have a field `!`, too. */
function isTyped(value: Table | TypedValue): value is TypedValue {
  const { '!': type, value: inner } = value as { readonly '!'?: unknown; readonly value?: unknown };
  if (typeof type !== 'string') return false;
  if (type === 'decimal') return typeof inner === 'object' && inner !== null && 'places' in inner;
  return Object.hasOwn(NUMBERS, type) && (typeof inner === 'number' || typeof inner === 'bigint');
}

/** Arguments, where the type of a number says nothing: plain numbers. */
export function plainNumbers(value: FieldValue): FieldValue {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return (value as readonly FieldValue[]).map(plainNumbers);
  if (isTyped(value as Table | TypedValue)) {
    const typed = value as TypedValue;
    if (typed['!'] === 'decimal') return typed;
    return typed['!'] === 'timestamp'
      ? { '!': 'timestamp', value: Number(typed.value) }
      : Number(typed.value);
  }
  return Object.fromEntries(
    Object.entries(value as Table).map(([name, each]) => [name, plainNumbers(each as FieldValue)]),
  );
}
