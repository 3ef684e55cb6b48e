/** `seedstorm init`: a new folder with a protocol, its scenario and its tests, ready to be changed into one's own. */
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { parseJson } from '../../sim/input/json.js';
import type { Command } from '../command.js';
import { UsageError } from '../errors.js';
import { EXIT } from '../exit-codes.js';
import { makeFolder, whyUnwritten } from '../output-file.js';
import { quoted } from '../replay-command.js';
import { packageVersion } from '../version.js';

const DEFAULT_FOLDER = 'my-protocol';
const TEMPLATES = join(
  dirname(createRequire(import.meta.url).resolve('seedstorm/package.json')),
  'templates',
);
const DEFAULT_STYLE = 'machine';
/** Folders that are copied one over the other: the same system, its programs written in one style or the other. */
const STYLES: Readonly<Record<string, readonly string[]>> = {
  machine: ['lease'],
  async: ['lease', 'lease-async'],
};
/** npm leaves out files of this name when it packs. */
const RENAMED: Readonly<Record<string, string>> = { gitignore: '.gitignore' };

export const init: Command = {
  usage: 'init [dir]',
  summary: 'Make a folder with a small protocol, its scenario and its tests, to begin your own',
  positionals: { dir: { summary: `The folder to make; default ${DEFAULT_FOLDER}` } },
  flags: {
    style: {
      summary: 'How its programs are written: machine: handlers and plain state; async: with await',
      kind: 'text',
      choices: Object.keys(STYLES),
      default: DEFAULT_STYLE,
    },
  },
  examples: [
    ['seedstorm init my-protocol', 'a lease lock, to change into your own protocol'],
    ['seedstorm init my-service --style async', 'the same lock, written with await'],
  ],
  run(args, terminal) {
    const folder = args.text('dir') ?? DEFAULT_FOLDER;
    refuseWhatIsThere(folder);
    attempt(folder, () => {
      makeFolder(folder);
      for (const template of STYLES[args.required('style')] ?? [])
        copyOver(join(TEMPLATES, template), folder);
      writeFileSync(join(folder, 'package.json'), `${JSON.stringify(packageOf(folder), undefined, 2)}\n`);
    });
    const enter = resolve(folder) === resolve('.') ? '' : `cd ${quoted(folder)} && `;
    terminal.out(
      `${folder} is ready: ${enter}npm install && npm test\nIts README.md says what to do then.\n`,
    );
    return EXIT.valid;
  },
};

function refuseWhatIsThere(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new UsageError(`${folder} is there already, and it is a file`);
  const [first] = readdirSync(folder).filter((name) => name !== '.git');
  if (first !== undefined)
    throw new UsageError(
      `${folder} is not empty (${first} is in it), and nothing is overwritten: name a new folder`,
    );
}

function copyOver(template: string, folder: string): void {
  for (const file of filesBelow(template)) {
    const target = join(folder, dirname(file), RENAMED[basename(file)] ?? basename(file));
    makeFolder(dirname(target));
    copyFileSync(join(template, file), target);
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
}

function packageOf(folder: string): Record<string, unknown> {
  return {
    name: packageName(basename(resolve(folder))),
    version: '0.0.0',
    private: true,
    type: 'module',
    scripts: {
      test: 'vitest run',
      types: 'tsc',
      explore: "seedstorm explore './src/**/*.sim.ts'",
    },
    devDependencies: {
      'fast-check': '^4.0.0',
      seedstorm: seedstormFor(folder),
      typescript: '^5.5.0 || ^6.0.0',
      vitest: '^4.1.0 || ^5.0.0',
    },
  };
}

function packageName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|-+$/g, '');
  return name === '' ? DEFAULT_FOLDER : name;
}

/** This version; from the file it was installed from here, if it was one. */
function seedstormFor(folder: string): string {
  const { dependencies, devDependencies } = nearestPackage();
  const here = dependencies?.['seedstorm'] ?? devDependencies?.['seedstorm'];
  if (here === undefined || !here.startsWith('file:')) return `^${packageVersion}`;
  return `file:${relative(folder, here.slice('file:'.length)).replaceAll(sep, '/')}`;
}

type Dependencies = Readonly<Record<string, string>>;

function nearestPackage(): { readonly dependencies?: Dependencies; readonly devDependencies?: Dependencies } {
  try {
    return parseJson(readFileSync('package.json', 'utf8')) as ReturnType<typeof nearestPackage>;
  } catch {
    return {};
  }
}

function attempt(folder: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    throw new UsageError(`cannot make ${folder}: ${whyUnwritten(error as NodeJS.ErrnoException)}`);
  }
}
