import { describe, expect, it } from 'vitest';
import { runCli } from '../../cli/app.js';
import { commandName } from '../../cli/command.js';
import type { Command } from '../../cli/command.js';
import { UsageError } from '../../cli/errors.js';
import { EXIT } from '../../cli/exit-codes.js';
import { fakeTerminal } from './fake-terminal.js';

const cook: Command = {
  usage: 'cook <dish> [side]',
  summary: 'Cook a dish',
  positionals: { dish: { summary: 'which', choices: ['soup', 'noodles'] }, side: { summary: 'with it' } },
  flags: {
    heat: { summary: 'how hot', kind: 'text', choices: ['low', 'high'], default: 'low' },
    salt: { summary: 'seasoning', kind: 'list', value: 'name=value' },
    time: { summary: 'how long', kind: 'text', value: '30s' },
    json: { summary: 'for machines', kind: 'switch' },
  },
  examples: [['seedstorm cook soup', 'soup']],
  run(args, terminal) {
    if (args.text('side') === 'bug') throw new TypeError('undefined is not\na function');
    if (args.text('side') === 'mud') throw new UsageError('mud is not food');
    const order = {
      dish: args.required('dish'),
      heat: args.required('heat'),
      salt: args.assignments('salt', ['sea', 'rock'], 'cook'),
      ms: args.durationMs('time') ?? null,
      json: args.on('json'),
    };
    terminal.out(`${JSON.stringify(order)}\n`);
    return EXIT.invalid;
  },
};
const wash: Command = {
  usage: 'wash',
  summary: 'Wash up',
  positionals: {},
  flags: {},
  examples: [],
  run: () => EXIT.unknown,
};

async function run(...argv: string[]) {
  const terminal = fakeTerminal();
  const code = await runCli(argv, [cook, wash], terminal);
  return { code, out: terminal.printed(), err: terminal.noted() };
}

describe('runCli', () => {
  it('runs a command and returns its exit code', async () => {
    const { code, out, err } = await run(
      'cook',
      'soup',
      '--salt',
      'sea=1',
      '--salt',
      'rock=black',
      '--time',
      '1.5m',
      '--json',
      '--heat=high',
    );
    expect(JSON.parse(out)).toEqual({
      dish: 'soup',
      heat: 'high',
      salt: { sea: 1, rock: 'black' },
      ms: 90_000,
      json: true,
    });
    expect([code, err]).toEqual([1, '']);
    expect((await run('wash')).code).toBe(2);
  });

  it.each<[string[], RegExp]>([
    [[], /^seedstorm: a command is needed: cook, wash or completion; see seedstorm --help\n$/],
    [['cok', 'soup'], /there is no command "cok"\. Did you mean cook\?/],
    [['bake'], /there is no command "bake"\. The commands are cook, wash, completion\./],
    [['cook'], /call it as seedstorm cook <dish> \[side\]; see seedstorm cook --help/],
    [['cook', 'nodles'], /<dish> cannot be "nodles"\. It is one of soup, noodles\. Did you mean noodles\?/],
    [['cook', 'soup', 'a', 'b'], /"b" is one argument too many: seedstorm cook <dish> \[side\]/],
    [['cook', 'soup', '--haet', 'low'], /seedstorm cook has no flag --haet\. Did you mean --heat\?/],
    [['cook', 'soup', '--pepper'], /seedstorm cook has no flag --pepper\. See seedstorm cook --help\./],
    [['cook', 'soup', '-x'], /no flag -x/],
    [
      ['cook', 'soup', '--heat', 'hihg'],
      /--heat cannot be "hihg"\. It is one of low, high\. Did you mean high\?/,
    ],
    [['cook', 'soup', '--heat'], /--heat needs a value: low, high/],
    [['cook', 'soup', '--time'], /--time needs a value, 30s/],
    [['cook', 'soup', '--time', '3', '--time', '4'], /--time is given 2 times; once is enough/],
    [['cook', 'soup', '--time', 'soon'], /--time takes a length of time such as .*, not "soon"/],
    [['cook', 'soup', '--salt', 'sea'], /--salt takes name=value, not "sea"/],
    [
      ['cook', 'soup', '--salt', 'se=1'],
      /cook has no parameter "se"; it takes sea, rock\. Did you mean sea\?/,
    ],
    [['cook', 'soup', '--salt', 'sea=1', '--salt', 'sea=2'], /--salt sea is given twice/],
    [['cook', 'soup', 'mud'], /^seedstorm: mud is not food\n$/],
    [['wash', 'soup'], /"soup" is one argument too many: seedstorm wash/],
  ])('refuses %j in one sentence', async (argv, sentence) => {
    const { code, out, err } = await run(...argv);
    expect([code, out]).toEqual([64, '']);
    expect(err).toMatch(sentence);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  it('prints one JSON object for what went wrong, if JSON was asked for', async () => {
    const { code, out } = await run('cook', 'mud', '--json');
    expect(code).toBe(64);
    expect(JSON.parse(out)).toEqual({ error: expect.stringContaining('<dish> cannot be "mud"') as string });
  });

  it('takes the blame for its own bugs, without a stack trace', async () => {
    const { code, out, err } = await run('cook', 'soup', 'bug');
    expect([code, out]).toEqual([70, '']);
    expect(err).toMatch(
      /^seedstorm: this is a bug in Seedstorm, not in your input: TypeError: undefined is not a function at \S+:\d+:\d+; please report it with the command you ran\n$/,
    );
  });

  it('helps', async () => {
    const whole = await run('--help');
    expect(whole.code).toBe(0);
    for (const command of [cook, wash]) expect(whole.out).toContain(commandName(command));
    expect(whole.out).toMatch(/Exit codes: 0 valid, 1 a violation/);
    const one = await run('cook', '--help');
    expect(one.code).toBe(0);
    expect(one.out).toMatch(/seedstorm cook <dish> \[side\]/);
    expect(one.out).toMatch(/--heat .*\[choices: "low", "high"\] \[default: "low"\]/s);
    expect((await run('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('completes', async () => {
    expect((await run('completion')).out).toMatch(/_seedstorm_yargs_completions/);
    expect((await run('--get-yargs-completions', 'seedstorm', 'cook', '')).out).toMatch(/soup\nnoodles/);
  });
});
