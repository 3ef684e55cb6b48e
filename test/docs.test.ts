/**
 * The documents are executed: `ts` blocks are run, files named after a fence's language are written, and what follows
 * `$` in a `console` block is run with the built command and must print what the block says. `…` stands for anything. `UPDATE_GOLDEN=1` writes down what is printed instead.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const command = join(root, 'dist/cli/main.js');
const DOCUMENTS = [
  'README.md',
  'checkers/README.md',
  'checkers/writing.md',
  'parts/README.md',
  'sim/scenario/README.md',
  'sim/claims.md',
  'sim/faults/README.md',
  'sim/node/README.md',
  'sim/node/async-service.md',
  'sim/network/README.md',
];

interface Block {
  readonly language: string;
  readonly file: string | undefined;
  readonly text: string;
}

function blocksOf(document: string): Block[] {
  const text = readFileSync(join(root, document), 'utf8');
  return [...text.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', file, body = '']) => ({ language, file, text: body }),
  );
}

/** The commands of a console block, each with what it prints. */
function commandsOf(text: string): { readonly line: string; readonly printed: string }[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [line = '', ...printed] = part.split('\n');
      return { line, printed: printed.join('\n') };
    });
}

/** Words of a command line; quotes are not needed in the documents. */
function wordsOf(line: string): string[] {
  expect(line).toMatch(/^npx seedstorm [^'"]+$/);
  return line.trim().split(/\s+/).slice(2);
}

const likeIt = (text: string): RegExp =>
  new RegExp(
    `^${text
      .trim()
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^\\n]*?')}$`,
  );

/** What differs from one machine to the next is left open. */
const timeless = (text: string): string =>
  text.replace(/judged in [\d.]+ m?s/g, 'judged in … ms').replace(/\([\d.]+ seeds\/s/g, '(… seeds/s');

function rewrite(document: string, old: string, printed: string): void {
  const path = join(root, document);
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace(old, () => printed),
  );
}

const scratch = join(root, 'node_modules/.cache/documents');
mkdirSync(scratch, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'seedstorm-docs-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(scratch, { recursive: true, force: true });
});

describe.each(DOCUMENTS)('%s', (document) => {
  const blocks = blocksOf(document);
  const code = blocks.filter(({ language }) => language === 'ts');
  const shell = blocks
    .filter(({ language }) => language === 'console')
    .flatMap(({ text }) => commandsOf(text));

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

  it.skipIf(!existsSync(command)).each(shell)('$ $line', ({ line, printed }) => {
    for (const { file, text } of blocks) if (file !== undefined) writeFileSync(join(folder, file), text);
    const { stdout } = spawnSync(process.execPath, [command, ...wordsOf(line)], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, COLUMNS: '80', NO_COLOR: '1', LANG: 'en_US.UTF-8' },
    });
    if (process.env['UPDATE_GOLDEN'] === undefined) expect(stdout.trim()).toMatch(likeIt(printed));
    else rewrite(document, `$ ${line}\n${printed}`, `$ ${line}\n${timeless(stdout.trim())}\n`);
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
