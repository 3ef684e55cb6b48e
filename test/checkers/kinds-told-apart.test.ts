/** In what judges say, a text is told apart from the number that looks like it. */
import { describe, expect, it } from 'vitest';
import { parseHistory } from '../../checkers/formats/read.js';
import type { Operation } from '../../checkers/history.js';
import { listAppendModel } from '../../checkers/models/list-append.js';
import { multiRegisterModel } from '../../checkers/models/multi-register.js';
import { makeJudge } from '../../checkers/registry.js';

/** `[process, f, value asked with, value answered, other fields]`. */
type Call = readonly [process: string | number, f: string, asked: unknown, told?: unknown, more?: object];

/** Histories in which 83 and "83" are taken for each other. */
const confused: readonly (readonly [judges: string, ...calls: readonly Call[]])[] = [
  ['register sequential causal pram regular safe', ['a', 'write', 83], ['a', 'read', null, '83']],
  ['cas-register', ['a', 'write', 83], ['a', 'cas', ['83', 1]]],
  ['queue', ['a', 'enqueue', 83], ['b', 'dequeue', null, '83']],
  ['stack', ['a', 'push', 83], ['b', 'pop', null, '83']],
  ['priority-queue', ['a', 'insert', 83], ['b', 'extract', null, '83']],
  ['set multiset', ['a', 'add', 83], ['b', 'contains', '83', true]],
  ['counter', ['a', 'add', 83], ['b', 'read', null, '83']],
  ['mutex', ['a', 'acquire', 83], ['b', 'release', '83']],
  ['list-append', ['a', 'txn', [['append', 83, 1]]], ['b', 'txn', [['r', '83', null]], [['r', '83', [1]]]]],
  [
    'list-append',
    ['a', 'txn', [['append', 'x', 83]]],
    ['b', 'txn', [['r', 'x', null]], [['r', 'x', ['83']]]],
  ],
  ['multi-register', ['a', 'txn', [['w', 83, 1]]], ['b', 'txn', [['r', '83', null]], [['r', '83', 1]]]],
  ['at-least-once exactly-once at-most-once', ['a', 'send', 83], ['n', 'process', '83']],
  ['consensus', ['a', 'propose', 83], ['n', 'decide', '83']],
  ['total-order-broadcast fifo-broadcast causal-broadcast', ['n', 'broadcast', 83], ['m', 'deliver', '83']],
  ['mutual-exclusion', [83, 'acquire', null], ['83', 'acquire', null], ['83', 'release', null]],
  ['committed-prefix', ['n', 'commit', 83, 83, { index: 1 }], ['m', 'commit', '83', '83', { index: 1 }]],
  ['one-leader-per-term', ['83', 'lead', null, null, { term: 1 }], [83, 'lead', null, null, { term: 1 }]],
  ['conservation', ['a', 'read', null, { x: '83', y: 17 }]],
];

function judged(name: string, calls: readonly Call[]) {
  const { adapter, checker, print } = makeJudge(name, name === 'conservation' ? { total: 100 } : {});
  const lines = calls.flatMap(([process, f, asked, told = asked, more = {}]) => [
    { type: 'invoke', process, f, value: asked, ...more },
    { type: 'ok', process, f, value: told },
  ]);
  const verdict = checker.check(parseHistory(lines.map((line) => JSON.stringify(line)).join('\n'), adapter));
  const anomalies = verdict.verdict === 'invalid' ? verdict.anomalies : [];
  const operations: readonly Operation[] = anomalies.flatMap((anomaly) => anomaly.operations);
  const said = [verdict.reason, ...anomalies.map(({ message }) => message), ...operations.map(print)];
  return { verdict: verdict.verdict, said: said.join('\n') };
}

describe('83 is not "83"', () => {
  const rows = confused.flatMap(([judges, ...calls]) =>
    judges.split(' ').map((name) => [name, calls] as const),
  );
  it.each(rows)('for %s: %j', (name, calls) => {
    const { verdict, said } = judged(name, calls);
    expect(verdict).toBe('invalid');
    expect(said).toContain('"83"');
  });

  it('is not in the states of transactions', () => {
    const [ofNumber, ofText] = [new Map([[83, 1]]), new Map([['83', 1]])];
    expect(multiRegisterModel().key!(ofNumber)).not.toBe(multiRegisterModel().key!(ofText));
    expect(multiRegisterModel().printState!(ofNumber)).toBe('{83:1}');
    expect(listAppendModel().printState!(new Map([['83', [83, '83']]]))).toBe('{"83":[83,"83"]}');
  });
});
