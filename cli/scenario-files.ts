/**
 * Scenarios of the user's own, straight from TypeScript files: `./lock.sim.ts`, `./lock.sim.ts#name`,
 * `'./src/**\/*.sim.ts'`. jiti turns them into JavaScript as they are loaded; types are taken away, not checked.
 */
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import type { Jiti } from 'jiti';
import * as checkers from '../checkers/index.js';
import * as builtIn from '../scenarios/index.js';
import * as engine from '../sim/index.js';
import type { Scenario } from '../sim/scenario.js';
import { UsageError } from './errors.js';
import { didYouMean } from './suggest.js';

/** A scenario and where it comes from. */
export interface FoundScenario {
  readonly scenario: Scenario;
  /** Relative to the working folder. */
  readonly file: string;
  /** How the command line names it: by its file, where that has no other. */
  readonly word: string;
}

const SIM_FILES = '**/*.sim.{ts,mts,cts,js,mjs,cjs}';
const NEVER = ['**/node_modules/**', '**/.*/**'];
const GLOB_SIGNS = /[*?[\]{}]/;

/** Whether a word on the command line means files and not the name of a scenario. */
export function meansFiles(word: string): boolean {
  return (
    /^(\.{0,2}[/\\]|[a-z]:[/\\])/i.test(word) || /\.[cm]?[jt]s(#.*)?$/.test(word) || GLOB_SIGNS.test(word)
  );
}

/**
 * The scenarios of a file, of one name in it, or of all files that match a pattern.
 * @throws UsageError in one sentence
 */
export async function scenariosIn(word: string): Promise<readonly FoundScenario[]> {
  const [path = '', name] = word.split('#', 2);
  if (GLOB_SIGNS.test(path)) return scenariosOf(await matching(path), path);
  const found = await scenariosOf([path], path);
  if (name === undefined) return found;
  const named = found.filter(
    ({ scenario }) => scenario.name === name || scenario.name.split('/').at(-1) === name,
  );
  if (named.length > 0) return named;
  const names = found.map(({ scenario }) => scenario.name);
  throw new UsageError(
    `${path} has no scenario "${name}"; it has ${names.join(', ')}.${didYouMean(name, names)}`,
  );
}

/** The scenario of that name in any `*.sim.ts` file below the working folder; files that cannot be loaded have none. */
export async function scenarioBelow(name: string): Promise<FoundScenario | undefined> {
  for (const file of await filesMatching(SIM_FILES)) {
    const found = await scenariosOf([file], file).catch((error: unknown) => {
      if (error instanceof UsageError) return [];
      throw error;
    });
    const named = found.find(({ scenario }) => scenario.name === name);
    if (named !== undefined) return named;
  }
  return undefined;
}

async function matching(pattern: string): Promise<readonly string[]> {
  const files = await filesMatching(pattern.replaceAll(sep, '/'));
  if (files.length === 0) throw new UsageError(`no file matches ${pattern}`);
  return files;
}

async function filesMatching(pattern: string): Promise<readonly string[]> {
  const { glob } = await import('tinyglobby');
  return (await glob(pattern, { ignore: NEVER })).sort();
}

async function scenariosOf(files: readonly string[], asked: string): Promise<readonly FoundScenario[]> {
  const found = new Map<string, FoundScenario>();
  for (const given of files) {
    const file = shown(given);
    const exported = new Set(Object.values(await loaded(given, file)).filter(isScenario));
    for (const scenario of exported) {
      const other = found.get(scenario.name);
      const word = exported.size === 1 ? file : `${file}#${scenario.name}`;
      if (other === undefined) found.set(scenario.name, { scenario, file, word });
      else if (other.scenario !== scenario)
        throw new UsageError(
          `two scenarios are called "${scenario.name}": one in ${other.file}, one in ${file}`,
        );
    }
  }
  if (found.size === 0)
    throw new UsageError(
      `${asked} exports no scenario: a scenario is what defineScenario returns, under any name`,
    );
  return [...found.values()];
}

function isScenario(value: unknown): value is Scenario {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'scenario';
}

/** As the capsule and the commands that repeat a run name it. */
function shown(path: string): string {
  const file = relative('.', path).replaceAll(sep, '/');
  return file.startsWith('../') ? file : `./${file}`;
}

/** One engine for all: a scenario is made by the very modules that run it, wherever it lies. */
const newJiti = async (): Promise<Jiti> => {
  const { createJiti } = await import('jiti');
  return createJiti(import.meta.url, {
    virtualModules: {
      seedstorm: engine,
      'seedstorm/checkers': checkers,
      'seedstorm/scenarios': builtIn,
    },
    // Nothing is written into the user's folders, and nothing stale is read from there.
    fsCache: false,
    // Its proxies around every module would cost more than the protocol does.
    interopDefault: false,
  });
};

/** Made when it is first needed: most commands load no file. */
let jiti: Promise<Jiti> | undefined;

async function loaded(path: string, file: string): Promise<Record<string, unknown>> {
  await refuseWhatIsNoFile(path);
  try {
    return await (await (jiti ??= newJiti())).import<Record<string, unknown>>(resolve(path));
  } catch (error) {
    throw new UsageError(whyNotLoaded(file, error));
  }
}

async function refuseWhatIsNoFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return;
  if (found?.isDirectory())
    throw new UsageError(`${path} is a folder; name a file, or a pattern such as '${path}/**/*.sim.ts'`);
  const neighbours = await readdir(dirname(path)).catch(() => undefined);
  if (neighbours === undefined) throw new UsageError(`there is no folder ${dirname(path)}`);
  const near = didYouMean(basename(path), neighbours);
  throw new UsageError(`there is no file ${path}.${near}`);
}

function whyNotLoaded(file: string, error: unknown): string {
  if (!(error instanceof Error)) return `${file} throws while it is loaded: ${String(error)}`;
  const [first = ''] = error.message.split('\n');
  const [, missing] = /^Cannot find (?:module|package) '([^']+)'/.exec(first) ?? [];
  if (missing !== undefined) return `${file} needs ${shownModule(missing)}, which cannot be found`;
  const [, problem] = /^ParseError: (.*)$/.exec(first) ?? [];
  if (problem !== undefined) {
    const [, where = '', line = ''] = /^ *(\S.*?):(\d+:\d+)$/m.exec(error.message) ?? [];
    return `${where === '' ? file : shown(where)} is not TypeScript at line ${line.split(':')[0]}: ${problem.trim()}`;
  }
  const [, place, line] = /\(?((?:\/|[A-Za-z]:\\)[^()\n]*?):(\d+):\d+\)?$/m.exec(error.stack ?? '') ?? [];
  const where = place === undefined || place.includes('node_modules') ? '' : ` (${shown(place)}:${line})`;
  return `${file} throws while it is loaded: ${error.name}: ${first}${where}`;
}

function shownModule(name: string): string {
  return /^([/\\]|[A-Za-z]:)/.test(name) ? shown(name) : `'${name}'`;
}
