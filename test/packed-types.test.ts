/** The chapter on properties compiles against the package as it is installed, in projects of either kind of module. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectWithPackage, type Project } from './packed-package.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const chapter = readFileSync(join(root, 'property/README.md'), 'utf8');
/** The blocks that name the file they are, as `// tickets.ts`. */
const files = [...chapter.matchAll(/```ts\n\/\/ ([\w.-]+)\n([^]*?)```/g)].map(([, name, text]) => ({
  name,
  text,
}));

let project: Project;

beforeAll(() => {
  project = projectWithPackage();
  symlinkSync(join(root, 'node_modules/@types'), join(project.folder, 'node_modules/@types'), 'dir');
}, 240_000);
afterAll(() => project.remove());

it.each([
  ['module', 'nodenext'],
  ['commonjs', 'node16'],
  ['commonjs', 'commonjs'],
])('type %s, module %s', (type, module) => {
  const folder = join(project.folder, `${type}-${module}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type, private: true }));
  const compilerOptions = {
    module,
    target: 'es2023',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  expect(files.length).toBeGreaterThan(2);
  for (const { name, text } of files) writeFileSync(join(folder, String(name)), String(text));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  expect(ran(() => execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' }))).toBe('');
});

it('CommonJS code can require it', () => {
  const code =
    "const { simulate } = require('seedstorm'); const { linearizable } = require('seedstorm/checkers'); console.log(typeof simulate, typeof linearizable)";
  expect(
    execFileSync(process.execPath, ['--no-warnings', '-e', code], {
      cwd: project.folder,
      encoding: 'utf8',
    }).trim(),
  ).toBe('function function');
});

/** What a command printed, whether or not it liked what it saw. */
function ran(command: () => string): string {
  try {
    return command();
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout);
  }
}
