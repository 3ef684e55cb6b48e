import { describe, expect, it } from 'vitest';
import { Keyword } from '../../../checkers/keyword.js';
import type { HistoryEvent } from '../../../checkers/formats/events.js';
import { independentKeys } from '../../../checkers/formats/independent.js';
import { jepsenEdnParser } from '../../../checkers/formats/jepsen-edn.js';
import { parseHistory } from '../../../checkers/formats/read.js';
import { makeJudge } from '../../../checkers/registry.js';

/** Key and value of each event, after the stage. */
function split(...ops: readonly string[]): unknown[] {
  const out: HistoryEvent[] = [];
  const stage = independentKeys((event) => void out.push(event));
  const parser = jepsenEdnParser(stage.event);
  parser.feed(ops.map((op, index) => `{:process ${index}, :type ${op}}`).join('\n'));
  parser.end();
  stage.end();
  return out.map(({ key, value }) => [key, value]);
}

/** The first operation of a history of a compare-and-set by another name. */
function renamedCas(f: string, ...events: readonly object[]): unknown {
  const { adapter } = makeJudge('cas-register', f === 'swap' ? { cas: f } : {});
  const text = events.map((event) => JSON.stringify({ process: 0, f, ...event })).join('\n');
  return parseHistory(text, adapter, { independent: true })[0]!.input;
}

it.each(['swap', 'compare-and-set'])('knows a cas by the name %s', (f) => {
  expect(renamedCas(f, { type: 'invoke', value: [1, null] }, { type: 'ok' })).toEqual({
    f: 'cas',
    from: 1,
    to: null,
  });
  expect(renamedCas(f, { type: 'invoke', value: [1, 2] }, { type: 'ok', value: false })).toEqual({
    f: 'cas',
    from: 1,
    to: 2,
  });
  const keyed = { f: 'cas', key: 'x', from: 1, to: 2 };
  expect(renamedCas(f, { type: 'invoke', value: ['x', 1, 2] }, { type: 'ok' })).toEqual(keyed);
  expect(renamedCas(f, { type: 'invoke', value: ['x', [1, 2]] }, { type: 'ok' })).toEqual(keyed);
  for (const value of [
    ['x', 1, 2],
    ['x', [1, 2]],
  ])
    expect(
      renamedCas(f, { type: 'invoke', value: ['x', 1, null] }, { type: 'ok', f: undefined, value }),
    ).toEqual(keyed);
});

describe('independentKeys', () => {
  it('knows tuples by a read of a key, and takes earlier events apart too', () => {
    expect(
      split(
        ':invoke :f :write :value [5 1]',
        ':info :f :write :value :timeout',
        ':invoke :f :read :value ["x" nil]',
        ':ok :f :read :value ["x" 3]',
      ),
    ).toEqual([
      [5, 1],
      [undefined, new Keyword('timeout')],
      ['x', null],
      ['x', 3],
    ]);
  });

  it('knows tuples by a cas of two in one', () => {
    expect(split(':invoke :f :cas :value [5 [1 2]]', ':invoke :f :write :value [5 1]')).toEqual([
      [5, [1, 2]],
      [5, 1],
    ]);
  });

  it.each([
    [':invoke :f :read :value nil'],
    [':invoke :f :cas :value [1 2]'],
    [':invoke :f :write :value 3'],
    [':invoke :f :write :key "k" :value [1 2]'],
    [':invoke :f :txn :value [[:r 1 nil] [:w 2 3]]'],
  ])('leaves pairs alone after %s', (decisive) => {
    const events = split(':invoke :f :write :value [5 1]', decisive, ':ok :f :read :value [5 2]');
    expect(events[0]).toEqual([undefined, [5, 1]]);
    expect(events[2]).toEqual([undefined, [5, 2]]);
  });

  it('takes writes of pairs nobody ever reads for tuples', () => {
    expect(split(':invoke :f :write :value [5 1]')).toEqual([[5, 1]]);
  });

  it('refuses a value without key among tuples', () => {
    expect(() => split(':invoke :f :read :value [5 nil]', ':invoke :f :write :value 3')).toThrow(
      /^line 2: values of this history are \[key value\], but here it is 3$/,
    );
  });
});
