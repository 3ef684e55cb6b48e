/** Durable deduplication: as data, and in a world that shows each planted bug, in both styles. */
import { simulate } from 'seedstorm';
import { compactOnce, onceRules, openOnce, takeOnce, type OnceRules } from 'seedstorm/parts';
import { describe, expect, it } from 'vitest';
import { expectFound } from './found.js';
import { onceWorld } from './once-world.js';

/** A disk without faults, as data, and clocks that are set. */
function plainNode() {
  const files: Record<string, unknown> = {};
  const list = (file: string) => (files[file] ??= []) as unknown[];
  const clock = { monotonicMs: 0, wallMs: 0 };
  return {
    clock,
    disk: {
      records: (file: string) => list(file).map((value) => ({ ok: true, value }) as const),
      read: (file: string) => files[file],
      write: (file: string, value: unknown) => void (files[file] = structuredClone(value)),
      append: (file: string, record: unknown) => void list(file).push(structuredClone(record)),
      truncate: (file: string, count: number) => void (list(file).length = count),
    },
    exit: (reason: string): never => {
      throw new Error(reason);
    },
    monotonicMs: () => clock.monotonicMs,
    nowMs: () => clock.wallMs,
  };
}

describe('what is taken once', () => {
  const asked = (id: number, from = 'c') => ({ from, id });
  const opened = (node: ReturnType<typeof plainNode>, rules: OnceRules = onceRules) =>
    openOnce<string, string, string>(node, { rules }).once;
  const take = (
    node: ReturnType<typeof plainNode>,
    once: ReturnType<typeof opened>,
    id: number,
    from = 'c',
  ) => takeOnce(once, asked(id, from), () => ({ did: `${from}${id}`, answer: `did ${from}${id}` }), node);

  it('is known after a restart, with its answer, and after a snapshot too', () => {
    const node = plainNode();
    let once = opened(node);
    expect(take(node, once, 1)).toEqual({ kind: 'new', answer: 'did c1' });
    take(node, once, 2);
    take(node, once, 1, '__proto__');
    for (let restarts = 0; restarts < 2; restarts++) {
      once = opened(node);
      expect(take(node, once, 2)).toEqual({ kind: 'again', answer: 'did c2' });
      expect(take(node, once, 1)).toEqual({ kind: 'older' });
      expect(take(node, once, 1, '__proto__').kind).toBe('again');
      compactOnce(once, 3, 'all', node);
    }
    expect([once.log.snapshot?.state, once.log.entries]).toEqual(['all', []]);
    expect(take(node, once, 3).kind).toBe('new');
    expect(opened(node).log.entries.map(({ did }) => did)).toEqual(['c3']);
  });

  it('is forgotten when it is old, but never sooner: not by a clock that jumps, and not by a restart', () => {
    const rules = { ...onceRules, forgetAfterMs: 100 };
    const node = plainNode();
    const once = opened(node, rules);
    take(node, once, 5);
    node.clock.wallMs = 1e9;
    node.clock.monotonicMs = 99;
    expect(take(node, once, 5).kind).toBe('again');
    const again = opened(node, rules);
    node.clock.monotonicMs = 150;
    expect(take(node, again, 5).kind).toBe('again');
    node.clock.monotonicMs = 199;
    compactOnce(again, 1, 'all', node);
    expect(take(node, again, 5).kind).toBe('new');
  });
});

describe.each(['machine', 'async'] as const)('a bank, style %s', (style) => {
  it('makes each deposit once and loses none, in 10 seeds', async () => {
    for (let seed = 1; seed <= 10; seed++)
      expect((await simulate(onceWorld, { seed, params: { style } })).verdict, `seed ${seed}`).not.toBe(
        'invalid',
      );
  });

  it.each(Object.keys(onceWorld.bugs ?? {}))('%s is found', (bug) => expectFound(onceWorld, bug, { style }));
});
