/** `seedstorm table`: the account for people, the JSON for scripts, and bad input in one sentence. */
import { describe, expect, it } from 'vitest';
import { runCli } from '../../cli/app.js';
import { table } from '../../cli/commands/table.js';
import { EXIT } from '../../cli/exit-codes.js';
import { fakeTerminal } from './fake-terminal.js';

async function called(...argv: string[]) {
  const terminal = fakeTerminal();
  const code = await runCli(['table', ...argv], [table], terminal);
  return { code, printed: terminal.printed(), noted: terminal.noted() };
}

describe('seedstorm table', () => {
  it('prints every setting, and what became of each claim', async () => {
    const { code, printed } = await called('delivery-semantics', '--runs', '1');
    expect(code).toBe(EXIT.valid);
    const lines = printed.split('\n');
    expect(lines[0]).toBe('delivery-semantics: 21 settings, 1 seed each from 1');
    expect(lines[2]).toMatch(
      /^acks +commit +start +dedupe +acked +lost +twice +avail % +p50 ms +p99 ms +claims$/,
    );
    expect(lines.filter((line) => /^(0|1|all) +(before|after|automatic) /.test(line))).toHaveLength(21);
    expect(printed).toMatch(/[✓✗] \d of 9 {2}acks=all: consistent/);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(90);
  });

  it('prints one JSON object with --json', async () => {
    const { code, printed } = await called('delivery-semantics', '--runs', '1', '--seed', 'a', '--json');
    expect(code).toBe(EXIT.valid);
    const parsed = JSON.parse(printed) as {
      name: string;
      seed: string;
      runs: number;
      rows: { held: boolean }[];
    };
    expect(parsed).toMatchObject({ name: 'delivery-semantics', seed: 'a', runs: 1 });
    expect(parsed.rows).toHaveLength(21);
    expect(typeof parsed.rows[0]?.held).toBe('boolean');
  });

  it.each([
    [['delivery-semantic'], 'Did you mean delivery-semantics?'],
    [['delivery-semantics', '--runs', '0'], '--runs takes a whole number from 1 to 100000, not "0"'],
    [['delivery-semantics', '--runs', '1e9'], '--runs takes a whole number'],
    [[], 'name'],
  ])('refuses %j', async (argv, sentence) => {
    const { code, noted } = await called(...argv);
    expect(code).toBe(EXIT.usage);
    expect(noted).toContain(sentence);
  });
});
