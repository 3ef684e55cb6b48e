/** The chapters of the scenarios: every command in them runs, and finds what it says it finds. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../cli/app.js';
import { explore } from '../../cli/commands/explore.js';
import { list } from '../../cli/commands/list.js';
import { run } from '../../cli/commands/run.js';
import { EXIT } from '../../cli/exit-codes.js';
import { scenarios } from '../../scenarios/index.js';
import { fakeTerminal } from '../cli/fake-terminal.js';

const root = fileURLToPath(new URL('../../scenarios/', import.meta.url));
const chapters = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.md') && commandsOf(path).length > 0,
);

/** What a command does that is expected to find something although no bug is planted. */
const PROMISES_LESS = /r=1 --param w=1|writeBack=false|sticky=false|partitions=autoheal/;

function commandsOf(chapter: string): string[] {
  const text = readFileSync(join(root, chapter), 'utf8');
  return [...text.matchAll(/^```(?:sh)?\n([\s\S]*?)^```$/gm)]
    .flatMap(([, block = '']) => block.split('\n'))
    .filter((line) => line.startsWith('npx seedstorm ') && !line.startsWith('npx seedstorm table'))
    .map((line) => line.replace(/\s+#.*/, '').trim());
}

const folder = mkdtempSync(join(tmpdir(), 'seedstorm-chapters-'));
const before = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

/** Campaigns are as long as this test makes them. */
const plain = (command: string): string => command.replace(/ --runs \d+/, '');

/** A seed that shows the bug, so that the campaign need not look for it: that it is found from seed 1 on, rows.test.ts proves. */
function seedThatShows(name: string, bug: string): number {
  const rows = scenarios.find((scenario) => `/${scenario.name}`.endsWith(`/${name}`))?.bugs;
  const within = rows?.[bug]?.shows?.within;
  if (within === undefined) throw new Error(`${name} has no bug ${bug} that says what it shows`);
  return within;
}

/** The museum repeats commands of other chapters: each runs once. */
const tried = new Set<string>();
const isNew = (command: string): boolean => !tried.has(plain(command)) && tried.add(plain(command)).size > 0;

let explored = false;
const told = new Set<string>();

describe.each(chapters)('%s', (chapter) => {
  it.each(commandsOf(chapter).filter(isNew))('%s', async (command) => {
    const finds = command.includes('--bug') || PROMISES_LESS.test(command);
    const [, , ...argv] = plain(command).split(/\s+/);
    const [, scenario = ''] = argv;
    if (argv[0] === 'explore') {
      const bug = argv.indexOf('--bug');
      if (bug >= 0) argv.push('--seed', String(seedThatShows(scenario, argv[bug + 1] ?? '')));
      // Exploring runs what fails three times more, to see whether it repeats: that runs do, rows.test.ts shows of each.
      if (bug >= 0 && explored) argv[0] = 'run';
      // A campaign that finds nothing is cut short, and shrinking is tested elsewhere.
      else argv.push('--no-shrink', '--no-corpus', '--workers', '1', '--runs', finds ? '1000' : '20');
      explored ||= bug >= 0;
    }
    // To tell a story costs ten times the run: of each scenario one is told.
    if (finds && argv[0] === 'run') {
      if (told.has(scenario)) argv.push('--json');
      told.add(scenario);
    }
    const terminal = fakeTerminal();
    const code = await runCli(argv, [run, explore, list], terminal);
    expect({ code, noted: terminal.noted() }).toMatchObject({ code: finds ? EXIT.invalid : EXIT.valid });
  });
});
