/** The broker's core alone: methods in, decisions out. What it shares with the real server is compared in conformance/. */
import {
  journalMark,
  journalSynced,
  nextDueMs,
  receive,
  restoreBroker,
  type ClientMethod,
  type JournalLine,
} from 'seedstorm/servers';
import { describe, expect, it } from 'vitest';
import { told } from './told.js';

const declare = (queue: string, given: object = {}): ClientMethod => ({
  method: 'queue.declare',
  queue,
  ...given,
});
const publish = (routingKey: string, body: string, properties = {}): ClientMethod => ({
  method: 'basic.publish',
  exchange: '',
  routingKey,
  body,
  properties,
});
const consume = (queue: string): ClientMethod => ({ method: 'basic.consume', queue, consumerTag: queue });

describe('a broker', () => {
  it('gives a refused message to the dead-letter exchange, and one that came back at its old place', () => {
    const { say } = told();
    say(
      declare('dead'),
      declare('q', { arguments: { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' } }),
    );
    say(publish('q', 'a'), publish('q', 'b'), publish('q', 'c'), { method: 'basic.qos', prefetchCount: 2 });
    expect(say(consume('q'))).toEqual(['basic.consume-ok', '1 a', '2 b']);
    expect(say({ method: 'basic.nack', deliveryTag: 1, requeue: true })).toEqual(['3 aR']);
    expect(say({ method: 'basic.reject', deliveryTag: 2, requeue: false })).toEqual(['4 c']);
    expect(say({ method: 'basic.get', queue: 'dead' })).toEqual(['5 b']);
  });

  it('says when it has work, and does it then', () => {
    const { say, at, broker } = told();
    say(declare('q', { arguments: { 'x-message-ttl': 100, 'x-expires': 300 } }), publish('q', 'a'));
    expect(nextDueMs(broker)).toBe(100);
    at(100);
    expect(say(declare('q', { passive: true }))).toEqual(['queue.declare-ok 0']);
    expect(nextDueMs(broker)).toBe(400);
    at(400);
    expect(say(declare('q', { passive: true }))).toEqual(['channel.close 404']);
  });

  it('forgets a channel that a client used wrongly, after all of it came back', () => {
    const { say } = told();
    say(declare('q'), publish('q', 'a'), consume('q'));
    expect(say({ method: 'basic.ack', deliveryTag: 7 })).toEqual(['channel.close 406']);
    expect(say(publish('q', 'ignored'), { method: 'channel.close-ok' }, { method: 'channel.open' })).toEqual([
      'channel.open-ok',
    ]);
    expect(say(consume('q'))).toEqual(['basic.consume-ok', '1 aR']);
  });

  it('confirms what is durable once the journal is, and is made again from it', () => {
    const { say, journal, broker, outlet, lines } = told({ journalled: true });
    const kept = { deliveryMode: 2 };
    say({ method: 'confirm.select' }, declare('q', { durable: true }), declare('transient'));
    expect(say(publish('q', 'a', kept), publish('q', 'gone'), publish('q', 'b', kept))).toEqual([
      'basic.ack 2',
    ]);
    const mark = journalMark(broker);
    expect(say(publish('q', 'c', kept), { method: 'basic.get', queue: 'q' })).toEqual(['1 a']);
    journalSynced(broker, 0, outlet, mark);
    journalSynced(broker, 0, outlet);
    expect(lines.slice(1)).toEqual(['basic.ack 3 and before', 'basic.ack 4']);
    const restored = (from: readonly JournalLine[]): readonly string[] => {
      const again = told();
      again.broker.queues.clear();
      for (const [name, queue] of restoreBroker(from, {}, 0).queues) again.broker.queues.set(name, queue);
      return again.say(consume('q'), consume('transient'));
    };
    // Without having been stopped it does not know what it had delivered.
    expect(restored(journal)).toEqual(['basic.consume-ok', '1 aR', '2 bR', '3 cR', 'channel.close 404']);
    expect(restored([...journal, { line: 'stopped' }])).toEqual([
      'basic.consume-ok',
      '1 aR',
      '2 b',
      '3 c',
      'channel.close 404',
    ]);
  });

  it('keeps dead letters that no queue takes, counts them, and sends them again', () => {
    const { say, at, broker } = told({ deadLetterAgainMs: 2000 });
    const given = {
      'x-queue-type': 'quorum',
      'x-dead-letter-exchange': 'amq.fanout',
      'x-dead-letter-strategy': 'at-least-once',
      'x-overflow': 'reject-publish',
      'x-max-length': 1,
      'x-message-ttl': 100,
    };
    say({ method: 'confirm.select' }, declare('q', { durable: true, arguments: given }), declare('dead'));
    expect(say(publish('q', 'a'), publish('q', 'b'), publish('q', 'c'))).toEqual([
      'basic.ack 1',
      'basic.ack 2',
      'basic.nack 3',
    ]);
    at(100);
    expect(say(declare('q', { passive: true }), publish('q', 'd'))).toEqual([
      'queue.declare-ok 0',
      'basic.nack 4',
    ]);
    say({ method: 'queue.bind', queue: 'dead', exchange: 'amq.fanout', routingKey: '' });
    expect(say(declare('dead', { passive: true }))).toEqual(['queue.declare-ok 0']);
    expect(nextDueMs(broker)).toBe(2100);
    at(2100);
    expect(say(declare('dead', { passive: true }), publish('q', 'e'))).toEqual([
      'queue.declare-ok 2',
      'basic.ack 5',
    ]);
  });

  it('throws for a connection that is not open: that is a fault of the caller', () => {
    const { broker, outlet } = told();
    expect(() => receive(broker, 2, 1, { method: 'channel.open' }, 0, outlet)).toThrow(
      'connection 2 is not open',
    );
  });
});
