/** The flags that say which run is meant, shared by the commands that run scenarios. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ScenarioError } from '../sim/input/callers-code.js';
import { InputError } from '../sim/input/error.js';
import { parseJson, withoutMark } from '../sim/input/json.js';
import { checkedBug } from '../sim/run/chosen.js';
import type { Capsule } from '../sim/run/capsule/capsule.js';
import type { FaultPlan } from '../sim/faults/plan.js';
import { profileNamed, profiles } from '../sim/faults/profiles/named.js';
import type { RunOptions } from '../sim/run/options.js';
import { thrownText } from '../sim/input/thrown.js';
import type { Scenario } from '../sim/scenario/scenario.js';
import { strategyNames } from '../sim/schedule/schedule.js';
import type { Arguments, Flag } from './command.js';
import { UsageError } from './errors.js';
import { quoted } from './replay-command.js';
import { didYouMean } from './suggest.js';

export const SEED_FLAG: Flag = {
  summary: 'The seed: a whole number or any text',
  kind: 'text',
  value: 'S',
  default: '1',
};
export const PARAM_FLAG: Flag = {
  summary: 'A parameter of the scenario; may be repeated',
  kind: 'list',
  value: 'name=value',
};
export const BUG_FLAG: Flag = { summary: 'Plant a bug of the scenario', kind: 'text', value: 'name' };
export const FAULTS_FLAG: Flag = {
  summary: `What goes wrong: a profile (${profiles.map(({ name }) => name).join(', ')}) or a file with a list of faults or a plan`,
  kind: 'text',
  value: 'profile|plan.json',
};

export const SCHEDULE_FLAGS: Readonly<Record<'strategy' | 'no-swarm', Flag>> = {
  strategy: {
    summary: 'How the order of events is explored; default random',
    kind: 'text',
    value: 'name',
    choices: strategyNames,
  },
  'no-swarm': {
    summary:
      'Every kind of fault of the profile in every run, at its mean rate, not a subset drawn by the seed',
    kind: 'switch',
  },
};

/** All that says which run of a scenario is meant. */
export const RUN_FLAGS = {
  seed: SEED_FLAG,
  param: PARAM_FLAG,
  bug: BUG_FLAG,
  faults: FAULTS_FLAG,
  ...SCHEDULE_FLAGS,
};

/** A seed as it was typed: whole numbers as numbers, everything else as text. */
export function seedOf(text: string): string | number {
  const number = Number(text);
  return /^-?\d+$/.test(text) && Number.isSafeInteger(number) && String(number) === text ? number : text;
}

/** What the flags say. The scenario checks values; names are checked here, where suggestions can be made. */
export function runOptions(args: Arguments, scenario: Scenario): RunOptions {
  const bug = args.text('bug');
  const faults = args.text('faults');
  return {
    seed: seedOf(args.required('seed')),
    params: args.assignments('param', Object.keys(paramSchemas(scenario)), scenario.name, mayBe(scenario)),
    ...(bug === undefined ? {} : { bug: checkedBug(scenario, bug) }),
    ...(faults === undefined ? {} : faultsOf(faults)),
    ...scheduleOf(args),
  };
}

function scheduleOf(args: Arguments): Pick<RunOptions, 'strategy' | 'swarm'> {
  const strategy = strategyNames.find((name) => name === args.text('strategy'));
  return {
    ...(strategy === undefined ? {} : { strategy }),
    ...(args.on('no-swarm') ? { swarm: false } : {}),
  };
}

/** The flags that were given of those that say how the runs are drawn. */
export function givenFlags(args: Arguments): string[] {
  const faults = args.text('faults');
  const strategy = args.text('strategy');
  return [
    ...(faults === undefined ? [] : [`--faults ${quoted(faults)}`]),
    ...(strategy === undefined ? [] : [`--strategy ${strategy}`]),
    ...(args.on('no-swarm') ? ['--no-swarm'] : []),
  ];
}

/** The schemas of a scenario's parameters, by name. */
function paramSchemas(scenario: Scenario): Readonly<Record<string, z.ZodType>> {
  const schema: unknown = scenario.params;
  return schema instanceof z.ZodObject ? (schema.shape as Record<string, z.ZodType>) : {};
}

/** Whether a value passes a parameter's own schema. What that schema throws is heard where the run is prepared. */
function mayBe(scenario: Scenario): (name: string, value: unknown) => boolean {
  const schemas = paramSchemas(scenario);
  return (name, value) => {
    try {
      return schemas[name]?.safeParse(value).success ?? false;
    } catch {
      return false;
    }
  };
}

/** A profile's name, or what a file says: a list of faults, or a whole plan with its operations. */
function faultsOf(text: string): Pick<RunOptions, 'faults' | 'plan' | 'planFile'> {
  if (profileNamed(text) !== undefined) return { faults: text };
  if (!/[./\\]/.test(text)) {
    const names = profiles.map(({ name }) => name);
    throw new UsageError(
      `no fault profile is called "${text}", and it is no file.${didYouMean(text, names)} There are ${names.join(', ')}`,
    );
  }
  const json = readJson(text, 'plan');
  if (Array.isArray(json)) return { faults: json as FaultPlan, planFile: text };
  if (typeof json === 'object' && json !== null && 'plan' in json && 'schema' in json) {
    throw new UsageError(`${text} is a capsule, not a plan: replay it with seedstorm replay ${text}`);
  }
  return { plan: json, planFile: text };
}

/** @throws UsageError in one sentence when the file cannot be read or holds no JSON */
function readJson(path: string, what: string): unknown {
  const text = readText(path, what);
  if (text.trim() === '') throw new UsageError(`the ${what} ${path} is empty`);
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new UsageError(`the ${what} ${path} is not JSON: ${error.message}`);
  }
}

/** @throws UsageError in one sentence when the file cannot be read */
export function readText(path: string, what: string): string {
  try {
    return withoutMark(readFileSync(path, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : code === 'EACCES'
            ? 'it may not be read'
            : `the system says ${code ?? thrownText(error)}`;
    throw new UsageError(`cannot read the ${what} ${path}: ${why}`);
  }
}

/** Says of which file an input error speaks. */
export function inFile<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    // What a function of the scenario does is a failure of the run, and no matter of the file.
    if (error instanceof InputError && !(error instanceof ScenarioError))
      throw new UsageError(`${path}: ${error.message}`);
    throw error;
  }
}

/** As {@link inFile}, for what takes a while. */
export async function inFileAsync<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    return inFile(path, () => {
      throw error;
    });
  }
}

/** What a capsule asks to be run. */
export function capsuleOptions({ params, bug, seed, plan, undrawn }: Capsule): RunOptions {
  return { params, seed, ...(undrawn === true ? {} : { plan }), ...(bug === undefined ? {} : { bug }) };
}
