/** The shape of every effect test: one system, run without the fault and with it, and what is seen each time. */
import { expect, it } from 'vitest';
import type { Fault, FaultKind, FaultOf, Run } from 'seedstorm';
import { run, type TinySystem } from '../../tiny-system.js';

interface Effect<K extends FaultKind> {
  readonly system: TinySystem;
  readonly fault: FaultOf<K>;
  /** Other faults, there both times. */
  readonly besides?: readonly Fault[];
  readonly observe: (run: Run) => unknown;
  /** What is observed without the fault. */
  readonly without: unknown;
  /** What is observed with it. */
  readonly with: unknown;
}

/** A test that a fault of one kind does what it says. `every-kind.test.ts` looks for these calls. */
export function shows<K extends FaultKind>(kind: K, what: string, effect: Effect<K>): void {
  const { system, fault, besides = [], observe } = effect;
  it(`${kind}: ${what}`, async () => {
    expect(fault.kind).toBe(kind);
    expect(effect.with).not.toEqual(effect.without);
    expect(observe(await run(system, besides)), 'without the fault').toEqual(effect.without);
    expect(observe(await run(system, [...besides, fault])), 'with the fault').toEqual(effect.with);
  });
}
