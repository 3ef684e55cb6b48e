/** `seedstorm check` and `seedstorm ladder`: what they print of histories in files, and what they refuse. */
import { describe, expect, it } from 'vitest';
import { checkResult } from '../../cli/render/check-result.js';
import { refusals } from './check-refusals.js';
import { credits, file, good, lines, op, run, stale } from './judged-files.js';

describe('seedstorm check', () => {
  it('finds a good history valid', async () => {
    const { code, out, err } = await run(['check', 'register', file('good.jsonl', good)]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^✓ register {2}valid: .*\n\n2 operations, judged in .* ms\n$/);
  });

  it('shows how far a bad history goes, what cannot be placed, and the core over time', async () => {
    const path = file('stale.jsonl', stale);
    const { code, out } = await run(['check', 'register', path]);
    expect(code).toBe(1);
    expect(out).toMatch(/^✗ register {2}invalid: /);
    expect(out).toMatch(
      /longest part that can be put in order, 2 operations, is:\n +1 {2}0 +write 3 {2}line 1\n +2 {2}0 +write 4 {2}line 3\n/,
    );
    expect(out).toMatch(/What cannot be placed:\n +✗ {2}1 +read 3 {2}line 5\n/);
    expect(out).toMatch(/alone cannot be put in order/);
    expect(out).toMatch(/^ {2}1 +├ read 3 ┤$/m);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(90);
    const ascii = await run(['check', 'register', path], { unicode: false });
    expect(ascii.out).toMatch(/^x register {2}invalid/);
    expect(ascii.out).toMatch(/^ {2}1 +\| read 3 \|$/m);
    expect(ascii.out).toMatch(/^[\x00-\x7f]*$/);
  });

  it('prints one JSON object with --json', async () => {
    const { code, out, err } = await run(['check', 'register', file('stale.jsonl', stale), '--json']);
    expect([code, err]).toEqual([1, '']);
    expect(out.endsWith('}\n')).toBe(true);
    const result = JSON.parse(out) as Record<string, unknown>;
    expect(Object.keys(result)).toEqual(['model', 'verdict', 'operations', 'reason', 'core', 'ms']);
    expect(result).toMatchObject({ model: 'register', verdict: 'invalid', operations: 3 });
    expect(result['core']).toContainEqual({
      process: 1,
      input: { f: 'read' },
      output: 3,
      type: 'ok',
      invoke: 4,
      complete: 5,
      line: 5,
      endLine: 6,
    });
    const valid = await run(['check', 'register', file('good.jsonl', good), '--json']);
    expect(JSON.parse(valid.out)).toMatchObject({ verdict: 'valid', core: [] });
  });

  it('leaves out of values in --json what nobody could read, and counts it', async () => {
    const list = Array.from({ length: 20_000 }, (_, index) => index);
    const path = file(
      'wide.jsonl',
      lines(...op(0, 'write', list), ...op(1, 'read', null, [...list, 'x'.repeat(5000)])),
    );
    const { out } = await run(['check', 'register', path, '--json']);
    expect(out.length).toBeLessThan(2000);
    const result = JSON.parse(out) as { core: readonly { output: unknown }[]; valuesLeftOut: number };
    expect(result.core[0]?.output).toEqual(list.slice(0, 40));
    expect(result.valuesLeftOut).toBe(19_961);
    const all = JSON.parse((await run(['check', 'register', path, '--json', '--all'])).out) as typeof result;
    expect(all.core[0]?.output).toHaveLength(20_001);
    expect(all.valuesLeftOut).toBeUndefined();
  });

  it('says in --json why each transaction of a cycle comes before the next', async () => {
    const skew = [
      ...op(0, 'txn', [
        ['r', 'x', []],
        ['append', 'y', 1],
      ]),
      ...op(1, 'txn', [
        ['r', 'y', []],
        ['append', 'x', 2],
      ]),
    ];
    const [begin, end, other, otherEnd] = skew;
    const path = file('skew.jsonl', lines(begin!, other!, end!, otherEnd!));
    const { out } = await run(['check', 'list-append', path, '--json']);
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'invalid',
      because: [
        '0 on line 1 read list x without 2, which 1 on line 2 appended',
        '1 on line 2 read list y without 1, which 0 on line 1 appended',
      ],
    });
  });

  it('reads standard input, a byte order mark, carriage returns, and text cut inside a character', async () => {
    const odd = `\ufeff${good.replaceAll('\n', '\r\n').replaceAll('3', '"dreißig"')}`;
    for (const text of [odd, good]) {
      const { code, err } = await run(['check', 'register', '-'], { stdin: text });
      expect([code, err]).toEqual([0, '']);
    }
    const name = `${'ü'.repeat(1 << 18)}`;
    expect(
      (await run(['check', 'register', file('long.jsonl', good.replaceAll('3', JSON.stringify(name)))])).code,
    ).toBe(0);
  });

  it('keeps every digit of a number in a parameter', async () => {
    const path = file(
      'digits.jsonl',
      lines(...op(0, 'read', null, 'N')).replace('"N"', '12345678901234567891'),
    );
    expect((await run(['check', 'register', path, '--param', 'initial=12345678901234567891'])).code).toBe(0);
    const wrong = ['check', 'register', path, '--param', 'initial=12345678901234567890'];
    const { code, out } = await run([...wrong, '--json']);
    expect([code, /"output":(.*?),/.exec(out)?.[1]]).toEqual([1, '12345678901234567891']);
    expect((await run(wrong)).out).toContain('the register can only be 12345678901234567890');
    expect((await run([...wrong.slice(0, 4), 'initial="12345678901234567891"'])).code).toBe(1);
  });

  it('tells a keyword from the text of its name', async () => {
    const history = (told: string) => `{:type :invoke :process 0 :f :write :value :a}
{:type :ok :process 0 :f :write :value :a}
{:type :invoke :process 0 :f :read :value nil}
{:type :ok :process 0 :f :read :value ${told}}`;
    const good = await run(['check', 'register', '-'], { stdin: history(':a') });
    expect([good.code, good.err]).toEqual([0, '']);
    const bad = await run(['check', 'register', '-'], { stdin: history('"a"') });
    expect(bad.code).toBe(1);
    expect(bad.out).toContain('"a" was read, but nobody may have written it');
    expect(bad.out).toMatch(/read "a" by process 0 .*\n.* the register can only be :a\n/);
    expect(bad.err).toBe('note: the file has :a and "a": a keyword and a text are two values\n');
    const json = await run(['check', 'register', '-', '--json'], { stdin: history(':b') });
    expect(JSON.parse(json.out)).toMatchObject({ core: [{ output: ':b' }] });
    const first = history('nil').split('\n').slice(2).join('\n').replace('value nil}', 'value :b}');
    for (const [initial, code] of [
      [':b', 0],
      ['b', 1],
    ] as const)
      expect(
        (
          await run(['check', 'register', '-', '--param', `initial=${initial}`], {
            stdin: first.replace(/:value nil}$/, ':value :b}'),
          })
        ).code,
      ).toBe(code);
  });

  it('answers undecided when the time is over', async () => {
    const writes = Array.from({ length: 40 }, (_, process) => ({
      type: 'invoke',
      process,
      f: 'enqueue',
      value: process % 2,
    }));
    const reads = Array.from({ length: 39 }, (_, index) => [
      { type: 'invoke', process: 100 + index, f: 'dequeue' },
    ]).flat();
    const ends = reads.map(({ process }, index) => ({
      type: 'ok',
      process,
      value: index === 38 ? 7 : (index * 7) % 3 === 0 ? 1 : 0,
    }));
    const { code, out } = await run([
      'check',
      'queue',
      file('hard.jsonl', lines(...writes, ...reads, ...ends)),
      '--time',
      '1ms',
      '--json',
    ]);
    expect([code, (JSON.parse(out) as { verdict: string }).verdict]).toEqual([2, 'unknown']);
  });

  const cas = lines(
    ...op(0, 'write', 1),
    { type: 'invoke', process: 1, f: 'cas', value: [1, 2] },
    { type: 'fail', process: 1, f: 'cas', value: [1, 2] },
  );
  const nil = lines(...op(0, 'read', null));
  it.each<[what: string, flags: string[], code: number]>([
    ['a failed cas', [], 0],
    ['a failed cas', ['--failed-cas', 'ignore'], 0],
    ['a failed cas', ['--failed-cas', 'observe'], 1],
    ['a failed cas', ['--param', 'failed-cas=observe'], 1],
    ['a read of nil', [], 0],
    ['a read of nil', ['--param', 'initial=5'], 0],
    ['a read of nil', ['--param', 'initial=5', '--param', 'nil-read=value'], 1],
    ['a read of nil', ['--param', 'initial=nil'], 0],
    ['a read of nil', ['--param', 'initial=12345678901234567890', '--param', 'nil-read=value'], 1],
    ['a read of nil', ['--param', 'nil-read=anything'], 0],
  ])('judges %s by %j', async (what, flags, code) => {
    const [model, stdin] = what === 'a failed cas' ? ['cas-register', cas] : ['register', nil];
    expect((await run(['check', model, '-', ...flags], { stdin })).code).toBe(code);
  });

  it('asks what a read of nil means where a register that begins with something is written nil', async () => {
    const path = file('writes-nil.jsonl', lines(...op(0, 'write', null)));
    expect(await run(['check', 'register', path, '--param', 'initial=5'])).toMatchObject({
      code: 64,
      err: expect.stringMatching(
        /line 1: nil is written here: .*nil-read=value or nil-read=anything/,
      ) as string,
    });
    expect(
      (await run(['check', 'register', path, '--param', 'initial=5', '--param', 'nil-read=value'])).code,
    ).toBe(0);
  });

  it('judges each key of independent tests apart', async () => {
    const edn =
      '[{:process 0 :type :invoke :f :write :value ["x" 1]} {:process 0 :type :ok :f :write :value ["x" 1]} {:process 0 :type :invoke :f :read :value ["y" nil]} {:process 0 :type :ok :f :read :value ["y" nil]}]';
    expect((await run(['check', 'register', file('independent.edn', edn)])).code).toBe(0);
    const { code, out } = await run([
      'check',
      'register',
      file('independent.edn', edn.replace('"y" nil]}]', '"y" 1]}]')),
    ]);
    expect(code).toBe(1);
    expect(out).toMatch(/y: read 1/);
  });

  it('calls functions what it is told to call them', async () => {
    const path = file('credits.jsonl', credits);
    const names = ['--rename', 'credit=add', '--rename', 'debit=decrement'];
    expect((await run(['check', 'counter', path, ...names])).code).toBe(0);
    const wrong = file('credits-wrong.jsonl', credits.replace('"value":3', '"value":4'));
    expect((await run(['check', 'counter', wrong, ...names])).code).toBe(1);
    expect((await run(['check', 'counter', path])).err).toMatch(
      /line 1: counter knows .*, not "credit"; if it is one of these by another name, say so by --rename credit=add\n/,
    );
    const levels = file('levels.jsonl', lines(...op(0, 'store', 3), ...op(1, 'read', null, 3)));
    expect((await run(['ladder', levels, '--rename', 'store=write'])).code).toBe(0);
    expect((await run(['ladder', levels, '--param', 'write=store', '--memory', '9'])).code).toBe(0);
    expect((await run(['ladder', levels, '--param', 'write=stare'])).err).toMatch(
      /by parameter, write is called stare/,
    );
  });

  it('notes what was taken otherwise than it stands there', async () => {
    const [invoke, ok] = op(0, 'write', 3);
    const path = file('back.jsonl', lines({ ...invoke, timeMs: 2 }, { ...ok, timeMs: 1 }));
    const note =
      'time steps back on line 2, from 2 ms to 1 ms; the order of the lines counts (--order time asks for that of the times)';
    expect(await run(['check', 'register', path])).toMatchObject({ code: 0, err: `note: ${note}\n` });
    for (const command of [['check', 'register'], ['ladder']])
      expect(JSON.parse((await run([...command, path, '--json'])).out)).toMatchObject({ notes: [note] });
    expect((await run(['check', 'register', path, '--order', 'time'])).code).toBe(64);
  });

  it('tells places in a file by their lines', async () => {
    const locks = lines(...op(0, 'acquire', null), {}, ...op(1, 'acquire', null), ...op(0, 'release', null));
    const { out } = await run(['check', 'mutual-exclusion', file('locks.jsonl', locks.replace('{}', ''))]);
    expect(out).toMatch(/1 on line 4 acquired the lock, which 0 held from line 2 until line 6/);
  });

  it('reads a file again whose lines are not in the order of :index', async () => {
    const text =
      '{:type :ok :process 0 :f :read :value 1 :index 1}\n{:type :invoke :process 0 :f :read :index 0}\n';
    const path = file('index.edn', text);
    expect((await run(['check', 'register', path])).code).toBe(1);
    expect((await run(['check', 'register', path, '--param', 'initial=1'])).code).toBe(0);
    expect(await run(['check', 'register', '-'], { stdin: text })).toMatchObject({
      code: 64,
      err: expect.stringMatching(
        /standard input: line 2: :index goes from 1 to 0; .* --order index/,
      ) as string,
    });
    expect((await run(['check', 'register', '-', '--order', 'index'], { stdin: text })).code).toBe(1);
  });

  it('knows delivery and agreement checkers, too', async () => {
    const sends = lines(...op(0, 'send', 'm1'), ...op(1, 'process', 'm1'), ...op(1, 'process', 'm1'));
    expect((await run(['check', 'at-least-once', file('sends.jsonl', sends)])).code).toBe(0);
    const { code, out } = await run(['check', 'exactly-once', file('sends.jsonl', sends)]);
    expect(code).toBe(1);
    expect(out).toMatch(/^ {2}duplicate {2}m1 was processed 2 times/m);
    expect(out).toMatch(/These 3 operations alone show it|These 2 operations alone show it/);
  });

  it.each(refusals)('refuses %s', async (_what, args, sentence) => {
    const { code, out, err } = await run(['check', ...args]);
    expect([code, out]).toEqual([64, '']);
    expect(err).toMatch(sentence);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('seedstorm ladder', () => {
  it('and the orders refuse other functions by their own names', async () => {
    const path = file('counts.jsonl', lines(...op(0, 'add', 1)));
    expect((await run(['ladder', path])).err).toMatch(
      /line 1: ladder knows the functions read, write, not "add"/,
    );
    expect((await run(['check', 'causal', path])).err).toMatch(/causal knows the functions read, write, not/);
  });

  it('prints the table of levels', async () => {
    const { code, out } = await run(['ladder', file('stale.jsonl', stale)]);
    expect(code).toBe(1);
    expect(out).toMatch(/^✗ linearizable +broken/);
    expect(out).toMatch(/^✓ sequential +kept$/m);
    expect(out).toMatch(/^strongest kept {3}sequential$/m);
  });

  it('prints one JSON object with --json', async () => {
    const { code, out } = await run(['ladder', file('good.jsonl', good), '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'valid',
      operations: 2,
      strongestKept: ['linearizable'],
      weakestBroken: [],
    });
    expect((JSON.parse(out) as { levels: unknown[] }).levels).toHaveLength(12);
  });
});

describe('an explanation of much', () => {
  it('fits forty lines, unless all is asked for, and is the same in every run', async () => {
    const locks = Array.from({ length: 60 }, (_, process) => ({ process, f: 'acquire', value: null }));
    const path = file(
      'locks.jsonl',
      lines(
        ...locks.map((lock) => ({ type: 'invoke', ...lock })),
        ...locks.map((lock) => ({ type: 'ok', ...lock })),
      ),
    );
    const told = async (...more: string[]) => {
      const { code, out } = await run(['check', 'mutex', path, ...more], { columns: 80 });
      expect(code).toBe(1);
      return out.replace(/judged in .*/, '');
    };
    const short = await told();
    expect(short.split('\n').length).toBeLessThanOrEqual(41);
    expect(short).toMatch(/5\d more/);
    expect(await told()).toBe(short);
    expect((await told('--all')).split('\n').length).toBeGreaterThan(60);
  });

  it('lists at most forty operations of a core in JSON, and counts the others', () => {
    const core = Array.from({ length: 50 }, (_, at) => ({
      ...{ process: at, input: { f: 'read' }, type: 'ok' as const, invoke: 2 * at, complete: 2 * at + 1 },
    }));
    const verdict = { verdict: 'invalid' as const, reason: '', anomalies: [], core };
    const told = (all: boolean) => checkResult('register', verdict, 50, [], 0, all);
    expect([told(false).core.length, told(false).leftOut]).toEqual([40, 10]);
    expect([told(true).core.length, told(true).leftOut]).toEqual([50, undefined]);
  });

  it.each([['ladder'], ['check', 'sequential'], ['check', 'causal']])(
    'names what was asked for: %s %s',
    async (...argv) => {
      const path = file('other.jsonl', lines(...op(0, 'write', 1), ...op(0, 'enqueue', 1)));
      const { code, err } = await run([...argv, path]);
      expect(code).toBe(64);
      expect(err).toContain(`line 3: ${argv.at(-1)} knows the functions`);
    },
  );
});
