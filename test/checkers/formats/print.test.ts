import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adapterFor } from '../../../checkers/formats/adapters.js';
import { plainAdapter } from '../../../checkers/formats/plain.js';
import { detectFormat } from '../../../checkers/formats/detect.js';
import { printHistory } from '../../../checkers/formats/print.js';
import type { PrintedFormat } from '../../../checkers/formats/print.js';
import { parseHistory } from '../../../checkers/formats/read.js';
import type { History, Operation } from '../../../checkers/history.js';
import { assertWellFormed } from '../../../checkers/well-formed.js';

/** A history of a few processes that take turns, as a recorder would number it. */
const recorded = (
  call: fc.Arbitrary<{ input: Operation['input']; output?: unknown }>,
  timed = true,
): fc.Arbitrary<History> =>
  fc
    .array(
      fc.record({
        process: fc.nat(3),
        call,
        ends: fc.constantFrom('ok', 'ok', 'ok', 'fail', 'info'),
        step: fc.nat(5),
        now: fc.boolean(),
      }),
      { minLength: 1, maxLength: 30 },
    )
    .map((turns) => {
      const operations: Operation[] = [];
      const open = new Map<number, { readonly index: number; readonly output?: unknown }>();
      let position = 0;
      let ms = 0;
      for (const { process, call, ends, step } of turns) {
        ms += step / 4;
        const begun = open.get(process);
        if (begun === undefined) {
          open.set(process, {
            index: operations.length,
            ...('output' in call ? { output: call.output } : {}),
          });
          operations.push({
            process,
            input: call.input,
            type: 'info',
            invoke: position++,
            complete: Infinity,
            ...(timed ? { invokedAtMs: ms } : {}),
          });
          continue;
        }
        open.delete(process);
        const type = ends as Operation['type'];
        const { index, ...answer } = begun;
        operations[index] = {
          ...operations[index]!,
          ...(type === 'ok' ? answer : { error: 'lost' }),
          type,
          complete: type === 'info' ? Infinity : position,
          ...(timed ? { completedAtMs: ms } : {}),
        };
        position++;
      }
      return operations;
    });

/** Positions as a reader counts them: the same order, without gaps. */
function renumbered(history: History): History {
  const positions = history
    .flatMap(({ invoke, complete }) => [invoke, complete])
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const rank = new Map(positions.map((position, index) => [position, index]));
  return history.map(({ invoke, complete, output, ...rest }) => ({
    ...rest,
    invoke: rank.get(invoke)!,
    complete: rank.get(complete) ?? Infinity,
    ...(output === undefined ? {} : { output }),
  }));
}

const value = fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.boolean());
const key = fc.option(fc.oneof(fc.integer(), fc.string({ minLength: 1 })), { nil: undefined });
const keyed = <T extends object>(input: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.tuple(input, key).map(([fields, k]) => (k === undefined ? fields : { ...fields, key: k }));

const casRegister = fc.oneof(
  fc.record({ input: keyed(fc.record({ f: fc.constant('read') })), output: value }),
  fc.record({ input: keyed(fc.record({ f: fc.constant('write'), value })) }),
  fc.record({ input: keyed(fc.record({ f: fc.constant('cas'), from: value, to: value })) }),
);
const keyValue = fc.oneof(
  fc.record({ input: fc.record({ f: fc.constant('get'), key: fc.string() }), output: fc.string() }),
  fc.record({
    input: fc.record({ f: fc.constantFrom('put', 'append'), key: fc.string(), value: fc.string() }),
  }),
);
const delivery = fc.oneof(
  fc.record({ input: fc.record({ f: fc.constant('send'), value: fc.integer() }) }),
  fc.record({
    input: fc.record({
      f: fc.constant('process'),
      value: fc.integer(),
      partition: fc.nat(3),
      offset: fc.nat(),
    }),
    output: fc.integer(),
  }),
  fc.record({
    input: fc.record({ f: fc.constant('transfer'), from: fc.string(), to: fc.string(), amount: fc.nat() }),
  }),
);

const transactions = fc
  .array(fc.tuple(fc.constantFrom('append', 'r'), fc.string({ minLength: 1 }), fc.integer()), {
    maxLength: 3,
  })
  .map((ops) => ({ input: { f: 'txn', ops }, output: ops }));
const counter = fc.oneof(
  fc.record({ input: fc.record({ f: fc.constant('add'), by: fc.integer() }) }),
  fc.record({ input: fc.record({ f: fc.constant('read') }), output: fc.integer() }),
);
const locks = fc.record({
  input: fc.record({ f: fc.constantFrom('acquire', 'release'), owner: fc.string({ minLength: 1 }) }),
});
const bank = fc.oneof(
  fc.record({
    input: fc.record({ f: fc.constant('read') }),
    output: fc.dictionary(fc.string(), fc.integer(), { noNullPrototype: true }),
  }),
  fc.record({
    input: fc.record({ f: fc.constant('transfer'), from: fc.string(), to: fc.nat(), amount: fc.nat() }),
  }),
);

/** Inputs whose fields are called what events call theirs. */
const namesakes = fc
  .subarray(['type', 'process', 'time', 'timeMs', 'error', 'index', 'input/index', 'term'], { minLength: 1 })
  .map((names) => ({
    input: { f: 'note', ...Object.fromEntries(names.map((name, place) => [name, place])) },
  }));

const print = (history: History, format: PrintedFormat): string =>
  [...printHistory(history, format)].map((line) => `${line}\n`).join('');

describe('printHistory', () => {
  const cases = [
    ['jsonl', 'list-append', adapterFor('list-append'), recorded(transactions)],
    ['jepsen-edn', 'list-append', adapterFor('list-append'), recorded(transactions)],
    ['jsonl', 'counter', adapterFor('counter'), recorded(counter)],
    ['jepsen-edn', 'counter', adapterFor('counter'), recorded(counter)],
    ['jsonl', 'mutex', adapterFor('mutex'), recorded(locks)],
    ['jsonl', 'bank', adapterFor('bank'), recorded(bank)],
    ['jsonl', 'cas-register', adapterFor('cas-register'), recorded(casRegister)],
    ['jepsen-edn', 'cas-register', adapterFor('cas-register'), recorded(casRegister)],
    ['jepsen-log', 'cas-register', adapterFor('cas-register'), recorded(casRegister, false)],
    ['porcupine-kv', 'key-value', adapterFor('key-value'), recorded(keyValue, false)],
    ['jsonl', 'delivery', plainAdapter, recorded(delivery)],
    ['jsonl', 'namesake', plainAdapter, recorded(namesakes)],
    ['jepsen-edn', 'namesake', plainAdapter, recorded(namesakes)],
    [
      'jepsen-edn',
      'transfers',
      plainAdapter,
      recorded(delivery.filter(({ input }) => (input as { f: string }).f === 'transfer')),
    ],
  ] as const;

  it.each(cases)('writes %s that reads back as the same %s history', (format, _model, adapter, histories) => {
    fc.assert(
      fc.property(histories, (history) => {
        const text = print(history, format);
        const read = parseHistory(text, adapter, { format });
        assertWellFormed(read);
        const back = read.map(({ line: _line, endLine: _endLine, ...operation }) => operation);
        const kept =
          format === 'porcupine-kv' ? history.map(({ error: _, ...operation }) => operation) : history;
        // Formats keep no moment for an operation of unknown outcome, only its place among the others.
        expect(renumbered(back)).toEqual(renumbered(kept));
        if (!text.includes(':type :')) expect(detectFormat(text)).toBe(format);
        else expect(['jepsen-edn', format]).toContain(detectFormat(text));
      }),
      { numRuns: 300 },
    );
  });

  it('puts the end of a crashed operation before its process goes on', () => {
    const history: History = [
      {
        process: 0,
        input: { f: 'write', value: 1 },
        type: 'info',
        invoke: 0,
        complete: Infinity,
        invokedAtMs: 1,
        completedAtMs: 4,
      },
      {
        process: 1,
        input: { f: 'read' },
        output: null,
        type: 'ok',
        invoke: 1,
        complete: 2,
        invokedAtMs: 2,
        completedAtMs: 3,
      },
      {
        process: 1,
        input: { f: 'read' },
        output: 1,
        type: 'ok',
        invoke: 4,
        complete: 5,
        invokedAtMs: 5,
        completedAtMs: 6,
      },
      { process: 0, input: { f: 'read' }, type: 'info', invoke: 6, complete: Infinity, invokedAtMs: 7 },
    ];
    expect(
      print(history, 'jsonl')
        .split('\n')
        .map((line) =>
          line === ''
            ? ''
            : Object.values(JSON.parse(line) as object)
                .slice(0, 3)
                .join(' '),
        ),
    ).toEqual([
      'invoke 0 write',
      'invoke 1 read',
      'ok 1 read',
      'info 0 write',
      'invoke 1 read',
      'ok 1 read',
      'invoke 0 read',
      'info 0 read',
      '',
    ]);
  });
});
