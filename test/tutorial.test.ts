/**
 * The tutorial, executed: the files it shows are written into one folder, the tests among them become tests here, and its
 * commands print what it says. `UPDATE_GOLDEN=1` writes down what they print instead.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../cli/app.js';
import { explore } from '../cli/commands/explore.js';
import { list } from '../cli/commands/list.js';
import { replay } from '../cli/commands/replay.js';
import { report } from '../cli/commands/report.js';
import { run } from '../cli/commands/run.js';
import { EXIT } from '../cli/exit-codes.js';
import { texts } from '../report/page/texts.js';
import { fakeTerminal } from './cli/fake-terminal.js';
import { blocksOf, commandsOf, likeIt, rewrite, wordsOf } from './document.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const chapters = ['first-scenario', 'handler-test', 'reading-a-report'].map((name) =>
  join(root, 'docs', `${name}.md`),
);
const home = process.cwd();
mkdirSync(join(root, 'node_modules/.cache'), { recursive: true });
const folder = mkdtempSync(join(root, 'node_modules/.cache/tutorial-'));
const files = chapters
  .flatMap(blocksOf)
  .flatMap(({ file, text }) => (file === undefined ? [] : [{ file, text }]));
for (const { file, text } of files) writeFileSync(join(folder, file), text);

beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

describe.each(files.map(({ file }) => file).filter((file) => file.endsWith('.test.ts')))(
  '%s',
  async (file) => {
    await import(/* @vite-ignore */ join(folder, file));
  },
);

// One chapter goes on with what the one before has left.
it.each(chapters.flatMap((path) => commandsOf(blocksOf(path)).map((command) => ({ path, ...command }))))(
  '$ $line',
  async ({ path, line, printed }) => {
    const terminal = fakeTerminal({ columns: 80 });
    const argv = wordsOf(line);
    if (argv[0] === 'explore') argv.push('--workers', '1');
    await runCli(argv, [explore, replay, report, run], terminal);
    const told = (terminal.printed() + terminal.noted()).replace(/ +$/gm, '');
    if (process.env['UPDATE_GOLDEN'] === undefined) expect(told.trim()).toMatch(likeIt(printed));
    else rewrite(path, { line, printed }, told);
  },
);

// The comment says what a command finds.
it.each(
  [
    ...readFileSync(chapters[0] as string, 'utf8').matchAll(/^npx seedstorm (\S[^#\n]*?)(?: +# (\w+).*)?$/gm),
  ].map(([, line = '', finds = 'valid']) => [line, finds] as const),
)('%s: %s', async (line, finds) => {
  const code = await runCli(line.split(' '), [list, run], fakeTerminal());
  expect(code).toBe(finds === 'invalid' ? EXIT.invalid : EXIT.valid);
});

it('the page has every tab and button that the chapter on reports names, and the picture is small', () => {
  const chapter = readFileSync(chapters[2] as string, 'utf8');
  const named = [
    ...chapter.matchAll(
      /tab \*\*([\w ]+)\*\*|\*\*(Space-time|Figures|Nodes after this event)\.?\*\*|_([A-Z][\w ]+)_/g,
    ),
  ];
  const written = JSON.stringify(texts);
  expect(named.length).toBeGreaterThan(8);
  for (const names of named)
    expect(written).toContain(`"${names.slice(1).find((name) => name !== undefined)}"`);
  expect(statSync(join(root, 'docs/report.png')).size).toBeLessThan(120_000);
});

it('the first scenario has about 60 lines', () => {
  const [jobs] = files;
  expect(jobs?.file).toBe('jobs.sim.ts');
  expect(jobs?.text.split('\n').length).toBeLessThan(70);
});
