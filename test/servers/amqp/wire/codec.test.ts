/** The codec of AMQP: what is written is read again, however it is cut; and amqplib's own encoder writes the same bytes. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteReader, ByteWriter } from '../../../../servers/amqp/wire/codec/bytes.js';
import { CommandReader } from '../../../../servers/amqp/wire/codec/command-reader.js';
import { CommandWriter } from '../../../../servers/amqp/wire/codec/command-writer.js';
import { plainNumbers, readTable, writeTable } from '../../../../servers/amqp/wire/codec/field-table.js';
import { FrameReader } from '../../../../servers/amqp/wire/codec/frames.js';
import type { WireMethod } from '../../../../servers/amqp/wire/codec/method-codec.js';
import { methodShapes, type FieldType } from '../../../../servers/amqp/wire/codec/method-table.js';

const require = createRequire(import.meta.url);
const encoder = require(join(dirname(require.resolve('amqplib')), 'lib/defs.js')) as Record<
  string,
  number
> & {
  encodeMethod(id: number, channel: number, fields: object): Buffer;
  encodeProperties(id: number, channel: number, size: number, fields: object): Buffer;
};

const text = fc.string({ maxLength: 20, unit: 'grapheme' });
const name = fc.oneof({ weight: 9, arbitrary: text }, fc.constantFrom('!', '__proto__'));
const within = (bits: number) => fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 });
const wrapped = (type: string, value: fc.Arbitrary<unknown>) =>
  value.map((each) => ({ '!': type, value: each }));
const unsigned64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const exact = (value: bigint) => (BigInt(Number(value)) === value ? Number(value) : value);
const wide = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

/** Every type of value, as it comes out of the bytes. */
const { table } = fc.letrec<{ value: unknown; table: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 8 }),
    within(8),
    within(16),
    within(32),
    fc.maxSafeInteger(),
    fc.double(),
    wrapped('unsignedbyte', fc.nat(255)),
    wrapped('unsignedshort', fc.nat(65_535)),
    wrapped('unsignedint', fc.nat()),
    wrapped('short', fc.nat(127)),
    wrapped('int', within(16)),
    wrapped('long', within(32)),
    wrapped(
      'long',
      wide.filter((value) => typeof exact(value) === 'bigint'),
    ),
    wrapped('double', within(32)),
    wrapped('float', fc.float({ noNaN: true })),
    wrapped('timestamp', unsigned64.map(exact)),
    wrapped('decimal', fc.record({ places: fc.nat(255), digits: fc.nat() })),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('table'),
  ),
  table: fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
}));

const fieldOf: Readonly<Record<FieldType, fc.Arbitrary<unknown>>> = {
  bit: fc.boolean(),
  octet: fc.nat(255),
  short: fc.nat(65_535),
  long: fc.nat(),
  longlong: fc.nat(),
  text,
  longtext: text,
  bytes: fc.uint8Array({ maxLength: 8 }),
  table: table as fc.Arbitrary<unknown>,
};

const properties = fc.record(
  {
    ...Object.fromEntries(
      ['contentType', 'contentEncoding', 'correlationId', 'replyTo', 'expiration', 'messageId', 'type'].map(
        (each) => [each, text],
      ),
    ),
    ...{ headers: table, deliveryMode: fc.constantFrom(1, 2), priority: fc.nat(255), timestamp: fc.nat() },
    ...{ userId: text, appId: text, clusterId: text },
  },
  { requiredKeys: [] },
);

/** Of one kind of method: with all its fields, and with a message where one belongs to it. */
const methodOf = (shape: (typeof methodShapes)[number]): fc.Arbitrary<WireMethod> =>
  fc.record({
    method: fc.constant(shape.name),
    ...Object.fromEntries(
      shape.fields
        .filter(({ name: field }) => field !== '')
        .map(({ name: field, type }) => [field, fieldOf[type]]),
    ),
    ...(shape.hasContent ? { properties, body: fc.uint8Array({ maxLength: 64 }) } : {}),
  }) as unknown as fc.Arbitrary<WireMethod>;

const method = fc.constantFrom(...methodShapes).chain(methodOf);

/** Arguments are read as plain numbers. */
const asRead = (sent: WireMethod): unknown => {
  const { arguments: given, ...rest } = sent as unknown as Record<string, unknown>;
  return given === undefined ? rest : { ...rest, arguments: plainNumbers(given as never) };
};

/** Frames of channel 1 put together again. */
function readWith(frameMax: number, ...pieces: readonly Uint8Array[]): WireMethod[] {
  const [frames, commands] = [new FrameReader(), new CommandReader()];
  frames.frameMax = frameMax;
  const read: WireMethod[] = [];
  for (const piece of pieces) {
    frames.add(Buffer.from(piece));
    for (let frame = frames.next(); frame !== undefined; frame = frames.next()) {
      expect(frame.channel).toBe(1);
      const command = commands.take(frame);
      if (command !== undefined) read.push(command);
    }
  }
  return read;
}

it('tables with every type of value are read as they were written', () => {
  const writer = new ByteWriter();
  fc.assert(
    fc.property(table, (given) => {
      writeTable(writer, given as never);
      const bytes = writer.take();
      const reader = new ByteReader(bytes);
      const read = readTable(reader);
      expect(read).toEqual(given);
      expect(reader.left).toBe(0);
      writeTable(writer, read);
      expect(writer.take().equals(bytes)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it('commands of all kinds are read as they were written, however their bytes are cut', () => {
  const writer = new CommandWriter();
  fc.assert(
    fc.property(
      fc.array(method, { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat(40), { maxLength: 30 }),
      (sent, cuts) => {
        const bytes = Buffer.concat(sent.map((each) => writer.write(1, each, 32)));
        const pieces: Uint8Array[] = [];
        let from = 0;
        for (const cut of cuts) pieces.push(bytes.subarray(from, (from += cut)));
        expect(readWith(0, ...pieces, bytes.subarray(from))).toEqual(sent.map(asRead));
      },
    ),
    { numRuns: 300 },
  );
});

it('amqplib writes the same bytes for all methods, headers and tables', () => {
  // Of `!` and what carries it amqplib knows no field of that name; it refuses numbers that are none.
  const known = (value: unknown): boolean =>
    typeof value === 'number'
      ? Number.isFinite(value) && !Object.is(value, -0) && value >= -(2 ** 63)
      : typeof value !== 'object' ||
        value === null ||
        value instanceof Uint8Array ||
        ('!' in value
          ? typeof value['!'] === 'string' && 'value' in value && value['!'] !== ''
          : !Object.hasOwn(value, '__proto__') && Object.values(value).every(known));
  const asBuffers = (value: unknown): unknown =>
    value instanceof Uint8Array
      ? Buffer.from(value)
      : Array.isArray(value)
        ? value.map(asBuffers)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asBuffers(each)]))
          : value;
  const idOf = (full: string): number =>
    encoder[full.replace(/(^|[.-])(\w)/g, (_all, _mark, letter: string) => letter.toUpperCase())] as number;
  const missing = methodShapes.filter(({ name: full }) => idOf(full) === undefined);
  expect(missing.map(({ name: full }) => full)).toEqual([]);
  const writer = new CommandWriter();
  fc.assert(
    fc.property(method, (given) => {
      fc.pre(known(given));
      const { properties: own, body, ...fields } = given as unknown as Record<string, unknown>;
      for (const field of ['mechanisms', 'locales'])
        if (field in fields) fields[field] = Buffer.from(fields[field] as string);
      const id = idOf(given.method);
      const theirs = [encoder.encodeMethod(id, 1, asBuffers(fields) as object)];
      if (own !== undefined) {
        const content = Buffer.from(body as Uint8Array);
        theirs.push(
          encoder.encodeProperties(
            encoder.BasicProperties as number,
            1,
            content.length,
            asBuffers(own) as object,
          ),
        );
        if (content.length > 0)
          theirs.push(Buffer.from([3, 0, 1, 0, 0, 0, content.length]), content, Buffer.from([206]));
      }
      expect(writer.write(1, given, 0).toString('hex')).toBe(Buffer.concat(theirs).toString('hex'));
    }),
    { numRuns: 500 },
  );
});

const queueDelete = new CommandWriter().write(1, { method: 'queue.delete', queue: 'q' }, 0);
const changed = (bytes: Buffer, at: number, value: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at] = value;
  return copy;
};
const frame = (type: number, hex: string): Buffer => {
  const payload = Buffer.from(hex, 'hex');
  return Buffer.concat([Buffer.from([type, 0, 1, 0, 0, 0, payload.length]), payload, Buffer.from([0xce])]);
};
const publish = frame(1, '003c0028000000016100');
const header = (rest: string) => Buffer.concat([publish, frame(2, `003c0000${rest}`)]);

/** What RabbitMQ 3.10.8 answers each with. */
it.each([
  ['a frame that does not end with its mark', changed(queueDelete, queueDelete.length - 1, 0), 501],
  ['a frame larger than agreed', changed(queueDelete, 4, 2), 501],
  ['fields that end too soon', frame(1, '0032000a0000ff61'), 501],
  ['fields that go on too long', frame(1, '0055000a000707'), 501],
  ['a name that is no UTF-8', frame(1, '0032000a000001ff0400000000'), 501],
  ['a table with more bytes than there are', frame(1, '0032000a0000016104000000030161'), 501],
  ['a header where a method is expected', frame(2, '003c000000000000000000000000'), 505],
  ['a method where a header is expected', Buffer.concat([publish, queueDelete]), 505],
  ['a header of another class', Buffer.concat([publish, frame(2, '0032000000000000000000000000')]), 505],
  ['a body that is too long', Buffer.concat([header('00000000000000010000'), frame(3, '0102')]), 505],
  ['properties that cannot be read', header('0000000000000000800009'), 541],
  ['bytes behind the properties', header('0000000000000000000007'), 541],
])('%s: the code of RabbitMQ', (_what, bytes, code) => {
  expect(() => readWith(4_096, bytes)).toThrow(expect.objectContaining({ name: 'AmqpError', code }));
});

it.each([
  ['a method that there is not', frame(1, '00320063')],
  ['a value of no type', frame(1, '0032000a00000161040000000301615a')],
])('%s: no answer, as RabbitMQ has none', (_what, bytes) => {
  expect(() => readWith(4_096, bytes)).toThrow(expect.objectContaining({ name: 'Unanswerable' }));
});

it('tables as deep as nobody needs them are refused, and do not end the process', () => {
  const writer = new ByteWriter();
  const nested = (depth: number): void => {
    if (depth === 0) return;
    writer.text('');
    writer.octet(0x46);
    writer.measured(() => nested(depth - 1));
  };
  writer.measured(() => nested(1_000));
  expect(() => readTable(new ByteReader(writer.take()))).toThrow('more than 500 levels');
});

it('what is too long for a short string is cut between two characters', () => {
  const writer = new ByteWriter();
  writer.text('x' + 'ü'.repeat(200));
  expect(new ByteReader(writer.take()).text()).toBe('x' + 'ü'.repeat(127));
});
