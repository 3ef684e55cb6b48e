/** The public face of the servers: what real clients talk to inside worlds, as plain data and pure functions. */
export {
  newBroker,
  type Binding,
  type Broker,
  type BrokerSettings,
  type BrokerVersion,
} from './amqp/core/broker.js';
export { closeConnection, openConnection } from './amqp/core/connections.js';
export type { Message } from './amqp/core/message.js';
export type { JournalLine } from './amqp/core/journal.js';
export type { Body, ClientMethod, FieldValue, Properties, ServerMethod, Table } from './amqp/core/methods.js';
export type { Outlet } from './amqp/core/outlet.js';
export { receive } from './amqp/core/receive.js';
export { restoreBroker } from './amqp/core/restore.js';
export { journalMark, journalSynced } from './amqp/core/synced.js';
export { nextDueMs, passTime } from './amqp/core/time.js';
