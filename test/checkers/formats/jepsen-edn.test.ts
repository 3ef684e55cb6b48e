import { describe, expect, it } from 'vitest';
import { jepsenEdnParser } from '../../../checkers/formats/jepsen-edn.js';
import { porcupineKvParser } from '../../../checkers/formats/porcupine-kv.js';
import { brief, eventsOf, expectCutsDoNotMatter } from './events-of.js';

const read = (text: string) => eventsOf(jepsenEdnParser, text).map(brief);

describe('Jepsen EDN', () => {
  it.each([
    [
      'a vector of maps',
      '[{:process 0, :type :invoke, :f :read, :value nil}\n {:process 0 :type :ok :f :read :value 3}]',
    ],
    [
      'a list',
      '({:process 0, :type :invoke, :f :read, :value nil}\n {:process 0, :type :ok, :f :read, :value 3})\n',
    ],
    [
      'one map a line',
      '{:process 0, :type :invoke, :f :read, :value nil}\n{:process 0, :type :ok, :f :read, :value 3}\n',
    ],
    [
      'records',
      '#jepsen.history.Op{:index 0, :time -1, :type :invoke, :process 0, :f :read, :value nil}\n#jepsen.history.Op{:index 1, :time -1, :type :ok, :process 0, :f :read, :value 3}',
    ],
    [
      'older records in a vector',
      '[#knossos.op.Op{:process 0, :type :invoke, :f :read, :value nil}\n#knossos.op.Op {:process 0, :type :ok, :f :read, :value 3, :node "n1", :link-nodes ["n2"]}]',
    ],
    [
      'comments, discards and CRLF',
      '; recorded\r\n[#_{:process 9} {:process 0, :type :invoke, ; now\r\n :f :read, :value nil}\r\n{:process 0, :type :ok, :f :read, :value 3}]\r\n',
    ],
  ])('reads %s', (_what, text) => {
    const events = read(text).map(({ line: _line, more: _more, index: _index, ...event }) => event);
    expect(events).toEqual([
      { type: 'invoke', process: 0, f: 'read', value: null },
      { type: 'ok', process: 0, f: 'read', value: 3 },
    ]);
    expectCutsDoNotMatter(jepsenEdnParser, text);
  });

  it('reads time, error, key, named processes, and the line each event begins on', () => {
    expect(
      read(
        '[\n{:process "c1" :type :invoke\n :f :cas :key :x :value [1 2] :time 1500000}\n{:process :nemesis, :type :info, :f :start}\n{:process "c1" :type :info :error [:timeout "n1"] :time 2000000}]',
      ),
    ).toEqual([
      { line: 2, type: 'invoke', process: 'c1', f: 'cas', key: 'x', value: [1, 2], timeMs: 1.5 },
      { line: 4, type: 'info', process: 'nemesis', f: 'start', value: null },
      {
        line: 5,
        type: 'info',
        process: 'c1',
        f: undefined,
        value: null,
        timeMs: 2,
        error: '["timeout" "n1"]',
      },
    ]);
  });

  it.each([
    ['#jepsen.independent.Tuple[7 nil]'],
    ['#jepsen.independent/tuple [7 nil]'],
    ['#jepsen.independent.Tuple{:key 7, :value nil}'],
  ])('takes the independent tuple %s apart', (tuple) => {
    expect(read(`{:process 0, :type :invoke, :f :read, :value ${tuple}}`)).toEqual([
      { line: 1, type: 'invoke', process: 0, f: 'read', key: 7, value: null },
    ]);
  });

  const op = '{:process 0, :type :invoke, :f :read, :value nil}';
  it.each([
    ['[', /line 1: .*closing \].* cut off/],
    [`[${op}\n${op}`, /line 2: .*closing \].*cut off/],
    [`${op}\n{:process 0, :type :o`, /line 2: .*middle of the operation.*cut off/],
    [`${op}\n\n{:process 0, :error "unclosed\n\n}`, /line 3: .*cut off/],
    [`${op}\n hello`, /line 2, column 2: an operation/],
    [`[${op} 7]`, /line 1, column 52: an operation/],
    [`[${op}]]`, /line 1, column 52: an operation/],
    ['{:process 0, :type :invoke :f}', /line 1, column 30: :f has no value/],
    ['{:process 0\n "type" 1}', /line 2, column 2: the keys/],
    ['{:process 0\n :value [1 }', /line 2, column 12: unexpected "}"/],
    ['{:process 0\n :value ##Nan}', /line 2, column 9: .*##Nan/],
    [
      '{:process 0, :f :read}',
      /line 1: the type of an event is one of invoke, ok, fail, info, not undefined/,
    ],
    ['{:process 0, :type :invoked}', /not "invoked"/],
    ['{:process 1.5, :type :invoke}', /a process is an integer or a name, not 1.5/],
    ['{:process 0, :type :invoke, :f 3}', /f is the name/],
    ['{:process 0, :type :invoke, :time -5}', /time is a number that is not negative/],
    ['{:process 0, :type :invoke, :time "noon"}', /time is a number/],
    ['#jepsen.history.Op 3', /line 1, column 20: an operation/],
    [
      '{:process 0, :type :invoke, :value #jepsen.independent.Tuple [1]}',
      /independent tuple is \[key value\]/,
    ],
  ])('refuses %j', (text, message) => {
    expect(() => eventsOf(jepsenEdnParser, text)).toThrow(message);
    expectCutsDoNotMatter(jepsenEdnParser, text);
  });

  it.each([
    '{:type :info :process :nemesis :value 08x}',
    '{:process :nemesis, :f 3, :time "noon", :value {:a}}',
    '{:process :nemesis, :error \\nonsense, :value ##Odd}',
  ])('skips what the nemesis did, however it is written: %s', (line) => {
    for (const text of [`${op}\n${line}\n${op}`, `[${op}\n${line}\n${op}\n]`, `[${op}\n ${op},\n${line}]`]) {
      const events = eventsOf(jepsenEdnParser, text).filter(({ process }) => process !== 'nemesis');
      expect(events).toHaveLength(2);
      expectCutsDoNotMatter(jepsenEdnParser, text);
    }
  });

  it('takes :client for the process, and leaves events without one to others', () => {
    expect(read('{:client 3, :type :invoke, :f :read}\n{:type :ok, :value 1}')).toEqual([
      { line: 1, type: 'invoke', process: 3, f: 'read', value: null },
      { line: 2, type: 'ok', process: '', f: undefined, value: 1 },
    ]);
  });

  it('counts columns from the start of the line even when that is gone', () => {
    const text = `[${`${op} `.repeat(100)} oops]`;
    expect(() => eventsOf(jepsenEdnParser, text, 10)).toThrow(`line 1, column ${text.indexOf('oops') + 1}: `);
  });

  it('reads a form of a megabyte cut into small chunks in little time', () => {
    const value = 'x'.repeat(1_000_000);
    const [event] = eventsOf(
      jepsenEdnParser,
      `{:process 0, :type :invoke, :f :write, :value "${value}"}`,
      100,
    );
    expect(event?.value).toBe(value);
  });
});

describe('Porcupine kv', () => {
  it('reads one map a line', () => {
    const text =
      '{:process 9, :type :invoke, :f :append, :key "0", :value "x 9 0 y"}\n{:process 9, :type :ok, :f :append, :key "0", :value "x 9 0 y"}\n';
    expect(eventsOf(porcupineKvParser, text).map(brief)).toEqual([
      { line: 1, type: 'invoke', process: 9, f: 'append', key: '0', value: 'x 9 0 y' },
      { line: 2, type: 'ok', process: 9, f: 'append', key: '0', value: 'x 9 0 y' },
    ]);
    expectCutsDoNotMatter(porcupineKvParser, text);
  });

  it('takes completions without their key, and other functions, which its files may look like', () => {
    const text =
      '{:process 9, :type :invoke, :f :put, :key "0", :value "x"}\n{:process 9, :type :ok, :f :put}\n{:process 1, :type :invoke, :f :state}';
    expect(eventsOf(porcupineKvParser, text).map(({ f, key }) => [f, key])).toEqual([
      ['put', '0'],
      ['put', undefined],
      ['state', undefined],
    ]);
  });

  it.each([['{:process 9, :type :invoke, :f :get, :value nil}', /line 1: .* needs a :key/]])(
    'refuses %s',
    (text, message) => {
      expect(() => eventsOf(porcupineKvParser, text)).toThrow(message);
    },
  );
});
