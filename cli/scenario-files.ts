/**
 * Scenarios of the user's own, straight from TypeScript files: `./lock.sim.ts`, `./lock.sim.ts#name`,
 * `'./src/**\/*.sim.ts'`. jiti turns them into JavaScript as they are loaded; types are taken away, not checked.
 */
import { sep } from 'node:path';
import type { Scenario } from '../sim/scenario/scenario.js';
import { UsageError } from './errors.js';
import { scenariosExported } from './exported-scenarios.js';
import { loadFile, shownPath } from './scenario-loading.js';
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
  let hint = '';
  for (const given of files) {
    const file = shownPath(given);
    const exported = scenariosExported(await loadFile(given), file);
    hint ||= exported.hint;
    for (const scenario of exported.scenarios) {
      const other = found.get(scenario.name);
      const word = exported.scenarios.length === 1 ? file : `${file}#${scenario.name}`;
      if (other === undefined) found.set(scenario.name, { scenario, file, word });
      else if (other.scenario !== scenario)
        throw new UsageError(
          `two scenarios are called "${scenario.name}": one in ${other.file}, one in ${file}`,
        );
    }
  }
  if (found.size === 0)
    throw new UsageError(
      `${asked} exports no scenario: a scenario is what defineScenario returns, under any name${hint}`,
    );
  return [...found.values()];
}
