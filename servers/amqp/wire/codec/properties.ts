/** The properties of a message as the header of its content carries them: which are there, and then those. */
import type { Properties, Table } from '../../core/methods.js';
import type { ByteReader, ByteWriter } from './bytes.js';
import { readTable, writeTable } from './field-table.js';

type Kind = 'text' | 'octet' | 'table' | 'seconds';

/** In the order of their flags, the highest bit first. */
const PROPERTIES: readonly (readonly [keyof Properties, Kind])[] = [
  ['contentType', 'text'],
  ['contentEncoding', 'text'],
  ['headers', 'table'],
  ['deliveryMode', 'octet'],
  ['priority', 'octet'],
  ['correlationId', 'text'],
  ['replyTo', 'text'],
  ['expiration', 'text'],
  ['messageId', 'text'],
  ['timestamp', 'seconds'],
  ['type', 'text'],
  ['userId', 'text'],
  ['appId', 'text'],
  ['clusterId', 'text'],
];
const FIRST_FLAG = 0x8000;

export function readProperties(from: ByteReader): Properties {
  const flags = from.short();
  const properties: Record<string, unknown> = {};
  let flag = FIRST_FLAG;
  for (const [name, kind] of PROPERTIES) {
    if ((flags & flag) !== 0) properties[name] = read(from, kind);
    flag >>= 1;
  }
  return properties;
}

function read(from: ByteReader, kind: Kind): unknown {
  switch (kind) {
    case 'text':
      return from.text();
    case 'octet':
      return from.octet();
    case 'table':
      return readTable(from);
    case 'seconds':
      return Number(from.longlong());
  }
}

export function writeProperties(to: ByteWriter, properties: Properties): void {
  let flags = 0;
  let flag = FIRST_FLAG;
  for (const [name] of PROPERTIES) {
    if (properties[name] !== undefined) flags |= flag;
    flag >>= 1;
  }
  to.short(flags);
  for (const [name, kind] of PROPERTIES) {
    const value = properties[name];
    if (value !== undefined) write(to, kind, value);
  }
}

function write(to: ByteWriter, kind: Kind, value: unknown): void {
  switch (kind) {
    case 'text':
      return to.text(value as string);
    case 'octet':
      return to.octet(value as number);
    case 'table':
      return writeTable(to, value as Table);
    case 'seconds':
      return to.longlong(value as number);
  }
}
