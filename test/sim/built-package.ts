/** The package as its users have it: built, under its own name, with the examples compiled beside it. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));
const examples = join(root, 'examples/protocols');

/** A folder in which `import 'seedstorm'` finds the built package, with the compiled examples in it. */
export interface BuiltPackage {
  readonly folder: string;
  remove(): void;
}

export function builtPackage(): BuiltPackage {
  buildIfStale();
  const folder = mkdtempSync(join(tmpdir(), 'seedstorm-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/seedstorm'), 'dir');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  cpSync(join(root, 'test/sim/elsewhere.mjs'), join(folder, 'elsewhere.mjs'));
  for (const name of readdirSync(examples)) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
    const { outputText } = ts.transpileModule(readFileSync(join(examples, name), 'utf8'), {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2023,
        verbatimModuleSyntax: true,
      },
    });
    writeFileSync(join(folder, name.replace(/\.ts$/, '.js')), outputText);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Builds the package unless it is younger than everything it is built from. */
function buildIfStale(): void {
  const sources = ['sim', 'explore', 'checkers', 'parts', 'programs', 'scenarios'].flatMap((folder) =>
    filesBelow(join(root, folder)),
  );
  const newest = Math.max(...sources.map((file) => statSync(file).mtimeMs));
  const stamp = join(root, 'dist/index.js');
  if (existsSync(stamp) && statSync(stamp).mtimeMs > newest) return;
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'cli/bundle.mjs')], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the package cannot be built, so it cannot be compared: ${stderr}`);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}
