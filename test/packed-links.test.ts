/** Who has only the package can follow every link in its documents. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));

/** What npm would put into the tarball. */
function packedFiles(): readonly string[] {
  const told = execFileSync('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ files }] = JSON.parse(told) as [{ files: { path: string }[] }];
  return files.map(({ path }) => path);
}

const command = join(root, 'dist/cli/main.js');

// `npx` makes it so the first time only: whoever cloned to the same place again could not run it.
it.runIf(existsSync(command) && process.platform !== 'win32')('the command that was built can be run', () => {
  expect(statSync(command).mode & 0o111).toBe(0o111);
});

it('no link of a packed document leads out of the package', () => {
  const files = packedFiles();
  const there = (path: string): boolean =>
    files.includes(path) || files.some((file) => file.startsWith(path.endsWith('/') ? path : `${path}/`));
  const documents = files.filter((file) => file.endsWith('.md'));
  const broken: string[] = [];
  let links = 0;
  for (const document of documents) {
    const text = readFileSync(join(root, document), 'utf8');
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)) {
      links++;
      if (!there(normalize(join(dirname(document), target)))) broken.push(`${document}: ${target}`);
    }
  }
  expect(documents).toContain('README.md');
  expect(links).toBeGreaterThan(50);
  expect(broken).toEqual([]);
});
