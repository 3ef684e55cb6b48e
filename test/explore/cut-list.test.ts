import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutList, cutPairs } from '../../explore/shrink/cut-list.js';

const numbers = fc.uniqueArray(fc.nat(99), { maxLength: 40 });

describe('cutList', () => {
  it('finds exactly what is needed, where nothing else is', async () => {
    await fc.assert(
      fc.asyncProperty(numbers, fc.array(fc.nat(99), { maxLength: 5 }), async (items, wanted) => {
        const needed = items.filter((item) => wanted.includes(item));
        const kept = await cutList(items, async (rest) => needed.every((item) => rest.includes(item)));
        expect(kept).toEqual(needed);
      }),
    );
  });

  it('leaves nothing that can go by itself, whatever the failure depends on', async () => {
    await fc.assert(
      fc.asyncProperty(numbers, fc.func(fc.boolean()), async (items, arbitrary) => {
        const fails = async (rest: readonly number[]): Promise<boolean> =>
          rest.length === items.length || arbitrary([...rest]);
        const kept = await cutList(items, fails);
        for (const item of kept) {
          const rest = kept.filter((each) => each !== item);
          if (rest.length > 0) expect(await fails(rest)).toBe(false);
        }
      }),
    );
  });

  it('takes few tries where few of many matter', async () => {
    let tries = 0;
    const items = Array.from({ length: 1024 }, (_, index) => index);
    const kept = await cutList(items, async (rest) => {
      tries++;
      return rest.includes(100) && rest.includes(900);
    });
    expect(kept).toEqual([100, 900]);
    expect(tries).toBeLessThan(60);
  });
});

describe('cutPairs', () => {
  it('takes away what only goes together', async () => {
    const together = async (rest: readonly string[]): Promise<boolean> =>
      rest.includes('needed') && rest.includes('lock') === rest.includes('unlock');
    const items = ['lock', 'needed', 'unlock'];
    expect(await cutList(items, together)).toEqual(items);
    expect(await cutPairs(items, together)).toEqual(['needed']);
  });
});
