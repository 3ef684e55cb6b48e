/** Balancing: what each algorithm promises, by counting. */
import { stream } from 'seedstorm';
import {
  balanceAlgorithms,
  balanceBy,
  balanceRules,
  bySourceHash,
  leastOpen,
  loadBound,
  newBalancer,
  nextByWeight,
  shortestResponse,
  twoChoices,
  weightedRound,
  type BalanceAlgorithm,
  type BalanceRules,
} from 'seedstorm/parts';
import { describe, expect, it } from 'vitest';

const servers = ['a', 'b', 'c', 'd'];
const sources = Array.from({ length: 400 }, (_, index) => `client-${index}`);

/** Where each source goes while nothing is open. */
const homes = (algorithm: BalanceAlgorithm, alive: readonly string[], rules: Partial<BalanceRules> = {}) => {
  const { choose } = balanceBy({ algorithm, servers, rules });
  const random = stream(1, 'homes');
  return sources.map((source) => choose(newBalancer(), { alive, source, nowMs: 0, random }));
};
const movedBetween = (a: readonly unknown[], b: readonly unknown[]) =>
  a.filter((home, index) => home !== b[index]).length;

describe('turns', () => {
  it('spreads out a round, and nobody is a turn ahead or behind', () => {
    expect(weightedRound(servers)).toEqual(servers);
    expect(weightedRound(['a', 'b', 'c'], { a: 5 }).join('')).toBe('aabacaa');
    // All weights of three servers up to 7.
    for (let code = 0; code < 343; code++) {
      const weights = { a: 1 + (code % 7), b: 1 + (Math.floor(code / 7) % 7), c: 1 + Math.floor(code / 49) };
      const round = weightedRound(['a', 'b', 'c'], weights);
      const had = { a: 0, b: 0, c: 0 };
      for (const [index, server] of round.entries()) {
        had[server as 'a']++;
        for (const name of ['a', 'b', 'c'] as const)
          expect(Math.abs(had[name] - ((index + 1) * weights[name]) / round.length)).toBeLessThan(1);
      }
      expect(had).toEqual(weights);
    }
  });

  it('refuses a weight that gives no turn', () => {
    expect(() => nextByWeight({}, ['a'], { a: 0 })).toThrow(
      "the weight of 'a': expected a whole number of at least 1, got 0",
    );
  });

  it('counts alone, or with others', () => {
    const { choose } = balanceBy({ algorithm: 'weighted', servers: ['a', 'b'], weights: { a: 2 } });
    const balancer = newBalancer();
    const ask = { alive: ['a', 'b'], source: '', nowMs: 0, random: stream(1, 'turns') };
    expect([1, 2, 3, 4].map(() => choose(balancer, ask)).join('')).toBe('abaa');
    expect(choose(balancer, { ...ask, turn: 1 })).toBe('b');
  });
});

describe('what is open', () => {
  const random = stream(1, 'open');

  it('draws among the least, and takes the better one of two', () => {
    const open = { a: 2, b: 1, c: 1, d: 3 };
    const drawn = Array.from({ length: 200 }, () => [
      leastOpen(servers, open, random),
      twoChoices(servers, open, random),
    ]);
    expect([...new Set(drawn.map(([least]) => least))].sort()).toEqual(['b', 'c']);
    // The fullest loses against whoever is drawn beside it.
    expect([...new Set(drawn.map(([, two]) => two))].sort()).toEqual(['a', 'b', 'c']);
    expect(leastOpen([], open, random) ?? twoChoices([], open, random)).toBeUndefined();
    expect(twoChoices(['d'], open, random)).toBe('d');
  });

  it('two choices keep the fullest of 1,000 near the mean, one choice does not', () => {
    const fullest = (rules: Partial<BalanceRules>) => {
      const many = Array.from({ length: 100 }, (_, index) => `s${index}`);
      const { choose } = balanceBy({ algorithm: 'two-choices', servers: many, rules });
      const balancer = newBalancer();
      for (let index = 0; index < 1_000; index++)
        choose(balancer, { alive: many, source: '', nowMs: 0, random });
      return Math.max(...Object.values(balancer.open));
    };
    expect(fullest({})).toBeLessThanOrEqual(12);
    expect(fullest({ choices: 'one' })).toBeGreaterThan(15);
  });

  it('an error ends what is open, unless it leaks', () => {
    const openAfter = (rules: Partial<BalanceRules>) => {
      const { choose, ended } = balanceBy({ algorithm: 'least-connections', servers: ['a'], rules });
      const balancer = newBalancer();
      choose(balancer, { alive: ['a'], source: '', nowMs: 0, random });
      ended(balancer, 'a', { ok: false, tookMs: 1 }, 1);
      return balancer.open['a'];
    };
    expect([openAfter({}), openAfter({ errors: 'leaked' })]).toEqual([0, 1]);
  });
});

describe('response times', () => {
  const random = stream(1, 'times');
  const chosenOf = (failures: 'set-apart' | 'counted', nowMs: number) => {
    const { choose, ended } = balanceBy({
      algorithm: 'shortest-response',
      servers: ['a', 'b'],
      rules: { failures },
      times: { forgetMs: 100 },
    });
    const balancer = newBalancer();
    ended(balancer, 'a', { ok: true, tookMs: 20 }, 0);
    ended(balancer, 'b', { ok: false, tookMs: 1 }, 0);
    return choose(balancer, { alive: ['a', 'b'], source: '', nowMs, random });
  };

  it('an error is no quick answer; after a while it is forgotten', () => {
    expect([chosenOf('set-apart', 50), chosenOf('counted', 50)]).toEqual(['a', 'b']);
    const later = new Set(Array.from({ length: 40 }, () => chosenOf('set-apart', 100)));
    expect([...later].sort()).toEqual(['a', 'b']);
  });

  it('counts what is open: a fast server with a line is slower than a slow one without', () => {
    const times = { a: { ms: 10, atMs: 0 }, b: { ms: 35, atMs: 0 } };
    const at = (a: number) => shortestResponse(['a', 'b'], times, { a }, 1, random);
    expect([at(0), at(2), at(3)]).toEqual(['a', 'a', 'b']);
    expect(shortestResponse(['a'], { a: { ms: 1, atMs: 0, failedMs: 0 } }, {}, 1, random)).toBe('a');
    expect(shortestResponse([], {}, {}, 1, random)).toBeUndefined();
  });
});

describe('by source', () => {
  it('a ring moves the sources of the one that went, a hash modulo moves nearly all', () => {
    const without = servers.filter((server) => server !== 'c');
    const before = homes('consistent-hash', servers);
    const after = homes('consistent-hash', without);
    expect(movedBetween(before, after)).toBe(before.filter((home) => home === 'c').length);
    const modulo = movedBetween(homes('source-hash', servers), homes('source-hash', without));
    expect(modulo).toBeGreaterThan(250);
    expect(homes('consistent-hash', without, { ring: 'modulo' })).toEqual(homes('source-hash', without));
    expect(bySourceHash([], 'x')).toBeUndefined();
  });

  it('no server is above its bound, however uneven the sources are', () => {
    const fullest = (rules: Partial<BalanceRules>) => {
      const { choose } = balanceBy({ algorithm: 'bounded-hash', servers, rules });
      const balancer = newBalancer();
      const random = stream(1, 'bound');
      let over = 0;
      for (let index = 0; index < 300; index++) {
        const bound = loadBound(servers, balancer.open, 0.25);
        const source = sources[index % 3 === 0 ? index : 0] as string;
        const server = choose(balancer, { alive: servers, source, nowMs: 0, random }) as string;
        if ((balancer.open[server] ?? 0) > bound) over++;
      }
      return over;
    };
    expect(fullest({})).toBe(0);
    expect(fullest({ bound: 'ignored' })).toBeGreaterThan(100);
  });
});

it('knows its algorithms; where nobody is alive nobody is chosen', () => {
  for (const algorithm of balanceAlgorithms)
    expect(
      balanceBy({ algorithm, servers, rules: { ...balanceRules, choices: 'one' } }).choose(newBalancer(), {
        ...{ alive: [], source: '', nowMs: 0, random: stream(1, 'none') },
      }),
    ).toBeUndefined();
  expect(() => balanceBy({ algorithm: 'fair' as never, servers })).toThrow(
    "expected one of round-robin, weighted, least-connections, shortest-response, source-hash, consistent-hash, bounded-hash, two-choices, got 'fair'",
  );
});
