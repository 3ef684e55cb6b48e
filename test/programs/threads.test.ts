/** What Node does in threads, without them: compression and cryptography say the same as on a real machine. */
import { expect, it } from 'vitest';
import { bothSay } from './like-life.js';

it('zlib, crypto with callbacks and Web Crypto are as in life, and the same seed draws the same', async () => {
  const { real, inside, wrong, fingerprint } = await bothSay('threads.js');
  expect(wrong).toEqual([]);
  expect(inside).toEqual(real);
  expect(inside.at(-1)).toBe('- the end');
  expect((await bothSay('threads.js')).fingerprint).toBe(fingerprint);
});
