/** The online checker on histories longer than it remembers. Short ones are part of the fuzz tests. */

import { describe, expect, it } from 'vitest';
import type { History, Verdict } from '../../../checkers/history.js';
import { linearizable } from '../../../checkers/linearizable.js';
import { keyValueModel } from '../../../checkers/models/key-value.js';
import { casRegisterModel, registerModel } from '../../../checkers/models/register.js';
import type { CasRegisterInput } from '../../../checkers/models/register.js';
import { watch } from './feeding.js';
import { below, randomFrom, randomHistory } from './random-history.js';
import { REGISTERS, STORES } from './subjects.js';
import type { Subject } from './subjects.js';

/** Hundreds of operations, so that the base moves several times, with at most one lie. */
function longHistory({ workload }: Subject, seed: number): History {
  const random = randomFrom(seed);
  const shape = { processes: 2 + below(random, 4), operations: 160, crash: [0, 0.02][seed % 2]!, lie: 0 };
  const history = [...randomHistory(workload, shape, random)];
  if (seed % 3 === 0) return history;
  const told = history.flatMap(({ output, type }, index) =>
    output === undefined || type !== 'ok' ? [] : [index],
  );
  const liar = told[below(random, told.length)]!;
  history[liar] = { ...history[liar]!, output: workload.lie!(history[liar]!.output, random) };
  return history;
}

const subjects = [...REGISTERS, ...STORES].filter(
  ({ name }) => !name.includes('without') && !name.includes('unbounded'),
);

describe('a long history is judged the same online', () => {
  it.each(subjects)('$name', (subject) => {
    const checker = linearizable(subject.model);
    let violations = 0;
    for (let seed = 0; seed < 80; seed++) {
      const history = longHistory(subject, seed);
      const offline = checker.check(history).verdict;
      const { verdict } = watch(checker, history);
      expect(verdict.verdict, `seed ${seed}: ${verdict.reason}`).toBe(offline);
      if (offline === 'invalid') violations++;
    }
    expect(violations).toBeGreaterThan(5);
  });
});

describe('online', () => {
  const checker = linearizable(registerModel());

  it('judges keys apart and names the operation that cannot be', () => {
    const online = checker.online();
    online.invoke(1, 'a', { f: 'write', key: 'x', value: 1 });
    online.invoke(2, 'b', { f: 'write', key: 'y', value: 2 });
    expect(online.complete(1, 'ok')).toBeUndefined();
    online.invoke(3, 'c', { f: 'read', key: 'y' });
    expect(online.complete(3, 'ok', 2)).toBeUndefined();
    online.invoke(4, 'c', { f: 'read', key: 'x' });
    const verdict = online.complete(4, 'ok', 2);
    expect(verdict).toMatchObject({
      verdict: 'invalid',
      reason: 'no order of the operations explains read 2 by process c',
      anomalies: [{ kind: 'not-linearizable', operations: [{ process: 'c', output: 2, type: 'ok' }] }],
    });
    expect(online.finish()).toBe(verdict);
  });

  it('remembers for ever that a crashed operation was used', () => {
    const online = checker.online();
    let id = 0;
    const run = (f: string, value: number): Verdict | undefined => {
      online.invoke(++id, 'a', f === 'read' ? { f } : { f, value });
      return online.complete(id, 'ok', f === 'read' ? value : undefined);
    };
    online.invoke(0, 'crashed', { f: 'write', value: 7 });
    online.complete(0, 'info');
    expect(run('read', 7)).toBeUndefined();
    for (let i = 0; i < 300; i++) expect(run('write', 1)).toBeUndefined();
    expect(run('read', 7)?.verdict).toBe('invalid');
  });

  it('remembers that one of two was, whichever', () => {
    const online = linearizable(casRegisterModel()).online();
    let id = 0;
    const run = (input: CasRegisterInput, output?: unknown): Verdict | undefined => {
      online.invoke(++id, 'a', input);
      return online.complete(id, 'ok', output);
    };
    run({ f: 'write', value: 1 });
    for (const value of [7, 8]) {
      online.invoke(++id, `crashed ${value}`, { f: 'write', value });
      online.complete(id, 'info');
    }
    expect(run({ f: 'cas', from: 1, to: 2 }, false)).toBeUndefined();
    for (let i = 0; i < 300; i++) expect(run({ f: 'write', value: 1 })).toBeUndefined();
    expect(run({ f: 'read' }, 7)).toBeUndefined();
    expect(run({ f: 'write', value: 1 })).toBeUndefined();
    expect(run({ f: 'read' }, 8)?.verdict).toBe('invalid');
  });

  it('and that one was not', () => {
    const online = checker.online();
    online.invoke(0, 'crashed', { f: 'write', value: 7 });
    online.complete(0, 'info');
    for (let id = 1; id < 300; id++) {
      online.invoke(id, 'a', { f: 'write', value: 1 });
      expect(online.complete(id, 'ok')).toBeUndefined();
    }
    online.invoke(300, 'a', { f: 'read' });
    expect(online.complete(300, 'ok', 7)).toBeUndefined();
    expect(online.finish().verdict).toBe('valid');
  });

  it('does not wait for a read that has found its moment already', () => {
    const online = linearizable(keyValueModel()).online();
    let id = 3;
    const append = (value: string): void => {
      online.invoke(++id, 'a', { f: 'append', value });
      expect(online.complete(id, 'ok')).toBeUndefined();
    };
    append('a');
    online.invoke(1, 'early', { f: 'get' });
    online.invoke(3, 'early too', { f: 'get' });
    append('b');
    online.invoke(2, 'open', { f: 'get' });
    append('c');
    expect(online.complete(1, 'ok', 'a')).toBeUndefined();
    expect(online.complete(3, 'ok', 'a')).toBeUndefined();
    for (let i = 0; i < 200; i++) append('d');
    expect(online.complete(2, 'ok', 'ab')).toBeUndefined();
    for (let i = 0; i < 400; i++) append('e');
    expect(online.finish().verdict).toBe('valid');
  });

  it('forgets a failed operation, even one it counted on', () => {
    const online = checker.online();
    online.invoke(1, 'a', { f: 'write', value: 1 });
    online.invoke(2, 'b', { f: 'read' });
    expect(online.complete(2, 'ok', 1)).toBeUndefined();
    expect(online.complete(1, 'fail')?.verdict).toBe('invalid');
  });

  it('does not vouch for an operation that was open for ages', () => {
    const online = checker.online();
    online.invoke(0, 'slow', { f: 'read' });
    for (let id = 1; id <= 20_000; id++) {
      online.invoke(id, 'fast', { f: 'write', value: id % 7 });
      expect(online.complete(id, 'ok')).toBeUndefined();
    }
    expect(online.complete(0, 'ok', 'never written')).toBeUndefined();
    const verdict = online.finish();
    expect(verdict.verdict).toBe('unknown');
    expect(verdict.reason).toContain('was open for so long');
  });

  it('refuses to complete what never began, and to begin twice', () => {
    const online = checker.online();
    expect(() => online.complete(7, 'ok')).toThrow('no operation with the number 7 is open');
    online.invoke(7, 'a', { f: 'read' });
    expect(() => online.invoke(7, 'b', { f: 'read' })).toThrow('the number 7 is open already');
  });
});
