/**
 * What a client may send that is right, odd or wrong, from the first byte on. Not among them is what ends a process of the
 * real server: methods and types of values that there are not (it drops the connection without a word), and properties
 * that cannot be read (it answers 541).
 */
import type { WireMethod } from '../../../../servers/amqp/wire/codec/method-codec.js';
import { frame, method, PROTOCOL_HEADER, startOk, type RawCase, type Stage } from './raw-client.js';

const header = (...version: number[]): Buffer => Buffer.from([0x41, 0x4d, 0x51, 0x50, ...version]);
const login = (other: object): Buffer => method(0, { ...startOk, ...other } as WireMethod);
const amqplain = (user: string): Buffer =>
  Buffer.from(`\x05LOGINS\0\0\0\x05${user}\x08PASSWORDS\0\0\0\x05guest`, 'latin1');
const tuneOk = (channelMax: number, frameMax: number, heartbeat = 60): Buffer =>
  method(0, { method: 'connection.tune-ok', channelMax, frameMax, heartbeat });
const open = (virtualHost = '/'): Buffer => method(0, { method: 'connection.open', virtualHost });
const bye = method(0, { method: 'connection.close', replyCode: 200, replyText: 'bye' });
/** Its answer shows that the channel lives. */
const ping = method(1, { method: 'confirm.select' });

const declared = method(1, { method: 'queue.declare', queue: 'wire-q', exclusive: true });
const badEnd = Buffer.from(declared);
badEnd[badEnd.length - 1] = 0;
const publish = frame(1, 1, '003c0028000000016100');
const content = (rest: string): Buffer[] => [publish, frame(2, 1, `003c0000${rest}`)];

type Row = readonly [name: string, after: Stage, send: readonly Uint8Array[], slow?: true];

const rows: readonly Row[] = [
  ['the header of 0-9-1', 'nothing', [PROTOCOL_HEADER]],
  ['the header of 0-9', 'nothing', [header(1, 1, 0, 9)]],
  ['a header of another version', 'nothing', [header(0, 0, 10, 0)]],
  ['a header of 1.0', 'nothing', [header(0, 1, 0, 0)]],
  ['a request of HTTP', 'nothing', [Buffer.from('GET / HT')]],
  ['a hello of TLS', 'nothing', [Buffer.from('1603010200010000', 'hex')]],

  ['a login', 'start', [login({})]],
  ['a login by AMQPLAIN', 'start', [login({ mechanism: 'AMQPLAIN', response: amqplain('guest') })]],
  ['a wrong password', 'start', [login({ response: Buffer.from('\0guest\0wrong') })]],
  ['an unknown user', 'start', [login({ mechanism: 'AMQPLAIN', response: amqplain('geust') })]],
  [
    'a wrong password, and nobody wants to know',
    'start',
    [login({ response: Buffer.from('\0guest\0wrong'), clientProperties: {} })],
    true,
  ],
  ['an unknown mechanism', 'start', [login({ mechanism: 'NOPE' })], true],
  ['a login that is none', 'start', [login({ response: Buffer.from('guest') })], true],
  ['a login for somebody else', 'start', [login({ response: Buffer.from('me\0guest\0guest') })], true],
  ['no login', 'start', [open()], true],
  ['a goodbye instead of a login', 'start', [bye], true],

  ['small frames', 'tune', [tuneOk(10, 4_096), open()]],
  ['no heartbeat', 'tune', [tuneOk(2_047, 131_072, 0), open()]],
  ['frames that are too small', 'tune', [tuneOk(2_047, 4_095), open()], true],
  ['frames that are too large', 'tune', [tuneOk(2_047, 131_073), open()], true],
  ['frames without a limit', 'tune', [tuneOk(2_047, 0), open()], true],
  ['too many channels', 'tune', [tuneOk(2_048, 131_072), open()], true],
  ['channels without a limit', 'tune', [tuneOk(0, 131_072), open()], true],
  ['nothing agreed', 'tune', [open()], true],

  ['a virtual host that there is not', 'opening', [open('nowhere')]],
  ['a channel before the connection is open', 'opening', [method(1, { method: 'channel.open' })]],
  ['agreed twice', 'opening', [tuneOk(2_047, 131_072)]],
  ['a goodbye instead of an opening', 'opening', [bye]],

  ['a login once more', 'open', [login({})]],
  ['a channel with the number of the connection', 'open', [method(0, { method: 'channel.open' })]],
  [
    'an opening on a channel that is not open',
    'open',
    [method(1, { method: 'connection.open', virtualHost: '/' })],
  ],
  ['an opening on a channel', 'channel', [method(1, { method: 'connection.open', virtualHost: '/' })]],
  [
    'a new secret',
    'open',
    [method(0, { method: 'connection.update-secret', newSecret: Buffer.from('x'), reason: '' })],
  ],
  ['a goodbye', 'channel', [bye, ping]],
  ['an answer to a goodbye that nobody said', 'open', [method(0, { method: 'connection.close-ok' })]],
  [
    'two channels of two',
    'tune',
    [tuneOk(2, 131_072), open(), ...[7, 9].map((number) => method(number, { method: 'channel.open' }))],
  ],
  [
    'three channels of two',
    'tune',
    [tuneOk(2, 131_072), open(), ...[7, 9, 1].map((number) => method(number, { method: 'channel.open' }))],
  ],

  ['a frame that does not end with its mark', 'channel', [badEnd, ping], true],
  ['a frame that is too large', 'channel', [frame(1, 1, '00'.repeat(131_073)), ping], true],
  ['a frame that is a little too large', 'channel', [frame(3, 1, '00'.repeat(131_072)), ping]],
  ['a frame of no type', 'channel', [frame(5, 1, '01'), ping]],
  ['a frame of no type, for the connection', 'channel', [frame(5, 0, '01'), ping]],
  ['a heartbeat', 'channel', [frame(8, 0, ''), ping]],
  ['a heartbeat of a channel', 'channel', [frame(8, 1, ''), ping]],
  ['a heartbeat that carries something', 'channel', [frame(8, 0, '01'), ping]],
  ['a header for the connection', 'channel', [frame(2, 0, '00'.repeat(14)), ping]],
  ['a header that is too short', 'channel', [frame(2, 1, '000000'), ping]],
  ['a method that is too short', 'channel', [frame(1, 1, '0032'), ping]],
  ['a header without a method', 'channel', [frame(2, 1, '003c000000000000000000000000'), ping]],
  ['a body without a method', 'channel', [frame(3, 1, '01'), ping]],
  ['fields that end too soon', 'channel', [frame(1, 1, '0032000a0000ff61'), ping]],
  ['fields that go on too long', 'channel', [frame(1, 1, '0055000a000707'), ping]],
  ['a table that ends too soon', 'channel', [frame(1, 1, '0032000a0000016104000000030161'), ping]],
  ['a name that is no UTF-8', 'channel', [frame(1, 1, '0032000a000001ff0400000000'), ping]],

  ['a method instead of a header', 'channel', [publish, declared, ping]],
  ['a body instead of a header', 'channel', [publish, frame(3, 1, '01'), ping]],
  ['a header of another class', 'channel', [publish, frame(2, 1, '0032000000000000000000000000'), ping]],
  ['a header with a weight', 'channel', [publish, frame(2, 1, '003c000100000000000000000000'), ping]],
  [
    'a body in two pieces, one of them empty',
    'channel',
    [...content('00000000000000010000'), frame(3, 1, ''), frame(3, 1, '05'), ping],
  ],
  ['a body that is too long', 'channel', [...content('00000000000000020000'), frame(3, 1, '010203'), ping]],
  ['a method instead of a body', 'channel', [...content('00000000000000020000'), ping]],

  // Between channels the real server keeps no order, so nothing is asked on another one behind these.
  ['a channel that is not open', 'channel', [method(9, { method: 'basic.get', queue: 'x' })]],
  ['a channel of a high number', 'channel', [method(3_000, { method: 'channel.open' })]],
  ['a channel opened twice', 'channel', [method(1, { method: 'channel.open' }), ping]],
  [
    'the end of a channel that is not open',
    'channel',
    [method(9, { method: 'channel.close', replyCode: 200, replyText: '' })],
  ],
  ['a stop of a channel', 'channel', [method(1, { method: 'channel.flow', active: false }), ping]],
  ['a start of a channel', 'channel', [method(1, { method: 'channel.flow', active: true }), ping]],
  ['a method of servers', 'channel', [method(1, { method: 'basic.get-empty' }), ping]],
  ['a request for access, as of old', 'channel', [method(1, { method: 'access.request', realm: '/' }), ping]],
  [
    'a queue that there is not',
    'channel',
    [method(1, { method: 'queue.declare', queue: 'wire-nowhere', passive: true }), ping],
  ],
  [
    'what comes behind an error',
    'channel',
    [
      method(1, { method: 'queue.declare', queue: 'wire-nowhere', passive: true }),
      ...content('00000000000000010000'),
      method(1, { method: 'channel.close-ok' }),
      ping,
    ],
  ],
  [
    'a channel once more behind an error',
    'channel',
    [
      method(1, { method: 'queue.declare', queue: 'wire-nowhere', passive: true }),
      method(1, { method: 'channel.close-ok' }),
      method(1, { method: 'channel.open' }),
      ping,
    ],
  ],
];

export const cases: readonly RawCase[] = rows.map(([name, after, send, slow]) => ({
  ...{ name, after, send },
  ...(slow === true ? { slow } : {}),
}));
