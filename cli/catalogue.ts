/** Finding scenarios: those that ship by name, the user's own by file. */
import { scenarios } from '../scenarios/index.js';
import type { Scenario } from '../sim/scenario/scenario.js';
import { UsageError } from './errors.js';
import { meansFiles, scenarioBelow, scenariosIn, type FoundScenario } from './scenario-files.js';
import { didYouMean } from './suggest.js';

const scenarioNames: readonly string[] = scenarios.map(({ name }) => name);

/** Scenarios that were loaded from files, by name. */
const ofFiles = new Map<string, FoundScenario>();

/**
 * The one scenario that a word means: a name, or a file that exports just one.
 * @throws UsageError with a suggestion
 */
export async function scenarioMeant(word: string): Promise<Scenario> {
  const found = await scenariosMeant(word);
  if (found.length === 1) return found[0] as Scenario;
  const names = found.map(({ name }) => name);
  throw new UsageError(
    `${word} has ${found.length} scenarios: choose one with ${word}#${names.join(` or #`)}`,
  );
}

/**
 * The scenarios that several words mean, each once.
 * @throws UsageError with a suggestion, and for two of one name: nobody could tell their failures apart
 */
export async function scenariosMeantBy(words: readonly string[]): Promise<Scenario[]> {
  const found = new Map<string, { readonly scenario: Scenario; readonly where: string }>();
  for (const word of words) {
    for (const scenario of await scenariosMeant(word)) {
      const where = meansFiles(word) ? `in ${fileOf(scenario.name)}` : 'that ships';
      const other = found.get(scenario.name);
      if (other !== undefined && other.scenario !== scenario)
        throw new UsageError(`two scenarios are called "${scenario.name}": one ${other.where}, one ${where}`);
      found.set(scenario.name, other ?? { scenario, where });
    }
  }
  return [...found.values()].map(({ scenario }) => scenario);
}

/**
 * The scenarios that a word means: a name, a file, `file#name`, or a pattern of files.
 * @throws UsageError with a suggestion
 */
async function scenariosMeant(word: string): Promise<readonly Scenario[]> {
  const workload = await maelstromScenario(word);
  if (workload !== undefined) return [workload];
  if (!meansFiles(word)) return [scenarioNamed(word)];
  return (await scenariosIn(word)).map(noted);
}

/**
 * The scenario a capsule is of: in the file it names, else among those that ship, else in any `*.sim.ts` file below the
 * working folder.
 * @throws UsageError with a suggestion
 */
export async function scenarioOfCapsule({
  scenario: name,
  file,
}: {
  readonly scenario: string;
  readonly file?: string;
}): Promise<Scenario> {
  if (file !== undefined) return noted((await scenariosIn(`${file}#${name}`))[0] as FoundScenario);
  const shipped = scenarios.find((scenario) => scenario.name === name) ?? (await maelstromScenario(name));
  if (shipped !== undefined) return shipped;
  const found = await scenarioBelow(name);
  if (found !== undefined) return noted(found);
  throw new UsageError(
    `no scenario is called "${name}", neither in this package nor in the *.sim.ts files below this folder`,
  );
}

const MAELSTROM = 'maelstrom/';

/** Those that ship, and run a program of the user's. Loaded when they are asked for: most commands do not. */
async function maelstromScenario(name: string): Promise<Scenario | undefined> {
  if (!name.startsWith(MAELSTROM)) return undefined;
  const { maelstromScenarios } = await import('../programs/maelstrom/index.js');
  return maelstromScenarios.find((scenario) => scenario.name === name);
}

/** Whether code of the user's runs in a scenario of that name: it may do anything. */
export function isForeign(name: string): boolean {
  return fileOf(name) !== undefined || name.startsWith(MAELSTROM);
}

/** The file a scenario was loaded from; undefined for those that ship. */
export function fileOf(name: string): string | undefined {
  return ofFiles.get(name)?.file;
}

/** How the command line names a scenario of that name. */
export function wordFor(name: string): string {
  return ofFiles.get(name)?.word ?? name;
}

function noted(found: FoundScenario): Scenario {
  ofFiles.set(found.scenario.name, found);
  return found.scenario;
}

/** The part after the last slash is enough where only one has it. */
function scenarioNamed(name: string): Scenario {
  const exact = scenarios.find((scenario) => scenario.name === name);
  if (exact !== undefined) return exact;
  const short = scenarios.filter((scenario) => scenario.name.split('/').at(-1) === name);
  if (short.length === 1) return short[0] as Scenario;
  const near = didYouMean(name, [
    ...scenarioNames,
    ...scenarioNames.map((full) => full.split('/').at(-1) ?? full),
  ]);
  throw new UsageError(`no scenario is called "${name}".${near} seedstorm list shows them all`);
}
