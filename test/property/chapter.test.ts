/**
 * The chapter on property tests, executed: its files are written, its commands run, its outputs compared. With
 * UPDATE_CHAPTERS=1 the outputs are written instead, for a person to read.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../cli/app.js';
import { explore } from '../../cli/commands/explore.js';
import { replay } from '../../cli/commands/replay.js';
import { fakeTerminal } from '../cli/fake-terminal.js';
import { suiteFolder, vitestIn } from './suite-folder.js';

const path = fileURLToPath(new URL('../../property/README.md', import.meta.url));
const chapter = readFileSync(path, 'utf8');

const files = new Map(
  [...chapter.matchAll(/^```ts\n\/\/ (\S+)\n(.*?)^```/gms)].map(([, name = '', text = '']) => [name, text]),
);
const [, bad = '', good = ''] = /^```diff\n-(.*)\n\+(.*)\n```/m.exec(chapter) ?? [];
const outputs = [...chapter.matchAll(/^```console\n\$ npx ([^\n]*)\n(.*?)^```/gms)].map(
  ([, command = '', text = '']) => ({
    command,
    text,
  }),
);

let home = '';
let broken = '';
let fixed = '';
const told: string[] = [];

beforeAll(async () => {
  home = process.cwd();
  const fixedFiles = [...files].map(([name, text]) => [name, text.replace(bad, good)] as const);
  broken = suiteFolder(Object.fromEntries(files));
  fixed = suiteFolder(Object.fromEntries(fixedFiles));
  const [find, story, again, test] = outputs.map(({ command }) => command.split(' '));
  told.push(await seedstorm(broken, find ?? []), await seedstorm(broken, story ?? []));
  told.push(await seedstorm(fixed, again ?? []), await failureOf(broken, test ?? []));
  if (!process.env['UPDATE_CHAPTERS']) return;
  let next = 0;
  writeFileSync(
    path,
    chapter.replace(
      /^(```console\n\$ [^\n]*\n).*?^```/gms,
      (_block, head: string) => `${head}${told[next++]}\`\`\``,
    ),
  );
}, 120_000);
afterAll(() => {
  process.chdir(home);
  for (const folder of [broken, fixed]) rmSync(folder, { recursive: true, force: true });
});

async function seedstorm(folder: string, [command, ...argv]: readonly string[]): Promise<string> {
  expect(command).toBe('seedstorm');
  process.chdir(folder);
  const terminal = fakeTerminal({ columns: 110 });
  await runCli(argv, [explore, replay], terminal);
  return (
    (terminal.printed() + terminal.noted())
      .replace(/\d+ seeds\/s/, '… seeds/s')
      // Trailing blanks would not survive an editor.
      .replace(/ +$/gm, '')
  );
}

async function failureOf(folder: string, [command, verb, ...argv]: readonly string[]): Promise<string> {
  expect([command, verb]).toEqual(['vitest', 'run']);
  const { results } = await vitestIn(folder, {}, ...argv);
  const [failure = ''] = results.find(({ status }) => status === 'failed')?.failureMessages ?? [];
  return `${failure.split(/\n +at /)[0]}\n`;
}

describe('the chapter on property tests', () => {
  it('has the files and outputs it speaks of', () => {
    expect([...files.keys()]).toEqual(['tickets.ts', 'tickets.sim.ts', 'office.test.ts', 'tickets.test.ts']);
    expect(files.get('tickets.ts')).toContain(bad);
    expect(outputs).toHaveLength(4);
  });

  it.each(['finds', 'tells', 'is content with the fix', 'tests'])('%s as written', (what) => {
    const index = ['finds', 'tells', 'is content with the fix', 'tests'].indexOf(what);
    expect(told[index]).toBe(outputs[index]?.text);
  });

  it('finds what it says it finds', () => {
    expect(told[0]).toMatch(/✗ tickets {2}linearizable/);
    expect(told[0]).toMatch(/shrunk \d+ → 1 fault, \d+ → 2 operations/);
    expect(told[1]).toContain("Replayed event by event: the fingerprint is the capsule's.");
    expect(told[2]).toMatch(/^✓ 300 runs: 300 valid, 0 invalid, 0 undecided/);
    expect(told[3]).toContain('counterexample: 1 fault, 2 operations');
  });

  it('has tests that pass once the bug is fixed', async () => {
    const { results } = await vitestIn(fixed);
    expect(results.map(({ title, status }) => `${title}: ${status}`).sort()).toEqual([
      'a ticket leaves once its number is on the disk: passed',
      'no ticket is given twice (seed 1): passed',
      'what was not synced is gone: passed',
      'whoever waits long enough gets a ticket: passed',
    ]);
  });
});
