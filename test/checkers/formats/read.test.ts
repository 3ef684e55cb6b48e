import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adapterFor } from '../../../checkers/formats/adapters.js';
import { FORMATS } from '../../../checkers/formats/detect.js';
import { HistoryError } from '../../../checkers/formats/events.js';
import { historyReader, parseHistory } from '../../../checkers/formats/read.js';
import type { History } from '../../../checkers/history.js';
import { assertWellFormed } from '../../../checkers/well-formed.js';

const SAMPLES: Readonly<Record<string, string>> = {
  jsonl:
    '{"type":"invoke","process":0,"f":"write","key":"x","value":3,"timeMs":1.25}\n{"type":"ok","process":0,"timeMs":4.5}\n{"type":"invoke","process":1,"f":"cas","value":[3,4],"time":5000000}\n{"type":"info","process":1,"error":"timeout"}\n',
  'jepsen-edn':
    '; recorded\n[{:process 0, :type :invoke, :f :write, :value [5 3], :time 10}\n #jepsen.history.Op{:index 7, :process 0, :type :ok, :f :write, :value [5 3]}\n {:process "c" :type :invoke :f :cas :value #jepsen.independent.Tuple[5 [3 4]]}]\n',
  json: '[{"type":"invoke","client":0,"f":"cas","value":["k",1,2]},\n {"type":"ok",\n"client":0},\n]\n',
  'porcupine-operations':
    '{"ClientId":0,"Input":{"op":"put","key":"x","value":"1"},"Call":100,"Output":{},"Return":200}\n{"ClientId":0,"Input":{"op":"get","key":"x"},"Call":150,"Output":{"value":"1"},"Return":-1}\n',
  'jepsen-log':
    'INFO  jepsen.core - hello\nINFO  jepsen.util - 0\t:invoke\t:read\tnil\nINFO  jepsen.util - 0\t:ok\t:read\t3\nINFO  jepsen.util - 1\t:invoke\t:cas\t[1 2]\nINFO  jepsen.util - 1\t:info\t:cas\t:timed-out\n',
};

describe('historyReader', () => {
  it.each(Object.entries(SAMPLES))('reads %s by its looks, in chunks of any size', (format, text) => {
    const adapter = adapterFor('cas-register');
    const whole = parseHistory(text, adapter, {
      format: format as (typeof FORMATS)[number],
      independent: true,
    });
    for (const length of [1, 5, 1000]) {
      const reader = historyReader(adapter, { independent: true });
      for (let at = 0; at < text.length; at += length) reader.feed(text.slice(at, at + length));
      expect(reader.end()).toEqual(whole);
    }
    expect(parseHistory(`\ufeff${text.replaceAll('\n', '\r\n')}`, adapter, { independent: true })).toEqual(
      whole,
    );
  });

  it('goes on streaming after the part the format was told by', () => {
    const line = (process: number, type: string): string =>
      `{"type":"${type}","process":${process},"f":"write","value":${process}}\n`;
    const reader = historyReader(adapterFor('register'));
    for (let process = 0; process < 5_000; process++)
      reader.feed(line(process, 'invoke') + line(process, 'ok'));
    expect(reader.end()).toHaveLength(5_000);
  });

  it('never fails but with line and reason, and what it reads is well formed', () => {
    const edit = fc.record({
      at: fc.nat(),
      remove: fc.nat(4),
      insert: fc.oneof(
        fc.constant(''),
        fc.constantFrom(
          '\n',
          '{',
          '}',
          '[',
          ']',
          '"',
          ':',
          '#',
          '\\',
          '##NaN',
          ':ok',
          ':invoke',
          '-1',
          '1e999',
          'nil',
          '\t',
          '\0',
        ),
        fc.string({ maxLength: 3 }),
      ),
    });
    const given = fc.record({
      text: fc.constantFrom(...Object.values(SAMPLES)),
      edits: fc.array(edit, { minLength: 1, maxLength: 4 }),
      format: fc.constantFrom('auto' as const, ...FORMATS),
    });
    let refused = 0;
    fc.assert(
      fc.property(given, ({ text, edits, format }) => {
        const mangled = edits.reduce((now, { at, remove, insert }) => {
          const place = at % (now.length + 1);
          return now.slice(0, place) + insert + now.slice(place + remove);
        }, text);
        let history: History;
        try {
          history = parseHistory(mangled, adapterFor('cas-register'), { format, independent: true });
        } catch (error) {
          expect(error).toBeInstanceOf(HistoryError);
          expect((error as HistoryError).message).not.toMatch(/undefined is|\[object/);
          refused++;
          return;
        }
        assertWellFormed(history);
      }),
      { numRuns: 3_000 },
    );
    expect(refused).toBeGreaterThan(500);
  });
});
