/** `--param name=value`: what a text stands for, and the text of a command that brings a value back. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../cli/app.js';
import { run } from '../../cli/commands/run.js';
import { jsonOrText, valueAsText } from '../../cli/param-value.js';
import { runCommand } from '../../cli/replay-command.js';
import { fakeTerminal } from './fake-terminal.js';

const source = `
import { clients, defineScenario, stateMachine, z } from 'seedstorm';
export const sized = defineScenario({
  name: 'own/sized', summary: 's',
  params: z.object({
    size: z.enum(['100', '200', 'large']).default('large'),
    mode: z.union([z.literal('true'), z.literal('null'), z.literal('off')]).default('off'),
    code: z.string().default(''),
    width: z.number().default(1),
    any: z.union([z.number(), z.string()]).default(0),
  }),
  nodes: () => ['n1'],
  protocol: stateMachine({ start: () => ({}), onRequest: (_state, _request, node) => node.reply(1) }),
  workload: () => clients(1, { read: 1 }), faults: 'none', durationMs: 3_000, check: {},
});
`;

const home = process.cwd();
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'seedstorm-params-')));
beforeAll(() => {
  process.chdir(folder);
  writeFileSync('own.sim.ts', source);
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

async function ran(...params: string[]) {
  const terminal = fakeTerminal();
  const flags = params.flatMap((param) => ['--param', param]);
  const code = await runCli(['run', 'own.sim.ts', ...flags, '--json'], [run], terminal);
  return { code, out: JSON.parse(terminal.printed()) as Record<string, unknown>, err: terminal.noted() };
}

describe('a value of a parameter', () => {
  it.each([
    ['size=100', '100'],
    ['size="200"', '200'],
    ['mode=true', 'true'],
    ['mode=null', 'null'],
    ['code=007', '007'],
    ['code=1e3', '1e3'],
    ['code=[1]', '[1]'],
    ['width=100', 100],
    ['any=100', 100],
    ['any="100"', '100'],
  ])('%s is what its schema takes', async (param, value) => {
    const { code, out, err } = await ran(param);
    expect([code, err]).toEqual([0, '']);
    const [name = ''] = param.split('=');
    expect(out['params']).toMatchObject({ [name]: value });
    expect(String(out['replay'])).toContain(`--param `);
  });

  it('that fits in no way is refused as what it looks like', async () => {
    const { code, out } = await ran('size=300');
    expect([code, out['error']]).toEqual([64, expect.stringMatching(/params\.size: .*"100".*\(got 300\)/)]);
  });

  it.each([
    1,
    'text',
    '1',
    'true',
    'null',
    '"',
    '',
    ' ',
    '[1',
    { a: [1] },
    1.5,
    true,
    '12345678901234567890',
  ])('%j is written so that it is read back', (value) =>
    expect(jsonOrText(valueAsText(value))).toEqual(value),
  );

  it('and names of bugs are quoted for the shell where they must be', () => {
    const what = { scenario: 'saga/order', seed: 1, bug: 'no "check" at all' };
    expect(runCommand(what, { params: { size: '100' }, flags: [] })).toBe(
      `npx seedstorm run saga/order --seed 1 --param 'size="100"' --bug 'no "check" at all'`,
    );
  });
});
