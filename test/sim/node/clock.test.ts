/** The clocks of a node by themselves: what drift, jumps, offsets and freezes do to which of them. */
import { describe, expect, it } from 'vitest';
import { Clock } from '../../../sim/node/clock.js';

const EPOCH_MS = Date.UTC(2026, 0, 1);

describe('a clock', () => {
  it('is right until something bends it', () => {
    const clock = new Clock();
    expect([clock.monotonic(1500), clock.wallMs(1500), clock.real(10), clock.drift]).toEqual([
      1500,
      EPOCH_MS + 1.5,
      10,
      0,
    ]);
  });

  it('drifts from where it was, in both clocks and in the length of timers', () => {
    const clock = new Clock();
    clock.setDrift(1_000_000, 100_000);
    expect(clock.monotonic(1_000_000)).toBe(1_000_000);
    expect(clock.monotonic(2_000_000)).toBe(2_100_000);
    expect(clock.wallMs(2_000_000)).toBe(EPOCH_MS + 2_100);
    expect(clock.real(1_100_000)).toBe(1_000_000);
    clock.setDrift(2_000_000, 0);
    expect(clock.monotonic(3_000_000)).toBe(3_100_000);
    expect(clock.drift).toBe(0);
  });

  it('jumps only on the wall, also while it is frozen', () => {
    const clock = new Clock();
    clock.jump(-5_000);
    expect([clock.monotonic(10_000), clock.wallMs(10_000)]).toEqual([10_000, EPOCH_MS + 5]);
    clock.freeze(10_000);
    clock.jump(1_000);
    expect(clock.wallMs(99_000)).toBe(EPOCH_MS + 6);
    clock.unfreeze();
    expect(clock.wallMs(99_000)).toBe(EPOCH_MS + 95);
  });

  it('stands still until the last freeze is over, and offsets end with their fault', () => {
    const clock = new Clock();
    clock.freeze(1_000);
    clock.freeze(2_000);
    clock.unfreeze();
    expect(clock.wallMs(9_000)).toBe(EPOCH_MS + 1);
    expect(clock.monotonic(9_000)).toBe(9_000);
    clock.unfreeze();
    expect(clock.wallMs(9_000)).toBe(EPOCH_MS + 9);
    clock.addOffset(2_000);
    expect(clock.wallMs(9_000)).toBe(EPOCH_MS + 11);
    clock.addOffset(-2_000);
    expect(clock.wallMs(9_000)).toBe(EPOCH_MS + 9);
  });

  it('goes on from where it was saved', () => {
    const clock = new Clock();
    clock.setDrift(1_000, 200_000);
    clock.jump(700);
    clock.addOffset(30);
    clock.freeze(2_000);
    const saved = clock.save();
    const twin = new Clock();
    twin.restore(saved);
    for (const other of [clock, twin]) other.unfreeze();
    expect(twin.wallMs(5_000)).toBe(clock.wallMs(5_000));
    expect(twin.save()).toEqual(clock.save());
  });
});
