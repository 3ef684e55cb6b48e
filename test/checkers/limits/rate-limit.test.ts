/** Rate limits: what is too much, what is not, and who was refused while there was room. */
import { describe, expect, it } from 'vitest';
import { rateLimit, type RateLimitOptions } from '../../../checkers/limits/index.js';
import type { History, Outcome } from '../../../checkers/history.js';
import { expectInvalid, kinds } from '../judging.js';

interface More {
  readonly untilMs?: number;
  readonly type?: Outcome;
  readonly error?: string;
  readonly weight?: unknown;
  readonly window?: unknown;
}

/** Decisions in order, with the times between which they fell. */
const history = (...rows: readonly (readonly [f: 'admit' | 'refuse', ms: number, more?: More])[]): History =>
  rows.map(([f, ms, { untilMs = ms, weight, window, type = 'ok' as Outcome, error } = {}], at) => ({
    process: 'n',
    input: {
      f,
      key: 'ann',
      ...(weight === undefined ? {} : { weight }),
      ...(window === undefined ? {} : { window }),
    },
    type,
    invoke: 2 * at,
    complete: type === 'info' ? Infinity : 2 * at + 1,
    invokedAtMs: ms,
    ...(type === 'info' ? {} : { completedAtMs: untilMs }),
    ...(error === undefined ? {} : { error }),
  }));
const admits = (...times: readonly number[]) => history(...times.map((ms) => ['admit', ms] as const));

const anyWindow = (limit = 5): RateLimitOptions => ({ limit, windowMs: 200 });
const ownWindows = (limit = 5): RateLimitOptions => ({ kind: 'own-windows', limit, windowMs: 200 });
const bucket: RateLimitOptions = { kind: 'bucket', burst: 5, perSecond: 10 };

/** Five at the end of one window, five at the beginning of the next. */
const atTheEdge = admits(190, 191, 192, 193, 194, 200, 201, 202, 203, 204);

describe('too much', () => {
  it('is twice the limit at the edge of two windows, unless only these are claimed', () => {
    const verdict = expectInvalid(rateLimit(anyWindow()), atTheEdge, 'over-limit');
    expect(verdict.reason).toBe(
      '1 × over-limit: key "ann": 10 admitted within 14 ms; at most 5 may be in any 200 ms',
    );
    expect(rateLimit(anyWindow(10)).check(atTheEdge).verdict).toBe('valid');
    expect(rateLimit(ownWindows()).check(atTheEdge)).toEqual({
      verdict: 'valid',
      reason: '10 admissions of 1 key, at most 5 in one window',
    });
  });

  it('is what a bucket gives beyond its size and its refill', () => {
    const verdict = expectInvalid(rateLimit(bucket), atTheEdge, 'over-limit');
    expect(verdict.reason).toMatch(/9\.86 more than the refill of that time; a burst may be 5$/);
    expect(rateLimit(bucket).check(admits(0, 0, 0, 0, 0, 100, 200, 300)).verdict).toBe('valid');
    expectInvalid(rateLimit(bucket), admits(0, 0, 0, 0, 0, 99), 'over-limit');
    // A long wait fills it once, not more.
    expectInvalid(rateLimit(bucket), admits(5000, 5000, 5000, 5000, 5000, 5000), 'over-limit');
  });

  it('is judged by key, and goes by weight', () => {
    const heavy = history(['admit', 0, { weight: 3 }], ['admit', 100, { weight: 3 }]);
    expectInvalid(rateLimit(anyWindow()), heavy, 'over-limit');
    const [first, second] = heavy;
    const ofBob = { ...second!, input: { f: 'admit', key: 'bob', weight: 3 } };
    expect(rateLimit(anyWindow()).check([first!, ofBob]).verdict).toBe('valid');
    expect(kinds(rateLimit({ ...anyWindow(), key: () => 'all' }), [first!, ofBob])).toEqual(['over-limit']);
  });

  it('is not what is a whole window apart, with fractions of milliseconds too', () => {
    const narrow = { limit: 1, windowMs: 0.2 };
    expect(rateLimit(narrow).check(admits(0.1, 0.1 + 0.2)).verdict).toBe('valid');
    expectInvalid(rateLimit(narrow), admits(0.1, 0.29), 'over-limit');
    expectInvalid(rateLimit({ ...narrow, kind: 'own-windows' }), admits(0.2, 0.39), 'over-limit');
  });

  it('is only what holds wherever between request and answer it was decided', () => {
    const wide = history(['admit', 0, { untilMs: 150 }], ['admit', 100, { untilMs: 200 }]);
    expect(rateLimit(anyWindow(1)).check(wide).verdict).toBe('valid');
    expectInvalid(
      rateLimit(anyWindow(1)),
      history(['admit', 0], ['admit', 100, { untilMs: 199 }]),
      'over-limit',
    );
    // In one of two windows, and nobody knows which.
    const across = history(['admit', 199], ['admit', 190, { untilMs: 201 }]);
    expect(rateLimit(ownWindows(1)).check(across).verdict).toBe('valid');
  });

  it.each<[Outcome, string]>([
    ['info', 'nobody knows whether it was let in, nor when'],
    ['fail', 'it was not let in'],
  ])('is nothing that ended as %s: %s', (type) => {
    const both = history(['admit', 0], ['admit', 1, { type }]);
    for (const rate of [anyWindow(1), ownWindows(1), { ...bucket, burst: 1 } as RateLimitOptions])
      expect(rateLimit(rate).check(both).verdict).toBe('valid');
  });

  it('goes by the names of windows that the limiter gives, even where its clock is wrong', () => {
    const named = history(['admit', 190, { window: 7 }], ['admit', 210, { window: 7 }]);
    expectInvalid(rateLimit(ownWindows(1)), named, 'over-limit');
    const apart = history(['admit', 190, { window: 7 }], ['admit', 191, { window: 8 }]);
    expect(rateLimit(ownWindows(1)).check(apart).verdict).toBe('valid');
  });
});

describe('refused while there was room', () => {
  const strict = (rate: RateLimitOptions) => rateLimit({ ...rate, starved: 'forbid' });

  it('is allowed unless it is forbidden', () => {
    const late = history(['admit', 0], ['refuse', 900]);
    expect(rateLimit(anyWindow(1)).check(late).verdict).toBe('valid');
    const verdict = expectInvalid(strict(anyWindow(1)), late, 'starved');
    expect(verdict.reason).toBe(
      '1 × starved: key "ann": n at 900 ms refused 1, though at most 0 of 1 counted against it',
    );
  });

  it('is no refusal that anything may have used up', () => {
    const rows = (at: number) => history(['admit', 0], ['refuse', at]);
    expect(strict(anyWindow(1)).check(rows(199)).verdict).toBe('valid');
    expectInvalid(strict(anyWindow(1)), rows(200), 'starved');
    expect(strict({ ...anyWindow(1), countsForMs: 300 }).check(rows(200)).verdict).toBe('valid');
    const open = history(['admit', 0, { type: 'info' }], ['refuse', 900]);
    expect(strict(anyWindow(1)).check(open).verdict).toBe('valid');
    // What came later excuses nobody.
    expectInvalid(strict(anyWindow(1)), history(['refuse', 0], ['admit', 50]), 'starved');
    const heavy = history(['admit', 0], ['refuse', 10, { weight: 5 }]);
    expect(strict(anyWindow(5)).check(heavy).verdict).toBe('valid');
    expect(strict(bucket).check(history(['admit', 0], ['refuse', 400, { weight: 5 }])).verdict).toBe('valid');
    expectInvalid(strict(bucket), history(['admit', 0], ['refuse', 500, { weight: 5 }]), 'starved');
  });

  it('goes by own windows, and whose name is missing may be any', () => {
    expectInvalid(strict(ownWindows(1)), history(['admit', 199], ['refuse', 200]), 'starved');
    const rows = (admitted?: number, refused?: number) =>
      history(['admit', 0, { window: admitted }], ['refuse', 900, { window: refused }]);
    expect(strict(ownWindows(1)).check(rows(1, 1)).verdict).toBe('valid');
    expectInvalid(strict(ownWindows(1)), rows(1, 2), 'starved');
    expect(strict(ownWindows(1)).check(rows(1, undefined)).verdict).toBe('valid');
    expect(strict(ownWindows(1)).check(rows(undefined, 2)).verdict).toBe('valid');
    expectInvalid(strict(ownWindows(1)), rows(undefined, undefined), 'starved');
  });

  it('may be a failed answer, by a function of your own', () => {
    const told = (operation: History[number]) => (operation.error === '429' ? 1 : undefined);
    const late = history(['admit', 0], ['admit', 900, { type: 'fail', error: '429' }]);
    expectInvalid(strict({ ...anyWindow(1), refused: told }), late, 'starved');
  });
});

describe('what cannot be judged', () => {
  it('is a question without a time, or with a weight that is none', () => {
    const [one] = admits(0);
    const { invokedAtMs: _, completedAtMs: __, ...timeless } = one!;
    expect(rateLimit(anyWindow()).check([timeless]).reason).toMatch(/n at position 0 has no time/);
    const told = { ...timeless, input: { f: 'admit', atMs: 3 } };
    expect(rateLimit(anyWindow()).check([told]).verdict).toBe('valid');
    for (const weight of ['two', NaN, -1]) {
      const { verdict, reason } = rateLimit(anyWindow()).check(history(['admit', 0, { weight }]));
      expect(verdict).toBe('unknown');
      expect(reason).toContain('expected a number of at least 0');
    }
  });

  it('is a rate that is none, refused in one sentence', () => {
    const make = (options: unknown) => () => rateLimit(options as RateLimitOptions);
    expect(make({ limit: 0, windowMs: 1 })).toThrow('rateLimit: limit: expected a number above 0, got 0');
    expect(make({ limit: 1 })).toThrow('rateLimit: windowMs: expected a number above 0, got nothing');
    expect(make({ ...anyWindow(), countsForMs: NaN })).toThrow('countsForMs: expected a number above 0');
    expect(make({ ...anyWindow(), kind: 'sliding' })).toThrow(
      'rateLimit: kind: expected any-window, own-windows, bucket, got sliding',
    );
  });
});
