/** `--faults plan.json`: what is wrong in it is told with the file and the place, functions that nobody knows included. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../cli/app.js';
import { exportRun } from '../../cli/commands/export.js';
import { run } from '../../cli/commands/run.js';
import { fakeTerminal } from './fake-terminal.js';

const home = process.cwd();
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'seedstorm-plan-')));
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

async function ran(plan: unknown, ...argv: string[]) {
  writeFileSync('plan.json', typeof plan === 'string' ? plan : JSON.stringify(plan));
  const terminal = fakeTerminal();
  const code = await runCli([...argv, '--faults', './plan.json'], [run, exportRun], terminal);
  return { code, out: terminal.printed(), err: terminal.noted() };
}

const asking = (input: unknown) => ({
  schema: 1,
  faults: [],
  operations: [{ process: 'c1', atMs: 5, input }],
});

describe('a plan from a file', () => {
  it.each([
    [
      'replication/quorum-register',
      { f: 'raed' },
      /f: expected a function .*read, write.*"raed"; did you mean "read"\?/,
    ],
    ['saga/order', { f: 'read' }, /f: expected a function that clients ask for \(order\), got "read"/],
    ['real/yjs', { f: 'inserrt' }, /"inserrt"; did you mean "/],
    ['replication/raft', { f: 'pvt' }, /got "pvt"; did you mean "put"\?/],
    ['replication/quorum-register', {}, /f: expected the name of a function, got nothing/],
    [
      'replication/quorum-register',
      null,
      /input: expected an object with f, the function asked for, got null/,
    ],
  ])('for %s that asks for %j is refused', async (scenario, input, sentence) => {
    const { code, out, err } = await ran(asking(input), 'run', scenario);
    expect([code, out]).toEqual([64, '']);
    expect(err).toMatch(/^seedstorm: \.\/plan\.json: operations\[0\]\.input/);
    expect(err).toMatch(sentence);
  });

  it('is refused by every command that takes it, and so is a list of faults', async () => {
    const { code, err } = await ran(
      asking({ f: 'raed' }),
      'export',
      '--scenario',
      'quorum-register',
      '--format',
      'jsonl',
    );
    expect([code, err]).toEqual([
      64,
      expect.stringMatching(/^seedstorm: \.\/plan\.json: .*did you mean "read"/),
    ]);
    const faults = await ran([{ kind: 'crash', atMs: 5, node: 'n9' }], 'run', 'quorum-register');
    expect([faults.code, faults.err]).toEqual([
      64,
      expect.stringMatching(/^seedstorm: \.\/plan\.json: faults\[0\]\./),
    ]);
  });

  it('is run where clients know what they ask for, behind a byte order mark too', async () => {
    const plan = asking({ f: 'read' });
    for (const text of [JSON.stringify(plan), `\ufeff${JSON.stringify(plan)}`]) {
      const { code, out, err } = await ran(text, 'run', 'quorum-register');
      expect([code, err, out]).toEqual([0, '', expect.stringContaining('1 ok (100.0 %)')]);
    }
  });
});
