/** What an invariant remembers belongs to its world: snapshots keep it, forks have their own, the next run begins anew. */
import { describe, expect, it } from 'vitest';
import { createWorld, invariant, simulate, stateMachine, type SimWorld } from 'seedstorm';
import { tiny } from './tiny-system.js';

/** Counts up to three, and then begins again. */
const program = stateMachine<{ state: { n: number }; request: { f: string }; reply: number }>({
  start: () => ({ n: 0 }),
  onRequest(state, _request, node) {
    state.n = state.n >= 3 ? 0 : state.n + 1;
    node.reply(state.n);
  },
});
const neverFalls = invariant({
  memory: () => ({ most: 0, seen: new Map<string, number>() }),
  holds(_nodes, changed, memory) {
    const { n } = (changed.state as { n: number } | undefined) ?? { n: 0 };
    memory.seen.set(changed.name, n);
    if (n < memory.most) return `fell from ${memory.most} to ${n}`;
    memory.most = n;
    return undefined;
  },
});
const asks = Array.from({ length: 10 }, (_, index) => ({ atMs: 5 + 5 * index, to: 'a', f: 'count' }));
const scenario = tiny({ nodes: ['a'], program, asks, invariants: { 'never falls': neverFalls } });

const said = (world: SimWorld): string | undefined =>
  world.judge().checks.find(({ name }) => name === 'never falls')?.reason;
const counted = (world: SimWorld): number => (world.nodes[0]?.state as { n: number } | undefined)?.n ?? 0;

/** A world that has counted so far. */
async function at(count: number): Promise<SimWorld> {
  const world = await createWorld(scenario);
  while (counted(world) < count) world.step();
  return world;
}

describe('the memory of an invariant', () => {
  it('lasts from the first event to the last', async () => {
    expect((await simulate(scenario)).checks[1]?.reason).toBe('at 21 ms: fell from 3 to 0');
  });

  it('goes with a fork, and is its own from then on', async () => {
    const world = await at(3);
    const twin = world.fork();
    const stays = world.fork();
    await twin.runToEnd();
    expect(said(twin)).toBe('at 21 ms: fell from 3 to 0');
    expect(said(stays)).toBe('held after every event');
    await world.runToEnd();
    await stays.runToEnd();
    expect([said(world), said(stays)]).toEqual([said(twin), said(twin)]);
  });

  it('is put back with its world: what came later is forgotten', async () => {
    const world = await at(1);
    const saved = world.snapshot();
    for (let round = 0; round < 2; round++) {
      // A count of 2 after the restore would be a fall if the 3 were still remembered.
      while (counted(world) < 3) world.step();
      expect(said(world)).toBe('held after every event');
      world.restore(saved);
    }
    await world.runToEnd();
    expect(said(world)).toBe('at 21 ms: fell from 3 to 0');
  });

  it('begins anew with every run', async () => {
    const short = tiny({ nodes: ['a'], program, asks: asks.slice(0, 3), invariants: { neverFalls } });
    for (let round = 0; round < 3; round++) expect((await simulate(short)).verdict).toBe('valid');
  });

  it('must be plain data: refused with its name before the run', async () => {
    const invariants = { odd: invariant({ memory: () => ({ log: new WeakMap() }), holds: () => undefined }) };
    const refused = tiny({ nodes: ['a'], program, asks, invariants });
    await expect(simulate(refused)).rejects.toThrow(/invariants\.odd\.memory: .*memory holds a WeakMap/);
    const throwing = {
      odd: invariant({
        memory(): object {
          throw new Error('no memory');
        },
        holds: () => undefined,
      }),
    };
    await expect(simulate(tiny({ nodes: ['a'], program, asks, invariants: throwing }))).rejects.toThrow(
      /invariants\.odd\.memory: throws/,
    );
  });

  it('is declared with both its parts', () => {
    const wrong = { odd: { holds: () => undefined } };
    expect(() => tiny({ program, invariants: wrong as never })).toThrow(
      'invariants: expected functions by name, or objects { memory, holds }',
    );
  });
});
