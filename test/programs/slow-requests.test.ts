/** Time-outs of http servers: the same answers at the same times as on a real machine. */
import { expect, it } from 'vitest';
import { bothSay } from './like-life.js';

it('headersTimeout, requestTimeout and keepAliveTimeout end what is too slow, as in life', async () => {
  const { real, inside, wrong } = await bothSay('slow-requests.js');
  expect(wrong).toEqual([]);
  expect(inside).toEqual(real);
  expect(inside.at(-1)).toBe('- the end');
});
