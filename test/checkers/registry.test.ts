import { describe, expect, it } from 'vitest';
import { ParameterError, judgeNames, makeJudge, registryEntry } from '../../checkers/registry.js';

/** What a judge cannot do without. */
const needed: Readonly<Record<string, Record<string, unknown>>> = {
  bank: { initial: { a: 10 } },
  'rate-limit': { limit: 1, windowMs: 100 },
};

describe('registry', () => {
  it.each(judgeNames)('makes %s, which finds no fault with an empty history and says why', (name) => {
    const { checker } = makeJudge(name, needed[name]);
    const verdict = checker.check([]);
    expect(verdict.verdict).not.toBe('invalid');
    expect(verdict.reason).not.toBe('');
    expect(registryEntry(name)?.summary).not.toBe('');
  });

  it('prints operations in a few words', () => {
    const asked = { process: 0, type: 'ok', invoke: 0, complete: 1 } as const;
    expect(makeJudge('register').print({ ...asked, input: { f: 'read' }, output: 3 })).toBe('read 3');
    expect(
      makeJudge('committed-prefix').print({ ...asked, input: { f: 'commit', value: 'x', index: 7 } }),
    ).toBe('commit x index=7');
  });

  it('knows messages by what a history calls them', () => {
    const history = (['produce', 'take'] as const).map((f, index) => ({
      ...{ process: f, input: { f, value: 'm' }, type: 'ok' as const },
      ...{ invoke: 2 * index, complete: 2 * index + 1 },
    }));
    const names = { sent: 'produce', processed: 'take' };
    for (const name of ['at-most-once', 'at-least-once', 'exactly-once'])
      expect(makeJudge(name, names).checker.check(history).verdict).toBe('valid');
    const keyed = history.map(({ input, ...rest }) => ({ ...rest, input: { ...input, key: 'k' } }));
    expect(makeJudge('order-per-key', names).checker.check(keyed).verdict).toBe('valid');
    const twice = [...history, { ...history[1]!, invoke: 4, complete: 5 }];
    expect(makeJudge('exactly-once', names).checker.check(twice)).toMatchObject({
      verdict: 'invalid',
      anomalies: [{ kind: 'duplicate' }],
    });
    expect(makeJudge('at-least-once', { sent: 'produce' }).checker.check(history).verdict).toBe('invalid');
  });

  it('reads parameters', () => {
    expect(
      makeJudge('register', { initial: 'nil' }).checker.check([
        { process: 0, input: { f: 'read' }, output: null, type: 'ok', invoke: 0, complete: 1 },
      ]).verdict,
    ).toBe('valid');
    expect(
      makeJudge('register', { initial: 5 }).checker.check([
        { process: 0, input: { f: 'read' }, output: 4, type: 'ok', invoke: 0, complete: 1 },
      ]).verdict,
    ).toBe('invalid');
    expect(
      makeJudge('key-value', { initial: 7 }).checker.check([
        { process: 0, input: { f: 'get', key: 'k' }, output: '7', type: 'ok', invoke: 0, complete: 1 },
      ]).verdict,
    ).toBe('valid');
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['nobody', {}, /there is no checker nobody/],
    ['toString', {}, /there is no checker toString/],
    ['register', { colour: 1 }, /register has no parameter colour/],
    ['register', { toString: 1 }, /register has no parameter toString/],
    ['priority-queue', { order: 'up' }, /order of priority-queue takes min or max, not up/],
    ['bounded-staleness', { ms: -1 }, /ms of bounded-staleness takes a number of at least 0, not -1/],
    ['bank', { initial: { a: 1 }, total: 1 }, /bank takes initial or total, not both/],
    ['bank', { initial: 5 }, /initial of bank takes accounts and their balances, .* not 5/],
    ['bank', { initial: { a: 'x' } }, /initial of bank takes accounts/],
    ['conservation', { total: 'much' }, /total of conservation takes a number, not much/],
    ['rate-limit', { limit: 1 }, /rate-limit needs limit and windowMs for any-window: windowMs is missing/],
    [
      'rate-limit',
      { kind: 'bucket', burst: 1, perSecond: 1, limit: 1 },
      /rate-limit takes no limit for bucket/,
    ],
    ['rate-limit', { limit: 0, windowMs: 1 }, /limit of rate-limit takes a number above 0/],
  ])('refuses %s with %j', (name, params, message) => {
    expect(() => makeJudge(name, params)).toThrow(ParameterError);
    expect(() => makeJudge(name, params)).toThrow(message);
  });
});
