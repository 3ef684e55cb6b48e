/** What the completion says counts: for each function of each judge, whatever the two lines of an operation say. */
import { describe, expect, it } from 'vitest';
import { parseHistory } from '../../../checkers/formats/read.js';
import { judgeNames, makeJudge } from '../../../checkers/registry.js';
import type { Verdict } from '../../../checkers/history.js';
import { NEEDED, SMALL_HISTORIES } from '../small-histories.js';

type Event = Readonly<Record<string, unknown>>;

const judge = (name: string) => makeJudge(name, NEEDED[name] ?? {});

/** The operation of these two lines, as a judge reads it: `[input, output]`, or why it is refused. */
function read(name: string, f: string, asked: Event, told: Event): unknown {
  const lines = [
    { type: 'invoke', process: 0, f, ...asked },
    { type: 'ok', process: 0, f, ...told },
  ];
  try {
    const [operation] = parseHistory(
      lines.map((line) => JSON.stringify(line)).join('\n'),
      judge(name).adapter,
    );
    return [operation!.input, operation!.output];
  } catch (error) {
    return (error as Error).message;
  }
}

const value = (of: unknown): Event => ({ value: of });
const BOTH_LINES =
  /^line 2: process 0 completes .*, but on line 1 it began .*: one of the two lines is wrong$/;

/** Functions that ask with something, once and in another way. */
const asking: readonly (readonly [judges: string, f: string, one: Event, other: Event])[] = [
  ['register cas-register sequential causal pram regular', 'write', value(4), value(5)],
  ['register cas-register', 'write', value('5'), value(5)],
  ['register cas-register', 'put', value([1, 2]), value([1, 3])],
  ['register cas-register', 'write', value(false), value(true)],
  ['cas-register', 'cas', value([1, 2]), value([1, 3])],
  ['key-value', 'cas', value(['x', 'y']), value(['x', 'z'])],
  ['key-value', 'put', value('x'), value('y')],
  ['key-value', 'append', value('x'), value('y')],
  ['queue', 'enqueue', value(1), value(2)],
  ['stack', 'push', value(1), value(2)],
  ['priority-queue', 'insert', value([1, 'a']), value([2, 'a'])],
  ['set multiset', 'add', value(1), value(2)],
  ['set multiset', 'remove', value(1), value(2)],
  ['mutex', 'acquire', value('ann'), value('bob')],
  ['mutex', 'release', value('ann'), value('bob')],
  ['mutex', 'release', { owner: 'ann' }, { owner: 'bob' }],
  ['bank', 'transfer', value({ from: 'a', to: 'b', amount: 5 }), value({ from: 'a', to: 'b', amount: 6 })],
  ['bank', 'transfer', { from: 'a', to: 'b', amount: 5 }, { from: 'b', to: 'a', amount: 5 }],
  ['list-append', 'txn', value([['append', 'x', 1]]), value([['append', 'x', 2]])],
  ['list-append', 'txn', value([['append', 'x', 1]]), value([['append', 'y', 1]])],
  ['multi-register', 'txn', value([['w', 'x', 1]]), value([['w', 'x', 2]])],
  ['multi-register', 'txn', value([['w', 1, 1]]), value([['w', '1', 1]])],
  ['at-most-once at-least-once exactly-once order-per-key', 'send', value(1), value(2)],
  ['at-most-once at-least-once exactly-once order-per-key', 'process', value(1), value(2)],
  ['at-most-once at-least-once exactly-once order-per-key', 'process', value(1), value('1')],
  ['order-per-partition', 'process', { partition: 0, offset: 1 }, { partition: 0, offset: 2 }],
  ['consensus', 'decide', { value: 1, instance: 1 }, { value: 2, instance: 1 }],
  ['consensus', 'propose', { value: 1, instance: 1 }, { value: 1, instance: 2 }],
  ['atomic-commit', 'begin', { txn: 1, participants: ['n1'] }, { txn: 1, participants: ['n2'] }],
  ['atomic-commit', 'vote', { txn: 1, vote: 'yes' }, { txn: 1, vote: 'no' }],
  ['atomic-commit', 'decide', { txn: 1, decision: 'commit' }, { txn: 1, decision: 'abort' }],
  ['atomic-commit', 'transact', { txn: 1 }, { txn: 2 }],
  [
    'total-order-broadcast reliable-broadcast causal-broadcast fifo-broadcast',
    'broadcast',
    value(1),
    value(2),
  ],
  ['total-order-broadcast reliable-broadcast causal-broadcast fifo-broadcast', 'deliver', value(1), value(2)],
  ['committed-prefix', 'commit', { index: 1, value: 'x', term: 1 }, { index: 1, value: 'x', term: 2 }],
  ['committed-prefix', 'snapshot', { index: 1 }, { index: 2 }],
  ['log-matching', 'log', { entries: [{ term: 1, value: 1 }] }, { entries: [{ term: 2, value: 1 }] }],
  ['one-leader-per-term', 'lead', { term: 1 }, { term: 2 }],
  ['mutual-exclusion fencing', 'acquire', { token: 1 }, { token: 2 }],
  ['fencing', 'access', { token: 1 }, { token: 2 }],
  ['saga-isolation', 'saga-read', { saga: 1, object: 'x', value: 1 }, { saga: 1, object: 'x', value: 2 }],
  ['saga-isolation', 'saga-write', { saga: 1, object: 'x', value: 1 }, { saga: 2, object: 'x', value: 1 }],
  ['saga-isolation', 'saga-end', { saga: 1, outcome: 'completed' }, { saga: 1, outcome: 'compensated' }],
  ['rate-limit', 'admit', { weight: 1 }, { weight: 2 }],
  ['rate-limit', 'refuse', { window: 1 }, { window: 2 }],
  ['set-full eventual-set', 'add', value(1), value(2)],
  ['total-queue', 'enqueue', value(1), value(2)],
  ['convergence strong-convergence', 'state', { replica: 'a', value: 1 }, { replica: 'b', value: 1 }],
];

/** Functions that ask for nothing by their value: whatever the completion says is the answer. */
const observing: readonly (readonly [judges: string, f: string, answer: unknown])[] = [
  ['register cas-register sequential', 'read', 7],
  ['key-value', 'get', 'x'],
  ['queue', 'dequeue', 7],
  ['stack', 'pop', 7],
  ['priority-queue', 'extract', 7],
  ['set', 'read', [1, 2]],
  ['counter', 'read', 7],
  ['bank', 'read', { a: 1, b: 9 }],
  ['unique-ids monotonic-ids', 'generate', 7],
  ['conservation', 'read', { a: 1, b: 9 }],
  ['at-most-once at-least-once exactly-once', 'drain', [1, 2]],
  ['mutual-exclusion', 'release', 'done'],
  ['idempotent-effects', 'apply', 7],
  ['set-full eventual-set', 'read', [1, 2]],
  ['eventual-counter', 'read', 7],
  ['total-queue', 'dequeue', 7],
  ['total-queue', 'drain', [7, 8]],
  ['echo', 'echo', 'hello'],
  ['mutual-exclusion fencing', 'acquire', 33],
];

/** Functions whose completions say something of their own, each with a test of its own. */
const BY_THEMSELVES: Readonly<Record<string, readonly string[]>> = {
  register: ['delete'],
  'cas-register': ['delete'],
  'key-value': ['delete'],
  set: ['contains'],
  multiset: ['contains', 'count'],
  counter: ['add', 'decrement'],
  'eventual-counter': ['add'],
  'idempotent-effects': ['pay'],
  convergence: ['put'],
  'strong-convergence': ['put'],
  kafka: ['send', 'poll', 'txn'],
  'long-fork': ['txn'],
};

const rows = asking.flatMap(([judges, ...row]) => judges.split(' ').map((name) => [name, ...row] as const));

describe('what was asked', () => {
  it.each(rows)('of %s: %s %j, never silently %j', (name, f, one, other) => {
    const said = read(name, f, one, one) as unknown[];
    expect(said).toBeInstanceOf(Array);
    expect((read(name, f, {}, one) as unknown[])[0]).toEqual(said[0]);
    expect((read(name, f, one, {}) as unknown[])[0]).toEqual(said[0]);
    expect(read(name, f, one, other)).toMatch(BOTH_LINES);
  });

  it.each(observing.flatMap(([judges, ...row]) => judges.split(' ').map((name) => [name, ...row] as const)))(
    'of %s: nothing by %s, which is answered %j',
    (name, f, answer) => {
      expect(read(name, f, {}, value(answer))).toMatchObject([{ f }, answer]);
      expect(read(name, f, value(answer), value(answer))).toMatchObject([{ f }, answer]);
    },
  );

  it.each(judgeNames)('of %s: each of its functions stands in these tables', (name) => {
    const listed = [...rows, ...observing.flatMap(([judges, f]) => judges.split(' ').map((one) => [one, f]))];
    const asRegister = SMALL_HISTORIES[name] === SMALL_HISTORIES['sequential'];
    const known = new Set(listed.flatMap(([one, f]) => (one === name || asRegister ? [f] : [])));
    const unknown = SMALL_HISTORIES[name]!.map(([, f]) => f).filter((f) => !known.has(f));
    expect(unknown.filter((f) => BY_THEMSELVES[name]?.includes(f) !== true)).toEqual([]);
  });

  it.each<[string, string, unknown, unknown]>([
    ['kafka', 'send', [['send', 'k', 1]], [['send', 'k', [0, 2]]]],
    [
      'kafka',
      'txn',
      [['poll'], ['send', 'k', 1]],
      [
        ['poll', {}],
        ['send', 'j', [0, 1]],
      ],
    ],
    ['long-fork', 'txn', [['w', 1, 1]], [['w', 1, 2]]],
    ['register', 'write', [1, 2], [1, 2, 3]],
  ])('of %s: %s %j, never silently %j', (name, f, one, other) => {
    expect(read(name, f, value(one), value(one))).toBeInstanceOf(Array);
    expect(read(name, f, value(one), value(other))).toMatch(BOTH_LINES);
  });

  it('is told apart from the answer', () => {
    const at = (f: string, asked: unknown, told: unknown, name: string) =>
      read(name, f, value(asked), value(told));
    expect(at('send', 'm', { partition: 0, offset: 3 }, 'exactly-once')).toEqual([
      { f: 'send', value: 'm' },
      { partition: 0, offset: 3 },
    ]);
    expect(at('send', 'm', 3, 'exactly-once')).toEqual([{ f: 'send', value: 'm' }, 3]);
    expect(at('process', 3, true, 'exactly-once')).toEqual([{ f: 'process', value: 3 }, true]);
    expect(at('propose', 1, 2, 'consensus')).toEqual([{ f: 'propose', value: 1 }, 2]);
    expect(at('write', 4, 'ok', 'register')).toEqual([{ f: 'write', value: 4 }, undefined]);
    expect(at('contains', 4, true, 'set')).toEqual([{ f: 'contains', value: 4 }, true]);
    expect(at('contains', 4, true, 'multiset')).toEqual([{ f: 'contains', value: 4 }, true]);
    expect(at('delete', null, true, 'register')).toEqual([{ f: 'write', value: null }, undefined]);
    expect(at('delete', null, true, 'key-value')).toEqual([{ f: 'put', value: '' }, undefined]);
    expect(at('decrement', 4, 3, 'counter')).toEqual([{ f: 'add', by: -4 }, 3]);
    expect(at('add', 4, 9, 'counter')).toEqual([{ f: 'add', by: 4 }, 9]);
    expect(at('add', 4, 9, 'eventual-counter')).toEqual([{ f: 'add', value: 4 }, 9]);
    expect(at('count', 4, 1, 'multiset')).toEqual([{ f: 'count', value: 4 }, 1]);
    expect(at('add', null, 3, 'counter')).toEqual([{ f: 'add', by: 3 }, undefined]);
    expect(at('acquire', null, 33, 'mutex')).toEqual([{ f: 'acquire' }, undefined]);
    expect(at('acquire', 'ann', 33, 'mutex')).toEqual([{ f: 'acquire', owner: 'ann' }, undefined]);
    expect(at('acquire', null, { client: 'ann', fence: 3 }, 'mutex')).toEqual([
      { f: 'acquire', owner: 'ann' },
      undefined,
    ]);
  });

  it('is filled in where it was left open, a key too', () => {
    expect(read('register', 'write', value([null, 3]), value([7, 3]))).toEqual([
      { f: 'write', value: [7, 3] },
      undefined,
    ]);
    expect(read('register', 'write', value(3), { key: 'x', value: 3 })).toEqual([
      { f: 'write', key: 'x', value: 3 },
      undefined,
    ]);
    expect(read('exactly-once', 'process', value(3), { value: 3, group: 'g' })).toEqual([
      { f: 'process', value: 3, group: 'g' },
      3,
    ]);
  });

  it.each([
    'queue enqueue',
    'cas-register cas',
    'bank transfer',
    'list-append txn',
    'set contains',
    'key-value put',
  ])('is nothing on either line of %s', (call) => {
    const [name, f] = call.split(' ') as [string, string];
    expect(read(name, f, {}, {})).toMatch(
      /^line 1: .*needs|^line 1: a transaction is|^line 1: a key-value store holds text/,
    );
  });

  it.each(['info', 'fail', undefined])('is not what comes with %s', (type) => {
    const lines = [
      { type: 'invoke', process: 0, f: 'write', value: 1 },
      ...(type === undefined ? [] : [{ type, process: 0, f: 'write', value: 'timeout' }]),
    ];
    const text = lines.map((line) => JSON.stringify(line)).join('\n');
    expect(parseHistory(text, judge('register').adapter)[0]?.input).toEqual({ f: 'write', value: 1 });
    const open = text
      .replace('"f":"write","value":1', '"f":"enqueue","value":null')
      .replace('"write"', '"enqueue"');
    expect(() => parseHistory(open, judge('queue').adapter)).toThrow('line 1: this function needs a value');
  });
});

/** Verdicts that hang on what completions say; EDN, one line a completed operation: `process f asked told`. */
const verdicts: readonly (readonly [judge: string, verdict: Verdict['verdict'], ...lines: string[]])[] = [
  [
    'multi-register',
    'valid',
    '0 txn [[:w :a 3]] [[:w :a 3]]',
    '1 txn [[:w :b 1] [:r :a nil]] [[:r :a 3] [:w :b 1]]',
  ],
  [
    'multi-register',
    'invalid',
    '0 txn [[:w :a 3]] [[:w :a 3]]',
    '1 txn [[:w :b 1] [:r :a nil]] [[:r :a 9] [:w :b 1]]',
  ],
  ['multi-register', 'valid', '0 txn [[:w :a 3] [:r :a nil]] [[:r :a nil] [:w :a 3]]'],
  ['multi-register', 'valid', '0 txn nil [[:w :a 3]]', '1 txn nil [[:r :a 3]]'],
  ['multi-register', 'invalid', '0 txn nil [[:w :a 3]]', '1 txn nil [[:r :a 4]]'],
  [
    'list-append',
    'valid',
    '0 txn [[:append :a 1] [:r :a nil]] [[:r :a nil] [:append :a 1]]',
    '0 txn [[:r :a nil]] [[:r :a [1]]]',
  ],
  ['list-append', 'invalid', '0 txn [[:r :a nil] [:append :a 1]] [[:append :a 1] [:r :a nil]]'],
  ['list-append', 'invalid', '0 txn [[:r :a nil] [:append :a 1]] [[:r :a [1]] [:append :a 1]]'],
  [
    'list-append',
    'valid',
    '0 txn [[:append :a 1] [:append :a 2] [:r :a nil]] [[:append :a 1] [:append :a 2] [:r :a [1 2]]]',
  ],
  ['register', 'valid', '0 write nil 5', '1 read nil 5'],
  ['register', 'invalid', '0 write nil 5', '1 read nil 4'],
  ['queue', 'invalid', '0 enqueue nil 1', '0 enqueue nil 2', '1 dequeue nil 2'],
  ['mutex', 'invalid', '0 acquire nil "ann"', '1 release nil "bob"'],
  ['exactly-once', 'valid', '0 send nil 2', '1 process nil 2'],
  ['exactly-once', 'invalid', '0 send nil 2', '1 process nil 2', '2 process nil 2'],
  [
    'fifo-broadcast',
    'invalid',
    '0 broadcast nil 1',
    '0 broadcast nil 2',
    '1 deliver nil 2',
    '1 deliver nil 1',
  ],
  [
    'causal-broadcast',
    'invalid',
    '0 broadcast nil 1',
    '0 broadcast nil 2',
    '1 deliver nil 2',
    '1 deliver nil 1',
  ],
  [
    'total-order-broadcast',
    'invalid',
    '0 broadcast 1 1',
    '0 broadcast 2 2',
    '1 deliver nil 1',
    '1 deliver nil 2',
    '2 deliver nil 2',
    '2 deliver nil 1',
  ],
  ['sequential', 'invalid', '0 write nil 1', '0 read nil 2'],
];

it.each(verdicts)('%s: %s', (name, verdict, ...lines) => {
  const text = lines.flatMap((line) => {
    const [, process, f, asked, told] = /^(\d) (\S+) (nil|\d|\[\[.*?\]\]) (.*)$/.exec(line)!;
    return [
      `{:type :invoke :process ${process} :f :${f} :value ${asked}}`,
      `{:type :ok :process ${process} :f :${f} :value ${told}}`,
    ];
  });
  const { adapter, checker } = judge(name);
  expect(checker.check(parseHistory(text.join('\n'), adapter)).verdict).toBe(verdict);
});
