import crypto from 'node:crypto';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { FakeHost } from './fake-host.js';
import { runAs } from './fake-world.js';

/** Draws of every kind, as plain values. */
async function drawAll(): Promise<Record<string, unknown>> {
  const filled = crypto.randomFillSync(Buffer.alloc(8), 2, 4);
  const words = crypto.randomFillSync(new Uint16Array(4), 1, 2);
  const v7 = (crypto as { randomUUIDv7?: () => string }).randomUUIDv7;
  return {
    random: Math.random(),
    uuid: crypto.randomUUID(),
    webUuid: globalThis.crypto.randomUUID(),
    v7: v7?.(),
    values: [...globalThis.crypto.getRandomValues(new Uint8Array(7))],
    nodeValues: [...crypto.getRandomValues(new Uint32Array(2))],
    big: [...crypto.getRandomValues(new BigInt64Array(1))].map(String),
    bytes: crypto.randomBytes(9).toString('hex'),
    old: (crypto as unknown as { pseudoRandomBytes: typeof crypto.randomBytes })
      .pseudoRandomBytes(3)
      .toString('hex'),
    laterBytes: (await promisify(crypto.randomBytes)(5)).toString('hex'),
    filled: [...filled],
    words: [...(words as Uint16Array)],
    laterFill: [...((await promisify(crypto.randomFill)(new Uint8Array(3))) as Uint8Array)],
    int: crypto.randomInt(1000),
    range: crypto.randomInt(-5, 5),
    laterInt: await new Promise((resolve) => crypto.randomInt(1, 7, (_error, value) => resolve(value))),
  };
}

describe('randomness on a node', () => {
  it('is the same for the same node and seed, and different for others', async () => {
    const first = await runAs(new FakeHost('n1'), drawAll);
    expect(await runAs(new FakeHost('n1'), drawAll)).toEqual(first);
    const others = [
      await runAs(new FakeHost('n2'), drawAll),
      await runAs(new FakeHost('n1', 'async-program', 2), drawAll),
      await drawAll(),
    ];
    for (const other of others) {
      for (const kind of [
        'random',
        'uuid',
        'webUuid',
        'values',
        'nodeValues',
        'big',
        'bytes',
        'laterBytes',
        'filled',
      ]) {
        expect(other[kind], kind).not.toEqual(first[kind]);
      }
    }
  });

  it('has the shapes Node gives it', async () => {
    const drawn = await runAs(new FakeHost('n1'), drawAll);
    const version4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(drawn['uuid']).toMatch(version4);
    expect(drawn['webUuid']).toMatch(version4);
    // 2026-01-01T00:00:00Z is 0x019b76daa800 in ms.
    if (drawn['v7'] !== undefined)
      expect(drawn['v7']).toMatch(/^019b76da-a800-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-/);
    expect(drawn['filled']).toEqual([
      0,
      0,
      expect.any(Number),
      expect.any(Number),
      expect.any(Number),
      expect.any(Number),
      0,
      0,
    ]);
    expect([(drawn['words'] as number[])[0], (drawn['words'] as number[])[3]]).toEqual([0, 0]);
    expect((drawn['words'] as number[])[1]).toBeGreaterThan(0);
  });

  it('spreads randomInt evenly over its range', async () => {
    const counts = await runAs(new FakeHost('n1'), () => {
      const counts = new Map<number, number>();
      for (let draw = 0; draw < 6000; draw++) {
        const side = crypto.randomInt(1, 7);
        counts.set(side, (counts.get(side) ?? 0) + 1);
      }
      return counts;
    });
    expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
    const huge = await runAs(new FakeHost('n1'), () => crypto.randomInt(0, 2 ** 48 - 1));
    expect(huge).toBeGreaterThan(2 ** 32);
  });

  it('refuses what Node refuses, with the same codes', async () => {
    const code = (act: () => unknown) =>
      runAs(new FakeHost('n1'), () => {
        try {
          act();
          return 'accepted';
        } catch (error) {
          return (error as { code: unknown; name: string }).code || (error as Error).name;
        }
      });
    expect(await code(() => crypto.randomBytes(-1))).toBe('ERR_OUT_OF_RANGE');
    expect(await code(() => crypto.randomInt(5, 5))).toBe('ERR_OUT_OF_RANGE');
    expect(await code(() => crypto.randomInt(0.5))).toBe('ERR_INVALID_ARG_TYPE');
    expect(await code(() => crypto.randomFillSync(Buffer.alloc(4), 3, 4))).toBe('ERR_OUT_OF_RANGE');
    expect(await code(() => crypto.getRandomValues(new Uint8Array(70_000)))).not.toBe('accepted');
    expect(await code(() => crypto.getRandomValues(new Float64Array(2) as never))).not.toBe('accepted');
  });
});
