/** A folder with a small vitest suite in it that imports our sources by the names of the package. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

const CONFIG = `
const source = (path) => ${JSON.stringify(root)} + path;
export default {
  resolve: {
    alias: [
      { find: /^seedstorm$/, replacement: source('index.ts') },
      { find: /^seedstorm\\/checkers$/, replacement: source('checkers/index.ts') },
      { find: /^seedstorm\\/property$/, replacement: source('property/arbitraries.ts') },
      { find: /^seedstorm\\/vitest$/, replacement: source('property/vitest.ts') },
    ],
  },
};
`;

/** @param files texts by name; the caller removes the folder */
export function suiteFolder(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'seedstorm-suite-')));
  mkdirSync(join(folder, 'node_modules'));
  for (const name of ['vitest', 'fast-check', 'zod'])
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name), 'dir');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'vitest.config.mjs'), CONFIG);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

interface TestResult {
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

/** Runs the suite as `npx vitest run` does. @returns what became of each test, and what was printed */
export async function vitestIn(
  folder: string,
  env: Readonly<Record<string, string>> = {},
  ...flags: string[]
): Promise<{ readonly results: readonly TestResult[]; readonly printed: string }> {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=json', '--outputFile=report.json', '--reporter=default'];
  const ours = /^(VITEST|GITHUB_ACTIONS|SEEDSTORM|NODE_OPTIONS|CI$)/;
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
  const printed = await new Promise<string>((done) => {
    execFile(
      process.execPath,
      [vitest, 'run', ...reporters, ...flags],
      { cwd: folder, env: { ...inherited, NO_COLOR: '1', ...env } },
      (_error, stdout, stderr) => done(`${stdout}\n${stderr}`),
    );
  });
  const { testResults } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as {
    testResults: readonly { readonly assertionResults: readonly TestResult[] }[];
  };
  return { results: testResults.flatMap(({ assertionResults }) => assertionResults), printed };
}
