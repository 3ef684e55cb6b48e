/**
 * Files of a user's program as functions that make a module of them: compiled once in a process, called anew for every
 * incarnation, so that each has variables of its own. TypeScript and ES modules become CommonJS first.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { Script } from 'node:vm';
import type { Jiti } from 'jiti';
import { jsonMaker } from './json.js';

/** What a program sees of its process in place of what all share. */
export interface Surroundings {
  readonly process: object;
  readonly global: object;
  readonly console: object;
  readonly fetch: unknown;
  readonly WebAssembly: object;
}

/** Makes the module: the arguments of Node's own wrapper, and those of a transformed file. */
export type MakeModule = (
  exports: unknown,
  require: unknown,
  module: unknown,
  filename: string,
  dirname: string,
  load: (specifier: string) => Promise<unknown>,
  resolve: (specifier: string) => string,
) => unknown;

export type Compiled =
  | { readonly kind: 'json'; make(): unknown }
  | {
      readonly kind: 'module';
      /** An ES module: it may wait for others. */
      readonly isModule: boolean;
      /** It waits at its top level. */
      readonly isAsync: boolean;
      readonly make: (around: Surroundings) => MakeModule;
    };

const compiled = new Map<string, Compiled>();
const TYPESCRIPT = /\.[cm]?tsx?$/;

/** @throws SyntaxError with the place, Error where the file is none that a world can run */
export function compile(file: string, jiti: Jiti): Compiled {
  const known = compiled.get(file);
  if (known !== undefined) return known;
  const made = compileAnew(file, jiti);
  compiled.set(file, made);
  return made;
}

/** An ES module once more, so that it waits for what it imports: from now on for every process. */
export function compileWaiting(file: string, jiti: Jiti): void {
  compiled.set(file, compileAnew(file, jiti, true));
}

function compileAnew(file: string, jiti: Jiti, waits = false): Compiled {
  if (extname(file) === '.node')
    throw new Error(
      `${file} is a native addon: what it does no seed decides, so it cannot run inside a world`,
    );
  const text = readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .replace(/^#!.*/, '');
  if (extname(file) === '.json') return { kind: 'json', make: jsonMaker(file, text) };
  const isModule = isEsModule(file);
  const isTyped = TYPESCRIPT.test(file);
  const needsTransform = isTyped || isModule || importsLater(text);
  const codeOf = (async: boolean): string =>
    needsTransform
      ? jiti.transform({ source: text, filename: file, ts: isTyped, async, interopDefault: true })
      : text;
  const plain = codeOf(waits);
  // A top-level await makes a file that is itself awaited.
  const isAsync = waits || (isModule && /\bawait\b/.test(text) && awaitsAtTop(plain));
  const code = isAsync === waits ? plain : codeOf(isAsync);
  // What the transformation says of a file that it cannot read, as code.
  const [, trouble] = /^exports\.__JITI_ERROR__ = (\{.*\})$/s.exec(code) ?? [];
  if (trouble !== undefined) throw unreadable(file, JSON.parse(trouble) as Trouble);
  const script = scriptOf(
    file,
    `(function (process, global, globalThis, console, fetch, WebAssembly) { return ${isAsync ? 'async ' : ''}function (exports, require, module, __filename, __dirname, jitiImport, jitiESMResolve) {${code}\n}})`,
  );
  const around = script.runInThisContext() as (...given: unknown[]) => MakeModule;
  return {
    kind: 'module',
    isModule,
    isAsync,
    make: ({ process, global, console, fetch, WebAssembly }) =>
      around(process, global, global, console, fetch, WebAssembly),
  };
}

/** In the static block of a class nobody may wait, and no variable may be called so; in functions inside it both may be. */
function awaitsAtTop(code: string): boolean {
  try {
    new Script(`(class { static {${code}\n}})`);
    return false;
  } catch {
    return true;
  }
}

/** Types in comments are written `import('…')` as well, and the transformation of a large file takes a tenth of a second. */
function importsLater(text: string): boolean {
  const dynamic = /\bimport\s*\(/;
  return dynamic.test(text) && dynamic.test(text.replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, ''));
}

interface Trouble {
  readonly line: number;
  readonly message: string;
}

/** In one sentence, since there is nothing on the stack but us. */
function unreadable(file: string, { line, message }: Trouble): SyntaxError {
  const [what = ''] = message.split('\n');
  return new SyntaxError(`${file}:${line} cannot be read: ${what.replace(/^.*?: (?=[A-Z])/, '').trim()}`);
}

function scriptOf(file: string, code: string): Script {
  try {
    return new Script(code, { filename: file });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const [, line] = /:(\d+)\n/.exec(error.stack ?? '') ?? [];
    throw unreadable(file, { line: Number(line ?? 1), message: error.message });
  }
}

const kinds = new Map<string, boolean>();

/** As Node decides: by the ending, else by the nearest package.json. */
function isEsModule(file: string): boolean {
  if (/\.m[jt]s$/.test(file)) return true;
  if (/\.c[jt]s$/.test(file)) return false;
  return folderIsModule(dirname(file));
}

function folderIsModule(folder: string): boolean {
  let known = kinds.get(folder);
  if (known === undefined) {
    const manifest = join(folder, 'package.json');
    const above = dirname(folder);
    if (existsSync(manifest)) {
      const { type } = JSON.parse(readFileSync(manifest, 'utf8')) as { type?: string };
      known = type === 'module';
    } else known = above === folder ? false : folderIsModule(above);
    kinds.set(folder, known);
  }
  return known;
}
