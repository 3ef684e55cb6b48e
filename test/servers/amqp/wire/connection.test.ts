/** A connection over time: who is silent for too long, who has to wait, and what is sent when. */
import { expect, it, vi } from 'vitest';
import { newBroker } from '../../../../servers/amqp/core/broker.js';
import type { JournalLine } from '../../../../servers/amqp/core/journal.js';
import { CommandReader } from '../../../../servers/amqp/wire/codec/command-reader.js';
import { CommandWriter } from '../../../../servers/amqp/wire/codec/command-writer.js';
import { FrameReader, FrameType, heartbeatFrame } from '../../../../servers/amqp/wire/codec/frames.js';
import type { WireMethod } from '../../../../servers/amqp/wire/codec/method-codec.js';
import { AmqpHost } from '../../../../servers/amqp/wire/host.js';
import { withDefaults, type AmqpServerSettings } from '../../../../servers/amqp/wire/settings.js';

interface Timer {
  readonly atMs: number;
  readonly run: () => void;
}

/** Time that passes when it is told to. */
function clock() {
  let nowMs = 0;
  const timers = new Set<Timer>();
  return {
    nowMs: () => nowMs,
    after(ms: number, run: () => void) {
      const timer = { atMs: nowMs + ms, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    pass(ms: number) {
      const until = nowMs + ms;
      for (;;) {
        const [next] = [...timers].filter(({ atMs }) => atMs <= until).sort((a, b) => a.atMs - b.atMs);
        if (next === undefined) break;
        timers.delete(next);
        nowMs = next.atMs;
        next.run();
      }
      nowMs = until;
    },
  };
}

interface KeepRequest {
  readonly lines: readonly JournalLine[];
  readonly done: () => void;
}

function hostOf(settings: AmqpServerSettings = {}) {
  const time = clock();
  const kept: KeepRequest[] = [];
  const journal = {
    keep: (lines: readonly JournalLine[], done: () => void) => void kept.push({ lines, done }),
  };
  const host = new AmqpHost(withDefaults(settings), newBroker(settings), time, journal);
  return { host, time, kept };
}

const writer = new CommandWriter();

/** A client at the other end of a line. */
function clientOf({ host }: ReturnType<typeof hostOf>, isFull = () => false) {
  const heard: string[] = [];
  const [frames, commands] = [new FrameReader(), new Map<number, CommandReader>()];
  const state = { ended: false, reads: true, writes: 0 };
  const line = host.accept({
    write(bytes) {
      state.writes++;
      frames.add(Buffer.from(bytes));
      for (let frame = frames.next(); frame !== undefined; frame = frames.next()) {
        if (frame.type === FrameType.heartbeat) heard.push('heartbeat');
        else {
          const reader = commands.get(frame.channel) ?? new CommandReader();
          commands.set(frame.channel, reader);
          const method = reader.take(frame);
          if (method !== undefined) heard.push(shown(method));
        }
      }
      return !isFull();
    },
    end: () => (state.ended = true),
    read: (on) => void (state.reads = on),
  });
  const send = (channel: number, ...methods: WireMethod[]): void =>
    line.received(Buffer.concat(methods.map((method) => writer.write(channel, method, 0))));
  return { heard, state, line, send, take: () => heard.splice(0) };
}

function shown(method: WireMethod): string {
  const { body, replyCode, reason } = method as { body?: Uint8Array; replyCode?: number; reason?: string };
  const more = reason ?? replyCode ?? (body && Buffer.from(body).toString());
  return more === undefined ? method.method : `${method.method} ${more}`;
}

const HEADER = Buffer.from('AMQP\0\0\x09\x01', 'latin1');

/** With a channel. */
function open(
  client: ReturnType<typeof clientOf>,
  heartbeat = 0,
  capabilities = { 'connection.blocked': true },
) {
  client.line.received(HEADER);
  const response = Buffer.from('\0guest\0guest');
  client.send(
    0,
    {
      method: 'connection.start-ok',
      clientProperties: { capabilities },
      mechanism: 'PLAIN',
      response,
      locale: '',
    },
    { method: 'connection.tune-ok', channelMax: 2_047, frameMax: 131_072, heartbeat },
    { method: 'connection.open', virtualHost: '/' },
  );
  client.send(1, { method: 'channel.open' });
  expect(client.take()).toEqual([
    ...['connection.start', 'connection.tune', 'connection.open-ok', 'channel.open-ok'],
  ]);
}

const publish = (text: string, queue = 'q'): WireMethod => ({
  ...{ method: 'basic.publish', exchange: '', routingKey: queue, body: Buffer.from(text) },
  properties: { deliveryMode: 2 },
});
const consume: WireMethod = { method: 'basic.consume', queue: 'q', consumerTag: 'c', noAck: true };

it('the broker says twice in an interval that it is there, unless it says something else', () => {
  const room = hostOf();
  const client = clientOf(room);
  open(client, 10);
  room.time.pass(4_999);
  expect(client.take()).toEqual([]);
  room.time.pass(5_001);
  expect(client.take()).toEqual(['heartbeat', 'heartbeat']);
  client.line.received(Buffer.from(heartbeatFrame));
  client.send(1, { method: 'confirm.select' });
  room.time.pass(5_000);
  expect(client.take()).toEqual(['confirm.select-ok']);
});

it('who is silent for two looks is gone; who beats stays', () => {
  const room = hostOf();
  const [silent, alive] = [clientOf(room), clientOf(room)];
  for (const client of [silent, alive]) open(client, 10);
  silent.send(1, { method: 'queue.declare', queue: 'q', exclusive: true });
  for (let at = 0; at < 40_000; at += 8_000) {
    room.time.pass(8_000);
    alive.line.received(Buffer.from(heartbeatFrame));
  }
  expect([silent.state.ended, alive.state.ended]).toEqual([true, false]);
  expect(room.host.broker.queues.size).toBe(0);
});

it('who does not come to the point within 10 s is gone', () => {
  const room = hostOf();
  const client = clientOf(room);
  client.line.received(HEADER);
  room.time.pass(9_999);
  expect(client.state.ended).toBe(false);
  room.time.pass(1);
  expect(client.state.ended).toBe(true);
});

it('who does not agree that it is over is gone after 30 s, and is not heard till then', () => {
  const room = hostOf();
  const client = clientOf(room);
  open(client);
  client.send(1, { method: 'channel.flow', active: false });
  client.send(1, { method: 'queue.declare', queue: 'q' });
  expect(client.take()).toEqual(['connection.close 540']);
  expect(room.host.broker.queues.size).toBe(0);
  room.time.pass(29_999);
  expect(client.state.ended).toBe(false);
  room.time.pass(1);
  expect(client.state.ended).toBe(true);
});

it('a line that is full gets nothing more until it is drained, and then all at once', () => {
  const room = hostOf();
  let full = false;
  const client = clientOf(room, () => full);
  open(client);
  full = true;
  client.send(1, { method: 'queue.declare', queue: 'q' }, consume);
  const before = client.state.writes;
  for (const text of ['a', 'b', 'c']) client.send(1, publish(text));
  expect(client.state.writes).toBe(before);
  full = false;
  client.line.drained();
  expect(client.state.writes).toBe(before + 1);
  expect(client.take()).toEqual([
    ...['queue.declare-ok', 'basic.consume-ok', 'basic.deliver a', 'basic.deliver b', 'basic.deliver c'],
  ]);
});

it('all that follows from what came together leaves together', () => {
  const room = hostOf();
  const client = clientOf(room);
  open(client);
  const before = client.state.writes;
  client.send(1, { method: 'queue.declare', queue: 'q' }, consume, publish('a'), publish('b'));
  expect(client.take()).toHaveLength(4);
  expect(client.state.writes).toBe(before + 1);
});

it('under an alarm publishers wait, once they publish: nothing else of theirs is read', () => {
  const room = hostOf();
  const [publisher, silent, other] = [clientOf(room), clientOf(room), clientOf(room)];
  for (const client of [publisher, other]) open(client);
  open(silent, 0, {} as never);
  other.send(1, { method: 'queue.declare', queue: 'q' }, consume);
  other.take();
  room.host.setAlarm('low on disk');
  expect(publisher.take()).toEqual([]);
  publisher.send(1, publish('a'), { method: 'confirm.select' });
  silent.send(1, publish('b'), { method: 'confirm.select' });
  expect([publisher.take(), silent.take()]).toEqual([['connection.blocked low on disk'], []]);
  expect([publisher.state.reads, silent.state.reads, other.state.reads]).toEqual([false, false, true]);
  other.send(1, { method: 'basic.cancel', consumerTag: 'c' });
  expect(other.take()).toEqual(['basic.cancel-ok']);
  room.time.pass(60_000);
  room.host.setAlarm(undefined);
  expect(publisher.take()).toEqual(['connection.unblocked', 'confirm.select-ok']);
  expect(silent.take()).toEqual(['confirm.select-ok']);
  expect(room.host.broker.queues.get('q')?.ready).toBe(2);
});

it('a confirm waits until the journal is durable, and one batch for the other', () => {
  const room = hostOf();
  const client = clientOf(room);
  open(client);
  client.send(1, { method: 'queue.declare', queue: 'q', durable: true }, { method: 'confirm.select' });
  client.take();
  room.kept.shift()?.done();
  client.send(1, publish('a'));
  client.send(1, publish('b'));
  expect([client.take(), room.kept.length]).toEqual([[], 1]);
  room.kept.shift()?.done();
  expect(client.take()).toEqual(['basic.ack']);
  expect(room.kept.map(({ lines }) => lines.map(({ line }) => line))).toEqual([['message']]);
  room.kept.shift()?.done();
  expect(client.take()).toEqual(['basic.ack']);
});

it('a broker that confirms on receipt does not wait', () => {
  const room = hostOf({ confirm: 'on-receipt' });
  const client = clientOf(room);
  open(client);
  client.send(
    1,
    { method: 'queue.declare', queue: 'q', durable: true },
    { method: 'confirm.select' },
    publish('a'),
  );
  expect(client.take()).toContain('basic.ack');
});

it('the timer is not set anew for each message that is taken', () => {
  const room = hostOf();
  const client = clientOf(room);
  open(client);
  client.send(1, { method: 'queue.declare', queue: 'q' }, { ...consume, noAck: false });
  const after = vi.spyOn(room.time, 'after');
  for (let tag = 1; tag <= 5; tag++) {
    client.send(1, publish('a'));
    room.time.pass(10);
    client.send(1, { method: 'basic.ack', deliveryTag: tag });
  }
  expect(after).toHaveBeenCalledOnce();
  client.send(1, publish('late'));
  room.time.pass(1_800_000);
  expect(client.take().at(-1)).toBe('channel.close 406');
});

it('who ends waits until the journal has everything', () => {
  const room = hostOf();
  const client = clientOf(room);
  open(client);
  client.send(1, { method: 'queue.declare', queue: 'q', durable: true });
  client.send(1, publish('a'));
  const ended = vi.fn();
  room.host.onceKept(ended);
  room.kept.shift()?.done();
  expect(ended).not.toHaveBeenCalled();
  room.kept.shift()?.done();
  expect(ended).toHaveBeenCalledOnce();
});

it('messages that are too old go by the timer', () => {
  const room = hostOf();
  const client = clientOf(room);
  open(client);
  client.send(1, { method: 'queue.declare', queue: 'q', arguments: { 'x-message-ttl': 50 } }, publish('a'));
  room.time.pass(49);
  expect(room.host.broker.queues.get('q')?.ready).toBe(1);
  room.time.pass(1);
  expect(room.host.broker.queues.get('q')?.ready).toBe(0);
});
