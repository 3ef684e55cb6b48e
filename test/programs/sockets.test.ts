/** Node's own net and http on the network of a world: the same script does the same on a real machine and in a world. */
import { expect, it } from 'vitest';
import { bothSay } from './like-life.js';

it('sockets, servers, half closes, resets, errors and waiting writers are as in life', async () => {
  const { real, inside, wrong } = await bothSay('sockets.js');
  expect(wrong).toEqual([]);
  expect(inside).toEqual(real);
  expect(inside.at(-1)).toBe('- the end');
});
