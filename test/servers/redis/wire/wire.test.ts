/** What a client sends and what comes back, byte by byte as from redis-server 7.0.15, in whichever pieces it is sent. */
import { describe, expect, it } from 'vitest';
import { newRedis } from '../../../../servers/redis/core/redis.js';
import { RedisHost } from '../../../../servers/redis/wire/host.js';

/** Sends pieces one after another. */
function talk(pieces: readonly string[]): string {
  const host = new RedisHost(newRedis(), {
    clock: { nowMs: () => 1_700_000_000_000, after: () => () => undefined },
    random: () => 0.5,
  });
  let out = '';
  const client = host.accept({
    write(bytes) {
      out += Buffer.from(bytes).toString('latin1');
      return true;
    },
    end: () => void (out += '(closed)'),
    read: () => undefined,
  });
  for (const piece of pieces) client.received(Buffer.from(piece, 'latin1'));
  return out;
}

const HELLO =
  '$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$6\r\n7.0.15\r\n$5\r\nproto\r\n:3\r\n$2\r\nid\r\n:1\r\n$4\r\nmode\r\n$10\r\nstandalone\r\n$4\r\nrole\r\n$6\r\nmaster\r\n$7\r\nmodules\r\n*0\r\n';
const REFUSED = '-ERR Protocol error: ';

/** Each with what the real server sent back. */
const talks: readonly (readonly [sent: string, answered: string])[] = [
  ['PING\r\n', '+PONG\r\n'],
  ['SET a "x y"\r\nGET a\n', '+OK\r\n$3\r\nx y\r\n'],
  ['SET b "a\\x00\\n\\q"\r\nGET b\r\n', '+OK\r\n$4\r\na\0\nq\r\n'],
  ["SET c 'it\\'s'\r\nGET c\r\n", "+OK\r\n$4\r\nit's\r\n"],
  ['SET "a\r\n', `${REFUSED}unbalanced quotes in request\r\n(closed)`],
  ['GET "a"b\r\n', `${REFUSED}unbalanced quotes in request\r\n(closed)`],
  ['*0\r\n*-1\r\n\r\n   \r\n*1\r\n$4\r\nPING\r\n', '+PONG\r\n'],
  ['*x\r\n', `${REFUSED}invalid multibulk length\r\n(closed)`],
  ['*99999999999\r\n', `${REFUSED}invalid multibulk length\r\n(closed)`],
  ['*1\r\nPING\r\n', `${REFUSED}expected '$', got 'P'\r\n(closed)`],
  ['*1\r\n$-1\r\n', `${REFUSED}invalid bulk length\r\n(closed)`],
  ['*1\r\n$999999999999\r\n', `${REFUSED}invalid bulk length\r\n(closed)`],
  ['PING\r\n*2\r\n$4\r\nPING\r\n:1\r\n', `+PONG\r\n${REFUSED}expected '$', got ':'\r\n(closed)`],
  [
    '*3\r\n$3\r\nSET\r\n$1\r\na\r\n$4\r\n\r\n\0\xff\r\n*2\r\n$3\r\nGET\r\n$1\r\na\r\n',
    '+OK\r\n$4\r\n\r\n\0\xff\r\n',
  ],
  ['QUIT\r\nPING\r\n', '+OK\r\n(closed)'],
  [
    'HELLO 3\r\nHSET h a 1\r\nHGETALL h\r\nSADD s x\r\nSMEMBERS s\r\nZADD z 1.5 m\r\nZRANGE z 0 -1 WITHSCORES\r\nZSCORE z m\r\nGET none\r\nSUBSCRIBE ch\r\nINFO nosuch\r\nXADD st 1-1 a b\r\nXREAD STREAMS st 0\r\n',
    `%7\r\n${HELLO}:1\r\n%1\r\n$1\r\na\r\n$1\r\n1\r\n:1\r\n~1\r\n$1\r\nx\r\n:1\r\n*1\r\n*2\r\n$1\r\nm\r\n,1.5\r\n,1.5\r\n_\r\n>3\r\n$9\r\nsubscribe\r\n$2\r\nch\r\n:1\r\n=4\r\ntxt:\r\n$3\r\n1-1\r\n%1\r\n$2\r\nst\r\n*1\r\n*2\r\n$3\r\n1-1\r\n*2\r\n$1\r\na\r\n$1\r\nb\r\n`,
  ],
  [
    'HSET h a 1\r\nHGETALL h\r\nZADD z 1.5 m\r\nZSCORE z m\r\nSUBSCRIBE ch\r\n',
    ':1\r\n*2\r\n$1\r\na\r\n$1\r\n1\r\n:1\r\n$3\r\n1.5\r\n*3\r\n$9\r\nsubscribe\r\n$2\r\nch\r\n:1\r\n',
  ],
];

describe('the protocol', () => {
  it.each(talks)('%j', (sent, answered) => {
    expect(talk([sent])).toBe(answered);
    expect(talk([...sent])).toBe(answered);
    for (let cut = 1; cut < sent.length; cut += 3)
      expect(talk([sent.slice(0, cut), sent.slice(cut)])).toBe(answered);
  });
});
