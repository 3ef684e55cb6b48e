/** The public face of the servers: what real clients talk to inside worlds, as plain data and pure functions. */
export {
  newBroker,
  type Binding,
  type Broker,
  type BrokerSettings,
  type BrokerVersion,
  type Message,
} from './amqp/core/broker.js';
export type { JournalLine } from './amqp/core/journal.js';
export type {
  Body,
  ClientMethod,
  FieldValue,
  Properties,
  ServerMethod,
  Table,
} from './amqp/core/methods.js';
export type { Outlet } from './amqp/core/outlet.js';
