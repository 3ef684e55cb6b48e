/** Vector clocks. */
import { describe, expect, it } from 'vitest';
import { countOf, covers, total } from '../../../../scenarios/replication/causal-broadcast/clock.js';

describe('vector clocks', () => {
  it('count nothing of who was never heard of', () => {
    expect(countOf({ a: 2 }, 'a')).toBe(2);
    expect(countOf({ a: 2 }, 'b')).toBe(0);
  });

  it('cover one another, or neither', () => {
    expect(covers({ a: 1, b: 2 }, { b: 2 })).toBe(true);
    expect(covers({ b: 2 }, { a: 1, b: 2 })).toBe(false);
    expect(covers({ a: 1 }, { b: 1 })).toBe(false);
    expect(covers({ b: 1 }, { a: 1 })).toBe(false);
    expect(covers({}, { a: 0 })).toBe(true);
  });

  it('have a total that grows with what they cover', () => {
    expect(total({})).toBe(0);
    expect(total({ a: 1, b: 2 })).toBe(3);
  });
});
