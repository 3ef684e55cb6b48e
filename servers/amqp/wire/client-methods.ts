/** Which methods clients send on channels. */
import type { ClientMethod } from '../core/methods.js';
import type { WireMethod } from './codec/method-codec.js';

type OnChannel = Exclude<ClientMethod['method'], 'connection.close' | 'connection.close-ok'>;

/** A record, so that none is forgotten. */
const ON_CHANNELS: Readonly<Record<OnChannel, true>> = {
  'channel.open': true,
  'channel.close': true,
  'channel.close-ok': true,
  'channel.flow': true,
  'exchange.declare': true,
  'exchange.delete': true,
  'exchange.bind': true,
  'exchange.unbind': true,
  'queue.declare': true,
  'queue.bind': true,
  'queue.unbind': true,
  'queue.purge': true,
  'queue.delete': true,
  'basic.qos': true,
  'basic.consume': true,
  'basic.cancel': true,
  'basic.cancel-ok': true,
  'basic.publish': true,
  'basic.get': true,
  'basic.ack': true,
  'basic.nack': true,
  'basic.reject': true,
  'basic.recover': true,
  'basic.recover-async': true,
  'confirm.select': true,
  'tx.select': true,
  'tx.commit': true,
  'tx.rollback': true,
};

export function isClientMethod(method: WireMethod): method is ClientMethod {
  return Object.hasOwn(ON_CHANNELS, method.method);
}
