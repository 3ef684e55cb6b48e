import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineScanner } from '../../../checkers/formats/jsonl-scan.js';
import { jsonLinesParser, jsonParser } from '../../../checkers/formats/jsonl.js';
import { brief, eventsOf, expectCutsDoNotMatter } from './events-of.js';

const read = (text: string) => eventsOf(jsonLinesParser, text).map(brief);

describe('JSON Lines', () => {
  it('reads what the format promises', () => {
    const text = [
      '{"type":"invoke","process":0,"f":"write","key":"x","value":3,"timeMs":1.25}',
      '{ "process": "c1", "type": "invoke", "f": "cas", "value": [3, 4], "time": 1300000, "node": "n1" }\r',
      '',
      '{"type":"ok","process":0,"timeMs":4.5}',
      '{"type":"info","process":"c1","f":"cas","value":[3,4],"time":"105000000","error":{"code":1}}',
    ].join('\n');
    expect(read(text)).toEqual([
      { line: 1, type: 'invoke', process: 0, f: 'write', key: 'x', value: 3, timeMs: 1.25 },
      { line: 2, type: 'invoke', process: 'c1', f: 'cas', value: [3, 4], timeMs: 1.3, more: { node: 'n1' } },
      { line: 4, type: 'ok', process: 0, f: undefined, value: null, timeMs: 4.5 },
      { line: 5, type: 'info', process: 'c1', f: 'cas', value: [3, 4], timeMs: 105, error: '{"code" 1}' },
    ]);
    expectCutsDoNotMatter(jsonLinesParser, text);
  });

  it('reads past a comma that is left of an array', () => {
    const text = '{"type":"invoke","process":0,"f":"read"},\r\n{"type":"ok","process":0, "value":3} , \n,\n';
    expect(read(text).map(({ line, value }) => [line, value])).toEqual([
      [1, null],
      [2, 3],
    ]);
    expectCutsDoNotMatter(jsonLinesParser, text);
  });

  it('keeps every digit of long integers, and only of integers', () => {
    const value = (json: string) => read(`{"type":"ok","process":0,"value":${json}}`)[0]?.value;
    expect(value('9007199254740993')).toBe(9007199254740993n);
    expect(value('"9007199254740993"')).toBe('9007199254740993');
    expect(value('-9007199254740993')).toBe(-9007199254740993n);
    expect(value('[9007199254740993,"\\u00009007199254740993",{"\\u0000a":"\\u0000"}]')).toEqual([
      9007199254740993n,
      '\u00009007199254740993',
      { '\u0000a': '\u0000' },
    ]);
    expect(value('9007199254740991')).toBe(9007199254740991);
    expect(value('"id 9007199254740993"')).toBe('id 9007199254740993');
    expect(value('"\\"9007199254740993"')).toBe('"9007199254740993');
    expect(value('0.12345678901234567')).toBe(0.12345678901234567);
    expect(value('[1234567890123456789]')).toEqual([1234567890123456789n]);
    expect(value('1234567890123456789.5')).toBe(1234567890123456789.5);
    expect(value('12345678901234567890e2')).toBe(12345678901234567890e2);
    // Fields of a judge's own are the parser's, which looks at every number of the line.
    const more = (json: string) => read(`{"type":"invoke","process":0,"f":"f","at":${json}}`)[0]?.more;
    expect(more('0.23569511948153377')).toEqual({ at: 0.23569511948153377 });
    expect(more('-1.2345678901234567e-7')).toEqual({ at: -1.2345678901234567e-7 });
    expect(more('[1e+21,9007199254740993]')).toEqual({ at: [1e21, 9007199254740993n] });
  });

  it('reads texts of any length with digits inside, and what is nested as deep as may be', () => {
    const read = (value: string) =>
      eventsOf(jsonLinesParser, `{"type":"ok","process":0,"value":${value}}`)[0];
    const nested = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`;
    const text = '12345678901234567 "\\ '.repeat(500_000);
    expect(read(JSON.stringify({ text }))!.value).toEqual({ text });
    expect(JSON.stringify(read(nested(500))!.value)).toBe(nested(500));
    expect(() => read(nested(501))).toThrow(/^line 1: nested more than 500 deep$/);
    expect(() => read(nested(20_000))).toThrow(/nested more than 500 deep/);
    expect(() => read(nested(20_000).replace('1', '12345678901234567'))).toThrow(/nested more than 500 deep/);
  });

  it.each([
    ['{"type":"invoke"\n', /line 1: this is not JSON \(.*\); every line holds one event/],
    [
      '{"type":"invoke","process":0}\n{"type":"inv',
      /line 2: the file ends in the middle of what begins here: it is cut off/,
    ],
    ['[1]', /line 1: every line holds one event, .* not \[1\]/],
    ['3', /line 1: every line holds one event/],
    ['null', /line 1: every line holds one event/],
    ['{"process":0}', /type of an event .* not undefined/],
    ['{"type":"begin","process":0}', /not "begin"/],
    ['{"type":"invoke","process":0.5}', /a process is an integer or a name, not 0.5/],
    ['{"type":"invoke","process":""}', /a process is an integer or a name, not ""/],
    ['{"type":"invoke","process":0,"f":7}', /name of a function/],
    ['{"type":"invoke","process":0,"time":-5}', /not negative/],
    ['{"type":"invoke","process":0,"timeMs":"NaN"}', /a time is a number/],
    ['{"type":"invoke","process":0,"timeMs":NaN}', /not JSON/],
    ['{"type":"invoke","process":0,"timeMs":1e999}', /a time is a number/],
    ['{"type":"invoke","process":0,"value":1e999}', /too large a number/],
    ['{"type":"invoke","process":0,"time":1,"timeMs":1}', /not both/],
  ])('refuses %j', (text, message) => {
    expect(() => eventsOf(jsonLinesParser, text)).toThrow(message);
    expectCutsDoNotMatter(jsonLinesParser, text);
  });
});

describe('JSON', () => {
  const events = (text: string) => eventsOf(jsonParser, text).map(brief);
  const first = { line: 2, type: 'invoke', process: 0, f: 'write', value: ['a]}"', { b: [] }] };

  it.each([
    [
      'an array',
      '[\n{"type":"invoke","process":0,"f":"write","value":["a]}\\"",{"b":[]}]},\n\n{"type":"ok","client":0}]',
    ],
    [
      'an array with a comma too many',
      '[\n{"type":"invoke","process":0,"f":"write","value":["a]}\\"",{"b":[]}]}\r\n,\r\n{"type":"ok","process":0},\n]\n',
    ],
    [
      'objects over several lines',
      '\n{\t"type":"invoke","process":0,"f":"write","value":["a]}\\"",{"b":[]}]\n}\n{\n"type":"ok","process":0}',
    ],
  ])('reads %s', (_what, text) => {
    expect(events(text)).toEqual([first, { line: 4, type: 'ok', process: 0, f: undefined, value: null }]);
    expectCutsDoNotMatter(jsonParser, text);
  });

  it.each([
    [
      '[{"type":"invoke","process":0}\n,{"type":"o',
      /line 2: the file ends in the middle of what begins here/,
    ],
    ['[{"type":"invoke","process":0},\n', /line 2: the file ends before the closing \]: it is cut off/],
    ['[{"type":"invoke","process":0}\n] 7', /line 2, column 3: an event, .* is needed here/],
    ['[{"type":"invoke","process":0}]\n[]', /line 2, column 1: an event/],
    ['[[{"type":"invoke","process":0}]]', /line 1, column 2: an event/],
    ['[\n{"type":"invoke",process:0}]', /^line 2: this is not JSON \([^\n]*\); /],
    ['[{"type":"invoke","process":0},\n{"type":"okay"}]', /line 2: the type of an event/],
  ])('refuses %j', (text, message) => {
    expect(() => eventsOf(jsonParser, text)).toThrow(message);
    expectCutsDoNotMatter(jsonParser, text);
  });

  it('reads an object of a megabyte cut into small chunks in little time', () => {
    const value = 'x'.repeat(1_000_000);
    const text = `[{"type":"invoke","process":0,"f":"write","value":"${value}"}]`;
    expect(eventsOf(jsonParser, text, 100)[0]?.value).toBe(value);
  });
});

describe('LineScanner', () => {
  const scan = (line: string) => new LineScanner().scan(`..${line}..`, 2, 2 + line.length);
  const known = (line: string): unknown => {
    const { type, process, f, key, value, time, timeMs, error } = JSON.parse(line) as Record<string, unknown>;
    return { type, process, f, key, value, time, timeMs, error };
  };

  it('reads the usual lines itself', () => {
    for (const line of [
      '{"type":"invoke","process":3,"f":"read","value":null,"time":123456789012345}',
      '{"type":"ok","process":"c1","f":"cas","key":"x","value":[-1,2.5,null],"timeMs":0.125}',
      '{"value":true,"error":"timed out","type":"info","process":0}',
      '{"value":[],"type":"ok"}',
    ]) {
      expect(scan(line)).toEqual(known(line));
    }
  });

  it('agrees with JSON.parse, or gives up', () => {
    const name = fc.constantFrom(
      'type',
      'process',
      'f',
      'key',
      'value',
      'time',
      'timeMs',
      'error',
      'node',
      'ty',
    );
    const scalar = fc.oneof(
      fc.constantFrom(
        'null',
        'true',
        'false',
        '-0',
        '00',
        '01',
        '1.',
        '.5',
        '-',
        '1e5',
        '1234567890123456',
        '"a\\nb"',
        '"',
        '{}',
        'nul',
        '',
      ),
      fc.integer().map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => JSON.stringify(number)),
      fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
    );
    const list = fc.array(scalar, { maxLength: 3 }).map((items) => `[${items.join(',')}]`);
    const field = fc.tuple(name, fc.oneof(scalar, list)).map(([key, value]) => `"${key}":${value}`);
    const line = fc
      .tuple(fc.array(field, { maxLength: 5 }), fc.constantFrom('}', '', ']', '} ', ',}'))
      .map(([fields, end]) => `{${fields.join(',')}${end}`);
    let read = 0;
    fc.assert(
      fc.property(line, (text) => {
        const fields = scan(text);
        if (fields === undefined) return;
        read++;
        expect(fields).toEqual(known(text));
      }),
      { numRuns: 1_500 },
    );
    expect(read).toBeGreaterThan(30);
  });
});
