/** What a file says is judged as it stands there: every digit of a number counts, and a text is no number. */
import { describe, expect, it } from 'vitest';
import { Keyword, makeJudge, parseHistory } from '../../../checkers/index.js';

/** `[function, asked, answered]`, as they stand in an EDN file; one process does one after the other. */
type Call = readonly [f: string, asked: string, told?: string];

const edn = (...calls: readonly Call[]): string =>
  calls
    .flatMap(([f, asked, told = asked]) => [
      `{:type :invoke, :process 0, :f :${f}, :value ${asked}}`,
      `{:type :ok, :process 0, :f :${f}, :value ${told}}`,
    ])
    .join('\n');

/** The same calls as JSON Lines: their values must be JSON. */
const jsonl = (...calls: readonly Call[]): string =>
  calls
    .flatMap(([f, asked, told = asked]) => [
      `{"type":"invoke","process":0,"f":"${f}","value":${asked}}`,
      `{"type":"ok","process":0,"f":"${f}","value":${told}}`,
    ])
    .join('\n');

function judged(judge: string, text: string, params: Readonly<Record<string, unknown>> = {}): string {
  const { checker, adapter, independent } = makeJudge(judge, params);
  try {
    const verdict = checker.check(parseHistory(text, adapter, { independent }));
    return verdict.verdict === 'valid' ? 'valid' : `${verdict.verdict}: ${verdict.reason}`;
  } catch (error) {
    return `refused: ${(error as Error).message}`;
  }
}

const BIG = '9007199254740993';
/** The same in doubles, and the text of the same digits. */
const NEXT = '9007199254740992';
const AS_TEXT = `"${BIG}"`;

describe('whole numbers beyond 2^53', () => {
  it.each(['0x20000000000001', `${BIG}N`, '16r20000000000001', `${BIG}/1`, `+${BIG}`])(
    'are the same number as %s',
    (written) => {
      const file = (told: string): string => edn(['write', BIG], ['read', 'nil', told]);
      expect(judged('register', file(written))).toBe('valid');
      expect(judged('register', file(NEXT))).toContain(`invalid: ${NEXT} was read`);
      expect(judged('register', file(AS_TEXT))).toContain(`invalid: ${AS_TEXT} was read`);
    },
  );

  const rows: readonly (readonly [judge: string, calls: (told: string) => readonly Call[]])[] = [
    ['register', (told) => [['write', BIG], ['read', 'null', told]]],
    ['sequential', (told) => [['write', BIG], ['read', 'null', told]]],
    ['queue', (told) => [['enqueue', BIG], ['dequeue', 'null', told]]],
    ['stack', (told) => [['push', BIG], ['pop', 'null', told]]],
    ['set', (told) => [['add', BIG], ['read', 'null', `[${told}]`]]],
    ['set-full', (told) => [['add', BIG], ['add', '1'], ['read', 'null', `[1,${told}]`]]],
    ['list-append', (told) => [['txn', `[["append",1,${BIG}]]`], ['txn', '[["r",1,null]]', `[["r",1,[${told}]]]`]]],
    ['multi-register', (told) => [['txn', `[["w",1,${BIG}]]`], ['txn', '[["r",1,null]]', `[["r",1,${told}]]`]]],
    ['exactly-once', (told) => [['send', BIG], ['process', told]]],
    ['total-queue', (told) => [['enqueue', BIG], ['dequeue', 'null', told]]],
    ['consensus', (told) => [['propose', BIG], ['decide', told]]],
  ]; // prettier-ignore
  it.each(rows)('are exact for %s, in JSON Lines', (judge, calls) => {
    expect(judged(judge, jsonl(...calls(BIG)))).toMatch(/^(valid|unknown)/);
    for (const wrong of [NEXT, AS_TEXT])
      expect(judged(judge, jsonl(...calls(wrong)))).toMatch(/^invalid.*900719925474099/);
  });

  it.each([
    ['isolation-text', `w(1,${BIG},0,0)\nr(1,TOLD,0,1)`],
    ['dbcop-text', `[x:=${BIG}]\n[x==TOLD]`],
  ])('are exact in files of %s', (_format, file) => {
    expect(judged('multi-register', file.replace('TOLD', BIG))).toBe('valid');
    expect(judged('multi-register', file.replace('TOLD', NEXT))).toContain('invalid');
  });

  it('add up exactly, or are refused', () => {
    const counter = (total: string) => edn(['add', BIG], ['add', '2'], ['add', '-1'], ['read', 'nil', total]);
    expect(judged('counter', counter('9007199254740994'))).toBe('valid');
    expect(judged('counter', counter('9007199254740995'))).toContain('invalid');
    const many = (total: string) =>
      edn(['add', '9007199254740991'], ['add', '2'], ['add', '-9007199254740991'], ['read', 'nil', total]);
    expect(judged('counter', many('2'))).toBe('valid');
    expect(judged('counter', many('1'))).toContain('invalid');
    expect(judged('eventual-counter', many('2'))).toMatch(/^refused: .*beyond 2\^53/);
    expect(judged('eventual-counter', counter('1'))).toMatch(
      /^refused: .*within 2\^53, not 9007199254740993/,
    );

    const bank = (balance: string) =>
      edn(['read', 'nil', '{:a 9007199254740991 :b 3}'], ['read', 'nil', `{:a ${balance} :b 4}`]);
    expect(judged('bank', bank('9007199254740990'))).toBe('valid');
    expect(judged('bank', bank('9007199254740991'))).toContain(
      'total 9007199254740995, should be 9007199254740994',
    );
    const initial = { a: 9007199254740991n, b: 3 };
    expect(judged('bank', bank('9007199254740990'), { total: 1 })).toContain('should be 1');
    expect(judged('conservation', bank('9007199254740990'))).toBe('valid');
    expect(judged('bank', bank('9007199254740992'), { initial: { ...initial, a: 2 ** 53 - 1 } })).toContain(
      'invalid',
    );
  });

  it('are tokens and terms, but no places of a log', () => {
    const fenced = (token: string) =>
      `{:type :invoke, :process 0, :f :acquire}\n{:type :ok, :process 0, :f :acquire, :value ${BIG}}\n` +
      `{:type :invoke, :process 1, :f :acquire}\n{:type :ok, :process 1, :f :acquire, :value ${BIG.replace('3', '5')}}\n` +
      `{:type :ok, :process 1, :f :access, :token ${token}}`.replace(/^(.*):ok(.*)$/, '$1:invoke$2\n$&');
    expect(judged('fencing', fenced(BIG.replace('3', '5')))).toBe('valid');
    expect(judged('fencing', fenced(NEXT))).toContain('invalid');
    const committed = (index: string) =>
      `{"type":"invoke","process":"a","f":"commit","index":${index},"value":1}\n{"type":"ok","process":"a","f":"commit","value":1}`;
    expect(judged('committed-prefix', committed(BIG))).toBe(
      `refused: line 1: index is a number within 2^53, not ${BIG}`,
    );
  });
});

describe('keywords and texts', () => {
  const rows: readonly (readonly [judge: string, calls: (told: string) => readonly Call[]])[] = [
    ['register', (told) => [['write', ':a'], ['read', 'nil', told]]],
    ['cas-register', (told) => [['write', ':a'], ['cas', `[${told} :b]`], ['read', 'nil', ':b']]],
    ['causal', (told) => [['write', ':a'], ['read', 'nil', told]]],
    ['queue', (told) => [['enqueue', ':a'], ['dequeue', 'nil', told]]],
    ['set', (told) => [['add', ':a'], ['read', 'nil', `#{${told}}`]]],
    ['set', (told) => [['add', '[:a {:b :a}]'], ['read', 'nil', `#{[:a {:b ${told}}]}`]]],
    ['list-append', (told) => [['txn', '[[:append :x :a]]'], ['txn', '[[:r :x nil]]', `[[:r "x" [${told}]]]`]]],
    ['list-append', (told) => [['txn', '[["append" "x" :a]]'], ['txn', '[[:r :x nil]]', `[[:r :x [${told}]]]`]]],
    ['multi-register', (told) => [['txn', '[[:w :x :a]]'], ['txn', '[[:r :x nil]]', `[[:r :x ${told}]]`]]],
    ['long-fork', (told) => [['txn', '[[:w :x :a]]'], ['txn', '[[:r :x nil]]', `[[:r :x ${told}]]`]]],
    ['kafka', (told) => [['send', '[[:send :x :a]]', '[[:send :x [0 :a]]]'], ['poll', '[[:poll]]', `[[:poll {:x [[0 ${told}]]}]]`]]],
    ['echo', (told) => [['echo', ':a', told]]],
    ['exactly-once', (told) => [['send', ':a'], ['process', told]]],
    ['consensus', (told) => [['propose', ':a'], ['decide', told]]],
  ]; // prettier-ignore
  it.each(rows)('are two values for %s', (judge, calls) => {
    expect(judged(judge, edn(...calls(':a')))).toMatch(/^(valid|unknown)/);
    expect(judged(judge, edn(...calls('"a"')))).toMatch(/^invalid/);
    expect(judged(judge, edn(...calls('":a"')))).toContain('invalid: ');
  });

  it('name the same: functions, keys, fields, processes, kinds and words', () => {
    const file = (...lines: readonly string[]): string =>
      lines
        .flatMap((line) => [
          `{:type :invoke, ${line}}`,
          `{"type" :ok}`.replace('"type" :ok', `:type "ok", ${line}`),
        ])
        .join('\n');
    const same: readonly (readonly [judge: string, text: string])[] = [
      ['register', file(':process :a, :f :write, :key :k, :value 1', ':process "a", :f "read", :key "k", :value 1')],
      ['register', edn(['write', '[:k 1]'], ['read', '["k" nil]', '[:k 1]'])],
      ['register', edn(['write', '3', ':ok'], ['read', 'nil', '3'])],
      ['mutex', edn(['acquire', ':a'], ['release', '"a"'], ['acquire', ':b'])],
      ['bank', edn(['read', 'nil', '{:a 1 "b" 2}'], ['transfer', '{:from :a :to "b" :amount 1}'], ['read', 'nil', '{"a" 0 :b 3}'])],
      ['key-value', edn(['put', ':a'], ['get', 'nil', '":a"']).replaceAll(':f', ':key :k, :f')],
      ['atomic-commit', `${file(':process :n, :f :vote, :txn 1, :vote :yes')}\n${file(':process :n, :f :decide, :txn 1, :decision "commit"')}`],
      ['exactly-once', edn(['send', '"m"', ':sent-it'], ['process', '"m"'])],
    ]; // prettier-ignore
    for (const [judge, text] of same) expect([judge, judged(judge, text)]).toEqual([judge, 'valid']);
    expect(judged('register', edn(['write', ':a', '"a"']))).toMatch(
      /^refused: line 2: .* write a, but on line 1 it began write :a/,
    );
    expect(judged('register', edn(['write', '1', '{:a 1, "a" 2}']))).toBe(
      'refused: line 2, column 43: two keys of a map are both called a',
    );
  });

  it('begin a register', () => {
    const initial = new Keyword('b');
    expect(judged('register', edn(['read', 'nil', ':b']), { initial })).toBe('valid');
    expect(judged('register', edn(['read', 'nil', ':b']), { initial: 'b' })).toContain('invalid');
  });
});
