/** Who a client says it is: what the mechanisms PLAIN and AMQPLAIN send. */
import type { Table } from '../core/methods.js';
import { ByteReader } from './codec/bytes.js';
import { readFields } from './codec/field-table.js';
import { Undecodable } from '../../wire/bytes.js';

export const MECHANISMS = 'PLAIN AMQPLAIN';

export interface Login {
  readonly user: string;
  readonly password: string;
}

/** Undefined for a mechanism that there is not, and for a response that is none. */
export function loginOf(mechanism: string, response: Uint8Array): Login | undefined {
  const bytes = Buffer.from(response);
  if (mechanism === 'PLAIN') return plain(bytes);
  return mechanism === 'AMQPLAIN' ? amqplain(bytes) : undefined;
}

/** Nobody for whom one acts, who one is, and the password, with zeros between them. */
function plain(bytes: Buffer): Login | undefined {
  const [actsFor, user, password, ...rest] = bytes.toString('utf8').split('\0');
  if (actsFor !== '' || user === undefined || password === undefined || rest.length > 0) return undefined;
  return { user, password };
}

/** A table without its length. */
function amqplain(bytes: Buffer): Login | undefined {
  const { LOGIN: user, PASSWORD: password } = tableOf(bytes);
  return typeof user === 'string' && typeof password === 'string' ? { user, password } : undefined;
}

function tableOf(bytes: Buffer): Table {
  try {
    return readFields(new ByteReader(bytes));
  } catch (error) {
    if (error instanceof Undecodable) return {};
    throw error;
  }
}
