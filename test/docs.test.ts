/**
 * The documents are executed: `ts` blocks are run, files named after a fence's language are written, and what follows
 * `$` in a `console` block is run with the built command and must print what the block says. `…` stands for anything. `UPDATE_GOLDEN=1` writes down what is printed instead.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { blocksOf, commandsOf, likeIt, rewrite, wordsOf } from './document.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const command = join(root, 'dist/cli/main.js');
const DOCUMENTS = [
  'README.md',
  'docs/async-service.md',
  'checkers/README.md',
  'checkers/writing.md',
  'parts/README.md',
  'parts/load/README.md',
  'parts/balance/README.md',
  'programs/README.md',
  'servers/amqp/README.md',
  'programs/maelstrom/README.md',
  'sim/README.md',
  'sim/scenario/README.md',
  'sim/claims.md',
  'sim/faults/README.md',
  'sim/node/README.md',
  'sim/network/README.md',
];

const scratch = join(root, 'node_modules/.cache/documents');
mkdirSync(scratch, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'seedstorm-docs-'));
// As in a clone.
symlinkSync(join(root, 'examples'), join(folder, 'examples'));
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(scratch, { recursive: true, force: true });
});

/** To shrink a failure of a service takes half a minute: every night, or when documents are written. */
const isDue = (line: string): boolean =>
  !/tickets/.test(line) || ['SEEDSTORM_NIGHTLY', 'UPDATE_GOLDEN'].some((name) => process.env[name]);

describe.each(DOCUMENTS)('%s', (document) => {
  const path = join(root, document);
  const blocks = blocksOf(path);
  const code = blocks.filter(({ language }) => language === 'ts');

  it.each(code.map(({ text }, index) => [index + 1, text] as const))(
    'code block %d prints what its comments say',
    async (number, text) => {
      const file = join(scratch, `${document.replaceAll('/', '-')}-${number}.ts`);
      writeFileSync(file, text);
      const printed: string[] = [];
      const log = console.log;
      console.log = (...words: unknown[]) => void printed.push(words.map(String).join(' '));
      try {
        await import(/* @vite-ignore */ file);
      } finally {
        console.log = log;
        rmSync(file);
      }
      const said = [...text.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, comment = '']) => comment);
      for (const [index, comment] of said.entries()) expect(printed[index]).toMatch(likeIt(comment));
      expect(printed).toHaveLength(said.length);
    },
  );

  const lines = commandsOf(blocks).filter(({ line }) => isDue(line));
  it.skipIf(!existsSync(command)).each(lines)('$ $line', ({ line, printed }) => {
    for (const { file, text } of blocks) if (file !== undefined) writeFileSync(join(folder, file), text);
    const { stdout, stderr } = spawnSync(process.execPath, [command, ...wordsOf(line)], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, COLUMNS: '80', NO_COLOR: '1', LANG: 'en_US.UTF-8' },
    });
    // A command that could not even begin must not be written down.
    expect(stdout.trim(), stderr).not.toBe('');
    if (process.env['UPDATE_GOLDEN'] === undefined) expect(stdout.trim()).toMatch(likeIt(printed));
    else rewrite(path, { line, printed }, stdout);
  });
});

it('names no file that is not there', () => {
  const tracked = new Set(execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n'));
  for (const document of [...tracked].filter((path) => path.endsWith('.md'))) {
    const text = readFileSync(join(root, document), 'utf8');
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)) {
      expect(existsSync(join(root, document, '..', target)), `${document} links to ${target}`).toBe(true);
    }
  }
});

it('names every value that the package exports', async () => {
  const text = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' })
    .trim()
    .split('\n')
    .filter((path) => path !== 'CHANGELOG.md')
    .map((path) => readFileSync(join(root, path), 'utf8'))
    .join('\n');
  const named = new Set(text.match(/\w+/g));
  // The documents above have loaded these; loading the others would cost seconds.
  const faces = [
    await import('seedstorm'),
    await import('seedstorm/checkers'),
    await import('seedstorm/parts'),
    await import('seedstorm/servers'),
  ];
  expect(faces.flatMap((face) => Object.keys(face)).filter((name) => !named.has(name))).toEqual([]);
});
