/** A client that says anything, right or wrong, byte by byte, and writes down what it hears. */
import { connect } from 'node:net';
import { CommandReader } from '../../../../servers/amqp/wire/codec/command-reader.js';
import { CommandWriter } from '../../../../servers/amqp/wire/codec/command-writer.js';
import { FrameReader, FrameType } from '../../../../servers/amqp/wire/codec/frames.js';
import type { WireMethod } from '../../../../servers/amqp/wire/codec/method-codec.js';

const writer = new CommandWriter();

/** One method as bytes. */
export const method = (channel: number, asked: WireMethod): Buffer => writer.write(channel, asked, 0);

/** One frame with any payload, in hexadecimal digits. */
export function frame(type: number, channel: number, payload: string): Buffer {
  const bytes = Buffer.from(payload, 'hex');
  const head = Buffer.alloc(7);
  head[0] = type;
  head.writeUInt16BE(channel, 1);
  head.writeUInt32BE(bytes.length, 3);
  return Buffer.concat([head, bytes, Buffer.of(0xce)]);
}

export const PROTOCOL_HEADER = Buffer.from('AMQP\0\0\x09\x01', 'latin1');

export const startOk: WireMethod = {
  method: 'connection.start-ok',
  clientProperties: { capabilities: { authentication_failure_close: true, 'connection.blocked': true } },
  mechanism: 'PLAIN',
  response: Buffer.from('\0guest\0guest'),
  locale: 'en_US',
};

const tuneOk: WireMethod = {
  method: 'connection.tune-ok',
  channelMax: 2_047,
  frameMax: 131_072,
  heartbeat: 60,
};

const UP_TO = {
  nothing: [],
  start: [PROTOCOL_HEADER],
  tune: [PROTOCOL_HEADER, method(0, startOk)],
  opening: [PROTOCOL_HEADER, method(0, startOk), method(0, tuneOk)],
  open: [
    ...[PROTOCOL_HEADER, method(0, startOk), method(0, tuneOk)],
    method(0, { method: 'connection.open', virtualHost: '/' }),
  ],
  channel: [
    ...[PROTOCOL_HEADER, method(0, startOk), method(0, tuneOk)],
    ...[method(0, { method: 'connection.open', virtualHost: '/' }), method(1, { method: 'channel.open' })],
  ],
} as const;

/** How many answers there are until then. */
const ANSWERS = { nothing: 0, start: 1, tune: 2, opening: 2, open: 3, channel: 4 } as const;

export type Stage = keyof typeof UP_TO;

/** How long nothing may come until nothing will. */
const QUIET_MS = 800;
const SLOW_MS = 4_500;

export interface RawCase {
  readonly name: string;
  readonly after: Stage;
  readonly send: readonly Uint8Array[];
  /** Some ends come only after three seconds. */
  readonly slow?: true;
}

/** What a server answers: methods in short, and how it ends. */
export function hear({ after, send, slow }: RawCase, port: number): Promise<string[]> {
  const heard: string[] = [];
  const [frames, commands] = [new FrameReader(), new Map<number, CommandReader>()];
  const socket = connect(port, '127.0.0.1');
  let toCome: number = ANSWERS[after];
  let greeted = after !== 'nothing';
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    let isOver = false;
    const done = (): void => {
      isOver = true;
      clearTimeout(timer);
      socket.destroy();
      resolve(heard);
    };
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(done, slow === true ? SLOW_MS : QUIET_MS);
    };
    const sayIt = (): void => {
      for (const bytes of send) socket.write(bytes);
      wait();
    };
    const came = (channel: number, answer: WireMethod): void => {
      if (toCome > 0) {
        toCome--;
        if (toCome === 0) sayIt();
        return;
      }
      heard.push(shown(channel, answer));
      if (answer.method === 'connection.close') socket.write(method(0, { method: 'connection.close-ok' }));
      wait();
    };
    for (const bytes of UP_TO[after]) socket.write(bytes);
    if (toCome === 0) sayIt();
    socket.on('data', (bytes) => {
      // To a wrong header the answer is a header, too.
      if (!greeted && bytes.toString('latin1').startsWith('AMQP')) {
        heard.push(`header ${[...bytes.subarray(4, 8)].join(' ')}`);
        return;
      }
      greeted = true;
      frames.add(bytes);
      for (let next = frames.next(); next !== undefined; next = frames.next()) {
        if (next.type === FrameType.heartbeat) continue;
        const reader = commands.get(next.channel) ?? new CommandReader();
        commands.set(next.channel, reader);
        const answer = reader.take(next);
        if (answer !== undefined) came(next.channel, answer);
      }
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (!isOver) heard.push('end');
      done();
    });
  });
}

/** Without what each server says in words of its own. */
function shown(channel: number, answer: WireMethod): string {
  const { method: name, ...fields } = answer as unknown as Record<string, unknown>;
  delete fields['replyText'];
  const own = fields['serverProperties'] as Record<string, unknown> | undefined;
  if (own !== undefined)
    fields['serverProperties'] = { capabilities: own['capabilities'], version: own['version'] };
  // Their order is another one after each start of the real server.
  const { mechanisms } = fields;
  if (typeof mechanisms === 'string') fields['mechanisms'] = mechanisms.split(' ').sort().join(' ');
  return `${channel} ${String(name)} ${JSON.stringify(fields)}`;
}
