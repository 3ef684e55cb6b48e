/** A file that awaits for ever is given up; one that is only slow is not. */
import { expect, it } from 'vitest';
import { inTime } from '../../cli/scenario-loading.js';

it('loading ends in time, or is given up with the name of the file', async () => {
  // The limit alone keeps no process alive, so something else has to.
  const alive = setInterval(() => undefined, 50);
  try {
    const never = new Promise<never>(() => undefined);
    await expect(inTime(never, './x.sim.ts', 20)).rejects.toThrow(
      './x.sim.ts is not loaded after 0.02 s: does it await something that never comes?',
    );
    const slow = new Promise((resolve) => setTimeout(() => resolve('there'), 20));
    expect(await inTime(slow, './x.sim.ts', 5_000)).toBe('there');
  } finally {
    clearInterval(alive);
  }
});
