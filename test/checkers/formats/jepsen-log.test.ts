import { describe, expect, it } from 'vitest';
import { Keyword } from '../../../checkers/keyword.js';
import { jepsenLogParser } from '../../../checkers/formats/jepsen-log.js';
import { brief, eventsOf, expectCutsDoNotMatter } from './events-of.js';

const read = (text: string) => eventsOf(jepsenLogParser, text).map(brief);

describe('Jepsen log lines', () => {
  it.each([
    ['INFO  jepsen.util - 0\t:invoke\t:read\tnil'],
    ['INFO  jepsen.util - 0   :invoke :read   nil\r'],
    ['2015-04-30 12:01:22,151 INFO  jepsen.util - 0\t:invoke\t:read\tnil'],
    ['INFO [2019-03-01 10:00:00,123] jepsen worker 0 - jepsen.util 0\t:invoke\t:read\tnil'],
    ['2023-01-01 12:00:00,123{GMT}\tINFO\t[jepsen worker 0] jepsen.util: 0\t:invoke\t:read\tnil'],
    ['0\t:invoke\t:read\tnil'],
    ['0 :invoke :read'],
  ])('reads %j', (line) => {
    expect(read(`${line}\n`)).toEqual([{ line: 1, type: 'invoke', process: 0, f: 'read', value: null }]);
    expectCutsDoNotMatter(jepsenLogParser, `${line}\n`);
  });

  it('reads values, crashes, errors, independent tuples and the nemesis, and skips other lines', () => {
    const text = [
      'INFO  jepsen.core - Running test',
      'INFO  jepsen.util - 1\t:invoke\t:cas\t[1 2]',
      'WARN  jepsen.core - Process 1 indeterminate',
      'INFO  jepsen.util - 1\t:info\t:cas\t:timed-out',
      'INFO  jepsen.util - :nemesis\t:info\t:start\tnil',
      'INFO  jepsen.util - 6\t:invoke\t:write\t#jepsen.independent.Tuple ["x" 3]',
      'INFO  jepsen.util - 6\t:fail\t:write\t3\t[:no-leader "n1"]',
    ].join('\n');
    expect(read(text)).toEqual([
      { line: 2, type: 'invoke', process: 1, f: 'cas', value: [1, 2] },
      { line: 4, type: 'info', process: 1, f: 'cas', value: new Keyword('timed-out'), error: 'timed-out' },
      { line: 5, type: 'info', process: 'nemesis', f: 'start', value: null },
      { line: 6, type: 'invoke', process: 6, f: 'write', key: 'x', value: 3 },
      { line: 7, type: 'fail', process: 6, f: 'write', value: 3, error: '["no-leader" "n1"]' },
    ]);
    expectCutsDoNotMatter(jepsenLogParser, text);
  });

  it.each<[string, object]>([
    [
      ':info\t:write\t3\tindeterminate: org.db.Lost "connection [reset',
      { f: 'write', value: 3, error: 'indeterminate: org.db.Lost "connection [reset' },
    ],
    [':fail :write 3 :hint 2', { f: 'write', value: 3, error: ':hint 2' }],
    [':ok :read 3 :hint 2', { f: 'read', value: 3 }],
    [':invoke :write 38 \t:hint #[0', { f: 'write', value: 38 }],
    [':info :write (lost "half', { f: 'write', value: null, error: '(lost "half' }],
    [
      ':info :write #object[x.Y 0x1f "z"] {:a 1} more',
      { f: 'write', value: ['x.Y', 31, 'z'], error: '{:a 1} more' },
    ],
    [':ok :read #"a[" at 5', { f: 'read', value: 'a[' }],
  ])('takes what stands behind the value of %j for the error, or for nothing', (line, event) => {
    const [, type] = /^:(\w+)/.exec(line) ?? [];
    expect(read(`INFO x - 0 ${line}\n`)).toEqual([{ line: 1, type, process: 0, ...event }]);
    expectCutsDoNotMatter(jepsenLogParser, `INFO x - 0 ${line}\n`);
  });

  it.each([
    ['0\t:invoke\t:cas\t[1 2\n0\t:ok\t:read\t1', /line 1: the value is not closed/],
    ['0\t:invoke\t:cas\t[1 2', /line 1: the file ends in the middle/],
    ['0\t:invoke\t:read\tnil\n0\t:inv', /line 2: the file ends in the middle/],
    ['0\t:invoke\t:write\t}', /line 1, column 18: unexpected/],
  ])('refuses %j', (text, message) => {
    expect(() => eventsOf(jepsenLogParser, text)).toThrow(message);
    expectCutsDoNotMatter(jepsenLogParser, text);
  });
});
