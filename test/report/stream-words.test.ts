/** What of a stream stands in a story, and beside its arrow on the page. */
import { expect, it } from 'vitest';
import { hintOf } from '../../report/page/diagram/hint.js';
import { streamWords } from '../../report/story/stream-words.js';

const bytes = (text: string) => ({ bytes: { bytes: [...Buffer.from(text)] } });

it.each([
  [{ kind: 'open' }, 'stream 4: open'],
  [{ kind: 'ack' }, 'stream 4: acknowledged'],
  [{ kind: 'data', data: { put: 5 } }, 'stream 4: {put:5}'],
  [
    { kind: 'data', data: bytes('GET / HTTP/1.1\r\nHost: web\r\n\r\n') },
    'stream 4: GET / HTTP/1.1 Host: web',
  ],
  [{ kind: 'data', data: bytes('AB') }, 'stream 4: AB'],
  [{ kind: 'data', data: bytes('\u0000\u0001\u0002') }, 'stream 4: 3 bytes'],
  [{ kind: 'data', data: bytes('x'.repeat(100)) }, expect.stringMatching(/^stream 4: x+…x+$/)],
])('%j', (segment, words) => {
  expect(streamWords({ stream: 4, key: 7, seq: 1, ...segment })).toEqual(words);
});

it.each([
  [{ kind: 'accept', key: 3 }, 'accept'],
  [{ kind: 'data', data: bytes('GET /carts HTTP/1.1\r\nHost: web\r\n\r\n') }, 'GET /carts HTTP/1.1 Host:…'],
  [{ kind: 'data', data: bytes('\u0000\u0001\u0002') }, '3 bytes'],
  [{ kind: 'data', data: { put: 5 } }, 'put=5'],
])('beside its arrow: %j', (segment, words) => {
  expect(hintOf(JSON.stringify({ stream: 4, key: 7, seq: 1, ...segment }), 'segment')).toBe(words);
});
