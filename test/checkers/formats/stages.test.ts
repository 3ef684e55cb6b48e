/** What a reader does between a file's events and its operations: their order, their names, what recorders leave out. */
import { describe, expect, it } from 'vitest';
import { adapterFor } from '../../../checkers/formats/adapters.js';
import type { AdapterName } from '../../../checkers/formats/adapters.js';
import { historyReader, parseHistory } from '../../../checkers/formats/read.js';
import type { ReadOptions } from '../../../checkers/formats/read.js';

const notes: string[] = [];
/** The operations of a file in a few words, and the notes. */
function read(model: AdapterName, text: string, options: ReadOptions = {}): unknown {
  notes.length = 0;
  const history = parseHistory(text, adapterFor(model), {
    independent: true,
    onNote: (note) => notes.push(note),
    ...options,
  });
  return history.map(({ process, input, output, type, invoke, complete }) => [
    process,
    JSON.stringify(input),
    output,
    type,
    invoke,
    complete,
  ]);
}

const edn = (...events: readonly string[]): string => events.map((event) => `{:type :${event}}\n`).join('');
const write = (by: number, value: number) => [by, `{"f":"write","value":${value}}`, undefined, 'ok'];

describe('the order of events', () => {
  const stepsBack = edn(
    'invoke :process 0 :f :write :value 1 :time 5000000',
    'info :process :nemesis :f :kill :time 9000000',
    'ok :process 0 :f :write :value 1 :time 4000000',
    'invoke :process 1 :f :write :value 2 :time 3000000',
    'ok :process 1 :f :write :value 2 :time 6000000',
  );

  it('is that of the lines, and a time that steps back is told once', () => {
    expect(read('register', stepsBack)).toEqual([
      [...write(0, 1), 0, 1],
      [...write(1, 2), 2, 3],
    ]);
    expect(notes).toEqual([
      'time steps back 2 times, first on line 3, from 5 ms to 4 ms; the order of the lines counts (--order time asks for that of the times)',
    ]);
    expect(() => read('register', stepsBack, { order: 'time' })).toThrow(
      /^line 3: process 0 completes an operation it never began$/,
    );
  });

  it('is that of the times for who asks', () => {
    const overlap = stepsBack.replace('4000000', '5500000');
    expect(read('register', overlap, { order: 'time' })).toEqual([
      [...write(1, 2), 0, 3],
      [...write(0, 1), 1, 2],
    ]);
    expect(notes).toEqual([]);
    expect(() => read('register', overlap.replace(' :time 6000000', ''), { order: 'time' })).toThrow(
      /^line 5: this event has no time to order it by$/,
    );
  });

  it('is told by nobody where only the nemesis steps back', () => {
    read('register', stepsBack.replace('4000000', '5000000').replace('3000000', '5000000'));
    expect(notes).toEqual([]);
  });

  const shuffled = edn(
    'ok :process 0 :f :write :value 1 :index 1',
    'ok :process 1 :f :write :value 2 :index 4',
    'invoke :process 1 :f :write :value 2 :index 3',
    'invoke :process 0 :f :write :value 1 :index 0',
  );

  it('is that of :index where events have one', () => {
    const expected = [
      [...write(0, 1), 0, 1],
      [...write(1, 2), 2, 3],
    ];
    expect(read('register', shuffled)).toEqual(expected);
    expect(read('register', shuffled, { order: 'index' })).toEqual(expected);
    expect(() => read('register', shuffled.replace(':index 4', ':index 3'))).toThrow(
      /^line 3: :index 3 stands here and on line 2; --order file takes the lines as they stand$/,
    );
    const reader = historyReader(adapterFor('register'));
    expect(() => {
      reader.feed(shuffled);
      reader.end();
    }).toThrow(/^line 3: :index goes from 4 to 3; say which order counts: --order index, or --order file/);
  });

  it('is that of the lines for who asks', () => {
    const twice = edn(
      'invoke :process 0 :f :write :value 1 :index 0',
      'ok :process 0 :f :write :value 1 :index 1',
    );
    const again = twice.replaceAll('process 0', 'process 1').replaceAll('value 1', 'value 2');
    expect(read('register', twice + again, { order: 'file' })).toEqual([
      [...write(0, 1), 0, 1],
      [...write(1, 2), 2, 3],
    ]);
  });

  it('is that of :index though the lines tell of something impossible before they step back', () => {
    const early = edn(
      'fail :process 1 :index 3',
      'invoke :process 0 :f :write :value 1 :index 0',
      'ok :process 0 :index 1',
      'invoke :process 1 :f :write :value 2 :index 2',
    );
    const ended = edn(
      'invoke :process 0 :f :write :value 1 :index 0',
      'ok :process 1 :index 3',
      'ok :process 0 :index 1',
      'invoke :process 1 :f :write :value 2 :index 2',
    );
    const order = { order: 'index' } as const;
    for (const text of [early, ended]) expect(read('register', text)).toEqual(read('register', text, order));
    // Where they never step back, it is wrong all the same.
    expect(() =>
      read('register', edn('invoke :process 0 :f :read :index 0', 'ok :process 1 :index 3')),
    ).toThrow(/^line 2: process 1 completes an operation it never began$/);
  });

  it('goes by a field of JSON called index only for who asks', () => {
    const text =
      '{"type":"ok","process":0,"f":"write","index":1}\n{"type":"invoke","process":0,"f":"write","value":1,"index":0}';
    expect(read('register', text, { order: 'index' })).toEqual([[...write(0, 1), 0, 1]]);
    expect(() => read('register', text)).toThrow(/^line 1: process 0 completes an operation it never began$/);
  });
});

describe('what a file leaves unsaid', () => {
  it('is that each completion is an operation, where there is nothing else', () => {
    const text = edn(
      'ok, :value [[:append :x 1] [:r :y [1]]]',
      'info :process 3, :f :txn, :value [[:append :y 1]]',
      'fail, :f :txn :value [[:append :y 2]]',
    );
    expect(read('list-append', text)).toEqual([
      [
        '#1',
        '{"f":"txn","ops":[["append","x",1],["r","y",null]]}',
        [
          ['append', 'x', 1],
          ['r', 'y', [1]],
        ],
        'ok',
        0,
        1,
      ],
      [3, '{"f":"txn","ops":[["append","y",1]]}', undefined, 'info', 2, Infinity],
      ['#3', '{"f":"txn","ops":[["append","y",2]]}', undefined, 'fail', 4, 5],
    ]);
    expect(notes).toEqual(['no line begins an operation: each completion is one, in the order of the lines']);
    expect(() => read('list-append', text + edn('invoke :process 1 :value [[:r :x nil]]'))).toThrow(
      /^line 1: process "" completes an operation it never began$/,
    );
  });

  it('is the answer where a completion alone says whether it worked: nobody is called false', () => {
    expect(read('mutex', edn('ok :process 0 :f :release :value false'))).toEqual([
      [0, '{"f":"release"}', false, 'ok', 0, 1],
    ]);
  });

  it('is the function of a transaction, and the name of the only client', () => {
    const text = edn('invoke :value [[:r 1 nil]]', 'ok :value [[:r 1 5]]');
    const operation = ['client', '{"f":"txn","ops":[["r",1,null]]}', [['r', 1, 5]], 'ok', 0, 1];
    expect(read('multi-register', text)).toEqual([operation]);
    expect(
      read('multi-register', text.replaceAll(':value', ':f :read, :value').replaceAll(':r ', ':read ')),
    ).toEqual([operation]);
    expect(() => read('multi-register', edn('invoke :value [[:r 1 nil]]') + text)).toThrow(
      /^line 2: no process is named, so there is one client, and its operation of line 1 is still open$/,
    );
    expect(() => read('register', edn('invoke :process 1 :value 3'))).toThrow(
      /^line 1: an invocation needs an f/,
    );
  });
});

describe('renaming', () => {
  const text = edn(
    'invoke :process 0 :f :credit :value 1',
    'ok :process 0 :f :credit',
    'invoke :process 0 :f :debit :value 2',
  );
  it('gives functions the names the model knows', () => {
    expect(read('counter', text, { rename: { credit: 'add', debit: 'decrement' } })).toEqual([
      [0, '{"f":"add","by":1}', undefined, 'ok', 0, 1],
      [0, '{"f":"add","by":-2}', undefined, 'info', 2, Infinity],
    ]);
  });
  it('refuses a name that no function has, before what else is wrong', () => {
    expect(() => read('counter', text, { rename: { credti: 'add' } })).toThrow(
      /^no function of this file is called credti; it has credit, debit$/,
    );
    expect(() => read('counter', text, { rename: { credit: 'add' } })).toThrow(
      /^line 3: counter knows the functions .*, not "debit"/,
    );
  });
});

describe('keys in values', () => {
  it.each([
    ['[5 [1 2]]', '{"f":"cas","key":5,"from":1,"to":2}'],
    ['["k" 1 2]', '{"f":"cas","key":"k","from":1,"to":2}'],
  ])('are the first of a cas, as in %s', (value, input) => {
    const asked = edn(`invoke :process 0 :f :cas :value ${value}`, `ok :process 0 :f :cas :value ${value}`);
    expect(read('cas-register', asked)).toEqual([[0, input, undefined, 'ok', 0, 1]]);
    expect(read('key-value', asked)).toEqual([
      [0, input.replace('1', '"1"').replace(':2', ':"2"'), undefined, 'ok', 0, 1],
    ]);
  });
});

describe('lines of operations', () => {
  it.each([
    [
      'a JSON array',
      '[\n {"type":"invoke","process":0,"f":"read"},\n\n {"type":"ok",\n "process":0,"value":null},{"type":"invoke","process":1,"f":"read"}]',
    ],
    [
      'forms over several lines',
      '\n{:type :invoke,\n:process 0 :f :read}\n{:type :ok :process 0,\n :value nil} {:type :invoke\n :process 1 :f :read}',
    ],
    [
      'lines',
      '\r\n{"type":"invoke","process":0,"f":"read"}\r\n\r\n{"type":"ok","process":0}\r\n{"type":"invoke","process":1,"f":"read"}',
    ],
  ])('are those on which their events begin in %s', (_what, text) => {
    const found = parseHistory(text, adapterFor('register')).map(({ line, endLine }) => [line, endLine]);
    expect(found).toEqual([
      [2, 4],
      [5, undefined],
    ]);
  });

  it('do not go on for ever', () => {
    const reader = historyReader(adapterFor('register'), { format: 'jsonl' });
    const endless = 'x'.repeat(1 << 22);
    reader.feed('{"type":"invoke","process":0,"f":"read"}\n{"value":"');
    expect(() => {
      for (let i = 0; i < 70; i++) reader.feed(endless);
    }).toThrow(/^line 2: what begins here does not end within 268 million characters$/);
  });
});

describe('a long file', () => {
  it('is read by chunks of any size, with no more of it held than an operation', () => {
    const event = (type: string, index: number) =>
      `{"type":"${type}","process":"p${index % 7}","f":"write","value":${index}}`;
    const written = Array.from({ length: 20_000 }, (_, index) => [
      event('invoke', index),
      event('ok', index),
    ]).flat();
    for (const text of [written.join('\n'), `[${written.join(',\n')}]`]) {
      const reader = historyReader(adapterFor('register'));
      let fed = 0;
      for (let at = 0; at < text.length; at += 97, fed++) reader.feed(text.slice(at, at + 97));
      const history = reader.end();
      expect([fed > 20_000, history.length, history.at(-1)?.line]).toEqual([true, 20_000, 39_999]);
    }
  });
});
