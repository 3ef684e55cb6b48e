import { describe, expect, it } from 'vitest';
import type { History, Input, Operation } from '../../../checkers/history.js';
import { linearizable } from '../../../checkers/linearizable.js';
import type { Model } from '../../../checkers/model.js';
import { multisetModel } from '../../../checkers/models/multiset.js';
import { casRegisterModel, registerModel } from '../../../checkers/models/register.js';
import { setModel } from '../../../checkers/models/set.js';
import { MalformedHistory } from '../../../checkers/well-formed.js';
import { isLinearizable } from './naive.js';
import { randomFrom, randomHistory } from './random-history.js';
import { replayFault } from './replay.js';
import { stockModel } from './subjects.js';
import { registerWorkload } from './workloads.js';

/** `[process, f, value, invoke, complete]`; a read's value is its output. */
type Row = readonly [number, string, unknown, number, number];

function history(...rows: Row[]): History {
  return rows.map(([process, f, value, invoke, complete]): Operation => {
    const read = f === 'read';
    const type = complete === Infinity ? 'info' : 'ok';
    return {
      process,
      input: read ? { f } : { f, value },
      type,
      invoke,
      complete,
      ...(read && type === 'ok' ? { output: value } : {}),
    };
  });
}

const register = linearizable(registerModel(), { algorithm: 'breadth-first' });

it.each([
  ['multiset', linearizable(multisetModel())],
  ['set', linearizable(setModel())],
])('shows the element to blame of a %s whose elements are judged at once', (_name, checker) => {
  const answered = (operations: History): History =>
    operations.map((operation) =>
      (operation.input as Input).f === 'add' ? operation : { ...operation, output: true },
    );
  const verdict = checker.check(
    answered(
      history(
        [1, 'add', 3, 0, 1],
        [0, 'remove', 2, 2, 3],
        [1, 'contains', 3, 4, 5],
        [1, 'contains', 4, 6, 7],
      ),
    ),
  );
  if (verdict.verdict !== 'invalid') throw new Error(verdict.reason);
  expect(verdict.core.map(({ invoke }) => invoke)).toEqual([2]);
  expect([verdict.coreConfirmed, verdict.explanation?.count]).toEqual([true, 1]);
});

describe('valid', () => {
  it('comes with an order that explains the answers', () => {
    const verdict = register.check(
      history([1, 'write', 1, 0, 9], [2, 'read', 1, 1, 2], [3, 'write', 2, 3, 4], [2, 'read', 2, 5, 6]),
    );
    if (verdict.verdict !== 'valid') throw new Error(verdict.reason);
    expect(verdict.witness!.map(({ invoke }) => invoke)).toEqual([0, 1, 3, 5]);
  });

  it('lets an operation that never returned take effect long after', () => {
    const late = history([1, 'write', 7, 0, Infinity], [2, 'read', null, 1, 2], [2, 'read', 7, 3, 4]);
    expect(register.check(late).verdict).toBe('valid');
  });

  it.each(['depth-first', 'breadth-first'] as const)(
    'uses the later of two that do the same, if the earlier was not needed: %s',
    (algorithm) => {
      const row = (
        process: number,
        f: string,
        invoke: number,
        complete: number,
        output?: number,
      ): Operation => ({
        process,
        input: { f },
        type: 'ok',
        invoke,
        complete,
        ...(output === undefined ? {} : { output }),
      });
      const puts = [
        row(1, 'put', 0, 1),
        row(1, 'put', 2, 3),
        row(2, 'put', 4, 30), // before anything is taken, when the stock is full
        row(1, 'take', 7, 8),
        row(1, 'take', 9, 10),
        row(1, 'look', 11, 12, 0),
        row(3, 'put', 13, 40), // this one counts
        row(1, 'look', 14, 15, 1),
        row(1, 'look', 41, 42, 1),
      ];
      expect(isLinearizable(stockModel, puts)).toBe(true);
      expect(linearizable(stockModel, { algorithm }).check(puts).verdict).toBe('valid');
    },
  );

  it('treats operations that touch in time as concurrent', () => {
    expect(register.check(history([1, 'write', 1, 0, 1], [2, 'read', null, 1, 2])).verdict).toBe('valid');
    expect(register.check(history([1, 'write', 1, 0, 1], [2, 'read', null, 2, 3])).verdict).toBe('invalid');
  });
});

describe('long histories', () => {
  it.each(['depth-first', 'breadth-first'] as const)('have witnesses that replay: %s', (algorithm) => {
    const workload = registerWorkload({ values: 5, cas: 0.3, failedCas: 'false' });
    const long = randomHistory(workload, { processes: 8, operations: 30_000 }, randomFrom(7));
    const verdict = linearizable(casRegisterModel(), { algorithm }).check(long);
    if (verdict.verdict !== 'valid') throw new Error(verdict.reason);
    const model = casRegisterModel() as unknown as Model<unknown, Input, unknown>;
    expect(replayFault(model, long, verdict.witness!)).toBeUndefined();
  });
});

describe('invalid', () => {
  const stale = history(
    [1, 'write', 1, 0, 1],
    [1, 'write', 2, 2, 3],
    [2, 'read', 2, 4, 5],
    [3, 'write', 3, 4.5, 20],
    [2, 'read', 1, 6, 7],
    [2, 'read', 1, 8, 9],
  );

  it('has a core of the operations that matter, with the writers of what they read, and no others', () => {
    const verdict = register.check(stale);
    if (verdict.verdict !== 'invalid') throw new Error(verdict.reason);
    expect(verdict.obliged.map(({ invoke }) => invoke)).toEqual([4, 6]);
    expect(verdict.core.map(({ invoke }) => invoke)).toEqual([0, 2, 4, 6]);
    expect(verdict.coreAlone).toBe(true);
    expect(verdict.coreConfirmed).toBe(true);
    expect(isLinearizable(registerModel(), verdict.core)).toBe(false);
    expect(verdict.anomalies).toEqual([
      { kind: 'not-linearizable', message: verdict.reason, operations: verdict.obliged },
    ]);
  });

  it('tells what cannot be placed, and what was possible there', () => {
    const verdict = register.check(stale);
    if (verdict.verdict !== 'invalid') throw new Error(verdict.reason);
    expect(verdict.reason).toBe('no order of the operations explains read 1 by process 2');
    const { failing, prefix, open, states, why } = verdict.explanation!;
    expect(failing.invoke).toBe(6);
    expect(prefix.map(({ invoke }) => invoke)).toEqual([0, 2, 4]);
    expect(open.map(({ invoke }) => invoke)).toEqual([6, 4.5]);
    expect([...states].sort()).toEqual(['2', '3']);
    expect(why).toContain('read 1 by process 2');
    expect(why).toMatch(/can only be (2 or 3|3 or 2)/);
  });

  it('survives being copied and printed', () => {
    const printed = JSON.parse(JSON.stringify(register.check(stale))) as { core: unknown[] };
    expect(printed.core).toHaveLength(4);
  });

  it('does not blame what an earlier operation explains', () => {
    const reads = Array.from({ length: 60 }, (_, i): Row => [2, 'read', 1, 10 + 2 * i, 11 + 2 * i]);
    const verdict = register.check(
      history(
        [1, 'write', 1, 0, 1],
        ...reads,
        [1, 'write', 2, 200, 201],
        [3, 'write', 1, 202, Infinity],
        [2, 'read', 2, 203, 204],
        [1, 'write', 3, 205, 206],
        [2, 'read', 2, 207, 208],
      ),
    );
    if (verdict.verdict !== 'invalid') throw new Error(verdict.reason);
    expect(verdict.core.map(({ invoke }) => invoke)).toEqual([200, 205, 207]);
  });

  it('finds a short core at the end of a long history', () => {
    const long = randomHistory(
      registerWorkload({ values: 5, cas: 0.3 }),
      { processes: 6, operations: 20_000 },
      randomFrom(5),
    );
    const end = Math.max(...long.map(({ complete }) => complete));
    const bad = [...long, ...history([90, 'write', 3, end + 1, end + 2], [91, 'read', 4, end + 3, end + 4])];
    const verdict = linearizable(casRegisterModel()).check(bad);
    if (verdict.verdict !== 'invalid') throw new Error(verdict.reason);
    expect(verdict.obliged.map(({ invoke }) => invoke)).toEqual([end + 1, end + 3]);
    expect(verdict.core).toHaveLength(3);
    expect((verdict.core[0]!.input as { value: unknown }).value).toBe(4);
  });
});

describe('failed operations', () => {
  const refused: History = [
    { process: 1, input: { f: 'write', value: 1 }, type: 'ok', invoke: 0, complete: 1 },
    { process: 1, input: { f: 'cas', from: 1, to: 2 }, type: 'fail', invoke: 2, complete: 3 },
  ];

  it('did not happen', () => {
    expect(linearizable(casRegisterModel()).check(refused).verdict).toBe('valid');
  });

  it('are observations where the model says so', () => {
    expect(linearizable(casRegisterModel({ failedCas: 'observe' })).check(refused).verdict).toBe('invalid');
  });
});

describe('partitions', () => {
  const keyed = (key: string | undefined, ...rows: Row[]): Operation[] =>
    history(...rows).map((operation) => ({
      ...operation,
      input: { ...(operation.input as Input), ...(key === undefined ? {} : { key }) },
    }));
  const inOrder = (operations: Operation[]): History => operations.sort((a, b) => a.invoke - b.invoke);

  it('judges keys apart and merges their witnesses', () => {
    const both = inOrder([
      ...keyed('x', [1, 'write', 1, 0, 5], [2, 'read', 1, 1, 2]),
      ...keyed('y', [3, 'read', null, 0.5, 1.5], [3, 'write', 1, 3, 4]),
    ]);
    const verdict = linearizable(registerModel(), { algorithm: 'depth-first' }).check(both);
    if (verdict.verdict !== 'valid') throw new Error(verdict.reason);
    const times = verdict.witness!.map(({ invoke }) => invoke);
    expect(times).toHaveLength(4);
    expect(times.indexOf(0)).toBeLessThan(times.indexOf(1));
    expect(times.indexOf(0.5)).toBeLessThan(times.indexOf(3));
  });

  it('are not made where the model forbids it', () => {
    const mixed = inOrder([...keyed('x', [1, 'write', 1, 0, 1]), ...keyed('y', [2, 'read', 1, 2, 3])]);
    expect(register.check(mixed).verdict).toBe('invalid');
    expect(linearizable({ ...registerModel(), partition: 'whole' }).check(mixed).verdict).toBe('valid');
  });

  it('that are too hard do not hide one that fails', () => {
    const hard = keyed('hard', ...Array.from({ length: 20 }, (_, i): Row => [i, 'add', i, i / 100, 100]));
    const failing = keyed('failing', [50, 'read', 1, 101, 102]);
    /** A bag that remembers the order of what was added: every order is another state. */
    const slow: Model<string, Input & { value?: number }, number> = {
      initial: '',
      step: (state, input, output) =>
        input.f === 'add' ? `${state} ${input.value}` : output === state.length ? state : undefined,
    };
    const impossible: Operation = {
      process: 60,
      input: { f: 'read', key: 'hard' },
      output: -1,
      type: 'ok',
      invoke: 50,
      complete: 103,
    };
    const verdict = linearizable(slow).check([...inOrder([...hard, impossible]), ...failing], {
      steps: 100_000,
    });
    expect(verdict).toMatchObject({ verdict: 'invalid' });
    const alone = linearizable(slow).check(inOrder([...hard, impossible]), { steps: 100_000 });
    expect(alone.verdict).toBe('unknown');
  });
});

describe('malformed histories are refused', () => {
  const good: Operation = {
    process: 1,
    input: { f: 'read' },
    output: null,
    type: 'ok',
    invoke: 0,
    complete: 1,
  };
  it.each<[string, unknown[], RegExp]>([
    ['two open operations', [good, { ...good, invoke: 0.5 }], /process 1 invokes at 0.5 while/],
    [
      'time going backwards',
      [
        { ...good, invoke: 5, complete: 6 },
        { ...good, process: 2 },
      ],
      /before the one listed ahead/,
    ],
    ['completion before invocation', [{ ...good, complete: -1 }], /completes at -1, before it is invoked/],
    ['NaN', [{ ...good, invoke: NaN }], /invoke must be a finite number/],
    ['NaN at completion', [{ ...good, complete: NaN }], /complete must be a number/],
    ['ok without completion', [{ ...good, complete: Infinity }], /its outcome is ok, but it never completes/],
    ['another type', [{ ...good, type: 'maybe' }], /type must be ok, fail or info, not maybe/],
    ['no input', [{ ...good, input: null }], /input must be an object/],
  ])('%s', (_name, operations, message) => {
    const check = () => register.check(operations as History);
    expect(check).toThrow(MalformedHistory);
    expect(check).toThrow(message);
  });

  it('and a crashed process may go on', () => {
    expect(
      register.check([
        { ...good, type: 'info', complete: 3 },
        { ...good, invoke: 2, complete: 4 },
      ]).verdict,
    ).toBe('valid');
  });
});
