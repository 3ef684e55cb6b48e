/** A message as queues share it. */
import type { Body, Properties } from './methods.js';

/** A message as it was published. Nobody changes it: queues share it. */
export interface Message {
  /** Where it was published; after dead-lettering, the dead-letter exchange. */
  readonly exchange: string;
  readonly routingKey: string;
  readonly properties: Properties;
  readonly body: Body;
  readonly moreKeys?: MoreKeys;
}

/** A message's keys, where more than one routes it. */
export interface MoreKeys {
  /** Of its header `CC`. */
  readonly cc: readonly string[];
  /** Of its header `BCC`, which nobody sees. */
  readonly bcc: readonly string[];
}
