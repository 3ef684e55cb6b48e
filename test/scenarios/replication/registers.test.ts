/** How the histories of the register stores are read. */
import { type Checker, type Operation } from 'seedstorm/checkers';
import { describe, expect, it } from 'vitest';
import { agree, newestKept, ofSessions, sessionsOf } from '../../../scenarios/replication/registers.js';
import { coherent } from '../../../scenarios/replication/anti-entropy.sim.js';

let position = 0;

/** One operation after the other. */
function did(process: string, input: object, output?: unknown, type: Operation['type'] = 'ok'): Operation {
  const invoke = position++;
  return { process, input, output, type, invoke, complete: type === 'info' ? Infinity : position++ };
}

const put = (process: string, key: string, value: number, type: Operation['type'] = 'ok') =>
  did(process, { f: 'put', key, value }, undefined, type);
const get = (process: string, key: string, value: number | null) => did(process, { f: 'get', key }, value);
const shows = (replica: string, value: object, writes?: string[]) =>
  did('final', { f: 'state' }, { replica, value, ...(writes === undefined ? {} : { writes }) });

describe('sessions', () => {
  it('are whole across operations of unknown outcome, which are left to happen at any time', () => {
    const history = [put('c1', 'a', 1), put('c1', 'a', 2, 'info'), get('c1.1', 'a', 1), shows('n1', {})];
    expect(sessionsOf(history).map(({ process }) => process)).toEqual(['c1', 'c1?1', 'c1']);
  });

  it('are what the checker sees', () => {
    let seen = 0;
    const counts: Checker = {
      name: 'counts',
      check: ({ length }) => ((seen = length), { verdict: 'valid', reason: '' }),
    };
    expect(ofSessions(counts).check([put('c1', 'a', 1), shows('n1', { a: 1 })]).verdict).toBe('valid');
    expect(seen).toBe(1);
    expect(ofSessions(counts).name).toBe('counts');
  });
});

describe('final states', () => {
  it('must be the same, and so the writes that replicas know', () => {
    const verdicts = (...end: Operation[]) =>
      [agree(2), agree(2, 'writes')].map((one) => one.check(end).verdict);
    const writes = ['n1/1: a=1'];
    expect(verdicts(shows('n1', { a: 1 }, writes), shows('n2', { a: 1 }, writes))).toEqual([
      'valid',
      'valid',
    ]);
    expect(verdicts(shows('n1', { a: 1 }, writes), shows('n2', { a: 1 }, []))).toEqual(['valid', 'invalid']);
    expect(verdicts(shows('n1', { a: 1 }, writes), shows('n2', { a: 2 }, writes))).toEqual([
      'invalid',
      'valid',
    ]);
    expect(verdicts(put('c1', 'a', 1), shows('n1', { a: 1 }, writes))).not.toContain('valid');
  });

  it('must not hold what an acknowledged later write replaced', () => {
    const check = (...end: Operation[]) => newestKept().check([...puts, ...end]).verdict;
    const puts = [put('c1', 'a', 1), put('c2', 'a', 2), put('c2', 'a', 3, 'info'), put('c1', 'b', 4)];
    expect(check(shows('n1', { a: 2, b: 4 }), shows('n2', { a: 3, b: 4 }))).toBe('valid');
    expect(check(shows('n1', { a: 2, b: 4 }), shows('n2', { a: 1, b: 4 }))).toBe('invalid');
    expect(check(shows('n1', { a: 2 }))).toBe('invalid');
    expect(check()).toBe('unknown');
  });
});

describe('coherence', () => {
  it('judges each key by itself', () => {
    // Not sequential, as nobody sees the other's write; but each key is.
    const apart = [put('c1', 'a', 1), get('c1', 'b', null), put('c2', 'b', 2), get('c2', 'a', null)];
    expect(coherent().check(apart)).toEqual({
      verdict: 'valid',
      reason: 'each of 2 keys is sequentially consistent by itself',
    });
    const back = [...apart, get('c2', 'a', 1), get('c2', 'a', null)];
    expect(coherent().check(back)).toMatchObject({
      verdict: 'invalid',
      reason: expect.stringMatching(/^key a: /),
    });
  });
});
