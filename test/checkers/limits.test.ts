/** A time limit is looked at all the while: no phase of a judgement, preparation included, goes through a large history unlooked. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Operation } from '../../checkers/history.js';
import { linearizable } from '../../checkers/linearizable.js';
import { casRegisterModel } from '../../checkers/models/register.js';
import { setModel } from '../../checkers/models/set.js';
import { stackModel } from '../../checkers/models/stack.js';
import { queueModel } from '../../checkers/models/queue.js';

const OPERATIONS = 40_000;
/** Several looks at an operation are one step of the checker's, and 1,024 steps pass between two looks at the clock. */
const MOST_BETWEEN_LOOKS = 8 * 1024;

afterEach(() => vi.restoreAllMocks());

describe('looks at the clock', () => {
  const writesOverAndOver = (index: number): Pick<Operation, 'input' | 'output'> =>
    index % 2 === 0
      ? { input: { f: 'write', value: (index >> 1) % 3 }, output: null }
      : { input: { f: 'read' }, output: (index >> 1) % 3 };
  const distinctWrites = (index: number): Pick<Operation, 'input' | 'output'> =>
    index % 2 === 0
      ? { input: { f: 'write', value: index }, output: null }
      : { input: { f: 'read' }, output: index - 1 };
  const inAndOut =
    (insert: string, remove: string) =>
    (index: number): Pick<Operation, 'input' | 'output'> =>
      index % 2 === 0
        ? { input: { f: insert, value: index }, output: null }
        : { input: { f: remove }, output: index - 1 };
  const addedAndSeen = (index: number): Pick<Operation, 'input' | 'output'> =>
    index % 2 === 0
      ? { input: { f: 'add', value: index }, output: true }
      : { input: { f: 'contains', value: index - 1 }, output: true };

  it.each([
    ['a register searched', linearizable(casRegisterModel()), writesOverAndOver],
    ['a register of distinct values', linearizable(casRegisterModel()), distinctWrites],
    ['a queue', linearizable(queueModel()), inAndOut('enqueue', 'dequeue')],
    ['a stack', linearizable(stackModel()), inAndOut('push', 'pop')],
    ['a set', linearizable(setModel()), addedAndSeen],
  ])('are frequent while judging %s', (_, checker, contentOf) => {
    let touched = 0;
    const gaps: number[] = [];
    vi.spyOn(performance, 'now').mockImplementation(() => {
      gaps.push(touched);
      touched = 0;
      return 0;
    });
    const history = Array.from({ length: OPERATIONS }, (_, index): Operation => ({
      process: 0,
      ...contentOf(index),
      invoke: 2 * index,
      get complete() {
        touched++;
        return 2 * index + 1;
      },
      get type() {
        touched++;
        return 'ok' as const;
      },
    }));

    expect(checker.check(history, { timeMs: 1000 }).verdict).toBe('valid');
    expect(gaps.length).toBeGreaterThan(OPERATIONS / 1024);
    expect(Math.max(...gaps)).toBeLessThan(MOST_BETWEEN_LOOKS);
  });
});
