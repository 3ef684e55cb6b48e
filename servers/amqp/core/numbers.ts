/** The numbers of class and method that AMQP 0-9-1 gives to what clients send: errors name the method by them. */
import type { ClientMethod } from './methods.js';

const NUMBERS: Readonly<Record<ClientMethod['method'], readonly [classId: number, methodId: number]>> = {
  'connection.close': [10, 50],
  'connection.close-ok': [10, 51],
  'channel.open': [20, 10],
  'channel.flow': [20, 20],
  'channel.close': [20, 40],
  'channel.close-ok': [20, 41],
  'exchange.declare': [40, 10],
  'exchange.delete': [40, 20],
  'exchange.bind': [40, 30],
  'exchange.unbind': [40, 40],
  'queue.declare': [50, 10],
  'queue.bind': [50, 20],
  'queue.purge': [50, 30],
  'queue.delete': [50, 40],
  'queue.unbind': [50, 50],
  'basic.qos': [60, 10],
  'basic.consume': [60, 20],
  'basic.cancel': [60, 30],
  'basic.cancel-ok': [60, 31],
  'basic.publish': [60, 40],
  'basic.get': [60, 70],
  'basic.ack': [60, 80],
  'basic.reject': [60, 90],
  'basic.recover-async': [60, 100],
  'basic.recover': [60, 110],
  'basic.nack': [60, 120],
  'confirm.select': [85, 10],
  'tx.select': [90, 10],
  'tx.commit': [90, 20],
  'tx.rollback': [90, 30],
};

export function numbersOf(method: ClientMethod['method']): {
  readonly classId: number;
  readonly methodId: number;
} {
  const [classId, methodId] = NUMBERS[method];
  return { classId, methodId };
}
